"""What comes from the township as a file or out of a clipboard, made into a draft; the file itself is kept whole beside it."""

from datetime import datetime

from kiosk.actions.attach import attached, checked, contents_of
from kiosk.actions.drafts import Seen, as_begun, begin_all, draft_of, save, typed_of
from kiosk.actions.reading import Read
from kiosk.documents.rendering import Renderer, check_length
from kiosk.documents.typing import BODY, as_typed
from kiosk.errors import KioskError
from kiosk.rules.notice import Notice, Status
from kiosk.rules.people import By
from kiosk.store import originals
from kiosk.store.board import Board
from kiosk.store.connection import faults
from kiosk.store.originals import Original


def known_as(board: Board, data: bytes) -> list[int]:
    """Numbers of the notices that the same file is kept beside, the newest first."""
    return originals.notices_with(board.db, originals.digest_of(data))


def kept_file(board: Board, digest: str) -> tuple[str, bytes] | None:
    """Name and contents of a file that is kept beside some notice; None where it is not."""
    for number in originals.notices_with(board.db, digest):
        original = attached(board, number, digest)
        return original.name, contents_of(board, number, original)
    return None


def begin_from(board: Board, read: Read, name: str, data: bytes, by: By, renderer: Renderer, now: datetime) -> int:
    """A new draft, with the file itself beside it; its number. A roster too long for one makes several, all of them or
    none, of which this is the first. `data` is empty for what was pasted. Raises Refused for a text that no draft could
    hold."""
    parts = (read.notice, *read.further)
    for each in parts:
        check_length(each.body)
    files = checked([(name, data)]) if data else []
    with faults(board.originals):
        kept = [Original(given, originals.keep(board.originals, each), len(each)) for given, each in files]
    return begin_all(board, as_begun(parts, f"file {name}" if data else "pasted", renderer, kept), by, now)[0]


def read_again(
    board: Board, seen: Seen, read: Read, first: Read | None, digest: str, by: By, renderer: Renderer, now: datetime
) -> None:
    """Another sheet or another part of the file in the place of the draft's text; of its fields only those stay that
    somebody has typed since the `first` reading. What was there is set aside, nothing is lost. What of it does not go
    into one draft makes further ones, unless these are there already. Raises Overtaken when somebody else has saved it
    meanwhile."""
    before = draft_of(board, seen.number, seen.version)
    if before.notice.status is not Status.DRAFT:
        raise KioskError("original.not_a_draft")
    for each in (read.notice, *read.further):
        check_length(each.body)
    old, new = typed_of(before), as_typed(read.notice)
    was_read = as_typed(first.notice) if first is not None else {}
    kept = {key: text for key, text in old.items() if key != BODY and text != was_read.get(key, "")}
    there = {(each.title, each.body) for each in drafts_with(board, digest)}
    further = [each for each in read.further if (each.title, each.body) not in there]
    goes_on_in = None
    if further:
        original = attached(board, seen.number, digest)
        goes_on_in = as_begun(further, f"file {original.name}", renderer, [original])
    save(board, seen, new | kept, by, renderer, now, is_chosen=True, goes_on_in=goes_on_in)


def drafts_with(board: Board, digest: str) -> list[Notice]:
    """Those beside which the same file is kept, in the order in which they were begun."""
    stored = [draft_of(board, number).notice for number in reversed(originals.notices_with(board.db, digest))]
    return [notice for notice in stored if notice.status is Status.DRAFT]
