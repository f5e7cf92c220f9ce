"""The text of a notice in Markdown that shows what was written, letter for letter, and nothing else."""

import re
from collections.abc import Iterator, Sequence

from kiosk.rules.cells import is_figure_column
from kiosk.rules.grids import Heading
from kiosk.rules.tables import Table, body_of
from kiosk.rules.understanding.understood import UnderstoodTable

_SIGNS = re.compile(r"[\\*_`\[\]]")
_IN_CELLS = re.compile(r"[\\*_`\[\]|]")
_BEGINS = re.compile(r"(?:#|>|[-+](?=\s|[-\s]*$|-))")
_POINT = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_BARS = re.compile(r"[|｜\s]+")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；：:，,]{1,28}")

Told = str | Heading | UnderstoodTable


def written(parts: Sequence[Told], title: str) -> str:
    """The parts in their order; a line or a table's title that is the notice's own is not said again."""
    texts = [text for part in parts for text in _texts(part, title) if text]
    return body_of(texts) if texts else ""


def _texts(part: Told, title: str) -> Iterator[str]:
    if isinstance(part, UnderstoodTable):
        yield from _table_texts(part, title)
    elif isinstance(part, Heading):
        if part.text != title:
            yield _heading(part.text, 2 if part.level <= 2 else 3)
    elif part != title:
        yield _heading(part, 2) if _SECTION.fullmatch(part) else paragraph(part)


def _table_texts(table: UnderstoodTable, title: str) -> Iterator[str]:
    if table.title and table.title != title:
        yield _heading(table.title, 2)
    yield from (paragraph(line) for line in table.above if line != title)
    if table.unit:
        yield f"单位：{table.unit}"
    if table.head:
        yield markdown_table(table).written()
    yield from map(paragraph, (*table.notes, *table.signatures))


def markdown_table(table: UnderstoodTable) -> Table:
    numbers = table.kind.columns.get("number")
    figures = [at != numbers and is_figure_column([row[at] for row in table.rows]) for at in range(len(table.head))]
    rule = tuple("---:" if is_figure else "---" for is_figure in figures)
    return Table(_cells(table.head), rule, tuple(map(_cells, table.rows)))


def _cells(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(_IN_CELLS.sub(r"\\\g<0>", cell) for cell in cells)


def paragraph(line: str) -> str:
    """A line that reads as it is written: no list, no quote, no emphasis, no table."""
    bars = _BARS.match(line)
    text = _SIGNS.sub(r"\\\g<0>", line[bars.end() :] if bars else line)
    point = _POINT.match(text)
    if point:
        return f"{point[1]}\\{text[point.end(1) :]}"
    return f"\\{text}" if _BEGINS.match(text) else text


def _heading(text: str, level: int) -> str:
    return f"{'#' * level} " + _SIGNS.sub(r"\\\g<0>", text).replace("#", "\\#")
