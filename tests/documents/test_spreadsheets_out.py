"""Tables that leave the board: nothing in them runs, and figures are figures again in Excel and WPS."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from kiosk.documents.spreadsheets_out import Sheet, csv_of, inert, product, products_for, sums_for, workbook_of
from kiosk.rules.amounts import read_amount

HEAD = ("序号", "户主姓名", "面积（亩）", "标准（元/亩）", "金额（元）")
ROWS = (("1", "张*明", "2.21", "82.00", "181.22"), ("2", "李*", "1.50", "82.00", "123.00"), ("合计", "", "3.71", "", "304.22"))


def rows_of(data: bytes, sheet: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python()


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_csv_says_that_it_is_utf8_and_has_every_cell():
    data = csv_of(HEAD, ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data) == [list(HEAD), *map(list, ROWS)]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "@SUM(A1)", "\t=1", "＝1", "-减少", "-1+1", "=HYPERLINK(\"x\")", " =1"])
def test_no_cell_of_a_csv_begins_like_a_formula(cell):
    ((_head,), (said,)) = read_csv(csv_of(("甲",), [(cell,)]))
    assert said == f"'{cell}" == inert(cell)


@pytest.mark.parametrize("cell", ["-1", "-1,200.50", "-3%", "12", "张*明", "", "a=b"])
def test_amounts_below_nothing_stay_amounts(cell):
    (_head, (said,)) = read_csv(csv_of(("甲",), [(cell or " ",)]))
    assert said.strip() == cell


@pytest.mark.parametrize(
    "cell, value",
    [
        ("181.22", 181.22),
        ("1,234,567.80", 1234567.8),
        ("-12.5", -12.5),
        ("15%", 0.15),
        ("0", 0),
        ("0.5", 0.5),
        ("007", "007"),
        ("123456789012345678", "123456789012345678"),
        ("82元/亩", "82元/亩"),
        ("1.2万", "1.2万"),
        ("=1+1", "=1+1"),
        ("http://example.invalid", "http://example.invalid"),
        ("二〇二六年", "二〇二六年"),
        ("2026-10-08", "2026-10-08"),
        ("𠮷䶮㛃𬭩", "𠮷䶮㛃𬭩"),
    ],
)
def test_in_a_workbook_figures_are_figures_and_words_are_words(cell, value):
    assert rows_of(workbook_of([Sheet("表", "标题", ("甲",), ((cell,),))]))[2] == [value]


def test_a_workbook_has_title_unit_and_head_above_the_rows():
    rows = rows_of(workbook_of([Sheet("清册", "某村清册", HEAD, ROWS, "单位：元")]))
    assert [row[0] for row in rows[:3]] == ["某村清册", "单位：元", "序号"]
    assert rows[3] == [1, "张*明", 2.21, 82, 181.22]


def test_names_of_sheets_are_made_fit_and_told_apart():
    names = ["收支/明细", "收支/明细", "", "[" * 40, "很长" * 30]
    data = workbook_of([Sheet(name, "标题", ("甲",), ()) for name in names])
    made = CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
    assert made[:3] == ["收支明细", "收支明细2", "表"]
    assert len(set(made)) == 5 and max(map(len, made)) <= 31


def test_formulas_come_with_what_they_come_to():
    formulas = products_for(ROWS, 2, 3, 4) | sums_for(HEAD, ROWS, [2, 4])
    rows = rows_of(workbook_of([Sheet("清册", "标题", HEAD, ROWS, formulas=formulas)]))
    assert rows[2][4] == 181.22
    assert rows[4][2:] == [3.71, "", 304.22]


def test_a_formula_names_the_cells_of_its_own_row_and_of_those_above():
    assert products_for(ROWS, 2, 3, 4)[0, 4] == '=IF(C{row}="","",ROUND(C{row}*D{row},2))'
    assert (2, 4) not in products_for(ROWS, 2, 3, 4)
    assert sums_for(HEAD, ROWS, [2]) == {(2, 2): "=SUM(C{first}:C{last})"}
    assert sums_for(HEAD, ROWS[:2], [2]) == {}
    assert sums_for(HEAD, (), [2]) == {}


def test_columns_beyond_the_alphabet_have_two_letters():
    assert products_for([("",) * 30], 26, 27, 28)[0, 28] == '=IF(AA{row}="","",ROUND(AA{row}*AB{row},2))'


@pytest.mark.parametrize("area, rate, amount", [("2.21", "82.00", "181.22"), ("1.005", "1", "1.00"), ("", "82", ""), ("若干", "82", "")])
def test_a_product_is_worked_out_to_the_cent(area, rate, amount):
    assert product(area, rate) == amount


def test_the_same_tables_make_the_same_file():
    assert workbook_of([Sheet("表", "标题", HEAD, ROWS)]) == workbook_of([Sheet("表", "标题", HEAD, ROWS)])


CELLS = some.one_of(
    some.text(some.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    some.decimals(-(10**9), 10**9, places=2).map(str),
    some.integers(0, 10**12).map(lambda number: f"{number:,}"),
)


@given(some.lists(some.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_whatever_goes_into_a_workbook_comes_out_of_it(rows):
    read = rows_of(workbook_of([Sheet("表", "标题", ("甲", "乙"), tuple(rows))]))[2:]
    for row, again in zip(rows, [*read, *[["", ""]] * len(rows)], strict=False):
        for cell, value in zip(row, [*again, "", ""], strict=False):
            amount = read_amount(cell)
            if isinstance(value, str):
                assert value == cell or not cell.strip()
            else:
                scale = Decimal(1) if amount.unit != "%" else Decimal(1)
                assert abs(Decimal(str(value)) - amount.value * scale) < Decimal("0.005")
