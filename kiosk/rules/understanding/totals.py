"""Totals and subtotals: which rows they are, and under which columns their figures belong when a cell is missing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kiosk.rules.amounts import read_amount
from kiosk.rules.cells import is_blank, is_figure, is_figure_column
from kiosk.rules.understanding.lines import Remark
from kiosk.rules.understanding.merged import RATES, Entry, Roles, Told

_WHOLE = re.compile(r"(?:本[月季年期])?(?:合计|总计|共计|累计|总额).*|.+总计")
_NEAR = Decimal("0.05")
"""元 or 亩 that a printed sum may be off by rounding and still be this column's."""
Sums = dict[int, Decimal]


def is_total(entry: Entry) -> bool:
    return _WHOLE.fullmatch(re.sub(r"\s", "", entry.label)) is not None


def is_subtotal(entry: Entry) -> bool:
    """小计, 流动资产合计, and 其中： rows: their figures are contained in others."""
    label = next((cell for cell in entry.cells if cell and not is_figure(cell)), "")
    return bool(entry.label) and not is_total(entry) or re.sub(r"\s", "", label).startswith("其中")


def aligned(entries: Sequence[Entry], names: Sequence[str], roles: Roles) -> Told:
    """A total that lacks the cell of a column nobody adds up: its figures go under the columns whose sums they are."""
    if not any(map(is_total, entries)):
        return list(entries), []
    details = [entry for entry in entries if not is_total(entry) and not is_subtotal(entry)]
    columns = [[entry.cells[at] for entry in details] for at in range(len(names))]
    adds_up = [
        is_figure_column(cells) and not roles(name) & (RATES | {"number"}) for name, cells in zip(names, columns, strict=True)
    ]
    sums = {at: _sum(cells) for at, cells in enumerate(columns) if adds_up[at]}
    figures = {at for at, cells in enumerate(columns) if is_figure_column(cells)}
    told: list[Entry] = []
    remarks: list[Remark] = []
    for entry in entries:
        if is_total(entry):
            entry, remark = _placed(entry, sums, figures)
            remarks += [] if remark is None else [remark]
        told.append(entry)
    return told, remarks


def _sum(cells: Sequence[str]) -> Decimal:
    return sum((worth.value for cell in cells if (worth := read_amount(cell)) is not None), Decimal())


def _placed(entry: Entry, sums: Sums, figures: set[int]) -> tuple[Entry, Remark | None]:
    label = entry.cells.index(entry.label)
    said = [at for at, cell in enumerate(entry.cells) if at > label and cell]
    misplaced = [at for at in said if not _belongs(entry.cells[at], at, sums)]
    looks_wrong = any((at in figures) != is_figure(entry.cells[at]) for at in said if not is_blank(entry.cells[at]))
    looks_wrong = looks_wrong or any(at in figures and at not in sums for at in said)
    if not misplaced or not looks_wrong:
        return entry, None
    places = _places([entry.cells[at] for at in said], label + 1, len(entry.cells), sums, figures)
    facts = {"row": entry.row + 1, "text": " ".join(cell for cell in entry.cells if cell)}
    if places is None:
        return entry, Remark("understood.total_unclear", facts)
    cells = [*entry.cells[: label + 1], *[""] * (len(entry.cells) - label - 1)]
    for at, place in zip(said, places, strict=True):
        cells[place] = entry.cells[at]
    return replace(entry, cells=tuple(cells)), Remark("understood.total_moved", facts) if list(places) != said else None


def _belongs(cell: str, at: int, sums: Sums) -> bool:
    worth = read_amount(cell)
    if worth is None:
        return at not in sums
    return at in sums and abs(sums[at] - worth.value) <= _NEAR


def _places(cells: Sequence[str], first: int, width: int, sums: Sums, figures: set[int]) -> list[int] | None:
    """For each cell the next column where it belongs: a figure where the column adds up to it, words where words stand."""
    found: list[int] = []
    for cell in cells:
        free = range(found[-1] + 1 if found else first, width)
        is_sum = is_figure(cell)
        place = next((at for at in free if (_belongs(cell, at, sums) if is_sum else at not in figures)), None)
        if place is None:
            return None
        found.append(place)
    return found
