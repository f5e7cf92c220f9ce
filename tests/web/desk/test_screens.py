"""The screens at a glance, what is warned about, and saying which device is the TV."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cast import GATE, SHANGHAI, a_file
from told import KEY, OTHER_KEY, a_health

from kiosk.actions.import_notices import Posting, import_paths
from kiosk.actions.outages import note_darkness
from kiosk.actions.settle import change_screen, take_screen_away
from kiosk.rules.notice import Category
from kiosk.rules.people import By
from kiosk.rules.screen_devices import Device
from kiosk.rules.village import Screen
from kiosk.store import screen_devices, screens
from kiosk.web.devices import device_of

HEALTH = "/screen/hall/health"
TV, OTHER = (device_of({"device": key}) for key in (KEY, OTHER_KEY))


@pytest.fixture
def air(app):
    return app.extensions["on_air"]


@pytest.fixture
def watched(air):
    """For an hour."""
    air.watched_since -= 3600


@pytest.fixture
def put_up(board, look):
    """Sets a screen up, or changes one."""

    def put(screen):
        change_screen(board, screen, By("甲"), datetime.now(UTC))
        look()

    return put


def by_the_clock(hours):
    return (datetime.now(UTC).astimezone(SHANGHAI) + timedelta(hours=hours)).strftime("%H:%M")


@pytest.mark.parametrize(
    "told, words",
    [
        ({}, ["正在显示", "1920 × 1080", "准确"]),
        ({"seen": False}, ["开着，但画面看不到"]),
        ({"clock": 300_000}, ["快 5 分钟"]),
        ({"clock": -7_200_000}, ["慢 2 小时"]),
        ({"clock": None}, ["—"]),
        ({"fonts": False}, ["<dd>没有</dd>"]),
        ({"memory": 50 * 2**20, "nodes": 1234}, ["50 MB", "1234 个元素"]),
        ({"fault": {"text": "<b>x", "at": "2026-10-10T01:00:00Z"}}, ["&lt;b&gt;x"]),
        ({"offline": [["2026-10-10T01:00:00Z", "2026-10-10T01:05:00Z"]]}, ["09:00 – ", "09:05"]),
        ({"page": "older"}, ["比服务器旧"]),
    ],
)
def test_what_a_screen_says_of_itself_stands_there(clerk, client, told, words):
    assert client.post(HEALTH, json=a_health(**told)).status_code == 204
    page = clerk.get("/desk/screens").text
    assert [each for each in words if each not in page] == []


def test_it_is_told_anew_to_a_page_that_is_open(clerk, client):
    assert "正在显示" not in clerk.get("/desk/screens/hall/now").text
    client.post(HEALTH, json=a_health())
    now = clerk.get("/desk/screens/hall/now").text
    assert "正在显示" in now and "<html" not in now and "<details" not in now
    assert clerk.get("/desk/screens/nowhere/now").status_code == 404


def test_an_old_page_that_only_polls_is_seen_too(clerk, client):
    client.get("/screen/hall/slides")
    page = clerk.get("/desk/screens").text
    assert "正在显示" in page and "旧版本" in page


def test_outside_its_hours_it_is_a_clock_and_no_fault(clerk, put_up, watched):
    put_up(Screen("hall", "大厅", opens_at=by_the_clock(2), closes_at=by_the_clock(4)))
    page = clerk.get("/desk/screens").text
    assert "clock-face" in page and f"现在是关闭时间，{by_the_clock(2)} 开放" in page
    assert "没有连上" not in clerk.get("/desk/").text


@pytest.mark.parametrize("minutes, is_warned", [(0, False), (9, False), (11, True)])
def test_a_screen_that_is_dark_for_ten_minutes_is_warned_about(clerk, client, air, watched, minutes, is_warned):
    client.get("/screen/hall/slides")
    air.polled_at["hall"] -= 60 * minutes
    assert ("没有显示，现在是开放时间" in clerk.get("/desk/").text) is is_warned
    assert ('data-state="dark"' in clerk.get("/desk/screens").text) is is_warned


def test_ten_minutes_are_a_setting(clerk, admin, client, board, air, watched, look):
    client.get("/screen/hall/slides")
    air.polled_at["hall"] -= 60 * 11
    mark = admin.get("/desk/settings/watch").text.split('name="mark" value="')[1].split('"')[0]
    assert admin.post("/desk/settings/watch", {"mark": mark, "dark_minutes": "30"}).status_code == 303
    look()
    assert "没有显示" not in clerk.get("/desk/").text


def test_a_screen_never_heard_of_is_warned_about_once_there_was_time(clerk, air):
    assert "没有连上" not in clerk.get("/desk/").text
    air.watched_since -= 601
    assert "在系统启动后一直没有连上" in clerk.get("/desk/").text


@pytest.mark.parametrize("told, words", [({"clock": 121_000}, "时钟差了两分钟以上"), ({"fonts": False}, "没有中文字体")])
def test_what_is_wrong_with_a_screen_is_warned_about(clerk, client, told, words):
    client.post(HEALTH, json=a_health())
    assert words not in clerk.get("/desk/").text
    client.post(HEALTH, json=a_health(**told))
    assert words in clerk.get("/desk/").text


def test_a_notice_that_no_screen_shows_is_warned_about(clerk, put_up, post, look):
    put_up(GATE)
    post(title="只去村口", screens=("gate",))
    look()
    assert "没有一块屏显示" not in clerk.get("/desk/").text
    post(title="没处可去")
    put_up(Screen("hall", "大厅", categories=(Category.FEES,)))
    put_up(replace(GATE, categories=(Category.FEES,)))
    page = clerk.get("/desk/").text
    assert "没有一块屏显示“没处可去”" in page and "没有一块屏显示“只去村口”" not in page


def test_when_it_was_dark_is_told(clerk, board):
    began = datetime.now(UTC) - timedelta(hours=3)
    note_darkness(board, {"hall": began}, began + timedelta(minutes=10))
    assert "还没有恢复" in clerk.get("/desk/screens").text
    note_darkness(board, {}, began + timedelta(minutes=70))
    page = clerk.get("/desk/screens").text
    assert "最近两周黑屏：1 次" in page and "1 小时 10 分钟" in page


def decisions(board):
    return screen_devices.decided(board.db)


def test_an_admin_says_which_is_the_tv(admin, board, client):
    client.post(HEALTH, json=a_health())
    client.post(HEALTH, json=a_health(device=OTHER_KEY, width=360, height=640))
    page = admin.get("/desk/screens").text
    assert "不止一台设备" in page and "360 × 640" in page
    answer = admin.post(f"/desk/screens/hall/devices/{TV}/take")
    assert answer.status_code == 303
    assert "本村电视机，计入" in admin.get(answer.location).text
    admin.post(f"/desk/screens/hall/devices/{OTHER}/refuse")
    assert decisions(board) == [Device("hall", TV, is_ours=True), Device("hall", OTHER, is_ours=False)]
    assert "不计入" in admin.get("/desk/screens").text
    assert admin.post("/desk/screens/hall/devices/forget").status_code == 303
    assert decisions(board) == []


@pytest.mark.parametrize("address", ["hall/devices/{other}/take", "nowhere/devices/{tv}/take", "hall/devices/x/refuse"])
def test_a_device_that_nobody_has_heard_of_is_not_decided_about(admin, board, client, address):
    client.post(HEALTH, json=a_health())
    assert admin.post(f"/desk/screens/{address.format(tv=TV, other=OTHER)}").status_code == 404
    assert decisions(board) == []


def test_a_tv_that_has_forgotten_its_key_is_asked_about_and_loses_nothing(admin, clerk, board, client, look, post):
    number = post(title="公告", now=datetime.now(UTC) - timedelta(hours=3))
    client.post(HEALTH, json=a_health())
    admin.post(f"/desk/screens/hall/devices/{TV}/take")
    look()
    client.post(HEALTH, json=a_health(device=OTHER_KEY))
    assert "自称是" not in admin.get("/desk/").text  # it may be somebody's phone
    hour = (datetime.now(UTC) - timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    airing = {"notice": number, "version": 1, "hour": f"{hour:%Y-%m-%dT%H}", "seconds": 900, "pages": [1]}
    airing |= {"first": (hour + timedelta(minutes=30)).isoformat(), "last": (hour + timedelta(minutes=45)).isoformat()}
    client.post("/screen/hall/airings", json={"device": OTHER_KEY, "run": "abcdefgh", "airings": [airing]})
    assert "也自称是" in admin.get("/desk/").text and "也自称是" not in clerk.get("/desk/").text
    assert "15 分钟先记着" in admin.get("/desk/screens").text
    admin.post(f"/desk/screens/hall/devices/{OTHER}/take")
    assert "自称是" not in admin.get("/desk/").text
    assert "15 分钟" in clerk.get(f"/desk/notices/{number}").text


def test_only_an_admin_is_offered_to_decide(clerk, client):
    client.post(HEALTH, json=a_health())
    assert "这是本村的电视机" not in clerk.get("/desk/screens").text


def test_a_screen_is_taken_away_after_a_question(admin, board, look, put_up, tmp_path):
    put_up(GATE)
    file = a_file(tmp_path / "files", title="只去村口", screens=("gate",))
    import_paths(board, [file], Posting("文书甲", datetime.now(UTC), publish=True))
    look()
    question = admin.get("/desk/screens/gate/take-away").text
    assert "只去村口" in question
    answer = admin.post("/desk/screens/gate/take-away")
    assert answer.status_code == 303
    assert [each.name for each in screens.all_screens(board.db)] == ["hall"]
    assert "“村口”已拆除" in admin.get(answer.location).text
    assert "没有一块屏显示“只去村口”" in admin.get("/desk/").text
    assert admin.post("/desk/screens/gate/take-away").status_code == 404
    admin.post("/desk/screens/new", {"name": "gate", "title": "新村口", "shape": "landscape", "rotation": "0", "diagonal_inch": "55", "distance_m": "4", "hours": "all"})
    assert screens.get(board.db, "gate") == Screen("gate", "新村口")


def test_the_last_screen_stays(admin, board):
    assert "拆除这块大屏" not in admin.get("/desk/screens/hall").text
    answer = admin.post("/desk/screens/hall/take-away")
    assert answer.status_code == 422 and "唯一的一块大屏" in answer.text
    assert screens.get(board.db, "hall") is not None


def test_a_draft_that_names_a_screen_that_is_gone_still_names_it(at_desk, office, board, look):
    change_screen(board, GATE, By("甲"), datetime.now(UTC))
    number = office.begin(screens=("gate",))
    take_screen_away(board, "gate", By("甲"), datetime.now(UTC))
    look()
    page = at_desk("clerk").get(f"/desk/notices/{number}/edit").text
    assert 'value="gate" checked' in page and "gate（已拆除）" in page
