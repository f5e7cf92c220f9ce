"""When a notice that hung could not be seen: hours in which a screen that was open has shown nothing at all, and times in
which the notice itself was down."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from kiosk.rules.outages import Outage
from kiosk.rules.village import Screen

HOUR = timedelta(hours=1)
TOLD_WITHIN = timedelta(minutes=5)
"""Screens tell every minute what they have shown: before that an hour that has just ended is not known to have been dark."""


class Why(StrEnum):
    SCREEN_DARK = "screen_dark"
    BOARD_OFF = "board_off"
    CLOCK_WRONG = "clock_wrong"
    TAKEN_DOWN = "taken_down"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Interruption:
    screen: str
    """"" for all of them."""
    began_at: datetime
    ended_at: datetime
    hours: int
    """Without those in which the screen is dark on purpose; 0 where it was the notice that was down."""
    why: Why


Span = tuple[datetime, datetime]
LocalHour = tuple[date, int]
"""8 for 8:00 to 8:59 by the village's clock."""


def dark_hours(
    screen: Screen, spans: Iterable[Span], lit: Collection[LocalHour], outages: Collection[Outage], zone: tzinfo
) -> list[Interruption]:
    """Of one screen, while the notice hung. `lit` are the hours in which the screen has shown any notice: a round may take
    longer than an hour, and is no interruption of what waits for its turn."""
    found: list[Interruption] = []
    for span in spans:
        joins = False
        for hour in _open_hours(screen, span, zone):
            local = hour.astimezone(zone)
            if (local.date(), local.hour) in lit:
                joins = False
                continue
            why = _why(screen.name, hour, outages)
            if joins and found[-1].why is why:
                found[-1] = replace(found[-1], ended_at=hour + HOUR, hours=found[-1].hours + 1)
            else:
                found.append(Interruption(screen.name, hour, hour + HOUR, 1, why))
            joins = True
    return found


def _open_hours(screen: Screen, span: Span, zone: tzinfo) -> Iterator[datetime]:
    """Whole ones, by their beginnings. One that had begun, or that the screen is not open to the end, proves nothing."""
    since, until = (each.astimezone(zone) for each in span)
    hour = since.replace(minute=0, second=0, microsecond=0)
    hour = hour if hour == since else hour + HOUR
    while hour + HOUR <= until:
        if screen.is_open(time(hour.hour)) and screen.is_open(time(hour.hour, 59)):
            yield hour
        hour += HOUR


def _why(screen: str, hour: datetime, outages: Collection[Outage]) -> Why:
    """What took most of the hour."""
    longest, why = timedelta(0), Why.UNKNOWN
    for outage in outages:
        if outage.screen not in (None, screen):
            continue
        ended_at = outage.ended_at or hour + HOUR
        shared = min(ended_at, hour + HOUR) - max(outage.began_at, hour)
        if shared > longest:
            longest, why = shared, Why(outage.cause.value)
    return why


def down_between(spans: list[Span]) -> list[Interruption]:
    """Between a text that was taken down and the one that took its place later."""
    return [
        Interruption("", one[1], other[0], 0, Why.TAKEN_DOWN)
        for one, other in zip(spans, spans[1:], strict=False)
        if other[0] > one[1]
    ]
