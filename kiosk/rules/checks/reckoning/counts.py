"""86户 beside 合计: how many rows there are."""

from collections.abc import Iterator
from decimal import Decimal

from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.ledgers import Accounts
from kiosk.rules.checks.reckoning.mismatch import Mismatch
from kiosk.rules.checks.reckoning.sheets import Sheet

COUNT = "arithmetic.count"


def counts(sheet: Sheet, own: Accounts | None, about: About) -> Iterator[Mismatch]:
    """Of the total row alone, and of a column of words: a column of figures has a sum instead."""
    units = limits.words(about.limits, "arithmetic.counted_units")
    total = sheet.sums[-1] if len(sheet.sums) == 1 else None
    if total is None:
        return
    for column in range(len(sheet.heads)):
        figure = sheet.figure(total, column)
        if figure is None or figure.amount.unit not in units or figure.is_scaled or not _holds_words(sheet, column):
            continue
        numbers = ([Decimal(own.entries)] if own is not None else []) + _numbers(sheet, column)
        if figure.value not in numbers:
            yield Mismatch(COUNT, figure, numbers[0])


def _holds_words(sheet: Sheet, column: int) -> bool:
    rows = [line for line in sheet.lines if not line.adds_up and column < len(line.cells) and line.cells[column].raw]
    return bool(rows) and all(sheet.figure(line, column) is None for line in rows)


def _numbers(sheet: Sheet, column: int) -> list[Decimal]:
    """Of the rows that are filled in, and of the different names: a household may have several fields."""
    filled = [line for line in sheet.lines if not line.adds_up and any(cell.raw for cell in line.cells)]
    names = [line.cells[column].text for line in filled if column < len(line.cells) and line.cells[column].raw]
    numbers = [len(filled), len(names), len(set(names))]
    return [Decimal(each) for each in numbers]
