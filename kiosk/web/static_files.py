"""Style sheets, modules and the service worker, at addresses that name their contents."""

import gzip
import hashlib
from functools import cache, lru_cache
from pathlib import Path

import js_lib_htmx
from flask import Blueprint, Response, request, send_file, send_from_directory

from kiosk.config import resource

pages = Blueprint("static_files", __name__)

WORDY = (".css", ".js", ".svg")
FOR_GOOD = "public, max-age=31536000, immutable"


# Other people's files come with their packages and are not kept here.
VENDORED = {"vendor/htmx.min.js": Path(js_lib_htmx.__file__).parent / "static/htmx/htmx.min.js"}


@cache
def assets_version() -> str:
    """A digest of all that is served with the pages; it stands in every address, which may then be kept for good."""
    digest = hashlib.sha256()
    for folder in (resource("static"), resource("templates")):
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                digest.update(file.relative_to(folder).as_posix().encode("utf-8"))
                digest.update(file.read_bytes())
    for file in VENDORED.values():
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def asset(path: str) -> str:
    return f"/static/{assets_version()}/{path}"


@lru_cache(maxsize=256)
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


@pages.get("/static/<version>/<path:path>")
def versioned(version: str, path: str) -> Response:
    """An address of an earlier version gets today's file, but nobody may keep it."""
    response = send_file(VENDORED[path]) if path in VENDORED else send_from_directory(resource("static"), path)
    is_whole = response.status_code == 200
    if is_whole and request.accept_encodings["gzip"] and path.endswith(WORDY):
        response.direct_passthrough = False
        response.data = _packed(response.get_data())
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOR_GOOD if version == assets_version() else "no-cache"
    return response
