"""What a screen says it has shown: what of it is believed, and what it adds up to by day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.rules.airings import LATE, Airing, by_day, first_proven, is_believable, joined, shown_on

SHANGHAI = ZoneInfo("Asia/Shanghai")
EIGHT = datetime(2026, 10, 9, 0, tzinfo=UTC)
"""Eight in the morning in the village."""
MINUTE = timedelta(minutes=1)
NOW = EIGHT + timedelta(hours=3)


def airing(minutes: int = 10, **changes: object) -> Airing:
    shown = Airing(7, 1, EIGHT, minutes * 60, EIGHT + MINUTE, EIGHT + MINUTE * (1 + minutes), frozenset({1, 2}))
    return replace(shown, **changes)


def test_what_can_have_been_is_believed():
    assert is_believable(airing(), EIGHT - timedelta(days=1), NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"seconds": 0},
        {"seconds": -5},
        {"seconds": 602},
        {"first_at": EIGHT - MINUTE},
        {"last_at": EIGHT + 61 * MINUTE},
        {"first_at": EIGHT + 20 * MINUTE},
        {"hour": EIGHT + timedelta(hours=1)},
    ],
)
def test_what_fits_no_hour_is_not(changes):
    assert not is_believable(airing(**changes), EIGHT - timedelta(days=1), NOW)


@pytest.mark.parametrize(
    "now, is_believed",
    [
        (EIGHT + 9 * MINUTE, True),
        (EIGHT + 8 * MINUTE, False),
        (EIGHT - timedelta(days=400), False),
        (EIGHT + LATE, True),
        (EIGHT + LATE + MINUTE, False),
        (datetime(1970, 1, 1, tzinfo=UTC), False),
    ],
)
def test_no_second_to_come_and_none_long_past(now, is_believed):
    assert is_believable(airing(), EIGHT - timedelta(days=1), now) is is_believed


@pytest.mark.parametrize("shows_from, is_believed", [(EIGHT + 3 * MINUTE, True), (EIGHT + 4 * MINUTE, False), (None, False)])
def test_none_before_the_text_went_up(shows_from, is_believed):
    assert is_believable(airing(), shows_from, NOW) is is_believed


def test_a_day_is_the_villages_and_its_hours_are_too():
    late = airing(5, hour=EIGHT + timedelta(hours=15), first_at=EIGHT + timedelta(hours=15), last_at=EIGHT + timedelta(hours=15, minutes=9))
    next_day = airing(5, hour=EIGHT + timedelta(hours=16), first_at=EIGHT + timedelta(hours=16), last_at=EIGHT + timedelta(hours=16, minutes=9))
    days = by_day([("hall", airing()), ("hall", late), ("hall", next_day)], SHANGHAI)
    assert [(day.on, sorted(day.hours), day.seconds) for day in days] == [(date(2026, 10, 9), [8, 23], 900), (date(2026, 10, 10), [0], 300)]


def test_two_runs_of_a_page_add_up_to_no_more_than_the_hour():
    whole = airing(59)
    (day,) = by_day([("hall", whole), ("hall", replace(whole, pages=frozenset({3})))], SHANGHAI)
    assert day.seconds == 3600
    assert day.pages == {1, 2, 3}


def test_screens_and_versions_stay_apart():
    told = [("hall", airing()), ("gate", airing()), ("hall", airing(version=2))]
    assert [(day.screen, day.version) for day in by_day(told, SHANGHAI)] == [("gate", 1), ("hall", 1), ("hall", 2)]


def test_what_flits_by_is_no_day_of_showing():
    (day,) = by_day([("hall", airing(seconds=4))], SHANGHAI)
    assert shown_on([day]) == []
    assert first_proven([day]) is None
    assert first_proven(by_day([("hall", airing())], SHANGHAI)) == EIGHT + MINUTE


def test_halves_of_a_day_join_whichever_comes_first():
    one, other = (by_day([("hall", airing(hour=at, first_at=at, last_at=at + 11 * MINUTE))], SHANGHAI)[0] for at in (EIGHT, EIGHT + timedelta(hours=1)))
    assert joined(one, other) == joined(other, one)
    assert (joined(one, other).seconds, sorted(joined(one, other).hours)) == (1200, [8, 9])
