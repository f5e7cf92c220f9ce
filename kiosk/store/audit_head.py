"""The head of the audit log, written down beside the database as well: SQLite itself does not miss what a lost
write-ahead log takes with it."""

import logging
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from kiosk.store.whole_files import replace_whole

NAME = "audit-head"
_one_at_a_time = threading.Lock()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    entry: int
    digest: str


EMPTY = Head(0, "")
"""Of a log in which nothing stands yet."""


@dataclass(frozen=True)
class Loss:
    """What the log held once and does not hold now: the entries from `since` to `known.entry`, or others in their
    place."""

    known: Head
    since: int

    @property
    def entries(self) -> int:
        return self.known.entry - self.since + 1


def in_log(db: Database) -> Head | None:
    row = db.execute("SELECT entry, digest FROM audit ORDER BY entry DESC LIMIT 1").fetchone()
    return Head(*row) if row else None


def origin(db: Database) -> str:
    """The digest of the first entry, which no other board has; "" while there is none."""
    row = db.execute("SELECT digest FROM audit ORDER BY entry LIMIT 1").fetchone()
    return row[0] if row else ""


def last_common(one: Database, other: Database) -> int:
    """The newest entry that both logs hold, 0 for none: as each holds the one before, all below it are the same."""
    low, high = 0, min(head.entry if head else 0 for head in (in_log(one), in_log(other)))
    while low < high:
        middle = (low + high + 1) // 2
        digests = {db.execute("SELECT digest FROM audit WHERE entry = ?", [middle]).fetchone() for db in (one, other)}
        low, high = (middle, high) if len(digests) == 1 else (low, middle - 1)
    return low


def written(folder: Path) -> Head | None:
    """None where none was written, or a power cut left it unreadable: then nothing is known."""
    try:
        entry, digest = (folder / NAME).read_text("ascii").split()
        return Head(int(entry), digest)
    except (OSError, ValueError):
        return None


def loss(db: Database, folder: Path) -> Loss | None:
    """The log may be ahead of what was written down, never behind it."""
    known = written(folder)
    if known is None or holds(db, known):
        return None
    newest = in_log(db)
    since = min(newest.entry if newest else 0, known.entry - 1) + 1
    return Loss(known, since)


def holds(db: Database, head: Head) -> bool:
    return db.execute("SELECT digest FROM audit WHERE entry = ?", [head.entry]).fetchone() == (head.digest,)


def write_down(db: Database, anew: bool = False) -> None:
    """After a commit. It never fails: what was acknowledged stands, the log is merely ahead of the file for a while.
    While entries are missing, the file goes on naming them, unless it is begun `anew`."""
    place = db.execute("PRAGMA database_list").fetchone()[2]
    if not place:
        return
    try:
        with _one_at_a_time:
            folder = Path(place).parent
            newest, known = in_log(db), written(folder)
            is_whole = anew or known is None or holds(db, known)
            if newest is not None and newest != known and is_whole:
                replace_whole(folder / NAME, f"{newest.entry} {newest.digest}\n".encode("ascii"))
    except (OSError, sqlite3.Error):
        log.exception("the head of the audit log could not be written down")


def forget(folder: Path) -> None:
    """Before the log is set aside for another one on purpose. The next commit writes the new head down."""
    (folder / NAME).unlink(missing_ok=True)
