"""Copies of the database: made while it is in use, looked at before they count, listed, thinned out."""

import contextlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.errors import Problem, Refused, Unavailable
from kiosk.rules.retention import may_go
from kiosk.store import audit_head, portable, questions, soundness
from kiosk.store.audit_head import EMPTY, Head
from kiosk.store.connection import bring_up_to_date, faults, is_ours, is_up_to_date, reconnect
from kiosk.store.shelves import Packed, Shelf

KEPT = "kiosk"
BEFORE_RESTORE = "before-restore"
"""What was there before a copy was put back: a database, or a folder with the files of a damaged one."""
_NAME = re.compile(rf"({KEPT}|{BEFORE_RESTORE})-(\d{{8}}T\d{{6}}Z)(\.db|\.zip|)")
_HALF_MADE = re.compile(rf"\.({KEPT}|{BEFORE_RESTORE})-\d{{8}}T\d{{6}}Z\.db\.part(-journal|-wal|-shm)?")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Copy:
    path: Path
    series: str
    made_at: datetime
    size: int
    """Bytes."""
    head: Head | None
    """The newest entry of its audit log; None when it cannot be read."""
    origin: str
    """The digest of the first entry, which tells one board's copies from another's."""

    @property
    def can_be_read(self) -> bool:
        return self.head is not None


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_STAMP)


def names(folder: Path) -> list[tuple[str, datetime]]:
    """Series and time of what is there, without looking into it."""
    try:
        found = [_NAME.fullmatch(path.name) for path in folder.iterdir()]
    except OSError:
        return []
    return [(each[1], made_at) for each in found if each and (made_at := _time_of(each[2]))]


def _time_of(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError:  # no such day
        return None


def listed(folder: Path) -> list[Copy]:
    """The newest first; none where the folder cannot be read."""
    try:
        found = [_listed(path) for path in folder.iterdir() if _NAME.fullmatch(path.name) and not path.is_symlink()]
    except OSError:
        return []
    return sorted(filter(None, found), key=lambda copy: (copy.made_at, copy.path.name), reverse=True)


def _listed(path: Path) -> Copy | None:
    series, at, ending = _NAME.fullmatch(path.name).groups()
    is_set_aside = path.is_dir() and series == BEFORE_RESTORE and not ending
    if not is_set_aside and not (path.is_file() and ending):
        return None
    made_at = _time_of(at)
    if made_at is None:
        return None
    try:
        if is_set_aside:
            return Copy(path, series, made_at, sum(each.stat().st_size for each in path.iterdir()), None, "")
        return Copy(path, series, made_at, path.stat().st_size, *_ends(path))
    except OSError:  # gone meanwhile
        return None


def copy_at(path: Path) -> Copy:
    """A file by whatever name, as a copy. Raises Refused when it is none."""
    known = _listed(path) if _NAME.fullmatch(path.name) else None
    if known is None and path.is_file():
        made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if portable.is_portable(path):
            made_at = portable.manifest_of(path).made_at
        known = Copy(path, KEPT, made_at, path.stat().st_size, *_ends(path))
    if known is None or not known.can_be_read:
        raise Refused("copy.unreadable", name=path.name)
    return known


def _ends(path: Path) -> tuple[Head | None, str]:
    """The newest and the first entry of its audit log."""
    try:
        if portable.is_portable(path):
            manifest = portable.manifest_of(path)
            return manifest.head, manifest.origin
        with contextlib.closing(_read_only(path)) as db:
            if not is_ours(db) or not _has_all_its_pages(path, db):
                return None, ""
            return audit_head.in_log(db) or EMPTY, audit_head.origin(db)
    except (sqlite3.DatabaseError, OSError, Refused):
        return None, ""


def _has_all_its_pages(path: Path, db: Database) -> bool:
    pages, size = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return path.stat().st_size == pages * size


def _read_only(path: Path) -> Database:
    """Writes nothing beside it, so that it can be read from any medium."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return Database(sqlite3.connect(address, uri=True, check_same_thread=False))


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Database]:
    """A copy of the database, to be read as one of today: an older one is brought up to date in memory. Raises Refused
    when it is damaged, none at all, or a newer program's."""
    try:
        with contextlib.closing(_read_only(path)) as db:
            if not is_ours(db):
                raise Refused("copy.unreadable", name=path.name)
            if not _has_all_its_pages(path, db):
                raise Refused("copy.damaged", name=path.name, reason=f"{path.stat().st_size} B")
            if is_up_to_date(db):
                yield db
                return
            memory = Database(memory=True)
            db.conn.backup(memory.conn)
        bring_up_to_date(memory, Path(path.name))
        with contextlib.closing(memory):
            yield memory
    except sqlite3.DatabaseError as wrong:
        raise Refused("copy.damaged", name=path.name, reason=wrong) from wrong
    except Unavailable as wrong:
        raise Refused.because(wrong.problems) from wrong


def findings(path: Path, shelf: Shelf, scratch: Path | None) -> list[Problem]:
    """Everything that is wrong with a copy and its originals, to the byte. What is packed is unpacked in `scratch`."""
    try:
        with contextlib.ExitStack() as stack:
            if portable.is_portable(path):
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".kiosk-", dir=scratch)))
                portable.unpack_database(path, folder / portable.DATABASE)
                shelf = Packed(stack.enter_context(ZipFile(path)))
                path = folder / portable.DATABASE
            db = stack.enter_context(opened(path))
            return [*soundness.of_database(db), *soundness.of_originals(db, shelf)]
    except Refused as wrong:
        return list(wrong.problems)


def make(source: Path, place: Path, must_be_whole: bool = True) -> None:
    """Copies a database that may be in use. What is not whole never gets its name. Raises Unavailable or Refused."""
    folder, growing = place.parent, place.with_name(f".{place.name}.part")
    with faults(folder):
        _sweep(folder)
        try:
            os.close(os.open(growing, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            _copy(source, growing)
            with contextlib.nullcontext() if must_be_whole else contextlib.suppress(Refused, Unavailable):
                _without_contacts(growing)  # of a damaged one as far as it goes
            seal(growing)
            if must_be_whole:
                _make_sure_it_is_whole(growing)
            os.replace(growing, place)
            make_sure_of(folder)
        finally:
            _sweep(folder)


def _copy(source: Path, growing: Path) -> None:
    with contextlib.closing(reconnect(source)) as live, contextlib.closing(sqlite3.connect(growing)) as copy, faults(source):
        copy.execute("PRAGMA synchronous = OFF")  # it is made sure of as a whole when it is sealed
        live.conn.backup(copy)


def _without_contacts(growing: Path) -> None:
    """Copies are kept for years; who asked a question was promised that name and telephone are not."""
    with contextlib.closing(sqlite3.connect(growing)) as copy, faults(growing):
        copy.execute("PRAGMA synchronous = OFF")
        copy.execute("PRAGMA secure_delete = ON")
        with copy:
            questions.delete_contacts(Database(copy))


def _make_sure_it_is_whole(growing: Path) -> None:
    with opened(growing) as db:
        problems = list(soundness.of_database(db))
    if problems:
        raise Refused.because(problems)


def free_place(folder: Path, series: str, now: datetime) -> Path:
    """The name of a new copy, without an ending; two within a second do not get the same."""
    place = folder / f"{series}-{stamp(now)}"
    while any(place.with_name(place.name + ending).exists() for ending in ("", ".db", ".zip")):
        now += timedelta(seconds=1)
        place = folder / f"{series}-{stamp(now)}"
    return place


def seal(path: Path) -> None:
    """One file that needs no other beside it, and is on the disk."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    make_sure_of(path)


def make_sure_of(path: Path) -> None:
    """That a file, or the names in a folder, outlast a power cut."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """What a power cut has left half made. Call it alone (`one_at_a_time`)."""
    for each in folder.iterdir():
        if _HALF_MADE.fullmatch(each.name):
            each.unlink(missing_ok=True)


def thin_out(copies: Collection[Copy], zone: ZoneInfo) -> list[Path]:
    """Removes those that may go of one folder, series by series: never a file that somebody put there, never one that
    cannot be read, for it counts as none."""
    gone = []
    for series in (KEPT, BEFORE_RESTORE):
        ours = [copy for copy in copies if copy.series == series and _is_of_our_making(copy)]
        dates = may_go([copy.made_at for copy in ours], zone)
        for copy in ours:
            if copy.made_at in dates:
                shutil.rmtree(copy.path) if copy.path.is_dir() else copy.path.unlink(missing_ok=True)
                gone.append(copy.path)
    return gone


def _is_of_our_making(copy: Copy) -> bool:
    return copy.path.is_dir() or copy.can_be_read and copy.path.suffix == ".db"


@contextlib.contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """One copy is made or put back at a time, whichever process it is in; a power cut ends the claim. Raises
    Unavailable when another goes on."""
    with faults(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        claim = os.open(folder / "copies.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(claim)
        except OSError as held:
            raise Unavailable("copies.busy") from held
        yield
    finally:
        os.close(claim)


def _lock(handle: int) -> None:
    """Raises OSError when it is held. It needs no room on the disk."""
    try:
        import fcntl
    except ImportError:  # Windows locks otherwise
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
