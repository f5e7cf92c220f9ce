"""What is kept of screens that were dark, and how little is written for it."""

from datetime import timedelta

import pytest
from cast import NOON

from kiosk.actions.outages import SAY_AGAIN, end_what_nobody_watched, note_darkness
from kiosk.store import outages

MINUTE = timedelta(minutes=1)


@pytest.fixture
def told(board):
    """From when until when the hall was dark, in minutes before and after noon; None while it lasts."""

    def spans(screen="hall"):
        found = outages.between(board.db, screen, NOON - 9999 * MINUTE, NOON + 9999 * MINUTE)
        return [tuple(None if at is None else (at - NOON) / MINUTE for at in (each.began_at, each.ended_at)) for each in found]

    return spans


def test_an_outage_begins_when_it_began_and_ends_when_the_screen_is_back(board, told):
    for minute in range(5):
        note_darkness(board, {"hall": NOON - 10 * MINUTE}, NOON + minute * MINUTE)
    assert told() == [(-10, None)]
    note_darkness(board, {}, NOON + 5 * MINUTE)
    assert told() == [(-10, 5)]
    note_darkness(board, {}, NOON + 6 * MINUTE)
    note_darkness(board, {"hall": NOON + 7 * MINUTE}, NOON + 17 * MINUTE)
    assert told() == [(-10, 5), (7, None)]


def test_each_screen_has_its_own(board, told):
    note_darkness(board, {"hall": NOON, "gate": NOON - MINUTE}, NOON)
    note_darkness(board, {"gate": NOON - MINUTE}, NOON + 3 * MINUTE)
    assert (told("hall"), told("gate")) == ([(0, 3)], [(-1, None)])


def test_a_night_of_darkness_writes_every_ten_minutes_and_an_evening_of_light_never(board):
    changed = board.db.conn.total_changes
    for minute in range(600):
        note_darkness(board, {"hall": NOON}, NOON + minute * MINUTE)
    assert board.db.conn.total_changes - changed == 600 * MINUTE // SAY_AGAIN
    note_darkness(board, {}, NOON + 600 * MINUTE)
    changed = board.db.conn.total_changes
    for minute in range(600, 660):
        note_darkness(board, {}, NOON + minute * MINUTE)
    assert board.db.conn.total_changes == changed


def test_what_went_on_while_the_board_was_off_is_not_the_screens_fault(board, told):
    for minute in range(25):
        note_darkness(board, {"hall": NOON - 10 * MINUTE}, NOON + minute * MINUTE)
    end_what_nobody_watched(board)  # two days later
    assert told() == [(-10, 20)]
    end_what_nobody_watched(board)
    note_darkness(board, {"hall": NOON + 2880 * MINUTE}, NOON + 2890 * MINUTE)
    assert told() == [(-10, 20), (2880, None)]
