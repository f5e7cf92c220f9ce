"""Slips for the households of a roster."""

import re

import pytest
from cast import DAY

from kiosk.rules.notice import Category
from kiosk.web.desk import slips

BODY = """\
说明。

| 组 | 户数 |
|---|---|
| 一组 | 2 |

## 分户

| 序号 | 户主姓名 | 面积（亩） | 金额（元） |
|---|---|---:|---:|
| 1 | 张\\*明 | 1.00 | 82.00 |
| 2 | 李\\* | 2.00 | 164.00 |
| 合计 |  | 3.00 | 246.00 |
"""


@pytest.fixture
def number(office):
    return office.post(title="补贴名单", category=Category.SUBSIDY, body=BODY, supervision_phone="0000-1234567")


def ask(person, number, **asked):
    return person.get(f"/desk/notices/{number}/slips/print", query_string=asked)


def test_from_the_notice_to_the_slips(at_desk, number):
    clerk = at_desk("clerk")
    assert f'href="/desk/notices/{number}/slips"' in clerk.get(f"/desk/notices/{number}").text
    choosing = clerk.get(f"/desk/notices/{number}/slips").text
    assert 'name="table" value="1"' in choosing and 'name="table" value="0"' not in choosing, "only where households stand"
    page = ask(clerk, number, table=1, column=[1, 3])
    assert page.status_code == 200
    assert page.text.count('class="slip"') == 2
    for part in ("补贴名单", "张*明", "李*", "金额（元）", "164.00", "0000-1234567", "存根", "签收人"):
        assert part in page.text, part
    assert "面积" not in page.text and "246.00" not in page.text


def test_the_code_is_drawn_once_and_shown_on_each(at_desk, number):
    page = ask(at_desk("clerk"), number, table=1, column=1).text
    assert page.count(' id="code"') == page.count('<use href="#code"') == 1


def test_a_long_roster_comes_in_parts_numbered_through(at_desk, number, monkeypatch):
    monkeypatch.setattr(slips, "SLIPS_AT_ONCE", 1)
    clerk = at_desk("clerk")
    for part, household in ((1, "张*明"), (2, "李*"), (99, "李*"), ("x", "张*明")):
        page = ask(clerk, number, table=1, column=1, part=part).text
        assert re.findall(r'<p class="household">([^<]+)</p>', page) == [household]
    assert "part=2" in page


@pytest.mark.parametrize(
    "asked, status",
    [
        ({"table": 1}, 422),
        ({"table": 1, "column": "x"}, 422),
        ({"table": 1, "column": 9}, 422),
        ({"table": 9, "column": 1}, 404),
        ({"table": 0, "column": 1}, 404),
        ({}, 404),
    ],
)
def test_what_cannot_be_made_is_told(at_desk, number, asked, status):
    page = ask(at_desk("clerk"), number, **asked)
    assert page.status_code == status
    assert status == 404 or "请至少勾选一栏" in page.text


def test_of_a_table_that_names_no_households_slips_are_made_all_the_same(at_desk, office):
    number = office.post(body="| 项目 | 元 |\n|---|---|\n| 甲 | 1 |\n")
    page = ask(at_desk("clerk"), number, table=0, column=[0, 1])
    assert page.status_code == 200 and 'class="household"' not in page.text


def test_a_notice_without_a_table_has_none(at_desk, office):
    number = office.post()
    clerk = at_desk("clerk")
    assert "没有可以印成通知单的表格" in clerk.get(f"/desk/notices/{number}/slips").text
    assert "/slips" not in clerk.get(f"/desk/notices/{number}").text


def test_neither_a_draft_nor_what_is_to_come_nor_what_was_withdrawn_goes_to_anybody(at_desk, office, number):
    clerk = at_desk("clerk")
    office.walk(number, "withdraw")
    to_come = office.post(body=BODY, issued_on=(office.now + 3 * DAY).date())
    for each in (number, office.begin(body=BODY), to_come, 999):
        for address in (f"/desk/notices/{each}/slips", f"/desk/notices/{each}/slips/print?table=1&column=1"):
            page = clerk.get(address)
            assert page.status_code == 404 and "张*明" not in page.text


def test_of_a_correction_on_its_way_the_slips_have_the_text_that_hangs(at_desk, office, number):
    office.walk(number, "correct")
    office.save("clerk", number, body=BODY.replace("82.00", "83.00"))
    assert "82.00" in ask(at_desk("clerk"), number, table=1, column=[3]).text
