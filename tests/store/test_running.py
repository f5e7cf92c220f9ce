"""When the board was on, told every minute; and from that, when it was off."""

from datetime import datetime, timedelta

import pytest
from cast import HOUR, NOON

from kiosk.rules.outages import Cause
from kiosk.store import running
from kiosk.store.connection import transaction

MINUTE = timedelta(minutes=1)


def on(board, *hours: tuple[float, float]) -> None:
    """From hour to hour after noon, ended by a power cut."""
    with transaction(board.db):
        for began, ended in hours:
            for beat in range(round((ended - began) * 30) + 1):
                running.beat(board.db, NOON + began * HOUR + beat * 2 * MINUTE)


def told(board, since: float, until: float) -> list[tuple[float, float | None, Cause]]:
    def hours(at: datetime | None) -> float | None:
        return (at - NOON) / HOUR if at else None

    found = running.off_between(board.db, NOON + since * HOUR, NOON + until * HOUR)
    assert {each.screen for each in found} <= {None}, "the board is off for all screens"
    return [(hours(each.began_at), hours(each.ended_at), each.cause) for each in found]


OFF, WRONG = Cause.BOARD_OFF, Cause.CLOCK_WRONG


@pytest.mark.parametrize("since, until, off", [
    (0, 10, [(2, 4, OFF), (5, 9, OFF)]),
    (0.5, 1.5, []),
    (3, 10, [(3, 4, OFF), (5, 9, OFF)]),
    (0, 7, [(2, 4, OFF), (5, 7, OFF)]),
    (6, 7, [(6, 7, OFF)]),
    (2.5, 3.5, [(2.5, 3.5, OFF)]),
    (-5, 1, []),
    (9.5, 14, [(10, None, OFF)]),
    (11, 14, [(11, None, OFF)]),
])  # fmt: skip
def test_power_cuts_are_told_afterwards(board, since, until, off):
    on(board, (0, 2), (4, 5), (9, 10))
    assert told(board, since, until) == off


def test_before_its_first_beat_nothing_is_known_of_a_board(board):
    assert told(board, 0, 10) == []
    on(board, (20, 21))
    assert told(board, 0, 10) == []


def test_a_start_that_takes_up_where_the_last_run_ended_leaves_no_row(board):
    for start in range(20):
        with transaction(board.db):
            running.beat(board.db, NOON + start * 2 * MINUTE)
    assert board.db.table("running").count == 1
    assert told(board, 0, 0.5) == []


def test_a_clock_that_comes_right_days_later_tells_that_the_board_was_off(board):
    """It began at the hour of its last shutdown, until the network told it how long ago that was."""
    on(board, (0, 1), (1, 1.1), (9, 10))
    assert told(board, 0, 10) == [(1.1, 9, OFF)]


def test_after_the_clock_was_put_back_it_goes_by_the_last_beat(board):
    on(board, (100, 101), (0, 1))
    assert running.last_at(board.db) == NOON + HOUR
    assert board.db.table("running").count == 2


def test_a_doubted_clock_is_told_as_a_time_of_its_own(board):
    on(board, (0, 4))
    with transaction(board.db):
        running.end_doubt(board.db, running.begin_doubt(board.db, "behind", -HOUR, NOON + HOUR), NOON + 2 * HOUR)
        running.end_doubt(board.db, running.begin_doubt(board.db, "ahead", HOUR, NOON + 3 * HOUR), NOON + HOUR)
        running.begin_doubt(board.db, "ahead", HOUR, NOON + 3.5 * HOUR)
    assert told(board, 0, 4) == [(1, 2, WRONG), (3.5, None, WRONG)]
    assert told(board, 1.5, 3) == [(1.5, 2, WRONG)]


def test_ten_years_of_power_cuts_cost_no_more_than_one(board):
    """Thirty a day: what is asked for is found through an index, whatever lies behind it."""
    for question in ("last_at >= '2' AND began_at <= '3'", "last_at < '2' ORDER BY last_at DESC LIMIT 1", "began_at > '3' ORDER BY began_at LIMIT 1"):
        plan = board.db.execute(f"EXPLAIN QUERY PLAN SELECT * FROM running WHERE {question}").fetchall()
        assert all("SEARCH running USING INDEX" in row[-1] for row in plan), plan
