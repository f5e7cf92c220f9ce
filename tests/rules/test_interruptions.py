"""When what hung could not be seen, hour by hour, and why."""

import pytest
from cast import HOUR, SHANGHAI, local

from kiosk.rules.interruptions import Interruption, Why, dark_hours, down_between
from kiosk.rules.outages import Cause, Outage
from kiosk.rules.screen import Screen

HALL = Screen("hall", "大厅", opens_at="08:00", closes_at="12:00")
NIGHTS = Screen("hall", "大厅", opens_at="22:00", closes_at="02:00")
ALWAYS = Screen("hall", "大厅")
MONDAY, TUESDAY = local(2026, 10, 12), local(2026, 10, 13)


def at(hour: float, day=MONDAY):
    return day + hour * HOUR


def lit(*hours: int, day=MONDAY):
    return {(day.date(), hour) for hour in hours}


def told(screen, since, until, shown, outages=()):
    found = dark_hours(screen, [(since, until)], shown, outages, SHANGHAI)
    return [(each.began_at, each.ended_at, each.hours, each.why.value) for each in found]


@pytest.mark.parametrize(
    "screen, since, until, shown, expected",
    [
        (HALL, at(0), at(24), lit(8, 9, 10, 11), []),
        (HALL, at(0), at(24), lit(8, 11), [(at(9), at(11), 2, "unknown")]),
        (HALL, at(0), at(24), lit(8, 10), [(at(9), at(10), 1, "unknown"), (at(11), at(12), 1, "unknown")]),
        (HALL, at(9.5), at(24), lit(10, 11), []),  # the hour had begun when it went up
        (HALL, at(0), at(11.5), lit(8, 9, 10), []),  # and is not over
        (HALL, at(0), at(48), lit(8, 9), [(at(10), at(12, TUESDAY), 6, "unknown")]),  # dark on purpose in between
        (NIGHTS, at(12), at(36), lit(22, 23), [(at(0, TUESDAY), at(2, TUESDAY), 2, "unknown")]),
        (ALWAYS, at(0), at(24), lit(*range(23)), [(at(23), at(24), 1, "unknown")]),
        (ALWAYS, at(3), at(3), lit(), []),
    ],
)
def test_whole_open_hours_without_any_notice_are_told(screen, since, until, shown, expected):
    assert told(screen, since, until, shown) == expected


def test_half_an_open_hour_proves_nothing():
    late = Screen("hall", "大厅", opens_at="08:30", closes_at="09:30")
    assert told(late, at(0), at(24), lit()) == []


@pytest.mark.parametrize(
    "outages, expected",
    [
        ([Outage("hall", at(8), at(10), Cause.SCREEN_DARK)], [(8, 10, "screen_dark"), (10, 12, "unknown")]),
        ([Outage(None, at(7), None, Cause.BOARD_OFF)], [(8, 12, "board_off")]),
        ([Outage("gate", at(7), at(13), Cause.SCREEN_DARK)], [(8, 12, "unknown")]),
        (
            [Outage("hall", at(8), at(9.25), Cause.SCREEN_DARK), Outage(None, at(9.25), at(12), Cause.BOARD_OFF)],
            [(8, 9, "screen_dark"), (9, 12, "board_off")],  # what took most of the hour
        ),
    ],
)
def test_the_cause_is_what_was_out_for_most_of_the_hour(outages, expected):
    assert told(HALL, at(0), at(24), lit(), outages) == [(at(a), at(b), b - a, why) for a, b, why in expected]


def test_two_times_of_hanging_are_two_interruptions():
    spans = [(at(0), at(10)), (at(10), at(24))]
    assert len(dark_hours(HALL, spans, lit(), [], SHANGHAI)) == 2


def test_between_what_was_taken_down_and_what_took_its_place_nothing_hung():
    spans = [(at(0), at(5)), (at(5), at(6)), (at(8), at(9))]
    assert down_between(spans) == [Interruption("", at(6), at(8), 0, Why.TAKEN_DOWN)]
    assert down_between(spans[:1]) == []


def test_every_cause_of_an_outage_has_its_word_here():
    assert {cause.value for cause in Cause} <= {why.value for why in Why}


