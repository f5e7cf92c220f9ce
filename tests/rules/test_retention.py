"""When a copy is due, and which of the older ones may go."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import DAY, HOUR, INSTANT, NOON, SHANGHAI, local
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.retention import (
    CLOCK_SLACK,
    DAYS,
    MONTHS,
    NEWEST,
    WEEKS,
    is_due,
    is_stale,
    may_go,
    newest_by,
)

TONIGHT = local(2026, 10, 10, 3)
NOWHERE_NEAR = datetime(1970, 1, 1, tzinfo=UTC)


def nightly(nights: int, last: datetime = TONIGHT) -> list[datetime]:
    return [last - night * DAY for night in range(nights)]


@pytest.mark.parametrize(
    "made, now, due",
    [
        ([], NOON, True),
        ([TONIGHT - DAY], TONIGHT - INSTANT, False),
        ([TONIGHT - DAY], TONIGHT, True),
        ([TONIGHT], TONIGHT + INSTANT, False),
        ([TONIGHT], TONIGHT + DAY - INSTANT, False),
        ([TONIGHT], TONIGHT + DAY, True),
        ([TONIGHT - HOUR], TONIGHT, True),
        ([NOON - DAY], NOON, True),
        ([NOON - 400 * DAY, NOON - HOUR], NOON, False),
    ],
)
def test_a_copy_is_due_every_night_at_three_or_when_the_machine_is_on_again(made, now, due):
    assert is_due(made, now, SHANGHAI) is due


def test_a_clock_that_ran_ahead_does_not_keep_the_next_copies_from_being_made():
    assert is_due([NOON + 365 * DAY], NOON, SHANGHAI)
    assert not is_due([NOON + 365 * DAY, NOON - HOUR], NOON, SHANGHAI)
    assert newest_by(NOON, [NOON + 365 * DAY, NOON - HOUR]) == NOON - HOUR
    assert newest_by(NOON, [NOON + CLOCK_SLACK]) == NOON + CLOCK_SLACK


def test_a_machine_that_has_lost_the_year_still_makes_one_a_night_and_no_more():
    assert is_due([NOON], NOWHERE_NEAR, SHANGHAI)
    assert not is_due([NOON, NOWHERE_NEAR], NOWHERE_NEAR + HOUR, SHANGHAI)


@pytest.mark.parametrize("age, stale", [(timedelta(), False), (DAY, False), (DAY + INSTANT, True)])
def test_a_copy_is_stale_after_a_day(age, stale):
    assert is_stale(NOON - age, NOON) is stale


def test_no_copy_at_all_is_as_bad_as_a_stale_one():
    assert is_stale(None, NOON)


def test_of_a_week_of_nights_nothing_goes():
    assert may_go(nightly(DAYS), SHANGHAI) == set()


def test_of_ten_years_of_nights_a_few_dozen_stay():
    made = nightly(3653)
    kept = set(made) - may_go(made, SHANGHAI)
    assert set(nightly(DAYS)) <= kept
    assert len(kept) <= NEWEST + DAYS + WEEKS + MONTHS + 11
    assert {each.astimezone(SHANGHAI).year for each in kept} == set(range(2016, 2027))
    months = {(each.astimezone(SHANGHAI).year, each.astimezone(SHANGHAI).month) for each in kept}
    assert len(months) >= MONTHS


def test_of_a_day_in_which_many_were_made_the_newest_stay():
    made = [NOON - minute * timedelta(minutes=1) for minute in range(30)]
    assert set(made) - may_go(made, SHANGHAI) == set(made[:NEWEST])


def test_days_are_those_of_the_village():
    """Seven in the morning and the evening before are one day in Greenwich, two in Shanghai."""
    made = [local(2026, 10, day, hour) for day in range(1, 11) for hour in (7, 9)]
    kept = set(made) - may_go(made, SHANGHAI)
    assert {local(2026, 10, day, 9) for day in range(4, 11)} <= kept


def test_the_rule_applied_night_after_night_keeps_as_much_as_applied_once():
    kept: set[datetime] = set()
    for night in reversed(nightly(800)):
        kept.add(night)
        kept -= may_go(kept, SHANGHAI)
    assert set(nightly(DAYS)) <= kept
    assert len({(each.year, each.month) for each in kept}) >= MONTHS
    assert len({each.year for each in kept}) == 3


@given(st.lists(st.datetimes(datetime(1970, 1, 2), datetime(2999, 12, 31), timezones=st.just(UTC)), max_size=80))
def test_whatever_the_clock_did_the_newest_few_stay_and_one_of_every_year(made):
    gone = may_go(made, SHANGHAI)
    assert gone <= set(made)
    assert not gone & set(sorted(made, reverse=True)[:NEWEST])
    years = {each.astimezone(SHANGHAI).year for each in made}
    assert {each.astimezone(SHANGHAI).year for each in set(made) - gone} == years
    assert may_go(set(made) - gone, SHANGHAI) == set()
