"""What the page of a screen tells of itself: the seconds for which a text could be seen, and no others."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import OpenContext
from .hall import Hall, a_notice, until

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
HIDDEN = "document.isHidden = true; Object.defineProperty(document, 'visibilityState', { get: () => (document.isHidden ? 'hidden' : 'visible') });"


@dataclass
class Told:
    """What came in, and whether anybody hears."""

    hears: bool = True
    entries: dict[tuple[str, str, int], dict[str, object]] = field(default_factory=dict)

    def hear(self, route: Route) -> None:
        if not self.hears:
            route.abort()
            return
        told = json.loads(route.request.post_data or "")
        for each in told["airings"]:
            self.entries[told["run"], each["hour"], each["notice"]] = each
        route.fulfill(json={"believed": len(told["airings"]), "not_believed": 0})

    @property
    def seconds(self) -> int:
        return sum(each["seconds"] for each in self.entries.values())


@pytest.fixture(scope="module")
def board_with_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    hall = Hall(tmp_path_factory.mktemp("one"))
    hall.start()
    hall.post(a_notice("停水通知", "今晚停水。"))
    yield hall
    hall.kill()


@dataclass
class Tv:
    page: Page
    told: Told
    watched_ms: int = 0
    on_since: float = field(default_factory=time.monotonic)

    def watched_for(self, milliseconds: int) -> None:
        """As time goes by: every second is looked at."""
        self.page.clock.run_for(milliseconds)
        self.watched_ms += milliseconds

    def asleep_for(self, milliseconds: int) -> None:
        """The machine slept; its timers go off once when it wakes."""
        self.page.clock.fast_forward(milliseconds)

    def watched_until_told(self, least_seconds: int) -> None:
        def is_told() -> bool:
            self.watched_for(MINUTE_MS)
            return self.told.seconds >= least_seconds

        until(is_told, f"{least_seconds} s have been told")

    @property
    def most_seconds(self) -> float:
        """No more than were watched; the page's clock goes on by itself between."""
        return self.watched_ms / 1000 + time.monotonic() - self.on_since + 1


Open = Callable[..., Tv]


@pytest.fixture
def open_tv(board_with_one: Hall, open_context: OpenContext) -> Open:
    def switched_on(*scripts: str) -> Tv:
        page = open_context(1920, 1080).new_page()
        told = Told()
        page.route("**/airings", told.hear)
        page.clock.install(time=datetime.now(UTC))
        for script in scripts:
            page.add_init_script(script)
        page.goto(f"{board_with_one.address}/screen/hall")
        expect(page.locator("[data-current]")).to_have_count(1)
        # The page's hours go by in a moment; the server, whose hours do not, would put its clock back again and again.
        page.route("**/slides", lambda route: route.abort())
        return Tv(page, told)

    return switched_on


def test_what_is_seen_is_told_second_by_second(open_tv: Open) -> None:
    tv = open_tv()
    tv.watched_until_told(200)
    assert tv.told.seconds <= tv.most_seconds
    assert all((entry["version"], entry["pages"]) == (1, [1]) for entry in tv.told.entries.values())


def test_what_nobody_can_see_is_not(open_tv: Open) -> None:
    tv = open_tv(HIDDEN)
    tv.watched_for(5 * MINUTE_MS)
    assert tv.told.seconds == 0
    tv.page.evaluate("() => (document.isHidden = false)")
    tv.watched_until_told(100)
    assert tv.told.seconds <= tv.most_seconds - 5 * 60


def test_an_hour_of_sleep_shows_nothing(open_tv: Open) -> None:
    tv = open_tv()
    tv.asleep_for(HOUR_MS)
    tv.watched_until_told(100)
    assert tv.told.seconds <= tv.most_seconds


def test_an_hour_without_a_server_is_told_afterwards_once(open_tv: Open) -> None:
    tv = open_tv()
    tv.told.hears = False
    tv.watched_for(HOUR_MS)
    assert tv.told.seconds == 0
    tv.told.hears = True
    tv.watched_until_told(3500)
    assert tv.told.seconds <= tv.most_seconds


def test_what_was_shown_before_a_power_cut_is_told_when_it_is_on_again(open_tv: Open) -> None:
    tv = open_tv()
    tv.told.hears = False
    tv.watched_for(5 * MINUTE_MS)
    tv.page.reload()
    expect(tv.page.locator("[data-current]")).to_have_count(1)
    tv.told.hears = True
    tv.watched_until_told(280)
    assert tv.told.seconds <= tv.most_seconds


def test_a_clock_that_leaps_makes_no_seconds(open_tv: Open) -> None:
    tv = open_tv()
    tv.watched_for(MINUTE_MS)
    tv.page.clock.set_system_time(datetime(2031, 1, 1, tzinfo=UTC))
    tv.watched_until_told(100)
    assert tv.told.seconds <= tv.most_seconds
    now = datetime.now(UTC)
    hours = [datetime.fromisoformat(f"{hour}:00:00+00:00") for _run, hour, _notice in tv.told.entries]
    assert all(abs(hour - now) < timedelta(hours=2) for hour in hours)


def test_the_board_believes_what_its_screen_tells(board_with_one: Hall, open_context: OpenContext) -> None:
    hall = board_with_one
    page = open_context(1920, 1080).new_page()
    page.clock.install(time=datetime.now(UTC))
    page.goto(f"{hall.address}/screen/hall")
    expect(page.locator("[data-current]")).to_have_count(1)
    page.clock.run_for(70_000)
    number = hall.numbers()["停水通知"]
    (day,) = until(lambda: json.loads(hall.kiosk("airings", str(number), "--json")), "the board has it")
    assert day["screen"] == "hall"
    assert 1 <= day["seconds"] <= 75
