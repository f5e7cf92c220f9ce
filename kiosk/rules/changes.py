"""What changed between two notices, for somebody who looks at both side by side."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise
from zlib import crc32

from kiosk.rules.alignment import Effort, matches, steps, with_the_like
from kiosk.rules.changed_tables import Change, Fold, Room, TableChange, TableCounts, compare_tables, lone_table, shown
from kiosk.rules.changed_words import Pieces, added, compare_words, plain, removed, words
from kiosk.rules.notice import Notice
from kiosk.rules.tables import Block, Sort, Table, blocks

TEXTS = ("title", "responsible_unit", "document_number", "supervision_phone")
FIELDS = (
    "title",
    "category",
    "item",
    "period",
    "kind",
    "responsible_unit",
    "issued_on",
    "effective_on",
    "valid_until",
    "objection_days",
    "document_number",
    "supervision_phone",
    "screens",
    "seconds",
    "priority",
    "sources",
    "public_sources",
)
BLOCK_LIKENESS = 0.3
SKETCH = 128
"""Pairs of neighbouring words that stand for a whole block."""
_HEADING = re.compile(r"(#{1,6})[ \t]*(.*?)[ \t]*#*")


@dataclass(frozen=True)
class FieldChange:
    key: str
    before: object
    after: object
    old: Pieces = ()
    new: Pieces = ()
    """Word by word, where it is a text; else empty."""


@dataclass(frozen=True)
class ProseChange:
    sort: Sort
    change: Change
    old: Pieces
    new: Pieces


@dataclass(frozen=True)
class Counts:
    fields: int = 0
    blocks: int = 0
    """Paragraphs, headings and lists."""
    tables: TableCounts = TableCounts()


@dataclass(frozen=True)
class Changes:
    fields: tuple[FieldChange, ...]
    body: tuple[ProseChange | TableChange | Fold, ...]
    counts: Counts
    is_rough: bool
    """Part of it differed so much that it was only set side by side."""

    @property
    def is_none(self) -> bool:
        return self.counts == Counts()


def compare(old: Notice, new: Notice, around: int | None = 2, most: int = 1000) -> Changes:
    """`around`: how many unchanged rows stay in sight beside a change (and one block), None for everything; `most`: how
    many changed rows and blocks are shown at all."""
    effort, room = Effort(), Room(around, most)
    fields = tuple(_field(key, old, new, effort) for key in FIELDS if getattr(old, key) != getattr(new, key))
    body = _beside([*map(_read, blocks(old.body))], [*map(_read, blocks(new.body))], effort)
    tables = {place: each.compared_tables(room, effort) for place, each in enumerate(body) if each.is_table}
    prose = sum(not each.is_same and not each.is_table for each in body)
    counts = Counts(len(fields), prose, sum((counts for _, counts in tables.values()), TableCounts()))
    seen = tuple(
        Fold(len(place), sum(not body[at].is_same for at in place))
        if isinstance(place, range)
        else tables[place][0] if place in tables else body[place].compared_words(effort)
        for place in shown([each.is_same for each in body], Room(around and 1, most), _headings_over(body))
    )
    return Changes(fields, seen, counts, effort.fell_short)


def _field(key: str, old: Notice, new: Notice, effort: Effort) -> FieldChange:
    before, after = getattr(old, key), getattr(new, key)
    if key in TEXTS:
        return FieldChange(key, before, after, *compare_words(before or "", after or "", effort))
    return FieldChange(key, before, after)


@dataclass(frozen=True)
class _Read:
    """A block as it is compared."""

    sort: Sort
    text: str
    level: int
    """Of a heading; of a table, its columns."""
    table: Table | None = None

    @property
    def key(self) -> tuple[Sort, str, int]:
        return self.sort, self.text, self.level

    @cached_property
    def sketch(self) -> frozenset[int]:
        """What tells it apart, however long it is."""
        if self.table is not None:
            return _sketch(cell for row in self.table.rows for cell in row)
        said = words(self.text)
        return _sketch([one + other for one, other in pairwise(said)] or said)


def _read(block: Block) -> _Read:
    if block.table is not None:
        rows = [[*map(plain, row)] for row in (block.table.head, *block.table.rows)]
        return _Read(block.sort, "\n".join(map(" | ".join, rows)), len(rows[0]), block.table)
    heading = _HEADING.fullmatch(block.text) if block.sort is Sort.HEADING else None
    return _Read(block.sort, plain(heading[2] if heading else block.text), len(heading[1]) if heading else 0)


def _sketch(parts: Iterable[str]) -> frozenset[int]:
    return frozenset(nsmallest(SKETCH, {crc32(part.encode("utf-8", "replace")) for part in parts}))


def _likeness(old: _Read, new: _Read) -> float:
    if old.sort is not new.sort:
        return 0
    alike = _common(old.sketch, new.sketch)
    if old.table is not None and new.table is not None:
        alike = 0.6 * _common({*old.table.head}, {*new.table.head}) + 0.4 * alike
    return alike if alike >= BLOCK_LIKENESS else 0


def _common(one: Set[object], other: Set[object]) -> float:
    return 2 * len(one & other) / (len(one) + len(other) or 1)


@dataclass(frozen=True)
class _Beside:
    """What stands on either side; None where nothing does."""

    old: _Read | None
    new: _Read | None
    belong: bool
    """One is the other, changed or not."""

    @property
    def is_same(self) -> bool:
        return self.belong and self.old is not None and self.new is not None and self.old.key == self.new.key

    @property
    def is_table(self) -> bool:
        return (self.old or self.new).sort is Sort.TABLE

    def compared_tables(self, room: Room, effort: Effort) -> tuple[TableChange, TableCounts]:
        old, new = self.old and self.old.table, self.new and self.new.table
        if old and new:
            return compare_tables(old, new, room, effort)
        return lone_table(old, Change.REMOVED, room) if old else lone_table(new, Change.ADDED, room)

    def compared_words(self, effort: Effort) -> ProseChange:
        if self.old is None or self.new is None:
            change = Change.ADDED if self.old is None else Change.REMOVED
            return ProseChange((self.old or self.new).sort, change, removed(_text(self.old)), added(_text(self.new)))
        change = Change.SAME if self.is_same else Change.CHANGED if self.belong else Change.REPLACED
        if change is Change.REPLACED or self.old.level != self.new.level:
            return ProseChange(self.old.sort, change, removed(self.old.text), added(self.new.text))
        return ProseChange(self.old.sort, change, *compare_words(self.old.text, self.new.text, effort))


def _text(block: _Read | None) -> str:
    return "" if block is None else block.text


def _beside(olds: list[_Read], news: list[_Read], effort: Effort) -> list[_Beside]:
    equals = matches([each.key for each in olds], [each.key for each in news], effort)
    pairs = with_the_like(equals, len(olds), len(news), lambda left, right: _likeness(olds[left], news[right]), effort)
    found: list[_Beside] = []
    for left, right, belong in steps(pairs, len(olds), len(news)):
        old = None if left is None else olds[left]
        new = None if right is None else news[right]
        if belong or old is None or new is None or (old.sort is new.sort is not Sort.TABLE):
            found.append(_Beside(old, new, belong))
        else:
            found += [_Beside(old, None, False), _Beside(None, new, False)]
    return found


def _headings_over(body: list[_Beside]) -> Iterator[int]:
    """For each change, the heading it stands under."""
    heading = None
    for place, each in enumerate(body):
        if (each.new or each.old).sort is Sort.HEADING:
            heading = place
        elif heading is not None and not each.is_same:
            yield heading
