"""Two tables row by row and cell by cell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import ClassVar

from kiosk.rules.alignment import Effort, Pair, Step, gaps, matches, steps, with_the_like
from kiosk.rules.cells import is_figure_column, is_total_label
from kiosk.rules.changed_words import Pieces, added, compare_words, plain, removed
from kiosk.rules.tables import Table

NUMBER_HEADS = frozenset({"序号", "编号", "行号", "次序", "号"})
ROW_LIKENESS = 0.6
"""How much of two rows must be the same for one to be the other, changed."""
ROW_LIKENESS_OF_A_NAME = 0.3
"""Where they are of the same household, or for the same purpose."""
COLUMN_LIKENESS = 0.4
LOOKED_AT = 200
"""Rows that show what a column holds."""
WEIGHT_OF_WORDS = 8
"""At most: a cell of words weighs as much as it has characters."""
WEIGHT_OF_A_FIGURE = 2
SHORT = 4
"""Characters of a cell that must be the same, or is another."""

_OF_A_DAY = re.compile(r"[\d年月日.,/-]")

Row = tuple[str, ...]


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    REPLACED = "replaced"
    """One is gone, and something else stands in its place."""


@dataclass(frozen=True)
class Fold:
    """What is left out between what is shown."""

    sort: ClassVar[str] = "fold"
    count: int
    """Rows of a table, or blocks of a body."""
    changed: int = 0
    """Those of them that did change, but were too many to show."""
    renumbered: int = 0
    """Those of them that only bear another number."""


@dataclass(frozen=True)
class RowChange:
    sort: ClassVar[str] = "row"
    change: Change
    old: tuple[Pieces, ...]
    """One for each column of the old table; none where no old row stands here."""
    new: tuple[Pieces, ...]


@dataclass(frozen=True)
class TableChange:
    sort: ClassVar[str] = "table"
    change: Change
    old: tuple[Pieces, ...]
    """The old table's head."""
    new: tuple[Pieces, ...]
    rows: tuple[RowChange | Fold, ...]
    old_figures: frozenset[int] = frozenset()
    """Which of the old columns hold figures."""
    new_figures: frozenset[int] = frozenset()


@dataclass
class Room:
    """How much is shown: `around` each change, or everything where it is None; and at most so many changes in all."""

    around: int | None = 2
    changes: int = 1000


@dataclass(frozen=True)
class TableCounts:
    tables_added: int = 0
    tables_removed: int = 0
    rows_changed: int = 0
    rows_added: int = 0
    rows_removed: int = 0
    rows_renumbered: int = 0
    columns_added: int = 0
    columns_removed: int = 0
    columns_renamed: int = 0

    def __add__(self, other: "TableCounts") -> "TableCounts":
        mine, theirs = vars(self), vars(other)
        return TableCounts(**{name: mine[name] + theirs[name] for name in mine})


def shown(is_same: Sequence[bool], room: Room, keep: Iterable[int] = ()) -> Iterator[int | range]:
    """Places to show, and stretches of two and more to leave out."""
    if room.around is None:
        yield from range(len(is_same))
        return
    changed = [place for place, same in enumerate(is_same) if not same]
    within, too_many = changed[: room.changes], changed[room.changes :]
    room.changes -= len(within)
    near = {place for at in within for place in range(at - room.around, at + room.around + 1)}
    start = 0
    for place in [*sorted((near | {*keep}) & {*range(len(is_same))} - {*too_many}), len(is_same)]:
        between = range(start, place)
        if len(between) == 1 and is_same[start]:
            yield start
        elif between:
            yield between
        if place < len(is_same):
            yield place
        start = place + 1


@dataclass(frozen=True)
class _Grid:
    """A table as it is read: without empty rows, and what stands beyond its head as one more column."""

    head: Row
    rows: tuple[Row, ...]


def _grid(table: Table) -> _Grid:
    width = len(table.head)
    rows = tuple(tuple(map(plain, row)) for row in table.rows if any(row))
    if any(len(row) > width for row in rows):
        rows = tuple((*row[:width], " | ".join(row[width:])) for row in rows)
        return _Grid((*map(plain, table.head), ""), rows)
    return _Grid(tuple(map(plain, table.head)), rows)


@dataclass(frozen=True)
class _Columns:
    pairs: tuple[Pair, ...]
    numbers: tuple[Pair, ...]
    """Those of the pairs that only number the rows."""
    telling: tuple[Pair, ...]
    """The others."""
    words: tuple[Pair, ...]
    """Those that hold words, such as names: by them a row is known again when its figures have changed."""
    removed: tuple[int, ...]
    added: tuple[int, ...]


def compare_tables(old: Table, new: Table, room: Room, effort: Effort) -> tuple[TableChange, TableCounts]:
    olds, news = _grid(old), _grid(new)
    columns = _columns(olds, news, effort)
    both = _Both(olds, news, columns)
    together = list(steps(_row_pairs(both, effort), len(olds.rows), len(news.rows)))
    changes = [both.change(step) for step in together]
    heads = both.cells(olds.head, news.head, effort)
    rows = tuple(_rows(both, together, changes, room, effort))
    replaced = changes.count(Change.REPLACED)
    counts = TableCounts(
        rows_changed=changes.count(Change.CHANGED),
        rows_added=changes.count(Change.ADDED) + replaced,
        rows_removed=changes.count(Change.REMOVED) + replaced,
        rows_renumbered=sum(map(both.is_renumbered, together, changes)),
        columns_added=len(columns.added),
        columns_removed=len(columns.removed),
        columns_renamed=sum(olds.head[left] != news.head[right] for left, right in columns.pairs),
    )
    change = Change.SAME if counts == TableCounts() else Change.CHANGED
    return TableChange(change, *heads, rows, _figures(olds), _figures(news)), counts


def lone_table(table: Table, change: Change, room: Room) -> tuple[TableChange, TableCounts]:
    """One that is there on one side only."""
    grid = _grid(table)
    marked = removed if change is Change.REMOVED else added

    def sides(row: Row) -> tuple[tuple[Pieces, ...], tuple[Pieces, ...]]:
        pieces = tuple(map(marked, row))
        return (pieces, ()) if change is Change.REMOVED else ((), pieces)

    rows = tuple(
        RowChange(change, *sides(grid.rows[place])) if isinstance(place, int) else Fold(len(place), len(place))
        for place in shown([False] * len(grid.rows), room)
    )
    many = len(grid.rows)
    is_gone = change is Change.REMOVED
    counts = TableCounts(tables_removed=1, rows_removed=many) if is_gone else TableCounts(tables_added=1, rows_added=many)
    return TableChange(change, *sides(grid.head), rows, _figures(grid), _figures(grid)), counts


@dataclass(frozen=True)
class _Both:
    old: _Grid
    new: _Grid
    columns: _Columns

    def change(self, step: Step) -> Change:
        if step.old is None:
            return Change.ADDED
        if step.new is None:
            return Change.REMOVED
        if not step.belong:
            return Change.REPLACED
        old, new = self.old.rows[step.old], self.new.rows[step.new]
        is_same = all(old[left] == new[right] for left, right in self.columns.telling)
        lost = any(old[column] for column in self.columns.removed)
        won = any(new[column] for column in self.columns.added)
        return Change.SAME if is_same and not lost and not won else Change.CHANGED

    def is_renumbered(self, step: Step, change: Change) -> bool:
        if change is not Change.SAME:
            return False
        old, new = self.old.rows[step.old or 0], self.new.rows[step.new or 0]
        return any(old[left] != new[right] for left, right in self.columns.numbers)

    def cells(self, old: Row, new: Row, effort: Effort) -> tuple[tuple[Pieces, ...], tuple[Pieces, ...]]:
        lefts, rights = [*map(removed, old)], [*map(added, new)]
        for left, right in self.columns.pairs:
            lefts[left], rights[right] = compare_words(old[left], new[right], effort)
        return tuple(lefts), tuple(rights)


def _rows(both: _Both, together: list[Step], changes: list[Change], room: Room, effort: Effort) -> Iterator[RowChange | Fold]:
    for place in shown([change is Change.SAME for change in changes], room):
        if isinstance(place, range):
            hidden = sum(changes[at] is not Change.SAME for at in place)
            yield Fold(len(place), hidden, sum(both.is_renumbered(together[at], changes[at]) for at in place))
            continue
        step = together[place]
        if step.belong:
            sides = both.cells(both.old.rows[step.old or 0], both.new.rows[step.new or 0], effort)
        else:
            old = () if step.old is None else tuple(map(removed, both.old.rows[step.old]))
            new = () if step.new is None else tuple(map(added, both.new.rows[step.new]))
            sides = (old, new)
        yield RowChange(changes[place], *sides)


def _columns(old: _Grid, new: _Grid, effort: Effort) -> _Columns:
    def likeness(left: int, right: int) -> float:
        alike = max(shared(old.head[left], new.head[right]), _same_cells(old, new, left, right))
        return alike if alike >= COLUMN_LIKENESS else 0

    width, new_width = len(old.head), len(new.head)
    pairs = with_the_like(matches(old.head, new.head, effort), width, new_width, likeness, effort)
    telling = [(left, right) for left, right in pairs if not {old.head[left], new.head[right]} & NUMBER_HEADS]
    figures, new_figures = _figures(old), _figures(new)
    words = [(left, right) for left, right in telling if left not in figures and right not in new_figures]
    lost = {*range(width)} - {left for left, _ in pairs}
    won = {*range(new_width)} - {right for _, right in pairs}
    numbers = [pair for pair in pairs if pair not in telling]
    return _Columns(*map(tuple, (pairs, numbers, telling, words, sorted(lost), sorted(won))))


def shared(one: str, other: str) -> float:
    """From 0 to 1, how many of the characters of both are in both."""
    ours, theirs = {*one}, {*other}
    return 2 * len(ours & theirs) / (len(ours) + len(theirs) or 1)


def _same_cells(old: _Grid, new: _Grid, left: int, right: int) -> float:
    both = [(a[left], b[right]) for a, b in zip(old.rows[:LOOKED_AT], new.rows, strict=False) if a[left] or b[right]]
    return sum(a == b for a, b in both) / (len(both) or 1)


def _figures(grid: _Grid) -> frozenset[int]:
    rows = grid.rows[:LOOKED_AT]
    return frozenset(column for column in range(len(grid.head)) if is_figure_column([row[column] for row in rows]))


def _row_pairs(both: _Both, effort: Effort) -> list[Pair]:
    """Rows that are equal but for their number; between them, those of the same words; between these, the like."""
    columns, olds, news = both.columns, both.old.rows, both.new.rows
    pairs = matches(_keys(olds, columns.telling, 0), _keys(news, columns.telling, 1), effort)
    for names in (_names(both, columns.words), _labels(both)):
        pairs = _known_again(pairs, *names, effort)
    kinds = [(left, right, (left, right) in columns.words) for left, right in columns.telling]
    telling = _most_telling(both)

    def likeness(old: int, new: int) -> float:
        same = total = 0.0
        least = ROW_LIKENESS
        for left, right, is_words in kinds:
            cell, other = olds[old][left], news[new][right]
            if cell or other:
                weight = _weight(cell or other) if is_words else WEIGHT_OF_A_FIGURE
                alike = _said_alike(cell, other) if is_words else float(cell == other)
                same, total = same + weight * alike, total + weight
                least = ROW_LIKENESS_OF_A_NAME if alike and (left, right) == telling else least
        return same / total if total and same >= total * least else 0

    return with_the_like(pairs, len(olds), len(news), likeness, effort)


def _keys(rows: Sequence[Row], columns: Sequence[Pair], side: int) -> list[Row]:
    places = [pair[side] for pair in columns]
    return [tuple([row[place] for place in places]) for row in rows]


def _names(both: "_Both", columns: Sequence[Pair]) -> tuple[list[Row], list[Row]]:
    """What a row is known by: its words; a total by that alone."""

    def names(rows: Sequence[Row], side: int) -> list[Row]:
        totals = ["".join(next(filter(is_total_label, row[:2]), "").split()) for row in rows]
        return [(total,) if total else key for total, key in zip(totals, _keys(rows, columns, side), strict=True)]

    return names(both.old.rows, 0), names(both.new.rows, 1)


def _labels(both: "_Both") -> tuple[list[Row], list[Row]]:
    """The first column of words in which each row has its own."""
    for pair in both.columns.words:
        olds, news = _keys(both.old.rows, [pair], 0), _keys(both.new.rows, [pair], 1)
        if len({*olds}) == len(olds) and len({*news}) == len(news):
            return olds, news
    return [()] * len(both.old.rows), [()] * len(both.new.rows)


def _most_telling(both: "_Both") -> Pair | None:
    """The column in which rows differ the most in their words: of a roster its names, of a ledger what it was for."""
    words = [({_OF_A_DAY.sub("", row[left]) for row in both.old.rows}, (left, right)) for left, right in both.columns.words]
    return max(words, key=lambda each: len(each[0]))[1] if words else None


def _said_alike(cell: str, other: str) -> float:
    """Longer words may differ in part; a name is another name."""
    if cell == other or len(cell) < SHORT or "*" in cell:
        return cell == other
    alike = shared(cell, other)
    return alike if alike >= 0.5 else 0


def _weight(cell: str) -> int:
    """A day weighs little, for it moves on with the period."""
    return max(1, min(WEIGHT_OF_WORDS, len(_OF_A_DAY.sub("", cell))))


def _known_again(pairs: Sequence[Pair], old: list[Row], new: list[Row], effort: Effort) -> list[Pair]:
    found: list[Pair] = []
    for (olds, news), pair in zip_longest(gaps(pairs, len(old), len(new)), pairs):
        if olds and news:
            within = matches(_told_apart(old, olds), _told_apart(new, news), effort)
            found += ((olds[left], news[right]) for left, right in within)
        if pair is not None:
            found.append(pair)
    return found


def _told_apart(keys: list[Row], places: range) -> list[object]:
    """Rows without a word are like no other row."""
    return [keys[place] if any(keys[place]) else object() for place in places]
