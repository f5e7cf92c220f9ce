"""Notices and their versions in the database. A row becomes a Notice here and nowhere else."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from sqlite_utils import Database

from kiosk.rules.days import DayType, GivenDays
from kiosk.rules.notice import Category, Kind, Notice, Priority, Status
from kiosk.rules.numbering import Given
from kiosk.rules.period import Period, parse_period
from kiosk.store import archive_index
from kiosk.store.instants import from_text, to_text

Row = dict[str, object]


@dataclass(frozen=True)
class StoredNotice:
    """A version as it is kept, with the HTML made of it when it was saved."""

    notice: Notice
    html: str
    revision: int
    """Counts saves and steps: whoever changes it names the one they saw."""
    since: datetime
    """When it came to its status."""
    created_at: datetime
    review_due_at: datetime | None = None
    """By when the review must follow of what went up before it."""
    typed: Mapping[str, str] | None = None
    """A draft's fields exactly as they were typed."""


@dataclass(frozen=True)
class BrokenRow:
    """A row that does not make a notice: some other program's doing. It is named, never shown."""

    number: int
    reason: str


_ALL = "SELECT versions.*, notices.index_number FROM versions JOIN notices ON notices.number = versions.notice"

_IS_POSTED = "published_at IS NOT NULL ORDER BY status = 'published' DESC, published_at DESC, version DESC LIMIT 1"


def insert(db: Database, notice: Notice, html: str, fingerprint: str, now: datetime) -> int:
    """A new notice with its first version: the number the board gives it, or the one it brings along."""
    entry = {"number": notice.number, "index_number": notice.index_number, "created_at": to_text(now)}
    entry |= {"index_number_by": "file" if notice.index_number else None}
    number = db.table("notices").insert(entry, pk="number").last_pk
    insert_version(db, replace(notice, number=number), html, fingerprint, now)
    return number


def insert_version(
    db: Database, notice: Notice, html: str, fingerprint: str, now: datetime, typed: Mapping[str, str] | None = None
) -> None:
    """A further version of a notice whose number is on the board; one that was posted elsewhere is found here at once."""
    moments = {"created_at": to_text(now), "since": to_text(now)}
    row = _row(notice) | {"html": html, "fingerprint": fingerprint, "typed": _json(typed)} | moments
    db.table("versions").insert(row)
    if notice.published_at is not None:
        archive_index.take_in(db, notice.number or 0, notice.version)


def get(db: Database, number: int, version: int | None = None) -> StoredNotice | None:
    """That version, or else the newest one."""
    if version is None:
        return _first(db, f"{_ALL} WHERE notice = ? ORDER BY version DESC LIMIT 1", [number])
    return _first(db, f"{_ALL} WHERE notice = ? AND version = ?", [number, version])


def posted(db: Database, number: int) -> StoredNotice | None:
    """The version that residents can read or could last read; None when none was ever posted."""
    return _first(db, f"{_ALL} WHERE notice = ? AND {_IS_POSTED}", [number])


def with_table(db: Database, numbers: Iterable[int]) -> set[int]:
    """Those in whose posted version a table stands; no text leaves the database for it."""
    sql = f"""SELECT number FROM notices WHERE number IN (SELECT value FROM json_each(?))
              AND instr((SELECT html FROM versions WHERE notice = number AND {_IS_POSTED}), '<table') > 0"""
    return {row[0] for row in db.execute(sql, [json.dumps(list(numbers))]).fetchall()}


def posted_before(db: Database, notice: Notice) -> int | None:
    """The version residents read before this one took its place; None when it is the first."""
    sql = "SELECT max(version) FROM versions WHERE notice = ? AND version < ? AND published_at IS NOT NULL"
    return db.execute(sql, [notice.number, notice.version]).fetchone()[0]


def first_posted(db: Database, numbers: Iterable[int]) -> dict[int, datetime]:
    """When the first version of each of these went up."""
    sql = """SELECT notice, min(shows_from) FROM versions
             WHERE notice IN (SELECT value FROM json_each(?)) AND published_at IS NOT NULL GROUP BY notice"""
    return {number: from_text(first) for number, first in db.execute(sql, [json.dumps(list(numbers))]).fetchall()}


def versions(db: Database, number: int) -> list[StoredNotice]:
    """All of them, the oldest first."""
    return [_stored(row) for row in db.query(f"{_ALL} WHERE notice = ? ORDER BY version", [number])]


def _first(db: Database, sql: str, values: list[object]) -> StoredNotice | None:
    rows = list(db.query(sql, values))
    return _stored(rows[0]) if rows else None


def all_notices(db: Database) -> Iterator[Notice]:
    """Every version, in order of number and version, one at a time: there may be thousands."""
    for row in db.query(f"{_ALL} ORDER BY notice, version"):
        yield _stored(row).notice


def published_now_or_later(db: Database, now: datetime) -> tuple[list[StoredNotice], list[BrokenRow]]:
    """What is published and not over at `now`: cost grows with what is posted, not with what ever was."""
    sql = f"""
        {_ALL} WHERE status = 'published' AND shows_until IS NULL
        UNION ALL
        {_ALL} WHERE status = 'published' AND shows_until > :now
        ORDER BY notice
    """
    return _sound_and_broken(db.query(sql, {"now": to_text(now)}))


def _sound_and_broken(rows: Iterable[Row]) -> tuple[list[StoredNotice], list[BrokenRow]]:
    stored, broken = [], []
    for row in rows:
        try:
            stored.append(_stored(row))
        except (ValueError, TypeError) as wrong:
            broken.append(BrokenRow(int(str(row["notice"])), str(wrong)))
    return stored, broken


def published_and_over(db: Database, now: datetime) -> list[StoredNotice]:
    """Without broken rows: one of them keeps no other from being closed."""
    sql = f"{_ALL} WHERE status = 'published' AND shows_until <= ? ORDER BY notice"
    return _sound_and_broken(db.query(sql, [to_text(now)]))[0]


def never_shown(db: Database, since: datetime) -> list[tuple[int, str]]:
    """Number and title of what was closed since then without any screen having proved to show it, and was not posted again."""
    sql = """SELECT notice, title FROM versions v WHERE waits_for_proof = 1 AND since >= ? AND status = 'closed'
                 AND NOT EXISTS (SELECT 1 FROM versions later WHERE later.notice = v.notice AND later.version > v.version
                     AND later.published_at IS NOT NULL) ORDER BY since"""
    return [tuple(row) for row in db.execute(sql, [to_text(since)]).fetchall()]


def same_and_not_over(db: Database, fingerprint: str, now: datetime) -> int | None:
    """The number of the same notice, still on its way or still to be seen."""
    sql = """
        SELECT notice FROM versions
        WHERE fingerprint = ? AND (status IN ('draft', 'review', 'recheck', 'passed')
            OR status = 'published' AND (shows_until IS NULL OR shows_until > ?))
        ORDER BY notice LIMIT 1
    """
    row = db.execute(sql, [fingerprint, to_text(now)]).fetchone()
    return row[0] if row else None


def number_with_index(db: Database, index_number: str) -> int | None:
    row = db.execute("SELECT number FROM notices WHERE index_number = ?", [index_number]).fetchone()
    return row[0] if row else None


def give_index(db: Database, number: int, index_number: str) -> None:
    sql = "UPDATE notices SET index_number = ?, index_number_by = 'board' WHERE number = ?"
    db.execute(sql, [index_number, number])


def release_index(db: Database, number: int) -> None:
    """Of what was never posted, so that another may bear it."""
    db.execute("UPDATE notices SET index_number = NULL, index_number_by = NULL WHERE number = ?", [number])


def index_numbers(db: Database) -> list[Given]:
    """All that are borne."""
    sql = """SELECT number, index_number, index_number_by, EXISTS (SELECT 1 FROM versions
                 WHERE notice = number AND published_at IS NOT NULL) FROM notices WHERE index_number IS NOT NULL"""
    by_board = {"board": True, "file": False, None: None}
    return [Given(row[0], row[1], by_board[row[2]], bool(row[3])) for row in db.execute(sql).fetchall()]


def posted_through(db: Database, category: Category, today: date) -> Period | None:
    """The newest period, over by `today`, on which something of the category is posted."""
    sql = """
        SELECT period FROM versions
        WHERE category = ? AND status IN ('published', 'closed', 'archived') AND period_last_on < ?
        ORDER BY period_last_on DESC LIMIT 1
    """
    row = db.execute(sql, [category.value, today.isoformat()]).fetchone()
    return parse_period(row[0]) if row else None


def of_periods(db: Database, item: str, last_days: Iterable[date], now: datetime) -> list[Notice]:
    """What has been posted of that item for the periods that end on those days, the newest of each; not what was taken down."""
    sql = f"""{_ALL} WHERE item = ? AND period_last_on IN (SELECT value FROM json_each(?))
              AND status IN ('published', 'closed', 'archived') AND shows_from <= ? ORDER BY published_at DESC LIMIT ?"""
    days = [day.isoformat() for day in last_days]
    stored, _ = _sound_and_broken(db.query(sql, [item, json.dumps(days), to_text(now), len(days) * _OF_ONE_PERIOD]))
    newest: dict[Period | None, Notice] = {}
    for each in stored:
        newest.setdefault(each.notice.period, each.notice)
    return list(newest.values())


_OF_ONE_PERIOD = 8
"""Notices that are looked at: a year, its last half and its last quarter end on the same day, and something may be posted twice."""


def count(db: Database) -> int:
    return db.table("notices").count


def save(db: Database, stored: StoredNotice, fingerprint: str) -> bool:
    """Writes a draft's text over the revision it was read at; False when somebody else was first."""
    row = _row(stored.notice) | {"html": stored.html, "fingerprint": fingerprint, "typed": _json(stored.typed)}
    content = ", ".join(f"{name} = :{name}" for name in row if name not in _BESIDE_THE_TEXT)
    sql = f"""UPDATE versions SET {content}, revision = revision + 1
              WHERE notice = :notice AND version = :version AND revision = :revision AND status = 'draft'"""
    return db.execute(sql, row | {"revision": stored.revision}).rowcount == 1


_BESIDE_THE_TEXT = ("notice", "version", "status", "sources", "public_sources")


def attach_sources(db: Database, notice: Notice) -> bool:
    """Which files a draft has, whatever its revision; False when it is no draft any more."""
    row = _row(notice)
    sql = """UPDATE versions SET sources = :sources, public_sources = :public_sources
             WHERE notice = :notice AND version = :version AND status = 'draft'"""
    return db.execute(sql, row).rowcount == 1


def move(db: Database, before: StoredNotice, after: Notice, now: datetime, review_due_at: datetime | None = None) -> bool:
    """Brings a version from one status to another, with the times of its showing; False when somebody else was first."""
    sql = """
        UPDATE versions SET status = :status, since = :since, published_at = :published_at, shows_from = :shows_from,
            shows_until = :shows_until, clock_begun_at = :clock_begun_at, waits_for_proof = :waits_for_proof,
            hangs_from = :hangs_from, days_given = :days_given,
            review_due_at = :review_due_at, revision = revision + 1
        WHERE notice = :notice AND version = :version AND status = :was AND revision = :revision
    """
    times = {name: to_text(getattr(after, name)) for name in _INSTANTS}
    seen = {"notice": before.notice.number, "version": before.notice.version, "revision": before.revision}
    state = {"status": after.status.value, "was": before.notice.status.value, "since": to_text(now)}
    state |= {"waits_for_proof": int(after.waits_for_proof), "days_given": _given_text(after.given)}
    return db.execute(sql, times | seen | state | {"review_due_at": to_text(review_due_at)}).rowcount == 1


def set_clock(db: Database, notice: Notice) -> None:
    """From when its days count, and until when it hangs. No step: whoever has its page open may go on."""
    sql = """UPDATE versions SET clock_begun_at = ?, waits_for_proof = ?, shows_until = ?
             WHERE notice = ? AND version = ? AND status = 'published'"""
    times = [to_text(notice.clock_begun_at), int(notice.waits_for_proof), to_text(notice.shows_until)]
    db.execute(sql, [*times, notice.number, notice.version])


def index_numbers_like(db: Database, start: str) -> list[str]:
    """Those that begin so."""
    sql = "SELECT index_number FROM notices WHERE index_number >= ? AND index_number < ?"
    return [row[0] for row in db.execute(sql, [start, start + "\U0010ffff"]).fetchall()]


_PLAIN = "title body item responsible_unit objection_days document_number supervision_phone seconds version".split()
_DATES = ("issued_on", "effective_on", "valid_until")
_INSTANTS = ("published_at", "shows_from", "shows_until", "hangs_from", "clock_begun_at")
_LISTS = ("screens", "sources", "public_sources")
_KINDS = {"category": Category, "kind": Kind, "priority": Priority, "status": Status, "waits_for_proof": bool}


def _row(notice: Notice) -> Row:
    row: Row = {name: getattr(notice, name) for name in _PLAIN}
    row |= {name: _iso(getattr(notice, name)) for name in _DATES}
    row |= {name: to_text(getattr(notice, name)) for name in _INSTANTS}
    row |= {name: _json(getattr(notice, name)) if getattr(notice, name) else None for name in _LISTS}
    row |= {name: getattr(notice, name).value for name in ("category", "kind", "priority", "status")}
    row["notice"] = notice.number
    row["waits_for_proof"] = int(notice.waits_for_proof)
    row["days_given"] = _given_text(notice.given)
    row["period"] = notice.period.code if notice.period else None
    row["period_last_on"] = _iso(notice.period.last_on) if notice.period else None
    return row


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _given_text(given: GivenDays | None) -> str | None:
    return None if given is None else _json(asdict(given))


def _given(text: object) -> GivenDays | None:
    if not text:
        return None
    told = json.loads(str(text))
    return GivenDays(**told | {"day_type": DayType(told["day_type"])})


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _stored(row: Row) -> StoredNotice:
    return StoredNotice(
        _notice(row),
        str(row["html"]),
        revision=int(str(row["revision"])),
        since=from_text(str(row["since"])),
        created_at=from_text(str(row["created_at"])),
        review_due_at=from_text(str(row["review_due_at"])) if row["review_due_at"] else None,
        typed=json.loads(str(row["typed"])) if row["typed"] else None,
    )


def without_text(row: Row) -> Notice:
    """Of a row that holds only some columns: what is not in it is as in a fresh draft. Raises ValueError or TypeError for
    what makes no notice."""
    return _notice({"title": "", "body": ""} | row)


def _notice(row: Row) -> Notice:
    known: dict[str, object] = {name: row[name] for name in (*_PLAIN, "index_number") if name in row}
    known |= {name: date.fromisoformat(str(row[name])) if row[name] else None for name in _DATES if name in row}
    known |= {name: from_text(str(row[name])) if row[name] else None for name in _INSTANTS if name in row}
    known |= {name: tuple(json.loads(str(row[name]))) if row[name] else () for name in _LISTS if name in row}
    known |= {name: kind(row[name]) for name, kind in _KINDS.items() if name in row}
    known["given"] = _given(row.get("days_given"))
    known["number"] = row["notice"]
    known["period"] = _period(str(row["period"])) if row["period"] else None
    return Notice(**known)


_period = lru_cache(maxsize=1024)(parse_period)  # thousands of rows name the same few dozen
