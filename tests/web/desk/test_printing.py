"""Sheets for the board outside, printed in one go."""

import re
from datetime import timedelta

import pytest
from cast import DAY
from office import everything_in

from kiosk.rules.notice import Category, Kind
from kiosk.web.desk import printing


def offered(page):
    return [int(number) for number in re.findall(r'name="notice" value="(\d+)"', page.text)]


def printed(page):
    return [int(number) for number in re.findall(r'class="sheet notice-sheet" data-notice="(\d+)"', page.text)]


@pytest.fixture
def sheets(at_desk):
    def look(*numbers, **also):
        return at_desk("clerk").get("/desk/print/sheets", query_string={"notice": numbers} | also)

    return look


def test_from_the_list_to_the_sheets(at_desk, office, sheets):
    money, roster = office.post(title="账目甲"), office.post(title="补贴乙", category=Category.SUBSIDY)
    clerk = at_desk("clerk")
    assert 'href="/desk/print"' in clerk.get("/desk/notices").text
    assert offered(clerk.get("/desk/print")) == [money, roster]
    page = sheets(roster, money, contents=1)
    assert printed(page) == [money, roster], "by category, as everywhere"
    assert "公开栏张贴目录" in page.text and page.text.index("公开栏张贴目录") < page.text.index("notice-sheet")
    assert "公开栏张贴目录" not in sheets(money).text


def test_a_month_has_what_went_up_in_it_and_now_has_what_hangs(at_desk, office):
    now = office.now
    office.now = now - timedelta(days=45)
    then = office.post(title="上上月的", valid_until=(office.now + 20 * DAY).date())
    office.now = now
    still = office.post()
    clerk = at_desk("clerk")
    assert offered(clerk.get("/desk/print")) == [still]
    local = now.astimezone(office.board.zone)
    month = (local - timedelta(days=45)).strftime("%Y-%m")
    assert offered(clerk.get(f"/desk/print?month={month}")) == [then]
    for nonsense in ("1999-01", "x", "2026-Q3", ""):
        assert offered(clerk.get(f"/desk/print?month={nonsense}")) == [still]


def test_what_may_no_longer_be_read_is_not_printed_and_the_page_says_why(at_desk, office, sheets):
    now = office.now
    office.now = now - timedelta(days=40)
    over = office.post(title="过期名单", kind=Kind.PUBLICITY, category=Category.SUBSIDY, objection_days=7, body="户主甲\n")
    office.now = now
    wrong = office.walk(office.post(title="写错的"), "withdraw")
    right = office.post(title="还挂着的")
    months = {(now - timedelta(days=days)).astimezone(office.board.zone).strftime("%Y-%m") for days in (0, 40)}
    pages = "".join(at_desk("clerk").get(f"/desk/print?month={month}").text for month in months)
    assert "写有村民姓名，不再打印" in pages and "已经撤回，不再打印" in pages
    page = sheets(over, wrong, right, 999)
    assert printed(page) == [right]
    assert "有 3 份不能再打印" in page.text and "户主甲" not in page.text


@pytest.mark.parametrize("numbers", [(), (999,), ("x",), ("-1",)])
def test_nothing_chosen_is_told_where_it_was_chosen(office, sheets, numbers):
    office.post()
    page = sheets(*numbers, size="a3")
    assert page.status_code == 422
    assert "请至少勾选一份" in page.text and 'value="a3" checked' in page.text


def test_too_many_are_told_and_stay_ticked(office, sheets, monkeypatch):
    monkeypatch.setattr(printing, "SHEETS_MOST", 1)
    numbers = office.post(), office.post()
    page = sheets(*numbers)
    assert page.status_code == 422 and "勾选了 2 份公告；一次最多打印 1 份" in page.text
    assert page.text.count('name="notice"') == len(re.findall(r'name="notice" value="\d+" checked', page.text)) == 2


def test_ticks_can_be_set_and_taken_without_a_script(at_desk, office):
    office.post()
    clerk = at_desk("clerk")
    assert " checked>" in clerk.get("/desk/print").text.split("choices")[0]
    assert " checked>" not in clerk.get("/desk/print?none=1").text.split("choices")[0]


def test_another_size_keeps_what_was_chosen(office, sheets):
    numbers = office.post(), office.post()
    page = sheets(*numbers, contents=1, endpoint="x", _external=1)
    other = re.search(r'href="(/desk/print/sheets[^"]+size=a3)"', page.text)[1]
    assert all(f"notice={number}" in other for number in numbers) and "contents=1" in other


def test_a_correction_tells_on_paper_too_what_was_corrected(office, sheets):
    number = office.post()
    assert "更正" not in sheets(number).text.split("notice-sheet")[1]
    office.walk(number, "correct", "submit", "pass")
    assert "说明理由。" not in sheets(number).text, "the old text hangs until then"
    office.walk(number, "publish")
    assert "说明理由。" in sheets(number).text


def test_printing_writes_nothing(at_desk, office, board):
    number, clerk = office.post(body="| 户主 | 元 |\n|---|---|\n| 张* | 1 |\n"), at_desk("clerk")
    before, slips = everything_in(board), f"/desk/notices/{number}/slips"
    for address in ("/desk/print", f"/desk/print/sheets?notice={number}", slips, f"{slips}/print?table=0&column=1"):
        assert clerk.get(address).status_code == 200
    assert everything_in(board) == before


def test_an_empty_board_says_so(at_desk):
    page = at_desk("clerk").get("/desk/print")
    assert page.status_code == 200 and "现在没有公开的公告" in page.text
