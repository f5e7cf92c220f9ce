"""The text of a notice with the place of every piece: lines of prose, and tables cell by cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kiosk.rules.changed_words import plain
from kiosk.rules.places import Place
from kiosk.rules.tables import Block, Sort, blocks, cell_spans, with_plain_ends

_EMPHASIS = re.compile(r"^(\*{1,2})([^*]+)\1$")
HEADING_LIMIT = 200
"""Characters of a heading that are taken for what the tables below it are about. A longer one is a paragraph by mistake,
and would be searched once for each of them."""
_HEADING = re.compile(r"#{1,6}[ \t]*(.*?)[ \t#]*")


@dataclass(frozen=True)
class Piece:
    """`body[start:end]`, in characters."""

    raw: str
    """As it is written."""
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.raw)

    @property
    def text(self) -> str:
        """As residents read it: 张\\*明 is 张*明, **合计** is 合计."""
        said = _EMPHASIS.sub(r"\2", self.raw) if self.raw.startswith("*") else self.raw
        return plain(said)

    def place(self, start: int, end: int) -> Place:
        """Of `raw[start:end]` in the body."""
        return Place(start=self.start + start, end=self.start + end)


Row = tuple[Piece, ...]


@dataclass(frozen=True)
class PlacedTable:
    place: int
    """Among the tables of the body, from 0."""
    heading: str
    """The heading it stands under; "" for none."""
    before: str
    """The paragraph right above it, such as 单位：元; "" for none."""
    head: Row
    rows: tuple[Row, ...]
    """Each as long as the head, or longer where it is written so; a short one is filled up with empty pieces."""

    def column(self, at: int) -> Iterator[Piece]:
        return (row[at] for row in self.rows)

    def place_of(self, cell: Piece, row: int, column: int) -> Place:
        return Place(start=cell.start, end=cell.end, table=self.place, row=row, column=column)

    def place_of_head(self, column: int) -> Place:
        return self.place_of(self.head[column], -1, column)


@dataclass(frozen=True)
class Placed:
    """A body taken apart: each line of text that stands in no table, and the tables."""

    lines: tuple[Piece, ...]
    """Headings, list points and quotes with their marks; empty lines are left out."""
    tables: tuple[PlacedTable, ...]


def placed(body: str) -> Placed:
    """Offsets are those of the body with plain line ends (`tables.with_plain_ends`)."""
    text = with_plain_ends(body)
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    lines: list[Piece] = []
    tables: list[PlacedTable] = []
    heading = before = ""
    for block in blocks(text):
        if block.table is not None:
            tables.append(_table(block, starts, len(tables), heading, before))
            before = ""
            continue
        if block.sort is Sort.HEADING:
            found = _HEADING.fullmatch(block.text)
            heading, before = plain(found[1] if found else block.text)[:HEADING_LIMIT], ""
        else:
            before = plain(block.text)
        lines += (Piece(line, starts[block.line + at]) for at, line in enumerate(block.text.split("\n")))
    return Placed(tuple(lines), tuple(tables))


def _table(block: Block, starts: Sequence[int], place: int, heading: str, before: str) -> PlacedTable:
    written = block.text.split("\n")
    # The row below the head has no cells of its own.
    lines = [0, *range(2, len(written))]
    rows = [
        tuple(Piece(written[line][start:end], starts[block.line + line] + start) for start, end in spans)
        for line, spans in zip(lines, cell_spans(block), strict=True)
    ]
    head, width = rows[0], len(rows[0])
    return PlacedTable(place, heading, before, head, tuple(_filled(row, width) for row in rows[1:]))


def _filled(row: Row, width: int) -> Row:
    """What is missing at the end of a short row has no place of its own but the row's end."""
    end = row[-1].end if row else 0
    return row + (Piece("", end),) * (width - len(row))
