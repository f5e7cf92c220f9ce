"""The screens of the village."""

from dataclasses import asdict

from sqlite_utils import Database

from kiosk.rules.village import Screen


def all_screens(db: Database) -> list[Screen]:
    return [_screen(row) for row in db.query("SELECT * FROM screens ORDER BY name")]


def get(db: Database, name: str) -> Screen | None:
    rows = list(db.query("SELECT * FROM screens WHERE name = ?", [name]))
    return _screen(rows[0]) if rows else None


def put(db: Database, screen: Screen) -> None:
    db.table("screens").upsert(asdict(screen), pk="name")


def _screen(row: dict[str, object]) -> Screen:
    return Screen(**row | {"slogans": bool(row["slogans"])})
