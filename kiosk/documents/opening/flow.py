"""A text as it goes: whoever reads a page or a Word file says what begins and ends, and gets paragraphs, headings and grids
in their order.

A table that only arranges others (a page laid out in columns) is no grid: what stands in its cells follows one another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.documents.opening.limits import CELLS_LIMIT, check_size
from kiosk.documents.opening.opened import trimmed
from kiosk.documents.opening.values import words, words_of_cell
from kiosk.documents.parts_json import Part
from kiosk.errors import Problem, Refused
from kiosk.rules.grids import Heading, Merge

_DEPTH_LIMIT = 20
"""Tables within tables."""
_WIDEST = 1000
"""Columns that one cell may claim; those that hold nothing are dropped afterwards."""
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass
class _Cell:
    across: int = 1
    down: int = 1
    continues: bool = False
    """It belongs to the one above."""
    parts: list[Part] = field(default_factory=list)


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)


@dataclass
class Flow:
    is_page: bool = False
    """Of the web: however many spaces and line ends stand together, they are one space."""
    parts: list[Part] = field(default_factory=list)
    _cut: int = 0
    """Cells that were too long."""
    _said: list[str] = field(default_factory=list)
    _tables: list[_Table] = field(default_factory=list)
    _cells: int = 0

    def say(self, text: str) -> None:
        self._said.append(text)

    def break_line(self) -> None:
        self._said.append("\v")

    def end_block(self, level: int = 0) -> None:
        """What was said is a paragraph, or several where lines were broken; a heading, if `level` is not 0."""
        text = "".join(self._said)
        self._said.clear()
        if self.is_page:
            text = _SPACES.sub(" ", text)
        for line in text.split("\v") if not level else [text.replace("\v", " ")]:
            told, is_cut = words_of_cell(line) if self._tables else (words(line), False)
            self._cut += is_cut
            if told:
                self._sink().append(Heading(level, told) if level and not self._tables else told)

    def begin_table(self) -> None:
        self.end_block()
        if len(self._tables) >= _DEPTH_LIMIT:
            raise Refused("opening.too_much")
        self._tables.append(_Table())

    def begin_row(self) -> None:
        if self._tables:
            self.end_block()
            self._tables[-1].rows.append([])

    def begin_cell(self, across: int = 1, down: int = 1, continues: bool = False) -> None:
        if not self._tables:
            return
        self.end_block()
        self._cells += 1
        if self._cells > CELLS_LIMIT:
            raise Refused("opening.too_many_cells", sheet="", cells=self._cells, limit=CELLS_LIMIT)
        table = self._tables[-1]
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(_Cell(max(1, min(across, _WIDEST)), max(1, down), continues))

    def end_table(self) -> None:
        if self._tables:
            self.end_block()
            table = self._tables.pop()
            self._sink().extend(_parts_of(table))

    def finished(self) -> list[Part]:
        while self._tables:
            self.end_table()
        self.end_block()
        return self.parts

    def remarks(self) -> list[Problem]:
        return [Problem("opening.cut_cells", {"count": self._cut})] if self._cut else []

    def _sink(self) -> list[Part]:
        """Where the next part belongs. Text that stands in a table but in none of its cells gets one."""
        if not self._tables:
            return self.parts
        rows = self._tables[-1].rows
        if not rows:
            rows.append([])
        if not rows[-1]:
            rows[-1].append(_Cell())
        return rows[-1][-1].parts


def _parts_of(table: _Table) -> list[Part]:
    cells = [cell for row in table.rows for cell in row]
    arranges = any(not isinstance(part, str) for cell in cells for part in cell.parts)
    if arranges or sum(bool(cell.parts) for cell in cells) < 2:
        return [part for cell in cells for part in cell.parts]
    rows, merges = _placed([row for row in table.rows if row])
    grid = trimmed(rows, merges).grid
    check_size(len(grid.rows), grid.width)
    return [grid]


def _placed(table: list[list[_Cell]]) -> tuple[list[list[str]], list[Merge]]:
    """Each cell in its column: what reaches down from a row above keeps its place."""
    rows: list[list[str]] = []
    spans: list[list[int]] = []
    reaching: dict[int, int] = {}
    """Column → rows that are still taken."""
    open_above: dict[int, int] = {}
    """Column → which span a continuing cell belongs to."""
    taken = 0
    for at, cells in enumerate(table):
        row: list[str] = []
        below = {column: left - 1 for column, left in reaching.items() if left > 1}
        begun: dict[int, int] = {}
        for cell in cells:
            while len(row) in reaching:
                row.append("")
            column = len(row)
            taken += cell.across
            if taken > CELLS_LIMIT:
                raise Refused("opening.too_many_cells", sheet="", cells=taken, limit=CELLS_LIMIT)
            down = min(cell.down, len(table) - at)
            if cell.continues and column in open_above:
                begun[column] = open_above[column]
                spans[begun[column]][2] = at
            else:
                begun[column] = len(spans)
                spans.append([at, column, at + down - 1, column + cell.across - 1])
            row += [_text(cell), *[""] * (cell.across - 1)]
            if down > 1:
                below |= dict.fromkeys(range(column, column + cell.across), down - 1)
        rows.append(row)
        reaching, open_above = below, begun
    return rows, list(_merges(spans))


def _merges(spans: list[list[int]]) -> Iterator[Merge]:
    for top, left, bottom, right in spans:
        if (top, left) != (bottom, right):
            yield Merge(top, left, bottom, right)


def _text(cell: _Cell) -> str:
    return " ".join(part for part in cell.parts if isinstance(part, str))
