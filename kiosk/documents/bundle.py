"""A whole board as a folder: a file for each notice, its originals beside it, and `board.yaml` for the rest."""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

import yaml

from kiosk.errors import Problem, Refused
from kiosk.rules.notice import OPEN, WAS_POSTED, Notice, Status
from kiosk.rules.own_catalogue import OwnEntry
from kiosk.rules.village import Screen, row_of, screen_of

MANIFEST = "board.yaml"
MANIFEST_LIMIT = 8 * 1024 * 1024
"""Bytes: some forty thousand notices."""
DEPTH_LIMIT = 10
"""Lists and mappings inside one another."""
_MISFITS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What reading a value of another shape than it should have can raise."""
NOTICE_FILE = "notice.md"
CORRECTION_FILE = "correction.md"
AIRINGS = "airings"
"""A folder to read, a table for each notice; it is never brought in, for what another board says it has shown proves nothing."""


@dataclass(frozen=True)
class Entry:
    """What a file alone does not tell of a notice."""

    file: str
    digest: str
    """SHA-256 of the file: one mended since comes in as a draft."""
    number: int
    status: Status
    published_at: datetime | None
    shows_from: datetime | None
    shows_until: datetime | None
    version: int = 1


@dataclass(frozen=True)
class Manifest:
    settings: dict[str, object]
    screens: list[Screen]
    catalogue: list[OwnEntry]
    """What the village has changed in the disclosure catalogue."""
    entries: dict[str, Entry]
    """By file, relative to the folder."""


def folder_name(number: int) -> str:
    return f"{number:05}"


def write_manifest(
    folder: Path, settings: Mapping[str, object], screens: list[Screen], catalogue: list[OwnEntry], entries: list[Entry]
) -> None:
    board = {
        "settings": dict(settings),
        "screens": [row_of(screen) for screen in screens],
        "catalogue": [asdict(entry) for entry in catalogue],
        "notices": [_plain(entry) for entry in entries],
    }
    text = yaml.safe_dump(board, allow_unicode=True, sort_keys=False, width=2**20)
    (folder / MANIFEST).write_text(text, "utf-8", newline="\n")


def _plain(entry: Entry) -> dict[str, object]:
    row: dict[str, object] = asdict(entry)
    for name, value in row.items():
        if isinstance(value, datetime):
            row[name] = value.isoformat()
    return row | {"status": entry.status.value}


def read_manifest(folder: Path) -> Manifest | None:
    """None where there is none. Raises Refused for one that does not fit its form."""
    file = folder / MANIFEST
    if not file.is_file():
        return None
    try:
        if file.stat().st_size > MANIFEST_LIMIT:
            raise ValueError(f"> {MANIFEST_LIMIT // 1024} KB")
        text = file.read_text("utf-8")
        _make_sure_it_is_plain(text)
        board = yaml.safe_load(text) or {}
        if set(board) - {"settings", "screens", "catalogue", "notices"}:
            raise ValueError("keys other than settings, screens, catalogue, notices")
        entries = [_entry(row) for row in board.get("notices") or []]
        return Manifest(
            dict(board.get("settings") or {}),
            [screen_of(row) for row in board.get("screens") or []],
            [_own_entry(row) for row in board.get("catalogue") or []],
            {entry.file: entry for entry in entries},
        )
    except (yaml.YAMLError, OSError, *_MISFITS) as wrong:
        raise Refused.because([Problem("bundle.manifest", {"reason": wrong}, file=str(file))]) from wrong


def _make_sure_it_is_plain(text: str) -> None:
    """Raises ValueError for aliases, which unfold without end, and for depths that keep a YAML reader busy for hours."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("&, *")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_LIMIT:
            raise ValueError(f"> {DEPTH_LIMIT}")


def _entry(row: dict[str, object]) -> Entry:
    instants = ("published_at", "shows_from", "shows_until")
    given = {"version": 1, **row}
    given = {field.name: given[field.name] for field in fields(Entry)}
    given |= {name: _instant(given[name]) for name in instants}
    entry = Entry(**given | {"status": Status(given["status"])})
    if type(entry.number) is not int or not 1 <= entry.number < 2**31:
        raise ValueError(f"number {entry.number}")
    if type(entry.version) is not int or not 1 <= entry.version < 2**31:
        raise ValueError(f"version {entry.version}")
    times = (entry.published_at, entry.shows_from)
    if (None in times) if entry.status in WAS_POSTED else any((*times, entry.shows_until)):
        raise ValueError(f"number {entry.number}: published_at, shows_from")
    if entry.shows_from and entry.shows_until and entry.shows_until <= entry.shows_from:
        raise ValueError(f"number {entry.number}: shows_until")
    return entry


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    instant = datetime.fromisoformat(str(value))
    if instant.tzinfo is None or not 1949 <= instant.year <= 2999:
        raise ValueError(str(value))
    return instant


def _own_entry(row: dict[str, object]) -> OwnEntry:
    entry = OwnEntry(**row)
    rows = (entry.own, entry.shipped, entry.declined)
    texts = [entry.code, entry.reason, *(text for row in rows for pair in row.items() for text in pair)]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(f"catalogue {entry.code}")
    return entry


def write_notice(folder: Path, notice: Notice, text: bytes, originals: Mapping[str, Callable[[], bytes]]) -> str:
    """Where the notice's file now stands in the folder. A correction on its way stands beside the text that is posted."""
    place = folder / folder_name(notice.number or 0)
    is_second = place.exists()
    place.mkdir(exist_ok=True)
    name = CORRECTION_FILE if is_second and notice.status in OPEN else NOTICE_FILE
    (place / name).write_bytes(text)
    for original, data in originals.items():
        (place / original).write_bytes(data())
    return f"{place.name}/{name}"


def write_airings(folder: Path, number: int, table: bytes) -> None:
    (folder / AIRINGS).mkdir(exist_ok=True)
    (folder / AIRINGS / f"{folder_name(number)}.csv").write_bytes(table)


def claim(folder: Path) -> Path:
    """A fresh folder beside the one asked for, to be put in its place when whole. Raises Refused if it has anything in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("export.not_empty", path=folder)
    growing = folder.with_name(f".{folder.name}.{os.getpid()}")
    growing.mkdir(parents=True)
    return growing


def settle(growing: Path, folder: Path) -> None:
    if folder.exists():
        folder.rmdir()
    growing.rename(folder)
