"""A screen's page: what it is called, how far away people stand, when it is open; and what follows from that."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from kiosk.actions.settle import change_screen
from kiosk.rules.notice import Category
from kiosk.rules.people import By, Role
from kiosk.rules.screen import Screen
from kiosk.store import screens

MARK = re.compile(r'name="mark" value="(\w+)"')
HALL = {"title": "村民大厅", "shape": "landscape", "rotation": "0", "diagonal_inch": "55", "distance_m": "4", "hours": "all", "opens_at": "", "closes_at": ""}
GATE = HALL | {"name": "gate2", "title": "村口"}


def save(admin, data, name="hall"):
    mark = MARK.search(admin.get(f"/desk/screens/{name}").text)[1]
    return admin.post(f"/desk/screens/{name}", {"mark": mark} | data)


def changes(board):
    rows = board.db.execute("SELECT facts FROM audit WHERE deed = 'screen.changed' ORDER BY entry").fetchall()
    return [json.loads(facts) for (facts,) in rows]


def test_an_untouched_form_changes_nothing(admin, board):
    assert save(admin, HALL).status_code == 303
    assert changes(board) == []


@pytest.mark.parametrize(
    "change, field, value",
    [
        ({"title": " 大 厅 "}, "title", "大 厅"),
        ({"shape": "portrait"}, "shape", "portrait"),
        ({"rotation": "270"}, "rotation", 270),
        ({"diagonal_inch": "６５"}, "diagonal_inch", 65),
        ({"distance_m": "2.5"}, "distance_m", 2.5),
        ({"slogans": "on"}, "slogans", True),
        ({"hours": "some", "opens_at": "18:00", "closes_at": "02:00"}, "opens_at", "18:00"),
        ({"categories": ["fees", "announcement"]}, "categories", ("fees", "announcement")),
        ({"own_slogans": " 有疑问就提 \r\n\r\n有提问  就答\n"}, "own_slogans", ("有疑问就提", "有提问 就答")),
    ],
)
def test_what_is_typed_holds_and_stands_in_the_log(admin, board, change, field, value):
    assert save(admin, HALL | change).status_code == 303
    assert vars(screens.get(board.db, "hall"))[field] == value
    (facts,) = changes(board)
    in_log = list(value) if isinstance(value, tuple) else value
    assert (facts["name"], facts["value"][field]) == ("hall", in_log)
    assert facts["old"][field] in (vars(Screen("hall", "村民大厅"))[field], [])


def test_back_to_all_hours(admin, board):
    save(admin, HALL | {"hours": "some", "opens_at": "08:00", "closes_at": "21:00"})
    assert "08:00 至 21:00" in admin.get("/desk/screens").text
    save(admin, HALL | {"hours": "all", "opens_at": "08:00", "closes_at": "21:00"})
    assert screens.get(board.db, "hall").opens_at is None


@pytest.mark.parametrize(
    "change, field",
    [
        ({"title": ""}, "title"),
        ({"title": "大" * 101}, "title"),
        ({"title": "大\u202e厅"}, "title"),
        ({"shape": "round"}, "shape"),
        ({"rotation": "45"}, "rotation"),
        ({"diagonal_inch": "9"}, "diagonal_inch"),
        ({"diagonal_inch": "big"}, "diagonal_inch"),
        ({"diagonal_inch": ""}, "diagonal_inch"),
        ({"distance_m": "0.4"}, "distance_m"),
        ({"distance_m": "nan"}, "distance_m"),
        ({"hours": "some", "opens_at": "08:00", "closes_at": ""}, "opens_at"),
        ({"hours": "some", "opens_at": "08:00", "closes_at": "08:00"}, "opens_at"),
        ({"hours": "some", "opens_at": "25:00", "closes_at": "08:00"}, "opens_at"),
        ({"categories": ["weather"]}, "categories"),
        ({"own_slogans": "标" * 101}, "own_slogans"),
        ({"own_slogans": "标\u202e语"}, "own_slogans"),
        ({"own_slogans": "标语\n" * 51}, "own_slogans"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_everything_typed_is_kept(admin, board, change, field):
    answer = save(admin, HALL | {"title": "打了一半"} | change)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text and f'id="{field}"' in answer.text
    assert (change.get("title") or "打了一半") in answer.text or change.get("title") == ""
    assert changes(board) == []


def test_a_new_screen_is_added_and_shown(admin, board, look, client):
    assert admin.get("/desk/screens/new").status_code == 200
    answer = admin.post("/desk/screens/new", GATE)
    assert answer.status_code == 303
    assert screens.get(board.db, "gate2") == Screen("gate2", "村口")
    look()
    assert "村口" in admin.get(answer.location).text
    assert client.get("/screen/gate2/slides").status_code == 200


@pytest.mark.parametrize("name", ["", "Gate", "大厅", "-a", "a b", "new", "hall", "a" * 33])
def test_a_short_name_that_cannot_be_given(admin, board, name):
    answer = admin.post("/desk/screens/new", GATE | {"name": name})
    assert answer.status_code == 422
    assert 'href="#name"' in answer.text
    assert 'value="村口"' in answer.text
    assert len(screens.all_screens(board.db)) == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(admin, board):
    mark = MARK.search(admin.get("/desk/screens/hall").text)[1]
    change_screen(board, Screen("hall", "大会堂"), By("管理员乙"), datetime.now(UTC))
    answer = admin.post("/desk/screens/hall", HALL | {"mark": mark, "title": "礼堂"})
    assert answer.status_code == 409
    assert 'value="礼堂"' in answer.text
    assert screens.get(board.db, "hall").title == "大会堂"


@pytest.mark.parametrize(
    "asked, said",
    [
        ("diagonal_inch=55&distance_m=4&shape=landscape", "46"),
        ("diagonal_inch=32&distance_m=6&shape=landscape", "太远"),
        ("diagonal_inch=&distance_m=4&shape=landscape", "填好"),
        ("", "填好"),
    ],
)
def test_what_follows_is_told_while_it_is_filled_in(admin, asked, said):
    answer = admin.get(f"/desk/letter-size?{asked}")
    assert answer.status_code == 200
    assert said in answer.text and "<html" not in answer.text


def test_only_an_admin_sets_screens_up(admin, sign_in, board):
    for role in set(Role) - {Role.ADMIN}:
        somebody = sign_in(f"甲{role}", role)
        for address in ("/desk/screens/hall", "/desk/screens/new", "/desk/letter-size"):
            assert somebody.get(address).status_code == 403
        for address in ("/desk/screens/hall", "/desk/screens/new"):
            assert somebody.post(address, GATE).status_code == 403
        assert 'href="/desk/screens/hall"' not in somebody.get("/desk/screens").text
    assert changes(board) == []


def test_a_screen_there_is_not(admin):
    assert admin.get("/desk/screens/nowhere").status_code == 404
    assert admin.post("/desk/screens/nowhere", HALL).status_code == 404


def test_the_screens_fragment_carries_its_hours_and_the_duty_roster(admin, board, look, client):
    save(admin, HALL | {"hours": "some", "opens_at": "08:00", "closes_at": "21:30"})
    admin.post("/desk/settings/duty", {"mark": MARK.search(admin.get("/desk/settings/duty").text)[1], "duty_roster-when": ["星期一"], "duty_roster-who": ["值班甲"], "duty_roster-number": ["0000-1"]})
    look()
    slides = client.get("/screen/hall/slides").text
    assert 'data-opens="08:00" data-closes="21:30"' in slides
    assert "值班甲" in slides and "值班甲" in client.get("/").text


def test_a_screen_has_its_own_slogans_or_else_the_villages(admin, look, client):
    mark = MARK.search(admin.get("/desk/settings/slogans").text)[1]
    admin.post("/desk/settings/slogans", {"mark": mark, "slogans": "全村的"})
    said = []
    for change in ({}, {"slogans": "on"}, {"slogans": "on", "own_slogans": "大厅的"}):
        save(admin, HALL | change)
        look()
        slides = client.get("/screen/hall/slides").text
        said.append(json.loads(unescape(re.search(r'data-slogans="(.*?)"', slides)[1])))
    assert said == [[], ["全村的"], ["大厅的"]]


def test_a_screen_for_some_categories_shows_these(admin, look, client, post):
    fees, finance = post(title="收费", category=Category.FEES), post(title="财务")
    save(admin, HALL | {"categories": ["fees"]})
    look()
    slides = client.get("/screen/hall/slides").text
    assert f'data-notice="{fees}"' in slides and f'data-notice="{finance}"' not in slides
    page = admin.get("/desk/screens/hall").text
    assert 'value="fees" checked' in page and 'value="finance" >' in page
    answer = client.post("/screen/hall/shown", json={"notice": finance, "version": 1})
    assert answer.status_code == 422
