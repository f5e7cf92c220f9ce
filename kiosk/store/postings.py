"""What was put up for items of the disclosure catalogue, without its texts."""

import contextlib
from datetime import date, datetime

from sqlite_utils import Database

from kiosk.rules.notice import Category, Kind, Notice, Status
from kiosk.rules.period import parse_period
from kiosk.store.instants import from_text, to_text

Row = dict[str, object]

# What was withdrawn is no posting, even if it was put into the archive afterwards. A correction goes on with what its
# notice began.
_POSTINGS = """
    SELECT v.notice, v.title, v.category, v.kind, v.item, v.period, v.objection_days, v.status, v.shows_until, v.issued_on, v.clock_begun_at, v.waits_for_proof,
        (SELECT min(shows_from) FROM versions f WHERE f.notice = v.notice AND f.published_at IS NOT NULL) AS shows_from
    FROM versions v
    WHERE v.item IS NOT NULL AND v.status IN ('published', 'closed', 'archived')
        AND NOT EXISTS (SELECT 1 FROM opinions o
            WHERE o.notice = v.notice AND o.version = v.version AND o.step = 'withdraw')
"""


def postings(db: Database, since: datetime) -> list[Notice]:
    """Those that went up since then, and whatever still stands for good. `shows_from` is that of the first version."""
    sql = f"""{_POSTINGS} AND v.published_at >= :since
              UNION ALL
              {_POSTINGS} AND v.status = 'published' AND v.shows_until IS NULL AND v.published_at < :since"""
    found = []
    for row in db.query(sql, {"since": to_text(since)}):
        with contextlib.suppress(ValueError, TypeError):  # some other program's doing
            found.append(_posting(row))
    return found


def _posting(row: Row) -> Notice:
    return Notice(
        title=str(row["title"]),
        category=Category(row["category"]),
        kind=Kind(row["kind"]),
        body="",
        item=str(row["item"]),
        period=parse_period(str(row["period"])) if row["period"] else None,
        objection_days=row["objection_days"],
        number=int(str(row["notice"])),
        status=Status(row["status"]),
        issued_on=date.fromisoformat(str(row["issued_on"])) if row["issued_on"] else None,
        shows_from=from_text(str(row["shows_from"])),
        clock_begun_at=from_text(str(row["clock_begun_at"])) if row["clock_begun_at"] else None,
        waits_for_proof=bool(row["waits_for_proof"]),
        shows_until=from_text(str(row["shows_until"])) if row["shows_until"] else None,
    )


def first_at(db: Database) -> datetime | None:
    """When the board began: with its first notice, or with the first that it brought along from another board."""
    begun = db.execute("SELECT created_at FROM notices ORDER BY number LIMIT 1").fetchone()
    posted = db.execute(
        """SELECT published_at FROM versions WHERE item IS NOT NULL AND published_at IS NOT NULL
           ORDER BY published_at LIMIT 1"""
    ).fetchone()
    return min((from_text(row[0]) for row in (begun, posted) if row), default=None)
