"""A roster too long for one notice becomes several: each part with the head, its own rows and their sum."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kiosk.rules.amounts import read_amount
from kiosk.rules.cells import is_total_label, is_total_row
from kiosk.rules.notice import Notice
from kiosk.rules.tables import Block, Table, blocks, body_of

Row = tuple[str, ...]

ROWS_MOST = 5_000
"""Of one notice: 625 pages on a TV, and about as much as one body holds."""
CHARACTERS_MOST = 300_000
LABEL = "本部分合计"
_PART = re.compile(r"（第(\d+)部分，共(\d+)部分）")


def in_parts(notice: Notice, rows_most: int = ROWS_MOST) -> list[Notice]:
    """The notice itself where its tables are short enough. Else its longest table goes on from part to part; what stands
    above it opens each, what stands below it closes the last."""
    body = blocks(notice.body)
    longest = max((at for at, block in enumerate(body) if block.table), key=lambda at: len(body[at].table.rows), default=None)
    if longest is None:
        return [notice]
    size_of_row = -(-len(body[longest].text) // (len(body[longest].table.rows) or 1))
    rows_most = max(1, min(rows_most, CHARACTERS_MOST // size_of_row))
    if len(body[longest].table.rows) <= rows_most:
        return [notice]
    table = body[longest].table
    totals = [row for row in table.rows if is_total_row(row)]
    entries = [row for row in table.rows if not is_total_row(row)]
    count = -(-len(entries) // rows_most)
    size = -(-len(entries) // count)
    return [
        replace(
            notice,
            title=f"{notice.title}（第{part + 1}部分，共{count}部分）",
            body=body_of(_texts(body, longest, entries[part * size : (part + 1) * size], totals, is_last=part == count - 1)),
        )
        for part in range(count)
    ]


def part_in(title: str) -> tuple[int, int] | None:
    """Which part it names, from 0, and of how many; None for the title of a whole."""
    found = _PART.search(title)
    return (int(found[1]) - 1, int(found[2])) if found else None


def _texts(body: Sequence[Block], longest: int, entries: list[Row], totals: list[Row], is_last: bool) -> list[str]:
    table = body[longest].table
    rows = (*entries, *([_sum_of(entries, totals[-1])] if totals else []))
    above = [block.text for block in body[:longest]]
    below = [*(_in_words(table, total) for total in totals), *(block.text for block in body[longest + 1 :])] if is_last else []
    return [*above, replace(table, rows=rows).written(), *below]


def _sum_of(entries: Sequence[Row], total: Row) -> Row:
    """Of every column that the whole table's total sums up."""

    def cell(at: int) -> str:
        whole = read_amount(total[at])
        if whole is None:
            return LABEL if is_total_label(total[at]) else ""
        figures = [amount.value for row in entries if at < len(row) and (amount := read_amount(row[at])) is not None]
        places = max(0, *(-each.normalize().as_tuple().exponent for each in (whole.value, *figures)))
        return f"{sum(figures, Decimal(0)):.{places}f}"

    return tuple(map(cell, range(len(total))))


def _in_words(table: Table, total: Row) -> str:
    """The whole table's total, which no part adds up to: 全部合计：面积（亩）11050，金额（元）906100。"""
    said = [f"{head}{cell}" for head, cell in zip(table.head, total, strict=False) if read_amount(cell) is not None]
    return f"全部合计：{'，'.join(said)}。"
