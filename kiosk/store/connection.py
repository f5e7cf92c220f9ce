"""Opening the database: one connection to a thread, nothing acknowledged that a power cut could take back."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from kiosk.errors import Refused, Unavailable
from kiosk.store.migrations import migrations

BUSY_SECONDS = 5
STARTED = "started"
"""Stands beside the database from its first start on, so that a lost one is never taken for a new one."""


def open_database(path: Path) -> Database:
    """Brings the database up to date, or makes it on the first start. Raises Unavailable when one that was there is
    missing, empty, damaged or locked."""
    was_started = (path.parent / STARTED).exists()
    if not is_new(path):
        _make_sure_it_is_there(path)
    _make_private(path.parent)
    database = _connect(path)
    with faults(path):
        database.execute("PRAGMA foreign_keys = OFF")  # a table that is put in another's place is referred to meanwhile
        migrations.apply(database)
        database.execute("PRAGMA foreign_keys = ON")
        if not was_started:
            (path.parent / STARTED).touch(mode=0o600)
    return database


def reconnect(path: Path) -> Database:
    """A further connection to a database that is up to date. Raises Unavailable when it has gone meanwhile."""
    _make_sure_it_is_there(path)
    return _connect(path)


def _connect(path: Path) -> Database:
    with faults(path):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its other files the same mode
        database = Database(sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False))
        database.enable_wal()
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA foreign_keys = ON")
    return database


def _make_sure_it_is_there(path: Path) -> None:
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
    with faults(Path("kiosk.db")):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


@contextlib.contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turns what SQLite and the disk say into words for a person."""
    try:
        yield
    except sqlite3.IntegrityError as fault:
        raise Refused("store.conflict", reason=fault) from fault
    except sqlite3.OperationalError as fault:
        name = getattr(fault, "sqlite_errorname", "")  # such as SQLITE_READONLY_DIRECTORY
        code = next((code for start, code in _FAULTS.items() if name.startswith(start)), "store.fault")
        raise Unavailable(code, path=path, reason=fault) from fault
    except sqlite3.DatabaseError as fault:
        raise Unavailable("store.damaged", path=path, reason=fault) from fault
    except OSError as fault:
        code = "store.disk_full" if fault.errno == errno.ENOSPC else "store.not_writable"
        raise Unavailable(code, path=path, reason=fault.strerror or "") from fault


_FAULTS = {
    "SQLITE_FULL": "store.disk_full",
    "SQLITE_BUSY": "store.busy",
    "SQLITE_LOCKED": "store.busy",
    "SQLITE_READONLY": "store.not_writable",
    "SQLITE_CANTOPEN": "store.not_writable",
}


def file_identity(db: Database) -> tuple[int, int]:
    """Device and inode of the file now at the database's address: another one when it was replaced meanwhile.

    Raises FileNotFoundError when it is gone.
    """
    status = Path(db.execute("PRAGMA database_list").fetchone()[2]).stat()
    return status.st_dev, status.st_ino


def integrity_faults(db: Database) -> list[str]:
    """What SQLite itself finds wrong; empty when all is well."""
    try:
        found = [row[0] for row in db.execute("PRAGMA integrity_check").fetchall()]
        found += [f"{row[0]} {row[1]}" for row in db.execute("PRAGMA foreign_key_check").fetchall()]
    except sqlite3.DatabaseError as fault:
        return [str(fault)]
    return [each for each in found if each != "ok"]


def data_version(db: Database) -> int:
    """Changes whenever another connection has committed a write."""
    return db.execute("PRAGMA data_version").fetchone()[0]
