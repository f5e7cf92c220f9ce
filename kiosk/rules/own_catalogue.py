"""A village's own catalogue: what it has changed or added, over what is shipped, and what a newer product ships anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kiosk.rules.catalogue import Row, item_of

Rows = Mapping[str, Row]


@dataclass(frozen=True)
class OwnEntry:
    """What a village has set for one item: only the columns it has changed, or all of them for an item of its own."""

    code: str
    own: Row
    shipped: Row = field(default_factory=dict)
    """What was shipped in those columns when they were changed; nothing for an item of its own."""


def overlaid(shipped: Rows, entries: Iterable[OwnEntry]) -> dict[str, Row]:
    """Every item as it holds in this village. What the product no longer ships stays if the village has made it its own
    with all its columns; changes to what is gone are left out."""
    rows = dict(shipped)
    columns = {name for row in shipped.values() for name in row}
    for entry in entries:
        row = {**rows.get(entry.code, {}), **entry.own}
        if columns <= row.keys():
            rows[entry.code] = row
    return rows


@dataclass(frozen=True)
class News:
    """One column of one item that a newer product ships otherwise."""

    code: str
    column: str
    was: str
    now: str
    own: str | None = None
    """The village's own, which holds; None where it follows what is shipped."""


def overtaken(shipped: Rows, entries: Iterable[OwnEntry]) -> list[News]:
    """The village's own values under which what is shipped has changed since."""
    return [
        News(entry.code, column, was, shipped[entry.code][column], entry.own[column])
        for entry in entries
        for column, was in entry.shipped.items()
        if entry.code in shipped and shipped[entry.code].get(column, was) not in (was, entry.own[column])
    ]


def changed_since(seen: Rows, shipped: Rows, entries: Iterable[OwnEntry]) -> list[News]:
    """What is shipped otherwise than it was when somebody last looked, where the village follows it."""
    own = {(entry.code, column) for entry in entries for column in entry.own}
    return [
        News(code, column, seen[code][column], text)
        for code, row in shipped.items()
        if code in seen
        for column, text in row.items()
        if column in seen[code] and seen[code][column] != text and (code, column) not in own
    ]


def added_since(seen: Rows, shipped: Rows) -> list[str]:
    """Codes of the items that were not shipped when somebody last looked."""
    return [code for code in shipped if code not in seen]


def differing(row: Row, shipped: Row) -> dict[str, str]:
    """The columns in which a village's row is another than the shipped one."""
    return {column: text for column, text in row.items() if text != shipped.get(column)}


def is_sound(entry: OwnEntry, shipped: Rows) -> bool:
    """Whether it makes an item, alone or over the shipped one."""
    row = overlaid(shipped, [entry]).get(entry.code)
    try:
        return row is not None and item_of(row).code == entry.code
    except (ValueError, TypeError, LookupError):
        return False
