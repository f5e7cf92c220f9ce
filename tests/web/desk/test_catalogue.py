"""The disclosure catalogue at the desk: who changes it, what if twice or at the same time, and what follows it."""

import csv
import html
import io
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
    back = form(admin, "F01") | {"back": "everything"}
    for _time in range(2):
        assert admin.post("/desk/catalogue/F01", back).status_code == 303
    assert catalogue.entries(board.db) == []
    assert [deed for deed, _facts in log(board)] == ["catalogue.changed"] * 2


def test_back_with_one_field_keeps_the_others_and_what_else_was_typed(admin, board):
    admin.post("/desk/catalogue/F01", form(admin, "F01") | {"display_days": "20", "title": "账目"})
    answer = admin.post("/desk/catalogue/F01", form(admin, "F01") | {"back": "display_days", "may_show": "摘要、金额"})
    assert answer.status_code == 303
    row = catalogue.rows(board.db)["F01"]
    assert (row["display_days"], row["title"], row["may_show"]) == ("15", "账目", "摘要、金额")


def test_back_does_not_go_over_what_somebody_else_has_changed_meanwhile(admin, board):
    admin.post("/desk/catalogue/F01", form(admin, "F01") | {"display_days": "20"})
    stale = form(admin, "F01") | {"back": "everything"}
    admin.post("/desk/catalogue/F01", form(admin, "F01") | {"display_days": "30"})
    assert admin.post("/desk/catalogue/F01", stale).status_code == 409
    assert admin.post("/desk/catalogue/F01", stale | {"back": "display_days"}).status_code == 409
    assert catalogue.rows(board.db)["F01"]["display_days"] == "30"


LESS = {"must_hide": "个人电话"}
WHY = "省实施办法第十二条另有规定"


def test_less_than_is_shipped_is_refused_with_the_law_until_somebody_writes_down_why(admin, auditor, board):
    answer = admin.post("/desk/catalogue/F01", form(admin, "F01") | LESS)
    assert answer.status_code == 422 and catalogue.entries(board.db) == []
    assert "自带目录要求隐去“个人账号、身份证号”。依据：村民委员会组织法（2025年修正）第三十五条第三款" in answer.text
    assert admin.post("/desk/catalogue/F01", form(admin, "F01") | LESS | {"reason": WHY}).status_code == 303
    assert settings.settings(board.db).catalogue["F01"].must_hide == "个人电话"
    assert [facts["why"] for _deed, facts in log(board)] == [WHY]
    for page in ("/desk/catalogue/F01", "/desk/catalogue", "/desk/audit"):
        assert WHY in auditor.get(page).text, page


def test_the_reason_stands_with_a_later_change_and_goes_with_what_it_was_for(admin, board):
    admin.post("/desk/catalogue/F01", form(admin, "F01") | LESS | {"reason": WHY})
    assert admin.post("/desk/catalogue/F01", form(admin, "F01") | {"title": "账目"}).status_code == 303
    assert [entry.reason for entry in catalogue.entries(board.db)] == [WHY]
    admin.post("/desk/catalogue/F01", form(admin, "F01") | {"must_hide": catalogue_rows()["F01"]["must_hide"]})
    assert [entry.reason for entry in catalogue.entries(board.db)] == [""]


def test_a_reason_taken_away_is_no_reason(admin, board):
    admin.post("/desk/catalogue/F01", form(admin, "F01") | LESS | {"reason": WHY})
    assert admin.post("/desk/catalogue/F01", form(admin, "F01") | {"reason": " "}).status_code == 422
    assert [entry.reason for entry in catalogue.entries(board.db)] == [WHY]


def test_what_was_less_before_anybody_was_asked_holds_and_is_told(admin, board):
    with transaction(board.db):
        catalogue.put(board.db, OwnEntry("S01", {"objection_days": "3"}, {"objection_days": "7"}))
    assert settings.settings(board.db).catalogue["S01"].objection_days == 3
    assert "低于自带目录：还没有人写明依据" in admin.get("/desk/catalogue").text


def test_the_laws_own_days_are_not_for_a_county_to_lower(admin, board):
    answer = admin.post("/desk/catalogue/F01", form(admin, "F01") | {"display_days": "10", "reason": WHY})
    assert answer.status_code == 422 and "第三十五条：公布时间不少于十五日" in answer.text
    assert catalogue.entries(board.db) == []


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


def test_a_code_that_the_village_has_used_is_taken_even_if_it_makes_no_item_now(admin, board):
    broken = OwnEntry("F20", {"title": "旧的"}, {"title": "更旧的"})
    with transaction(board.db):
        catalogue.put(board.db, broken)
    assert admin.post("/desk/catalogue/new", NEW).status_code == 422
    assert catalogue.entries(board.db) == [broken]


def test_whoever_only_reads_sees_what_must_be_hidden_and_on_what_basis(auditor, clerk):
    assert 'href="/desk/catalogue/F01"' in auditor.get("/desk/catalogue").text
    for reader in (auditor, clerk):
        page = reader.get("/desk/catalogue/F01").text
        assert "个人账号、身份证号、个人电话" in page and "第三十五条第三款" in page
        assert 'name="title"' not in page
    assert auditor.get("/desk/catalogue/nothing").status_code == 404


@pytest.mark.parametrize(
    "query, codes",
    [
        ("words=收支+银行卡号", {"F06"}),
        ("words=f01", {"F01", "F01M"}),
        ("words=低保", {"S01", "S02"}),
        ("words=低保&category=finance", set()),
        ("category=party", {"V12"}),
        ("default=banned", {"J07"}),
        ("default=election&category=governance", {"V06"}),
        ("category=nothing", set()),
    ],
)
def test_looked_for_by_words_category_and_whether_it_is_on(auditor, query, codes):
    page = auditor.get(f"/desk/catalogue?{query}").text
    assert set(re.findall(r'<tr id="(\w+)">', page)) == codes
    table = auditor.get(f"/desk/catalogue.csv?{query}").data.decode("utf-8-sig")
    assert {line[0] for line in list(csv.reader(io.StringIO(table)))[1:]} == codes


def test_the_table_that_is_taken_along_is_whole_says_whose_each_is_and_runs_nothing(admin, auditor):
    admin.post("/desk/catalogue/new", NEW | {"title": "=1+1"})
    admin.post("/desk/catalogue/F01", form(admin, "F01") | LESS | {"reason": WHY})
    answer = auditor.get("/desk/catalogue.csv")
    assert "kiosk-catalogue-" in answer.headers["Content-Disposition"]
    head, *lines = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    rows = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert set(rows) == {*catalogue_rows(), "F20"}
    assert rows["F20"]["公开事项"] == "'=1+1"
    assert [rows[code][head[-2]] for code in ("F01", "F02", "F20")] == ["本村已改", "软件自带", "本村自己的"]
    assert rows["F01"][head[-1]] == WHY
