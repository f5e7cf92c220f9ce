"""Workbooks: .xlsx .xlsm .xls .xlsb .ods through calamine, which gives the values that formulas had when the file was saved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kiosk.documents.opening.archives import Archive
from kiosk.documents.opening.kinds import Kind
from kiosk.documents.opening.limits import CELLS_LIMIT, check_size
from kiosk.documents.opening.sheet_marks import (
    Marks,
    check_reach,
    marks_of,
    percent_styles,
    sheet_parts,
)
from kiosk.documents.opening.telling import BATCH, Teller
from kiosk.documents.opening.values import (
    Value,
    is_rounded,
    text_of,
    words,
    words_of_cell,
)
from kiosk.errors import Problem, Refused
from kiosk.rules.grids import cell_name

SHEETS_LIMIT = 200
MERGES_LIMIT = 100_000
_LEFT_OUT = {
    "opening.macros": ("xl/vbaProject", "xl/macrosheets/", "Basic/"),
    "opening.external_links": ("xl/externalLinks/", "xl/connections."),
    "opening.pictures": ("xl/media/", "Pictures/"),
    "opening.charts": ("xl/charts/chart", "xl/chartsheets/"),
    "opening.comments": ("xl/comments", "xl/threadedComments/"),
}


def read_workbook(data: bytes, kind: Kind, archive: Archive | None, teller: Teller) -> None:
    """Raises Refused for what is locked, damaged, or reaches too far."""
    if archive is not None:
        for name in _parts_read(archive):
            archive.check_xml(name)
    try:
        _read_sheets(CalamineWorkbook.from_filelike(BytesIO(data)), archive if kind is Kind.XLSX else None, teller)
    except PasswordError as locked:
        raise Refused("opening.locked") from locked
    except (CalamineError, ValueError, OSError) as broken:
        raise Refused("opening.damaged") from broken
    if archive is not None:
        _tell_left_out(archive, teller)


def _parts_read(archive: Archive) -> list[str]:
    return [
        *archive.named("xl/", ".xml"),
        *archive.named("xl/", ".bin"),
        *archive.named("content.xml"),
        *archive.named("styles.xml"),
    ]


def _read_sheets(book: CalamineWorkbook, archive: Archive | None, teller: Teller) -> None:
    """`archive` where what calamine does not tell can be looked up in it."""
    if len(book.sheets_metadata) > SHEETS_LIMIT:
        raise Refused("opening.too_much")
    parts = sheet_parts(archive) if archive else {}
    percents = percent_styles(archive) if archive else frozenset()
    cells = rows = 0
    for at, about in enumerate(book.sheets_metadata):
        name = words(about.name)
        if about.visible is not SheetVisibleEnum.Visible:
            teller.hidden(name)
        if about.visible is not SheetVisibleEnum.Visible or about.typ is not SheetTypeEnum.WorkSheet:
            continue
        marks = Marks()
        for marks in marks_of(archive, parts[about.name], percents) if archive and about.name in parts else ():
            teller.progress(rows + marks.used_rows)
        check_reach(marks, name)
        sheet = book.get_sheet_by_index(at)
        height, width = (at + 1 for at in sheet.end or (-1, -1))
        check_size(height, width, name)
        rows, cells = rows + height, cells + height * width
        if cells > CELLS_LIMIT:
            raise Refused("opening.too_many_cells", sheet=name, cells=cells, limit=CELLS_LIMIT)
        _read_sheet(sheet, name, marks, teller)


@dataclass
class _Noticed:
    """Places in one sheet, the first and how many."""

    rounded: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)


def _read_sheet(sheet: CalamineSheet, name: str, marks: Marks, teller: Teller) -> None:
    teller.sheet(name)
    noticed = _Noticed()
    rows = _rows(sheet, marks, noticed)
    while batch := list(islice(rows, BATCH)):
        teller.rows(batch)
    merges = sheet.merged_cell_ranges or []
    if len(merges) > MERGES_LIMIT:
        raise Refused("opening.too_much")
    teller.merges((top, left, bottom, right) for (top, left), (bottom, right) in merges)
    for code, places in (
        ("opening.rounded_number", noticed.rounded),
        ("opening.cut_cell", noticed.cut),
        ("opening.error_cell", [cell_name(row, column) for row in sorted(marks.errors) for column in sorted(marks.errors[row])]),
        ("opening.formula_without_value", [cell_name(*place) for place in marks.unvalued]),
    ):
        if places:
            teller.remark(Problem(code, {"sheet": name, "cell": places[0], "count": len(places)}))
    if marks.hidden_rows or marks.hidden_columns:
        teller.remark(
            Problem("opening.hidden_cells", {"sheet": name, "rows": marks.hidden_rows, "columns": marks.hidden_columns})
        )


def _rows(sheet: CalamineSheet, marks: Marks, noticed: _Noticed) -> Iterator[list[str]]:
    """From the sheet's first row and column on, the empty ones included."""
    left = sheet.start[1] if sheet.start else 0
    written = iter(sheet.iter_rows()) if sheet.start else iter(())
    last = max(marks.errors, default=-1)
    at = -1
    for at, row in enumerate(written):
        cells = [""] * left + [_cell(value, (at, left + place), marks, noticed) for place, value in enumerate(row)]
        yield _with_errors(cells, at, marks)
    for further in range(at + 1, last + 1):
        yield _with_errors([], further, marks)


def _cell(value: Value, place: tuple[int, int], marks: Marks, noticed: _Noticed) -> str:
    if isinstance(value, str):
        if len(value) < 1000:
            return words(value)
        text, is_cut = words_of_cell(value)
        if is_cut:
            noticed.cut.append(cell_name(*place))
        return text
    if is_rounded(value):
        noticed.rounded.append(cell_name(*place))
    return text_of(value, place in marks.percents)


def _with_errors(cells: list[str], row: int, marks: Marks) -> list[str]:
    """The reader leaves a cell with an error empty."""
    wanted = marks.errors.get(row, {})
    cells += [""] * (max(wanted, default=-1) + 1 - len(cells))
    for column, text in wanted.items():
        cells[column] = cells[column] or words(text)
    return cells


def _tell_left_out(archive: Archive, teller: Teller) -> None:
    for code, starts in _LEFT_OUT.items():
        if any(_is_there(archive.named(start)) for start in starts):
            teller.remark(Problem(code))


def _is_there(names: Iterable[str]) -> bool:
    return any(not name.endswith("/") for name in names)
