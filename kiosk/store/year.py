"""What happened on the board in a year, in few queries and without its texts: what went up, what people said and did about
it."""

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.notice import Notice
from kiosk.store.instants import from_text, to_text
from kiosk.store.notices import without_text


@dataclass(frozen=True)
class Said:
    """A step that somebody took with a version."""

    notice: int
    version: int
    step: str
    words: str
    at: datetime


_POSTED = """
    SELECT notice, version, category, kind, item, period, objection_days, status, shows_from, shows_until
    FROM versions WHERE published_at IS NOT NULL AND shows_from < :until AND notice IN (SELECT notice FROM versions
        WHERE published_at IS NOT NULL AND shows_from >= :since AND shows_from < :until)"""


def posted(db: Database, since: datetime, until: datetime) -> dict[int, list[Notice]]:
    """Of notices of which anything went up between the two, every version that went up before the end, by notice and in order,
    without titles and texts."""
    found: dict[int, list[Notice]] = defaultdict(list)
    for row in db.query(f"{_POSTED} ORDER BY notice, version", {"since": to_text(since), "until": to_text(until)}):
        with contextlib.suppress(ValueError, TypeError):  # some other program's doing
            notice = without_text(row)
            found[notice.number or 0].append(notice)
    return found


def titles(db: Database, numbers: Iterable[int]) -> dict[int, str]:
    """As residents can read or could last read them."""
    sql = """SELECT notice, title FROM versions WHERE notice IN (SELECT value FROM json_each(?)) AND published_at IS NOT NULL
             ORDER BY notice, version"""
    return dict(db.execute(sql, [json.dumps(list(numbers))]).fetchall())


def said(db: Database, numbers: Iterable[int], since: datetime, until: datetime) -> list[Said]:
    """Everything that was ever said and done about these notices, and those that somebody took a step with between the two."""
    sql = """SELECT notice, version, step, words, at FROM opinions
             WHERE notice IN (SELECT value FROM json_each(:numbers)
                 UNION SELECT notice FROM opinions WHERE at >= :since AND at < :until) ORDER BY opinion"""
    rows = db.query(sql, {"numbers": json.dumps(list(numbers)), "since": to_text(since), "until": to_text(until)})
    return [Said(**row | {"at": from_text(row["at"])}) for row in rows]


def taken_at(db: Database, step: str) -> list[datetime]:
    """When that step was ever taken."""
    return [from_text(at) for (at,) in db.execute("SELECT at FROM opinions WHERE step = ?", [step]).fetchall()]
