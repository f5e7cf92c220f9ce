"""大写金额 against the figures beside it, in a sentence or a row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kiosk.rules.amounts import Named, amounts_in, capitals_in, in_capitals, read_amount
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.mismatch import level_of
from kiosk.rules.findings import Edit, Finding, Place
from kiosk.rules.placed_text import Piece, PlacedTable

DIFFERS = "arithmetic.capitals_differ"
UNREADABLE = "arithmetic.capitals_unreadable"
_BETWEEN = re.compile(r"[元圆]?[\s（(]*(?:金额)?(?:人民币)?(?:大写|即|计)?(?:金额)?[\s:：]*(?:人民币)?[\s:：]*")
_MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class Written:
    start: int
    end: int
    text: str
    value: Decimal | None


def capitals(about: About) -> Iterator[Finding]:
    for line in about.placed.lines:
        yield from _in_line(line, about)
    if _may_hold(about.notice.body):
        for table in about.placed.tables:
            yield from _in_table(table, about)


def _may_hold(text: str) -> bool:
    return re.search("[壹贰叁肆伍陆柒捌玖貳參陸]", text) is not None


def _in_line(line: Piece, about: About) -> Iterator[Finding]:
    """The figure right before is what they must say; 187356元（大写：壹拾捌万…）."""
    if not _may_hold(line.raw):
        return
    named = [
        each
        for each in amounts_in(line.raw)
        if line.raw[each.start].isascii() or line.raw[each.start] in "０１２３４５６７８９￥－"
    ]
    for found in capitals_in(line.raw):
        before = [each for each in named if each.end <= found.start]
        figure = before[-1] if before and _BETWEEN.fullmatch(line.raw[before[-1].end : found.start]) else None
        if figure is None:
            figure = next((each for each in named if _follows(line.raw[found.end : each.start], each, found.end)), None)
        text = line.raw[found.start : found.end]
        written = Written(line.start + found.start, line.start + found.end, text, found.value)
        yield from _compared(
            written, figure.amount.value if figure else None, Place(start=written.start, end=written.end), about
        )


def _follows(between: str, figure: Named, at: int) -> bool:
    """人民币壹佰元整（100.00元）, （小写：¥100.00）."""
    return figure.start >= at and re.fullmatch(r"[\s（(]*(?:小写|￥|¥)?[\s:：]*[¥￥]?", between) is not None


def _in_table(table: PlacedTable, about: About) -> Iterator[Finding]:
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if not cell.raw or not _may_hold(cell.raw):
                continue
            own = list(_in_line(cell, about))
            if any(True for each in amounts_in(cell.raw) if cell.raw[each.start].isascii()):
                yield from own
                continue
            for found in capitals_in(cell.raw):
                others = [value for other in cells if other is not cell and (value := _money(other)) is not None]
                start = cell.start + found.start
                written = Written(start, cell.start + found.end, cell.raw[found.start : found.end], found.value)
                place = Place(start=start, end=written.end, table=table.place, row=row, column=column)
                if found.value is None or found.value not in others:
                    yield from _compared(written, others[0] if len(others) == 1 else None, place, about)


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
