"""What came out of a file: the sheets of a workbook, or the paragraphs, headings and tables of a text in their order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kiosk.documents.parts_json import Part
from kiosk.errors import Problem
from kiosk.rules.grids import Grid, Merge, grid_of


@dataclass(frozen=True)
class Sheet:
    """A visible sheet of a workbook, without the empty rows and columns around what is written."""

    name: str
    grid: Grid
    top: int = 0
    """Empty rows of the sheet above the grid, and `left` empty columns beside it."""
    left: int = 0


@dataclass(frozen=True)
class Text:
    """What a reader of texts finds."""

    parts: tuple[Part, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Opened:
    name: str
    """The file's, without folders; "" for what was pasted."""
    sheets: tuple[Sheet, ...] = ()
    """Of a workbook; empty for a text."""
    parts: tuple[Part, ...] = ()
    """Of a text; empty for a workbook."""
    hidden: tuple[str, ...] = ()
    """Names of hidden sheets; they were left out."""
    remarks: tuple[Problem, ...] = ()
    """What was not taken over, or not as it stands in the file."""


@dataclass(frozen=True)
class Trimmed:
    grid: Grid
    top: int = 0
    left: int = 0
    covered: int = 0
    """Cells that held text below a merged one, where nobody sees it; it was left out."""


def trimmed(rows: Sequence[Sequence[str]], merges: Iterable[Merge] = ()) -> Trimmed:
    """Rows may be of different lengths."""
    filled = [at for at, row in enumerate(rows) if any(row)]
    if not filled:
        return Trimmed(Grid(()))
    top, bottom = filled[0], filled[-1]
    inner = rows[top : bottom + 1]
    width = max(map(len, inner))
    columns = [at for at in range(width) if any(at < len(row) and row[at] for row in inner)]
    left, right = columns[0], columns[-1]
    cells = [[*row[left : right + 1]] + [""] * (right + 1 - max(left, len(row))) for row in inner]
    kept = list(_clipped(merges, top, left, bottom, right))
    covered = sum(_uncovered(cells, merge) for merge in kept)
    return Trimmed(grid_of(cells, kept), top, left, covered)


def _clipped(merges: Iterable[Merge], top: int, left: int, bottom: int, right: int) -> Iterator[Merge]:
    """Merged cells never overlap; what would take more cells than there are is no honest sheet, and is not followed."""
    room = (bottom - top + 1) * (right - left + 1)
    for each in merges:
        inside = Merge(max(each.top, top), max(each.left, left), min(each.bottom, bottom), min(each.right, right))
        high, wide = inside.bottom - inside.top + 1, inside.right - inside.left + 1
        starts_inside = (inside.top, inside.left) == (each.top, each.left)
        if high < 1 or wide < 1 or high * wide == 1 or not starts_inside:
            continue
        room -= high * wide
        if room < 0:
            return
        yield Merge(inside.top - top, inside.left - left, inside.bottom - top, inside.right - left)


def _uncovered(cells: list[list[str]], merge: Merge) -> int:
    lost = 0
    for row in range(merge.top, merge.bottom + 1):
        start = merge.left + 1 if row == merge.top else merge.left
        lost += sum(1 for cell in cells[row][start : merge.right + 1] if cell)
        cells[row][start : merge.right + 1] = [""] * (merge.right + 1 - start)
    return lost
