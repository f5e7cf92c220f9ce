"""A sheet as tables that a notice can show: title, unit, head, rows, notes, signatures, and what is to be said of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kiosk.rules.cells import FIGURE_LIMIT, is_figure
from kiosk.rules.grids import Grid
from kiosk.rules.table_kinds import Recognised, Vocabulary, bare_head, unit_in_head
from kiosk.rules.understanding.days import is_day
from kiosk.rules.understanding.heads import Heads, halves, is_numbering, is_title
from kiosk.rules.understanding.lines import Line, Remark, is_aside, maker_in, narrow, units_in, without_units
from kiosk.rules.understanding.merged import Entry, filled_by_blanks, filled_by_merges, odd_cells
from kiosk.rules.understanding.pieces import Piece, pieces_of
from kiosk.rules.understanding.short_rows import put_right
from kiosk.rules.understanding.totals import aligned, is_subtotal, is_total

_MONEY_UNITS = frozenset({"元", "千元", "万元", "亿元"})
_MONEY = frozenset(
    "income expense balance year_end year_start this_period last_period change added reduced total_investment grant collective "
    "villagers other_funds amount allowance".split()
)
_COUNTS = frozenset({"数量"})


@dataclass(frozen=True)
class UnderstoodTable:
    title: str
    unit: str
    """元 of 单位：元; 亩、元 where several are named."""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """All of the body, totals and subtotals where they stand. Each is as long as the head."""
    total_rows: tuple[int, ...]
    subtotal_rows: tuple[int, ...]
    kind: Recognised
    above: tuple[str, ...] = ()
    """Lines between the title and the head: a second title, 编制单位, the day."""
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sheet_rows: tuple[int, ...] = ()
    """Of each of the rows, which row of the sheet it is, counted as in remarks."""

    @property
    def maker(self) -> str:
        """Who made it, of 编制单位：…, above the table or below."""
        lines = (*self.above, *self.notes, *self.signatures)
        return next(filter(None, (maker_in(text) for line in lines for text in line.split("　"))), "")


def understand_table(grid: Grid, vocabulary: Vocabulary, first_row: int = 1) -> list[UnderstoodTable]:
    """The tables of a sheet from top to bottom; one without a head and rows for a sheet that has only lines of text.

    Remarks count rows as the clerk sees them, the first of the grid being `first_row`.
    """
    lines, pieces = pieces_of(grid, vocabulary)
    finder = Heads(lines, grid.merges, vocabulary)
    tables = [_understood(lines, piece, grid, finder, vocabulary) for piece in pieces]
    return [_placed_from(first_row, table) for table in tables]


def _placed_from(first_row: int, table: UnderstoodTable) -> UnderstoodTable:
    remarks = tuple(_counted_from(first_row, each) for each in table.remarks)
    return replace(table, remarks=remarks, sheet_rows=tuple(row + first_row - 1 for row in table.sheet_rows))


def _counted_from(first_row: int, remark: Remark) -> Remark:
    row = remark.facts.get("row")
    return replace(remark, facts={**remark.facts, "row": row + first_row - 1}) if isinstance(row, int) else remark


def _understood(lines: Sequence[Line], piece: Piece, grid: Grid, finder: Heads, vocabulary: Vocabulary) -> UnderstoodTable:
    title, units, above = _said_above([lines[at] for at in piece.above])
    below = [lines[at] for at in piece.below]
    signatures = tuple(line.text for line in below if line.is_signature and not line.is_note)
    notes = tuple(line.text for line in below if line.is_note or not line.is_signature)
    names, entries, remarks = _body(lines, piece, grid, finder)
    kind = vocabulary.recognise(names)
    return UnderstoodTable(
        title=title,
        unit="、".join(units),
        head=_with_units(names, units, finder),
        rows=tuple(entry.cells for entry in entries),
        total_rows=tuple(at for at, entry in enumerate(entries) if is_total(entry)),
        subtotal_rows=tuple(at for at, entry in enumerate(entries) if is_subtotal(entry)),
        kind=kind,
        above=above,
        notes=notes,
        signatures=signatures,
        remarks=(*piece.remarks, *remarks),
        sheet_rows=tuple(entry.row + 1 for entry in entries),
    )


def _said_above(lines: Sequence[Line]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The title, the units, and the other lines. What is neither is kept as it stands."""
    title, units, above = "", (), []
    for line in lines:
        texts = list(line.texts)
        for text in line.texts:
            named = units_in(text)
            if named is not None and not units:
                units = named
                texts[texts.index(text)] = without_units(text)
        kept = [text for text in texts if text]
        if not title and len(kept) == 1 and is_title(Line((kept[0],))) and not is_aside(kept[0]) and not line.is_note:
            title = kept[0]
        elif kept:
            above.append("　".join(kept))
    return title, units, tuple(above)


def _body(lines: Sequence[Line], piece: Piece, grid: Grid, finder: Heads) -> tuple[tuple[str, ...], list[Entry], list[Remark]]:
    if not piece.rows and piece.head is None:
        return (), [], []
    given = piece.head.names if piece.head else ("",) * grid.width
    rows, numbering = _without_numbering(lines, piece)
    used = sorted({at for at, name in enumerate(given) if name}.union(*(lines[row].filled for row in rows)))
    names = tuple(given[at] for at in used)
    entries = [Entry(row, tuple(lines[row].cells[at] for at in used)) for row in rows]
    entries, by_merges = filled_by_merges(entries, names, grid.merges, used, finder.roles)
    names, entries, set_below = _halves_below(names, entries)
    told = [*numbering, *by_merges, *set_below]
    if not _has_merges_down(grid, rows):
        entries, by_figures = put_right(entries, names, finder.roles)
        entries, by_blanks = filled_by_blanks(entries, names, finder.roles)
        told += [*by_figures, *by_blanks]
    entries, moved = aligned(entries, names, finder.roles)
    entries = [replace(entry, cells=tuple(map(_plain, entry.cells))) for entry in entries]
    nameless = [str(at + 1) for at, name in enumerate(names) if not name] if piece.head else []
    told += moved
    told += [Remark("understood.nameless_columns", {"columns": "、".join(nameless)})] if nameless else []
    return names, entries, [*told, *odd_cells(entries, names, finder.roles)]


def _without_numbering(lines: Sequence[Line], piece: Piece) -> tuple[list[int], list[Remark]]:
    """Each page may have its own."""
    rows = list(piece.rows)
    first = lines[rows[0]] if rows else None
    if first is None or piece.head is None or not is_numbering(first, lines[rows[1]] if len(rows) > 1 else None):
        return rows, []
    numbered = [row for row in rows if lines[row].cells == first.cells]
    return [row for row in rows if row not in numbered], [
        Remark("understood.numbering", {"row": rows[0] + 1, "text": first.text})
    ]


def _has_merges_down(grid: Grid, rows: Sequence[int]) -> bool:
    inside = set(rows)
    return any(merge.bottom > merge.top and merge.top in inside for merge in grid.merges)


def _halves_below(names: tuple[str, ...], entries: list[Entry]) -> tuple[tuple[str, ...], list[Entry], list[Remark]]:
    """The right half of a form with the same names twice goes below the left one."""
    times = halves(names)
    if times == 1:
        return names, entries, []
    width = len(names) // times
    parts = ([replace(entry, cells=entry.cells[at * width : (at + 1) * width]) for entry in entries] for at in range(times))
    below = [entry for entry in chain.from_iterable(parts) if any(entry.cells)]
    return (
        names[:width],
        below,
        [Remark("understood.halves", {"times": times, "columns": "、".join(name for name in names[:width] if name)})],
    )


def _plain(cell: str) -> str:
    """Figures and days in narrow digits; words as they are written."""
    if cell.isascii() or len(cell) > FIGURE_LIMIT:
        return cell
    return narrow(cell) if is_figure(cell) or is_day(cell) else cell


def _with_units(names: Sequence[str], units: Sequence[str], finder: Heads) -> tuple[str, ...]:
    """The unit line's 元 behind the columns of money that name no unit of their own, and its 亩 behind areas."""
    money = [unit for unit in units if unit in _MONEY_UNITS]
    unit_of = {"area_mu": "亩"} if "亩" in units else {}
    if len(money) == 1:
        unit_of |= dict.fromkeys(_MONEY, money[0])

    def with_unit(name: str) -> str:
        if not name or unit_in_head(name) or bare_head(name) in _COUNTS or bare_head(name) != bare_head(name + "（元）"):
            return name
        roles = finder.roles(name)
        unit = next((unit_of[role] for role in ("area_mu", *sorted(_MONEY)) if role in roles and role in unit_of), "")
        return f"{name}（{unit}）" if unit and not roles & {"rate"} else name

    return tuple(map(with_unit, names))
