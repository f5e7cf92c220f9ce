"""Copies of the whole board: made, listed, carried away, and put back."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kiosk import __version__
from kiosk.config import Config
from kiosk.errors import KioskError, Problem, Refused
from kiosk.rules.people import By
from kiosk.rules.retention import is_due, newest_by
from kiosk.store import audit, audit_head, copies, disks, originals, portable, restoring, settings, shelves, soundness
from kiosk.store.audit import Deed, Entry, Wanted
from kiosk.store.audit_head import EMPTY, Loss
from kiosk.store.board import Board, reopen_board
from kiosk.store.connection import STARTED, faults, transaction
from kiosk.store.copies import KEPT, Copy
from kiosk.store.originals import digest_of
from kiosk.store.portable import Manifest
from kiosk.store.shelves import Folders


@dataclass(frozen=True)
class Place:
    """A folder that copies go to."""

    folder: Path
    is_second_disk: bool


@dataclass(frozen=True)
class Made:
    """What came of making a copy in one place: the copy, if it was made, and what is wrong all the same."""

    place: Place
    copy: Path | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Listed:
    copy: Copy
    place: Place
    is_ours: bool
    """Of this board, and not of another one whose disk was plugged in."""

    @property
    def key(self) -> str:
        """Tells copies of one name on two disks apart."""
        return digest_of(str(self.copy.path).encode("utf-8"))[:16]


def places(config: Config) -> list[Place]:
    """Where copies go now: the data directory, and every second disk that is there."""
    named = _named_folder(config)
    second = [Path(named)] if named else disks.prepared_folders()
    return [Place(config.backups, False), *(Place(folder, True) for folder in second)]


def _named_folder(config: Config) -> str:
    """As the board is set, or was when it could last be read."""
    with contextlib.suppress(KioskError, ValueError), _read(config) as board:
        return settings.settings(board.db).backup_folder
    for copy in copies.listed(config.backups):
        with contextlib.suppress(KioskError, ValueError), copies.opened(copy.path) as db:
            return settings.settings(db).backup_folder
    return ""


@contextlib.contextmanager
def _read(config: Config) -> Iterator[Board]:
    """The board that is there. Raises Unavailable when it cannot be read."""
    with contextlib.closing(reopen_board(config)) as board, faults(config.database):
        yield board


def make_copies(config: Config, now: datetime, only_due: bool = False) -> list[Made]:
    """A copy in every place, none of which keeps another waiting for its own fault. Raises Unavailable when copies are
    being made or put back at this moment."""
    made = []
    with copies.one_at_a_time(config.data):
        restoring.clear(config.data)
        for place in places(config):
            there = [each.made_at for each in copies.listed(place.folder) if each.series == KEPT and each.can_be_read]
            if only_due and not is_due(there, now, config.zone):
                continue
            try:
                made.append(_make(config, place, now))
            except KioskError as fault:
                made.append(Made(place, None, fault.problems))
    return made


def _make(config: Config, place: Place, now: datetime) -> Made:
    _make_sure_of(place, config)
    copy = copies.free_place(place.folder, KEPT, now)
    copy = copy.with_name(f"{copy.name}.db")
    copies.make(config.database, copy)
    live = Folders((config.originals,))
    with copies.opened(copy) as db, faults(place.folder):
        if place.is_second_disk:
            problems = shelves.fill(db, live, place.folder / config.originals.name)
        else:
            problems = list(soundness.of_originals(db, live, to_the_byte=False))
        _thin_out(config, place, audit_head.origin(db))
    if place.is_second_disk and disks.is_same_disk(place.folder, config.data):
        problems.append(Problem("copies.same_disk", {"folder": place.folder}))
    return Made(place, copy, tuple(problems))


def _make_sure_of(place: Place, config: Config) -> None:
    """A disk that is not plugged in has no folder, and making one would fill the first disk in its stead."""
    if not place.is_second_disk:
        with faults(place.folder):
            place.folder.mkdir(mode=0o700, exist_ok=True)
    elif not place.folder.is_dir():
        raise Refused("copies.no_second_disk", folder=place.folder)


def _thin_out(config: Config, place: Place, origin: str) -> None:
    """Another board's copies on a shared disk are its own affair."""
    ours = [each for each in copies.listed(place.folder) if each.origin in (origin, "")]
    copies.thin_out(ours, config.zone)


def newest_copy_at(config: Config, now: datetime) -> datetime | None:
    """When the newest copy beside the data was made: it was looked at then, before it got its name."""
    made = [at for series, at in copies.names(config.backups) if series == KEPT]
    return newest_by(now, made)


def begun_at(config: Config) -> datetime:
    """When the board was first started."""
    mark = config.data / STARTED
    return datetime.fromtimestamp(mark.stat().st_mtime if mark.exists() else 0, UTC)


def all_copies(config: Config) -> list[Listed]:
    """The newest first, wherever they lie, those from before a copy was put back included."""
    found = [(copy, place) for place in places(config) for copy in copies.listed(place.folder)]
    origin = _origin(config, [copy for copy, place in found if not place.is_second_disk])
    listed = [Listed(copy, place, copy.origin in (origin, "")) for copy, place in found]
    return sorted(listed, key=lambda each: each.copy.made_at, reverse=True)


def _origin(config: Config, near: list[Copy]) -> str:
    with contextlib.suppress(KioskError), _read(config) as board:
        return audit_head.origin(board.db)
    return next((copy.origin for copy in near if copy.origin), "")


def listed_copy(config: Config, key: str) -> Listed:
    """Raises Refused when it is not, or no longer, there."""
    for each in all_copies(config):
        if each.key == key and each.copy.can_be_read:
            return each
    raise Refused("copy.gone")


def make_portable(config: Config, target: Path, now: datetime) -> list[Problem]:
    """The board of this moment as one file, looked at before it gets its name; tells which originals are missing in
    it. Raises Refused or Unavailable, leaving nothing."""
    if target.exists():
        raise Refused("copy.exists", path=target)
    with faults(target.parent), tempfile.TemporaryDirectory(prefix=".kiosk-", dir=target.parent) as name:
        database, packed = Path(name) / portable.DATABASE, Path(name) / target.name
        copies.make(config.database, database)
        with packed.open("xb") as file:
            pack(config, database, now, file)
            file.flush()
            os.fsync(file.fileno())
        packed.chmod(0o600)
        problems = copies.findings(packed, Folders(()), Path(name))
        if any(not problem.code.startswith("verify.original") for problem in problems):
            raise Refused.because(problems)
        os.replace(packed, target)
        copies.make_sure_of(target.parent)
    return problems


def pack(config: Config, database: Path, made_at: datetime, file: IO[bytes]) -> None:
    """A copy of the database, with its originals from beside it or from the board."""
    shelf = Folders((config.originals, database.parent / config.originals.name))
    with copies.opened(database) as db, faults(database):
        digests = sorted({original.digest for _, original in originals.all_originals(db)})
        head = audit_head.in_log(db) or EMPTY
        manifest = Manifest(__version__, made_at, head, audit_head.origin(db), portable.file_digest(database))
        portable.pack(database, shelf, digests, manifest, file)


def packed(config: Config, copy: Copy) -> IO[bytes]:
    """A copy to be carried away, as a file without a name that is gone when it is closed."""
    if copy.path.suffix == ".zip":
        return copy.path.open("rb")
    with faults(config.backups), contextlib.ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile(dir=config.backups))
        pack(config, copy.path, copy.made_at, file)
        file.seek(0)
        stack.pop_all()
        return file


def note_copies(board: Board, made: list[Made], by: By, now: datetime) -> None:
    names = [each.copy.name for each in made if each.copy is not None]
    if names:
        with transaction(board.db):
            audit.record(board.db, Deed(by.name, "board.copied", {"copies": names, "from": by.address}), now)


def note_download(board: Board, copy: Copy, by: By, now: datetime) -> None:
    """Personal data leaves the machine."""
    with transaction(board.db):
        audit.record(board.db, Deed(by.name, "board.copy_downloaded", {"copy": copy.path.name, "from": by.address}), now)


@dataclass(frozen=True)
class Done:
    """What has been done since a copy was made, and would be set aside with it."""

    entries: int
    newest: tuple[Entry, ...]


NEWEST_SHOWN = 12


def done_since(board: Board, copy: Copy) -> Done:
    with faults(board.originals.parent):
        entries = (audit_head.in_log(board.db) or EMPTY).entry - _last_held(board, copy)
        return Done(entries, tuple(audit.entries(board.db, Wanted(), limit=min(NEWEST_SHOWN, entries))))


def _last_held(board: Board, copy: Copy) -> int:
    """The newest entry of the board that the copy has too."""
    if copy.head is not None and audit_head.holds(board.db, copy.head):
        return copy.head.entry
    if copy.path.suffix != ".db":
        return 0
    with copies.opened(copy.path) as db:
        return audit_head.last_common(board.db, db)


@dataclass(frozen=True)
class PutBack:
    kept: Path | None
    """Where what was there before is kept."""
    lost_since: int | None
    """The first entry of the log that was set aside; None when that log could not be read."""
    problems: tuple[Problem, ...]
    """Originals that neither the copy nor the board has."""


Check = Callable[[Board], None]


def put_back(config: Config, source: Path, by: By, now: datetime, check: Check | None = None) -> PutBack:
    """The copy takes the place of everything there is, which is kept. `check` may refuse, having looked into the copy.
    Raises Refused or Unavailable, having changed nothing."""
    with copies.one_at_a_time(config.data):
        copy = copies.copy_at(source)
        with restoring.made_ready(source, config.data) as ready:
            if check is not None:
                check(Board(ready, config.originals, config.zone))
            before = copies.free_place(config.backups, copies.BEFORE_RESTORE, now)
            lost_since = first_set_aside(config, Board(ready, config.originals, config.zone))
            problems = restoring.bring_originals(ready, source, config.originals)
            facts = {
                "copy": source.name,
                "made_at": copy.made_at.isoformat(),
                "kept_as": before.name,
                "set_aside_from_entry": lost_since,
                "from": by.address,
            }
            with transaction(ready):
                audit.record(ready, Deed(by.name, "board.put_back", facts), now)
            kept = restoring.put_in_place(ready, config.database, before)
    return PutBack(kept, lost_since, tuple(problems))


def first_set_aside(config: Config, copied: Board) -> int | None:
    """The first entry of the present log that the copy has not; None when the present log cannot be read."""
    with contextlib.suppress(KioskError), _read(config) as board:
        return audit_head.last_common(board.db, copied.db) + 1
    return None


@dataclass(frozen=True)
class NotedLoss:
    found_at: datetime
    entries: int
    from_entry: int


def losses_since(board: Board, since: datetime) -> list[NotedLoss]:
    noted = audit.entries(board.db, Wanted(deed="audit.entries_lost", since=since))
    return [NotedLoss(each.at, int(str(each.facts["entries"])), int(str(each.facts["from_entry"]))) for each in noted]


def note_loss(board: Board, who: str, now: datetime) -> Loss | None:
    """Entries that the log once had and has no more are written into the log itself, so that the loss stays known."""
    with faults(board.originals.parent):
        loss = audit_head.loss(board.db, board.originals.parent)
    if loss is not None:
        facts = {"entries": loss.entries, "from_entry": loss.since, "to_entry": loss.known.entry}
        with transaction(board.db):
            audit.record(board.db, Deed(who, "audit.entries_lost", facts), now)
        audit_head.write_down(board.db, anew=True)
    return loss


def problem_of(loss: Loss) -> Problem:
    return Problem("verify.entries_lost", {"entries": loss.entries, "since": loss.since, "until": loss.known.entry})
