"""What was put up for items of the disclosure catalogue, without its texts."""

import contextlib
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.notice import Notice
from kiosk.store.instants import from_text, to_text
from kiosk.store.notices import without_text

# The plus keeps SQLite from going through everything that was ever closed: what went up since a day is far less. What
# was withdrawn is no posting, even if it was put into the archive afterwards. A correction goes on with what its
# notice began.
_POSTINGS = """
    SELECT v.notice, v.version, v.title, v.category, v.kind, v.item, v.period, v.objection_days, v.status, v.shows_until,
        v.issued_on, v.clock_begun_at, v.waits_for_proof, v.days_given,
        (SELECT min(shows_from) FROM versions f WHERE f.notice = v.notice AND f.published_at IS NOT NULL) AS shows_from
    FROM versions v
    WHERE v.item IS NOT NULL AND +v.status IN ('published', 'closed', 'archived')
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
            found.append(without_text(row))
    return found


def first_at(db: Database) -> datetime | None:
    """When the board began: with its first notice, or with the first that it brought along from another board."""
    begun = db.execute("SELECT created_at FROM notices ORDER BY number LIMIT 1").fetchone()
    posted = db.execute(
        """SELECT published_at FROM versions WHERE item IS NOT NULL AND published_at IS NOT NULL
           ORDER BY published_at LIMIT 1"""
    ).fetchone()
    return min((from_text(row[0]) for row in (begun, posted) if row), default=None)
