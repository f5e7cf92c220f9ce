"""A sheet as it comes out of a file: cells of text in rows, before anybody has understood what they mean."""

from collections.abc import Iterable
from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True)
class Merge:
    """Cells that are one on paper: a rectangle of rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """All rows are equally long. The text of merged cells stands in the first, the others are empty."""

    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def within(self, top: int, left: int, bottom: int, right: int) -> "Grid":
        """The part from there to there, both ends included; what is merged across its edge is not merged any more."""
        rows = tuple(row[left : right + 1] for row in self.rows[top : bottom + 1])
        inside = (each for each in self.merges if top <= each.top and each.bottom <= bottom and left <= each.left and each.right <= right)
        moved = (Merge(each.top - top, each.left - left, each.bottom - top, each.right - left) for each in inside)
        return Grid(rows, tuple(moved))


@dataclass(frozen=True)
class Heading:
    """A line of a text that was written as a heading; level 1 is the highest."""

    level: int
    text: str


def grid_of(rows: Iterable[Iterable[str]], merges: Iterable[Merge] = ()) -> Grid:
    """Rows of different lengths are filled up with empty cells."""
    listed = [tuple(row) for row in rows]
    width = max(map(len, listed), default=0)
    return Grid(tuple(row + ("",) * (width - len(row)) for row in listed), tuple(merges))


def column_name(column: int) -> str:
    """As a spreadsheet names it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """B7."""
    return f"{column_name(column)}{row + 1}"


def column_number(name: str) -> int:
    """Of a name in capital letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
