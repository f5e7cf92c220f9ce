"""Workbooks come in with the values that the clerk saw, and what cannot come along is told."""

from datetime import datetime
from pathlib import Path

import pytest
from brought import (
    ROSTER,
    a_roster_ods,
    a_roster_xlsx,
    an_ods,
    an_xlsb,
    an_xlsx,
    cell,
    with_part,
    xlsx_of,
)
from cast import codes
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kiosk.documents.opening import Opened, open_file
from kiosk.errors import Refused
from kiosk.rules.grids import Merge

XLS = Path(__file__).parents[2] / "data" / "roster.xls"


def rows_of(opened: Opened) -> tuple[tuple[str, ...], ...]:
    return opened.sheets[0].grid.rows


@pytest.mark.parametrize(
    "made, name", [(a_roster_xlsx, "册.xlsx"), (a_roster_xlsx, "册.xlsm"), (a_roster_ods, "册.ods"), (an_xlsb, "册.xlsb")]
)
def test_the_same_roster_comes_out_of_every_kind_of_workbook(made, name):
    opened = open_file(made(), name)
    assert rows_of(opened) == ROSTER
    assert opened.sheets[0].name == "花名册"
    assert opened.remarks == ()


def test_a_workbook_from_before_2007_is_read():
    opened = open_file(XLS.read_bytes(), "清册.xls")
    assert rows_of(opened)[:3] == (
        ("安和村补贴清册", "", "", ""),
        ("序号", "户主姓名", "金额", "日期"),
        ("1", "张三𠮷", "70.5", "2026-09-03"),
    )
    assert opened.sheets[0].grid.merges == (Merge(0, 0, 0, 3),)
    assert opened.hidden == ("旧数",)


def a_sheet_of_values(book: Workbook, sheet: Worksheet) -> None:
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    percent = book.add_format({"num_format": "0.00%"})
    sheet.write_row(0, 0, [0.1 + 0.2, 1234, 0.00001, 1e20, True, False])
    sheet.write_datetime(1, 0, datetime(2026, 9, 3), day)
    sheet.write_datetime(1, 1, datetime(2026, 9, 3, 8, 30), day)
    sheet.write(1, 2, 0.5, book.add_format({"num_format": "h:mm"}))
    sheet.write(1, 3, 1.5, book.add_format({"num_format": "[h]:mm:ss"}))
    sheet.write(1, 4, 0.05, percent)
    sheet.write(1, 5, 0.125, percent)
    sheet.write_formula(2, 0, "=70*2", None, 140)
    sheet.write_formula(2, 1, '="张"&"三"', None, "张三")
    sheet.write(2, 2, "张三\n李四\x01")


def test_values_look_as_they_do_in_the_spreadsheet():
    assert rows_of(open_file(an_xlsx(a_sheet_of_values), "值.xlsx")) == (
        ("0.3", "1234", "0.00001", "100000000000000000000", "是", "否"),
        ("2026-09-03", "2026-09-03 08:30", "12:00", "36:00", "5%", "12.5%"),
        ("140", "张三", "张三 李四", "", "", ""),
    )


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_told_with_its_cell():
    opened = open_file(an_xlsx(lambda _, sheet: sheet.write_row("B3", ["证号", 110101190001010011])), "证.xlsx")
    assert rows_of(opened) == (("证号", "110101190001010000"),)
    assert codes(opened.remarks) == ["opening.rounded_number"]
    assert opened.remarks[0].facts == {"sheet": "花名册", "cell": "C3", "count": 1}


def test_the_same_digits_as_text_are_whole():
    opened = open_file(an_xlsx(lambda _, sheet: sheet.write_string("A1", "110101190001010011")), "证.xlsx")
    assert rows_of(opened) == (("110101190001010011",),)
    assert opened.remarks == ()


def test_hidden_sheets_are_left_out_and_named():
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write("A1", "看得见")
        for name, hide in (("隐藏", Worksheet.hide), ("深藏", Worksheet.very_hidden)):
            secret = book.add_worksheet(name)
            secret.write("A1", "看不见")
            hide(secret)

    opened = open_file(an_xlsx(fill), "三张.xlsx")
    assert [sheet.name for sheet in opened.sheets] == ["花名册"]
    assert opened.hidden == ("隐藏", "深藏")


def test_a_workbook_whose_only_filled_sheet_is_hidden_says_so():
    def fill(book: Workbook, _: Worksheet) -> None:
        secret = book.add_worksheet("隐藏")
        secret.write("A1", "看不见")
        secret.hide()

    with pytest.raises(Refused) as refused:
        open_file(an_xlsx(fill), "藏.xlsx")
    assert refused.value.code == "opening.only_hidden"


def test_empty_rows_and_columns_around_are_taken_off_and_counted():
    sheet = open_file(an_xlsx(lambda _, sheet: sheet.write_row("C4", ["户主", "金额"])), "偏.xlsx").sheets[0]
    assert (sheet.grid.rows, sheet.top, sheet.left) == ((("户主", "金额"),), 3, 2)


def test_merged_cells_keep_their_place_when_the_sheet_is_trimmed():
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("B2:D2", "补贴清册")
        sheet.write_row("B3", ["户主", "标准", "金额"])
        sheet.merge_range("C4:C5", 70)
        sheet.write_row("D4", [140])
        sheet.write_row("D5", [210])

    grid = open_file(an_xlsx(fill), "并.xlsx").sheets[0].grid
    assert grid.rows == (("补贴清册", "", ""), ("户主", "标准", "金额"), ("", "70", "140"), ("", "", "210"))
    assert grid.merges == (Merge(0, 0, 0, 2), Merge(2, 1, 3, 1))


def test_what_lies_below_a_merged_cell_is_left_out_and_told():
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("A1:B1", "看得见")
        sheet.write("B1", "看不见")
        sheet.write("A2", "下")

    opened = open_file(an_xlsx(fill), "盖.xlsx")
    assert rows_of(opened)[0] == ("看得见", "")
    assert codes(opened.remarks) == ["opening.covered_cells"]


def test_errors_stay_as_text_and_are_told():
    opened = open_file(
        an_xlsx(lambda _, sheet: (sheet.write("A1", "合计"), sheet.write_formula("B1", "=1/0", None, "#DIV/0!"))), "错.xlsx"
    )
    assert rows_of(opened) == (("合计", "#DIV/0!"),)
    assert codes(opened.remarks) == ["opening.error_cell"]


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_a_formula_that_nobody_has_worked_out_yet_is_told(value):
    opened = open_file(
        xlsx_of(f'<sheetData><row r="1">{cell("A1", "合计")}<c r="B1"><f>SUM(B2:B9)</f>{value}</c></row></sheetData>'),
        "式.xlsx",
    )
    assert rows_of(opened) == (("合计",),)
    assert opened.remarks[0].code == "opening.formula_without_value"
    assert opened.remarks[0].facts["cell"] == "B1"


def test_a_formula_whose_value_is_an_empty_text_is_none():
    row = f'<row r="1">{cell("A1", "合计")}<c r="B1" t="str"><f>IF(1,"")</f><v></v></c></row>'
    assert open_file(xlsx_of(f"<sheetData>{row}</sheetData>"), "空.xlsx").remarks == ()


def test_hidden_rows_and_columns_are_told():
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row("A1", ["户主", "证号", "金额"])
        sheet.write_row("A2", ["张三", "无", 70])
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_row(1, None, None, {"hidden": True})

    opened = open_file(an_xlsx(fill), "藏列.xlsx")
    assert opened.remarks[0].code == "opening.hidden_cells"
    assert opened.remarks[0].facts == {"sheet": "花名册", "rows": 1, "columns": 1}


@pytest.mark.parametrize(
    "part, code",
    [
        ("xl/vbaProject.bin", "opening.macros"),
        ("xl/externalLinks/externalLink1.xml", "opening.external_links"),
        ("xl/media/image1.png", "opening.pictures"),
        ("xl/charts/chart1.xml", "opening.charts"),
        ("xl/comments1.xml", "opening.comments"),
    ],
)
def test_what_is_no_cell_is_left_out_and_told(part, code):
    opened = open_file(with_part(a_roster_xlsx(), part, "<a/>"), "册.xlsm")
    assert rows_of(opened) == ROSTER
    assert codes(opened.remarks) == [code]


def test_cells_that_are_only_coloured_reach_as_far_as_they_like():
    rows = "".join(f'<row r="{at}"><c r="XFD{at}" s="0"/></row>' for at in (70_000, 1_048_576))
    opened = open_file(xlsx_of(f'<sheetData><row r="1">{cell("A1", "张三")}</row>{rows}</sheetData>'), "色.xlsx")
    assert rows_of(opened) == (("张三",),)


def test_a_cell_too_long_for_a_spreadsheet_is_cut_and_told():
    opened = open_file(xlsx_of(f'<sheetData><row r="1">{cell("B1", "长" * 40_000)}</row></sheetData>'), "长.xlsx")
    assert len(rows_of(opened)[0][0]) == 32_767
    assert opened.remarks[0].code == "opening.cut_cell"
    assert opened.remarks[0].facts["cell"] == "B1"


def test_repeated_empty_cells_of_a_free_office_cost_nothing():
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    said = '<table:table-cell office:value-type="string"><text:p>张三</text:p></table:table-cell>'
    below = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    rows = f"<table:table-row>{said}</table:table-row>{below}"
    opened = open_file(an_ods(f'<table:table table:name="表">{rows}</table:table>'), "册.ods")
    assert rows_of(opened) == (("张三",),)


def test_a_workbook_named_as_another_kind_is_read_all_the_same():
    opened = open_file(a_roster_xlsx(), "清册.xls")
    assert rows_of(opened) == ROSTER
    assert opened.remarks[0].code == "opening.other_ending"
    assert opened.remarks[0].facts == {"name": "清册.xls", "really": "xlsx"}
