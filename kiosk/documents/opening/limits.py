"""How much a file may hold; what goes beyond is refused with the reason, before it takes the memory of the machine."""

from kiosk.errors import Refused

MEMORY_BYTES = 300 * 1024 * 1024
"""Of the child, all told."""
CPU_SECONDS = 4
"""Of the child's own time, so that a busy machine refuses no honest file."""
WAITING_SECONDS = 30
"""Until it is done, on a machine that is busy or cannot count a child's time."""
SIZE_LIMIT = 20 * 1024 * 1024
"""Bytes of a file as it is brought."""
PASTED_LIMIT = 5_000_000
"""Characters of what is pasted."""
ROWS_LIMIT = 60_000
COLUMNS_LIMIT = 200
CELLS_LIMIT = 1_000_000
"""Of all sheets together, the empty ones among others included."""
CELL_LIMIT = 32_767
"""Characters of a cell: more than a spreadsheet itself allows is cut, and said."""
CHARACTERS_LIMIT = 5_000_000
"""Of all that is taken over: twice a roster of 50,000 households."""
PARTS_LIMIT = 60_000
"""Paragraphs, headings and tables of a text."""


def check_size(rows: int, columns: int, sheet: str = "") -> None:
    """Raises Refused for a table beyond the limits; `sheet` names it, where there are several."""
    if rows > ROWS_LIMIT:
        raise Refused("opening.too_many_rows", sheet=sheet, rows=rows, limit=ROWS_LIMIT)
    if columns > COLUMNS_LIMIT:
        raise Refused("opening.too_many_columns", sheet=sheet, columns=columns, limit=COLUMNS_LIMIT)
    if rows * columns > CELLS_LIMIT:
        raise Refused("opening.too_many_cells", sheet=sheet, cells=rows * columns, limit=CELLS_LIMIT)
