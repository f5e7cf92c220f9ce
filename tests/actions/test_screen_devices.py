"""Saying which device is the TV: what others tell is held, and nothing of a TV's is ever lost."""

from datetime import timedelta

import pytest
from cast import DAY, HOUR, NOON, STAFF

from kiosk.actions.screen_devices import count_every_device, decide
from kiosk.actions.showing import airings_of, drop_what_was_held, note_airings
from kiosk.errors import NotFound
from kiosk.rules.airings import LATE, Airing
from kiosk.rules.people import By
from kiosk.rules.screen_devices import Device
from kiosk.store import audit, screen_devices
from kiosk.store.screen_devices import DEVICES_MOST

TV, OTHER = "a" * 64, "b" * 64
ADMIN = By(STAFF["admin"].name, "192.0.2.7", STAFF["admin"])


@pytest.fixture
def number(post):
    return post(now=NOON - 2 * HOUR)


@pytest.fixture
def tell(board, number):
    """So many seconds shown, told by a device whose word does not count yet; "" is one whose word does."""

    def told(device, seconds, at=NOON, run="abcdefgh", of=None):
        hour = at.replace(minute=0, second=0)
        airing = Airing(of or number, 1, hour, seconds, at, at + timedelta(seconds=seconds), frozenset({1}))
        return note_airings(board, "hall", run, [airing], at + HOUR, device)

    return told


@pytest.fixture
def seconds(board, number):
    """Those that count."""
    return lambda: sum(day.seconds for day in airings_of(board, number))


@pytest.fixture
def held(board):
    return lambda: {each.device: each.seconds for each in screen_devices.waiting(board.db, "hall")}


def log(board):
    entries = list(audit.entries(board.db, audit.Wanted()))[::-1]
    return [(each.deed, each.facts["seconds"]) for each in entries if each.deed.startswith("screen.device")]


def test_what_is_held_counts_when_it_is_said_to_be_the_tv(board, tell, seconds, held):
    tell("", 60, run="00000000")
    tell(OTHER, 100)
    tell(OTHER, 120)  # the same hour anew, with what it has become
    tell(OTHER, 30, run="hgfedcba")
    assert (seconds(), held()) == (60, {OTHER: 150})
    for _ in range(2):
        decide(board, Device("hall", OTHER, is_ours=True), ADMIN, NOON)
    assert (seconds(), held()) == (210, {})
    assert log(board) == [("screen.device_taken", 150)]


def test_what_is_held_of_another_device_goes_when_it_is_said_not_to_be_ours(board, tell, seconds, held):
    tell(OTHER, 100)
    tell(TV, 50)
    decide(board, Device("hall", OTHER, is_ours=False), ADMIN, NOON)
    assert (seconds(), held()) == (0, {TV: 50})
    assert log(board) == [("screen.device_refused", 0)]


def test_whoever_was_refused_by_mistake_is_taken_after_all(board):
    for is_ours in (False, True):
        decide(board, Device("hall", TV, is_ours), ADMIN, NOON)
    assert screen_devices.decided(board.db) == [Device("hall", TV, is_ours=True)]


def test_every_device_counts_again_with_what_was_held_of_it(board, tell, seconds, held):
    decide(board, Device("hall", TV, is_ours=True), ADMIN, NOON)
    tell(OTHER, 100)
    for _ in range(2):
        count_every_device(board, "hall", ADMIN, NOON)
    assert (seconds(), held(), screen_devices.decided(board.db)) == (100, {}, [])
    assert log(board) == [("screen.device_taken", 0), ("screen.devices_forgotten", 100)]


def test_somebody_who_makes_devices_up_drives_out_whoever_is_silent_and_never_grows_without_end(board, tell, held):
    for place in range(DEVICES_MOST + 3):
        tell(f"{place:064}", 10, NOON - HOUR + timedelta(minutes=place))
    assert sorted(held()) == [f"{place:064}" for place in range(3, DEVICES_MOST + 3)]


def test_no_more_is_held_of_a_screen_than_it_could_tell(board, tell, held, monkeypatch):
    monkeypatch.setattr(screen_devices, "ROWS_MOST", 3)
    for run in ("aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd"):
        tell(OTHER, 10, run=run)
    assert held() == {OTHER: 30}


def test_what_nobody_cared_for_in_two_months_goes(board, tell, held):
    tell(OTHER, 100)
    drop_what_was_held(board, NOON + LATE)
    assert held() == {OTHER: 100}
    drop_what_was_held(board, NOON + LATE + 3 * DAY)
    assert held() == {}


def test_what_cannot_have_been_is_not_even_held(tell, held):
    assert tell(OTHER, 100, NOON - 9 * DAY) == 0
    assert held() == {}


def test_a_screen_there_is_not_has_no_tv(board):
    with pytest.raises(NotFound):
        decide(board, Device("nowhere", TV, is_ours=True), ADMIN, NOON)
