"""In which line or cell something stands, and what is written around it."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kiosk.rules.cells import is_blank, is_figure, is_total_label
from kiosk.rules.notice import Notice
from kiosk.rules.placed_text import Piece, Placed, PlacedTable, Row
from kiosk.rules.places import BODY, Place
from kiosk.rules.table_kinds import Vocabulary, bare_head

_NAMES_PEOPLE = re.compile(r".*(?:姓名|名单|家长|监护人).*")


@dataclass(frozen=True)
class KnownTable:
    """A table with what its columns hold."""

    placed: PlacedTable
    heads: tuple[str, ...]
    roles: tuple[frozenset[str], ...]

    @cached_property
    def starts(self) -> list[int]:
        """Where the rows begin, the head first."""
        return [row[0].start if row else 0 for row in (self.placed.head, *self.placed.rows)]

    @cached_property
    def end(self) -> int:
        last: Row = self.placed.rows[-1] if self.placed.rows else self.placed.head
        return last[-1].end + 1

    @cached_property
    def name_columns(self) -> tuple[int, ...]:
        is_name = (
            "household_head" in roles or _NAMES_PEOPLE.fullmatch(head) is not None and "children" not in roles
            for head, roles in zip(self.heads, self.roles, strict=True)
        )
        return tuple(at for at, each in enumerate(is_name) if each)

    @cached_property
    def _names_people(self) -> frozenset[int]:
        return frozenset(self.name_columns)

    @cached_property
    def _rows_with_names(self) -> dict[int, bool]:
        """As they are asked for: a wide row may be asked for once for each of its cells."""
        return {}

    def names_a_person(self, row: int, column: int) -> bool:
        """That row does, in another column."""
        if row == -1 or column in self._names_people:
            return False
        if row not in self._rows_with_names:
            self._rows_with_names[row] = self._is_of_a_person(self.placed.rows[row])
        return self._rows_with_names[row]

    def _is_of_a_person(self, cells: Row) -> bool:
        names = (cells[at].text for at in self.name_columns if at < len(cells))
        is_named = (not (is_blank(name) or is_figure(name) or name.endswith(("户", "人"))) for name in names)
        return not is_total_label(cells[0].text) and any(is_named)

    def told_in(self, column: int) -> Iterator["Spot"]:
        """The cells of a column in which anything stands, without those of the total."""
        for row, cells in enumerate(self.placed.rows):
            if not is_blank(cells[column].text) and not is_total_label(cells[0].text):
                yield Spot(cells[column], BODY, self, row, column)

    def columns_of(self, role: str) -> Iterator[int]:
        return (at for at, roles in enumerate(self.roles) if role in roles)


@dataclass(frozen=True)
class Spot:
    """A line of prose, a cell, or a field of one line."""

    piece: Piece
    key: str = BODY
    table: KnownTable | None = None
    row: int | None = None
    """-1 for the head."""
    column: int | None = None

    @property
    def head(self) -> str:
        """Of the column; "" outside tables, and in the head itself."""
        return self.table.heads[self.column] if self._has_head else ""

    @property
    def roles(self) -> frozenset[str]:
        return self.table.roles[self.column] if self._has_head else frozenset()

    @property
    def _has_head(self) -> bool:
        is_below = self.table is not None and self.column is not None and self.row != -1
        return is_below and self.column < len(self.table.heads)

    @property
    def cells(self) -> Row:
        """The whole row."""
        if self.table is None or self.row is None:
            return ()
        return self.table.placed.head if self.row == -1 else self.table.placed.rows[self.row]

    @property
    def row_place(self) -> tuple[int, int] | None:
        """Which table and which of its rows."""
        return None if self.table is None or self.row is None else (self.table.placed.place, self.row)

    def place(self, start: int, end: int) -> Place:
        table = None if self.table is None else self.table.placed.place
        return Place(self.key, start, end, table, self.row, self.column)


@dataclass(frozen=True)
class Whereabouts:
    notice: Notice
    body: Placed
    vocabulary: Vocabulary

    @cached_property
    def tables(self) -> tuple[KnownTable, ...]:
        return tuple(self._known(each) for each in self.body.tables)

    def _known(self, table: PlacedTable) -> KnownTable:
        heads = tuple(bare_head(each.text) for each in table.head)
        roles = tuple(frozenset(self.vocabulary.roles_of(each.text)) for each in table.head)
        return KnownTable(table, heads, roles)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.body.lines]

    @cached_property
    def _table_starts(self) -> list[int]:
        return [each.starts[0] for each in self.tables]

    def at(self, offset: int) -> Spot:
        """Of something in the body."""
        among = bisect(self._table_starts, offset) - 1
        if among >= 0 and offset < self.tables[among].end:
            table = self.tables[among]
            row = max(bisect(table.starts, offset) - 1, 0)
            cells = table.placed.rows[row - 1] if row else table.placed.head
            column = max(bisect(cells, offset, key=lambda cell: cell.start) - 1, 0)
            return Spot(cells[column], BODY, table, row - 1, column)
        line = bisect(self._line_starts, offset) - 1
        return Spot(self.body.lines[line] if line >= 0 else Piece("", offset))

    def fields(self) -> Iterable[Spot]:
        notice = self.notice
        values = (
            ("title", notice.title),
            ("responsible_unit", notice.responsible_unit),
            ("document_number", notice.document_number),
            ("index_number", notice.index_number),
        )
        return (Spot(Piece(value, 0), key) for key, value in values if value)
