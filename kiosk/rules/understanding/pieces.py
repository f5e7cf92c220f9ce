"""A sheet falls into tables, one below the other: what stands above each, its head, its rows, and what stands below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.rules.grids import Grid
from kiosk.rules.table_kinds import Vocabulary
from kiosk.rules.understanding.heads import Head, Heads, same_names
from kiosk.rules.understanding.lines import PROSE, Line, Remark, is_aside, lines_of, without_continuation, without_units

_MOST_ABOVE = 4
"""Rows that a further table may have above its head: a title, a second one, who made it, the unit."""


@dataclass(frozen=True)
class Piece:
    """Each row by its place in the sheet."""

    above: tuple[int, ...]
    head: Head | None
    rows: tuple[int, ...]
    below: tuple[int, ...]
    pages: tuple[int, ...] = ()
    """The first row of each further page."""
    repeated: tuple[str, ...] = ()
    """What its further pages say once more."""
    remarks: tuple[Remark, ...] = ()


def pieces_of(grid: Grid, vocabulary: Vocabulary) -> tuple[list[Line], list[Piece]]:
    lines = lines_of(grid)
    finder = Heads(lines, grid.merges, vocabulary)
    heads = _heads(finder)
    if not heads:
        return lines, [_without_head(lines)] if any(line.filled for line in lines) else []
    starts = [0, *(_start(lines, before, head) for before, head in zip(heads, heads[1:], strict=False)), len(lines)]
    found: list[Piece] = []
    for head, start, end in zip(heads, starts, starts[1:], strict=False):
        above = tuple(at for at in range(start, head.first) if lines[at].filled)
        inside = [at for at in range(head.last + 1, end) if lines[at].filled]
        tail = _tail(lines, inside)
        piece = Piece(above, head, tuple(inside[:tail]), tuple(inside[tail:]))
        if found and _continues(lines, found[-1], piece):
            found[-1] = _joined(lines, found[-1], piece)
        else:
            found.append(piece)
    return lines, [_without_lone_marks(lines, _told(piece)) for piece in found]


def _heads(finder: Heads) -> list[Head]:
    heads: list[Head] = []
    at = 0
    while at < len(finder.lines):
        if finder.is_known(at) and (not heads or _may_begin(finder, heads[-1], at)):
            heads.append(finder.begun_at(at))
            at = heads[-1].last
        at += 1
    if not heads:
        unknown = finder.unknown(0, len(finder.lines) - 1)
        return [] if unknown is None else [finder.begun_at(unknown)]
    return heads


def _may_begin(finder: Heads, before: Head, at: int) -> bool:
    """Within a table, a row of such words is a head only if it is the same again, or set apart from the rows above it."""
    names = finder.begun_at(at).names
    above = finder.lines[at - 1]
    return same_names(names, before.names) or above.is_empty or above.is_lone or above.is_aside


def _start(lines: Sequence[Line], before: Head, head: Head) -> int:
    """Where that begins which stands above a further head: not with the last rows of the table before."""
    at = head.first
    taken = 0
    while at - 1 > before.last and taken < _MOST_ABOVE:
        line = lines[at - 1]
        if line.is_empty:
            if taken:
                break
        elif not (line.is_aside or line.is_lone) or line.is_total or line.is_note or line.is_signature and not line.is_aside:
            break
        else:
            taken += 1
        at -= 1
        if line.is_continuation:
            break
    marks = [each for each in range(at, head.first) if lines[each].is_continuation]
    return marks[0] if marks else at


def _tail(lines: Sequence[Line], inside: Sequence[int]) -> int:
    """How many of the rows belong to the table; what follows are notes and signatures, behind which no entry stands."""
    last_entry = max((count for count, at in enumerate(inside) if _is_entry(lines[at])), default=-1)
    for count in range(last_entry + 1, len(inside)):
        line, before = lines[inside[count]], lines[inside[count] - 1]
        ends = line.is_note or line.is_signature or line.is_aside or line.is_lone and line.is_continuation
        apart = line.is_lone and (
            before.is_total or before.is_empty or len(line.text) > PROSE or line.filled[0] == 0 and line.text.endswith("。")
        )
        if ends or apart:
            return count
    return len(inside)


def _is_entry(line: Line) -> bool:
    return (
        line.is_total
        or line.figures > 1
        or line.figures == 1
        and len(line.filled) > 1
        and not (line.is_note or line.is_signature or line.is_aside)
    )


def _continues(lines: Sequence[Line], before: Piece, piece: Piece) -> bool:
    if before.head is None or piece.head is None or not same_names(before.head.names, piece.head.names):
        return False
    titles = [text for at in piece.above for text in _titles(lines[at])]
    known = {without_continuation(text) for at in before.above for text in _titles(lines[at])}
    is_marked = any(lines[at].is_continuation for at in piece.above)
    return is_marked or not titles or all(without_continuation(title) in known for title in titles)


def _titles(line: Line) -> list[str]:
    return [without_units(text) for text in line.texts if not is_aside(text)]


def _joined(lines: Sequence[Line], before: Piece, piece: Piece) -> Piece:
    """One table; what the further page says again is left out, and what it says anew stays below."""
    head = piece.head
    known = {text for at in (*before.above, *before.below) for text in lines[at].texts}
    known |= {without_units(text) for text in known}
    new = [
        at
        for at in piece.above
        if not lines[at].is_continuation
        and not {without_continuation(without_units(text)) for text in lines[at].texts} <= known
    ]
    again = [lines[at].text for at in piece.above if at not in new]
    names = [] if head is None else [lines[at].text for at in range(head.first, head.last + 1)]
    below = (*before.below, *new, *piece.below)
    return replace(
        before,
        rows=before.rows + piece.rows,
        below=tuple({lines[at].text: at for at in reversed(below)}.values())[::-1],
        pages=(*before.pages, *piece.rows[:1]),
        repeated=tuple(dict.fromkeys((*before.repeated, *again, *names))),
    )


def _told(piece: Piece) -> Piece:
    if not piece.repeated:
        return piece
    facts = {"pages": len(piece.pages), "row": piece.pages[0] + 1 if piece.pages else 0, "text": " / ".join(piece.repeated)}
    return replace(piece, remarks=(*piece.remarks, Remark("understood.continued", facts)))


def _without_lone_marks(lines: Sequence[Line], piece: Piece) -> Piece:
    """A 续表 between two rows, without a head of its own, or at the very end."""
    marks = [at for at in (*piece.rows, *piece.below) if lines[at].is_continuation]
    above = {without_units(text) for at in piece.above for text in lines[at].texts}
    again = [at for at in piece.below if marks and lines[at].texts and set(map(without_units, lines[at].texts)) <= above]
    if not marks:
        return piece
    text = " / ".join(lines[at].text for at in (*marks, *again))
    remark = Remark("understood.continued_lines", {"row": marks[0] + 1, "text": text})
    gone = {*marks, *again}
    return replace(
        piece,
        rows=tuple(at for at in piece.rows if at not in gone),
        below=tuple(at for at in piece.below if at not in gone),
        remarks=(*piece.remarks, remark),
    )


def _without_head(lines: Sequence[Line]) -> Piece:
    """Rows of figures under no head; or only lines of text, one cell each."""
    wide = [at for at, line in enumerate(lines) if len(line.filled) > 1 and not line.is_aside and not line.is_signature]
    filled = [at for at, line in enumerate(lines) if line.filled]
    if len(wide) < 2:
        return Piece(tuple(filled), None, (), ())
    inside = [at for at in filled if at >= wide[0]]
    tail = _tail(lines, inside)
    above = tuple(at for at in filled if at < wide[0])
    return Piece(
        above, None, tuple(inside[:tail]), tuple(inside[tail:]), remarks=(Remark("understood.no_head", {"row": wide[0] + 1}),)
    )
