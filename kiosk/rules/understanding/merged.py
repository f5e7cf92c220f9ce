"""What is printed once for several rows: a rate, a group, a household's name. Each row gets its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from kiosk.rules.amounts import read_amount
from kiosk.rules.cells import is_blank, is_figure, is_figure_column, is_total_label
from kiosk.rules.grids import Merge
from kiosk.rules.understanding.lines import Remark

RATES = frozenset({"rate", "fee_rate", "per_head"})
GROUPS = frozenset({"villager_group"})
_SAID_ONCE = frozenset({"remark", "reason"})
Roles = Callable[[str], frozenset[str]]
CENT = Decimal("0.011")
"""元 that area × rate may be off by rounding."""
_NUMBERED = frozenset({"identity_number", "bank_account", "telephone", "voucher"})
"""Digits that count nothing; letters among them are no fault."""


@dataclass(frozen=True)
class Entry:
    """A row of a table's body."""

    row: int
    """Of the sheet, from 0."""
    cells: tuple[str, ...]

    @cached_property
    def label(self) -> str:
        """合计, where it is the row's total."""
        return next((cell for cell in [cell for cell in self.cells if cell][:2] if is_total_label(cell)), "")

    def with_cell(self, column: int, text: str) -> "Entry":
        return replace(self, cells=(*self.cells[:column], text, *self.cells[column + 1 :]))


Told = tuple[list[Entry], list[Remark]]


def filled_by_merges(
    entries: Sequence[Entry], names: Sequence[str], merges: Sequence[Merge], columns: Sequence[int], roles: Roles
) -> Told:
    """By the cells that are one on paper. What adds up (an amount, an area) stays where it stands, or it would count twice."""
    place = {entry.row: at for at, entry in enumerate(entries)}
    column_of = {column: at for at, column in enumerate(columns)}
    filled = list(entries)
    counts: dict[int, int] = {}
    kept: dict[int, int] = {}
    for merge in merges:
        at, column = place.get(merge.top), column_of.get(merge.left)
        if at is None or column is None or merge.bottom == merge.top or not entries[at].cells[column]:
            continue
        text, rows = entries[at].cells[column], [place[row] for row in range(merge.top + 1, merge.bottom + 1) if row in place]
        if not _may_repeat(text, roles(names[column]), merge):
            kept[column] = kept.get(column, 0) + 1
            continue
        for row in rows:
            if not filled[row].cells[column] and not entries[row].label:
                filled[row] = filled[row].with_cell(column, text)
                counts[column] = counts.get(column, 0) + 1
    remarks = [_filled(names, column, count) for column, count in sorted(counts.items())]
    return filled, [
        *remarks,
        *(
            Remark("understood.merged_once", column_fact(names, column) | {"count": count})
            for column, count in sorted(kept.items())
        ),
    ]


def _may_repeat(text: str, roles: frozenset[str], merge: Merge) -> bool:
    if roles & _SAID_ONCE or is_total_label(text):
        return False
    return bool(roles & (RATES | GROUPS | {"number"})) or not is_figure(text)


def filled_by_blanks(entries: Sequence[Entry], names: Sequence[str], roles: Roles) -> Told:
    """Files that know nothing of merged cells have the rate once, and blanks under it in rows that are filled otherwise.

    A blank is filled only where area × rate gives the amount of its row, if both stand there.
    """
    filled, remarks = list(entries), list[Remark]()
    for column in range(len(names)):
        said = roles(names[column])
        if not said & (RATES | GROUPS):
            continue
        filled, count = _filled_down(filled, column, _fits(names, column, roles), figures=bool(said & RATES))
        if count:
            remarks.append(_filled(names, column, count))
    return filled, remarks


def _filled_down(
    entries: list[Entry], column: int, fits: Callable[[Entry, str], bool], figures: bool
) -> tuple[list[Entry], int]:
    details = [entry for entry in entries if not entry.label]
    if len(details) < 2 or not details[0].cells[column] or figures and not is_figure(details[0].cells[column]):
        return entries, 0
    blanks = sum(1 for entry in details if not entry.cells[column])
    if blanks * 2 < len(details):
        return entries, 0
    filled: list[Entry] = []
    above, count = "", 0
    for entry in entries:
        above = entry.cells[column] or above
        others = [cell for at, cell in enumerate(entry.cells) if at != column and cell]
        if (
            not entry.cells[column]
            and not entry.label
            and len(others) > 1
            and any(map(is_figure, others))
            and fits(entry, above)
        ):
            entry, count = entry.with_cell(column, above), count + 1
        filled.append(entry)
    return filled, count


def _fits(names: Sequence[str], column: int, roles: Roles) -> Callable[[Entry, str], bool]:
    area, amount = first_of(names, "area_mu", roles), first_of(names, "amount", roles)

    def fits(entry: Entry, rate: str) -> bool:
        if area is None or amount is None or not roles(names[column]) & RATES:
            return True
        worth = [read_amount(text) for text in (entry.cells[area], rate, entry.cells[amount])]
        values = [each.value for each in worth if each is not None]
        return len(values) < 3 or abs(values[0] * values[1] - values[2]) <= max(CENT, abs(values[2]) / 100)

    return fits


def first_of(names: Sequence[str], role: str, roles: Roles) -> int | None:
    return next((at for at, name in enumerate(names) if role in roles(name)), None)


def _filled(names: Sequence[str], column: int, count: int) -> Remark:
    return Remark("understood.filled_down", column_fact(names, column) | {"count": count})


def column_fact(names: Sequence[str], column: int) -> dict[str, object]:
    return {"column": names[column] or column + 1}


def odd_cells(entries: Sequence[Entry], names: Sequence[str], roles: Roles) -> Iterator[Remark]:
    """Words where figures are expected."""
    for column, name in enumerate(names):
        if roles(name) & (_SAID_ONCE | _NUMBERED) or not is_figure_column([entry.cells[column] for entry in entries]):
            continue
        odd = [
            entry
            for entry in entries
            if not is_blank(entry.cells[column])
            and not is_figure(entry.cells[column])
            and not is_total_label(entry.cells[column])
        ]
        if odd:
            texts = "、".join(entry.cells[column] for entry in odd[:5])
            yield Remark(
                "understood.not_a_figure",
                column_fact(names, column) | {"row": odd[0].row + 1, "count": len(odd), "text": texts},
            )
