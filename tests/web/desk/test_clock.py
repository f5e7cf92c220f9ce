"""The machine's clock gone wrong, by real requests: what is shown, what is refused, what the desk says, and how it ends."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from box import Box
from cast import DAY, HOUR, SHANGHAI, STAFF
from office import Office, staff_of

from kiosk.actions.steps import close_what_is_over
from kiosk.actions.timekeeping import Heartbeat, TrustedClock, known_to, say_it_is_right
from kiosk.documents.typing import as_typed
from kiosk.errors import Refused
from kiosk.rules.clock_trust import Known
from kiosk.rules.notice import Status
from kiosk.rules.outages import Cause
from kiosk.rules.people import By
from kiosk.store import audit, running
from kiosk.store.instants import to_text
from kiosk.web.application import create_app
from kiosk.web.clock import by_the_board

BASE = datetime.now(UTC)
MINUTE = timedelta(minutes=1)
TO_1970 = datetime(1970, 1, 1, tzinfo=UTC) - BASE
HANGS = {"将到期公告", "现挂公告"}


@pytest.fixture
def box() -> Box:
    return Box(BASE)


@pytest.fixture
def office(board, renderer, checker) -> Office:
    """One notice is over, one ends in three days, one has just gone up, and one is passed."""
    office = Office(board, renderer, checker, staff_of(board, BASE), BASE - 60 * DAY)
    for days, title in ((60, "过期公告"), (12, "将到期公告"), (0, "现挂公告")):
        office.now = BASE - days * DAY
        office.post(title=title, body=f"{title}的正文。\n")
    return office


@pytest.fixture
def passed(office) -> int:
    return office.walk(office.begin(title="待发公告", body="待发的正文。\n"), "submit", "pass")


@pytest.fixture
def app(config, office, box, _compiled, renderer, checker):
    made = create_app(config, by_the_board(config, box.machine))
    made.extensions |= {"renderer": renderer, "checker": checker, "reader": checker}
    yield made
    made.extensions["on_air"]._board.close()


@pytest.fixture
def clock(app) -> TrustedClock:
    return app.extensions["clock"]


@pytest.fixture
def on_screen(app):
    def titles() -> set[str]:
        app.extensions["on_air"].look()
        html = app.test_client().get("/screen/hall/slides").text
        return {title for title in HANGS | {"过期公告", "待发公告"} if title in html}

    return titles


def for_residents(app) -> set[str]:
    html = app.test_client().get("/").text
    return {title for title in HANGS | {"过期公告", "待发公告"} if title in html}


def publish(at_desk, office, number):
    seen = office.seen(number)
    return at_desk("approver").post(f"/desk/notices/{number}/publish", {"version": seen.version, "revision": seen.revision})


def tell_airings(app, number):
    hour = f"{BASE:%Y-%m-%dT%H}"
    entry = {"notice": number, "version": 1, "hour": hour, "seconds": 1, "first": f"{hour}:00:00Z", "last": f"{hour}:00:02Z", "pages": [1]}
    return app.test_client().post("/screen/hall/airings", json={"run": "abcdefgh", "airings": [entry]})


FAULTS = {
    "1970": (TO_1970, "本机时间错了"),
    "30 days back": (-30 * DAY, "可是系统里已有比这更晚的记录"),
    "8 hours back": (-8 * HOUR, "可是系统里已有比这更晚的记录"),
    "1 hour back, as summer time ends": (-HOUR, "可是系统里已有比这更晚的记录"),
    "1 hour ahead, as summer time begins": (HOUR, "突然跳到"),
    "8 hours ahead, local time taken for UTC": (8 * HOUR, "突然跳到"),
    "400 days ahead": (400 * DAY, "突然跳到"),
}


@pytest.mark.parametrize("leap, says", FAULTS.values(), ids=FAULTS)
def test_a_clock_that_leaps_while_the_board_runs(app, board, box, clock, office, passed, at_desk, on_screen, leap, says):
    assert on_screen() == for_residents(app) == HANGS
    box.leap(leap)
    box.run(MINUTE)
    slides = app.test_client().get("/screen/hall/slides")
    assert on_screen() == for_residents(app) == HANGS, "the last true content stays"
    assert slides.headers["X-Kiosk-Clock"] == "in-doubt"
    assert abs(parsedate_to_datetime(slides.headers["Date"]) - BASE - MINUTE) < 2 * MINUTE
    assert app.test_client().get("/healthz").json["clock"] == "in_doubt"
    assert close_what_is_over(board, "系统时钟", clock()) == 1, "what was over before, and no more"

    for who in ("clerk", "admin"):
        for address in ("/desk/", "/desk/notices", "/desk/screens", "/desk/clock"):
            page = at_desk(who).get(address).text
            assert says in page and "怎么处理" in page, (who, address)
    answer = publish(at_desk, office, passed)
    assert answer.status_code == 422
    assert "本机时间现在不可信，暂时不能发布公告" in answer.text
    assert office.statuses(passed) == [Status.PASSED]
    assert at_desk("clerk").post("/desk/notices/1/record", {"form": "0123456789"}).status_code == 422
    assert tell_airings(app, 3).status_code == 503, "the screen keeps it and tells it again"
    draft = office.begin(title="新的草稿", body="正文。\n")
    typed = as_typed(office.newest(draft).notice) | {"body": "改过的正文。\n"}
    saved = at_desk("clerk").post(f"/desk/notices/{draft}/draft", {"version": "1", "revision": "1"} | typed)
    assert saved.status_code == 303
    assert "改过的正文" in office.newest(draft).notice.body, "a draft is saved at any hour"

    box.leap(-leap)
    assert on_screen() == HANGS
    assert "X-Kiosk-Clock" not in app.test_client().get("/screen/hall/slides").headers
    assert "怎么处理" not in at_desk("admin").get("/desk/").text
    assert publish(at_desk, office, passed).status_code == 303
    assert office.statuses(passed) == [Status.PUBLISHED]
    assert abs(office.newest(passed).notice.published_at - BASE - MINUTE) < MINUTE
    assert tell_airings(app, 3).status_code == 200


@pytest.mark.parametrize("set_by", [-5 * MINUTE, timedelta(seconds=1), 5 * MINUTE], ids=str)
def test_a_clock_that_is_put_right_by_a_little_is_followed(app, box, clock, set_by):
    box.leap(set_by)
    assert clock() == box.wall
    assert clock.sworn() == box.wall


STARTS = {
    "at once": (timedelta(0), ""),
    "after a night": (10 * HOUR, ""),
    "8 hours ahead, which cannot be told": (8 * HOUR, ""),
    "1 hour ahead, which cannot be told": (HOUR, ""),
    "after 20 days": (20 * DAY, ""),
    "after 40 days in a drawer": (40 * DAY, "隔得太久，时间可能不对"),
    "400 days ahead": (400 * DAY, "隔得太久，时间可能不对"),
    "1 hour back": (-HOUR, "可是系统里已有比这更晚的记录"),
    "8 hours back": (-8 * HOUR, "可是系统里已有比这更晚的记录"),
    "30 days back": (-30 * DAY, "可是系统里已有比这更晚的记录"),
    "1970": (TO_1970, "本机时间错了"),
}


@pytest.mark.parametrize("off, says", STARTS.values(), ids=STARTS)
def test_a_start_after_a_power_cut(config, board, box, clock, off, says):
    beat(board, clock)
    box.wall, box.seconds = BASE + off, 5
    again = create_app(config, by_the_board(config, box.machine))
    again.extensions["on_air"]._board.close()
    html = again.test_client().get("/screen/hall/slides").text
    shown = {title for title in HANGS | {"过期公告"} if title in html}
    with again.test_request_context("/desk/"):
        assert says in again.jinja_env.globals["clock_doubt"]()
        assert bool(says) == (again.extensions["clock"].held().doubt is not None)
    assert shown == (HANGS if says or off < 3 * DAY else set() if off > 15 * DAY else {"现挂公告"})
    box.has_network = True
    assert again.extensions["clock"].sworn() == box.wall, "the network knows"


def beat(board, clock) -> Heartbeat:
    heartbeat = Heartbeat(clock, "系统时钟")
    heartbeat(board, clock())
    return heartbeat


def deeds(board) -> list[str]:
    return [each.deed for each in audit.entries(board.db, audit.Wanted()) if each.deed.startswith("clock.")][::-1]


def test_a_doubt_stands_in_the_log_once_with_its_end(board, box, clock, at_desk):
    heartbeat = beat(board, clock)
    box.leap(400 * DAY)
    for _ in range(3):
        box.run(2 * MINUTE)
        heartbeat(board, clock())
    assert deeds(board) == ["clock.doubted"]
    box.leap(-400 * DAY)
    box.run(MINUTE)
    heartbeat(board, clock())
    heartbeat(board, clock())
    assert deeds(board) == ["clock.doubted", "clock.trusted"]
    wrong = [each for each in running.off_between(board.db, BASE, BASE + HOUR) if each.cause is Cause.CLOCK_WRONG]
    assert [round((each.ended_at - each.began_at) / MINUTE) for each in wrong] == [5]
    assert audit.first_broken_entry(board.db) is None
    log = at_desk("auditor").get("/desk/audit?deed=clock.doubted").text
    assert "发现本机时间不可信" in log and f"{(BASE + 400 * DAY).astimezone(SHANGHAI):%Y}" in log and "推算时间" in log


def test_to_be_started_anew_makes_a_leapt_clock_no_better(config, board, box, clock):
    heartbeat = beat(board, clock)
    box.leap(8 * HOUR)
    heartbeat(board, clock())
    box.run(MINUTE)
    assert by_the_board(config, box.machine).held().doubt is not None
    box.leap(-8 * HOUR)
    assert by_the_board(config, box.machine).held().doubt is None


def test_a_leap_is_noted_without_waiting_for_the_minute(config, board, box, clock):
    heartbeat = beat(board, clock)
    assert not heartbeat.is_due()
    box.leap(8 * HOUR)
    assert heartbeat.is_due()
    heartbeat(board, clock())
    assert not heartbeat.is_due(), "or it would be written every other second"
    box.run(timedelta(seconds=3))
    assert by_the_board(config, box.machine).held().doubt is not None, "the power went right after"
    box.leap(-8 * HOUR)
    assert heartbeat.is_due()
    heartbeat(board, clock())
    assert not heartbeat.is_due()


@pytest.mark.parametrize("leap", [400 * DAY, 8 * HOUR, -30 * DAY], ids=["400 days ahead", "8 hours ahead", "30 days back"])
def test_the_administrator_says_that_it_is_right(app, config, board, box, clock, at_desk, on_screen, leap):
    heartbeat = beat(board, clock)
    box.leap(leap)
    heartbeat(board, clock())
    admin = at_desk("admin")
    assert "时间没错，现在就是" in admin.get("/desk/clock").text
    assert "时间没错，现在就是" not in at_desk("clerk").get("/desk/clock").text
    seen = {"seen": to_text(box.wall)}
    answer = admin.post("/desk/clock/right", seen)
    assert (answer.status_code, answer.location) == (303, "/desk/clock")
    assert clock.sworn() == box.wall
    assert on_screen() == (HANGS if leap == 8 * HOUR else set()), "by that time these are over, or have not begun"
    assert deeds(board) == ["clock.doubted", "clock.trusted"]
    entry = next(audit.entries(board.db, audit.Wanted(deed="clock.trusted")))
    assert (entry.who, entry.at) == (STAFF["admin"].name, box.wall)
    heartbeat(board, clock())
    box.run(MINUTE)
    assert by_the_board(config, box.machine).held().doubt is None, "a restart does not ask again"
    assert say_it_is_right(board, clock, box.wall, By("管理员")) is False, "twice is once"


def test_what_the_administrator_had_before_them_is_what_they_confirm(app, board, box, clock, at_desk):
    box.leap(400 * DAY)
    answer = at_desk("admin").post("/desk/clock/right", {"seen": to_text(BASE + 8 * HOUR)})
    assert answer.status_code == 422
    assert "本机时间刚才又变了" in answer.text
    assert clock.held().doubt is not None


def test_nobody_can_confirm_what_cannot_be(app, board, box, clock, at_desk):
    box.leap(TO_1970)
    admin = at_desk("admin")
    assert "时间没错，现在就是" not in admin.get("/desk/clock").text
    assert admin.post("/desk/clock/right", {"seen": to_text(box.wall)}).status_code == 422
    with pytest.raises(Refused):
        clock.sworn()


@pytest.mark.parametrize("seen", ["", "now", "2026-11-26T10:00:00"])
def test_a_form_that_does_not_say_what_was_seen_is_none(app, box, at_desk, seen):
    box.leap(DAY)
    assert at_desk("admin").post("/desk/clock/right", {"seen": seen}).status_code == 400


def test_a_running_server_heeds_what_was_said_on_the_command_line(config, board, box, clock):
    heartbeat = beat(board, clock)
    box.leap(40 * DAY)
    heartbeat(board, clock())
    assert clock.held().doubt is not None
    said = TrustedClock(known_to(board), box.machine)
    assert say_it_is_right(board, said, box.wall, By("本机"))
    box.run(MINUTE)
    heartbeat(board, clock())
    assert clock.sworn() == box.wall
    assert deeds(board) == ["clock.doubted", "clock.trusted"]


def test_while_it_is_in_doubt_the_browser_keeps_its_session_by_its_own_clock(app, box, at_desk):
    def cookie(answer) -> str:
        return next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("kiosk_session"))

    clerk = at_desk("clerk")
    with clerk.client.session_transaction("/desk/") as kept:
        kept.permanent = True
    assert "Expires=" in cookie(clerk.get("/desk/"))
    box.leap(40 * DAY)
    assert "Expires=" not in cookie(clerk.get("/desk/")), "its own clock is right, and ours would end the session at once"


def test_without_a_database_it_goes_by_what_was_shown_last(config, board, box, app):
    config.database.write_bytes(b"garbage" * 1000)
    box.leap(TO_1970)
    again = create_app(config, by_the_board(config, box.machine))
    again.extensions["on_air"].look()
    assert "现挂公告" in again.test_client().get("/screen/hall/slides").text


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Apia", "Asia/Kolkata"])
def test_the_zone_of_the_machine_does_not_matter(config, app, box, monkeypatch, zone):
    """The board goes by UTC and by the village's own zone, also in the night in which New York's summer time ends."""
    expected = app.test_client().get("/screen/hall/slides").data
    residents = app.test_client().get("/").data
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        again = create_app(config, by_the_board(config, box.machine))
        assert again.test_client().get("/screen/hall/slides").data == expected
        assert again.test_client().get("/").data == residents
        again.extensions["on_air"]._board.close()
        night = Box(datetime(2027, 11, 7, 5, 30, tzinfo=UTC))
        clock = TrustedClock(Known(), night.machine)
        for _ in range(60):
            night.run(MINUTE)
            assert (clock.held().doubt, clock()) == (None, night.wall)
    time.tzset()
