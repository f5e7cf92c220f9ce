"""Shares of a whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.rules.shares import shares

COUNTS = some.lists(some.integers(0, 10_000), min_size=1, max_size=12)


@pytest.mark.parametrize(
    "counts, told",
    [
        ([1, 1, 1], ["33.4", "33.3", "33.3"]),
        ([1, 1, 1, 1, 1, 1], ["16.7", "16.7", "16.7", "16.7", "16.6", "16.6"]),
        ([2, 1], ["66.7", "33.3"]),
        ([3, 0], ["100.0", "0.0"]),
        ([0, 0], ["0.0", "0.0"]),
        ([], []),
        ([1, 999], ["0.1", "99.9"]),
        ([1, 9999], ["0.0", "100.0"]),
    ],
)
def test_what_each_has_of_the_whole(counts, told):
    assert [str(each) for each in shares(counts)] == told


@given(COUNTS)
def test_they_add_up_to_the_whole_and_each_is_near_its_own(counts):
    whole = sum(counts)
    told = shares(counts)
    assert sum(told) == (100 if whole else 0)
    for count, per_cent in zip(counts, told, strict=True):
        assert not whole or abs(per_cent - Decimal(count * 100) / whole) < Decimal("0.1")


@given(COUNTS)
def test_who_has_more_has_no_smaller_share(counts):
    ordered = sorted(counts, reverse=True)
    told = shares(ordered)
    assert told == sorted(told, reverse=True)
