"""The clocks of a notice at real HTTP, by a clock that the test moves: what residents, the TV and the desk are told."""

import json
import re
from datetime import datetime, timedelta

import pytest
from cast import DAY, SHANGHAI, MovedClock, local
from office import Office, staff_of

from kiosk.actions.steps import close_what_is_over
from kiosk.rules.notice import Category, Kind
from kiosk.rules.period import parse_period

ROSTER = {"title": "低保公示", "category": Category.SOCIAL_ASSISTANCE, "kind": Kind.PUBLICITY, "item": "S01", "objection_days": 7}


@pytest.fixture
def clock():
    return MovedClock(datetime(2026, 7, 10, 9, tzinfo=SHANGHAI))


@pytest.fixture
def office(app, board, clock, renderer, checker):
    return Office(board, renderer, checker, staff_of(board, clock.now), clock.now)


@pytest.fixture
def hall(app, board, clock, office):
    return Hall(app, board, clock, office)


class Hall:
    """The village and its TV."""

    def __init__(self, app, board, clock, office):
        self.board, self.clock, self.office = board, clock, office
        self.look, self.tv = app.extensions["on_air"].look, app.test_client()

    def at(self, now):
        self.clock.now = self.office.now = now
        close_what_is_over(self.board, "时钟", self.clock())
        self.look()

    def slides(self):
        self.look()
        return self.tv.get("/screen/hall/slides").text

    def order(self):
        return json.loads(re.search(r'data-order="([^"]*)"', self.slides())[1])

    def tell(self, *numbers, version=1):
        """They have just been on the screen for half a minute."""
        now = self.clock()
        first = now - timedelta(seconds=40)
        told = {"version": version, "hour": now.strftime("%Y-%m-%dT%H"), "seconds": 30, "first": first.isoformat(), "last": (first + timedelta(seconds=30)).isoformat(), "pages": [1]}
        answer = self.tv.post("/screen/hall/airings", json={"run": "abcdefgh", "airings": [told | {"notice": each} for each in numbers]})
        assert answer.json["believed"] == len(numbers)
        self.look()

    def post(self, **fields):
        return self.office.post(**fields)


def a_telling_hall(hall):
    """Its screen has told of something before."""
    number = hall.post(title="先前的", category=Category.GOVERNANCE)
    hall.at(hall.clock.now + timedelta(minutes=10))
    hall.tell(number)
    return number


def test_everybody_reads_the_same_while_it_waits_for_its_first_showing_and_when_it_has_begun(hall, client, at_desk):
    a_telling_hall(hall)
    number = hall.post(**ROSTER)
    hall.at(hall.clock.now + 3 * DAY)
    for address in ("/", f"/notices/{number}"):
        assert "公示期7天，从大屏首次展示之日起算" in client.get(address).text
    assert "公示7天 首次展示起算" in hall.slides()
    assert "还没有开始" in at_desk("clerk").get(f"/desk/notices/{number}").text
    hall.tell(number)
    hall.at(hall.clock.now + 2 * DAY)
    for address in ("/", f"/notices/{number}"):
        assert "公示中 第2天/共7天" in client.get(address).text
    assert "首次展示起算" not in hall.slides() and 'data-posted-on="2026-07-13"' in hall.slides()
    assert "第 2 天" in at_desk("clerk").get(f"/desk/notices/{number}").text


def test_a_new_quarters_notice_sends_the_old_one_back_and_later_away(hall):
    spring = hall.post(title="第二季度财务收支", item="F01", period=parse_period("2026-Q2"))
    hall.at(local(2026, 10, 9, 9))
    other = hall.post(title="招标结果")
    assert hall.order() == [spring, other]
    hall.at(local(2026, 10, 10, 9))
    summer = hall.post(title="第三季度财务收支", item="F01", period=parse_period("2026-Q3"))
    assert hall.order() == [summer, other, spring]
    hall.at(local(2026, 10, 15, 23, 59))
    assert hall.order() == [summer, other, spring], "its fifteen days after the quarter are not over"
    hall.at(local(2026, 10, 16))
    assert hall.order() == [summer, other]
    assert "第二季度" not in hall.slides()


def test_what_no_screen_shows_is_named_on_its_page_and_among_what_is_to_do(hall, at_desk):
    a_telling_hall(hall)
    number = hall.post(**ROSTER)
    hall.tell(number)
    for days in range(3):
        hall.at(hall.clock.now + DAY)
        pages = [at_desk("clerk").get(address).text for address in ("/desk/", f"/desk/notices/{number}")]
        assert all(("没有大屏展示" in page) is (days > 0) for page in pages)


def test_what_was_never_shown_is_closed_with_a_warning(hall, at_desk):
    a_telling_hall(hall)
    number = hall.post(**ROSTER)
    for _day in range(33):
        hall.at(hall.clock.now + DAY)
    pages = [at_desk("clerk").get(address).text for address in ("/desk/", f"/desk/notices/{number}")]
    assert all("始终没有大屏展示过" in page for page in pages)
    hall.at(hall.clock.now + 15 * DAY)
    assert "始终没有大屏展示过" not in at_desk("clerk").get("/desk/").text
