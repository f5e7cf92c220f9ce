"""A village's own catalogue: what it has changed or added, over what is shipped, and what a newer product ships anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kiosk.rules.catalogue import SWITCHES, Default, Row, item_of

Rows = Mapping[str, Row]
ESSENTIAL = frozenset({"code", "title", "category", "default", "frequency", "display_days"})
"""Columns without which nothing is an item."""


@dataclass(frozen=True)
class OwnEntry:
    """What a village has set for one item: only the columns it has changed, or all of them for an item of its own."""

    code: str
    own: Row
    shipped: Row = field(default_factory=dict)
    """What was shipped in those columns when they were changed; nothing for an item of its own."""
    reason: str = ""
    """Why less than is shipped holds here: the county's or the province's rules, in the village's words."""
    declined: Row = field(default_factory=dict)
    """What a newer product ships under the code of an item of the village's own, which was to stay."""

    @property
    def is_whole(self) -> bool:
        """An item of the village's own, which follows nothing that is shipped."""
        return not self.shipped and self.makes_an_item

    @property
    def makes_an_item(self) -> bool:
        """Without what is shipped."""
        return self.own.keys() >= ESSENTIAL


def overlaid(shipped: Rows, entries: Iterable[OwnEntry]) -> dict[str, Row]:
    """Every item as it holds in this village. A column that a newer product has added is empty in the village's own items;
    changes to what is no longer shipped are an item only if they hold what was shipped too."""
    rows = dict(shipped)
    columns = dict.fromkeys(column for row in shipped.values() for column in row)
    for entry in entries:
        base = {} if entry.is_whole else shipped.get(entry.code, {})
        if base or entry.makes_an_item:
            rows[entry.code] = {column: entry.own.get(column, base.get(column, "")) for column in columns}
    return rows


def completed(entries: Iterable[OwnEntry], shipped: Rows, seen: Rows) -> list[OwnEntry]:
    """The changes to what the product ships no longer, each with all that was shipped when somebody last looked: so the
    item goes on in this village until it is settled."""
    return [
        replace(entry, own={**seen[entry.code], **entry.own})
        for entry in dropped(shipped, entries)
        if entry.code in seen and not set(seen[entry.code]) <= set(entry.own)
    ]


def dropped(shipped: Rows, entries: Iterable[OwnEntry]) -> list[OwnEntry]:
    """Changes to items that are no longer shipped."""
    return [entry for entry in entries if not entry.is_whole and entry.code not in shipped]


def collisions(shipped: Rows, entries: Iterable[OwnEntry]) -> list[OwnEntry]:
    """The village's own items under whose codes something is shipped now, where nobody has decided which is to hold."""
    return [entry for entry in entries if entry.is_whole and entry.code in shipped and entry.declined != shipped[entry.code]]


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
        if entry.code in shipped and column in entry.own and shipped[entry.code].get(column, was) not in (was, entry.own[column])
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


def gone_since(seen: Rows, shipped: Rows, entries: Iterable[OwnEntry]) -> list[str]:
    """Codes of what is no longer shipped, where the village has no word of its own on it."""
    own = {entry.code for entry in entries}
    return [code for code in seen if code not in shipped and code not in own]


def differing(row: Row, shipped: Row) -> dict[str, str]:
    """The columns in which a village's row is another than the shipped one."""
    return {column: text for column, text in row.items() if text != shipped.get(column)}


def stays_off(row: Row, shipped: Row | None) -> bool:
    """What must not be posted, or only as a policy, is not switched on by a village."""
    return shipped is None or Default(shipped["default"]) in SWITCHES or row["default"] == shipped["default"]


def is_sound(entry: OwnEntry, shipped: Rows) -> bool:
    """Whether it makes an item, alone or over the shipped one."""
    row = overlaid(shipped, [entry]).get(entry.code)
    try:
        return row is not None and item_of(row).code == entry.code and stays_off(row, shipped.get(entry.code))
    except (ValueError, TypeError, LookupError):
        return False
