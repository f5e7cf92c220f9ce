"""Lists of notices for the desk: what stands in a line, without the texts."""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.notice import OPEN, Category, Notice, Priority, Status
from kiosk.rules.period import Period, parse_period
from kiosk.store.instants import from_text, to_text

Row = dict[str, object]


@dataclass(frozen=True)
class Line:
    """One version of a notice, in a line."""

    number: int
    version: int
    title: str
    category: Category
    status: Status
    priority: Priority
    period: Period | None
    since: datetime
    published_at: datetime | None
    shows_from: datetime | None
    shows_until: datetime | None
    review_due_at: datetime | None
    index_number: str | None
    authors: frozenset[int]
    writers: str
    """Their names."""
    passed_by: frozenset[int]
    last_step: str
    """The last thing somebody said or did about this version or the one before: `return`, `object` …"""
    last_words: str
    last_name: str
    first_shown_at: datetime | None
    """When a screen first said that it shows it."""
    has_open_version: bool

    @property
    def is_urgent(self) -> bool:
        return self.priority is Priority.URGENT


_LINE = """
    SELECT v.notice AS number, v.version, v.title, v.category, v.status, v.priority, v.period, v.since, v.published_at,
        v.shows_from, v.shows_until, v.review_due_at, notices.index_number,
        (SELECT group_concat(person) FROM authors a WHERE a.notice = v.notice AND a.version = v.version) AS authors,
        (SELECT group_concat(name, '、') FROM authors a JOIN people USING (person)
            WHERE a.notice = v.notice AND a.version = v.version) AS writers,
        (SELECT group_concat(person) FROM opinions o
            WHERE o.notice = v.notice AND o.version = v.version AND o.step = 'pass') AS passed_by,
        last.step AS last_step, last.words AS last_words, last.name AS last_name,
        (SELECT min(at) FROM first_shown f WHERE f.notice = v.notice AND f.version = v.version) AS first_shown_at,
        EXISTS (SELECT 1 FROM versions o
            WHERE o.notice = v.notice AND o.status IN ('draft', 'review', 'recheck', 'passed')) AS has_open_version
    FROM versions v JOIN notices ON notices.number = v.notice
    LEFT JOIN opinions last ON last.opinion =
        (SELECT max(opinion) FROM opinions o WHERE o.notice = v.notice AND o.version <= v.version)
"""


def on_their_way(db: Database) -> list[Line]:
    """Everything between the first word and the board, what came to its place first in front."""
    states = ", ".join(f"'{status.value}'" for status in OPEN)
    return _lines(db, f"{_LINE} WHERE v.status IN ({states}) ORDER BY v.since, v.notice", {})


def on_the_board(db: Database, now: datetime) -> list[Line]:
    """What is published and not over, the newest first."""
    sql = f"""{_LINE} WHERE v.status = 'published' AND v.shows_until > :now
              UNION ALL
              {_LINE} WHERE v.status = 'published' AND v.shows_until IS NULL
              ORDER BY published_at DESC, number DESC"""
    return _lines(db, sql, {"now": to_text(now)})


# The plus keeps SQLite from going through everything that was ever published: the other condition has far fewer rows.
def wanting(db: Database) -> list[Line]:
    """Still wanting the review that should have come before its publishing, whether it hangs or not; or objected to in
    it, and still hanging."""
    sql = f"""{_LINE} WHERE v.review_due_at IS NOT NULL AND +v.status IN ('published', 'closed', 'withdrawn')
              UNION
              {_LINE} WHERE v.notice IN (SELECT notice FROM opinions WHERE step = 'object')
                  AND +v.status = 'published' AND last.step = 'object'
              ORDER BY published_at"""
    return _lines(db, sql, {})


NEWEST = """coalesce((SELECT max(version) FROM versions w WHERE w.notice = v.notice AND w.status <> 'discarded'),
    (SELECT max(version) FROM versions w WHERE w.notice = v.notice))"""
"""A correction that was thrown away hides nothing that was posted."""


def newest_of(db: Database, numbers: Sequence[int]) -> list[Line]:
    """The newest version of each of these notices that was not thrown away, those with the highest number first."""
    sql = f"""{_LINE} WHERE v.notice IN (SELECT value FROM json_each(:numbers))
                  AND v.version = {NEWEST}
              ORDER BY v.notice DESC"""
    return _lines(db, sql, {"numbers": json.dumps(list(numbers))})


def last_of_period(db: Database, limit: int) -> list[Line]:
    """Posted reports on a period, of each disclosure item only the newest: what this period's notice can begin from."""
    sql = f"""{_LINE} WHERE v.period_last_on IS NOT NULL AND +v.status IN ('published', 'closed', 'archived')
                  AND NOT EXISTS (SELECT 1 FROM versions later WHERE later.item = v.item AND later.kind = v.kind
                      AND later.period_last_on > v.period_last_on AND later.published_at IS NOT NULL)
              ORDER BY v.period_last_on DESC, v.notice DESC LIMIT :limit"""
    return _lines(db, sql, {"limit": limit})


def period_before(db: Database, notice: Notice) -> int | None:
    """The number of what was posted for the period before, of the same item (or category and kind)."""
    if notice.period is None:
        return None
    sql = """
        SELECT notice FROM versions
        WHERE period_last_on = :last_on AND period = :period AND category = :category AND kind = :kind AND item IS :item
            AND published_at IS NOT NULL AND notice IS NOT :number
        ORDER BY published_at DESC LIMIT 1
    """
    values = {
        "category": notice.category.value,
        "kind": notice.kind.value,
        "item": notice.item,
        "period": notice.period.preceding().code,
        "last_on": notice.period.preceding().last_on.isoformat(),
        "number": notice.number,
    }
    row = db.execute(sql, values).fetchone()
    return row[0] if row else None


def _lines(db: Database, sql: str, values: Row) -> list[Line]:
    """Without rows that make no notice (some other program's doing): the desk names those that should hang, and goes on."""
    found = []
    for row in db.query(sql, values):
        with contextlib.suppress(ValueError, TypeError):
            found.append(_line(row))
    return found


def _line(row: Row) -> Line:
    instants = ("since", "published_at", "shows_from", "shows_until", "review_due_at", "first_shown_at")
    known = dict(row) | {name: from_text(str(row[name])) if row[name] else None for name in instants}
    known |= {name: frozenset(map(int, str(row[name]).split(","))) if row[name] else frozenset() for name in ("authors", "passed_by")}
    known |= {name: str(row[name] or "") for name in ("writers", "last_step", "last_words", "last_name")}
    known["category"] = Category(row["category"])
    known["status"] = Status(row["status"])
    known["priority"] = Priority(row["priority"])
    known["period"] = parse_period(str(row["period"])) if row["period"] else None
    known["has_open_version"] = bool(row["has_open_version"])
    return Line(**known)
