"""Which part of a sheet holds the table: the guess that is made before the clerk says better."""

from dataclasses import dataclass
from itertools import groupby

from kiosk.rules.grids import Grid
from kiosk.rules.table_kinds import Vocabulary
from kiosk.rules.understanding.heads import Heads
from kiosk.rules.understanding.lines import Remark, lines_of

_SHOWN = 5


@dataclass(frozen=True)
class Region:
    """Rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def likely_region(grid: Grid, vocabulary: Vocabulary) -> Region:
    """Everything that is filled, without columns set apart from the table that say nothing in its head's row."""
    filled = [at for at in range(grid.width) if any(row[at].strip() for row in grid.rows)]
    if not filled:
        return Region(0, 0, max(0, len(grid.rows) - 1), max(0, grid.width - 1))
    blocks = _blocks(filled)
    left, right = filled[0], filled[-1]
    if len(blocks) > 1:
        left, right = _with_the_table(grid, blocks, vocabulary) or (left, right)
    rows = [at for at, row in enumerate(grid.rows) if any(cell.strip() for cell in row[left : right + 1])]
    return Region(rows[0], left, rows[-1], right)


def _blocks(columns: list[int]) -> list[tuple[int, int]]:
    """Columns that stand side by side, from the first to the last."""
    together = (list(block) for _, block in groupby(enumerate(columns), lambda each: each[1] - each[0]))
    return [(block[0][1], block[-1][1]) for block in together]


def _with_the_table(grid: Grid, blocks: list[tuple[int, int]], vocabulary: Vocabulary) -> tuple[int, int] | None:
    heads: list[tuple[int, tuple[int, int], int]] = []
    for left, right in blocks:
        part = grid.within(0, left, len(grid.rows) - 1, right)
        finder = Heads(lines_of(part), part.merges, vocabulary)
        row = next((at for at in range(len(part.rows)) if finder.is_known(at)), None)
        if row is not None:
            heads.append((sum(len(line.filled) for line in finder.lines), (left, right), row))
    if not heads:
        return None
    _size, chosen, row = max(heads)
    beside = [block for block in blocks if any(cell.strip() for cell in grid.rows[row][block[0] : block[1] + 1])]
    return min(left for left, _ in (*beside, chosen)), max(right for _, right in (*beside, chosen))


def left_out(grid: Grid, region: Region) -> Remark | None:
    """What stands outside of it; None for nothing."""
    texts = [
        cell.strip()
        for row, cells in enumerate(grid.rows)
        for column, cell in enumerate(cells)
        if cell.strip() and not (region.top <= row <= region.bottom and region.left <= column <= region.right)
    ]
    if not texts:
        return None
    return Remark("understood.outside", {"count": len(texts), "text": "、".join(texts[:_SHOWN])})
