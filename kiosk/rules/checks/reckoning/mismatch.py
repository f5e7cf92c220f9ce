"""A cell that is not what the others come to, and how it is told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kiosk.rules.amounts import EXACT, name_of_scale
from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.sheets import Figure, Sheet
from kiosk.rules.checks.reckoning.written import Manner, edit, manner_of, said
from kiosk.rules.findings import Finding, Level
from kiosk.rules.places import Place

ROUNDING = "arithmetic.rounding"
MANY = "arithmetic.many"
_MANY = "_many"
_NEIGHBOURS = 40
"""Cells of a column that show in which manner it is written."""


@dataclass(frozen=True)
class Mismatch:
    code: str
    figure: Figure
    expected: Decimal
    slack: Decimal = Decimal(0)
    """How much of the difference rounding explains."""
    rounded: str = ROUNDING
    """The code for a difference that rounding explains."""
    may_be_mended: bool = True
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def difference(self) -> Decimal:
        return self.figure.value - self.expected

    @property
    def is_rounding(self) -> bool:
        return abs(self.difference) <= self.slack


def slack_of(figures: Sequence[Figure], about: About) -> Decimal:
    """What rounding may do to a sum: in 万元 half a step for each figure, else the cent that villages' own tables differ by."""
    tolerance = limits.number(about.limits, "arithmetic.tolerance")
    scaled = [figure for figure in figures if figure.is_scaled]
    if not scaled:
        return tolerance
    counted = min(len(scaled), limits.count(about.limits, "arithmetic.rounded_figures"))
    return max(tolerance, max(figure.step for figure in scaled) / 2 * counted)


def told(mismatches: Iterable[Mismatch], sheet: Sheet, about: About) -> Iterator[Finding]:
    """Many of a kind in one column are told together. A cell is told once, by what was reckoned first."""
    groups: dict[tuple[str, int], list[Mismatch]] = defaultdict(list)
    seen: set[int] = set()
    for each in mismatches:
        if each.difference and each.figure.piece.start not in seen:
            seen.add(each.figure.piece.start)
            groups[each.rounded if each.is_rounding else each.code, each.figure.column].append(each)
    most = limits.count(about.limits, "arithmetic.told_apart")
    for (code, column), group in groups.items():
        manner = _manner(sheet, column)
        if len(group) > most:
            yield _together(code, group, sheet, about, manner)
        else:
            yield from (_alone(code, each, sheet, about, manner) for each in group)


def _manner(sheet: Sheet, column: int) -> Manner:
    rows = sheet.table.rows[:_NEIGHBOURS]
    return manner_of(row[column].raw for row in rows if column < len(row))


def _alone(code: str, each: Mismatch, sheet: Sheet, about: About, manner: Manner) -> Finding:
    mend = edit(each.figure, each.expected, manner) if each.may_be_mended else ()
    return about.finding(
        code, place_of(each.figure, sheet), mend=mend, level=level_of(code, about), **_facts(each, sheet, manner), **each.facts
    )


def _together(code: str, group: list[Mismatch], sheet: Sheet, about: About, manner: Manner) -> Finding:
    first = group[0]
    examples = "；".join(
        f"{_row_said(each.figure, sheet)} {each.figure.piece.text} → {said(each.figure, each.expected, manner)}"
        for each in group[: limits.count(about.limits, "arithmetic.told_apart")]
    )
    mend = [change for each in group if each.may_be_mended for change in edit(each.figure, each.expected, manner)]
    facts = {"table": sheet.table.place + 1, "column": sheet.head(first.figure), "count": len(group), "examples": examples}
    together = code + _MANY if code + _MANY in about.yardsticks else MANY
    level = level_of(code, about) or about.yardsticks[code].level
    found = about.finding(together, place_of(first.figure, sheet), mend=mend, level=level, **facts)
    return replace(found, basis=about.yardsticks[code].basis)


def _facts(each: Mismatch, sheet: Sheet, manner: Manner) -> dict[str, object]:
    return {
        "table": sheet.table.place + 1,
        "line": each.figure.row + 1,
        "row": _row_said(each.figure, sheet),
        "column": sheet.head(each.figure),
        "expected": said(each.figure, each.expected, manner),
        "found": each.figure.piece.text,
        "difference": difference_said(each.figure, each.difference, sheet),
    }


def difference_said(figure: Figure, difference: Decimal, sheet: Sheet) -> str:
    """Without its sign, in the cell's unit: 10.00元, 0.01万元."""
    scale = figure.scale * figure.amount.scale
    words = format((abs(difference) / scale).quantize(Decimal("0.0001"), context=EXACT).normalize(), ",f")
    unit = figure.amount.unit or plain_unit(sheet, figure.column % len(sheet.heads))
    return f"{words}{name_of_scale(scale)}{unit}"


def plain_unit(sheet: Sheet, column: int) -> str:
    """元 of 万元, and of 元/亩."""
    return sheet.unit_of(column).partition("/")[0].lstrip("千万亿")


def _row_said(figure: Figure, sheet: Sheet) -> str:
    """As the village would point to it: by its name, or by its number among the rows."""
    panels = len(sheet.table.rows) * (figure.column // len(sheet.heads))
    line = sheet.lines[panels + figure.row] if panels + figure.row < len(sheet.lines) else None
    label = line.label if line is not None else ""
    return label or f"{figure.row + 1}"


def place_of(figure: Figure, sheet: Sheet) -> Place:
    return sheet.table.place_of(figure.piece, figure.row, figure.column)


def level_of(code: str, about: About) -> Level | None:
    """A wrong sum keeps from the board only where money is accounted for or paid out; elsewhere it is a warning."""
    graver = about.yardsticks[code].level is Level.BLOCK
    blocking = limits.words(about.limits, "arithmetic.blocking_categories")
    return Level.WARN if graver and about.notice.category not in blocking else None
