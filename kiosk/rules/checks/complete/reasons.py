"""Why a figure is what it is: an explanation for each head of income and expense, and for each great change.

对财务收支只标出数额，没说明原因，群众还心存疑问: what residents complain of first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.equations import value_named
from kiosk.rules.checks.reckoning.mismatch import place_of
from kiosk.rules.checks.reckoning.sheets import Figure, Line, Sheet
from kiosk.rules.findings import Finding
from kiosk.rules.notice import Category

_REASON_ROLES = ("reason", "remark")
_MEANT = re.compile(r"[^，。；、:：]{2,}")


@dataclass(frozen=True)
class Change:
    line: Line
    now: Figure
    before: Decimal

    @property
    def share(self) -> Decimal | None:
        """None where there was nothing before."""
        return None if not self.before else (self.now.value - self.before) / abs(self.before)


@dataclass(frozen=True)
class Explained:
    """What the notice says anything about."""

    names: frozenset[str]
    """Labels beside which some table gives a reason."""
    prose: str

    def tells_of(self, line: Line) -> bool:
        return line.name in self.names or line.name in self.prose


def reasons(listed: list[Sheet], about: About) -> Iterator[Finding]:
    if about.notice.category is not Category.FINANCE:
        return
    explained = Explained(_explained(listed), "\n".join(piece.text for piece in about.placed.lines))
    earlier = _earlier(about)
    kinds = limits.words(about.limits, "completeness.explained_kinds")
    longest = limits.count(about.limits, "arithmetic.statement_lines")
    for sheet in listed:
        if sheet.kind in kinds and len(sheet.lines) <= longest:
            yield from _great_changes(sheet, explained, earlier, about)
            yield from _heads_without_reason(sheet, explained, about)


def _explained(listed: Sequence[Sheet]) -> frozenset[str]:
    return frozenset(
        line.name
        for sheet in listed
        for role in _REASON_ROLES
        if role in sheet.columns
        for line in sheet.lines
        if _reason(sheet, line)
    )


def _reason(sheet: Sheet, line: Line) -> str:
    columns = [sheet.columns[role] for role in _REASON_ROLES if role in sheet.columns]
    said = (line.cells[column].text for column in columns if column < len(line.cells))
    return next((text for text in said if _MEANT.search(text)), "")


def _items(sheet: Sheet, about: About) -> Iterator[Line]:
    """Heads of income, expense, assets: no sums, and nothing that follows from the others."""
    derived = limits.words(about.limits, "completeness.derived_lines")
    for line in sheet.lines:
        if line.name and not line.adds_up and not line.heads_a_section and value_named(line.label, about) not in derived:
            yield line


def _earlier(about: About) -> Mapping[tuple[str, str], Decimal]:
    """What the last period said, by heading and label."""
    found: dict[tuple[str, str], Decimal] = {}
    for sheet in about.before.sheets if about.before is not None else ():
        column = _now(sheet)
        for line in sheet.lines if column is not None else ():
            figure = sheet.figure(line, column) if column is not None else None
            if figure is not None:
                found.setdefault((sheet.table.heading, line.name), figure.value)
    return found


def _now(sheet: Sheet) -> int | None:
    return next((sheet.columns[role] for role in ("this_period", "year_end", "amount") if role in sheet.columns), None)


def _changes(sheet: Sheet, earlier: Mapping[tuple[str, str], Decimal], about: About) -> Iterator[Change]:
    now = _now(sheet)
    before = next((sheet.columns[role] for role in ("last_period", "year_start") if role in sheet.columns), None)
    if now is None:
        return
    for line in _items(sheet, about):
        figure = sheet.figure(line, now)
        if figure is None:
            continue
        past = sheet.figure(line, before) if before is not None else None
        value = past.value if past is not None else earlier.get((sheet.table.heading, line.name)) if before is None else None
        if value is not None:
            yield Change(line, figure, value)


def _great_changes(
    sheet: Sheet, explained: Explained, earlier: Mapping[tuple[str, str], Decimal], about: About
) -> Iterator[Finding]:
    share = limits.number(about.limits, "completeness.change_share")
    least = limits.number(about.limits, "completeness.change_yuan")
    code = "completeness.change_of_assets" if sheet.kind in ("balance_sheet", "debts") else "completeness.change"
    for change in _changes(sheet, earlier, about):
        grown = change.share
        is_great = (grown is None or abs(grown) > share) and abs(change.now.value - change.before) >= least
        if is_great and not _reason(sheet, change.line) and not explained.tells_of(change.line):
            percent = "—" if grown is None else f"{abs(grown) * 100:.0f}%"
            facts = {
                "row": change.line.name,
                "percent": percent,
                "before": _said(change.before),
                "now": _said(change.now.value),
            }
            yield about.finding(code, place_of(change.now, sheet), table=sheet.table.place + 1, **facts)


def _heads_without_reason(sheet: Sheet, explained: Explained, about: About) -> Iterator[Finding]:
    """One finding for a table, with the heads that it leaves unexplained."""
    column = _now(sheet)
    if column is None or sheet.kind != "summary_of_accounts" or not _has_reasons(sheet):
        return
    lacking = [
        line
        for line in _items(sheet, about)
        if (figure := sheet.figure(line, column)) is not None and figure.value
        if not _reason(sheet, line) and not explained.tells_of(line)
    ]
    if lacking:
        first = next(figure for line in lacking if (figure := sheet.figure(line, column)) is not None)
        names = "、".join(line.name for line in lacking)
        yield about.finding("completeness.explanation", place_of(first, sheet), table=sheet.table.place + 1, rows=names)


def _has_reasons(sheet: Sheet) -> bool:
    """A table of heads says what each is for in a column of its own, or it is a list without periods to compare."""
    return any(role in sheet.columns for role in _REASON_ROLES) or "last_period" not in sheet.columns


def _said(value: Decimal) -> str:
    return format(value, ",f")
