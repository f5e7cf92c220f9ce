"""Working days and days off, and periods of days counted as the law counts them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_SATURDAY = 5


class DayType(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked, for the years whose holidays have been announced (each November, for the next)."""

    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    """Days of a weekend that are worked for a holiday (调休)."""
    years: frozenset[int] = frozenset()
    """Of any other year only the weekends are known."""

    def is_working(self, day: date) -> bool:
        is_weekday = day.weekday() < _SATURDAY
        if day.year not in self.years:
            return is_weekday
        return day in self.make_up_days or is_weekday and day not in self.days_off

    def working_from(self, day: date) -> date:
        """That day, or the first one after it that is worked."""
        while not self.is_working(day):
            day += _DAY
        return day

    def knows(self, first: date, last: date) -> bool:
        return self.years.issuperset(range(first.year, last.year + 1))


@dataclass(frozen=True)
class CountedDays:
    """So many days after the one on which they began."""

    begun_on: date
    days: int
    day_type: DayType
    last_on: date
    uncounted: tuple[date, ...]
    """Those up to the last that do not count: days off between working days, and what a last day off goes on to."""
    is_sure: bool
    """All holidays that could matter are known; else it was counted by weekends alone."""

    def day(self, today: date) -> int:
        """0 when it begins, then 1 to `days`, and more when it is over."""
        return (today - self.begun_on).days - sum(day <= today for day in self.uncounted)

    def is_running(self, today: date) -> bool:
        return self.begun_on <= today <= self.last_on

    def is_over(self, today: date) -> bool:
        return self.last_on < today

    @property
    def is_working(self) -> bool:
        return self.day_type is DayType.WORKING

    @property
    def is_extended(self) -> bool:
        """Its last day would have been a day off."""
        return not self.is_working and bool(self.uncounted)

    @property
    def is_awaited(self) -> bool:
        return False


@dataclass(frozen=True)
class AwaitedDays:
    """So many days after the one on which a screen first shows it, which nobody knows yet."""

    days: int
    day_type: DayType

    def is_running(self, today: date) -> bool:
        """Whoever reads it now may object."""
        return True

    def is_over(self, today: date) -> bool:
        return False

    @property
    def is_working(self) -> bool:
        return self.day_type is DayType.WORKING

    @property
    def is_awaited(self) -> bool:
        return True


ObjectionDays = CountedDays | AwaitedDays


@dataclass(frozen=True)
class GivenDays:
    """What was set when a notice was posted: what is set afterwards holds for others."""

    display: int
    """That it must stay posted, its objection period aside; 0 for what discloses nothing."""
    least: int
    """The village's display period: so long a report hangs beside its successor."""
    day_type: DayType
    """Of its objection days."""
    is_for_good: bool
    """It stands until somebody takes it down."""


def counted(begun_on: date, days: int, day_type: DayType, calendar: WorkCalendar) -> CountedDays:
    """The day on which it begins is not counted (民法典 art. 201); calendar days that would end on a day off go on to the
    next working day (art. 203)."""
    if day_type is DayType.WORKING:
        last_on = begun_on
        for _ in range(days):
            last_on = calendar.working_from(last_on + _DAY)
        uncounted = [day for day in _after(begun_on, last_on) if not calendar.is_working(day)]
        is_sure = calendar.knows(begun_on + _DAY, last_on)
    else:
        said = begun_on + timedelta(days=days)
        last_on = calendar.working_from(said)
        uncounted = [*_after(said, last_on)]
        is_sure = calendar.knows(said, last_on)
    return CountedDays(begun_on, days, day_type, last_on, tuple(uncounted), is_sure)


def _after(day: date, last_on: date) -> Iterator[date]:
    while day < last_on:
        day += _DAY
        yield day
