"""The country's working days, checked by hand against the State Council's arrangements of 2024 to 2026. A year that is not
in them yet (2027, at the time of writing) is one of weekends alone."""

from datetime import date, timedelta

import pytest

from kiosk.documents.holidays import work_calendar
from kiosk.rules.days import DayType, counted

WITHOUT_HOLIDAYS = 2100


def from_to(first, last):
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


@pytest.mark.parametrize(
    "first, last, made_up",
    [
        (date(2024, 2, 10), date(2024, 2, 17), [date(2024, 2, 4), date(2024, 2, 18)]),
        (date(2024, 5, 1), date(2024, 5, 5), [date(2024, 4, 28), date(2024, 5, 11)]),
        (date(2024, 9, 15), date(2024, 9, 17), [date(2024, 9, 14)]),
        (date(2024, 10, 1), date(2024, 10, 7), [date(2024, 9, 29), date(2024, 10, 12)]),
        (date(2025, 1, 28), date(2025, 2, 4), [date(2025, 1, 26), date(2025, 2, 8)]),
        (date(2025, 5, 1), date(2025, 5, 5), [date(2025, 4, 27)]),
        (date(2025, 10, 1), date(2025, 10, 8), [date(2025, 9, 28), date(2025, 10, 11)]),
        (date(2026, 1, 1), date(2026, 1, 3), [date(2026, 1, 4)]),
        (date(2026, 2, 15), date(2026, 2, 23), [date(2026, 2, 14), date(2026, 2, 28)]),
        (date(2026, 5, 1), date(2026, 5, 5), [date(2026, 5, 9)]),
        (date(2026, 10, 1), date(2026, 10, 7), [date(2026, 9, 20), date(2026, 10, 10)]),
    ],
)
def test_holidays_are_off_and_what_is_made_up_for_them_is_worked(first, last, made_up):
    calendar = work_calendar()
    assert [day for day in from_to(first, last) if calendar.is_working(day)] == []
    assert [day for day in made_up if not calendar.is_working(day)] == []
    assert calendar.working_from(first) > last


@pytest.mark.parametrize(
    "begun_on, days, last_on",
    [
        (date(2024, 1, 31), 10, date(2024, 2, 18)),  # into the Spring Festival; the Sunday after it is made up
        (date(2024, 4, 21), 7, date(2024, 4, 28)),  # a Sunday that is worked
        (date(2024, 9, 24), 7, date(2024, 10, 8)),
        (date(2025, 1, 21), 7, date(2025, 2, 5)),
        (date(2025, 9, 24), 7, date(2025, 10, 9)),
        (date(2025, 10, 4), 7, date(2025, 10, 11)),
        (date(2026, 2, 7), 7, date(2026, 2, 14)),
        (date(2026, 2, 8), 7, date(2026, 2, 24)),
        (date(2026, 9, 24), 7, date(2026, 10, 8)),
        (date(2026, 10, 3), 7, date(2026, 10, 10)),
        (date(2026, 10, 4), 7, date(2026, 10, 12)),
        (date(2026, 3, 2), 30, date(2026, 4, 1)),
    ],
)
def test_calendar_days_over_the_holidays(begun_on, days, last_on):
    period = counted(begun_on, days, DayType.CALENDAR, work_calendar())
    assert (period.last_on, period.is_sure) == (last_on, True)


@pytest.mark.parametrize(
    "begun_on, days, last_on",
    [
        (date(2024, 4, 30), 5, date(2024, 5, 10)),
        (date(2024, 4, 30), 6, date(2024, 5, 11)),
        (date(2024, 9, 27), 10, date(2024, 10, 16)),
        (date(2025, 1, 20), 10, date(2025, 2, 8)),
        (date(2026, 2, 11), 10, date(2026, 3, 3)),
        (date(2026, 9, 18), 10, date(2026, 10, 9)),
        (date(2026, 9, 21), 10, date(2026, 10, 12)),
        (date(2026, 6, 8), 10, date(2026, 6, 23)),  # Dragon Boat on Friday the 19th
    ],
)
def test_working_days_over_the_holidays(begun_on, days, last_on):
    period = counted(begun_on, days, DayType.WORKING, work_calendar())
    assert (period.last_on, period.is_sure) == (last_on, True)


def test_the_years_are_known_without_a_gap():
    years = work_calendar().years
    assert years == frozenset(range(min(years), max(years) + 1))
    assert {2024, 2025, 2026} <= years


def test_of_a_year_that_is_not_announced_only_the_weekends_are_known():
    period = counted(date(WITHOUT_HOLIDAYS, 9, 27), 10, DayType.WORKING, work_calendar())
    assert (period.last_on, period.is_sure) == (date(WITHOUT_HOLIDAYS, 10, 11), False)
