"""Guessing is slowed down, and nobody can lock somebody else out."""

from datetime import timedelta

import pytest
from cast import INSTANT, NOON
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.throttle import FIRST_CODE, KNOWN_BROWSER, ONE_ADDRESS, STRANGERS_TO_A_NAME, Limit, free_again_at

MINUTE = timedelta(minutes=1)
THREE_IN_TEN = Limit(3, 10 * MINUTE)


@pytest.mark.parametrize(
    "minutes_ago, free_in",
    [
        ([], None),
        ([1], None),
        ([2, 1], None),
        ([3, 2, 1], 7),  # when the oldest of the three is ten minutes old
        ([0, 0, 0], 10),
        ([9, 8, 7, 6], 2),  # of four, the last three count
        ([30, 20, 2, 1], None),
        ([30, 3, 2, 1], 7),
        ([10, 2, 1], None),  # ten minutes ago is over
    ],
)
def test_three_tries_in_ten_minutes(minutes_ago, free_in):
    failures = [NOON - minutes * MINUTE for minutes in minutes_ago]
    free_at = free_again_at(failures, THREE_IN_TEN, NOON)
    assert free_at == (None if free_in is None else NOON + free_in * MINUTE)


def test_at_that_very_moment_it_is_free():
    failures = [NOON - each * MINUTE for each in (3, 2, 1)]
    free_at = free_again_at(failures, THREE_IN_TEN, NOON)
    assert free_again_at(failures, THREE_IN_TEN, free_at - INSTANT) == free_at
    assert free_again_at(failures, THREE_IN_TEN, free_at) is None


@given(st.lists(st.integers(0, 60), max_size=20).map(sorted), st.integers(1, 5), st.integers(1, 30))
def test_it_never_lasts_longer_than_the_time_that_is_looked_at(seconds, tries, within):
    limit = Limit(tries, within * timedelta(seconds=1))
    failures = [NOON - timedelta(seconds=60 - each) for each in seconds]
    free_at = free_again_at(failures, limit, NOON)
    assert free_at is None or NOON < free_at <= NOON + limit.within
    assert free_again_at(failures, limit, NOON + limit.within) is None


@pytest.mark.parametrize("limit", [KNOWN_BROWSER, STRANGERS_TO_A_NAME, ONE_ADDRESS, FIRST_CODE])
def test_a_password_of_a_thousand_guesses_lasts_for_hours(limit):
    assert 5 <= limit.tries <= 30, "a clerk with a new keyboard is not shut out at once"
    assert 1000 / limit.tries * limit.within >= timedelta(hours=8)
