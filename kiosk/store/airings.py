"""What the screens have shown: hour by hour while they may still tell more of it, and day by day for good."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

from sqlite_utils import Database

from kiosk.rules.airings import LEAST_SECONDS, AiredDay, Airing, by_day, together
from kiosk.store.instants import from_text, to_text

_HOUR = "%Y-%m-%dT%H"


def note(db: Database, screen: str, run: str, airings: Iterable[Airing]) -> None:
    """What is said twice counts once, and what comes late takes nothing back."""
    db.conn.executemany(
        """INSERT INTO airings (screen, run, hour, notice, version, seconds, first_at, last_at, pages)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET seconds = excluded.seconds, last_at = excluded.last_at, pages = excluded.pages
           WHERE excluded.seconds > seconds""",
        [
            [
                screen,
                run,
                each.hour.strftime(_HOUR),
                each.notice,
                each.version,
                each.seconds,
                to_text(each.first_at),
                to_text(each.last_at),
                json.dumps(sorted(each.pages)),
            ]
            for each in airings
        ],
    )


def of_notice(db: Database, notice: int, zone: tzinfo) -> list[AiredDay]:
    """In the order of days."""
    return together([*_kept(db, notice), *by_day(_hours(db, notice), zone)])


def lit_hours(db: Database, screen: str, since: datetime, until: datetime, zone: tzinfo) -> set[tuple[date, int]]:
    """In which that screen has shown any notice, by the village's clock: 8 for 8:00 to 8:59."""
    hours = db.execute(
        "SELECT DISTINCT hour FROM airings WHERE hour BETWEEN ? AND ? AND screen = ?",
        [since.astimezone(UTC).strftime(_HOUR), until.astimezone(UTC).strftime(_HOUR), screen],
    ).fetchall()
    began = (datetime.strptime(hour, _HOUR).replace(tzinfo=UTC).astimezone(zone) for (hour,) in hours)
    days = db.execute(
        "SELECT DISTINCT day, value FROM airing_days, json_each(hours) WHERE day BETWEEN ? AND ? AND screen = ?",
        [*(each.astimezone(zone).date().isoformat() for each in (since, until)), screen],
    ).fetchall()
    return {(hour.date(), hour.hour) for hour in began} | {(date.fromisoformat(day), hour) for day, hour in days}


def first_told(db: Database, screen: str) -> datetime | None:
    """When that screen first told of showing anything; None while it has told nothing."""
    sql = """SELECT min(first_at) FROM (
                 SELECT min(first_at) AS first_at FROM airings WHERE screen = :screen
                 UNION ALL SELECT min(first_at) FROM airing_days
                     WHERE screen = :screen AND day = (SELECT min(day) FROM airing_days WHERE screen = :screen))"""
    return from_text(db.execute(sql, {"screen": screen}).fetchone()[0])


def has_hours_before(db: Database, before: datetime) -> bool:
    return bool(db.execute("SELECT 1 FROM airings WHERE hour < ? LIMIT 1", [before.strftime(_HOUR)]).fetchall())


def compact(db: Database, before: datetime, zone: tzinfo) -> int:
    """Makes days of all hours of days that ended before then; how many rows of hours are gone. In a transaction of the
    caller's."""
    today = before.astimezone(zone).date()
    gone = 0
    for (notice,) in db.execute("SELECT DISTINCT notice FROM airings WHERE hour < ?", [before.strftime(_HOUR)]).fetchall():
        told = [(screen, airing) for screen, airing in _hours(db, notice) if airing.hour.astimezone(zone).date() < today]
        days = together([*_kept(db, notice), *by_day(told, zone)])
        db.conn.executemany(
            "INSERT OR REPLACE INTO airing_days (notice, version, screen, day, seconds, first_at, last_at, hours, pages) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_row(notice, day) for day in days],
        )
        hours = {airing.hour.strftime(_HOUR) for _screen, airing in told}
        db.conn.executemany("DELETE FROM airings WHERE notice = ? AND hour = ?", [[notice, hour] for hour in hours])
        gone += len(told)
    return gone


def _kept(db: Database, notice: int) -> list[AiredDay]:
    sql = "SELECT screen, version, day, seconds, first_at, last_at, hours, pages FROM airing_days WHERE notice = ?"
    return [_kept_day(*row) for row in db.execute(sql, [notice]).fetchall()]


def _hours(db: Database, notice: int) -> list[tuple[str, Airing]]:
    sql = "SELECT screen, notice, version, hour, seconds, first_at, last_at, pages FROM airings WHERE notice = ? ORDER BY hour"
    return [(screen, airing_of(*told)) for screen, *told in db.execute(sql, [notice]).fetchall()]


def airing_of(notice: int, version: int, hour: str, seconds: int, first_at: str, last_at: str, pages: str) -> Airing:
    began = datetime.strptime(hour, _HOUR).replace(tzinfo=UTC)
    return Airing(notice, version, began, seconds, from_text(first_at), from_text(last_at), frozenset(json.loads(pages)))


def _row(notice: int, day: AiredDay) -> list[object]:
    times = [to_text(day.first_at), to_text(day.last_at)]
    lists = [json.dumps(sorted(day.hours)), json.dumps(sorted(day.pages))]
    return [notice, day.version, day.screen, day.on.isoformat(), day.seconds, *times, *lists]


def _kept_day(
    screen: str, version: int, day: str, seconds: int, first_at: str, last_at: str, hours: str, pages: str
) -> AiredDay:
    when = (from_text(first_at), from_text(last_at))
    seen = (frozenset(json.loads(hours)), frozenset(json.loads(pages)))
    return AiredDay(screen, version, date.fromisoformat(day), seconds, *when, *seen)


def told_since(db: Database, since: datetime) -> bool:
    """Whether any screen has told of showing anything."""
    return bool(db.execute("SELECT 1 FROM airings WHERE hour >= ? LIMIT 1", [since.strftime(_HOUR)]).fetchall())


def days_of(db: Database, notices: Iterable[int], zone: tzinfo) -> dict[int, frozenset[date]]:
    """The days on which any screen has shown them (`rules.airings.shown_on`); nothing for those of which none has told."""
    asked = json.dumps(list(notices))
    found: dict[int, set[date]] = defaultdict(set)
    sql = f"SELECT DISTINCT notice, day FROM airing_days WHERE {_ASKED} AND seconds >= ?"
    for notice, day in db.execute(sql, [asked, LEAST_SECONDS]).fetchall():
        found[notice].add(date.fromisoformat(day))
    for (notice, _screen, _version, day), seconds in _told(db, asked, zone).items():
        found[notice] |= {day} if seconds >= LEAST_SECONDS else set()
    return {notice: frozenset(days) for notice, days in found.items()}


_ASKED = "notice IN (SELECT value FROM json_each(?))"


def _told(db: Database, asked: str, zone: tzinfo) -> dict[tuple[int, str, int, date], int]:
    """Seconds of each text on each screen and day, but for those of days that are kept and long enough by themselves."""
    sql = f"SELECT notice, screen, version, day, seconds FROM airing_days WHERE {_ASKED} AND seconds < ?"
    days = db.execute(sql, [asked, LEAST_SECONDS]).fetchall()
    seconds = {(notice, screen, version, date.fromisoformat(day)): told for notice, screen, version, day, told in days}
    by_hour = f"SELECT notice, screen, version, hour, sum(seconds) FROM airings WHERE {_ASKED} GROUP BY notice, hour, version, screen"
    day_of: dict[str, date] = {}
    for notice, screen, version, hour, told in db.execute(by_hour, [asked]).fetchall():
        if hour not in day_of:
            day_of[hour] = datetime.strptime(hour, _HOUR).replace(tzinfo=UTC).astimezone(zone).date()
        key = (notice, screen, version, day_of[hour])
        seconds[key] = seconds.get(key, 0) + told
    return seconds
