"""Whether the machine's clock can be believed: at a start, and while it runs."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import DAY, HOUR, NOON, SECOND

from kiosk.rules.clock_trust import RELEASED_AT, SLACK, Doubt, Held, Known, Said, after, at_the_start, believed

IN_1970 = datetime(1970, 1, 1, tzinfo=UTC)
MONTH = 30 * DAY


def said(wall: datetime, steady: float = 0, is_network_time: bool = False) -> Said:
    return Said(wall, steady, is_network_time)


def running(at: datetime = NOON) -> Held:
    return at_the_start(Known(at), said(at))


@pytest.mark.parametrize("wall, doubt", [
    (IN_1970, Doubt.IMPOSSIBLE),
    (RELEASED_AT - SECOND, Doubt.IMPOSSIBLE),
    (RELEASED_AT, Doubt.BEHIND),
    (NOON - 30 * DAY, Doubt.BEHIND),
    (NOON - 8 * HOUR, Doubt.BEHIND),
    (NOON - SLACK - SECOND, Doubt.BEHIND),
    (NOON - SLACK, None),
    (NOON, None),
    (NOON + 8 * HOUR, None),
    (NOON + MONTH, None),
    (NOON + MONTH + SECOND, Doubt.LONG_OFF),
    (NOON + 400 * DAY, Doubt.LONG_OFF),
])  # fmt: skip
def test_a_machine_that_was_on_at_noon_starts_again(wall, doubt):
    held = at_the_start(Known(NOON, MONTH), said(wall))
    assert held.doubt is doubt
    assert held.now == (wall if doubt is None else NOON)


@pytest.mark.parametrize("leap, doubt", [
    (IN_1970 - NOON, Doubt.IMPOSSIBLE),
    (-30 * DAY, Doubt.BEHIND),
    (-8 * HOUR, Doubt.BEHIND),
    (-HOUR, Doubt.BEHIND),
    (-SLACK, None),
    (SLACK, None),
    (HOUR, Doubt.AHEAD),
    (8 * HOUR, Doubt.AHEAD),
    (400 * DAY, Doubt.AHEAD),
])  # fmt: skip
def test_a_clock_leaps_while_the_machine_runs(leap, doubt):
    held = after(running(), said(NOON + leap + 60 * SECOND, steady=60))
    assert held.doubt is doubt
    assert held.now == NOON + 60 * SECOND + (timedelta(0) if doubt else leap)


def test_time_goes_on_while_nobody_knows_it_and_is_right_again_when_the_clock_is():
    held = running()
    for minute in range(1, 61):
        held = after(held, said(IN_1970 + minute * 60 * SECOND, steady=minute * 60))
    assert (held.now, held.doubt) == (NOON + HOUR, Doubt.IMPOSSIBLE)
    held = after(held, said(NOON + HOUR + SECOND, steady=3601))
    assert (held.now, held.doubt) == (NOON + HOUR + SECOND, None)


def test_after_a_start_in_1970_the_network_may_bring_any_hour_of_the_absence():
    held = at_the_start(Known(NOON, MONTH), said(IN_1970))
    held = after(held, said(NOON + 3 * DAY, steady=60))
    assert (held.now, held.doubt) == (NOON + 3 * DAY, None)
    assert after(held, said(NOON + 6 * DAY, steady=61)).doubt is Doubt.AHEAD, "from then on it runs"


@pytest.mark.parametrize("wall", [NOON - 30 * DAY, NOON - HOUR, NOON + 8 * HOUR, NOON + 400 * DAY])
def test_the_network_knows_better_than_anything_written_down(wall):
    assert at_the_start(Known(NOON, MONTH), said(wall, is_network_time=True)).doubt is None
    assert after(running(), said(wall, 60, is_network_time=True)).now == wall


def test_a_board_that_was_never_on_knows_of_no_absence():
    assert at_the_start(Known(NOON), said(NOON + 400 * DAY)).doubt is None
    assert at_the_start(Known(), said(NOON)).doubt is None
    assert at_the_start(Known(), said(IN_1970)).now == RELEASED_AT


def test_to_be_switched_off_and_on_again_makes_a_wrong_clock_no_better():
    known = Known(NOON, MONTH, was_ahead=8 * HOUR)
    assert at_the_start(known, said(NOON + 9 * HOUR)).doubt is Doubt.AHEAD
    assert at_the_start(known, said(NOON + HOUR)).doubt is None, "it was put right meanwhile"


def test_a_machine_that_slept_goes_on_where_it_is():
    assert after(running(), said(NOON + 9 * HOUR, steady=9 * 3600)).doubt is None
    months = 90 * DAY
    assert after(running(), said(NOON + months, steady=months.total_seconds())).doubt is Doubt.AHEAD, "nobody sleeps that long"
    assert after(running(), said(NOON, steady=-5)).now == NOON, "a count that runs backwards counts for nothing"


def test_once_somebody_has_said_that_it_is_right_it_is():
    wrong = after(running(), said(NOON + 400 * DAY, steady=60))
    right = believed(wrong, said(NOON + 400 * DAY, steady=60))
    assert after(right, said(NOON + 400 * DAY + HOUR, steady=3660)).doubt is None
    assert after(right, said(NOON + HOUR, steady=3660)).doubt is Doubt.BEHIND
