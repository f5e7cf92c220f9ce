"""Where something stands in a notice."""

from dataclasses import dataclass

BODY = "body"


@dataclass(frozen=True)
class Place:
    """`text[start:end]` of one field of a notice, in characters; `end` 0 stands for the whole field. For something in a
    table of the body, also which: tables, rows (without the head, which is -1) and columns are counted from 0."""

    key: str = BODY
    start: int = 0
    end: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None
