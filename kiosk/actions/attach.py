"""Attaching the clerk's own files to a draft: kept whole, shown as pictures where they are pictures."""

import re
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

from kiosk.actions.candidates import ORIGINAL_LIMIT, PICTURE_ENDINGS, as_shown
from kiosk.actions.drafts import draft_of
from kiosk.documents.notice_fields import is_file_name
from kiosk.documents.pictures import ScreenPicture
from kiosk.documents.unpacking import one_of_few, pages_of, picture_of
from kiosk.errors import KioskError, NotFound, Refused
from kiosk.rules.notice import Notice, Status
from kiosk.rules.people import By
from kiosk.store import audit, notices, opinions, originals
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import faults, transaction
from kiosk.store.originals import Original, digest_of

LIMIT = ORIGINAL_LIMIT
FILES_LIMIT = 80
"""Files of one notice."""
ENDINGS = (
    *PICTURE_ENDINGS,
    *(".pdf", ".ofd", ".doc", ".docx", ".wps", ".odt", ".rtf", ".txt"),
    *(".xls", ".xlsx", ".xlsm", ".xlsb", ".et", ".ods", ".csv", ".tsv", ".ppt", ".pptx", ".dps", ".zip"),
)
_NOT_IN_A_NAME = re.compile(r"[\\/:*?\"<>|()\[\]\x00-\x20\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
STARTS = {".pdf": (b"%PDF",), ".docx": (b"PK",), ".xlsx": (b"PK",), ".pptx": (b"PK",), ".zip": (b"PK",)}


def attach(board: Board, number: int, files: Iterable[tuple[str, bytes]], by: By, now: datetime) -> list[str]:
    """The names under which the files now stand beside the draft; all of them or none. Raises Refused for a file that
    cannot be taken."""
    taken = checked(files)
    _make_sure_of_room(board, number, {digest_of(data) for _name, data in taken})
    shown = [(name, data) for name, data in taken if name.lower().endswith(PICTURE_ENDINGS)]
    with one_of_few("original.busy") if shown else nullcontext():
        pictures = {digest_of(data): picture_of(data, name) for name, data in shown}
    return _keep(board, number, taken, pictures, by, now)


def checked(files: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Under the names that they can have. Raises Refused for a file that cannot be taken, or where there is none."""
    taken = [(_name(name), data) for name, data in files]
    if not taken:
        raise Refused("original.none_chosen")
    for name, data in taken:
        _make_sure(name, data)
    return taken


def show_pages(board: Board, number: int, digest: str, by: By, now: datetime) -> list[str]:
    """The pages of an attached PDF as pictures beside it; their names, to be put into the text."""
    original = attached(board, number, digest)
    _make_sure_of_room(board, number, set())
    stem = PurePosixPath(original.name).stem
    with one_of_few("original.busy"):
        pages = pages_of(contents_of(board, number, original), original.name)
    named = [(f"{stem}-{place}.{page.extension}", page.data) for place, page in enumerate(pages, 1)]
    return _keep(board, number, named, {digest_of(page.data): page for page in pages}, by, now)


def contents_of(board: Board, number: int, original: Original) -> bytes:
    """Raises NotFound when it has gone from the disk."""
    with faults(board.originals):
        try:
            return originals.read(board.originals, original.digest)
        except FileNotFoundError as lost:
            raise NotFound("verify.original_lost", number=number, name=original.name) from lost


def _keep(
    board: Board, number: int, files: list[tuple[str, bytes]], pictures: dict[str, ScreenPicture], by: By, now: datetime
) -> list[str]:
    """`pictures` by the digest of the file that each was made of: two photographs may have one name."""
    with faults(board.originals):
        for _given, data in files:
            originals.keep(board.originals, data)
    names = []
    with transaction(board.db):
        held = originals.of_notice(board.db, number)
        for given, data in files:
            digest = digest_of(data)
            same = next((each for each in held if each.digest == digest), None)
            name = same.name if same else _free_name(given, {each.name for each in held})
            names.append(name)
            if same is None:
                original = Original(name, digest, len(data))
                originals.attach(board.db, number, original)
                held.append(original)
            if digest in pictures:
                originals.show(board.db, number, name, pictures[digest].data, as_shown(pictures[digest]))
        if len(held) > FILES_LIMIT:
            raise Refused("original.too_many", limit=FILES_LIMIT)
        _change(board, number, by, lambda notice: replace(notice, sources=tuple(dict.fromkeys((*notice.sources, *names)))))
        facts = {"names": names, "from": by.address}
        audit.record(board.db, Deed(by.name, "notice.original_attached", facts, number), now)
    return names


def remove(board: Board, number: int, digest: str, by: By, now: datetime) -> None:
    """From the draft; the file itself is kept, an earlier version may have it."""
    name = attached(board, number, digest).name

    def without(notice: Notice) -> Notice:
        rest = {field: tuple(each for each in getattr(notice, field) if each != name) for field in ("sources", "public_sources")}
        return replace(notice, **rest)

    with transaction(board.db):
        _change(board, number, by, without)
        audit.record(board.db, Deed(by.name, "notice.original_removed", {"name": name, "from": by.address}, number), now)


def open_to_residents(board: Board, number: int, digest: str, is_public: bool, by: By, now: datetime) -> None:
    """Goes with the draft through review: residents can fetch the file once it is published."""
    name = attached(board, number, digest).name

    def ticked(notice: Notice) -> Notice:
        others = tuple(each for each in notice.public_sources if each != name)
        return replace(notice, public_sources=(*others, name) if is_public else others)

    with transaction(board.db):
        _change(board, number, by, ticked)
        facts = {"name": name, "is_public": is_public, "from": by.address}
        audit.record(board.db, Deed(by.name, "notice.original_opened", facts, number), now)


def _change(board: Board, number: int, by: By, change: Callable[[Notice], Notice]) -> None:
    """Beside the text, which somebody may be typing: read and written in one transaction, whatever its revision. Whoever
    chooses what is shown or handed out has written the notice too."""
    stored = draft_of(board, number)
    if not notices.attach_sources(board.db, change(stored.notice)):
        raise KioskError("original.not_a_draft")
    if by.person is not None:
        opinions.add_author(board.db, number, stored.notice.version, by.person.number)


def _make_sure_of_room(board: Board, number: int, digests: set[str]) -> None:
    """Before anything is decoded or written, which takes seconds and the disk's room; `_keep` looks again."""
    if draft_of(board, number).notice.status is not Status.DRAFT:
        raise KioskError("original.not_a_draft")
    if len(digests | {each.digest for each in originals.of_notice(board.db, number)}) > FILES_LIMIT:
        raise Refused("original.too_many", limit=FILES_LIMIT)


def attached(board: Board, number: int, digest: str) -> Original:
    """Raises NotFound where the notice has no such file."""
    for each in originals.of_notice(board.db, number):
        if each.digest == digest:
            return each
    raise NotFound("page.none")


def _name(given: str) -> str:
    """As the clerk's file is called, without a path and without what Markdown or a disk cannot bear."""
    bare = re.split(r"[\\/]", given)[-1].strip()
    plain = _NOT_IN_A_NAME.sub("_", bare).strip("._")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:60]}{dot}{ending[:10]}" if dot else plain[:60]


def _free_name(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    tries = (f"{stem}_{serial}{dot}{ending}" for serial in range(2, FILES_LIMIT * 100))
    return name if name not in taken else next(each for each in tries if each not in taken)


def _make_sure(name: str, data: bytes) -> None:
    lower = name.lower()
    if not is_file_name(name) or not lower.endswith(ENDINGS):
        raise Refused("original.wrong_kind", name=name)
    if not data:
        raise Refused("original.empty", name=name)
    if len(data) > LIMIT:
        raise Refused("original.too_large", name=name, limit=LIMIT // 1024 // 1024)
    for ending, starts in STARTS.items():
        if lower.endswith(ending) and not data.startswith(starts):
            raise Refused("original.not_what_it_says", name=name, ending=ending)
