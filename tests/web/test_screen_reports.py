"""What a screen says of how it is doing: remembered within bounds, believed of the TV alone, and what follows from silence."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from cast import GATE
from told import KEY, OTHER_KEY, a_health

from kiosk.actions import screen_devices
from kiosk.actions.settle import change_screen, take_screen_away
from kiosk.rules.people import By
from kiosk.rules.screen_devices import Device
from kiosk.rules.screen_health import State
from kiosk.store import airings, connection, opinions, outages
from kiosk.web.devices import device_of
from kiosk.web.heard import DEVICES_MOST
from kiosk.web.watching import Watching, dark_screens, state_now

HEALTH = "/screen/hall/health"
MINUTE = timedelta(minutes=1)
TV = device_of({"device": KEY})
ADMIN = By("管理员")


@pytest.fixture
def air(app):
    return app.extensions["on_air"]


@pytest.fixture
def is_tv(board, air):
    """An admin has said that the page with KEY is the hall's TV."""
    screen_devices.decide(board, Device("hall", TV, is_ours=True), ADMIN, datetime.now(UTC))
    air.look()


@pytest.fixture
def hall(air):
    return air.shown.screens[0]


def test_it_is_remembered_and_never_written(client, board, air):
    before = connection.data_version(board.db)
    for width in (1280, 1920):
        assert client.post(HEALTH, json=a_health(width=width)).status_code == 204
    (heard,) = air.heard["hall"].values()
    assert (heard.health.width, heard.address) == (1920, "127.0.0.1")
    assert connection.data_version(board.db) == before


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 4000, b'{"device": "x"}', b"\xff"])
def test_what_no_page_of_ours_says_is_refused(client, air, body):
    answer = client.post(HEALTH, data=body, content_type="application/json")
    assert answer.status_code == 422 and "Traceback" not in answer.text
    assert air.heard == {}


@pytest.mark.parametrize("size, status", [(4096, 204), (4097, 413)])
def test_it_has_at_most_four_kilobytes(client, size, status):
    body = json.dumps(a_health()).encode().ljust(size)
    assert client.post(HEALTH, data=body, content_type="application/json").status_code == status


def test_a_screen_there_is_not_tells_nothing(client, air):
    assert client.post("/screen/nowhere/health", json=a_health()).status_code == 404
    assert air.heard == {}


def test_whoever_makes_devices_up_drives_no_tv_out(client, air, is_tv):
    client.post(HEALTH, json=a_health())
    for place in range(3 * DEVICES_MOST):
        client.post(HEALTH, json=a_health(device=f"{place:032x}"))
    assert len(air.heard["hall"]) == DEVICES_MOST
    assert TV in air.heard["hall"]


@pytest.mark.parametrize("key", [None, "", 5, "x" * 32, "A" * 32, ["a"]])
def test_pages_without_a_key_are_one_device(key):
    assert device_of({"device": key}) == device_of({})


def an_airing(notice):
    last = datetime.now(UTC)
    hour = last.replace(minute=0, second=0, microsecond=0)
    first = max(hour, last - timedelta(seconds=10))
    facts = {"notice": notice, "version": 1, "hour": f"{hour:%Y-%m-%dT%H}", "seconds": 1, "pages": [1]}
    return {"run": "abcdefgh", "airings": [facts | {"first": first.isoformat(), "last": last.isoformat()}]}


def tell_all(client, notice, key):
    told = an_airing(notice) | {"device": key}
    shown = client.post("/screen/hall/shown", json={"device": key, "notice": notice, "version": 1})
    return shown.status_code, client.post("/screen/hall/airings", json=told).json["believed"]


def test_whose_word_counts(client, board, air, village):
    """Everybody's at first; then the TV's alone, and what another says is held, until it is refused."""
    aired = lambda: sum(day.seconds for day in airings.of_notice(board.db, village.live, board.zone))  # noqa: E731
    assert tell_all(client, village.live, OTHER_KEY) == (204, 1)
    counted = aired()
    screen_devices.decide(board, Device("hall", TV, is_ours=True), ADMIN, datetime.now(UTC))
    air.look()
    assert tell_all(client, village.seen, OTHER_KEY) == (202, 1)
    assert opinions.first_shown(board.db, village.seen, 1) == {}
    assert airings.of_notice(board.db, village.seen, board.zone) == []
    assert tell_all(client, village.seen, KEY) == (204, 1)
    screen_devices.decide(board, Device("hall", device_of({"device": OTHER_KEY}), is_ours=False), ADMIN, datetime.now(UTC))
    air.look()
    assert tell_all(client, village.live, OTHER_KEY) == (202, 0)
    assert aired() == counted


def test_a_poll_is_a_sight_as_long_as_no_page_says_otherwise(client, air, hall):
    now = datetime.now(UTC)
    air.watched_since -= 3600
    assert state_now(air, hall, now) is State.NEVER
    client.get("/screen/hall/slides")
    assert state_now(air, hall, now) is State.SHOWING
    client.post(HEALTH, json=a_health(seen=False))
    assert state_now(air, hall, now) is State.HIDDEN
    assert list(dark_screens(air, now)) == ["hall"]
    client.post(HEALTH, json=a_health())
    assert state_now(air, hall, now) is State.SHOWING
    assert dark_screens(air, now) == {}


def test_once_it_is_known_which_is_the_tv_nobody_else_keeps_it_alight(client, air, hall, is_tv):
    now = datetime.now(UTC)
    air.watched_since -= 3600
    client.get("/screen/hall/slides")
    client.post(HEALTH, json=a_health(device=OTHER_KEY))
    assert state_now(air, hall, now) is State.NEVER
    client.post(HEALTH, json=a_health())
    assert state_now(air, hall, now) is State.SHOWING


def test_the_chore_writes_down_a_dark_screen_and_its_return(client, board, air):
    watch, now = Watching(air), datetime.now(UTC)
    told = lambda: outages.between(board.db, "hall", now - 99 * MINUTE, now + 99 * MINUTE)  # noqa: E731
    client.get("/screen/hall/slides")
    air.watched_since -= 3600
    watch(board, now)
    assert told() == []
    air.polled_at["hall"] -= 600
    watch(board, now + MINUTE)
    (outage,) = told()
    assert outage.ended_at is None and timedelta(minutes=8) < now - outage.began_at < timedelta(minutes=10)
    client.get("/screen/hall/slides")
    watch(board, now + 2 * MINUTE)
    assert told()[0].ended_at == now + 2 * MINUTE


def test_a_machine_that_slept_blames_no_screen(client, board, air):
    watch, now = Watching(air), datetime.now(UTC)
    air.watched_since -= 3600
    watch(board, now)
    assert list(dark_screens(air, now)) == ["hall"]
    watch(board, now + 60 * MINUTE)
    assert dark_screens(air, now + 60 * MINUTE) == {}
    (outage,) = outages.between(board.db, "hall", now - 99 * MINUTE, now + 99 * MINUTE)
    assert outage.ended_at == now


def test_a_screen_that_was_taken_away_says_so_and_still_tells_what_it_had_shown(client, board, air, village):
    change_screen(board, GATE, ADMIN, datetime.now(UTC))
    air.look()
    take_screen_away(board, "gate", ADMIN, datetime.now(UTC))
    air.look()
    for address in ("/screen/gate", "/screen/gate/slides"):
        answer = client.get(address)
        assert answer.status_code == 410 and "拆除" in answer.text
    assert client.post("/screen/gate/health", json=a_health()).status_code == 410
    assert client.post("/screen/gate/airings", json=an_airing(village.live)).json["believed"] == 1
    change_screen(board, GATE, ADMIN, datetime.now(UTC))
    air.look()
    assert client.get("/screen/gate/slides").status_code == 200
