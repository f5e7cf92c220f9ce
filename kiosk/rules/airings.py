"""How long a text has stood on a screen (公示时长): what a screen says of itself, what of that is believed, and what it adds
up to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

HOUR = timedelta(hours=1)
AHEAD = timedelta(minutes=2)
"""A screen's clock may be so far from the server's."""
LATE = timedelta(days=60)
"""A screen without a network may tell so long afterwards."""
LEAST_SECONDS = 5
"""Of one day: what flits by has not been shown."""


@dataclass(frozen=True)
class Airing:
    """What a screen says of one text in one hour, since its page was opened; said again, it says the whole hour anew."""

    notice: int
    version: int
    hour: datetime
    """Its beginning, UTC."""
    seconds: int
    first_at: datetime
    last_at: datetime
    pages: frozenset[int]
    """Those of the text that were on, from 1."""


def is_believable(airing: Airing, shows_from: datetime | None, now: datetime) -> bool:
    """No second outside its hour, before the text went up, or still to come; and no more seconds than went by."""
    if shows_from is None:
        return False
    went_by = (airing.last_at - airing.first_at).total_seconds() + 1
    return (
        airing.hour <= airing.first_at <= airing.last_at <= airing.hour + HOUR
        and shows_from - AHEAD <= airing.first_at
        and airing.last_at <= now + AHEAD
        and now - airing.hour <= LATE
        and 0 < airing.seconds <= went_by
    )


@dataclass(frozen=True)
class AiredDay:
    """One text on one screen on one of the village's days."""

    screen: str
    version: int
    on: date
    seconds: int
    first_at: datetime
    last_at: datetime
    hours: frozenset[int]
    """In which it was seen, by the village's clock: 8 for 8:00 to 8:59."""
    pages: frozenset[int]


def by_day(told: Iterable[tuple[str, Airing]], zone: tzinfo) -> list[AiredDay]:
    """Of airings with their screens, those of several runs of one page among them; in the order of days."""
    of_hours: dict[tuple[str, int, datetime], list[Airing]] = defaultdict(list)
    for screen, airing in told:
        of_hours[screen, airing.version, airing.hour].append(airing)
    return together(_hour(screen, airings, zone) for (screen, *_), airings in of_hours.items())


def _hour(screen: str, airings: list[Airing], zone: tzinfo) -> AiredDay:
    """What a day has of one hour: no more than the hour, however many runs tell of it."""
    local = airings[0].hour.astimezone(zone)
    return AiredDay(
        screen,
        airings[0].version,
        local.date(),
        min(int(HOUR.total_seconds()), sum(each.seconds for each in airings)),
        min(each.first_at for each in airings),
        max(each.last_at for each in airings),
        frozenset({local.hour}),
        frozenset().union(*(each.pages for each in airings)),
    )


def together(days: Iterable[AiredDay]) -> list[AiredDay]:
    """What is told of a day in pieces, as one; in the order of days."""
    found: dict[tuple[date, str, int], AiredDay] = {}
    for day in days:
        key = (day.on, day.screen, day.version)
        found[key] = joined(found[key], day) if key in found else day
    return [found[key] for key in sorted(found)]


def joined(one: AiredDay, other: AiredDay) -> AiredDay:
    """Of the same text, screen and day."""
    return replace(
        one,
        seconds=one.seconds + other.seconds,
        first_at=min(one.first_at, other.first_at),
        last_at=max(one.last_at, other.last_at),
        hours=one.hours | other.hours,
        pages=one.pages | other.pages,
    )


def shown_on(days: Iterable[AiredDay]) -> list[date]:
    """The days on which any screen has shown it, in order."""
    return sorted({each.on for each in days if each.seconds >= LEAST_SECONDS})


def first_proven(days: Iterable[AiredDay]) -> datetime | None:
    """From when on it has been shown."""
    return min((each.first_at for each in days if each.seconds >= LEAST_SECONDS), default=None)
