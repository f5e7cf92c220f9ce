"""Text files and pasted text: a whole table with its fields kept apart by commas or tabs, or lines of prose with tables
among them."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import groupby

from kiosk.documents.opening.loose_rows import rows_of
from kiosk.documents.opening.opened import Text
from kiosk.documents.opening.spaced_rows import spaced_tables
from kiosk.documents.opening.values import words, words_of_cell
from kiosk.documents.parts_json import Part
from kiosk.errors import Problem
from kiosk.rules.grids import grid_of

_MARKS = "\t,;，；"
_AGREEING = 0.6
"""Share of the lines that have as many fields as most."""
_PROSE_LENGTH = 50
_PROSE_SHARE = 0.2
_SENTENCE_END = re.compile(r"[。；！？，：;:]$|[。！？].")
_BREAKS_LIMIT = 20
"""Line breaks in one quoted field; with more, a quotation mark was left open."""
_AS_TEXT = re.compile(r"=\"(.*)\"|'(\d+[Xx]?)")
"""How programs write digits that a spreadsheet must not take for a number."""
_SEPARATOR_LINE = re.compile(r"sep=.\r?\n", re.IGNORECASE)


def read_text(text: str) -> Text:
    text = _SEPARATOR_LINE.sub("", text, count=1) if text[:4].lower() == "sep=" else text
    records = _whole_table(text)
    return _mixed(text) if records is None else _table(records)


def _whole_table(text: str) -> list[list[str]] | None:
    """The rows, where one mark divides most lines into as many fields."""
    lines = [line for line in text.splitlines() if line.strip()]
    found: list[tuple[float, int, list[list[str]]]] = []
    for mark in _MARKS:
        if len(lines) < 2 or sum(mark in line for line in lines) < len(lines) * _AGREEING:
            continue
        records = _records(text, mark)
        written = [record for record in records if any(map(str.strip, record))]
        lengths = Counter(len(record) for record in written if len(record) > 1)
        most, times = max(lengths.items(), key=lambda each: each[1], default=(0, 0))
        if times >= len(written) * _AGREEING and len(written) > 1 and not (mark != "\t" and _is_prose(written)):
            found.append((times / len(written), most, records))
    return max(found, key=lambda each: each[:2])[2] if found else None


def _records(text: str, mark: str) -> list[list[str]]:
    """Where a quotation mark was left open, what is quoted ends with its line."""
    try:
        records = list(csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        return [_record(line, mark) for line in text.splitlines()]
    if any(cell.count("\n") > _BREAKS_LIMIT for record in records for cell in record if "\n" in cell):
        return [_record(line, mark) for line in text.splitlines()]
    return records


def _record(line: str, mark: str) -> list[str]:
    if line.count('"') % 2:
        return line.split(mark)
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return line.split(mark)


def _is_prose(records: Sequence[Sequence[str]]) -> bool:
    """Sentences have commas too."""
    cells = [cell.strip() for record in records for cell in record if cell.strip()]
    told = sum(1 for cell in cells if len(cell) > _PROSE_LENGTH or _SENTENCE_END.search(cell))
    return told > len(cells) * _PROSE_SHARE


def _table(records: list[list[str]]) -> Text:
    rows: list[list[str]] = []
    cut: list[int] = []
    for number, record in enumerate(records, 1):
        cells = [words_of_cell(_AS_TEXT.sub(r"\1\2", cell) if _AS_TEXT.fullmatch(cell.strip()) else cell) for cell in record]
        rows.append([cell for cell, _ in cells])
        if any(is_cut for _, is_cut in cells):
            cut.append(number)
    remarks = [Problem("opening.cut_line", {"row": cut[0], "count": len(cut)})] if cut else []
    return Text((grid_of(rows),), (*remarks, *_ragged(rows)))


def _ragged(rows: Sequence[Sequence[str]]) -> Iterator[Problem]:
    """A line with another number of fields than most: a comma within a figure may have divided it. Titles and notes stand
    alone on theirs."""
    lengths = [len(row) for row in rows if sum(map(bool, row)) > 1]
    most = Counter(lengths).most_common(1)[0][0] if lengths else 0
    odd = [at for at, row in enumerate(rows, 1) if sum(map(bool, row)) > 1 and len(row) != most]
    if odd:
        yield Problem("opening.ragged", {"row": odd[0], "count": len(odd), "fields": len(rows[odd[0] - 1]), "most": most})


def _mixed(text: str) -> Text:
    lines = text.splitlines()
    parts: list[Part] = []
    remarks: list[Problem] = []
    for mark, run in groupby(lines, _mark_in):
        made = _run(mark, list(run))
        parts += made.parts
        remarks += made.remarks
    return Text(tuple(parts), tuple(remarks))


def _mark_in(line: str) -> str:
    """What divides it; "" for prose, and a space for an empty line."""
    if not line.strip():
        return " "
    return "|" if "|" in line else "\t" if "\t" in line.strip() else ""


def _run(mark: str, lines: list[str]) -> Text:
    if mark == "|":
        told = rows_of(lines)
        if told is None:
            is_one_a_line = sum(line.rstrip().endswith("|") for line in lines) > 2
            return Text(
                _paragraphs(line.strip("| ") for line in lines), (Problem("opening.cells_one_a_line"),) if is_one_a_line else ()
            )
        rows, joined = told
        remarks = (Problem("opening.rows_joined", {"count": joined}),) if joined else ()
        return Text((grid_of([words(cell) for cell in row] for row in rows),), remarks)
    if mark == "\t":
        return _tabbed([line.split("\t") for line in lines], lines)
    if mark == "":
        return Text(tuple(_prose(lines)))
    return Text()


def _tabbed(rows: list[list[str]], lines: list[str]) -> Text:
    most, times = Counter(map(len, rows)).most_common(1)[0]
    if len(rows) > 1 and most > 1 and times * 2 >= len(rows):
        return _table(rows)
    return Text(_paragraphs(lines))


def _prose(lines: list[str]) -> Iterator[Part]:
    """With the tables whose columns are kept apart by nothing but commas or spaces."""
    for is_table, run in groupby(_in_commas(lines), lambda each: isinstance(each, list)):
        if is_table:
            yield grid_of([words(cell) for cell in each] for each in run)
        else:
            yield from spaced_tables([each for each in run if isinstance(each, str)])


def _in_commas(lines: list[str]) -> list[str | list[str]]:
    """Lines that agree with their neighbours on three fields or more are divided at their commas."""
    told: list[str | list[str]] = []
    for count, run in groupby(lines, lambda line: line.count(",")):
        same = list(run)
        rows = [line.split(",") for line in same]
        told += rows if count > 1 and len(rows) > 2 and not _is_prose(rows) else same
    return told


def _paragraphs(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(words, lines)))
