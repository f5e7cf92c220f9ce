"""Writing a notice at the desk: begun from a template or from last period, saved as it is typed, nothing ever lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.actions.candidates import fingerprint, in_text, misgivings, with_objection_days
from kiosk.documents.rendering import Renderer
from kiosk.documents.typing import FORM, as_typed, read_typed
from kiosk.errors import KioskError, NotFound, Problem, Refused
from kiosk.rules.notice import Notice, Status
from kiosk.rules.people import By
from kiosk.store import audit, notices, opinions, originals, screens, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction
from kiosk.store.notices import StoredNotice

TYPED_LIMIT = 600_000
"""Characters of all fields of one draft together."""
NOT_RENDERED = ""


class Overtaken(KioskError):
    """Somebody else has saved the draft meanwhile. What was typed has been set aside."""


@dataclass(frozen=True)
class Seen:
    """Which text somebody had before them when they did something to it."""

    number: int
    version: int
    revision: int
    files: str = ""
    """`steps.mark_of_files` of what was attached; "" where that was not looked at."""


@dataclass(frozen=True)
class Looked:
    """A draft as typed, looked at: what it makes, and all that keeps it from being handed in."""

    notice: Notice
    html: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Begun:
    """Drafts that are about to be begun, and the files that are kept beside each of them."""

    drafts: Sequence[tuple[Notice, str]]
    """Each with its HTML."""
    made_from: str
    files: Sequence[originals.Original] = ()


def begin(board: Board, notice: Notice, by: By, made_from: str, renderer: Renderer, now: datetime) -> int:
    """A new draft; its number."""
    return begin_all(board, as_begun([notice], made_from, renderer), by, now)[0]


def as_begun(
    notices: Sequence[Notice], made_from: str, renderer: Renderer, files: Sequence[originals.Original] = ()
) -> Begun:
    names = tuple(file.name for file in files)
    fresh = {"number": None, "version": 1, "status": Status.DRAFT, "index_number": None, "sources": names}
    drafts = [replace(notice, **fresh) for notice in notices]
    return Begun([(draft, _html(draft, {}, renderer)[0]) for draft in drafts], made_from, files)


def begin_all(board: Board, begun: Begun, by: By, now: datetime) -> list[int]:
    """New drafts, all of them or none; their numbers."""
    with transaction(board.db):
        return begin_within(board, begun, by, now)


def begin_within(board: Board, begun: Begun, by: By, now: datetime) -> list[int]:
    """The same in a transaction of the caller's."""
    return [_begin(board, draft, html, begun, by, now) for draft, html in begun.drafts]


def _begin(board: Board, draft: Notice, html: str, begun: Begun, by: By, now: datetime) -> int:
    number = notices.insert(board.db, draft, html, fingerprint(draft), now)
    for original in begun.files:
        originals.attach(board.db, number, original)
    if by.person is not None:
        opinions.add_author(board.db, number, 1, by.person.number)
    facts = {"title": draft.title, "made_from": begun.made_from, "from": by.address}
    audit.record(board.db, Deed(by.name, "notice.begun", facts, number), now)
    return number


def look(board: Board, before: StoredNotice, typed: Mapping[str, str], renderer: Renderer) -> Looked:
    """What has been typed, without keeping it."""
    notice, problems = read_typed(typed, before.notice)
    village = settings.settings(board.db)
    names = {screen.name for screen in screens.all_screens(board.db)}
    problems += misgivings(with_objection_days(notice, village), village, names)
    if before.html != NOT_RENDERED and notice.body == before.notice.body and "![" not in notice.body:
        return Looked(notice, before.html, tuple(sorted(problems, key=_place)))
    html, faults = _html(notice, _pictures(board, notice), renderer)
    return Looked(notice, html, tuple(sorted([*problems, *faults], key=_place)))


def _place(problem: Problem) -> int:
    """Where its field stands in the form; what is about none of them comes first."""
    return FORM.index(problem.key) if problem.key in FORM else -1


def _pictures(board: Board, notice: Notice) -> dict[str, originals.ShownPicture]:
    """Of the files that are attached now, those that can be shown in the text."""
    shown = originals.shown_pictures(board.db, notice.number or 0)
    return {name: picture for name, picture in shown.items() if name in notice.sources}


def save(
    board: Board,
    seen: Seen,
    typed: Mapping[str, str],
    by: By,
    renderer: Renderer,
    now: datetime,
    is_chosen: bool = False,
    goes_on_in: Begun | None = None,
) -> tuple[StoredNotice, Looked]:
    """Keeps the draft exactly as typed, right or not. Raises Overtaken when it has been saved or handed in since it was
    read; then the text is set aside, for its writer to take it up again. A text that `is_chosen` over somebody else's
    has that one set aside instead. The drafts in which it goes on are begun with it, or none of them."""
    if sum(map(len, typed.values())) > TYPED_LIMIT:
        raise Refused("markdown.too_long", limit=TYPED_LIMIT, length=sum(map(len, typed.values())))
    before = draft_of(board, seen.number, seen.version)
    other = last_writer(board, seen.number)
    looked = look(board, before, typed, renderer)
    changed = replace(before, notice=looked.notice, html=looked.html, typed=dict(typed), revision=seen.revision)
    with transaction(board.db):
        is_first = notices.save(board.db, changed, fingerprint(looked.notice))
        if is_first and is_chosen and typed_of(before) != typed:
            opinions.set_aside(board.db, seen.number, seen.version, other, typed_of(before), now)
        if is_first:
            _record_writer(board, seen, by, looked.notice.title, now)
            if goes_on_in is not None:
                begin_within(board, goes_on_in, by, now)
            return replace(changed, revision=seen.revision + 1), looked
        stored = draft_of(board, seen.number, seen.version)
        # Whoever leaves a page may send the same words twice, once while typing and once on leaving.
        if stored.notice.status is Status.DRAFT and typed_of(stored) == typed:
            return stored, looked
        opinions.set_aside(board.db, seen.number, seen.version, by.name, typed, now)
    raise Overtaken("draft.overtaken", number=seen.number)


def _record_writer(board: Board, seen: Seen, by: By, title: str, now: datetime) -> None:
    """Saved every few seconds by one person, a draft has one entry in the log."""
    if by.person is not None:
        opinions.add_author(board.db, seen.number, seen.version, by.person.number)
    if audit.last_of_notice(board.db, seen.number) not in ((by.name, "notice.edited"), (by.name, "notice.begun")):
        facts = {"title": title, "version": seen.version, "from": by.address}
        audit.record(board.db, Deed(by.name, "notice.edited", facts, seen.number), now)


def draft_of(board: Board, number: int, version: int | None = None) -> StoredNotice:
    stored = notices.get(board.db, number, version)
    if stored is None:
        raise NotFound("notice.none_at_desk", number=number)
    return stored


def typed_of(stored: StoredNotice) -> dict[str, str]:
    return dict(stored.typed) if stored.typed is not None else as_typed(stored.notice)


def _html(notice: Notice, pictures: Mapping[str, originals.ShownPicture], renderer: Renderer) -> tuple[str, list[Problem]]:
    try:
        return renderer.html(notice.body, {name: in_text(each) for name, each in pictures.items()}), []
    except Refused as wrong:
        return NOT_RENDERED, [replace(each, key="body") for each in wrong.problems]


def last_writer(board: Board, number: int) -> str:
    """Who last did something to the notice."""
    return (audit.last_of_notice(board.db, number) or ("", ""))[0]


def drop_set_aside(board: Board, number: int, text: int, by: By, now: datetime) -> None:
    """Once for all: the text that was set aside is not wanted any more."""
    with transaction(board.db):
        if opinions.drop_set_aside(board.db, number, text):
            audit.record(board.db, Deed(by.name, "notice.text_dropped", {"from": by.address}, number), now)
