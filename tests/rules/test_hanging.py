"""On how many days the versions of a notice have hung."""

import pytest
from cast import DAY, HOUR, NOON, SHANGHAI, a_posted_notice

from kiosk.rules.hanging import hung_days, spans

NOW = NOON + 30 * DAY


def version(number, began, until=None):
    return a_posted_notice(version=number, shows_from=NOON + began * DAY, shows_until=None if until is None else NOON + until * DAY)


@pytest.mark.parametrize(
    "versions, withdrawn, days",
    [
        ([version(1, 0)], {}, 30),
        ([version(1, 0, 16)], {}, 16),
        ([version(1, 0, 60)], {}, 30),
        ([version(1, 0)], {1: 4}, 4),
        ([version(1, 0), version(2, 5)], {}, 30),
        ([version(1, 0), version(2, 10)], {1: 4}, 24),
        ([version(1, 0, 16), version(2, 20, 25)], {}, 21),
        ([version(1, 31)], {}, 0),
        ([], {}, 0),
    ],
)
def test_gaps_do_not_count(versions, withdrawn, days):
    taken_down = {number: NOON + day * DAY for number, day in withdrawn.items()}
    assert hung_days(spans(versions, taken_down, NOW), SHANGHAI) == days


def test_a_correction_leaves_no_gap():
    assert spans([version(1, 0), version(2, 5)], {}, NOW) == [(NOON, NOW)]


def test_the_day_of_posting_does_not_count():
    assert hung_days(spans([version(1, 0)], {}, NOON + 11 * HOUR), SHANGHAI) == 0
    assert hung_days(spans([version(1, 0)], {}, NOON + 13 * HOUR), SHANGHAI) == 1


def test_what_comes_down_at_midnight_has_hung_until_the_day_before():
    midnight = (NOON + 16 * DAY).replace(hour=0)
    assert hung_days(spans([a_posted_notice(shows_from=NOON, shows_until=midnight)], {}, NOW), SHANGHAI) == 15
