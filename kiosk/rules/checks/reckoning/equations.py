"""期末结余 = 上期结余 + 本期收入 − 本期支出, 资产总计 = 负债合计 + 权益合计, 期末 = 期初 + 增加 − 减少 …

The equations, and the words by which lines and columns are known, are data (`content/findings/arithmetic.yaml`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.kept import kept
from kiosk.rules.checks.reckoning.mismatch import ROUNDING, Mismatch, slack_of
from kiosk.rules.checks.reckoning.sheets import Figure, Line, Sheet, bare_label
from kiosk.rules.checks.reckoning.sums import columns_to_add, is_whole, signed_runs
from kiosk.rules.table_kinds import bare_head

EQUATION = "arithmetic.equation"
BALANCE_SHEET = "arithmetic.balance_sheet"
BALANCE_SHEET_ROUNDING = "arithmetic.balance_sheet_rounding"
CHANGE = "arithmetic.change"
_TERM = re.compile(r"(?P<sign>[=+-])\s*(?P<name>\w+)(?P<manner>[?*]?)")


@dataclass(frozen=True)
class Part:
    name: str
    sign: int
    may_lack: bool
    all_of_them: bool
    """Every line of that name, not the first alone."""


@dataclass(frozen=True)
class Equation:
    result: str
    parts: tuple[Part, ...]


@lru_cache(maxsize=64)
def equation(text: str) -> Equation:
    """Of `closing = opening + income - expense`; `name?` may be missing, `name*` stands for all lines of that name.
    Raises ValueError for anything else."""
    found = re.fullmatch(r"\s*(?P<result>\w+)\s*(?P<rest>=.+)", text)
    terms = list(_TERM.finditer(found["rest"])) if found else []
    if found is None or not terms or "".join(each[0] for each in terms).replace(" ", "") != found["rest"].replace(" ", ""):
        raise ValueError(text)
    return Equation(found["result"], tuple(_part(each) for each in terms))


def _part(term: re.Match[str]) -> Part:
    return Part(term["name"], -1 if term["sign"] == "-" else 1, bool(term["manner"]), term["manner"] == "*")


Find = Callable[[str], Sequence[Figure | None]]
"""The figures of that name; None for a cell that is empty; nothing where the name is not there at all."""


def reckoned(wanted: Equation, find: Find) -> tuple[Figure, Decimal, list[Figure]] | None:
    """The result's cell, what it must be, and the figures it was made of; None where the equation says nothing here."""
    result = find(wanted.result)
    if not result or result[0] is None:
        return None
    total = Decimal()
    used: list[Figure] = []
    for part in wanted.parts:
        found = find(part.name)
        if not found and not part.may_lack:
            return None
        figures = [each for each in (found if part.all_of_them else found[:1]) if each is not None]
        total += part.sign * sum((abs(each.value) if part.sign < 0 else each.value for each in figures), Decimal())
        used += figures
    return (result[0], total, used) if used else None


def equations(sheet: Sheet, about: About) -> Iterator[Mismatch]:
    yield from _signed(sheet, about)
    yield from _of_lines(sheet, about)
    yield from _of_columns(sheet, about)


def _signed(sheet: Sheet, about: About) -> Iterator[Mismatch]:
    """加： and 减： say themselves what to do."""
    for run in signed_runs(sheet, about):
        for column in columns_to_add(sheet, about):
            first, *signed, result = (sheet.figure(line, column) for line in run)
            figures = [figure for figure in (first, *signed) if figure is not None]
            if result is None or not figures:
                continue
            total = first.value if first is not None else Decimal()
            total += sum((line.sign * abs(each.value) for line, each in zip(run[1:-1], signed, strict=True) if each), Decimal())
            yield Mismatch(EQUATION, result, total, slack_of([*figures, result], about))


@kept
def names_of_lines(sheet: Sheet, about: About) -> dict[str, list[Line]]:
    """What the lines are, by the names that the equations use."""
    known, any_of_them = limits.patterns(about.limits, "arithmetic.lines"), limits.any_pattern(about.limits, "arithmetic.lines")
    found: dict[str, list[Line]] = {}
    if len(sheet.lines) > limits.count(about.limits, "arithmetic.statement_lines"):
        return found
    for line in sheet.lines:
        called = line.name
        if not called or not any_of_them.fullmatch(called):
            continue
        for name, spelled in known.items():
            if spelled.fullmatch(called):
                found.setdefault(name, []).append(line)
    for name, headings in limits.patterns(about.limits, "arithmetic.tables_of").items():
        if sheet.sums and is_whole(sheet.sums[-1]) and headings.fullmatch(bare_head(sheet.table.heading or "-")):
            found.setdefault(name, [sheet.sums[-1]])
    return found


def _of_lines(sheet: Sheet, about: About) -> Iterator[Mismatch]:
    lines = names_of_lines(sheet, about)
    if len(lines) < 2:
        return
    for column in columns_to_add(sheet, about):
        for text in limits.words(about.limits, "arithmetic.line_equations"):
            found = reckoned(equation(text), lambda name: [sheet.figure(line, column) for line in lines.get(name, ())])
            if found is not None:
                yield mismatch_of(equation(text), *found, about)


def mismatch_of(of: Equation, result: Figure, expected: Decimal, used: list[Figure], about: About) -> Mismatch:
    is_sheet = of.result in limits.words(about.limits, "arithmetic.balance_sheet_results")
    code, rounded = (BALANCE_SHEET, BALANCE_SHEET_ROUNDING) if is_sheet else (EQUATION, ROUNDING)
    return Mismatch(code, result, expected, slack_of([*used, result], about), rounded)


@kept
def names_of_columns(sheet: Sheet, about: About) -> dict[str, int]:
    """What the columns hold, by the names of the kinds of tables and of the lines: 上期结余 may head a column too."""
    named = {name: at for at, head in reversed(list(enumerate(sheet.heads))) for name in _names_of_head(bare_head(head), about)}
    return {**named, **sheet.columns}


def _names_of_head(head: str, about: About) -> Iterator[str]:
    for sort in ("arithmetic.lines", "arithmetic.columns"):
        if limits.any_pattern(about.limits, sort).fullmatch(head):
            yield from (name for name, spelled in limits.patterns(about.limits, sort).items() if spelled.fullmatch(head))


def _of_columns(sheet: Sheet, about: About) -> Iterator[Mismatch]:
    if sheet.kind == "ledger":
        return
    columns = names_of_columns(sheet, about)
    for text in limits.words(about.limits, "arithmetic.column_equations"):
        wanted = equation(text)
        if wanted.result not in columns:
            continue
        named = {name: columns[name] for name in (wanted.result, *(part.name for part in wanted.parts)) if name in columns}
        if len(set(named.values())) == len(named) > 1:
            yield from _down(wanted, named, sheet, about)


def _down(wanted: Equation, columns: Mapping[str, int], sheet: Sheet, about: About) -> Iterator[Mismatch]:
    """Row by row."""
    is_change = wanted.result == "change"
    either_way = is_change and limits.pattern(about.limits, "arithmetic.unsigned_changes").fullmatch(
        bare_head(sheet.heads[columns[wanted.result]])
    )
    for line in sheet.lines:
        found = reckoned(wanted, lambda name: [sheet.figure(line, columns[name])] if name in columns else [])
        if found is None or "%" in {each.amount.unit for each in (found[0], *found[2])}:
            continue
        result, expected, used = found
        if either_way and abs(result.value) == abs(expected):
            continue
        yield Mismatch(CHANGE if is_change else EQUATION, result, expected, slack_of([*used, result], about))


def value_named(text: str, about: About) -> str:
    """The name that a label or a head goes by; "" for none."""
    bare = bare_label(text)
    if not bare or not limits.any_pattern(about.limits, "arithmetic.lines").fullmatch(bare):
        return ""
    known = limits.patterns(about.limits, "arithmetic.lines")
    return next((name for name, spelled in known.items() if spelled.fullmatch(bare)), "")
