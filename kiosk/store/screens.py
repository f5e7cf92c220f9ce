"""The screens of the village. One that was taken away keeps its row, for its name stands in what it has shown."""

import json
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.screen import Screen, row_of, screen_of
from kiosk.store.instants import to_text

_LISTS = ("categories", "own_slogans")


def all_screens(db: Database) -> list[Screen]:
    """Those that hang."""
    return [_screen(row) for row in db.query("SELECT * FROM screens WHERE removed_at IS NULL ORDER BY name")]


def ever(db: Database) -> list[Screen]:
    """Those that were taken away too."""
    return [_screen(row) for row in db.query("SELECT * FROM screens ORDER BY name")]


def taken_away(db: Database) -> list[Screen]:
    return [_screen(row) for row in db.query("SELECT * FROM screens WHERE removed_at IS NOT NULL ORDER BY name")]


def get(db: Database, name: str) -> Screen | None:
    rows = list(db.query("SELECT * FROM screens WHERE name = ? AND removed_at IS NULL", [name]))
    return _screen(rows[0]) if rows else None


def put(db: Database, screen: Screen) -> None:
    """One of that name that had been taken away hangs again."""
    row = row_of(screen) | {"removed_at": None}
    db.table("screens").upsert(row | {name: json.dumps(row[name], ensure_ascii=False) for name in _LISTS}, pk="name")


def take_away(db: Database, name: str, now: datetime) -> None:
    db.execute("UPDATE screens SET removed_at = ? WHERE name = ? AND removed_at IS NULL", [to_text(now), name])


def _screen(row: dict[str, object]) -> Screen:
    facts = {name: value for name, value in row.items() if name != "removed_at"}
    return screen_of(facts | {name: json.loads(facts[name]) for name in _LISTS} | {"slogans": bool(row["slogans"])})
