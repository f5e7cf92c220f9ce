"""大写金额 against the figures beside it, in a sentence or a row."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kiosk.rules.amounts import Capitals, Named, capitals_in, figures_in, in_capitals, read_amount
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.mismatch import level_of
from kiosk.rules.findings import Edit, Finding
from kiosk.rules.placed_text import Piece, PlacedTable, Row
from kiosk.rules.places import Place

DIFFERS = "arithmetic.capitals_differ"
UNREADABLE = "arithmetic.capitals_unreadable"
_BETWEEN = re.compile(r"[元圆]?[\s（(]*+(?:金额)?(?:人民币)?(?:大写|即|计)?(?:金额)?[\s:：]*+(?:人民币)?[\s:：]*+")
_BEFORE_FIGURE = re.compile(r"[\s（(]*+(?:小写|￥|¥)?[\s:：]*+[¥￥]?")
"""人民币壹佰元整（100.00元）, （小写：¥100.00）."""
_FIGURE_SIGNS = "０１２３４５６７８９￥－"
_MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class Written:
    start: int
    end: int
    text: str
    value: Decimal | None


@dataclass(frozen=True)
class RowSays:
    """The figures of a row, none of which stands in a cell with capital numerals."""

    values: frozenset[Decimal] = frozenset()
    only: Decimal | None = None
    """Where there is but one of them."""


def capitals(about: About) -> Iterator[Finding]:
    for line in about.placed.lines:
        yield from _in_line(line, about)
    if _may_hold(about.notice.body):
        for table in about.placed.tables:
            yield from _in_table(table, about)


def _may_hold(text: str) -> bool:
    return re.search("[壹贰叁肆伍陆柒捌玖貳參陸]", text) is not None


def _in_line(line: Piece, about: About) -> Iterator[Finding]:
    if not _may_hold(line.raw):
        return
    named = _figures(line.raw)
    found = list(capitals_in(line.raw))
    for each, figure in zip(found, _figures_beside(found, named, line.raw), strict=True):
        written = _written(each, line)
        place = Place(start=written.start, end=written.end)
        yield from _compared(written, figure.amount.value if figure else None, place, about)


def _figures(raw: str) -> list[Named]:
    return [each for each in figures_in(raw) if raw[each.start].isascii() or raw[each.start] in _FIGURE_SIGNS]


def _figures_beside(found: Sequence[Capitals], named: Sequence[Named], raw: str) -> Iterator[Named | None]:
    """The figure right before is what they must say; 187356元（大写：壹拾捌万…）. Else it is the one right behind."""
    starts, ends = [each.start for each in named], [each.end for each in named]
    for at, each in enumerate(found):
        before, behind = bisect_right(ends, each.start) - 1, bisect_left(starts, each.end)
        last_end = found[at - 1].end if at else 0
        next_start = found[at + 1].start if at + 1 < len(found) else len(raw)
        if before >= 0 and ends[before] >= last_end and _BETWEEN.fullmatch(raw, ends[before], each.start):
            yield named[before]
        elif behind < len(named) and starts[behind] <= next_start and _BEFORE_FIGURE.fullmatch(raw, each.end, starts[behind]):
            yield named[behind]
        else:
            yield None


def _written(found: Capitals, piece: Piece) -> Written:
    return Written(piece.start + found.start, piece.start + found.end, piece.raw[found.start : found.end], found.value)


def _in_table(table: PlacedTable, about: About) -> Iterator[Finding]:
    for row, cells in enumerate(table.rows):
        held = [(column, cell) for column, cell in enumerate(cells) if cell.raw and _may_hold(cell.raw)]
        row_says = _row(cells) if held else RowSays()
        for column, cell in held:
            if any(cell.raw[each.start].isascii() for each in figures_in(cell.raw)):
                yield from _in_line(cell, about)
            else:
                yield from _in_cell(cell, Place(table=table.place, row=row, column=column), row_says, about)


def _in_cell(cell: Piece, place: Place, row_says: RowSays, about: About) -> Iterator[Finding]:
    for found in capitals_in(cell.raw):
        written = _written(found, cell)
        if found.value is None or found.value not in row_says.values:
            yield from _compared(written, row_says.only, replace(place, start=written.start, end=written.end), about)


def _row(cells: Row) -> RowSays:
    values = [value for cell in cells if (value := _money(cell)) is not None]
    return RowSays(frozenset(values), values[0] if len(values) == 1 else None)


def _money(cell: Piece) -> Decimal | None:
    if not any(sign.isdigit() for sign in cell.raw):
        return None
    amount = read_amount(cell.text)
    return None if amount is None or amount.unit not in ("", "元") else amount.value


def _compared(written: Written, figure: Decimal | None, place: Place, about: About) -> Iterator[Finding]:
    right = in_capitals(figure) if figure is not None and 0 <= figure < _MOST else ""
    mend = [Edit(written.start, written.end, _alike(right, written.text))] if right else []
    if written.value is None:
        yield about.finding(UNREADABLE, place, mend=mend, found=written.text, expected=right or "—")
    elif figure is not None and written.value != figure:
        facts = {"found": written.text, "worth": format(written.value, ",f"), "figure": format(figure, ",f"), "expected": right}
        yield about.finding(DIFFERS, place, mend=mend, level=level_of(DIFFERS, about), **facts)


def _alike(right: str, written: str) -> str:
    """With 人民币 before and 整 behind where the village writes them so."""
    before = "人民币" if written.startswith("人民币") else ""
    if not written.endswith(("整", "正")):
        right = right.removesuffix("整")
    return f"{before}{right}"
