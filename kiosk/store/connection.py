"""Opening the database: one connection to a thread, nothing acknowledged that a power cut could take back."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from kiosk.errors import Unavailable
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
        migrations.apply(database)
        if not was_started:
            (path.parent / STARTED).touch(mode=0o600)
    return database


def reconnect(path: Path) -> Database:
    """A further connection to a database that is up to date. Raises Unavailable when it has gone meanwhile."""
    _make_sure_it_is_there(path)
    return _connect(path)


def _connect(path: Path) -> Database:
    with faults(path):
        database = Database(sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False))
        database.enable_wal()
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA foreign_keys = ON")
    return database


def _make_sure_it_is_there(path: Path) -> None:
    if not path.exists() or path.stat().st_size == 0:
        raise Unavailable("store.database_lost", path=path)


def is_new(path: Path) -> bool:
    """No board has ever been started in this data directory."""
    return not path.exists() and not (path.parent / STARTED).exists()


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.name == "posix" and folder.stat().st_uid == os.getuid():
            folder.chmod(0o700)
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
