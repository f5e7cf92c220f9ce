"""A Markdown body as blocks: what the renderer takes for headings, lists and paragraphs, and for tables cell by cell."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

_RULE_OF_TABLE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")
_FIRST_POINT = re.compile(r"(?:[-*+]|1[.)])[ \t]+\S")
_POINT = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_END_BAR = re.compile(r"(?<!\\)(?:\\\\)*\|$")
_TICKS_AND_BARS = re.compile(r"\\\\|(?P<ticks>\\?`+)|\\\||(?P<bar>\|)")
_RULE_SIGNS = frozenset("|:- \t")


class Sort(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True)
class Table:
    """Cells as they are written, their bars still escaped. A row has as many as the head, or more where it is too wide."""

    head: tuple[str, ...]
    rule: tuple[str, ...]
    """The row below the head: `---`, `---:` …"""
    rows: tuple[tuple[str, ...], ...]

    def written(self) -> str:
        return "\n".join(map(_row, (self.head, self.rule, *self.rows)))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


@dataclass(frozen=True)
class Block:
    sort: Sort
    text: str
    """As written, without the blank lines around it."""
    table: Table | None = None
    line: int = field(default=0, compare=False)
    """On which of the body's lines it begins, from 0."""


def blocks(body: str) -> list[Block]:
    lines = with_plain_ends(body).split("\n")
    return [block for first, chunk in _chunks(lines) for block in _blocks(chunk, first)]


def with_plain_ends(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\r", "\n")


def body_of(texts: Iterable[str]) -> str:
    """A body again, of the texts of its blocks."""
    return "\n\n".join(texts) + "\n"


def separated(lines: list[str]) -> list[str]:
    """A table or a list right under a line of text is one all the same: it gets the blank line it wants."""
    apart: list[str] = []
    for index, line in enumerate(lines):
        apart += ["", line] if _begins_apart(lines, index) else [line]
    return apart


def _begins_apart(lines: list[str], index: int) -> bool:
    line, before = lines[index], lines[index - 1] if index else ""
    is_head = index + 1 < len(lines) and "|" in line and _RULE_OF_TABLE.fullmatch(lines[index + 1]) is not None
    is_table = is_head and "|" not in before
    is_list = _FIRST_POINT.match(line) is not None and not _POINT.match(before) and not before.startswith((" ", "\t"))
    return before.strip() != "" and (is_table or is_list) and not before.startswith(">")


def _chunks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, each time with the number of the first."""
    first = 0
    for index in range(len(lines) + 1):
        is_end = index == len(lines) or not lines[index].strip(" \t")
        if first < index and (is_end or _begins_apart(lines, index)):
            yield first, lines[first:index]
            first = index
        if is_end:
            first = index + 1


def _blocks(chunk: list[str], first: int) -> Iterator[Block]:
    """A table takes all the rest of its chunk; a heading stands alone among other lines."""
    borderless = max((at for at, line in enumerate(chunk) if not _is_bordered(line.strip(" \t"))), default=-1)
    start = 0
    while start < len(chunk):
        if _is_table(chunk[start : start + 2], may_have_one_column=borderless < start):
            yield Block(Sort.TABLE, "\n".join(chunk[start:]), _table(chunk[start:]), first + start)
            return
        end = start + 1
        if chunk[start].startswith("#"):
            sort = Sort.HEADING
        else:
            sort = Sort.LIST if _POINT.match(chunk[start]) else Sort.PARAGRAPH
            while end < len(chunk) and not chunk[end].startswith("#"):
                end += 1
        yield Block(sort, "\n".join(chunk[start:end]), line=first + start)
        start = end


def _is_table(lines: list[str], may_have_one_column: bool) -> bool:
    if len(lines) < 2 or not _RULE_SIGNS.issuperset(lines[1]):
        return False
    head, rule = (line.strip(" \t") for line in lines)
    columns = len(_cells(head, _is_bordered(head)))
    return len(_cells(rule, _is_bordered(head))) == columns and (columns > 1 or may_have_one_column)


def _table(lines: list[str]) -> Table:
    has_border = _is_bordered(lines[0].strip(" \t"))
    head, rule, *rows = (_cells(line.strip(" \t"), has_border) for line in lines)
    return Table(head, rule, tuple(row + ("",) * (len(head) - len(row)) for row in rows))


def _is_bordered(row: str) -> bool:
    return row.startswith("|") or _END_BAR.search(row) is not None


def _cells(row: str, has_border: bool) -> tuple[str, ...]:
    return tuple(row[start:end] for start, end in _spans(row, has_border))


def _spans(row: str, has_border: bool) -> Iterator[tuple[int, int]]:
    """From where to where each cell goes, without the spaces around it; of an empty one, where it ends."""
    first = 1 if has_border and row.startswith("|") else 0
    inner = row[first:-1] if has_border and _END_BAR.search(row[first:]) else row[first:]
    at = first
    for cell in _parts(inner):
        begins = at + len(cell) - len(cell.lstrip())
        yield begins, begins + len(cell.strip())
        at += len(cell) + 1


def _parts(row: str) -> list[str]:
    """What stands between the bars, spaces and all."""
    if "\\" not in row and "`" not in row:
        return row.split("|")
    return [row[start + 1 : end] for start, end in pairwise([-1, *_bars(row), len(row)])]


def cell_spans(block: Block) -> Iterator[list[tuple[int, int]]]:
    """Of a table: for its head and each of its rows, from where to where the cells go within their lines."""
    head, _rule, *rows = block.text.split("\n")
    has_border = _is_bordered(head.strip(" \t"))
    for line in (head, *rows):
        indent = len(line) - len(line.lstrip(" \t"))
        yield [(indent + start, indent + end) for start, end in _spans(line.strip(" \t"), has_border)]


def _bars(row: str) -> list[int]:
    """Where the bars between cells stand: neither escaped nor within code."""
    bars: list[int] = []
    ticks: list[_Ticks] = []
    for found in _TICKS_AND_BARS.finditer(row):
        if found["bar"]:
            bars.append(found.start())
        elif found["ticks"]:
            is_escaped = found["ticks"].startswith("\\")
            size = len(found["ticks"]) - is_escaped
            ticks.append(_Ticks(*found.span(), size - is_escaped, size))
    within = _code(ticks)
    starts = [start for start, _ in within]
    return [bar for bar in bars if not (at := bisect(starts, bar)) or bar >= within[at - 1][1]]


@dataclass(frozen=True)
class _Ticks:
    start: int
    end: int
    opens: int
    """How many ticks close what these open; those of an escaped one open with one less."""
    closes: int


def _code(ticks: list[_Ticks]) -> list[tuple[int, int]]:
    """From where to where code goes: from some ticks to the next that are as many."""
    by_size: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(ticks):
        by_size[each.closes].append(place)
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(ticks):
        closing = by_size[ticks[place].opens]
        at = bisect(closing, place)
        if at < len(closing):
            found.append((ticks[place].start, ticks[closing[at]].end))
            place = closing[at]
        place += 1
    return found
