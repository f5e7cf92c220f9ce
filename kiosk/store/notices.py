"""Notices in the database. A row becomes a Notice here and nowhere else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from kiosk.rules.notice import Category, Kind, Notice, Priority, Status
from kiosk.rules.period import Period, parse_period
from kiosk.store.instants import from_text, to_text

Row = dict[str, object]


@dataclass(frozen=True)
class StoredNotice:
    notice: Notice
    html: str


@dataclass(frozen=True)
class BrokenRow:
    """A row that does not make a notice: some other program's doing. It is named, never shown."""

    number: int
    reason: str


def insert(db: Database, notice: Notice, html: str, fingerprint: str, now: datetime) -> int:
    """The number the board gives it, or the one it brings along."""
    row = _row(notice) | {"html": html, "fingerprint": fingerprint, "created_at": to_text(now)}
    columns = ", ".join(row)
    blanks = ", ".join(f":{name}" for name in row)
    return db.execute(f"INSERT INTO notices ({columns}) VALUES ({blanks})", row).lastrowid


def get(db: Database, number: int) -> StoredNotice | None:
    rows = list(db.query("SELECT * FROM notices WHERE number = ?", [number]))
    return _stored(rows[0]) if rows else None


def all_notices(db: Database) -> Iterator[Notice]:
    """In order of number, one at a time: there may be thousands."""
    for row in db.query("SELECT * FROM notices ORDER BY number"):
        yield _stored(row).notice


def published_now_or_later(db: Database, now: datetime) -> tuple[list[StoredNotice], list[BrokenRow]]:
    """What is published and not over at `now`: cost grows with what is posted, not with what ever was."""
    sql = """
        SELECT * FROM notices WHERE status = 'published' AND shows_until IS NULL
        UNION ALL
        SELECT * FROM notices WHERE status = 'published' AND shows_until > :now
        ORDER BY number
    """
    stored, broken = [], []
    for row in db.query(sql, {"now": to_text(now)}):
        try:
            stored.append(_stored(row))
        except (ValueError, TypeError) as wrong:
            broken.append(BrokenRow(int(str(row["number"])), str(wrong)))
    return stored, broken


def same_and_not_over(db: Database, fingerprint: str, now: datetime) -> int | None:
    """The number of the same notice, still a draft or still to be seen."""
    sql = """
        SELECT number FROM notices
        WHERE fingerprint = ? AND (shows_until IS NULL OR shows_until > ?) ORDER BY number LIMIT 1
    """
    row = db.execute(sql, [fingerprint, to_text(now)]).fetchone()
    return row[0] if row else None


def number_with_index(db: Database, index_number: str) -> int | None:
    row = db.execute("SELECT number FROM notices WHERE index_number = ?", [index_number]).fetchone()
    return row[0] if row else None


def posted_through(db: Database, category: Category, today: date) -> Period | None:
    """The newest period, over by `today`, on which something of the category has been posted."""
    sql = """
        SELECT period FROM notices
        WHERE category = ? AND status = 'published' AND period_last_on < ?
        ORDER BY period_last_on DESC LIMIT 1
    """
    row = db.execute(sql, [category.value, today.isoformat()]).fetchone()
    return parse_period(row[0]) if row else None


def count(db: Database) -> int:
    return db.table("notices").count


def publish(db: Database, notice: Notice) -> bool:
    """Writes the state of a notice just published; False when it was no draft any more."""
    sql = """
        UPDATE notices SET status = 'published', index_number = :index_number, published_at = :published_at,
            shows_from = :shows_from, shows_until = :shows_until
        WHERE number = :number AND status = 'draft'
    """
    return db.execute(sql, _row(notice)).rowcount == 1


def index_numbers_like(db: Database, start: str) -> list[str]:
    """Those that begin so."""
    sql = "SELECT index_number FROM notices WHERE index_number >= ? AND index_number < ?"
    return [row[0] for row in db.execute(sql, [start, start + "\U0010ffff"]).fetchall()]


_PLAIN = (
    "title body item responsible_unit objection_days index_number document_number supervision_phone seconds number".split()
)
_DATES = ("issued_on", "effective_on", "valid_until")
_INSTANTS = ("published_at", "shows_from", "shows_until")
_LISTS = ("screens", "sources")


def _row(notice: Notice) -> Row:
    row: Row = {name: getattr(notice, name) for name in _PLAIN}
    row |= {name: _iso(getattr(notice, name)) for name in _DATES}
    row |= {name: to_text(getattr(notice, name)) for name in _INSTANTS}
    row |= {name: json.dumps(getattr(notice, name), ensure_ascii=False) if getattr(notice, name) else None for name in _LISTS}
    row |= {name: getattr(notice, name).value for name in ("category", "kind", "priority", "status")}
    row["period"] = notice.period.code if notice.period else None
    row["period_last_on"] = _iso(notice.period.last_on) if notice.period else None
    return row


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _stored(row: Row) -> StoredNotice:
    known: dict[str, object] = {name: row[name] for name in _PLAIN}
    known |= {name: date.fromisoformat(str(row[name])) if row[name] else None for name in _DATES}
    known |= {name: from_text(str(row[name])) if row[name] else None for name in _INSTANTS}
    known |= {name: tuple(json.loads(str(row[name]))) if row[name] else () for name in _LISTS}
    known["category"] = Category(row["category"])
    known["kind"] = Kind(row["kind"])
    known["priority"] = Priority(row["priority"])
    known["status"] = Status(row["status"])
    known["period"] = parse_period(str(row["period"])) if row["period"] else None
    return StoredNotice(Notice(**known), str(row["html"]))
