"""Putting a copy in the place of what is there: all of it or nothing, and what was there is kept."""

import contextlib
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from sqlite_utils import Database

from kiosk.errors import Problem, Refused, Unavailable
from kiosk.store import audit_head, copies, portable, shelves, soundness
from kiosk.store.connection import (
    BUSY_SECONDS,
    STARTED,
    faults,
    integrity_faults,
    is_new,
    open_database,
    place_of,
    reconnect,
)
from kiosk.store.shelves import Folders, Packed

WORKSHOP = "restoring"
"""A folder beside the database, where a copy is made ready before anything is changed."""
PASSING = frozenset({"store.busy", "store.disk_full", "store.not_writable"})
"""Troubles that putting a copy back would not mend."""
_ENDINGS = ("", "-wal", "-shm", "-journal")
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def trouble_with(path: Path) -> Unavailable | None:
    """Why the database cannot be used, looking at all of it."""
    try:
        with contextlib.closing(open_database(path, may_begin=False)) as db:
            found = integrity_faults(db)
    except Unavailable as trouble:
        return trouble
    return Unavailable("store.damaged", path=path, reason=found[0]) if found else None


@contextlib.contextmanager
def made_ready(source: Path, data: Path) -> Iterator[Database]:
    """The copy, whole and brought up to date, with nobody signed in. Raises Refused for one that is not sound."""
    workshop = data / WORKSHOP
    with faults(workshop):
        clear(data)
        workshop.mkdir(mode=0o700)
        (workshop / STARTED).touch()  # so that what is no board's database is not made into one
    try:
        ready = workshop / "kiosk.db"
        with faults(ready):
            if portable.is_portable(source):
                portable.unpack_database(source, ready)
            else:
                shutil.copyfile(source, ready)
                log = source.with_name(f"{source.name}-wal")  # beside a database that was copied by hand
                if log.exists():
                    shutil.copyfile(log, ready.with_name(f"{ready.name}-wal"))
            ready.chmod(0o600)
        with contextlib.closing(_opened(ready, source.name)) as db:
            problems = list(soundness.of_database(db))
            if problems:
                raise Refused.because(problems)
            if "sessions" in db.table_names():
                db.execute("DELETE FROM sessions")
            yield db
    finally:
        clear(data)


def clear(data: Path) -> None:
    """What was made ready, or what a power cut left of it."""
    shutil.rmtree(data / WORKSHOP, ignore_errors=True)


def _opened(ready: Path, name: str) -> Database:
    try:
        return open_database(ready)
    except Unavailable as wrong:
        if wrong.code in ("store.damaged", "store.database_lost"):
            raise Refused("copy.damaged", name=name, reason=wrong.problems[0].facts.get("reason", "")) from wrong
        if wrong.code in ("store.newer", "store.half_migrated"):
            raise Refused.because(wrong.problems) from wrong
        raise


def bring_originals(db: Database, source: Path, originals: Path) -> list[Problem]:
    """Those that the copy brings along and the board has not. They change nothing that is there already."""
    with faults(originals):
        if portable.is_portable(source):
            with ZipFile(source) as archive:
                return shelves.fill(db, Packed(archive), originals)
        return shelves.fill(db, Folders((source.parent / originals.name,)), originals)


def put_in_place(ready: Database, live: Path, before: Path) -> Path | None:
    """Keeps what was there under the name of `before` and tells where; None when there was nothing. Raises Unavailable,
    having changed nothing, when it cannot be done at present."""
    was_new = is_new(live)
    trouble = None if was_new else trouble_with(live)
    if trouble is not None and trouble.code in PASSING:
        raise trouble
    place = place_of(ready)
    ready.close()
    with faults(live.parent):
        copies.seal(place)
        before.parent.mkdir(mode=0o700, exist_ok=True)
        audit_head.forget(live.parent)
        if trouble is None and not was_new:
            kept = _write_over(place, live, before.with_name(f"{before.name}.db"))
        else:
            kept = _change_places(place, live, before)
        (live.parent / STARTED).touch(mode=0o600)
    with contextlib.closing(reconnect(live)) as db:
        audit_head.write_down(db, anew=True)
    return kept


def _write_over(ready: Path, live: Path, before: Path) -> Path:
    """One transaction for everybody who has the database open. What was there is kept when nobody else can write any
    more, so that not even the last deed is missing from it."""
    give_up_at = time.monotonic() + BUSY_SECONDS

    def keep_first(status: int, _remaining: int, _total: int) -> None:
        if status in _BUSY and time.monotonic() > give_up_at:
            raise Unavailable("store.busy")
        if status not in _BUSY and not before.exists():
            copies.make(live, before, must_be_whole=False)

    with contextlib.closing(sqlite3.connect(ready)) as source, contextlib.closing(reconnect(live)) as target:
        # One page at a time: the first step takes the write lock, the last one commits.
        source.backup(target.conn, pages=1, progress=keep_first, sleep=0.05)
    return before


def _change_places(ready: Path, live: Path, before: Path) -> Path | None:
    """The database goes first, so that a power cut leaves none rather than an old one without its log."""
    files = [live.with_name(live.name + ending) for ending in _ENDINGS]
    there = [file for file in files if file.exists()]
    if there:
        before.mkdir(mode=0o700)
        for file in there:
            os.replace(file, before / file.name)
        copies.make_sure_of(before)
        copies.make_sure_of(before.parent)
    os.replace(ready, live)
    copies.make_sure_of(live.parent)
    return before if there else None
