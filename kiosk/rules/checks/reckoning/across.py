"""One table against another: the ledger's sums in the tables that sum it up, and what the last period closed with."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.equations import equation, mismatch_of, names_of_lines, reckoned
from kiosk.rules.checks.reckoning.kept import kept
from kiosk.rules.checks.reckoning.ledgers import Accounts, accounts, entries
from kiosk.rules.checks.reckoning.mismatch import Mismatch, slack_of
from kiosk.rules.checks.reckoning.sheets import Figure, Line, Sheet, is_sum_label
from kiosk.rules.checks.reckoning.sums import columns_to_add
from kiosk.rules.table_kinds import bare_head

TWICE = "arithmetic.said_differently"
LEDGER = "arithmetic.differs_from_ledger"
OPENING = "arithmetic.opening_balance"
CARRIED = "arithmetic.carried_over"


def ledger_of(books: Sequence[Accounts | None]) -> Accounts | None:
    """The only ledger, or several that go on from one another as one; None where there are two accounts."""
    found = [each for each in books if each is not None]
    if not found:
        return None
    whole = found[0]
    for after in found[1:]:
        if after.opening is not None and after.opening.value != whole.closing:
            return None
        income, expense = whole.income + after.income, whole.expense + after.expense
        closing = None if whole.closing is None else whole.closing + after.income - after.expense
        whole = Accounts(whole.opening, income, expense, closing, whole.entries + after.entries)
    return whole


def against_ledger(sheet: Sheet, ledger: Accounts | None, about: About) -> Iterator[Mismatch]:
    if ledger is None or sheet.kind == "ledger":
        return
    said = {"income": ledger.income, "expense": ledger.expense}
    if ledger.opening is not None and ledger.closing is not None:
        said |= {"opening_balance": ledger.opening.value, "closing_balance": ledger.closing}
    column = _own_column(sheet, about)
    if column is None:
        return
    lines = names_of_lines(sheet, about)
    # 收入 alone may head one of several lists; beside an opening or closing balance, or an expense, it is all of it.
    is_statement = len(said.keys() & lines.keys()) > 1
    for name, value in said.items() if is_statement else ():
        for line in lines.get(name, [])[:1]:
            yield from _compared(sheet.figure(line, column), value, about)
    direction = _direction(sheet, about)
    if direction and not is_statement and sheet.sums:
        yield from _compared(sheet.figure(sheet.sums[-1], column), said[direction], about)


def _compared(figure: Figure | None, value: Decimal, about: About) -> Iterator[Mismatch]:
    if figure is not None:
        yield Mismatch(LEDGER, figure, value, slack_of([figure], about), may_be_mended=False)


def _own_column(sheet: Sheet, about: About) -> int | None:
    """That of the period itself."""
    for role in ("this_period", "amount"):
        if role in sheet.columns:
            return sheet.columns[role]
    columns = [at for at in columns_to_add(sheet, about) if any(sheet.figures(at))]
    return columns[0] if len(columns) == 1 else None


def _direction(sheet: Sheet, about: About) -> str:
    """income of a table 收入分类, expense of 支出分类; "" for any other."""
    titles = (sheet.table.heading, sheet.heads[sheet.columns["entry"]] if "entry" in sheet.columns else "")
    for name, spelled in limits.patterns(about.limits, "arithmetic.lists_of").items():
        if any(spelled.fullmatch(bare_head(title)) for title in titles if title):
            return name
    return ""


def equations_across(listed: Sequence[Sheet], about: About) -> Iterator[tuple[Sheet, Mismatch]]:
    """资产 in one table, 负债和权益 in another: column by column, as they are headed. Which side is wrong nobody knows."""
    named: dict[str, list[tuple[Sheet, list[Line]]]] = {}
    for sheet in listed:
        for name, lines in names_of_lines(sheet, about).items():
            named.setdefault(name, []).append((sheet, lines))
    for text in limits.words(about.limits, "arithmetic.equations_across"):
        wanted = equation(text)
        found = {name: named.get(name, []) for name in (wanted.result, *(part.name for part in wanted.parts))}
        # Of several tables that say the same nobody knows which belongs to which.
        if any(len(tables) != 1 for tables in found.values()):
            continue
        [(own, _)] = found[wanted.result]
        if any(sheet is own for name, tables in found.items() if name != wanted.result for sheet, _ in tables):
            continue
        for column in columns_to_add(own, about):
            figures = {name: _under(own.heads[column], *tables[0]) for name, tables in found.items()}
            result = reckoned(wanted, figures.__getitem__)
            if result is not None:
                yield own, replace(mismatch_of(wanted, *result, about), may_be_mended=False)


def _under(head: str, sheet: Sheet, lines: Sequence[Line]) -> list[Figure | None]:
    """The figures of those lines in the column that is headed so; nothing where there is none."""
    column = sheet.headed.get(bare_head(head))
    return [] if column is None else [sheet.figure(line, column) for line in lines]


def said_twice(listed: Sequence[Sheet], about: About) -> Iterator[tuple[Sheet, Mismatch]]:
    """增减 of a head in one table, and again beside its reason in another: the table that reckons it is believed."""
    known: dict[str, Figure] = {}
    for sheet in listed:
        if "change" in sheet.columns and "this_period" in sheet.columns:
            figures = ((line.label, sheet.figure(line, sheet.columns["change"])) for line in _by_label(sheet, about).values())
            known |= {label: figure for label, figure in figures if figure is not None and not is_sum_label(label)}
    for sheet in listed:
        if "change" not in sheet.columns or "this_period" in sheet.columns:
            continue
        for label, line in _by_label(sheet, about).items():
            figure = sheet.figure(line, sheet.columns["change"])
            if figure is not None and label in known:
                yield sheet, Mismatch(TWICE, figure, known[label].value, slack_of([figure, known[label]], about))


@dataclass(frozen=True)
class LastPeriod:
    sheets: Mapping[tuple[str, tuple[str, ...]], Sheet]
    """By the heading they stand under and their heads; the first, where two have the same."""
    closing: Decimal | None
    """What the ledger closed with, or the statement where there is no ledger."""
    about: About


def last_period(about: About) -> LastPeriod | None:
    """None where nothing was posted for the period right before."""
    earlier = about.before
    own = about.notice.period
    if earlier is None or own is None or earlier.notice.period is None or earlier.notice.period != own.preceding():
        return None
    listed = earlier.sheets
    ledger = ledger_of([accounts(entries(sheet)) for sheet in listed])
    closings = {
        figure.value
        for sheet in listed
        if (column := _own_column(sheet, earlier)) is not None
        for line in names_of_lines(sheet, earlier).get("closing_balance", [])
        if (figure := sheet.figure(line, column)) is not None
    }
    closing = ledger.closing if ledger is not None else None
    if closing is None and len(closings) == 1:
        closing = closings.pop()
    return LastPeriod({(sheet.table.heading, sheet.heads): sheet for sheet in reversed(listed)}, closing, earlier)


def carried_over(sheet: Sheet, last: LastPeriod | None, ledger: Accounts | None, about: About) -> Iterator[Mismatch]:
    if last is None:
        return
    if last.closing is not None:
        for figure in _openings(sheet, ledger, about):
            yield Mismatch(OPENING, figure, last.closing, slack_of([figure], about), may_be_mended=False)
    for own, theirs in limits.named(about.limits, "arithmetic.carried").items():
        yield from _columns_carried(sheet, own, theirs, last, about)


def _openings(sheet: Sheet, ledger: Accounts | None, about: About) -> Iterator[Figure]:
    if sheet.kind == "ledger":
        opening = ledger.opening if ledger is not None else None
        if opening is not None and any(opening is each for each in sheet.figures(opening.column % len(sheet.heads))):
            yield opening
        return
    column = _own_column(sheet, about)
    lines = names_of_lines(sheet, about)
    if column is not None and "closing_balance" in lines:
        yield from (figure for line in lines.get("opening_balance", []) if (figure := sheet.figure(line, column)))


def _columns_carried(sheet: Sheet, own: str, theirs: str, last: LastPeriod, about: About) -> Iterator[Mismatch]:
    """期初 of a line against 期末 of the same line, in a table under the same heading and with the same heads."""
    column = sheet.columns.get(own)
    before = last.sheets.get((sheet.table.heading, sheet.heads))
    unit = about.notice.period.unit if about.notice.period else ""
    if column is None or before is None or theirs not in before.columns:
        return
    if unit != "year" and "年" in sheet.heads[column]:
        return  # 年初数 of a quarter is not what the quarter before ended with
    earlier = _by_label(before, last.about)
    for label, line in _by_label(sheet, about).items():
        figure = sheet.figure(line, column)
        closed = before.figure(earlier[label], before.columns[theirs]) if label in earlier else None
        if figure is not None and closed is not None:
            yield Mismatch(CARRIED, figure, closed.value, slack_of([figure, closed], about), may_be_mended=False)


@kept
def _by_label(sheet: Sheet, _: About) -> Mapping[str, Line]:
    """Lines whose label stands there once."""
    often = Counter(line.label for line in sheet.lines)
    return {line.label: line for line in sheet.lines if line.label and often[line.label] == 1}
