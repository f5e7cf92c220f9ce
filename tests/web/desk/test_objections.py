"""Objections on the page of the notice: registered by the clerk, answered by the head."""

import re

import pytest
from cast import DAY

from kiosk.actions.settle import change_setting
from kiosk.rules.notice import Category, Kind
from kiosk.store import objections
from kiosk.store.instants import to_text

ROSTER = {"title": "低保公示", "category": Category.SOCIAL_ASSISTANCE, "kind": Kind.PUBLICITY, "item": "S01", "objection_days": 7}


@pytest.fixture
def number(office):
    return office.post(**ROSTER)


def form_of(somebody, number, **typed):
    page = somebody.get(f"/desk/notices/{number}").text
    key = re.search(r'name="form" value="(\w+)"', page)[1]
    return {"form": key, "objection": "家里有车。", "way": "box", "person": "村民甲"} | typed


def mark_of(somebody, number):
    return re.search(r'name="seen" value="([^"]*)"', somebody.get(f"/desk/notices/{number}").text)[1]


def test_from_the_box_to_the_answer(at_desk, number, board, client):
    clerk, approver = at_desk("clerk"), at_desk("approver")
    assert clerk.post(f"/desk/notices/{number}/objections", form_of(clerk, number)).status_code == 303
    page = approver.get("/desk/").text
    assert "家里有车。" in page and "等待拟写答复" in page
    page = approver.get(f"/desk/notices/{number}").text
    assert "有 1 条异议待答复" in page and "还没有人拟写答复" in page and "objections/1/answer" not in page
    assert clerk.post("/desk/objections/1/proposal", {"answer": "已核实。", "seen": ""}).status_code == 303
    assert "文书甲 已拟写答复" in approver.get("/desk/").text
    seen = mark_of(approver, number)
    assert approver.post("/desk/objections/1/answer", {"answer": "已核实，不属实。", "seen": seen}).status_code == 303
    page = clerk.get(f"/desk/notices/{number}").text
    assert "已核实，不属实。" in page and "有 1 条异议待答复" not in page
    assert "村民甲" not in client.get(f"/notices/{number}").text


def test_what_was_typed_stays_when_something_is_wrong(at_desk, number, board):
    clerk = at_desk("clerk")
    answer = clerk.post(f"/desk/notices/{number}/objections", form_of(clerk, number, person="长" * 101))
    assert answer.status_code == 422
    assert "家里有车。" in answer.text and "长" * 101 in answer.text and "不超过 100 字" in answer.text
    assert objections.all_open(board.db) == []


def test_an_answer_without_words_is_refused(at_desk, number, board):
    clerk, approver = at_desk("clerk"), at_desk("approver")
    clerk.post(f"/desk/notices/{number}/objections", form_of(clerk, number))
    clerk.post("/desk/objections/1/proposal", {"answer": "已核实。"})
    answer = approver.post("/desk/objections/1/answer", {"answer": " ", "seen": mark_of(approver, number)})
    assert answer.status_code == 422 and "请填写答复" in answer.text


def test_of_a_result_no_objection_is_registered(at_desk, office):
    number = office.post()
    clerk = at_desk("clerk")
    assert "登记异议" not in clerk.get(f"/desk/notices/{number}").text
    assert clerk.post(f"/desk/notices/{number}/objections", {"form": "0123456789", "objection": "不对", "way": "box"}).status_code == 422


def test_what_somebody_else_proposed_meanwhile_is_told_and_nothing_typed_is_lost(at_desk, number):
    clerk, reviewer = at_desk("clerk"), at_desk("reviewer")
    clerk.post(f"/desk/notices/{number}/objections", form_of(clerk, number))
    clerk.post("/desk/objections/1/proposal", {"answer": "已核实。"})
    answer = reviewer.post("/desk/objections/1/proposal", {"answer": "另一个答复。"})
    assert answer.status_code == 409
    assert "另一个答复。" in answer.text and "已核实。" in answer.text


def test_who_objected_is_masked_for_those_who_do_not_handle_it(at_desk, number):
    clerk = at_desk("clerk")
    clerk.post(f"/desk/notices/{number}/objections", form_of(clerk, number, person="村民甲 0000-1234567"))
    for who in ("clerk", "reviewer", "approver"):
        assert "村民甲 0000-1234567" in at_desk(who).get(f"/desk/notices/{number}").text
    for who in ("other_clerk", "auditor", "admin"):
        page = at_desk(who).get(f"/desk/notices/{number}").text
        assert "村*甲 0000-*****67" in page and "1234567" not in page


def test_after_the_days_to_answer_the_desk_calls_it_late(at_desk, number, board, office):
    clerk = at_desk("clerk")
    clerk.post(f"/desk/notices/{number}/objections", form_of(clerk, number))
    assert "应在" not in clerk.get("/desk/").text
    board.db.execute("UPDATE objections_received SET received_at = ?", [to_text(office.now - 8 * DAY)])
    assert "应在" in clerk.get("/desk/").text
    change_setting(board, "objection_answer_days", 9, office.staff["admin"], office.now)
    assert "应在" not in clerk.get("/desk/").text
