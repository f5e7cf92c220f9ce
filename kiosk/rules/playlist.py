"""What a screen shows, in which order, and why: a pure function of notices, screen and instant."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from kiosk.rules.days import ObjectionDays
from kiosk.rules.destinations import is_for
from kiosk.rules.notice import PILLARS, Category, Kind, Notice, is_live
from kiosk.rules.reading import reading_seconds
from kiosk.rules.screen import Screen
from kiosk.rules.village import Pace

URGENT_AGAIN_AFTER = 3
PINNED_AGAIN_AFTER = 5


class Reason(StrEnum):
    URGENT = "urgent"
    PINNED = "pinned"
    OBJECTION_PERIOD = "objection_period"
    CURRENT_PERIOD = "current_period"
    EARLIER_PERIOD = "earlier_period"
    STANDING = "standing"
    POSTED = "posted"


@dataclass(frozen=True)
class Entry:
    notice: Notice
    seconds: int
    """What all its pages together take, before they are measured."""
    reason: Reason


Objections = Callable[[Notice], ObjectionDays | None]


def playlist(
    notices: Iterable[Notice], screen: Screen, now: datetime, zone: ZoneInfo, pace: Pace, objections_to: Objections
) -> list[Entry]:
    """One round of the screen. Urgent notices lead and come again after every few; pinned ones come more than once;
    each category gets its share of places evenly, and in it this period's disclosures go before older ones."""
    today = now.astimezone(zone).date()
    live = [notice for notice in notices if is_live(notice, now) and is_for(notice, screen)]
    newest = _newest_periods(live)

    def entry(notice: Notice) -> Entry:
        seconds = reading_seconds(notice.body, notice.seconds, pace)
        return Entry(notice, seconds, _reason(notice, newest, today, objections_to(notice)))

    order = sorted(map(entry, live), key=lambda each: _precedence(each, today))
    urgent = [each for each in order if each.notice.is_urgent]
    return _with_urgent(urgent, _interleaved([each for each in order if not each.notice.is_urgent]))


def _newest_periods(notices: Iterable[Notice]) -> dict[object, date]:
    """The last day of the newest period posted for each duty (or category, where no item is named)."""
    newest: dict[object, date] = {}
    for notice in notices:
        if notice.period is not None:
            duty = _duty(notice)
            newest[duty] = max(newest.get(duty, date.min), notice.period.last_on)
    return newest


def _duty(notice: Notice) -> object:
    return notice.item or notice.category


def _reason(notice: Notice, newest: dict[object, date], today: date, objections: ObjectionDays | None) -> Reason:
    if notice.is_urgent:
        return Reason.URGENT
    if notice.is_pinned:
        return Reason.PINNED
    if objections is not None and objections.is_running(today):
        return Reason.OBJECTION_PERIOD
    if notice.kind is Kind.STANDING:
        return Reason.STANDING
    if notice.period is None:
        return Reason.POSTED
    is_newest = notice.period.last_on >= newest[_duty(notice)]
    return Reason.CURRENT_PERIOD if is_newest else Reason.EARLIER_PERIOD


_RANK = (
    Reason.URGENT,
    Reason.PINNED,
    Reason.OBJECTION_PERIOD,
    Reason.CURRENT_PERIOD,
    Reason.POSTED,
    Reason.STANDING,
    Reason.EARLIER_PERIOD,
)


def _precedence(entry: Entry, today: date) -> tuple[int, int, float, int]:
    notice = entry.notice
    age = (today - notice.period.last_on).days if notice.period else 0
    published = notice.published_at.timestamp() if notice.published_at else 0.0
    return (_RANK.index(entry.reason), age, -published, notice.number or 0)


@dataclass
class _Track:
    """Entries that share a claim to places in the round: one category's, or one pinned notice again and again."""

    entries: Sequence[Entry]
    rank: int
    placed: int = 0


def _interleaved(entries: list[Entry]) -> list[Entry]:
    """Every track gets its share of every stretch of the round, to within one place.

    Tijdeman's rule for the chairman assignment problem: among the tracks whose next entry may already be placed,
    the one that must be placed soonest goes next.
    """
    tracks = _tracks(entries)
    places = sum(len(track.entries) for track in tracks)
    order: list[Entry] = []
    for place in range(places):
        waiting = [track for track in tracks if track.placed < len(track.entries)]
        ready = [track for track in waiting if _earliest(track, places) <= place]
        chosen = min(ready or waiting, key=lambda track: (_latest(track, places), track.rank))
        order.append(chosen.entries[chosen.placed])
        chosen.placed += 1
    return order


def _earliest(track: _Track, places: int) -> int:
    """The first place its next entry may take without the track getting more than its share."""
    return math.floor(Fraction(track.placed * places, len(track.entries)))


def _latest(track: _Track, places: int) -> int:
    """The last place its next entry may take without the track falling behind its share."""
    return math.ceil(Fraction((track.placed + 1) * places, len(track.entries))) - 1


def _tracks(entries: list[Entry]) -> list[_Track]:
    pinned = [entry for entry in entries if entry.notice.is_pinned]
    plain = [entry for entry in entries if not entry.notice.is_pinned]
    others = len(entries) - 1
    repeats = max(1, min(others, max(2, math.ceil(others / PINNED_AGAIN_AFTER))))
    tracks = [_Track([entry] * repeats, rank) for rank, entry in enumerate(pinned)]
    for rank, category in enumerate((*PILLARS, *(each for each in Category if each not in PILLARS))):
        of_category = [entry for entry in plain if entry.notice.category is category]
        if of_category:
            tracks.append(_Track(of_category, len(pinned) + rank))
    return tracks


def _with_urgent(urgent: list[Entry], others: list[Entry]) -> list[Entry]:
    if not urgent or not others:
        return urgent + others
    order: list[Entry] = []
    for start in range(0, len(others), URGENT_AGAIN_AFTER):
        order += urgent + others[start : start + URGENT_AGAIN_AFTER]
    return order
