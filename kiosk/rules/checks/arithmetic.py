"""Whether the figures of a notice come out: every sum, balance and product, with the cell, what it must be, and by how
much it is off."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.across import (
    LastPeriod,
    against_ledger,
    carried_over,
    equations_across,
    last_period,
    ledger_of,
    said_twice,
)
from kiosk.rules.checks.reckoning.capitals import capitals
from kiosk.rules.checks.reckoning.counts import counts
from kiosk.rules.checks.reckoning.equations import equations
from kiosk.rules.checks.reckoning.ledgers import Accounts, Entry, accounts, entries, ledgers
from kiosk.rules.checks.reckoning.mismatch import Mismatch, place_of, told
from kiosk.rules.checks.reckoning.products import one_rate, products
from kiosk.rules.checks.reckoning.prose import prose, sentences
from kiosk.rules.checks.reckoning.prose_and_tables import prose_against_tables, unit_contradictions
from kiosk.rules.checks.reckoning.sheets import Sheet
from kiosk.rules.checks.reckoning.sums import UNREAD, Unread, sums
from kiosk.rules.findings import Finding


def arithmetic(about: About) -> Iterator[Finding]:
    listed = about.sheets
    books = [entries(sheet) for sheet in listed]
    ledger = ledger_of([accounts(book) for book in books])
    last = last_period(about)
    for sheet, book in zip(listed, books, strict=True):
        if sheet.lines:
            yield from _in_table(sheet, book, ledger, last, about)
        yield from unit_contradictions(sheet, about)
    for sheet, mismatch in chain(equations_across(listed, about), said_twice(listed, about)):
        yield from told([mismatch], sheet, about)
    yield from capitals(about)
    said = list(sentences(about))
    yield from prose(said, about)
    yield from prose_against_tables(said, listed, ledger, about)


def _in_table(
    sheet: Sheet, book: Sequence[Entry], ledger: Accounts | None, last: LastPeriod | None, about: About
) -> Iterator[Finding]:
    """A cell that is wrong in two ways is told by the one that is reckoned first: within its table before across tables."""
    added = list(sums(sheet, about))
    wrong: list[Mismatch] = [*_by_rate(added, sheet), *ledgers(sheet, book, about), *equations(sheet, about)]
    wrong += [*products(sheet, about), *counts(sheet, accounts(book), about)]
    wrong += [*against_ledger(sheet, ledger, about), *carried_over(sheet, last, ledger, about)]
    yield from told(wrong, sheet, about)
    for each in added:
        if isinstance(each, Unread):
            facts = {"table": sheet.table.place + 1, "column": sheet.head(each.figure), "words": each.words}
            yield about.finding(UNREAD, place_of(each.figure, sheet), **facts)


def _by_rate(added: Sequence[Mismatch | Unread], sheet: Sheet) -> Iterator[Mismatch]:
    wrong = [each for each in added if isinstance(each, Mismatch)]
    rate = one_rate(sheet) if wrong else None
    for each in wrong:
        yield replace(each, slack=abs(each.difference)) if rate is not None and rate.comes_to(each) else each
