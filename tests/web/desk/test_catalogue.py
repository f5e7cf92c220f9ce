"""The disclosure catalogue at the desk: who changes it, what if twice or at the same time, and what follows it."""

import html
import re
from datetime import date

import pytest

from kiosk.actions.duties import duties_of
from kiosk.rules.own_catalogue import OwnEntry
from kiosk.shipped import catalogue_rows
from kiosk.store import audit, catalogue, settings
from kiosk.store.audit import Wanted
from kiosk.store.connection import transaction


def form(admin, code):
    """What the page holds, as a browser would send it."""
    page = admin.get(f"/desk/catalogue/{code}").text
    sent = {name: html.unescape(value) for name, value in re.findall(r'<input type="(?:text|hidden)"[^>]*name="(\w+)" value="([^"]*)"', page)}
    sent |= {name: html.unescape(value) for name, value in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?([^<]*)</textarea>', page)}
    sent |= dict(re.findall(r'<input type="checkbox"[^>]*name="(\w+)" value="(\w+)" checked>', page))
    for name, options in re.findall(r'<select id="\w+" name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        sent[name] = chosen[1]
    return {name: value for name, value in sent.items() if name != "csrf"}


def log(board):
    return [(entry.deed, entry.facts) for entry in audit.entries(board.db, Wanted()) if entry.deed.startswith("catalogue")]


def test_a_form_sent_as_it_came_changes_nothing(admin, board):
    for code in catalogue_rows():
        assert admin.post(f"/desk/catalogue/{code}", form(admin, code)).status_code == 303, code
    assert catalogue.entries(board.db) == [] == log(board)


def test_a_change_holds_at_once_and_stands_in_the_log(admin, board):
    assert admin.post("/desk/catalogue/F01", form(admin, "F01") | {"display_days": "20"}).status_code == 303
    assert settings.settings(board.db).catalogue["F01"].display_days == 20
    [(deed, facts)] = log(board)
    assert (deed, facts["item"], facts["old"], facts["value"]) == ("catalogue.changed", "F01", {"display_days": "15"}, {"display_days": "20"})
    page = admin.get("/desk/catalogue/F01").text
    assert "软件自带：15" in page
    assert "公布期限（天）" in admin.get("/desk/audit").text


def test_back_to_the_shipped_values(admin, board):
    admin.post("/desk/catalogue/F01", form(admin, "F01") | {"display_days": "20", "title": "账目"})
    admin.post("/desk/catalogue/F01", {"back": "1"})
    admin.post("/desk/catalogue/F01", {"back": "1"})
    assert catalogue.entries(board.db) == []
    assert [deed for deed, _facts in log(board)] == ["catalogue.changed"] * 2


def test_of_two_at_the_same_time_the_second_is_told_and_loses_nothing(admin, board):
    first, second = form(admin, "F01"), form(admin, "F01")
    admin.post("/desk/catalogue/F01", first | {"display_days": "20"})
    answer = admin.post("/desk/catalogue/F01", second | {"display_days": "30"})
    assert answer.status_code == 409
    assert 'value="30"' in answer.text
    assert settings.settings(board.db).catalogue["F01"].display_days == 20


def test_a_wrong_value_is_named_and_stays_on_the_page(admin, board):
    answer = admin.post("/desk/catalogue/F01", form(admin, "F01") | {"display_days": "十五"})
    assert answer.status_code == 422
    assert "“公布期限（天）”要填" in answer.text and 'value="十五"' in answer.text
    assert catalogue.entries(board.db) == []


def test_what_must_not_be_posted_stays_so_whatever_is_sent(admin, board):
    assert "不能开启" in admin.get("/desk/catalogue/J07").text
    admin.post("/desk/catalogue/J07", form(admin, "J07") | {"default": "on"})
    assert settings.settings(board.db).catalogue["J07"].default.value == "banned"


def test_an_item_switched_off_is_no_duty_and_one_switched_on_is(admin, board):
    def codes():
        return {duty.item.code for duty in duties_of(board, date(2026, 11, 1))}

    assert "F01" in codes() and "F11" not in codes()
    admin.post("/desk/catalogue/F01", form(admin, "F01") | {"default": "off"})
    admin.post("/desk/catalogue/F11", form(admin, "F11") | {"default": "on"})
    assert "F01" not in codes() and "F11" in codes()


NEW = {"code": "f20", "title": "水费账目", "default": "on", "category": "finance", "frequency": "monthly", "due_month": "+1", "display_days": "15"}


def test_an_item_of_the_villages_own(admin, clerk, board):
    assert admin.post("/desk/catalogue/new", NEW).status_code == 303
    item = settings.settings(board.db).catalogue["F20"]
    assert (item.title, item.frequency, item.due.day) == ("水费账目", "monthly", None)
    assert "F20 水费账目" in clerk.get(clerk.post("/desk/notices", {"template": "announcement"}).headers["Location"]).text
    again = admin.post("/desk/catalogue/new", NEW)
    assert again.status_code == 422 and "已经有编号 F20" in again.text
    changed = form(admin, "F20") | {"title": "水电费账目"}
    assert admin.post("/desk/catalogue/F20", changed).status_code == 303
    assert settings.settings(board.db).catalogue["F20"].title == "水电费账目"


@pytest.mark.parametrize("code", ["", "20", "水费", "F", "F-20", "F" * 9])
def test_a_code_that_is_none_is_refused(admin, board, code):
    assert admin.post("/desk/catalogue/new", NEW | {"code": code}).status_code == 422
    assert catalogue.entries(board.db) == []


def a_newer_product(board):
    """As if what is shipped now had been otherwise before: the village changed it then, and looked at it then."""
    before = {code: dict(row) for code, row in catalogue_rows().items() if code != "F13"}
    before["F02"]["title"] = "旧名称"
    with transaction(board.db):
        catalogue.put(board.db, OwnEntry("F01", {"display_days": "20"}, {"display_days": "10"}))
        catalogue.put_seen(board.db, before)


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
    for _time in range(2):
        assert admin.post("/desk/catalogue/F01/display_days/settle", {answer: "1"}).status_code == 303
    assert settings.settings(board.db).catalogue["F01"].display_days == days
    assert "本村规定（正在使用）" not in admin.get("/desk/catalogue").text
    assert len(log(board)) == 1


def test_whoever_only_looks_sees_it_without_buttons(auditor):
    page = auditor.get("/desk/catalogue").text
    assert "村级财务收支明细" in page and "/desk/catalogue/F01\"" not in page
