"""Looking a file over without taking it in: what it would make, and what would be found in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kiosk.actions.candidates import is_notice_file, read_notice_file, read_original
from kiosk.actions.checker import Checker, Village
from kiosk.actions.reading import Choice, read_opened
from kiosk.documents.opening import open_file
from kiosk.errors import Misuse, Problem
from kiosk.rules.findings import Edit, Finding
from kiosk.rules.notice import Notice
from kiosk.rules.places import BODY, Place
from kiosk.rules.tables import with_plain_ends


@dataclass(frozen=True)
class Looked:
    notice: Notice
    findings: tuple[Finding, ...]
    remarks: tuple[Problem, ...] = ()
    body_line: int = 0
    """On which line of the file the body begins, from 1; 0 for a file that is no notice file."""
    sheet_rows: tuple[tuple[int, ...], ...] = ()
    """Of each table, for each of its rows, which row of the spreadsheet it is, from 1."""

    def line_of(self, finding: Finding) -> int:
        """Of the file; 0 where it has none."""
        if not self.body_line or finding.place.key != BODY or not finding.place.end:
            return 0
        return self.body_line + self._text(BODY).count("\n", 0, finding.place.start)

    def sheet_row_of(self, finding: Finding) -> int:
        """Of the spreadsheet, from 1; 0 where none is known."""
        table, row = finding.place.table, finding.place.row
        if table is None or row is None or row < 0 or table >= len(self.sheet_rows) or row >= len(self.sheet_rows[table]):
            return 0
        return self.sheet_rows[table][row]

    def text_at(self, place: Place | Edit) -> str:
        return self._text(place.key)[place.start : place.end]

    def _text(self, key: str) -> str:
        return with_plain_ends(str(getattr(self.notice, key, "") or ""))


def look_at(path: Path, checker: Checker, village: Callable[[Notice], Village], today: date) -> list[Looked]:
    """Most files make one notice; a roster too long for one makes several. `village` tells what the board knows about such
    a notice. Raises Refused or Misuse for what is no notice and cannot be made into one."""
    if not path.is_file():
        raise Misuse("file.absent")
    if is_notice_file(path):
        file = read_notice_file(path)
        return [Looked(file.notice, tuple(checker.findings(file.notice, village(file.notice))), body_line=file.body_line)]
    read = read_opened(open_file(read_original(path), path.name), Choice(), checker, today)
    made = [Looked(notice, tuple(checker.findings(notice, village(notice)))) for notice in (read.notice, *read.further)]
    return [replace(made[0], remarks=read.remarks, sheet_rows=read.sheet_rows), *made[1:]]
