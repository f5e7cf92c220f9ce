"""What happened on the board in a year, in few queries and without its texts: what went up, what people said and did about
it, what screens have told."""

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from sqlite_utils import Database

from kiosk.rules.airings import LEAST_SECONDS
from kiosk.rules.notice import Category, Kind, Notice, Status
from kiosk.rules.period import parse_period
from kiosk.store.instants import from_text, to_text

Row = dict[str, object]


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
    FROM versions WHERE published_at IS NOT NULL AND shows_from < :until"""


def posted(db: Database, until: datetime) -> dict[int, list[Notice]]:
    """Every version that went up before then, by notice and in order, without titles and texts."""
    found: dict[int, list[Notice]] = defaultdict(list)
    for row in db.query(f"{_POSTED} ORDER BY notice, version", {"until": to_text(until)}):
        with contextlib.suppress(ValueError, TypeError):  # some other program's doing
            notice = _posted(row)
            found[int(str(row["notice"]))].append(notice)
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


def days_proven(db: Database, numbers: Iterable[int], zone: tzinfo) -> dict[int, int]:
    """On how many days screens have told of showing each of these notices (`rules.airings.shown_on`)."""
    asked = json.dumps(list(numbers))
    days: dict[int, set[str]] = defaultdict(set)
    for notice, day in _kept_days(db, asked):
        days[notice].add(day)
    for notice, day in _hours_as_days(db, asked, zone):
        days[notice].add(day)
    return {notice: len(each) for notice, each in days.items()}


def _kept_days(db: Database, asked: str) -> list[tuple[int, str]]:
    sql = """SELECT DISTINCT notice, day FROM airing_days
             WHERE notice IN (SELECT value FROM json_each(?)) AND seconds >= ?"""
    return db.execute(sql, [asked, LEAST_SECONDS]).fetchall()


def _hours_as_days(db: Database, asked: str, zone: tzinfo) -> Iterator[tuple[int, str]]:
    sql = """SELECT notice, screen, version, hour, sum(seconds) FROM airings
             WHERE notice IN (SELECT value FROM json_each(?)) GROUP BY notice, hour, version, screen"""
    day_of: dict[str, date] = {}
    seconds: dict[tuple[int, str, int, str], int] = defaultdict(int)
    for notice, screen, version, hour, told in db.execute(sql, [asked]).fetchall():
        if hour not in day_of:
            day_of[hour] = datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=UTC).astimezone(zone).date()
        seconds[notice, screen, version, day_of[hour].isoformat()] += told
    return ((notice, day) for (notice, _screen, _version, day), each in seconds.items() if each >= LEAST_SECONDS)


def _posted(row: Row) -> Notice:
    return Notice(
        title="",
        category=Category(row["category"]),
        kind=Kind(row["kind"]),
        body="",
        item=str(row["item"]) if row["item"] else None,
        period=parse_period(str(row["period"])) if row["period"] else None,
        objection_days=row["objection_days"],
        number=int(str(row["notice"])),
        version=int(str(row["version"])),
        status=Status(row["status"]),
        shows_from=from_text(str(row["shows_from"])),
        shows_until=from_text(str(row["shows_until"])) if row["shows_until"] else None,
    )
