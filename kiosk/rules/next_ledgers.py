"""The ledgers of a notice for its next period: the entries go, and the closing balance opens the new one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kiosk.rules.cells import is_blank, is_figure, is_total_label
from kiosk.rules.next_tables import BALANCE, EMPTY_ROWS, Row, bare, closed_by, opened_by, sum_without_figures
from kiosk.rules.next_words import NextWords
from kiosk.rules.period_names import names
from kiosk.rules.tables import Table

OPENING_LABEL = "上期结余"
_CARRIED_HERE = re.compile(r"承前.*|承上.*|上页.*")
_CARRIED_ON = re.compile(r"(?:结转|转)下.*|过次页")


@dataclass(frozen=True)
class Ledger:
    table: Table
    summary: int
    """The column 摘要."""
    balance: int
    """The column 余额."""

    def label(self, row: Row) -> str:
        return row[self.summary] or next((cell for cell in row if cell and not is_figure(cell)), "")

    def is_opening(self, row: Row) -> bool:
        label = self.label(row)
        return opened_by(label) in ("", BALANCE) or _CARRIED_HERE.fullmatch(bare(label)) is not None

    def is_sum(self, row: Row) -> bool:
        """A total, or the closing balance."""
        label = bare(self.label(row))
        is_total = any(map(is_total_label, (*row[:2], label)))
        closes = closed_by(label) in ("", BALANCE) or label in (BALANCE, "余额", "结存")
        return is_total or closes or _CARRIED_ON.fullmatch(label) is not None

    @property
    def opening(self) -> Row | None:
        return next((row for row in self.table.rows if self.is_opening(row)), None)

    @property
    def closing_balance(self) -> str:
        """The last running balance; where none runs, that of the closing row or the total; "" where none is written."""
        rows = [row for row in self.table.rows if not is_blank(row[self.balance])]
        running = [row for row in rows if not self.is_sum(row)]
        entered = [row for row in running if not self.is_opening(row)]
        closed = [row for row in rows if closed_by(self.label(row)) in ("", BALANCE)]
        best = closed or entered or [row for row in rows if self.is_sum(row)] or running
        return best[-1][self.balance] if best else ""

    def moved_on(self, opening_balance: str, begins: bool, words: NextWords) -> Table:
        """`begins`: it has a row for the opening balance, and is not the second part of another ledger."""
        blank = ("",) * len(self.table.head)
        sums = [at for at, row in enumerate(self.table.rows) if self.is_sum(row)]
        entries = [at for at, row in enumerate(self.table.rows) if at not in sums and not self.is_opening(row)]
        before = [at for at in sums if entries and at < entries[0]]
        behind = [at for at in sums if not entries or at > entries[-1]]
        rows = [
            *(sum_without_figures(self.table.rows[at], self.label(self.table.rows[at])) for at in before),
            *([self._opening_row(opening_balance, words)] if begins else []),
            *[blank] * EMPTY_ROWS,
            *(sum_without_figures(self.table.rows[at], self.label(self.table.rows[at])) for at in behind),
        ]
        return replace(self.table, head=tuple(map(words.moved, self.table.head)), rows=tuple(rows))

    def _opening_row(self, balance: str, words: NextWords) -> Row:
        old = self.opening
        cells = [""] * len(self.table.head)
        cells[self.summary] = OPENING_LABEL
        if old is not None:
            label = self.label(old)
            cells = [cell if cell == label else _first_day(cell, words) for cell in old[: len(cells)]]
        cells[self.balance] = balance
        return tuple(cells)


def _first_day(cell: str, words: NextWords) -> str:
    """The first day of the period becomes that of the next; anything else goes."""
    for name in names(cell, words.own.year):
        if name.is_day and name.first_on == words.own.first_on and (name.start, name.end) == (0, len(cell)):
            return name.on(cell, words.own.following().first_on)
    return ""


def ledger_of(table: Table) -> Ledger | None:
    heads = [bare(head) for head in table.head]
    summary = next((at for at, head in enumerate(heads) if head.endswith("摘要")), None)
    balance = next((at for at, head in enumerate(heads) if head.endswith(("余额", "结余"))), None)
    return None if summary is None or balance is None else Ledger(table, summary, balance)


def ledgers_moved_on(ledgers: Sequence[Ledger], words: NextWords) -> Iterator[Table]:
    """Of several that go on from one another (month by month, or over a break), the first opens with the last one's
    closing balance."""
    groups: list[list[Ledger]] = []
    for ledger in ledgers:
        if groups and _goes_on(groups[-1][-1], ledger):
            groups[-1].append(ledger)
        else:
            groups.append([ledger])
    for group in groups:
        for place, ledger in enumerate(group):
            begins = place == 0 or ledger.opening is not None
            yield ledger.moved_on(group[-1].closing_balance if place == 0 else "", begins, words)


def _goes_on(before: Ledger, ledger: Ledger) -> bool:
    opening = ledger.opening
    return opening is None or _amount(opening[ledger.balance]) == _amount(before.closing_balance)


def _amount(cell: str) -> str:
    return re.sub(r"[,，\s]", "", cell)
