"""The publicity record at the desk: looked at, issued, and seen again as it was."""

import re

import pytest
from cast import DAY
from office import everything_in


@pytest.fixture
def number(office):
    return office.post(title="2026年低保公示")


def issue(person, number):
    page = person.get(f"/desk/notices/{number}/record").text
    form = re.search(r'name="form" value="([^"]+)"', page)[1]
    return person.post(f"/desk/notices/{number}/record", {"form": form}), form


def test_from_the_notice_to_the_sheet(at_desk, number):
    clerk = at_desk("clerk")
    assert f'href="/desk/notices/{number}/record"' in clerk.get(f"/desk/notices/{number}").text
    answer, _form = issue(clerk, number)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/records/1")
    sheet = clerk.get("/desk/records/1").text
    for words in ("村务公开公示记录", "2026年低保公示", "监督甲", "主任", "村务监督委员会主任", "http://192.0.2.10:8080/check/", "<svg"):
        assert words in sheet, words
    assert "第 1 号" in clerk.get(f"/desk/notices/{number}/record").text


def test_pressed_twice_it_is_the_same_record(at_desk, number, board):
    clerk = at_desk("clerk")
    answer, form = issue(clerk, number)
    again = clerk.post(f"/desk/notices/{number}/record", {"form": form})
    assert again.headers["Location"] == answer.headers["Location"]
    assert board.db.table("publicity_records").count == 1


def test_looking_issues_nothing(at_desk, number, board):
    clerk = at_desk("clerk")
    before = everything_in(board)
    clerk.get(f"/desk/notices/{number}/record")
    assert everything_in(board) == before


def test_the_sheet_is_the_same_when_the_notice_has_come_down_since(at_desk, office, number):
    clerk = at_desk("clerk")
    issue(clerk, number)
    before = clerk.get("/desk/records/1").text
    office.now += DAY
    office.take("approver", "withdraw", number, "名单有误")
    assert clerk.get("/desk/records/1").text == before
    assert "提前 14 天撤下" in clerk.get(f"/desk/notices/{number}/record").text


@pytest.mark.parametrize("who, offered", [("clerk", True), ("reviewer", True), ("approver", True), ("auditor", False), ("admin", False)])
def test_who_may_issue_is_offered_it(at_desk, number, who, offered):
    page = at_desk(who).get(f"/desk/notices/{number}/record").text
    assert ("<button class=\"main\">出具公示记录" in page) is offered


def test_what_has_never_hung_has_none_and_says_so(at_desk, office):
    answer = at_desk("clerk").get(f"/desk/notices/{office.begin()}/record")
    assert answer.status_code == 422 and "还没有公开过" in answer.text


def test_a_sheet_whose_log_has_changed_is_not_to_be_handed_out(at_desk, number, board):
    clerk = at_desk("clerk")
    issue(clerk, number)
    board.db.execute("DROP TRIGGER publicity_records_refuse_update")
    board.db.execute("UPDATE publicity_records SET content = '{}'")
    sheet = clerk.get("/desk/records/1")
    assert sheet.status_code == 200 and "请勿对外提供" in sheet.text
