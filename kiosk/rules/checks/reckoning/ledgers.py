"""收支明细: every running balance, the sums of income and expense, the closing balance, and the opening one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.mismatch import Mismatch, slack_of
from kiosk.rules.checks.reckoning.sheets import Figure, Line, Sheet
from kiosk.rules.checks.reckoning.sums import TOTAL
from kiosk.rules.next_ledgers import Ledger
from kiosk.rules.tables import Table

RUNNING = "arithmetic.running_balance"
BREAK = "arithmetic.running_break"
CLOSING = "arithmetic.closing_balance"
_ZERO = Decimal()
# One of these is in every word for an opening or closing balance, or a sum; most entries have none.
_OPENS_OR_CLOSES = re.compile("[上初承计额末余存转过]")


@dataclass(frozen=True)
class Entry:
    line: Line
    income: Figure | None
    expense: Figure | None
    balance: Figure | None
    opens: bool = False
    sums_up: bool = False

    @property
    def moved(self) -> Decimal:
        return _worth(self.income) - _worth(self.expense)


@dataclass(frozen=True)
class Accounts:
    """What a ledger says in all, its own sums put right."""

    opening: Figure | None
    income: Decimal
    expense: Decimal
    closing: Decimal | None
    entries: int


def _worth(figure: Figure | None) -> Decimal:
    return _ZERO if figure is None else figure.value


def entries(sheet: Sheet) -> list[Entry]:
    """Nothing where the table is no ledger."""
    if sheet.kind != "ledger":
        return []
    columns = sheet.columns
    ledger = Ledger(Table(sheet.heads, (), ()), columns["summary"], columns["balance"])
    nothing: tuple[Figure | None, ...] = (None,) * len(sheet.lines)
    income = sheet.figures(columns["income"]) if "income" in columns else nothing
    expense = sheet.figures(columns["expense"]) if "expense" in columns else nothing
    balance = sheet.figures(columns["balance"])
    return [
        _entry(line, ledger, income[line.at], expense[line.at], balance[line.at])
        for line in sheet.lines
        if any(cell.raw for cell in line.cells)
    ]


def _entry(line: Line, ledger: Ledger, income: Figure | None, expense: Figure | None, balance: Figure | None) -> Entry:
    leading = (*line.cells[:2], *line.cells[ledger.summary : ledger.summary + 1])
    if not line.adds_up and not any(_OPENS_OR_CLOSES.search(cell.raw) for cell in leading):
        return Entry(line, income, expense, balance)
    row = tuple(piece.text for piece in line.cells)
    sums_up = line.adds_up or ledger.is_sum(row)
    return Entry(line, income, expense, balance, not sums_up and ledger.is_opening(row), sums_up)


def accounts(listed: Sequence[Entry]) -> Accounts | None:
    if not listed:
        return None
    moves = [each for each in listed if not each.opens and not each.sums_up]
    opening = next((_opening(each) for each in listed if each.opens), None)
    income = sum((_worth(each.income) for each in moves), _ZERO)
    expense = sum((_worth(each.expense) for each in moves), _ZERO)
    closing = None if opening is None else opening.value + income - expense
    return Accounts(opening, income, expense, closing, len(moves))


def _opening(entry: Entry) -> Figure | None:
    """Some write it as an income, and start to count from there."""
    return entry.balance or entry.income


def ledgers(sheet: Sheet, listed: Sequence[Entry], about: About) -> Iterator[Mismatch]:
    if not listed or "income" not in sheet.columns and "expense" not in sheet.columns:
        return
    found = list(_ordered(listed, about))
    breaks = sum(each.code in (RUNNING, BREAK) for each in found)
    if breaks > 1 and not listed[0].opens and not any(_ordered(list(reversed(listed)), about)):
        return  # the newest entry stands first
    yield from found


def _ordered(listed: Sequence[Entry], about: About) -> Iterator[Mismatch]:
    """A balance may go on from what is written above it or from what ought to be: so a slip is told once, where it is."""
    reckoned: Decimal | None = None
    written: Decimal | None = None
    income, expense = _Sum(), _Sum()
    has_balance = False
    for at, each in enumerate(listed):
        if each.opens:
            first = _opening(each)
            income.opening = max(income.opening, _worth(each.income))
            begins_anew = not has_balance
            has_balance = has_balance or each.balance is not None
            if first is not None and (reckoned is None or first.value in (reckoned, written) or begins_anew):
                reckoned = written = first.value
            elif first is not None and reckoned is not None:
                yield _balance(RUNNING, first, reckoned, about, may_be_mended=False)
            continue
        if each.sums_up:
            yield from _summed(each, income, expense, about)
            if each.balance is not None and reckoned is not None:
                yield _balance(CLOSING, each.balance, reckoned, about)
            continue
        income.add(each.income)
        expense.add(each.expense)
        reckoned = None if reckoned is None else reckoned + each.moved
        written = None if written is None else written + each.moved
        if each.balance is None:
            continue
        has_balance = True
        if reckoned is None or each.balance.value in (reckoned, written):
            reckoned = written = each.balance.value
            continue
        goes_on = _goes_on(listed, at + 1, each.balance.value, reckoned)
        yield _balance(BREAK if goes_on else RUNNING, each.balance, reckoned, about, may_be_mended=not goes_on)
        written = each.balance.value
        if goes_on:
            reckoned = written


def _goes_on(listed: Sequence[Entry], first: int, written: Decimal, reckoned: Decimal) -> bool:
    """Whether the rest was counted from that balance: then the slip is in what came in or went out."""
    moved = _ZERO
    for at in range(first, len(listed)):
        each = listed[at]
        if not each.opens and not each.sums_up:
            moved += each.moved
        if each.balance is not None:
            return each.balance.value == written + moved != reckoned + moved
    return False


@dataclass
class _Sum:
    """Of a column, since its last sum and in all."""

    since: Decimal = _ZERO
    whole: Decimal = _ZERO
    opening: Decimal = _ZERO
    """Some write the opening balance as the first income, and add it up too."""
    figures: int = 0

    def add(self, figure: Figure | None) -> None:
        self.since += _worth(figure)
        self.whole += _worth(figure)
        self.figures += figure is not None


def _summed(entry: Entry, income: _Sum, expense: _Sum, about: About) -> Iterator[Mismatch]:
    """本月合计 since the last one, 合计 in all; what is 累计 since the new year may have begun before this table."""
    is_of_part = "小计" in entry.line.label or "本月" in entry.line.label or "本日" in entry.line.label
    for figure, column in ((entry.income, income), (entry.expense, expense)):
        since, column.since = column.since, _ZERO
        if figure is None or entry.line.is_to_date or figure.value in (since, column.whole, column.whole + column.opening):
            continue
        if not column.figures and not figure.value:
            continue
        yield Mismatch(TOTAL, figure, since if is_of_part else column.whole, slack_of([figure], about))


def _balance(code: str, figure: Figure, expected: Decimal, about: About, *, may_be_mended: bool = True) -> Mismatch:
    return Mismatch(code, figure, expected, slack_of([figure], about), may_be_mended=may_be_mended)
