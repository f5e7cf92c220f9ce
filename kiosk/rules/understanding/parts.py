"""What a file was opened into, made ready: website lines and the formal header taken out, tables with what belongs to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.rules.grids import Grid, Heading, Merge, grid_of
from kiosk.rules.understanding.days import is_day
from kiosk.rules.understanding.header_block import header_lines, read_header
from kiosk.rules.understanding.lines import PROSE, Line, Remark, is_aside, lines_of, tidy
from kiosk.rules.understanding.told import Found
from kiosk.rules.understanding.words import NoticeWords

Part = str | Heading | Grid
"""A paragraph, a heading, or a table."""


@dataclass(frozen=True)
class Sheet:
    """A table with the lines that belong to it; its own first row is that after `pulled` lines."""

    grid: Grid
    pulled: int = 0


ReadyPart = str | Heading | Sheet
_TITLE_OF_TABLE = re.compile(r".*(?:表|册|名单|明细|一览|台账|清单|目录)(?:[（(].*[）)])?|.*(?:续|接上)[ 页表].*")
_IS_SENTENCE = re.compile(r"[。；，,]|如下|见下|^附件?[\d一二三四五六七八九十]* ?[:：].")
_MOST_PULLED = 4


@dataclass(frozen=True)
class Ready:
    parts: tuple[ReadyPart, ...]
    found: tuple[Found, ...]
    remarks: tuple[Remark, ...]


def ready(parts: Sequence[Part], words: NoticeWords) -> Ready:
    told: list[Part] = []
    found: list[Found] = []
    website: list[str] = []
    left_out: list[str] = []
    for part in _lines(parts):
        if isinstance(part, Grid):
            told.append(part)
            continue
        text = part.text if isinstance(part, Heading) else part
        header = read_header(text, len(told))
        if words.are_of_website(text):
            website.append(text)
        elif header is not None and (header.found or header.left_out or text.endswith(("：", ":", "]"))):
            found += header.found
            left_out += header.left_out
        else:
            told.append(part)
    remarks = [Remark("understood.website_lines", {"count": len(website), "text": " / ".join(website)})] if website else []
    if left_out:
        remarks.append(Remark("understood.header_left_out", {"text": "、".join(left_out)}))
    return Ready(tuple(_with_lines_above(_pages_joined(told))), tuple(found), tuple(remarks))


def _lines(parts: Sequence[Part]) -> list[Part]:
    """Text line by line, and tables that are only lines of text or the formal header taken apart."""
    told: list[Part] = []
    for part in parts:
        if isinstance(part, Heading):
            told += [Heading(part.level, tidy(part.text))] if part.text.strip() else []
        elif isinstance(part, str):
            told += [tidy(line) for line in part.splitlines() if line.strip()]
        else:
            as_header = header_lines(part)
            told += (
                [part]
                if as_header is None and _is_wide(part)
                else as_header or [line.text for line in lines_of(part) if line.filled]
            )
    return told


def _is_wide(grid: Grid) -> bool:
    """Two rows or more with several cells."""
    wide = (1 for row in grid.rows if sum(1 for cell in row if cell.strip()) > 1)
    return next(wide, 0) + next(wide, 0) == 2


def _pages_joined(parts: Sequence[Part]) -> list[Part]:
    """A table, 续表 and a further table become one sheet, which is then understood as one table."""
    told: list[Part] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        between = _lines_between(parts, at + 1)
        behind = at + 1 + len(between)
        if isinstance(part, Grid) and between and any(Line((text,)).is_continuation for text in between):
            further = parts[behind] if behind < len(parts) else None
            grids = [part, grid_of([text] for text in between)]
            grids += [further] if isinstance(further, Grid) else []
            parts = [*parts[:at], one_below_the_other(grids), *parts[at + len(between) + len(grids) - 1 :]]
            continue
        told.append(part)
        at += 1
    return told


def _lines_between(parts: Sequence[Part], at: int) -> list[str]:
    texts: list[str] = []
    while at < len(parts) and len(texts) < _MOST_PULLED:
        part = parts[at]
        if isinstance(part, Grid):
            return texts
        texts.append(part.text if isinstance(part, Heading) else part)
        at += 1
    return texts if at == len(parts) else []


def one_below_the_other(grids: Sequence[Grid]) -> Grid:
    rows: list[tuple[str, ...]] = []
    merges: list[Merge] = []
    for grid in grids:
        down = len(rows)
        rows += grid.rows
        merges += (Merge(each.top + down, each.left, each.bottom + down, each.right) for each in grid.merges)
    return grid_of(rows, merges)


def _with_lines_above(parts: Sequence[Part]) -> list[ReadyPart]:
    """A table's title, its unit and who made it often stand right above it as text."""
    told: list[ReadyPart] = []
    for part in parts:
        if not isinstance(part, Grid):
            told.append(part)
            continue
        pulled: list[str] = []
        while told and len(pulled) < _MOST_PULLED and (text := _belonging(told[-1])):
            pulled.insert(0, text)
            told.pop()
            if not is_aside(text):
                break
        told.append(Sheet(one_below_the_other([grid_of([text] for text in pulled), part]), len(pulled)))
    return told


def _belonging(part: ReadyPart) -> str:
    """The text of a line that belongs to the table below it; "" for any other."""
    if isinstance(part, Sheet):
        return ""
    text = part.text if isinstance(part, Heading) else part
    if is_day(text):
        return ""  # of whoever signed the text above
    is_title = len(text) <= PROSE * 2 and _TITLE_OF_TABLE.fullmatch(text) is not None and not _IS_SENTENCE.search(text)
    return text if is_title or all(is_aside(each) for each in text.split()) or is_aside(text) else ""
