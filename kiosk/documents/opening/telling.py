"""How the child tells what it reads: one message a line, in JSON. What is taken over is counted, so that no file makes it
tell more than the limits."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kiosk.documents.opening.limits import CHARACTERS_LIMIT, PARTS_LIMIT
from kiosk.documents.opening.opened import Opened, Sheet, trimmed
from kiosk.documents.parts_json import Part, part_from_json, part_to_json
from kiosk.errors import Problem, Refused
from kiosk.rules.grids import Grid, Merge

FILE, PASTED = "file", "pasted"
"""What the child is asked to read."""
BATCH = 500
"""Rows in one message."""
_SHARED = 40
"""Characters of a text that is worth keeping once only: 男, 70, 第三组 stand in thousands of cells."""


@dataclass
class Teller:
    """The child's side."""

    write: Callable[[str], object]
    _characters: int = 0
    _parts: int = 0

    def sheet(self, name: str) -> None:
        self._say("sheet", name)

    def rows(self, rows: Sequence[Sequence[str]]) -> None:
        """The next ones of the sheet named last."""
        self._count(sum(len(cell) for row in rows for cell in row))
        self._say("rows", rows)

    def merges(self, merges: Iterable[tuple[int, int, int, int]]) -> None:
        self._say("merges", list(merges))

    def part(self, part: Part) -> None:
        self._parts += 1
        if self._parts > PARTS_LIMIT:
            raise Refused("opening.too_much")
        if isinstance(part, Grid):
            self._count(sum(len(cell) for row in part.rows for cell in row))
        else:
            self._count(len(part if isinstance(part, str) else part.text))
        self._say("part", part_to_json(part))

    def hidden(self, name: str) -> None:
        self._say("hidden", name)

    def remark(self, remark: Problem) -> None:
        self._say("remark", [remark.code, dict(remark.facts)])

    def progress(self, rows: int) -> None:
        self._say("progress", rows)

    def kind(self, name: str) -> None:
        """What the file really is."""
        self._say("kind", name)

    def refused(self, problem: Problem) -> None:
        self._say("refused", [problem.code, dict(problem.facts)])

    def whole(self) -> None:
        """Nothing is missing."""
        self._say("whole", True)

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > CHARACTERS_LIMIT:
            raise Refused("opening.too_much")

    def _say(self, about: str, what: object) -> None:
        self.write(json.dumps({about: what}, ensure_ascii=False) + "\n")


@dataclass
class _SheetTold:
    name: str
    rows: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


@dataclass
class Listener:
    """The parent's side."""

    kind: str = ""
    rows: int = 0
    """Read so far."""
    refused: Problem | None = None
    is_whole: bool = False
    _sheets: list[_SheetTold] = field(default_factory=list)
    _parts: list[Part] = field(default_factory=list)
    _hidden: list[str] = field(default_factory=list)
    _remarks: list[Problem] = field(default_factory=list)
    _known: dict[str, str] = field(default_factory=dict)

    def hear(self, line: str | bytes) -> None:
        for about, what in json.loads(line).items():
            getattr(self, f"_hear_{about}")(what)

    def opened(self, name: str) -> Opened:
        """All that was told; empty sheets are left out."""
        sheets, remarks = [], list(self._remarks)
        for told in self._sheets:
            part = trimmed(told.rows, told.merges)
            if part.covered:
                remarks.append(Problem("opening.covered_cells", {"sheet": told.name, "count": part.covered}))
            if part.grid.rows:
                sheets.append(Sheet(told.name, part.grid, part.top, part.left))
        return Opened(name, tuple(sheets), tuple(self._parts), tuple(self._hidden), tuple(remarks))

    def _hear_sheet(self, name: str) -> None:
        self._sheets.append(_SheetTold(name))

    def _hear_rows(self, rows: list[list[str]]) -> None:
        known = self._known
        self._sheets[-1].rows += [
            [known.setdefault(cell, cell) if len(cell) < _SHARED else cell for cell in row] for row in rows
        ]
        self.rows = max(self.rows, sum(len(told.rows) for told in self._sheets))

    def _hear_merges(self, merges: list[list[int]]) -> None:
        self._sheets[-1].merges += [Merge(*each) for each in merges]

    def _hear_part(self, part: str | dict[str, object]) -> None:
        self._parts.append(part_from_json(part))
        self.rows += len(part["rows"]) if isinstance(part, dict) and "rows" in part else 0

    def _hear_hidden(self, name: str) -> None:
        self._hidden.append(name)

    def _hear_remark(self, remark: tuple[str, dict[str, object]]) -> None:
        self._remarks.append(Problem(*remark))

    def _hear_progress(self, rows: int) -> None:
        self.rows = max(self.rows, rows)

    def _hear_kind(self, name: str) -> None:
        self.kind = name

    def _hear_refused(self, problem: tuple[str, dict[str, object]]) -> None:
        self.refused = Problem(*problem)

    def _hear_whole(self, _: bool) -> None:
        self.is_whole = True
