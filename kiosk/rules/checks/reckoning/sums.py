"""Totals and subtotals of columns: 小计, 合计, 流动资产合计, and 一、 of its 1. 2. 3.

Tables are written in many ways. Whatever way of reading makes a column come out is taken for the one that was meant; the
plainest is told only where none does.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.kept import kept
from kiosk.rules.checks.reckoning.mismatch import Mismatch, slack_of
from kiosk.rules.checks.reckoning.sheets import Figure, Line, Sheet
from kiosk.rules.table_kinds import bare_head

TOTAL = "arithmetic.total"
UNREAD = "arithmetic.total_unchecked"
_CUTS = 6
"""So many places where a sum might begin are tried."""
_JUST_SUMS = re.compile(r"(?:本[期季月年]度?|全[村镇乡县区]|各组|以上)?(?:合计|总计|共计|总额|总数)")


@dataclass(frozen=True)
class Term:
    figure: Figure
    value: Decimal
    till_here: Decimal
    """With all the terms before it."""
    name: str = ""
    """Of a sum; "" for what is a line of its own."""


@dataclass(frozen=True)
class Unread:
    """A total that cannot be reckoned, for the words among its figures."""

    figure: Figure
    words: str


@kept
def columns_to_add(sheet: Sheet, about: About) -> list[int]:
    """Those with figures that may be added up: no rates, numbers, ages, percentages, running balances."""
    never = limits.pattern(about.limits, "arithmetic.never_added")
    roles = frozenset(limits.words(about.limits, "arithmetic.roles_never_added"))
    return [
        at
        for at, head in enumerate(sheet.heads)
        if not sheet.roles[at] & roles and not never.fullmatch(bare_head(head)) and not _is_per(sheet, at)
    ]


def _is_per(sheet: Sheet, column: int) -> bool:
    """元/亩 cannot be added, 元/月 can: all are of the same month."""
    per = sheet.unit_of(column).partition("/")[2]
    return bool(per) and per not in ("月", "年", "季", "季度", "次")


def sums(sheet: Sheet, about: About) -> Iterator[Mismatch | Unread]:
    if sheet.kind == "ledger":
        return
    grades = {line.grade for line in sheet.lines if line.grade}
    for column in columns_to_add(sheet, about):
        if len(grades) > 1:
            yield from _outline(sheet, column, about)
        elif sheet.sums:
            yield from _column(sheet, column, about)


def _column(sheet: Sheet, column: int, about: About) -> Iterator[Mismatch | Unread]:
    if not any(sheet.figure(line, column) for line in sheet.sums):
        return
    plainest: list[Mismatch] = []
    for lines in _readings(sheet):
        found = list(_reckoned(lines, sheet, column, about))
        if not found and not plainest:
            return
        plainest = plainest or found
        # Read otherwise, some sums may have nothing that they could be checked against: that explains nothing.
        if len(found) < len(plainest):
            continue
        if not any(each.difference for each in found):
            return
        if all(each.is_rounding for each in found):
            plainest = found
            break
    unread = next((line.cells[column].text for line in sheet.lines if not line.adds_up and sheet.is_unread(line, column)), None)
    wrong = [each for each in plainest if each.difference]
    if unread is None:
        yield from wrong
    else:
        yield from (Unread(each.figure, unread) for each in wrong)


def _readings(sheet: Sheet) -> Iterator[Sequence[Line]]:
    """The lines that are added up, a sum behind what it adds up; the plainest way first."""
    lines = sheet.lines
    first = next(line for line in lines if any(cell.raw for cell in line.cells))
    if first.adds_up and is_whole(first):
        yield [line for line in reversed(lines) if not line.is_of_which]
        yield [*(line for line in lines if not line.is_of_which and line is not first), first]
    yield [line for line in lines if not line.is_of_which]
    if any(line.is_of_which for line in lines):
        yield list(_without_parts(lines))
    if any(line.adds_up and not is_whole(line) for line in lines):
        yield list(_with_subtotals_behind(lines))


def is_whole(line: Line) -> bool:
    """合计, not 流动资产合计."""
    return _JUST_SUMS.fullmatch(line.name) is not None


def _without_parts(lines: Sequence[Line]) -> Iterator[Line]:
    """其中：甲 and the lines below it, up to the next sum or section."""
    within = False
    for line in lines:
        within = line.is_of_which or within and not line.adds_up and not line.heads_a_section and not line.grade
        if not within:
            yield line


def _with_subtotals_behind(lines: Sequence[Line]) -> Iterator[Line]:
    """Each subtotal stands before what it adds up, the total at the end."""
    pending: Line | None = None
    for line in lines:
        if not line.adds_up:
            yield line
            continue
        if pending is not None:
            yield pending
        pending = None
        if is_whole(line) and line is lines[-1]:
            yield line
        else:
            pending = line
    if pending is not None:
        yield pending


def _reckoned(lines: Sequence[Line], sheet: Sheet, column: int, about: About) -> Iterator[Mismatch]:
    """Each sum against the lines above it: those since the last sum, or all that is open."""
    closing = limits.pattern(about.limits, "arithmetic.closing_sums")
    skipped = _grosses(sheet, column, about) | _sections(lines)
    last_sum = next((line for line in reversed(lines) if line.adds_up and sheet.figure(line, column)), None)
    terms: list[Term] = []
    for line in lines:
        figure = sheet.figure(line, column)
        if figure is None or line.at in skipped or line.is_to_date:
            continue
        if not line.adds_up:
            _open(terms, figure, -abs(figure.value) if line.sign < 0 else figure.value)
            continue
        closes = closing.fullmatch(line.name) is not None
        cuts = _cuts(terms, line.name, closes or line is last_sum and is_whole(line))
        counted = figure.value
        if cuts:
            cut = next((at for at in cuts if _sum(terms, at) == figure.value), cuts[0])
            figures = [*(term.figure for term in terms[cut:]), figure]
            mismatch = Mismatch(TOTAL, figure, _sum(terms, cut), slack_of(figures, about))
            yield mismatch
            counted = figure.value if mismatch.is_rounding else mismatch.expected
            del terms[cut:]
        if closes:
            terms.clear()
        else:
            _open(terms, figure, counted, line.name)


def _open(terms: list[Term], figure: Figure, value: Decimal, name: str = "") -> None:
    terms.append(Term(figure, value, value + (terms[-1].till_here if terms else 0), name))


def _sum(terms: Sequence[Term], first: int) -> Decimal:
    return terms[-1].till_here - (terms[first - 1].till_here if first else 0)


def _cuts(terms: Sequence[Term], name: str, takes_all: bool) -> list[int]:
    """Where a sum of that name may begin, the likeliest first; none for one that has nothing of its own above it."""
    if not terms:
        return []
    if takes_all:
        # Two accounts may stand below one another, each with its own 合计.
        return [0, *(at for at in _behind_sums(terms) if _JUST_SUMS.fullmatch(terms[at - 1].name))]
    if not terms[-1].name:
        cuts = [*_behind_sums(terms), 0]
        return cuts[:1] if name.startswith("小计") or name.endswith("小计") else cuts
    # 负债合计 takes in 流动负债合计 and 长期负债合计.
    alike = 0
    while alike < len(terms) and terms[-1 - alike].name.endswith(name) and terms[-1 - alike].name != name:
        alike += 1
    return [len(terms) - alike] if alike > 1 else []


def _behind_sums(terms: Sequence[Term]) -> list[int]:
    """The nearest first, without one that would leave nothing."""
    behind = (at for at in range(len(terms) - 1, 0, -1) if terms[at - 1].name)
    return list(islice(behind, _CUTS))


def _sections(lines: Sequence[Line]) -> set[int]:
    """Lines such as 流动资产： whose figure stands again beside 流动资产合计."""
    heads = [line for line in lines if line.heads_a_section and not line.adds_up]
    names = sorted(line.name for line in lines if line.adds_up) if heads else []
    nearest = ((head, bisect_left(names, head.name)) for head in heads)
    return {head.at for head, at in nearest if at < len(names) and names[at].startswith(head.name)}


def _grosses(sheet: Sheet, column: int, about: About) -> set[int]:
    """Lines of 原值 and 减：折旧, whose net value stands below them and is what counts."""
    runs = (run for run in signed_runs(sheet, about) if sheet.figure(run[-1], column))
    return {line.at for run in runs for line in run[:-1]}


def signed_runs(sheet: Sheet, about: About) -> Iterator[Sequence[Line]]:
    """A line, those with 加： and 减： that follow it, and the line that they come to."""
    results = limits.pattern(about.limits, "arithmetic.results_of_signs")
    lines = sheet.lines if any(line.sign for line in sheet.lines) else ()
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and lines[end].sign:
            end += 1
        if end > at + 1 and end < len(lines) and not lines[at].sign and results.fullmatch(lines[end].name):
            yield lines[at : end + 1]
        at = max(end, at + 1)


def _outline(sheet: Sheet, column: int, about: About) -> Iterator[Mismatch]:
    """一、 is the sum of the 1. 2. 3. below it; and the total, of the lines that are below none."""
    deducted = limits.pattern(about.limits, "arithmetic.deducted")
    lines = [line for line in sheet.lines if line.grade or line.adds_up]
    for at, parent in enumerate(lines):
        children = [] if parent.adds_up else list(_children(lines, at))
        figures = [figure for line in children if (figure := sheet.figure(line, column))]
        figure = sheet.figure(parent, column)
        is_plain = not any(deducted.match(line.name) or line.sign or line.is_of_which for line in children)
        if figure is not None and len(figures) > 1 and is_plain:
            expected = sum((each.value for each in figures), Decimal())
            yield Mismatch(TOTAL, figure, expected, slack_of([*figures, figure], about))


def _children(lines: Sequence[Line], parent: int) -> Iterator[Line]:
    grade = lines[parent].grade
    deeper: list[Line] = []
    for at in range(parent + 1, len(lines)):
        line = lines[at]
        if line.adds_up or line.grade <= grade:
            break
        deeper.append(line)
    nearest = min((line.grade for line in deeper), default=0)
    yield from (line for line in deeper if line.grade == nearest)
