"""Tables that leave the board: as CSV whose cells run nothing, and as workbooks in which figures are figures."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from kiosk.rules.amounts import EXACT, Amount, read_amount
from kiosk.rules.cells import is_total_row
from kiosk.rules.grids import column_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Row = tuple[str, ...]

INERT = frozenset("=+-@\t\r＝＋－＠")
"""What a spreadsheet would take for the beginning of a formula."""
DIGITS_MOST = 15
"""Of a figure; a spreadsheet rounds what is longer."""
WIDEST = 60
"""Characters of a column; longer cells are wrapped."""
SHEET_NAME_LIMIT = 31
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_BELOW_NOTHING = re.compile(r"-[0-9][0-9,]*(?:\.[0-9]+)?%?")
MADE_AT = datetime(2000, 1, 1)
"""Stands in every workbook, so that the same tables make the same file."""


@dataclass(frozen=True)
class Sheet:
    name: str
    title: str
    head: Row
    rows: tuple[Row, ...]
    unit: str = ""
    """What stands under the title: 单位：元."""
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    """By row of `rows` and column: with {row} for the number of its row in the sheet, {first} and {last} for those of the
    rows above it."""
    note: str = ""
    """What stands below the table."""
    listed_rows: int = 0
    """So many of the rows, from the first on, are a table to Excel and WPS, which sorts and filters them."""
    drawn: tuple[int, ...] = ()
    """Columns of which bars stand beside the table, over the first `listed_rows`; the first column names them."""
    is_stacked: bool = False
    """The bars of a row stand one on the other."""


def inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ")[:1] in INERT and cell.strip(" ") else cell


def _inert_or_figure(cell: str) -> str:
    """An amount below nothing stays one: -1,200.00 is no formula."""
    return cell if _BELOW_NOTHING.fullmatch(cell) else inert(cell)


def csv_of(head: Row, rows: Iterable[Row]) -> bytes:
    """Begins with the mark by which Excel and WPS know UTF-8."""
    text = io.StringIO()
    write = csv.writer(text).writerow
    write(map(inert, head))
    for row in rows:
        write(map(_inert_or_figure, row))
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    import xlsxwriter  # only here: few visitors take a table along

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"created": MADE_AT})
        formats = _Formats(book)
        names: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_free_name(sheet.name, names))
            top = _write(page, sheet, formats)
            if sheet.drawn and sheet.listed_rows:
                page.insert_chart(top, len(sheet.head) + 1, _bars(book, page.get_name(), sheet, top))
    return written.getvalue()


def _free_name(name: str, taken: set[str]) -> str:
    plain = _NOT_IN_A_SHEET_NAME.sub("", name).strip()[: SHEET_NAME_LIMIT - 3] or "表"
    tries = (plain, *(f"{plain}{serial}" for serial in range(2, 1000)))
    free = next(each for each in tries if each.casefold() not in taken)
    taken.add(free.casefold())
    return free


class _Formats:
    """One format for each look, however many cells have it."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool, bool], "Format"] = {}

    def of(self, figure: str = "", is_head: bool = False, is_title: bool = False, is_line: bool = False) -> "Format":
        look = (figure, is_head, is_title, is_line)
        if look not in self._made:
            is_wide = is_title or is_line
            properties: dict[str, object] = {"bold": is_head or is_title, "text_wrap": not is_wide, "valign": "top"}
            properties |= {"num_format": figure} if figure else {"num_format": "@"}
            properties |= {"bottom": 1} if is_head else {}
            properties |= {"font_size": 14} if is_title else {}
            self._made[look] = self._book.add_format(properties)
        return self._made[look]


def _bars(book: "Workbook", name: str, sheet: Sheet, top: int) -> "Chart":
    """Drawn by Excel and WPS from the cells beside it: who changes a figure sees the bar change."""
    chart = book.add_chart({"type": "column"} | ({"subtype": "stacked"} if sheet.is_stacked else {}))
    first, last = top + 1, top + sheet.listed_rows
    for column in sheet.drawn:
        names, values = [name, first, 0, last, 0], [name, first, column, last, column]
        chart.add_series({"name": [name, top, column], "categories": names, "values": values})
    chart.set_title({"name": sheet.name, "overlay": False})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 360})
    return chart


def _write(page: "Worksheet", sheet: Sheet, formats: _Formats) -> int:
    """In which row the head of the table stands."""
    page.write_string(0, 0, sheet.title, formats.of(is_title=True))
    top = 1
    if sheet.unit:
        page.write_string(1, 0, sheet.unit, formats.of())
        top = 2
    for column, head in enumerate(sheet.head):
        page.write_string(top, column, head, formats.of(is_head=True))
        page.set_column(column, column, _width([head, *(row[column] for row in sheet.rows[:500] if column < len(row))]))
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            place = (top + 1 + at, column)
            formula = sheet.formulas.get((at, column))
            amount = read_amount(cell)
            if formula is not None:
                numbers = {"row": top + 2 + at, "first": top + 2, "last": top + 1 + at}
                look = formats.of(_figure_format(cell, amount) if amount else "0.00")
                page.write_formula(*place, formula.format(**numbers), look, float(amount.value) if amount else "")
            elif amount is not None and _is_plain_figure(cell, amount):
                page.write_number(*place, float(amount.value), formats.of(_figure_format(cell, amount)))
            elif cell:
                page.write_string(*place, cell, formats.of())
    if sheet.note:
        page.write_string(top + 1 + len(sheet.rows), 0, sheet.note, formats.of(is_line=True))
    if sheet.listed_rows:
        look = {"columns": [{"header": head} for head in sheet.head], "style": "Table Style Light 1"}
        page.add_table(top, 0, top + sheet.listed_rows, len(sheet.head) - 1, look)
    page.freeze_panes(top + 1, 0)
    return top


def _is_plain_figure(cell: str, amount: Amount) -> bool:
    """It reads the same when a spreadsheet writes it: 007, 1e5 or eighteen digits would not."""
    digits = re.sub(r"[^\d]", "", cell)
    is_code = len(digits) > 1 and digits.startswith("0") and "." not in cell
    return not amount.unit.strip("%") and not amount.per and len(digits) <= DIGITS_MOST and not is_code and "万" not in cell


def _figure_format(cell: str, amount: Amount) -> str:
    places = len(cell.rstrip("%").partition(".")[2])
    whole = "#,##0" if "," in cell else "0"
    return whole + ("." + "0" * places if places else "") + ("%" if amount.unit == "%" else "")


def _width(cells: Iterable[str]) -> float:
    """In letters; a Chinese character takes two."""
    widest = max((sum(2 if ord(sign) > 0x2E7F else 1 for sign in cell) for cell in cells), default=0)
    return min(max(widest + 2, 8), WIDEST)


def sums_for(head: Sequence[str], rows: Sequence[Row], summable: Iterable[int]) -> dict[tuple[int, int], str]:
    """Formulas for the total that stands last: each of those columns added up."""
    if not rows or not is_total_row(rows[-1]):
        return {}
    last = len(rows) - 1
    letters = {column: column_name(column) for column in summable if column < len(head)}
    return {(last, column): f"=SUM({letter}{{first}}:{letter}{{last}})" for column, letter in letters.items()}


def products_for(rows: Sequence[Row], factor: int, rate: int, product: int) -> dict[tuple[int, int], str]:
    """Formulas for each row but totals: area × rate, to the cent; nothing while the area is wanting."""
    area = column_name(factor)
    formula = f'=IF({area}{{row}}="","",ROUND({area}{{row}}*{column_name(rate)}{{row}},2))'
    return {(at, product): formula for at, row in enumerate(rows) if not is_total_row(row)}


def product(area: str, rate: str) -> str:
    """What the formula comes to; "" while a factor is wanting."""
    one, other = read_amount(area), read_amount(rate)
    return f"{(one.value * other.value).quantize(Decimal('0.01'), context=EXACT)}" if one and other else ""
