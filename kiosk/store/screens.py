"""The screens of the village, and the notices they had to pass over."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.village import Screen
from kiosk.store.instants import from_text, to_text


def all_screens(db: Database) -> list[Screen]:
    return [_screen(row) for row in db.query("SELECT * FROM screens ORDER BY name")]


def get(db: Database, name: str) -> Screen | None:
    rows = list(db.query("SELECT * FROM screens WHERE name = ?", [name]))
    return _screen(rows[0]) if rows else None


def put(db: Database, screen: Screen) -> None:
    db.table("screens").upsert(asdict(screen), pk="name")


def _screen(row: dict[str, object]) -> Screen:
    return Screen(**row | {"slogans": bool(row["slogans"])})


@dataclass(frozen=True)
class Skipped:
    screen: str
    notice: int
    title: str
    reason: str
    last_at: datetime


def skip(db: Database, screen: str, notice: int, reason: str, now: datetime) -> None:
    row = {"screen": screen, "notice": notice, "reason": reason, "last_at": to_text(now)}
    db.table("skipped").upsert(row, pk=("screen", "notice"))


def skipped(db: Database) -> list[Skipped]:
    sql = """
        SELECT screen, notice, title, reason, last_at FROM skipped
        JOIN notices ON number = notice WHERE status = 'published' ORDER BY last_at DESC
    """
    return [Skipped(**row | {"last_at": from_text(row["last_at"])}) for row in db.query(sql)]
