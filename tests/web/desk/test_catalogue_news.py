"""What a newer program ships in the disclosure catalogue: told, settled once, and nothing of the village's own lost."""

import html
import re

import pytest

from kiosk.actions.catalogue_news import begin_to_look
from kiosk.rules.own_catalogue import OwnEntry
from kiosk.shipped import catalogue_rows
from kiosk.store import audit, catalogue, settings
from kiosk.store.audit import Wanted
from kiosk.store.connection import transaction

OURS = OwnEntry("F13", {**catalogue_rows()["F01"], "code": "F13", "title": "水费账目"})
GONE = OwnEntry("F98", {"display_days": "20"}, {"display_days": "15"})


def log(board):
    return [(entry.deed, entry.facts) for entry in audit.entries(board.db, Wanted()) if entry.deed.startswith("catalogue")]


def have(board, *entries, seen=None):
    with transaction(board.db):
        for entry in entries:
            catalogue.put(board.db, entry)
        if seen is not None:
            catalogue.put_seen(board.db, seen)


def settle(admin, action, answer):
    """As the button on the page does it; with what is sent, to be sent again."""
    page = admin.get("/desk/catalogue").text
    mark = re.search(rf'action="{action}">.*?name="mark" value="(\w+)"', page, re.S)[1]
    return admin.post(action, {"mark": mark, answer: "1"}), {"mark": mark, answer: "1"}


def a_newer_product(board):
    """As if what is shipped now had been otherwise before: the village changed it then, and looked at it then."""
    before = {code: dict(row) for code, row in catalogue_rows().items() if code != "F13"}
    before["F02"]["title"] = "旧名称"
    have(board, OwnEntry("F01", {"display_days": "20"}, {"display_days": "10"}), seen=before)


def test_what_a_newer_product_ships_is_told_and_overwrites_nothing(admin, board):
    a_newer_product(board)
    page = admin.get("/desk/catalogue").text
    assert "本村规定（正在使用）：20。软件原来自带：10；现在自带：15" in page
    assert "F13" in page and "原为“旧名称”" in page
    assert settings.settings(board.db).catalogue["F01"].display_days == 20
    admin.post("/desk/catalogue/news/looked-at")
    assert "旧名称" not in admin.get("/desk/catalogue").text


@pytest.mark.parametrize("answer, days", [("take", 15), ("keep", 20)])
def test_each_is_settled_once(admin, board, answer, days):
    a_newer_product(board)
    done, sent = settle(admin, "/desk/catalogue/F01/display_days/settle", answer)
    again = admin.post("/desk/catalogue/F01/display_days/settle", sent)
    assert (done.status_code, again.status_code) == (303, 303)
    assert settings.settings(board.db).catalogue["F01"].display_days == days
    assert "本村规定（正在使用）" not in admin.get("/desk/catalogue").text
    assert len(log(board)) == 1


@pytest.mark.parametrize("action, entry", [("F01/display_days/settle", None), ("F13/settle", OURS), ("F98/dropped", GONE)])
def test_nothing_is_settled_that_somebody_else_has_changed_meanwhile(admin, board, action, entry):
    a_newer_product(board)
    have(board, *([entry] if entry else []))
    before = catalogue.entries(board.db)
    answer = admin.post(f"/desk/catalogue/{action}", {"mark": "an earlier one", "take": "1"})
    assert answer.status_code == 409 and "error-summary" in answer.text
    assert catalogue.entries(board.db) == before and log(board) == []


def test_our_own_that_falls_short_of_what_is_shipped_now_is_not_kept_without_a_reason(admin, board):
    have(board, OwnEntry("L02", {"display_days": "20"}, {"display_days": "15"}))
    answer, _sent = settle(admin, "/desk/catalogue/L02/display_days/settle", "keep")
    assert answer.status_code == 422 and "至少 30 天。依据：土地管理法第四十七条" in answer.text
    have(board, OwnEntry("L02", {"display_days": "20"}, {"display_days": "15"}, "县里另有规定"))
    assert settle(admin, "/desk/catalogue/L02/display_days/settle", "keep")[0].status_code == 303
    assert settings.settings(board.db).catalogue["L02"].display_days == 20


def test_what_is_shipped_under_the_code_of_our_own_is_told_and_hides_nothing(admin, auditor, board):
    before = {code: row for code, row in catalogue_rows().items() if code != "F13"}
    have(board, OURS, seen=before)
    page = html.unescape(auditor.get("/desk/catalogue").text)
    assert "本村自己的（正在使用）：水费账目。软件现在自带的同编号事项：社会捐赠款物" in page
    assert "<button name=\"take\"" not in page and "：新事项" not in page
    assert settings.settings(board.db).catalogue["F13"].title == "水费账目"


@pytest.mark.parametrize("answer, title, deed", [("keep", "水费账目", "catalogue.kept"), ("take", "社会捐赠款物", "catalogue.changed")])
def test_whose_is_to_hold_is_decided_once_and_stands_in_the_log(admin, board, answer, title, deed):
    have(board, OURS)
    done, sent = settle(admin, "/desk/catalogue/F13/settle", answer)
    assert (done.status_code, admin.post("/desk/catalogue/F13/settle", sent).status_code) == (303, 303)
    assert settings.settings(board.db).catalogue["F13"].title == title
    assert "同编号事项：" not in admin.get("/desk/catalogue").text
    assert [each for each, _facts in log(board)] == [deed]
    assert "水费账目" in admin.get("/desk/audit").text


def test_our_own_is_never_led_back_to_what_is_shipped_under_its_code(admin, board):
    have(board, OURS)
    page = admin.get("/desk/catalogue/F13").text
    assert 'name="back"' not in page
    mark = re.search(r'name="mark" value="(\w+)"', page)[1]
    admin.post("/desk/catalogue/F13", {"mark": mark, "back": "everything"})
    assert catalogue.entries(board.db) == [OURS]


def test_our_own_does_not_stand_under_the_code_of_what_must_not_be_posted(admin, board):
    have(board, OwnEntry("J07", {**OURS.own, "code": "J07"}))
    assert settle(admin, "/desk/catalogue/J07/settle", "keep")[0].status_code == 422
    assert settle(admin, "/desk/catalogue/J07/settle", "take")[0].status_code == 303
    assert settings.settings(board.db).catalogue["J07"].default.value == "banned"


def an_older_product(board):
    """It shipped F98, which the village has changed, and F99, which it has not."""
    f98 = {**catalogue_rows()["F01"], "code": "F98", "title": "旧账目"}
    have(board, GONE, seen={**catalogue_rows(), "F98": f98, "F99": {**f98, "code": "F99", "title": "旧预算"}})
    begin_to_look(board)


def test_what_is_no_longer_shipped_goes_on_as_the_village_has_it_and_is_told(admin, board):
    an_older_product(board)
    item = settings.settings(board.db).catalogue["F98"]
    assert (item.title, item.display_days) == ("旧账目", 20)
    page = admin.get("/desk/catalogue").text
    assert "软件不再自带的事项" in page and "公布期限（天）：20" in page
    assert "F99 旧预算" in page and "F99" not in settings.settings(board.db).catalogue
    admin.post("/desk/catalogue/news/looked-at")
    begin_to_look(board)
    assert settings.settings(board.db).catalogue["F98"].display_days == 20
    assert "F99" not in admin.get("/desk/catalogue").text


@pytest.mark.parametrize("answer, holds, deed", [("keep", True, "catalogue.kept"), ("go", False, "catalogue.let_go")])
def test_it_becomes_our_own_or_goes(admin, board, answer, holds, deed):
    an_older_product(board)
    done, sent = settle(admin, "/desk/catalogue/F98/dropped", answer)
    assert (done.status_code, admin.post("/desk/catalogue/F98/dropped", sent).status_code) == (303, 303)
    assert ("F98" in settings.settings(board.db).catalogue) is holds
    assert [entry.is_whole for entry in catalogue.entries(board.db)] == [True] * holds
    assert [each for each, _facts in log(board)] == [deed]
    assert "旧账目" in admin.get("/desk/audit").text


def test_that_of_which_too_little_is_known_can_only_go(admin, board):
    have(board, GONE)
    begin_to_look(board)
    page = admin.get("/desk/catalogue").text
    assert "其余内容已经不全" in page and "留作本村自己的事项" not in page
    assert settle(admin, "/desk/catalogue/F98/dropped", "keep")[0].status_code == 422
    assert settle(admin, "/desk/catalogue/F98/dropped", "go")[0].status_code == 303
    assert catalogue.entries(board.db) == []
