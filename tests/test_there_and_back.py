"""A table goes from a spreadsheet onto the board and out again, and every cell is there still."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kiosk.actions.take_along import as_csv, as_workbook, tables_of
from kiosk.documents.opening import open_file
from kiosk.documents.spreadsheets_out import Sheet, workbook_of
from kiosk.rules.amounts import read_amount
from kiosk.rules.grids import Grid
from kiosk.rules.notice import Notice
from kiosk.rules.understanding.proposal import propose
from kiosk.shipped import catalogue, notice_words, vocabulary

HEAD = ("序号", "村民小组", "户主姓名", "面积（亩）", "标准（元/亩）", "金额（元）", "备注")
NAMES = some.text(some.sampled_from("张王李赵𠮷䶮㛃𬭩欧阳·三四五"), min_size=2, max_size=4)
AREAS = some.decimals(Decimal("0.01"), Decimal("99.99"), places=2)
REMARKS = some.sampled_from(["", "", "外出务工", "增加0.02亩", "a|b", "*", "1_000", "<b>", "`x`", "[看](这里)", "=1+1", "第\\组"])


@some.composite
def rosters(draw) -> list[tuple[str, ...]]:
    rate = draw(some.sampled_from(["82", "18.34", "70.5"]))
    rows = draw(some.lists(some.tuples(NAMES, AREAS, REMARKS), min_size=2, max_size=12))
    made = [
        (str(at), f"{at % 3 + 1}组", name, f"{area}", rate, f"{(area * Decimal(rate)).quantize(Decimal('0.01'))}", remark)
        for at, (name, area, remark) in enumerate(rows, 1)
    ]
    sums = [f"{sum(Decimal(row[column]) for row in made)}" for column in (3, 5)]
    return [*made, ("合计", "", "", sums[0], "", sums[1], "")]


def opened(data: bytes, name: str) -> Grid:
    (sheet,) = open_file(data, name).sheets
    return sheet.grid


def noticed(grid: Grid, name: str = "清册.xlsx") -> Notice:
    return propose([grid], name, vocabulary(), notice_words(), catalogue(), date(2026, 10, 10)).notice


def cells(notice: Notice) -> list[tuple[str, ...]]:
    (table,) = tables_of(notice)
    return [tuple(piece.text for piece in row) for row in (table.head, *table.rows)]


def worth(cell: str) -> object:
    """Excel shows 82.00 as 82; what it is worth is the same."""
    amount = read_amount(cell)
    return cell.strip() if amount is None or amount.unit else amount.value


def same(ours: list[tuple[str, ...]], theirs: list[tuple[str, ...]]) -> bool:
    return [[*map(worth, row)] for row in ours] == [[*map(worth, row)] for row in theirs]


@settings(max_examples=25)
@given(rosters())
def test_from_a_workbook_to_a_notice_and_to_a_workbook_again(rows):
    sent = workbook_of([Sheet("清册", "安和村2026年耕地地力保护补贴清册", HEAD, tuple(rows))])
    notice = noticed(opened(sent, "清册.xlsx"))
    assert notice.title == "安和村2026年耕地地力保护补贴清册"
    assert same(cells(notice), [HEAD, *rows])
    again = noticed(opened(as_workbook(notice, 0), "again.xlsx"))
    assert (again.title, again.item, again.period) == (notice.title, notice.item, notice.period)
    assert same(cells(again), cells(notice))


@settings(max_examples=15)
@given(rosters())
def test_from_a_notice_to_a_csv_and_back(rows):
    sent = workbook_of([Sheet("清册", "清册", HEAD, tuple(rows))])
    notice = noticed(opened(sent, "清册.xlsx"))
    grids = [part for part in open_file(as_csv(notice, 0), "清册.csv").parts if isinstance(part, Grid)]
    (back,) = grids
    inert = [tuple("'=1+1" if cell == "=1+1" else cell for cell in row) for row in rows]
    assert same([tuple(row) for row in back.rows], [HEAD, *inert])


@pytest.mark.parametrize("name", ["𠮷田", "䶮某", "㛃某", "𬭩某"])
def test_rare_characters_survive_from_the_file_to_the_board(name):
    rows = (("1", "一组", name, "1", "82", "82", ""), ("2", "一组", "张三", "1", "82", "82", ""), ("合计", "", "", "2", "", "164", ""))
    notice = noticed(opened(workbook_of([Sheet("清册", "某村2026年补贴清册", HEAD, rows)]), "清册.xlsx"))
    assert name in notice.body
