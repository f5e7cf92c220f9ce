"""Reading what comes from the township: which part of a file makes the notice, and what is not taken over."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kiosk.actions.checker import Checker, Proposed, Region, SheetSeen
from kiosk.documents import front_matter
from kiosk.documents.opening import Heading, Opened, Sheet
from kiosk.documents.parts_json import Part
from kiosk.errors import Misuse, Problem
from kiosk.rules.grids import cell_name, column_number
from kiosk.rules.long_tables import in_parts
from kiosk.rules.notice import Notice

NOTICE_ENDINGS = (".md", ".markdown")
ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv", ".tsv", ".txt", ".docx")
"""Of files that are read; `opening` looks at what they really are."""

_REGION = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})[:：-]([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class Choice:
    """Which part of a workbook makes the notice; None for the good guess."""

    sheet: int | None = None
    region: Region | None = None
    is_whole: bool = False
    """All sheets, one below the other."""


@dataclass(frozen=True)
class Read:
    """What came of a file, and what of it was not taken over or not understood."""

    notice: Notice
    """Of a roster too long for one, the first part."""
    remarks: tuple[Problem, ...]
    further: tuple[Notice, ...] = ()
    """The other parts."""
    sheets: tuple[SheetSeen, ...] = ()
    names: tuple[str, ...] = ()
    """Of the sheets."""
    sheet: int | None = 0
    """None for all of them, one below the other."""
    region: Region = (0, 0, 0, 0)
    sheet_rows: tuple[tuple[int, ...], ...] = ()
    """As in `Proposed`; none for a roster too long for one notice, whose parts begin their rows anew."""


def is_read(name: str) -> bool:
    return name.lower().endswith(ENDINGS)


def kept_name(name: str) -> str:
    """Under which the file is kept beside its notice; a .md there would be another notice."""
    return f"{name}.txt" if name.lower().endswith(NOTICE_ENDINGS) else name


def read_notice_text(data: bytes) -> Read | None:
    """A notice file as it says itself; None for a text that only happens to be Markdown. Raises Refused with everything
    that is wrong with its fields."""
    text = front_matter.decode(data)
    return Read(front_matter.read(text).notice, ()) if front_matter.is_meant_as_notice(text) else None


def read_opened(opened: Opened, choice: Choice, checker: Checker, today: date) -> Read:
    """Raises Misuse for a sheet that there is not, Refused for what takes too long."""
    if not opened.sheets:
        made = checker.proposed(opened.parts, opened.name, today)
        return _read(made, opened.remarks)
    seen = checker.sheets([sheet.grid for sheet in opened.sheets])
    if choice.is_whole or (choice.sheet is None and _title_over_all(opened.sheets)):
        return _read_whole(opened, seen, checker, today)
    at = _likeliest(seen) if choice.sheet is None else choice.sheet
    if not 0 <= at < len(seen):
        raise Misuse("opening.no_such_sheet", number=at + 1)
    sheet = opened.sheets[at]
    region = _within(_moved(choice.region, -sheet.top, -sheet.left) if choice.region else seen[at].region, seen[at])
    made = checker.proposed_of_sheet(sheet.grid, region, sheet.top + region[0] + 1, _name_for(opened, at), today)
    others = [sheet.name for place, sheet in enumerate(opened.sheets) if place != at]
    left_out = (Problem("opening.other_sheets", {"names": "、".join(others), "sheet": opened.sheets[at].name}),) if others else ()
    left_out += _hidden(opened)
    names = tuple(sheet.name for sheet in opened.sheets)
    return replace(_read(made, (*opened.remarks, *left_out)), sheets=tuple(seen), names=names, sheet=at, region=_moved(region, sheet.top, sheet.left))


def _read_whole(opened: Opened, seen: Sequence[SheetSeen], checker: Checker, today: date) -> Read:
    """Each sheet's table under the sheet's name; a title that stands over all of them is the notice's."""
    title = _title_over_all(opened.sheets)
    parts: list[Part] = [Heading(1, title)] if title else []
    for sheet in opened.sheets:
        grid = sheet.grid
        table = grid.within(1, 0, len(grid.rows) - 1, grid.width - 1) if title else grid
        parts += [Heading(2, sheet.name), table] if table.rows else []
    made = checker.proposed(parts, opened.name, today)
    names = tuple(sheet.name for sheet in opened.sheets)
    return replace(_read(made, (*opened.remarks, *_hidden(opened))), sheets=tuple(seen), names=names, sheet=None)


def _title_over_all(sheets: Sequence[Sheet]) -> str:
    """The desk's own workbooks have the same over each sheet; "" for any other."""
    titles = set(map(_title_over, sheets))
    return titles.pop() if len(sheets) > 1 and len(titles) == 1 else ""


def _title_over(sheet: Sheet) -> str:
    """What stands alone in the first row; "" where more does, or nothing."""
    filled = [cell for cell in sheet.grid.rows[0] if cell] if sheet.grid.rows else []
    return filled[0] if len(filled) == 1 and sheet.grid.width > 1 else ""


def _hidden(opened: Opened) -> tuple[Problem, ...]:
    return (Problem("opening.hidden_sheets", {"names": "、".join(opened.hidden)}),) if opened.hidden else ()


def _read(made: Proposed, remarks: Iterable[Problem]) -> Read:
    parts = in_parts(made.notice)
    of_parts = [Problem("opening.in_parts", {"parts": len(parts)})] if len(parts) > 1 else []
    sheet_rows = made.sheet_rows if len(parts) == 1 else ()
    return Read(parts[0], (*remarks, *made.remarks, *of_parts), tuple(parts[1:]), sheet_rows=sheet_rows)


def _likeliest(seen: Sequence[SheetSeen]) -> int:
    """One whose kind is known, the longest of these; else the largest."""
    return max(range(len(seen)), key=lambda at: (bool(seen[at].kind), seen[at].rows * seen[at].columns, -at))


def _moved(region: Region, down: int, right: int) -> Region:
    """Cells are named as in the sheet, whose empty rows and columns around the table were left out."""
    return max(0, region[0] + down), max(0, region[1] + right), region[2] + down, region[3] + right


def _within(region: Region, sheet: SheetSeen) -> Region:
    """Raises Misuse for a region that holds nothing."""
    top, left, bottom, right = region
    if not (0 <= top <= bottom and 0 <= left <= right and top < sheet.rows and left < sheet.columns):
        raise Misuse("opening.no_such_region")
    return top, left, min(bottom, sheet.rows - 1), min(right, sheet.columns - 1)


def _name_for(opened: Opened, at: int) -> str:
    """A sheet that has a name of its own tells more than the file."""
    name = opened.sheets[at].name
    is_telling = len(opened.sheets) > 1 and not name.lower().startswith(("sheet", "工作表", "表"))
    return name if is_telling else opened.name


def region_name(region: Region) -> str:
    """As a spreadsheet names it: A1:F20."""
    top, left, bottom, right = region
    return f"{cell_name(top, left)}:{cell_name(bottom, right)}"


def region_named(text: str) -> Region:
    """Raises Misuse for what names no region."""
    found = _REGION.fullmatch(unicodedata.normalize("NFKC", text[:40]).replace(" ", "").upper())
    if found is None:
        raise Misuse("opening.no_such_region")
    left, right = (column_number(found[part]) for part in (1, 3))
    top, bottom = (int(found[part]) - 1 for part in (2, 4))
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
