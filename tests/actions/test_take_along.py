"""A posted table is taken along, and a workbook goes out to be filled in for the next notice."""

import csv
import io

import pytest
from cast import NOON, TODAY, a_notice
from python_calamine import CalamineWorkbook

from kiosk.actions.begin import templates
from kiosk.actions.take_along import as_csv, as_workbook, empty_workbook, next_workbook
from kiosk.errors import NotFound
from kiosk.rules.notice import Category
from kiosk.rules.period import parse_period
from kiosk.shipped import vocabulary

ROSTER = """
## 分户清册

单位：元

| 序号 | 村民小组 | 户主姓名 | 面积（亩） | 标准（元/亩） | 金额（元） |
|---|---|---|---:|---:|---:|
| 1 | 一组 | 张\\*明 | 2.21 | 82.00 | 181.22 |
| 2 | 二组 | **李四** | 1.50 | 82.00 | 123.00 |
| 合计 | | | 3.71 | | 304.22 |
"""


def sheets_of(data: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_table_is_taken_along_as_residents_read_it():
    notice = a_notice(body=ROSTER)
    rows = list(csv.reader(io.StringIO(as_csv(notice, 0).decode("utf-8-sig"))))
    assert rows[1] == ["1", "一组", "张*明", "2.21", "82.00", "181.22"]
    (page,) = sheets_of(as_workbook(notice, 0)).values()
    assert [row[0] for row in page[:3]] == [notice.title, "单位：元", "序号"]
    assert page[4] == [2, "二组", "李四", 1.5, 82, 123]


@pytest.mark.parametrize("place", [-1, 1, 99])
def test_a_table_there_is_not_is_not_found(place):
    with pytest.raises(NotFound):
        as_csv(a_notice(body=ROSTER), place)


@pytest.mark.parametrize("name", templates())
def test_every_template_with_a_table_goes_out_and_its_kind_is_known_again(board, name):
    pages = sheets_of(empty_workbook(board, name, TODAY)[1])
    kind = {kind.template: kind for kind in vocabulary().kinds.values()}.get(name)
    kinds = [vocabulary().recognise(map(str, page[1])).kind for page in pages.values()]
    assert kind is None or any(each is not None and each.template == name for each in kinds)
    assert "【年份】" not in str(pages)


def test_a_roster_goes_out_with_last_periods_households(office):
    number = office.post(title="2026年度补贴清册", category=Category.SUBSIDY, item="B01", period=parse_period("2026"), body=ROSTER)
    (page,) = sheets_of(next_workbook(office.board, number, TODAY)[1]).values()
    assert page[0][0] == "2027年度补贴清册"
    assert [row[2] for row in page[3:5]] == ["张*明", "李四"]
    assert [row[5] for row in page[3:] if row[5] != ""] == [181.22, 123, 304.22]


def test_a_ledger_goes_out_with_the_balance_that_closed_the_last(office):
    body = "| 日期 | 摘要 | 收入（元） | 支出（元） | 余额（元） |\n|---|---|---|---|---|\n| 7月1日 | 上期结余 | | | 100.00 |\n| 7月9日 | 租金 | 20.00 | | 120.00 |\n"
    number = office.post(title="2026年第三季度财务收支", item="F01", period=parse_period("2026-Q3"), body=body)
    (page,) = sheets_of(next_workbook(office.board, number, TODAY)[1]).values()
    assert ["上期结余", 120.0] in [[row[1], row[4]] for row in page]


def test_only_what_was_posted_can_be_moved_on(office):
    with pytest.raises(NotFound):
        next_workbook(office.board, office.begin(body=ROSTER), NOON.date())
    with pytest.raises(NotFound):
        next_workbook(office.board, office.post(body="没有表格。\n"), TODAY)
