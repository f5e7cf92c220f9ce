"""Tables that are taken along: one of a posted notice, and a workbook to be filled in for the next one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kiosk.actions.begin import BLANK, notice_from_last_period, notice_from_template, template_named
from kiosk.documents.spreadsheets_out import Row, Sheet, csv_of, product, products_for, sums_for, workbook_of
from kiosk.errors import NotFound
from kiosk.rules.amounts import read_amount
from kiosk.rules.cells import is_blank, is_total_row
from kiosk.rules.notice import Notice
from kiosk.rules.placed_text import PlacedTable, placed
from kiosk.rules.table_kinds import Recognised
from kiosk.shipped import vocabulary
from kiosk.store.board import Board

EMPTY_ROWS = 20
"""To be filled in, where nothing is known yet."""
SUMMED = ("area_mu", "amount", "allowance", "income", "expense", "household_members", "villagers", "added", "reduced")


def tables_of(notice: Notice) -> tuple[PlacedTable, ...]:
    return placed(notice.body).tables


def as_csv(notice: Notice, place: int) -> bytes:
    """Raises NotFound where the notice has no such table."""
    head, rows = _cells(_table(notice, place))
    return csv_of(head, rows)


def as_workbook(notice: Notice, place: int) -> bytes:
    """Raises NotFound where the notice has no such table."""
    table = _table(notice, place)
    head, rows = _cells(table)
    return workbook_of([Sheet(table.heading or notice.title, notice.title, head, rows, _unit_line(table))])


def _table(notice: Notice, place: int) -> PlacedTable:
    tables = tables_of(notice)
    if not 0 <= place < len(tables):
        raise NotFound("page.none")
    return tables[place]


def _cells(table: PlacedTable) -> tuple[Row, tuple[Row, ...]]:
    head = tuple(piece.text for piece in table.head)
    return head, tuple(tuple(piece.text for piece in row[: len(head)]) for row in table.rows)


def _unit_line(table: PlacedTable) -> str:
    return table.before if table.before.startswith(("单位", "（单位", "(单位")) else ""


def empty_workbook(board: Board, template: str, today: date) -> tuple[str, bytes]:
    """The tables that a template asks for, to be filled in, and a name for them. Raises NotFound for a template without
    any."""
    return _to_fill_in(notice_from_template(board, template_named(template), today))


def next_workbook(board: Board, number: int, today: date) -> tuple[str, bytes]:
    """What was posted for the period before, moved on: its households stand in it already. Raises NotFound for a notice
    that was never posted, or has no table."""
    return _to_fill_in(notice_from_last_period(board, number, today))


def _to_fill_in(notice: Notice) -> tuple[str, bytes]:
    """The tables whose kind is known, each on a sheet of its own; where none is, all of them. Below the last stands who posts
    it, and is known again when the workbook comes back."""
    tables = tables_of(notice)
    known = [table for table in tables if _recognised(table).kind is not None] or list(tables)
    if not known:
        raise NotFound("page.none")
    *others, last = (_sheet(notice, table) for table in known)
    posted_by = f"公开单位：{notice.responsible_unit}" if notice.responsible_unit else ""
    return BLANK.sub("", notice.title) or notice.title, workbook_of([*others, replace(last, note=posted_by)])


def _recognised(table: PlacedTable) -> Recognised:
    return vocabulary().recognise([piece.text for piece in table.head])


def _sheet(notice: Notice, table: PlacedTable) -> Sheet:
    head, rows = _cells(table)
    columns = _recognised(table).columns
    rows = _with_room(rows, len(head))
    summable = [columns[role] for role in SUMMED if role in columns]
    formulas = sums_for(head, rows, summable)
    if {"area_mu", "rate", "amount"} <= columns.keys():
        area, rate, amount = (columns[role] for role in ("area_mu", "rate", "amount"))
        formulas |= products_for(rows, area, rate, amount)
        rows = tuple(_multiplied(row, area, rate, amount) for row in rows)
    rows = tuple(_summed(row, rows, summable) if at == len(rows) - 1 and formulas else row for at, row in enumerate(rows))
    return Sheet(table.heading or notice.title, notice.title, head, rows, _unit_line(table), formulas)


def _with_room(rows: Sequence[Row], width: int) -> tuple[Row, ...]:
    """Rows to write in, above the total, where there are only blanks."""
    written = [row for row in rows if not all(map(is_blank, row))]
    totals = [row for row in written if is_total_row(row)]
    entries = [row for row in written if row not in totals]
    blank = ("",) * width
    room = [blank] * (EMPTY_ROWS - len(entries)) if len(entries) < 3 else []
    return (*entries, *room, *totals)


def _multiplied(row: Row, area: int, rate: int, amount: int) -> Row:
    is_entry = not is_total_row(row)
    return (*row[:amount], product(row[area], row[rate]), *row[amount + 1 :]) if is_entry else row


def _summed(total: Row, rows: Sequence[Row], summable: Sequence[int]) -> Row:
    """The total as its formulas come to it."""
    if not is_total_row(total):
        return total
    cells = list(total)
    for column in summable:
        figures = [amount.value for row in rows[:-1] if (amount := read_amount(row[column])) is not None]
        cells[column] = f"{sum(figures)}" if figures else ""
    return tuple(cells)
