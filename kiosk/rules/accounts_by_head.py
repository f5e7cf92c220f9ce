"""What came in and went out by head (经营收入, 管理费用 …), and what the village has and owes: read off a notice's own tables.

A chart of what was misunderstood would be a wrong account, so only what comes out to the fen is taken. Amounts are whole fen.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from kiosk.rules.cells import is_blank
from kiosk.rules.checks.reckoning.across import ledger_of
from kiosk.rules.checks.reckoning.ledgers import accounts, entries
from kiosk.rules.checks.reckoning.sheets import Line, Sheet, bare_label, sheet_of
from kiosk.rules.notice import Notice
from kiosk.rules.period import Period
from kiosk.rules.placed_text import placed
from kiosk.rules.table_kinds import Vocabulary, bare_head

_MONEY = ("", "元", "千元", "万元", "亿元")
HEADS_MOST = 30


class Side(StrEnum):
    INCOME = "income"
    EXPENSE = "expense"
    ASSETS = "assets"
    CLAIMS = "claims"
    """负债和所有者权益."""


@dataclass(frozen=True)
class Meaning:
    """A head of the accounting rules in plain words."""

    name: str
    means: str
    basis: str = ""
    also: tuple[str, ...] = ()
    """Other names of it."""
    words: tuple[str, ...] = ()
    """By which a ledger's entries are told to belong to it; believed only where they add up."""


@dataclass(frozen=True)
class Glossary:
    titles: Mapping[Side, re.Pattern[str]]
    """What a table of that side is headed."""
    meanings: Mapping[Side, tuple[Meaning, ...]]

    def meaning(self, side: Side, name: str) -> Meaning | None:
        return next((each for each in self.meanings[side] if name == each.name or name in each.also), None)


@dataclass(frozen=True)
class Entry:
    day: str
    words: str
    fen: int


@dataclass(frozen=True)
class Head:
    name: str
    fen: int
    last: int | None = None
    """Of the period before, or of its beginning; None where nobody knows."""
    year_ago: int | None = None
    reason: str = ""
    """Of the change, as the notice has it."""
    entries: tuple[Entry, ...] = ()
    """All that it is made of, or none."""


@dataclass(frozen=True)
class Account:
    side: Side
    heads: tuple[Head, ...]
    total: Head
    said: tuple[str, ...]
    """How the table heads its columns: of this period, the last, and a year ago; "" where it has none."""

    @property
    def in_yuan(self) -> Decimal:
        return Decimal(self.total.fen) / 100

    @property
    def has_last(self) -> bool:
        return self.total.last is not None

    @property
    def has_year_ago(self) -> bool:
        return self.total.year_ago is not None

    @property
    def largest(self) -> int:
        """Of all heads and periods, which the bars are measured by; at least 1."""
        return max(1, *(fen or 0 for head in self.heads for fen in (head.fen, head.last, head.year_ago)))


def accounts_in(notice: Notice, vocabulary: Vocabulary, glossary: Glossary) -> tuple[Account, ...]:
    """In the order of `Side`. Of two tables that say they are the same, nobody knows which is meant: neither is taken."""
    sheets = [sheet_of(table, vocabulary) for table in placed(notice.body).tables]
    is_of_year = notice.period is not None and notice.period.unit == "year"
    found = [account for sheet in sheets for account in _accounts(sheet, glossary, is_of_year)]
    often = Counter(each.side for each in found)
    reasons = _reasons(sheets)
    moves = _moves(sheets)
    ledger = ledger_of([accounts(entries(sheet)) for sheet in sheets])
    sums = {} if ledger is None else {Side.INCOME: ledger.income, Side.EXPENSE: ledger.expense}
    taken = [each for each in found if often[each.side] == 1 and sums.get(each.side) in (None, each.in_yuan)]
    return tuple(_explained(each, reasons, moves, glossary) for side in Side for each in taken if each.side is side)


def before(period: Period) -> tuple[Period, ...]:
    """The one before, and the same of last year where that is another."""
    return tuple(dict.fromkeys((period.preceding(), Period(period.year - 1, period.unit, period.ordinal))))


def compared(account: Account, last: Sequence[Account], year_ago: Sequence[Account]) -> Account:
    """With what earlier notices say, where the table itself does not say it."""
    if account.side in (Side.ASSETS, Side.CLAIMS):
        return account  # says itself what it began with
    if not account.said[1]:
        account = _with(account, "last", _of_side(last, account.side))
    if not account.said[2]:
        account = _with(account, "year_ago", _of_side(year_ago, account.side))
    return account


def _of_side(listed: Sequence[Account], side: Side) -> Account | None:
    return next((each for each in listed if each.side is side), None)


def _with(account: Account, name: str, earlier: Account | None) -> Account:
    if earlier is None:
        return account
    known = {head.name: head.fen for head in earlier.heads}
    heads = tuple(replace(head, **{name: known.get(head.name)}) for head in account.heads)
    return replace(account, heads=heads, total=replace(account.total, **{name: earlier.total.fen}))


def _accounts(sheet: Sheet, glossary: Glossary, is_of_year: bool) -> Iterator[Account]:
    columns = sheet.columns
    if "entry" not in columns:
        return
    is_balance = sheet.kind == "balance_sheet"
    own = columns.get("year_end") if is_balance else columns.get("this_period", columns.get("amount"))
    if own is None:
        return
    last = columns.get("year_start") if is_balance else _column(sheet, lambda head: is_of_year or "同期" not in head and "上年" not in head)
    year_ago = None if is_balance or is_of_year else _column(sheet, lambda head: "年同期" in head)
    for left in range(0, len(sheet.table.head), len(sheet.heads)):
        side = _side(sheet, left, glossary, is_balance)
        lines = [line for line in sheet.lines if line.left == left]
        account = _account(sheet, lines, side, (own, last, year_ago)) if side else None
        if account is not None:
            yield account


def _column(sheet: Sheet, fits: Callable[[str], bool]) -> int | None:
    found = [at for at, roles in enumerate(sheet.roles) if "last_period" in roles and fits(bare_head(sheet.heads[at]))]
    return found[0] if len(found) == 1 else None


def _side(sheet: Sheet, left: int, glossary: Glossary, is_balance: bool) -> Side | None:
    titles = (sheet.table.head[left + sheet.columns["entry"]].text, sheet.table.heading)
    wanted = (Side.ASSETS, Side.CLAIMS) if is_balance else (Side.INCOME, Side.EXPENSE)
    return next((side for title in titles for side in wanted if glossary.titles[side].fullmatch(bare_label(bare_head(title)))), None)


def _account(sheet: Sheet, lines: Sequence[Line], side: Side, columns: tuple[int | None, ...]) -> Account | None:
    added = _added(sheet, lines, columns[0], side)
    if added is None or not 2 <= len(added[0]) <= HEADS_MOST or not added[1][1]:
        return None
    earlier = [None if column is None else _added(sheet, lines, column, side) for column in columns[1:]]
    by_line = [{} if each is None else {line.at: fen for line, fen in (*each[0], each[1])} for each in earlier]

    def head(line: Line, fen: int) -> Head:
        return Head(line.name, fen, by_line[0].get(line.at), by_line[1].get(line.at))

    heads = tuple(head(*each) for each in added[0])
    if len({each.name for each in heads}) < len(heads):
        return None
    known = (True, *(each is not None for each in earlier))
    said = tuple(bare_head(sheet.heads[column]) if is_known and column is not None else "" for column, is_known in zip(columns, known, strict=True))
    return Account(side, heads, head(*added[1]), said)


Added = tuple[list[tuple[Line, int]], tuple[Line, int]]


def _added(sheet: Sheet, lines: Sequence[Line], column: int, side: Side) -> Added | None:
    """The heads, and the total that they come to; None for whatever is not quite clear."""
    if sheet.unit_of(column) not in _MONEY:
        return None
    heads: list[tuple[Line, int]] = []
    since = 0
    total: tuple[Line, int] | None = None
    for line in lines:
        if not line.label or line.is_of_which or line.heads_a_section and not line.adds_up:
            continue
        fen = _fen(sheet, line, column)
        if fen is None or fen < 0:
            return None
        if line.adds_up:
            if fen not in (sum(each for _, each in heads[since:]), sum(each for _, each in heads)):
                return None
            total, since = (line, fen), len(heads)
        elif line.name.endswith("净值") and len(heads) >= since + 2 and fen == heads[-2][1] - heads[-1][1]:
            heads[-2:] = [(line, fen)]
        else:
            heads.append((line, fen))
    if total is None or since < len(heads) or total[1] != sum(fen for _, fen in heads) or any(line.sign < 0 for line, _ in heads):
        return None
    return heads, total


def _fen(sheet: Sheet, line: Line, column: int) -> int | None:
    figure = sheet.figure(line, column)
    if figure is None:
        return 0 if column < len(line.cells) and is_blank(line.cells[column].text) else None
    fen = figure.value * 100
    return int(fen) if figure.amount.unit in ("", "元") and fen == int(fen) else None


def _reasons(sheets: Sequence[Sheet]) -> Mapping[str, str]:
    """By head; what is given twice is left out."""
    given: list[tuple[str, str]] = []
    for sheet in sheets:
        if "reason" in sheet.columns and "entry" in sheet.columns and sheet.kind != "debts":
            column = sheet.columns["reason"]
            given += [(line.name, line.cells[column].text) for line in sheet.lines if len(line.cells) > column and not is_blank(line.cells[column].text)]
    often = Counter(name for name, _ in given)
    return {name: words for name, words in given if often[name] == 1}


@dataclass(frozen=True)
class _Move:
    side: Side
    head: str
    """As the ledger's own column has it; "" without one."""
    entry: Entry


def _moves(sheets: Sequence[Sheet]) -> list[_Move]:
    moves = []
    for sheet in sheets:
        for each in entries(sheet):
            if each.opens or each.sums_up:
                continue
            day, head = (_cell(sheet, each.line, role) for role in ("day", "entry"))
            words = _cell(sheet, each.line, "summary")
            for side, figure in ((Side.INCOME, each.income), (Side.EXPENSE, each.expense)):
                if figure is not None and figure.value:
                    moves.append(_Move(side, bare_label(head) if head != words else "", Entry(day, words, int(figure.value * 100))))
    return moves


def _cell(sheet: Sheet, line: Line, role: str) -> str:
    column = sheet.columns.get(role)
    return line.cells[column].text if column is not None and column < len(line.cells) else ""


def _explained(account: Account, reasons: Mapping[str, str], moves: Sequence[_Move], glossary: Glossary) -> Account:
    own = [move for move in moves if move.side is account.side]
    names = [head.name for head in account.heads]
    belongs = [(move.head if move.head in names else _told(account.side, names, move.entry.words, glossary), move.entry) for move in own]

    def explained(head: Head) -> Head:
        listed = tuple(entry for name, entry in belongs if name == head.name)
        is_all = sum(entry.fen for entry in listed) == head.fen
        return replace(head, reason=reasons.get(head.name, ""), entries=listed if is_all else ())

    return replace(account, heads=tuple(map(explained, account.heads)))


def _told(side: Side, names: Sequence[str], words: str, glossary: Glossary) -> str:
    """The head whose word is the longest of those in the entry; "" for none."""
    known = [(len(word), name) for name in names if (meaning := glossary.meaning(side, name)) for word in meaning.words if word in words]
    return max(known, key=lambda each: each[0], default=(0, ""))[1]
