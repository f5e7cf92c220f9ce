"""Opening the database: one connection to a thread, nothing acknowledged that a power cut could take back."""

import contextlib
import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.db import NoTable

from kiosk.errors import KioskError, Refused, Unavailable
from kiosk.store import audit_head
from kiosk.store.migrations import migrations

BUSY_SECONDS = 5
STARTED = "started"
"""Stands beside the database from its first start on, so that a lost one is never taken for a new one."""


def open_database(path: Path, may_begin: bool = True) -> Database:
    """Brings the database up to date, or makes it on the first start. Raises Unavailable when one that was there is
    missing, empty, damaged, locked, or of a newer program."""
    was_started = (path.parent / STARTED).exists()
    begins = may_begin and is_new(path)
    if not begins:
        make_sure_it_is_there(path)
    _make_private(path.parent)
    database = _connect(path, begins)
    with faults(path):
        if was_started and not is_ours(database):
            raise Unavailable("store.database_lost", path=path)
        bring_up_to_date(database, path)
        if not was_started:
            (path.parent / STARTED).touch(mode=0o600)
    return database


def bring_up_to_date(database: Database, path: Path) -> None:
    """Takes the steps that are still to be taken, each whole or not at all. Raises Unavailable when one cannot be."""
    taken = [each.name for each in migrations.applied(database)]
    unknown = [name for name in taken if name not in _known_steps()]
    if unknown:
        raise Unavailable("store.newer", path=path, step=unknown[-1])
    if set(taken) == _known_steps():
        return
    try:
        database.execute("PRAGMA foreign_keys = OFF")  # a table that is put in another's place is referred to meanwhile
        migrations.apply(database)
        database.execute("PRAGMA foreign_keys = ON")
    except (*_MISFITS, sqlite3.IntegrityError, sqlite3.OperationalError) as misfit:
        if getattr(misfit, "sqlite_errorname", "SQLITE_ERROR").startswith(_OF_THE_STEP):
            raise Unavailable("store.half_migrated", path=path, reason=misfit) from misfit
        raise


_MISFITS = (ValueError, TypeError, LookupError, NoTable)
"""What a step can meet in tables that are not as the step before left them."""
_OF_THE_STEP = ("SQLITE_ERROR", "SQLITE_CONSTRAINT")


def is_ours(database: Database) -> bool:
    return bool(migrations.applied(database))


def is_up_to_date(database: Database) -> bool:
    """Neither older nor newer than this program."""
    return {each.name for each in migrations.applied(database)} == _known_steps()


@cache
def _known_steps() -> set[str]:
    return {each.name for each in migrations.pending(Database(memory=True))}


def reconnect(path: Path) -> Database:
    """A further connection to a database that is up to date. Raises Unavailable when it has gone meanwhile."""
    make_sure_it_is_there(path)
    return _connect(path)


def _connect(path: Path, begins: bool = False) -> Database:
    with faults(path):
        # Only where there is none yet: closing a file anywhere in a process gives up all locks that its other connections
        # hold on it, and another process may then take away the log that they are writing to.
        if not path.exists():
            if not begins:
                raise Unavailable("store.database_lost", path=path)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its other files the same mode
        # Never made by opening it: while a copy is put in its place, there is none for a moment.
        address = f"{path.absolute().as_uri()}?mode=rw"
        database = Database(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False))
        database.enable_wal()
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA foreign_keys = ON")
    return database


def make_sure_it_is_there(path: Path) -> None:
    if not path.exists() or path.stat().st_size == 0:
        raise Unavailable("store.database_lost", path=path)


def is_new(path: Path) -> bool:
    """Nothing of a board has ever been in this data directory."""
    traces = (path, path.with_name(f"{path.name}-wal"), path.parent / STARTED, path.parent / "originals")
    return not any(trace.exists() for trace in traces)


def _make_private(folder: Path) -> None:
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True)
    except OSError as refused:
        raise Unavailable("store.not_writable", path=folder, reason=refused.strerror or "") from refused


@contextlib.contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All of it or nothing. It takes the write lock at once: a read first could no longer be upgraded to a write
    when another connection wrote in between."""
    with faults(place_of(db)):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
    audit_head.write_down(db)


@contextlib.contextmanager
def faults(path: Path, of: tuple[type[Exception], ...] = (sqlite3.DatabaseError, OSError)) -> Iterator[None]:
    """Turns what SQLite and the disk say into words for a person."""
    try:
        yield
    except sqlite3.ProgrammingError:  # ours to mend
        raise
    except of as fault:
        raise in_words(fault, path) from fault


def in_words(fault: sqlite3.Error | OSError, path: Path) -> KioskError:
    if isinstance(fault, sqlite3.IntegrityError):
        return Refused("store.conflict", reason=fault)
    if isinstance(fault, OSError):
        code = "store.disk_full" if fault.errno in _NO_ROOM else "store.not_writable"
        return Unavailable(code, path=path, reason=fault.strerror or "")
    if not isinstance(fault, sqlite3.OperationalError):
        return Unavailable("store.damaged", path=path, reason=fault)
    name = getattr(fault, "sqlite_errorname", "")  # such as SQLITE_READONLY_DIRECTORY
    code = next((code for start, code in _FAULTS.items() if name.startswith(start)), "store.fault")
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and _is_full(path):
        code = "store.disk_full"
    return Unavailable(code, path=path, reason=fault)


_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_FAULTS = {
    "SQLITE_FULL": "store.disk_full",
    "SQLITE_BUSY": "store.busy",
    "SQLITE_LOCKED": "store.busy",
    "SQLITE_READONLY": "store.not_writable",
    "SQLITE_CANTOPEN": "store.not_writable",
}
_SMALLEST_ROOM = 64 * 1024
"""Bytes: SQLite needs half of it for the index of its log alone, and calls it an I/O error when there is none."""


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _SMALLEST_ROOM
    except OSError:
        return False


def place_of(db: Database) -> Path:
    """Its file, by the name it was opened with."""
    return Path(db.execute("PRAGMA database_list").fetchone()[2] or "kiosk.db")


def file_identity(db: Database) -> tuple[int, int]:
    """Device and inode of the file now at the database's address: another one when it was replaced meanwhile.

    Raises FileNotFoundError when it is gone.
    """
    status = place_of(db).stat()
    return status.st_dev, status.st_ino


def integrity_faults(db: Database) -> list[str]:
    """What SQLite itself finds wrong; empty when all is well."""
    try:
        found = [row[0] for row in db.execute("PRAGMA integrity_check").fetchall()]
        found += [f"{row[0]} {row[1]}" for row in db.execute("PRAGMA foreign_key_check").fetchall()]
    except sqlite3.DatabaseError as fault:
        return [str(fault)]
    return [each for each in found if each != "ok"]


def damage(db: Database) -> str | None:
    """The first damage to its pages, looking at all of them."""
    try:
        found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as fault:
        return str(fault)
    return None if found == "ok" else found


def data_version(db: Database) -> int:
    """Changes whenever another connection has committed a write."""
    return db.execute("PRAGMA data_version").fetchone()[0]
