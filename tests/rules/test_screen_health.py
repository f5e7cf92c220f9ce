"""How a screen is doing: what is read of what it says, and when it counts as dark."""

from datetime import timedelta

import pytest
from cast import HALL, NOON, SHANGHAI, local
from told import a_health

from kiosk.rules.screen import Screen
from kiosk.rules.screen_health import Absence, Sight, State, dark_since, health_of, open_since, state_of

MINUTE = timedelta(minutes=1)
DAYTIME = Screen("hall", "大厅", opens_at="08:00", closes_at="21:30")
EVENING = Screen("hall", "大厅", opens_at="18:00", closes_at="02:00")


def test_what_a_page_says_is_read_as_it_was_meant():
    health = health_of(
        a_health(
            ratio=1.5,
            clock=-180_500,
            offline=[["2026-10-10T01:00:00Z", "2026-10-10T01:05:00Z"], ["2026-10-10T02:00:00.123Z", None]],
            fault={"text": " x is\nnot  a function ", "at": "2026-10-10T03:00:00Z"},
            memory=None,
        )
    )
    assert (health.width, health.height, health.pixel_ratio, health.memory_bytes) == (1920, 1080, 1.5, None)
    assert health.clock_ahead == timedelta(seconds=-180.5)
    assert health.absences[0] == Absence(local(2026, 10, 10, 9), local(2026, 10, 10, 9, 5))
    assert health.absences[1].ended_at is None
    assert (health.fault, health.fault_at) == ("x is not a function", local(2026, 10, 10, 11))


@pytest.mark.parametrize(
    "field, value",
    [
        ("page", None),
        ("page", 5),
        ("opened", "soon"),
        ("opened", "2026-10-10T12:00:00"),  # of which zone?
        ("opened", "0001-01-01T00:00:00Z"),
        ("width", 0),
        ("width", 32769),
        ("width", 19.5),
        ("width", "1920"),
        ("width", True),
        ("height", None),
        ("ratio", 0),
        ("ratio", float("nan")),
        ("ratio", float("inf")),
        ("ratio", True),
        ("clock", 10**30),
        ("clock", "0"),
        ("fonts", 1),
        ("seen", None),
        ("closed", "no"),
        ("notice", -1),
        ("notice", "1"),
        ("memory", -1),
        ("memory", 1.5),
        ("nodes", None),
        ("offline", None),
        ("offline", {}),
        ("offline", [["2026-10-10T01:00:00Z"]]),
        ("offline", [["2026-10-10T01:00:00Z", 5]]),
        ("offline", [["2026-10-10T01:00:00Z", None]] * 11),
        ("fault", "text"),
        ("fault", {"text": 5, "at": "2026-10-10T01:00:00Z"}),
        ("fault", {"text": "x"}),
    ],
)
def test_what_cannot_be_meant_is_no_health(field, value):
    with pytest.raises((ValueError, OverflowError)):
        health_of(a_health(**{field: value}))


def test_a_hostile_fault_stays_one_short_line():
    fault = {"text": "\x00\x1b[31m\ud800\u202e" + "字" * 900, "at": "2026-10-10T03:00:00Z"}
    said = health_of(a_health(fault=fault)).fault
    assert said.startswith("[31m") and said.endswith("字") and 290 < len(said) <= 300
    assert said.isprintable()


@pytest.mark.parametrize("milliseconds, is_off", [(None, False), (0, False), (120_000, False), (120_001, True), (-120_001, True)])
def test_a_clock_is_off_from_two_minutes_on(milliseconds, is_off):
    assert health_of(a_health(clock=milliseconds)).clock_is_off is is_off


@pytest.mark.parametrize(
    "screen, now, since",
    [
        (DAYTIME, local(2026, 10, 10, 7, 59), None),
        (DAYTIME, local(2026, 10, 10, 8), local(2026, 10, 10, 8)),
        (DAYTIME, local(2026, 10, 10, 21, 29), local(2026, 10, 10, 8)),
        (DAYTIME, local(2026, 10, 10, 21, 30), None),
        (EVENING, local(2026, 10, 10, 17, 59), None),
        (EVENING, local(2026, 10, 10, 23), local(2026, 10, 10, 18)),
        (EVENING, local(2026, 10, 11, 1, 59), local(2026, 10, 10, 18)),
        (EVENING, local(2026, 10, 11, 2), None),
    ],
)
def test_since_when_it_is_open(screen, now, since):
    assert open_since(screen, now, SHANGHAI) == since


@pytest.mark.parametrize(
    "screen, shown_at, watched_since, dark",
    [
        (HALL, NOON - 5 * MINUTE, NOON - 60 * MINUTE, NOON - 5 * MINUTE),
        (HALL, None, NOON - 60 * MINUTE, NOON - 60 * MINUTE),
        (HALL, NOON - 60 * MINUTE, NOON - 5 * MINUTE, NOON - 5 * MINUTE),  # before, the board was not there to see it
        (DAYTIME, None, NOON - 600 * MINUTE, local(2026, 10, 10, 8)),  # it was meant to be dark until eight
        (EVENING, None, NOON - 600 * MINUTE, None),
    ],
)
def test_it_is_dark_from_when_it_should_have_shown_something(screen, shown_at, watched_since, dark):
    assert dark_since(screen, Sight(shown_at, shown_at), watched_since, NOON, SHANGHAI) == dark


@pytest.mark.parametrize(
    "screen, shown, heard, state",
    [
        (HALL, 0, 0, State.SHOWING),
        (HALL, 1.5, 1.5, State.SHOWING),
        (HALL, 2, 2, State.QUIET),
        (HALL, 9.9, 9.9, State.QUIET),
        (HALL, 10, 10, State.DARK),
        (HALL, 3, 0, State.HIDDEN),
        (HALL, None, 0, State.HIDDEN),
        (HALL, None, None, State.NEVER),
        (HALL, None, 11, State.DARK),
        (EVENING, None, None, State.CLOSED),
        (EVENING, 0, 0, State.CLOSED),
    ],
)
def test_its_state_in_a_word(screen, shown, heard, state):
    """Minutes ago that something could be seen on it, and that it said anything."""
    sight = Sight(*(None if ago is None else NOON - ago * MINUTE for ago in (shown, heard)))
    assert state_of(screen, sight, NOON - 60 * MINUTE, NOON, SHANGHAI, 10) is state
