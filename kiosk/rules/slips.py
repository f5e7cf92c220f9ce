"""Slips for the households of a roster (发放到户): a row each, cut apart and signed for."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.rules.cells import is_blank, is_total_row
from kiosk.rules.placed_text import PlacedTable

HOUSEHOLD = "household_head"
"""What the column is known as in which the households stand."""


@dataclass(frozen=True)
class Slip:
    number: int
    """Counted from 1 through the whole table, also where only a part is printed."""
    household: str
    """"" where no column names one."""
    cells: tuple[tuple[str, str], ...]
    """Head and value of each column that was chosen, as they are posted."""


def slips_of(table: PlacedTable, columns: Sequence[int], household: int | None) -> list[Slip]:
    """Totals and empty rows have none."""
    heads = [piece.text for piece in table.head]
    rows = [[piece.text for piece in row[: len(heads)]] for row in table.rows]
    rows = [row for row in rows if not is_total_row(row) and not all(map(is_blank, row))]
    return [
        Slip(number, "" if household is None else row[household], tuple((heads[at], row[at]) for at in columns))
        for number, row in enumerate(rows, 1)
    ]
