"""Style sheets, modules and the service worker, at addresses that name their contents."""

import hashlib
from functools import cache

from flask import Blueprint, Response, send_from_directory

from kiosk.config import resource

pages = Blueprint("static_files", __name__)

FOR_GOOD = "public, max-age=31536000, immutable"


@cache
def assets_version() -> str:
    """A digest of all that is served with the pages; it stands in every address, which may then be kept for good."""
    digest = hashlib.sha256()
    for folder in (resource("static"), resource("templates")):
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                digest.update(file.relative_to(folder).as_posix().encode("utf-8"))
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def asset(path: str) -> str:
    return f"/static/{assets_version()}/{path}"


@pages.get("/static/<version>/<path:path>")
def versioned(version: str, path: str) -> Response:
    """An address of an earlier version gets today's file, but nobody may keep it."""
    response = send_from_directory(resource("static"), path)
    response.headers["Cache-Control"] = FOR_GOOD if version == assets_version() else "no-cache"
    return response
