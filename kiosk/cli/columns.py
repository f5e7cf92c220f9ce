"""Tables in plain text, where a Chinese character takes two places."""

import unicodedata
from collections.abc import Container, Sequence


def columns(rows: Sequence[Sequence[str]], to_the_right: Container[int] = ()) -> list[str]:
    """One line a row; the columns that are named stand to the right, as figures do."""
    told = [["".join(sign if sign.isprintable() else " " for sign in cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*told, strict=True)]
    return ["  ".join(_padded(cell, widths[at], at in to_the_right) for at, cell in enumerate(row)).rstrip() for row in told]


def _padded(cell: str, wide: int, is_right: bool) -> str:
    room = " " * (wide - width(cell))
    return room + cell if is_right else cell + room


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
