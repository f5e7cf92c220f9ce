"""A file from the township, or what was pasted, becomes a draft: read, shown how it was understood, read otherwise."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import attach, take_along, township
from kiosk.actions.drafts import Overtaken, draft_of
from kiosk.actions.reading import (
    NOTICE_ENDINGS,
    Choice,
    Read,
    kept_name,
    read_notice_text,
    read_opened,
    region_name,
    region_named,
)
from kiosk.documents.opening import Opened, open_file, open_pasted
from kiosk.documents.unpacking import one_of_few
from kiosk.errors import Misuse, NotFound, Problem, Refused
from kiosk.rules.notice import Status
from kiosk.rules.people import Role
from kiosk.store import settings
from kiosk.store.originals import digest_of
from kiosk.web.desk.attached import UPLOAD_BYTES, download
from kiosk.web.desk.begin_page import begin_page
from kiosk.web.desk.door import allowed, by, me, pages, takes
from kiosk.web.desk.findings import told_findings
from kiosk.web.desk.notices import seen
from kiosk.web.desk.readings import KEY_LIMIT, mine, readings
from kiosk.web.desk.rendering import reader, renderer
from kiosk.web.faults import told_of, words_of
from kiosk.web.this_request import board, the_time, today

ALL_SHEETS = "all"
PASTED = ""
"""In the place of a digest, for what came out of the clipboard."""
OTHERS_LIMIT = 500
"""Characters of the names of further files."""


@pages.post("/files")
@allowed(Role.CLERK)
@takes(UPLOAD_BYTES)
def begin_from_file() -> ResponseReturnValue:
    """A file that was chosen or dropped, or what was pasted. One that is known already is asked about first."""
    sent = request.files.get("file")
    name, data = (sent.filename or "", sent.stream.read(attach.LIMIT + 1)) if sent else ("", b"")
    html, text = request.form.get("html", ""), request.form.get("text", "")
    digest = request.form.get("digest", "")
    if digest:  # asked about before; it is kept beside another notice
        name, data = _known_file(digest)
    elif data and (known := township.known_as(board(), data)):
        return _known_page(name, data, known), 409
    try:
        if not name and not html.strip() and not text.strip():
            raise Refused("opening.nothing_given")
        with _turn(name):
            read = _read_new(name, data, html, text)
            number = township.begin_from(board(), read, kept_name(name), data, by(), renderer(), the_time())
    except Refused as wrong:
        return begin_page([*words_of(wrong), *map(told_of, _left_out(name))], text), 422
    read = replace(read, remarks=(*_left_out(name), *read.remarks))
    kept_as = digest_of(data) if data else PASTED
    readings().keep(number, kept_as, read)
    where = url_for("desk.read_file", number=number, digest=kept_as) if data else url_for("desk.read_pasted", number=number)
    return redirect(where, 303)


def _known_page(name: str, data: bytes, known: Sequence[int]) -> str:
    drafts = [draft_of(board(), each).notice for each in known[:5]]
    left_out = [told_of(each).words for each in _left_out(name)]
    return render_template(
        "desk/known_file.html", name=name, known=drafts, digest=digest_of(data), left_out=left_out, others=_others()
    )


def _others() -> str:
    """Names of the files that were dropped together with the one that is read."""
    return request.form.get("others", "")[:OTHERS_LIMIT]


def _left_out(name: str) -> list[Problem]:
    others = _others()
    return [Problem("opening.one_at_a_time", {"name": name, "others": others})] if others else []


def _read_new(name: str, data: bytes, html: str, text: str) -> Read:
    as_notice = read_notice_text(data) if name.lower().endswith(NOTICE_ENDINGS) else None
    return as_notice or read_opened(_opened(name, data, html, text), Choice(), reader(), today())


def _known_file(digest: str) -> tuple[str, bytes]:
    found = township.kept_file(board(), digest)
    if found is None:
        raise NotFound("page.none")
    return found


def _opened(name: str, data: bytes, html: str, text: str) -> Opened:
    """Raises Refused for what cannot be read, or was stopped."""
    if not name:
        return open_pasted(html, text.replace("\r\n", "\n"))
    key = request.form.get("reading", "")[:KEY_LIMIT]
    reading = readings().begin(me().number, key)
    try:
        return open_file(data, name, reading.progress, reading.stop)
    finally:
        readings().end(me().number, key)


@pages.get("/readings/<key>")
@allowed(Role.CLERK)
def reading(key: str) -> ResponseReturnValue:
    found = mine(key)
    return jsonify({"rows": found.rows if found else None})


@pages.post("/readings/<key>/stop")
@allowed(Role.CLERK)
def stop_reading(key: str) -> ResponseReturnValue:
    found = mine(key)
    if found is not None:
        found.stop.set()
    return redirect(url_for("desk.new"), 303)


@pages.get("/notices/<int(max=2147483647):number>/read")
@allowed(Role.CLERK)
def read_pasted(number: int) -> ResponseReturnValue:
    """How what was pasted was understood; known only as long as the server runs."""
    read = readings().kept(number, PASTED)
    is_draft = draft_of(board(), number).notice.status is Status.DRAFT
    return _page(number, PASTED, read) if read and is_draft else redirect(url_for("desk.edit", number=number), 303)


@pages.get("/notices/<int(max=2147483647):number>/read/<digest>")
@allowed(Role.CLERK)
def read_file(number: int, digest: str) -> ResponseReturnValue:
    """How the file was understood."""
    stored = draft_of(board(), number)
    if stored.notice.status is not Status.DRAFT:
        return redirect(url_for("desk.notice", number=number), 303)
    read = readings().kept(number, digest)
    if read is None:
        try:
            read = _read(number, digest, Choice())
        except Refused as wrong:
            return render_template("desk/trouble.html", sentences=[each.words for each in words_of(wrong)], fields=[]), 422
        readings().keep(number, digest, read)
    return _page(number, digest, read)


def _read(number: int, digest: str, choice: Choice) -> Read:
    original = attach.attached(board(), number, digest)
    data = attach.contents_of(board(), number, original)
    with _turn(original.name):
        return read_opened(_opened(original.name, data, "", ""), choice, reader(), today())


def _turn(name: str) -> AbstractContextManager[None]:
    """`name` is "" for what was pasted. Raises Refused while others' files are being read."""
    return one_of_few("opening.busy", name=name) if name else one_of_few("opening.pasted_busy")


def _page(number: int, digest: str, read: Read, wrong: Refused | Misuse | None = None, region: str = "") -> str:
    stored = draft_of(board(), number)
    item = settings.settings(board().db).catalogue.get(stored.notice.item or "")
    return render_template(
        "desk/read.html",
        stored=stored,
        notice=stored.notice,
        item_words=f"{item.code} {item.title}" if item else stored.notice.item,
        digest=digest,
        read=read,
        is_taken=stored.notice.body == read.notice.body,
        parts=township.drafts_with(board(), digest) if digest else [],
        remarks=[told_of(each).words for each in (*read.remarks, *_of_index_number(read))],
        findings=told_findings(stored.notice),
        sheets=[(at, name, seen_sheet) for at, (name, seen_sheet) in enumerate(zip(read.names, read.sheets, strict=True))],
        region=region or (region_name(read.region) if read.sheets and read.sheet is not None else ""),
        problems=words_of(wrong) if wrong else [],
    )


def _of_index_number(read: Read) -> list[Problem]:
    """The board gives its own when a notice is published."""
    number = read.notice.index_number
    return [Problem("opening.index_number_left", {"value": number})] if number else []


@pages.post("/notices/<int(max=2147483647):number>/read/<digest>")
@allowed(Role.CLERK)
def read_otherwise(number: int, digest: str) -> ResponseReturnValue:
    """Another sheet, or another part of it."""
    read_at, before = seen(number), readings().kept(number, digest)
    region = request.form.get("region", "").strip()
    try:
        choice = _choice(request.form.get("sheet", "0"), region, before)
        read = _read(number, digest, choice)
        township.read_again(board(), read_at, read, before, digest, by(), renderer(), the_time())
    except Overtaken as late:
        return render_template("desk/trouble.html", sentences=[each.words for each in words_of(late)], fields=[]), 409
    except (Refused, Misuse) as wrong:
        if before is None:
            raise
        return _page(number, digest, before, wrong, region), 422
    readings().keep(number, digest, read)
    return redirect(url_for("desk.read_file", number=number, digest=digest), 303)


def _choice(sheet: str, region: str, before: Read | None) -> Choice:
    """For another sheet the part of it is guessed anew. Raises Misuse for what names no part."""
    if sheet == ALL_SHEETS:
        return Choice(is_whole=True)
    at = int(sheet) if sheet.isdecimal() and len(sheet) < 4 else 0
    is_other_sheet = before is not None and before.sheet != at
    return Choice(at, None if is_other_sheet or not region else region_named(region))


@pages.get("/sheets/<template>.xlsx")
@allowed(Role.CLERK)
def empty_sheet(template: str) -> ResponseReturnValue:
    """A workbook for the tables of a template, to be filled in and brought back."""
    title, data = take_along.empty_workbook(board(), template, today())
    return download(data, f"{title}.xlsx")


@pages.get("/notices/<int(max=2147483647):number>/next.xlsx")
@allowed(Role.CLERK)
def next_sheet(number: int) -> ResponseReturnValue:
    """The same with what was posted for the period before."""
    title, data = take_along.next_workbook(board(), number, today())
    return download(data, f"{title}.xlsx")
