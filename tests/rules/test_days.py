"""Days counted as the law counts them: after the day of posting, in calendar or working days, on past a last day off."""

from datetime import date, timedelta

import pytest
from cast import DAY, WEEKENDS
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.days import DayType, WorkCalendar, counted

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DATES = st.dates(FIRST, LAST)
CALENDARS = st.builds(
    WorkCalendar,
    st.frozensets(DATES, max_size=60),
    st.frozensets(DATES, max_size=60),
    st.sampled_from([frozenset(), frozenset({2026}), frozenset({2025, 2026, 2027})]),
)
LENGTHS = st.integers(1, 90)
TYPES = st.sampled_from(DayType)


def days_of(period):
    """From the day on which it began until its last."""
    return [period.begun_on + timedelta(days=each) for each in range((period.last_on - period.begun_on).days + 1)]


@pytest.mark.parametrize(
    "day, is_worked",
    [
        (date(2026, 10, 9), True),
        (date(2026, 10, 10), True),  # a Saturday made up for the holiday
        (date(2026, 10, 11), False),
        (date(2026, 10, 5), False),
        (date(2027, 10, 5), True),  # a Tuesday of a year whose holidays are not known
        (date(2027, 10, 9), False),
    ],
)
def test_a_day_is_worked_as_announced_else_by_the_week(day, is_worked):
    holidays = frozenset({date(2026, 10, 5), date(2027, 10, 5)})
    calendar = WorkCalendar(holidays, frozenset({date(2026, 10, 10), date(2027, 10, 9)}), frozenset({2026}))
    assert calendar.is_working(day) is is_worked


@pytest.mark.parametrize(
    "days, last_on",
    [
        (1, date(2026, 6, 9)),
        (4, date(2026, 6, 12)),
        (5, date(2026, 6, 15)),  # Saturday goes on to Monday
        (6, date(2026, 6, 15)),
        (7, date(2026, 6, 15)),
        (8, date(2026, 6, 16)),
    ],
)
def test_calendar_days_that_end_on_a_day_off_go_on_to_the_next_working_day(days, last_on):
    assert counted(date(2026, 6, 8), days, DayType.CALENDAR, WEEKENDS).last_on == last_on


def test_on_what_was_put_off_the_last_day_is_told_again():
    period = counted(date(2026, 6, 8), 5, DayType.CALENDAR, WEEKENDS)
    assert [period.day(each) for each in days_of(period)] == [0, 1, 2, 3, 4, 5, 5, 5]
    assert period.is_extended
    assert period.day(period.last_on + DAY) == 6


def test_between_working_days_the_count_stands_still():
    period = counted(date(2026, 6, 11), 3, DayType.WORKING, WEEKENDS)
    assert [period.day(each) for each in days_of(period)] == [0, 1, 1, 1, 2, 3]
    assert not period.is_extended


@pytest.mark.parametrize(
    "today, is_running",
    [(date(2026, 6, 7), False), (date(2026, 6, 8), True), (date(2026, 6, 15), True), (date(2026, 6, 16), False)],
)
def test_a_period_runs_from_its_posting_through_its_last_day(today, is_running):
    assert counted(date(2026, 6, 8), 5, DayType.CALENDAR, WEEKENDS).is_running(today) is is_running


@pytest.mark.parametrize("day_type", DayType)
@pytest.mark.parametrize(
    "begun_on, is_sure",
    [(date(2026, 12, 1), True), (date(2026, 12, 30), False), (date(2027, 1, 4), False), (date(2025, 12, 20), False), (date(2025, 12, 31), True)],
)
def test_it_is_sure_only_where_the_holidays_are_known(day_type, begun_on, is_sure):
    known = WorkCalendar(years=frozenset({2026}))
    assert counted(begun_on, 5, day_type, known).is_sure is is_sure


@given(begun_on=DATES, days=LENGTHS, day_type=TYPES, calendar=CALENDARS)
def test_the_last_day_is_worked_and_every_day_is_told_once_in_order(begun_on, days, day_type, calendar):
    period = counted(begun_on, days, day_type, calendar)
    assert calendar.is_working(period.last_on)
    told = [period.day(each) for each in days_of(period)]
    assert told == sorted(told)
    assert set(told) == set(range(days + 1))
    assert len(days_of(period)) - 1 == days + len(period.uncounted)


@given(begun_on=DATES, days=LENGTHS, calendar=CALENDARS)
def test_so_many_working_days_lie_between(begun_on, days, calendar):
    period = counted(begun_on, days, DayType.WORKING, calendar)
    assert sum(calendar.is_working(each) for each in days_of(period)[1:]) == days


@given(begun_on=DATES, days=LENGTHS, calendar=CALENDARS)
def test_calendar_days_go_on_over_days_off_alone(begun_on, days, calendar):
    period = counted(begun_on, days, DayType.CALENDAR, calendar)
    said = begun_on + timedelta(days=days)
    assert period.last_on >= said
    assert [each for each in days_of(period)[days:-1] if calendar.is_working(each)] == []
    assert period.is_extended is (period.last_on > said)


@given(begun_on=DATES, days=LENGTHS, day_type=TYPES, calendar=CALENDARS)
def test_a_longer_period_never_ends_earlier(begun_on, days, day_type, calendar):
    assert counted(begun_on, days, day_type, calendar).last_on <= counted(begun_on, days + 1, day_type, calendar).last_on


@given(begun_on=st.dates(date(2030, 1, 1), date(2990, 1, 1)), days=LENGTHS, day_type=TYPES, calendar=CALENDARS)
def test_a_year_that_is_not_known_is_counted_by_its_weekends_and_it_says_so(begun_on, days, day_type, calendar):
    period = counted(begun_on, days, day_type, calendar)
    assert period == counted(begun_on, days, day_type, WEEKENDS)
    assert not period.is_sure
