"""The index of the archive: the words of every version that was ever posted, whose text never changes again.

Each has a place, made of its notice and its version; the index itself keeps no text. What is on its way is not in it:
there is little of it, and it is gone through.
"""

import hashlib
from collections.abc import Iterator, Sequence

from sqlite_utils import Database

from kiosk.rules.searching import goes_on, segmented

_VERSION_BITS = 20
NOTICE = f"archive_words.rowid >> {_VERSION_BITS}"
VERSION = f"archive_words.rowid & {(1 << _VERSION_BITS) - 1}"
"""Of a place in the index."""

_POSTED = f"""
    SELECT v.notice << {_VERSION_BITS} | v.version, v.title, v.body,
        coalesce(notices.index_number, '') || '|' || coalesce(v.document_number, ''),
        replace(coalesce(v.sources, ''), '", "', '|')
    FROM versions v JOIN notices ON notices.number = v.notice WHERE v.published_at IS NOT NULL
"""


def take_in(db: Database, number: int, version: int) -> None:
    """Its title, body, numbers and names of files. Call it inside the transaction in which it is posted, once it has its
    index number."""
    for place, columns in _posted(db, "AND v.notice = ? AND v.version = ?", [number, version]):
        _insert(db, place, columns)


def _posted(db: Database, which: str = "", values: Sequence[int] = ()) -> Iterator[tuple[int, list[str]]]:
    """One at a time: there may be thousands."""
    for place, *texts in db.execute(_POSTED + which, list(values)):
        yield place, [segmented(text) for text in texts]


def _insert(db: Database, place: int, columns: list[str]) -> None:
    db.execute("INSERT INTO archive_places (place, digest) VALUES (?, ?)", [place, _digest(columns)])
    db.execute("INSERT INTO archive_words (rowid, title, body, numbers, files) VALUES (?, ?, ?, ?, ?)", [place, *columns])


def _digest(columns: list[str]) -> str:
    return hashlib.sha256("\0".join(columns).encode("utf-8")).hexdigest()[:32]


def is_in_step(db: Database) -> bool:
    """Whether every posted version is in the index with the words it has, and nothing else is."""
    held = dict(db.execute("SELECT place, digest FROM archive_places").fetchall())
    for place, columns in _posted(db):
        if held.pop(place, None) != _digest(columns):
            return False
    indexed = {row[0] for row in db.execute("SELECT rowid FROM archive_words").fetchall()}
    return not held and indexed == {row[0] for row in db.execute("SELECT place FROM archive_places").fetchall()}


def rebuild(db: Database) -> int:
    """How many versions it holds now. Call it inside a transaction."""
    db.execute("DELETE FROM archive_places")
    db.execute("INSERT INTO archive_words (archive_words) VALUES ('delete-all')")
    count = 0
    for count, (place, columns) in enumerate(_posted(db), 1):
        _insert(db, place, columns)
    return count


def matching(phrases: Sequence[str], columns: str) -> str:
    """What stands after MATCH in a query for all of these phrases in those columns. They are segmented, so that nothing in
    them can mean anything to the index."""
    wanted = " AND ".join(f'"{each}"{"*" if goes_on(each) and each[-1].isascii() else ""}' for each in phrases)
    return f"{{{columns}}} : ({wanted})"
