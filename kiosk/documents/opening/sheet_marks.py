"""What the reader of .xlsx files does not tell, looked up in the sheets beforehand: how far a sheet reaches, which cells are
percentages or errors, which formulas have no value yet, what is hidden."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree import ElementTree

from kiosk.documents.opening.archives import Archive
from kiosk.documents.opening.limits import (
    CELLS_LIMIT,
    COLUMNS_LIMIT,
    ROWS_LIMIT,
    check_size,
)
from kiosk.documents.opening.xml_parts import local, tree_of
from kiosk.errors import Refused
from kiosk.rules.grids import cell_name, column_number

Address = tuple[int, int]
"""Row and column, from 0."""

_PART_LIMIT = 8 * 1024 * 1024
"""Bytes of the parts that are read as a whole: styles, the list of sheets."""
_PIECE_LIMIT = 16 * 1024 * 1024
"""Bytes of one row; an honest one has some thousands."""
_CELL = rb"<(?:\w+:)?c\s"
_REFERENCE = rb"[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']"
_WRITTEN = re.compile(_CELL + _REFERENCE + rb"[^>/]*>(?!</)")
_ERROR = re.compile(_CELL + _REFERENCE + rb"[^>/]*>(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,30})<")
# What is worked out to be an empty text is of the type str.
_UNVALUED = re.compile(
    _CELL
    + rb"(?![^>]*\bt=[\"']str[\"'])"
    + _REFERENCE
    + rb"[^>/]*><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>)?</(?:\w+:)?c>"
)
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden=[\"'](?:1|true)[\"']")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*?\bhidden=[\"'](?:1|true)[\"']")
_PERCENT_FORMATS = {9, 10}
"""Of those that need no description in the file."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass
class Marks:
    rows: int = 0
    """Up to the last one that holds something."""
    columns: int = 0
    used_rows: int = 0
    used_columns: int = 0
    percents: set[Address] = field(default_factory=set)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """By row and column: #REF! and the like."""
    unvalued: list[Address] = field(default_factory=list)
    """Formulas that no program has worked out yet."""
    hidden_rows: int = 0
    hidden_columns: int = 0


def sheet_parts(archive: Archive) -> Mapping[str, str]:
    """Name of a sheet → the file in the archive that holds it."""
    book, links = (tree_of(archive, part, _PART_LIMIT) for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id", ""): _within_xl(link.get("Target", "")) for link in links}
    sheets = (each for each in book.iter() if local(each.tag) == "sheet")
    named = ((each.get("name", ""), _id_of(each)) for each in sheets)
    return {name: targets[key] for name, key in named if targets.get(key) in archive.names}


def percent_styles(archive: Archive) -> frozenset[int]:
    """Numbers of the cell styles that show 0.05 as 5%."""
    styles = tree_of(archive, "xl/styles.xml", _PART_LIMIT)
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iter() if local(each.tag) == "numFmt"}
    cells = next((each for each in styles.iter() if local(each.tag) == "cellXfs"), ())
    return frozenset(at for at, each in enumerate(cells) if _is_percent(each.get("numFmtId", "0"), own))


def marks_of(archive: Archive, part: str, percents: frozenset[int]) -> Iterator[Marks]:
    """What is known so far, again and again while it is read; the last is all. Raises Refused for a sheet that is
    damaged, or whose rows are endless."""
    marks = Marks()
    used_rows, used_columns = set[bytes](), set[bytes]()
    percent = _percent_pattern(percents)
    for piece in _pieces(archive, part):
        for column, row in _WRITTEN.findall(piece):
            used_rows.add(row)
            used_columns.add(column)
        _mark(marks, piece, percent)
        marks.used_rows = len(used_rows)
        yield marks
    marks.used_columns = len(used_columns)
    marks.rows = max(map(int, used_rows), default=0)
    marks.columns = max((column_number(each.decode()) + 1 for each in used_columns), default=0)
    yield marks


def _mark(marks: Marks, piece: bytes, percent: re.Pattern[bytes] | None) -> None:
    if percent is not None:
        marks.percents.update(_place(*found) for found in percent.findall(piece))
    if b't="e"' in piece or b"t='e'" in piece:
        errors = (found for found in _ERROR.finditer(piece) if re.search(rb"\bt=[\"']e[\"']", found[0]))
        for found in errors:
            row, column = _place(found[1], found[2])
            marks.errors.setdefault(row, {})[column] = found[3].decode("utf-8", "replace")
    if b"<f" in piece or b":f" in piece:
        marks.unvalued += (_place(*found) for found in _UNVALUED.findall(piece.replace(b"<v></v>", b"")))
    if b"hidden=" in piece:
        marks.hidden_rows += len(_HIDDEN_ROW.findall(piece))
        marks.hidden_columns += len(_HIDDEN_COLUMN.findall(piece))


def check_reach(marks: Marks, sheet: str) -> None:
    """Raises Refused for a sheet beyond the limits. A lone cell far away is named: it is there by mistake."""
    is_scattered = marks.used_rows * 2 < marks.rows or marks.used_columns * 2 < marks.columns
    is_beyond = marks.rows > ROWS_LIMIT or marks.columns > COLUMNS_LIMIT or marks.rows * marks.columns > CELLS_LIMIT
    if is_beyond and is_scattered:
        raise Refused("opening.far_cell", sheet=sheet, cell=cell_name(marks.rows - 1, marks.columns - 1))
    check_size(marks.rows, marks.columns, sheet)


def _pieces(archive: Archive, part: str) -> Iterator[bytes]:
    """Whole rows."""
    left = b""
    for chunk in archive.chunks(part):
        left += chunk
        end = left.rfind(b"row>") + 4
        if end > 3:
            yield left[:end]
            left = left[end:]
        elif len(left) > _PIECE_LIMIT:
            raise Refused("opening.too_much")
    yield left


def _percent_pattern(styles: frozenset[int]) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    numbers = b"|".join(b"%d" % each for each in sorted(styles))
    return re.compile(_CELL + rb"(?=[^>]*\bs=[\"'](?:" + numbers + rb")[\"'])" + _REFERENCE + rb"[^>/]*>")


def _place(column: bytes, row: bytes) -> Address:
    return int(row) - 1, column_number(column.decode())


def _is_percent(number: str, own: Mapping[str, str]) -> bool:
    if number in own:
        return "%" in _QUOTED.sub("", own[number])
    return number.isdecimal() and int(number) in _PERCENT_FORMATS


def _within_xl(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _id_of(sheet: ElementTree.Element) -> str:
    return next((value for key, value in sheet.items() if local(key) == "id"), "")
