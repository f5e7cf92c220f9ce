"""How long a notice goes on hanging, by what screens have proved and what residents have objected to."""

from datetime import date, timedelta

import pytest
from cast import SHANGHAI, TERMS, a_notice, an_item, local
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.holidays import work_calendar
from kiosk.rules.clocks import WAITS_AT_MOST, Clocked, hangs_until, is_waiting
from kiosk.rules.days import DayType
from kiosk.rules.notice import Category, Kind
from kiosk.rules.posting import last_day, objection_period

POSTED = date(2026, 3, 2)
PLANNED = date(2026, 3, 17)


def clocked(**changes):
    plain = {"posted_on": POSTED, "begun_on": POSTED, "required": 15, "proven_days": None, "has_open_objection": False}
    return Clocked(**plain | changes)


@pytest.mark.parametrize(
    "today, proven, last_on",
    [
        (date(2026, 3, 2), 0, date(2026, 3, 17)),
        (date(2026, 3, 10), 7, date(2026, 3, 17)),  # shown every day so far
        (date(2026, 3, 10), 5, date(2026, 3, 19)),  # two days were dark
        (date(2026, 3, 17), 14, date(2026, 3, 17)),
        (date(2026, 3, 18), 14, date(2026, 3, 18)),  # the last day was not shown after all
        (date(2026, 3, 18), 15, date(2026, 3, 17)),
        (date(2026, 3, 25), 0, date(2026, 4, 1)),  # never more than twice its days
        (date(2026, 3, 25), None, date(2026, 3, 17)),  # nobody tells
    ],
)
def test_days_that_were_missed_are_made_up(today, proven, last_on):
    assert hangs_until(PLANNED, clocked(proven_days=proven), today) == last_on


def test_an_open_objection_keeps_it_up_from_day_to_day():
    today = date(2026, 4, 20)
    assert hangs_until(PLANNED, clocked(has_open_objection=True), today) == date(2026, 4, 21)
    assert hangs_until(PLANNED, clocked(), today) == PLANNED


@pytest.mark.parametrize("today, waits", [(POSTED, True), (date(2026, 4, 1), True), (date(2026, 4, 2), False)])
def test_a_screen_is_not_waited_for_for_ever(today, waits):
    assert is_waiting(clocked(begun_on=None), today) is waits
    assert is_waiting(clocked(), today) is False


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 40), st.booleans())
def test_it_never_ends_before_its_plan_and_never_hangs_longer_than_twice(days, proven, required, objected):
    planned, today = POSTED + timedelta(days=required), POSTED + timedelta(days=days)
    facts = clocked(required=required, proven_days=min(proven, days), has_open_objection=objected)
    last_on = hangs_until(planned, facts, today)
    assert last_on >= planned
    assert objected or last_on <= max(planned, POSTED + timedelta(days=WAITS_AT_MOST * required))


@given(st.integers(1, 40), st.integers(0, 80))
def test_what_was_shown_on_every_day_ends_as_planned(required, days):
    today = POSTED + timedelta(days=days)
    facts = clocked(required=required, proven_days=max(0, min(days - 1, required)))
    planned = POSTED + timedelta(days=required)
    assert hangs_until(planned, facts, min(today, planned)) == planned


# Spring Festival 2026: 15 to 23 February are off, Saturday 14 and Saturday 28 February are worked. National Day 2026: 1 to
# 7 October are off, Sunday 20 September and Saturday 10 October are worked.
@pytest.mark.parametrize(
    "begun, item, days, last_on",
    [
        (local(2026, 2, 10, 9), an_item(objection_days=7), 7, date(2026, 2, 24)),  # the seventh day is off, and so are those after
        (local(2026, 2, 12, 9), an_item(objection_days=10, objection_day_type=DayType.WORKING), 10, date(2026, 3, 4)),
        (local(2026, 9, 24, 9), an_item(objection_days=7), 7, date(2026, 10, 8)),
        (local(2026, 3, 2, 9), an_item(objection_days=7), 7, date(2026, 3, 9)),
    ],
)
def test_the_days_for_objections_run_from_the_first_proof(begun, item, days, last_on):
    notice = a_notice(kind=Kind.PUBLICITY, objection_days=days, shows_from=local(2026, 1, 1), clock_begun_at=begun)
    assert objection_period(notice, item, SHANGHAI, work_calendar()).last_on == last_on


@pytest.mark.parametrize(
    "valid_until, last_on",
    [
        (None, date(2026, 3, 25)),
        (date(2026, 3, 20), date(2026, 3, 25)),  # what the clerk named never shortens the days
        (date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_a_clock_that_begins_late_ends_late(valid_until, last_on):
    notice = a_notice(category=Category.SUBSIDY, valid_until=valid_until)
    assert last_day(notice, None, TERMS, date(2026, 3, 10), work_calendar()) == last_on


def test_what_stands_for_good_has_no_last_day():
    assert last_day(a_notice(kind=Kind.STANDING), None, TERMS, POSTED, work_calendar()) is None
