"""Whether what is kept is still what was put there."""

from collections.abc import Iterator

from kiosk.errors import Problem
from kiosk.store import audit, connection, originals
from kiosk.store.board import Board
from kiosk.store.originals import digest_of


def verify(board: Board) -> list[Problem]:
    return list(_findings(board))


def _findings(board: Board) -> Iterator[Problem]:
    for reason in connection.integrity_faults(board.db):
        yield Problem("verify.database", {"reason": reason})
    broken = audit.first_broken_entry(board.db)
    if broken is not None:
        yield Problem("verify.audit", {"entry": broken})
    for number, original in originals.all_originals(board.db):
        place = originals.path_of(board.originals, original.digest)
        if not place.is_file():
            yield Problem("verify.original_lost", {"number": number, "name": original.name})
        elif digest_of(place.read_bytes()) != original.digest:
            yield Problem("verify.original_changed", {"number": number, "name": original.name})
