"""What was found of one sort, gathered: in a column it is told once, however many rows have it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk.rules import masks
from kiosk.rules.checks.about import About
from kiosk.rules.checks.whereabouts import Spot
from kiosk.rules.findings import Edit, Finding, Level
from kiosk.rules.places import BODY


@dataclass(frozen=True)
class Hit:
    code: str
    spot: Spot
    start: int
    end: int
    shown: str = ""
    """What it looks like once mended; never what stands there, for findings are logged."""
    edits: tuple[Edit, ...] = ()
    level: Level | None = None
    """Where it is not as grave as its yardstick says."""


def hit(code: str, spot: Spot, span: tuple[int, int], shown: str, level: Level | None = None) -> Hit:
    """What stands there becomes what is shown."""
    written = masks.in_markdown(shown) if spot.key == BODY else shown
    return Hit(code, spot, *span, shown, (Edit(*span, written, spot.key),), level)


def cell_hit(code: str, spot: Spot, shown: str) -> Hit:
    """All of the cell."""
    return hit(code, spot, (spot.piece.start, spot.piece.end), shown)


def gathered(about: About, hits: Iterable[Hit]) -> Iterator[Finding]:
    """One finding for each code and column; in sentences, one for each hit."""
    columns: dict[tuple[str, int, int | None], list[Hit]] = {}
    for hit in hits:
        if hit.spot.table is None:
            yield _finding(about, [hit])
        else:
            columns.setdefault((hit.code, hit.spot.table.placed.place, hit.spot.column), []).append(hit)
    for together in columns.values():
        yield _finding(about, together)


def _finding(about: About, hits: list[Hit]) -> Finding:
    first = hits[0]
    own = about.yardsticks[first.code].level
    levels = {hit.level or own for hit in hits}
    level = next(each for each in Level if each in levels)
    edits = [edit for hit in hits for edit in hit.edits]
    place = first.spot.place(first.start, first.end)
    facts = {"count": len(hits), "example": first.shown, "column": first.spot.head}
    return about.finding(first.code, place, mend=edits, level=level, **facts)
