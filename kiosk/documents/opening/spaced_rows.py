"""Tables whose columns are kept apart by spaces only, as they come out of a chat window or a scanned page."""

import re
from collections import Counter
from collections.abc import Iterator

from kiosk.documents.opening.values import words
from kiosk.documents.parts_json import Part
from kiosk.rules.cells import is_figure
from kiosk.rules.grids import grid_of

_WIDE = re.compile(r"[ \u3000]{2,}|\u3000")
_ANY = re.compile(r"[ \u3000]+")
_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
_LONGEST = 24
"""Characters of a cell; a longer one is part of a sentence."""
_SENTENCE = re.compile(r"[。；！？]|[：:]$|[:：]\S")


Lines = list[str]


def spaced_tables(lines: Lines) -> Iterator[Part]:
    """Lines stay lines but where three or more of them agree, most of them with figures."""
    for rows, left in _tables(lines, _WIDE):
        yield from _grid(rows)
        for closer_rows, prose in _tables(left, _ANY):
            yield from _grid(closer_rows)
            yield from filter(None, map(words, prose))


def _grid(rows: list[Lines]) -> Iterator[Part]:
    if rows:
        yield grid_of(map(words, row) for row in rows)


def _tables(lines: Lines, apart: re.Pattern[str]) -> Iterator[tuple[list[Lines], Lines]]:
    """In turn the rows of a table and the lines up to the next one."""
    divided = [_cells(line, apart) if len(line) < 400 and not _SENTENCE.search(line) else [] for line in lines]
    rows: list[Lines] = []
    done = 0
    for start, end in _runs(divided):
        for first, last in _within(divided, start, end):
            yield rows, lines[done:first]
            rows, done = divided[first:last], last
    yield rows, lines[done:]


def _runs(divided: list[Lines]) -> Iterator[tuple[int, int]]:
    """Where lines of several short cells follow each other."""
    start = 0
    for at in range(len(divided) + 1):
        is_end = at == len(divided) or len(divided[at]) < 2 or max(map(len, divided[at])) > _LONGEST
        if is_end:
            if at - start >= _LEAST_ROWS:
                yield start, at
            start = at + 1


def _within(divided: list[Lines], start: int, end: int) -> Iterator[tuple[int, int]]:
    """From the first line that has as many cells as most of those that are left, to the last one that has no more."""
    left = Counter(len(cells) for cells in divided[start:end] if len(cells) >= _LEAST_COLUMNS)
    at = start
    while left:
        most, _ = left.most_common(1)[0]
        first = next(line for line in range(at, end) if len(divided[line]) == most)
        last = first
        while last < end and len(divided[last]) <= most:
            last += 1
        if _is_table(divided[first:last], most):
            yield first, last
        left -= Counter(len(cells) for cells in divided[at:last])
        at = last


def _is_table(rows: list[Lines], width: int) -> bool:
    full = sum(len(cells) == width for cells in rows)
    with_figures = sum(any(map(is_figure, cells)) for cells in rows)
    return len(rows) >= _LEAST_ROWS and full * 2 > len(rows) and with_figures * 3 >= len(rows) * 2


def _cells(line: str, apart: re.Pattern[str]) -> list[str]:
    return apart.split(line.strip(" \u3000"))
