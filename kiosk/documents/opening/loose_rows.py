"""Tables as they come from a page of the web copied as text: cells end with a bar, and a row may break over several lines.

镇街 | 面积(亩) |
标准 |
千渭街道 | 1625.19 | 70 |
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kiosk.rules.cells import is_total_label

Cells = list[str]
Rows = list[Cells]

_RULE = re.compile(r"[\s|]*(?::?-{2,}:?[\s|]*)+")
_NOTE = re.compile(r"\s*(?:注|备注|说明|附注)\s*[:：]")
_NUMBER_HEADS = ("序号", "编号", "号", "行次", "序")
_LONGEST_JOINED = 20
"""Characters of a cell that is put behind others; a longer one is a line of its own."""
_MOST_COLUMNS = 40


def rows_of(lines: Sequence[str]) -> tuple[Rows, int] | None:
    """Rows of cells, and how many of them were put together from several lines; None where no rows can be told."""
    written = [line.strip() for at, line in enumerate(lines) if at != 1 or not _RULE.fullmatch(line)]
    ends = sum(line.endswith("|") for line in written)
    starts = sum(line.startswith("|") and line.strip("| ") != "" for line in written)
    has_border = starts * 2 > len(written)
    closed = ends * 2 > len(written)
    divided = [_cells(line, has_border, closed) for line in written]
    if sum(len(cells) == 1 for cells in divided) * 2 > len(divided):
        return _one_a_line(divided) if closed else None
    widths = Counter(len(cells) for cells in divided if len(cells) > 1)
    width = max(widths, key=lambda each: (widths[each], each), default=0)
    if len(divided) < 2 or width < 2:
        return None
    if not closed or has_border:
        return divided, 0
    whole = list(_whole_cells(divided, [line.endswith("|") for line in written], width))
    rows, joined = _put_together(whole, width)
    return rows, joined or len(divided) - len(whole)


def _whole_cells(divided: Rows, ended: list[bool], width: int) -> Iterator[Cells]:
    """A line that does not end its last cell goes on in the next, where both make no more than a row."""
    before: Cells | None = None
    for cells, is_ended in zip(divided, ended, strict=True):
        if before is not None and len(before) + len(cells) - 1 <= width:
            cells = [*before[:-1], f"{before[-1]} {cells[0]}", *cells[1:]]
        elif before is not None:
            yield before
        before = None if is_ended else cells
        if is_ended:
            yield cells
    if before is not None:
        yield before


def _cells(line: str, has_border: bool, closed: bool) -> Cells:
    bare = line.removeprefix("|") if has_border else line
    if closed:
        bare = bare.removesuffix("|")
    return [cell.strip() for cell in bare.split("|")]


def _put_together(divided: Rows, width: int) -> tuple[Rows, int]:
    """Short lines that follow each other and make exactly one row are one; a short total row stays short."""
    rows: Rows = []
    joined = at = 0
    while at < len(divided):
        end = _end_of_row(divided, at, width)
        rows.append([cell for cells in divided[at:end] for cell in cells])
        joined += end - at > 1
        at = end
    return rows, joined


def _end_of_row(divided: Rows, at: int, width: int) -> int:
    if is_total_label(divided[at][0]):
        return at + 1
    length, end = len(divided[at]), at + 1
    while length < width and end < len(divided) and _may_follow(divided[end]):
        length += len(divided[end])
        end += 1
    return end if length == width else at + 1


def _may_follow(cells: Cells) -> bool:
    return not _NOTE.match(cells[0]) and not is_total_label(cells[0]) and max(map(len, cells)) <= _LONGEST_JOINED


def _one_a_line(divided: Rows) -> tuple[Rows, int] | None:
    """Put back into rows where they are numbered: the heads from 序号 on tell how many columns there are, and each row
    begins with the next number. A row may lack cells that were merged into the one above."""
    cells = [cell for line in divided for cell in line]
    head = next((at for at, cell in enumerate(cells) if re.sub(r"\s", "", cell) in _NUMBER_HEADS), None)
    first = next((at for at in range(head + 1, len(cells)) if cells[at] == "1"), None) if head is not None else None
    if head is None or first is None:
        return None
    total = next((at for at in range(head + 1, first) if is_total_label(cells[at])), first)
    width = total - head
    if not 2 <= width <= _MOST_COLUMNS or first - total > width:
        return None
    starts = list(_starts(cells, first, width))
    if len(starts) < 2:
        return None
    above = [[cell] for cell in cells[:head] if cell]
    rows = [*above, cells[head:total], *([cells[total:first]] if total < first else [])]
    rows += (cells[start:end] for start, end in pairwise(starts))
    return rows + list(_rest(divided, cells, starts[-1], width)), len(starts) + 1


def _starts(cells: Cells, first: int, width: int) -> Iterator[int]:
    """Where the rows begin: as far on as the columns go, or a little before."""
    at: int | None = first
    number = 1
    while at is not None:
        yield at
        number += 1
        at = next(
            (next_at for next_at in range(min(at + width, len(cells) - 1), at + 1, -1) if cells[next_at] == str(number)), None
        )


def _rest(divided: Rows, cells: Cells, last: int, width: int) -> Iterator[Cells]:
    """The last numbered row, and what stands below it: a total and notes."""
    below = next(
        (at for at in range(last + 1, min(last + width, len(cells))) if _is_below(cells[at])), min(last + width, len(cells))
    )
    yield cells[last:below]
    while below < len(cells):
        is_total = is_total_label(cells[below])
        end = below + 1
        while is_total and end < min(below + width, len(cells)) and not _NOTE.match(cells[end]):
            end += 1
        if any(cells[below:end]):
            yield cells[below:end]
        below = end


def _is_below(cell: str) -> bool:
    return is_total_label(cell) or _NOTE.match(cell) is not None
