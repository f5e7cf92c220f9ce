"""When a copy is due, and which of the older ones may go."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

NIGHT = time(3)
"""By the village's clock."""
STALE_AFTER = timedelta(hours=24)
CLOCK_SLACK = timedelta(minutes=5)
NEWEST, DAYS, WEEKS, MONTHS = 5, 7, 5, 12
"""How many of each are kept; of every year, one for good."""


def newest_by(now: datetime, made: Collection[datetime]) -> datetime | None:
    """A clock that ran ahead for a while has made copies of a tomorrow that has not come: these do not count."""
    return max((each for each in made if each <= now + CLOCK_SLACK), default=None)


def is_due(made: Collection[datetime], now: datetime, zone: ZoneInfo) -> bool:
    """One copy a night: at three, or as soon as the machine is on again."""
    newest = newest_by(now, made)
    return newest is None or newest < _last_night(now, zone)


def is_stale(newest: datetime | None, now: datetime) -> bool:
    return newest is None or now - newest > STALE_AFTER


def _last_night(now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone)
    tonight = datetime.combine(local.date(), NIGHT, zone)
    return tonight if tonight <= local else datetime.combine(local.date() - timedelta(days=1), NIGHT, zone)


def may_go(made: Collection[datetime], zone: ZoneInfo) -> set[datetime]:
    """All but the newest few, and the newest of each of the last days, weeks and months that have any, and of every
    year. It asks no clock, so that one gone wrong costs nothing."""
    newest_first = sorted(made, reverse=True)
    kept = set(newest_first[:NEWEST])
    for span, count in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS), (_year, None)):
        newest_of: dict[object, datetime] = {}
        for each in newest_first:
            newest_of.setdefault(span(each.astimezone(zone)), each)
        kept |= set(list(newest_of.values())[:count])
    return set(made) - kept


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]


def _month(at: datetime) -> object:
    return at.year, at.month


def _year(at: datetime) -> object:
    return at.year
