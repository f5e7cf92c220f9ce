"""Rows that came without the cell of a merged rate or of an empty note: their figures stand one column too far to the left."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from kiosk.rules.amounts import read_amount
from kiosk.rules.cells import is_figure
from kiosk.rules.understanding.lines import Remark
from kiosk.rules.understanding.merged import CENT, Entry, Roles, Told, column_fact, first_of

_Judge = Callable[[Entry], bool | None]
"""True: it stands too far to the left. None: something is missing, and it cannot be told what."""


def put_right(entries: Sequence[Entry], names: Sequence[str], roles: Roles) -> Told:
    told, remarks = list(entries), list[Remark]()
    for column, judge in ((_rate_column(names, roles), _by_product), (first_of(names, "note", roles), _by_count)):
        if column is not None:
            told, said = _moved(told, names, column, judge(told, names, column, roles))
            remarks += said
    return told, remarks


def _moved(entries: Sequence[Entry], names: Sequence[str], column: int, judge: _Judge) -> Told:
    judged = [judge(entry) for entry in entries]
    told = [
        replace(entry, cells=(*entry.cells[:column], "", *entry.cells[column:-1])) if is_short else entry
        for entry, is_short in zip(entries, judged, strict=True)
    ]
    remarks: list[Remark] = []
    for code, verdict in (("understood.shifted", True), ("understood.row_unclear", None)):
        rows = [entry for entry, each in zip(entries, judged, strict=True) if each is verdict]
        if rows:
            text = "、".join(next(filter(None, _words(entry)), "") for entry in rows[:5])
            remarks.append(
                Remark(code, {"row": rows[0].row + 1, "count": len(rows), "text": text} | column_fact(names, column))
            )
    return told, remarks


def _words(entry: Entry) -> list[str]:
    return [*(cell for cell in entry.cells if not is_figure(cell)), *entry.cells]


def _rate_column(names: Sequence[str], roles: Roles) -> int | None:
    """Only where the amount follows it: what is missing then is the rate."""
    amount = first_of(names, "amount", roles)
    rate = next((at for at in range(len(names)) if "rate" in roles(names[at]) and at != amount), None)
    return rate if rate is not None and amount == rate + 1 else None


def _by_product(entries: Sequence[Entry], names: Sequence[str], rate: int, roles: Roles) -> _Judge:
    """What stands in the rate's place is the area times the rate that was printed above."""
    area = first_of(names, "area_mu", roles)
    known = next((worth.value for entry in entries if not entry.label and (worth := read_amount(entry.cells[rate]))), Decimal())

    def judge(entry: Entry) -> bool | None:
        size, here = (read_amount(entry.cells[at]) for at in (area, rate)) if area is not None else (None, None)
        if (
            entry.label
            or size is None
            or here is None
            or entry.cells[-1]
            or is_figure(entry.cells[rate + 1])
            or here.value == known
        ):
            return False
        return True if abs(size.value * known - here.value) <= CENT else None

    return judge


def _by_count(entries: Sequence[Entry], names: Sequence[str], note: int, roles: Roles) -> _Judge:
    """附表3 is a note, 359.38 is none. As many figures as there are columns behind the note belong to these."""
    behind = len(names) - note - 1
    has_words = any(cell and not is_figure(cell) for entry in entries for cell in entry.cells[note : note + 1])

    def judge(entry: Entry) -> bool | None:
        cell = entry.cells[note]
        if not has_words or not is_figure(cell) or "." not in cell or entry.cells[-1] or behind < 1:
            return False
        figures = sum(map(is_figure, entry.cells[note:]))
        return True if figures == behind else None

    return judge
