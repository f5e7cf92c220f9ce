"""Whether what is kept is still what was put there: the database, its audit log, the originals."""

from collections.abc import Iterator

from sqlite_utils import Database

from kiosk.errors import Problem
from kiosk.store import audit, connection, originals
from kiosk.store.originals import Original
from kiosk.store.portable import DAMAGE
from kiosk.store.shelves import Shelf


def of_database(db: Database) -> Iterator[Problem]:
    faults = connection.integrity_faults(db)
    for reason in faults:
        yield Problem("verify.database", {"reason": reason})
    broken = None if faults else audit.first_broken_entry(db)
    if broken is not None:
        yield Problem("verify.audit", {"entry": broken})


def of_originals(db: Database, shelf: Shelf, to_the_byte: bool = True) -> Iterator[Problem]:
    """Whether each is there, unchanged; or merely of the right size, where that must do."""
    for number, original in originals.all_originals(db):
        facts = {"number": number, "name": original.name}
        size = shelf.size(original.digest)
        if size is None:
            yield Problem("verify.original_lost", facts)
        elif size != original.size or to_the_byte and not _is_unchanged(original, shelf):
            yield Problem("verify.original_changed", facts)


def _is_unchanged(original: Original, shelf: Shelf) -> bool:
    try:
        return originals.digest_of(shelf.read(original.digest)) == original.digest
    except (OSError, *DAMAGE):
        return False
