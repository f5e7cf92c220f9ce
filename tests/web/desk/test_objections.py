"""Objections on the page of the notice: registered by the clerk, answered by the head."""

import re

import pytest

from kiosk.rules.notice import Category, Kind
from kiosk.store import objections

ROSTER = {"title": "低保公示", "category": Category.SOCIAL_ASSISTANCE, "kind": Kind.PUBLICITY, "item": "S01", "objection_days": 7}


@pytest.fixture
def number(office):
    return office.post(**ROSTER)


def form_of(somebody, number, **typed):
    page = somebody.get(f"/desk/notices/{number}").text
    key = re.search(r'name="form" value="(\w+)"', page)[1]
    return {"form": key, "objection": "家里有车。", "way": "box", "person": "村民甲"} | typed


def test_from_the_box_to_the_answer(at_desk, number, board, client):
    clerk, approver = at_desk("clerk"), at_desk("approver")
    assert clerk.post(f"/desk/notices/{number}/objections", form_of(clerk, number)).status_code == 303
    page = approver.get("/desk/")
    assert "家里有车。" in page.text and "待村主任答复" in page.text
    assert "有 1 条异议待答复" in approver.get(f"/desk/notices/{number}").text
    assert approver.post("/desk/objections/1/answer", {"answer": "已核实，不属实。"}).status_code == 303
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
    answer = approver.post("/desk/objections/1/answer", {"answer": " "})
    assert answer.status_code == 422 and "请填写答复" in answer.text


def test_of_a_result_no_objection_is_registered(at_desk, office):
    number = office.post()
    clerk = at_desk("clerk")
    assert "登记异议" not in clerk.get(f"/desk/notices/{number}").text
    assert clerk.post(f"/desk/notices/{number}/objections", {"form": "0123456789", "objection": "不对", "way": "box"}).status_code == 422
