"""Files that belong to a notice: attached, taken off, shown as pictures, opened to residents."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import attach
from kiosk.actions.candidates import PICTURE_ENDINGS
from kiosk.actions.drafts import draft_of
from kiosk.actions.reading import is_read
from kiosk.errors import KioskError, Refused
from kiosk.rules.people import Role
from kiosk.store import originals
from kiosk.store.notices import StoredNotice
from kiosk.web.desk.door import allowed, by, pages, takes
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, the_time

UPLOAD_BYTES = 64 * 1024 * 1024
"""Of all files sent at once, each of which has its own limit."""


@dataclass(frozen=True)
class Attached:
    name: str
    digest: str
    size_words: str
    is_picture: bool
    is_pdf: bool
    is_read: bool
    """It can be read into the text."""
    is_public: bool


def attached_of(stored: StoredNotice) -> list[Attached]:
    notice = stored.notice
    files = {each.name: each for each in originals.of_notice(board().db, notice.number or 0)}
    return [_attached(files[name], name in notice.public_sources) for name in notice.sources if name in files]


def _attached(original: originals.Original, is_public: bool) -> Attached:
    lower = original.name.lower()
    is_picture, is_pdf = lower.endswith(PICTURE_ENDINGS), lower.endswith(".pdf")
    return Attached(original.name, original.digest, size_words(original.size), is_picture, is_pdf, is_read(lower), is_public)


def size_words(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


@pages.post("/notices/<int(max=2147483647):number>/originals")
@allowed(Role.CLERK)
@takes(UPLOAD_BYTES)
def attach_files(number: int) -> ResponseReturnValue:
    files = [(each.filename or "", each.stream.read(attach.LIMIT + 1)) for each in request.files.getlist("file") if each.filename]

    def keep() -> None:  # where a picture goes in the text, if at all, is the clerk's to say
        attach.attach(board(), number, files, by(), the_time())

    return _changed(number, keep)


@pages.post("/notices/<int(max=2147483647):number>/originals/<digest>/remove")
@allowed(Role.CLERK)
def remove_file(number: int, digest: str) -> ResponseReturnValue:
    return _changed(number, lambda: attach.remove(board(), number, digest, by(), the_time()))


@pages.post("/notices/<int(max=2147483647):number>/originals/<digest>/public")
@allowed(Role.CLERK)
def open_file(number: int, digest: str) -> ResponseReturnValue:
    is_public = request.form.get("public") == "1"
    return _changed(number, lambda: attach.open_to_residents(board(), number, digest, is_public, by(), the_time()))


@pages.post("/notices/<int(max=2147483647):number>/originals/<digest>/pages")
@allowed(Role.CLERK)
def show_pages(number: int, digest: str) -> ResponseReturnValue:
    return _changed(number, lambda: attach.show_pages(board(), number, digest, by(), the_time()))


def _changed(number: int, deed: Callable[[], list[str] | None]) -> ResponseReturnValue:
    problems, made = [], []
    try:
        made = deed() or []
    except Refused as wrong:
        problems = words_of(wrong)
    except KioskError as wrong:
        if "HX-Request" not in request.headers:
            raise
        problems = words_of(wrong)
    stored = draft_of(board(), number)
    if "HX-Request" in request.headers:
        page = render_template("desk/_originals.html", draft=stored.notice, originals=attached_of(stored), problems=problems, made=made)
        return page, 422 if problems else 200
    if problems:
        return render_template("desk/trouble.html", sentences=[each.words for each in problems], fields=[]), 422
    return redirect(url_for("desk.edit", number=number), 303)


@pages.get("/notices/<int(max=2147483647):number>/originals/<digest>")
@allowed()
def original(number: int, digest: str) -> Response:
    found = attach.attached(board(), number, digest)
    return download(attach.contents_of(board(), number, found), found.name)


def download(data: bytes, name: str) -> Response:
    """Never opened in the browser: a file from outside stays a file."""
    response = make_response(data)
    response.headers["Content-Disposition"] = _attachment(name)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _attachment(name: str) -> str:
    """A header holds ASCII alone, and waitress fails on anything else: the name stands in it as browsers decode it, and
    once more bare for what cannot."""
    bare = re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("_")
    return f"attachment; filename=\"{bare}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
