"""What was shown is kept: said twice it counts once, and of old days one line is left."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import SHANGHAI

from kiosk.actions import showing
from kiosk.rules.airings import Airing
from kiosk.store import airings
from kiosk.store.connection import transaction

HOUR = datetime(2026, 10, 9, 0, tzinfo=UTC)


def told(number: int, seconds: int = 60, hour: datetime = HOUR, pages=(1,)) -> Airing:
    return Airing(number, 1, hour, seconds, hour, hour + timedelta(seconds=seconds), frozenset(pages))


@pytest.fixture
def number(post) -> int:
    return post(now=HOUR - timedelta(days=2))


def note(board, *shown: Airing, run: str = "a" * 8, screen: str = "hall") -> None:
    with transaction(board.db):
        airings.note(board.db, screen, run, shown)


def seconds(board, number: int) -> list[int]:
    return [day.seconds for day in airings.of_notice(board.db, number, SHANGHAI)]


def test_what_is_said_again_is_the_same_hour_and_not_another(board, number):
    for so_far in (20, 50, 50, 30):
        note(board, told(number, so_far))
    assert seconds(board, number) == [50]
    note(board, told(number, 10), run="b" * 8)
    assert seconds(board, number) == [60]


def test_of_old_days_one_line_is_left_and_it_says_the_same(board, number):
    hours = [HOUR + timedelta(hours=at) for at in range(48)]
    note(board, *(told(number, 60 + at, hour) for at, hour in enumerate(hours)))
    before = airings.of_notice(board.db, number, SHANGHAI)
    later = HOUR + timedelta(days=100)
    assert showing.compact_airings(board, later) == 48
    assert airings.of_notice(board.db, number, SHANGHAI) == before
    assert board.db.execute("SELECT count(*) FROM airings").fetchone() == (0,)
    assert board.db.execute("SELECT count(*) FROM airing_days").fetchone() == (len(before),)
    assert showing.compact_airings(board, later) == 0


def test_what_screens_may_still_tell_of_is_left_as_it_is(board, number):
    note(board, told(number))
    assert showing.compact_airings(board, HOUR + timedelta(days=61)) == 0
    assert seconds(board, number) == [60]


def test_a_day_made_while_the_clock_was_wrong_takes_more_of_it_later(board, number):
    note(board, told(number))
    showing.compact_airings(board, HOUR + timedelta(days=400))
    note(board, told(number, 30, HOUR + timedelta(hours=1)))
    assert seconds(board, number) == [90]
    showing.compact_airings(board, HOUR + timedelta(days=400))
    assert seconds(board, number) == [90]
