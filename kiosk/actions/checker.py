"""Looking notices over, and understanding what came from the township, in a child process: it knows the numbering plans
and check digits, which take memory, and a roster of thousands of rows, which takes time, keeps nobody else waiting."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date

from kiosk.documents.child import Answers, Child, answer_lines
from kiosk.documents.holidays import work_calendar
from kiosk.documents.notice_json import (
    edits_from_json,
    edits_to_json,
    finding_from_json,
    finding_to_json,
    notice_from_json,
    notice_to_json,
    overview_from_json,
    overview_to_json,
)
from kiosk.documents.parts_json import Part, part_from_json, part_to_json
from kiosk.documents.safe_html import BODY_LIMIT
from kiosk.errors import Problem, Refused
from kiosk.rules.checks.about import About
from kiosk.rules.findings import Edit, Finding, Overview, mends, overview
from kiosk.rules.grids import Grid
from kiosk.rules.notice import Notice
from kiosk.rules.own_catalogue import OwnEntry
from kiosk.rules.village import Pace, Terms
from kiosk.shipped import catalogue, catalogue_with, notice_words, vocabulary, yardsticks

CPU_SECONDS = 20
WAITING_SECONDS = 40
MEMORY_BYTES = 1024 * 1024 * 1024
ROWS_THAT_TELL = 40
"""What kind of table a sheet holds stands at its top."""


@dataclass(frozen=True)
class Village:
    """What a notice is looked at with that only this board knows."""

    telephones: frozenset[str] = frozenset()
    """Digits of the numbers it publishes."""
    last_period: Notice | None = None
    terms: Terms = Terms()
    pace: Pace = Pace()
    own_items: tuple[OwnEntry, ...] = ()
    """What it has changed in the catalogue."""


Region = tuple[int, int, int, int]
"""Top, left, bottom, right of a part of a sheet, from 0, both ends included."""


@dataclass(frozen=True)
class SheetSeen:
    """A sheet as it can be chosen: its size, the part of it that seems to hold the table, and what kind that is."""

    rows: int
    columns: int
    region: Region
    kind: str
    """In the village's words; "" where it is none that is known."""


@dataclass(frozen=True)
class Proposed:
    notice: Notice
    remarks: tuple[Problem, ...]
    sheet_rows: tuple[tuple[int, ...], ...] = ()
    """Of each table made of a sheet, for each of its rows, which row of the sheet it is, from 1."""


@dataclass
class Checker(Child):
    """Looks one notice over after the other, and understands one file after the other."""

    module: str = "kiosk.actions.checker"
    waiting_seconds: float = WAITING_SECONDS

    def findings(self, notice: Notice, village: Village) -> list[Finding]:
        """All of them, the gravest first. Raises Refused for a text that is too long, or takes too long."""
        answer = self._looked_over(notice, village, {})
        return [finding_from_json(each) for each in answer["findings"]]

    def overview(self, notice: Notice, village: Village) -> Overview:
        """What a page needs of them: the child keeps the rest. Raises Refused like `findings`."""
        return overview_from_json(self._looked_over(notice, village, {"wants": "overview"}))

    def mends(self, notice: Notice, village: Village, wanted: str) -> list[Edit]:
        """What mends the finding with that key, or a whole family. Raises Refused like `findings`."""
        return edits_from_json(self._looked_over(notice, village, {"wants": "mends", "mend": wanted})["edits"])

    def _looked_over(self, notice: Notice, village: Village, wanted: Answers) -> Answers:
        if len(notice.body) > BODY_LIMIT:
            raise Refused("check.too_long")
        return self._asked(_question(notice, village) | wanted, "check.too_long")

    def proposed(self, parts: Sequence[Part], name: str, today: date) -> Proposed:
        """A notice made of what a file of that name holds. Raises Refused for what takes too long."""
        return self._proposed({"parts": [part_to_json(part) for part in parts]}, name, today)

    def proposed_of_sheet(self, sheet: Grid, region: Region, first_row: int, name: str, today: date) -> Proposed:
        """A notice made of that part of a sheet, whose first row is the sheet's `first_row`, from 1. Raises Refused for what
        takes too long."""
        return self._proposed({"parts": [part_to_json(sheet)], "region": region, "first_row": first_row}, name, today)

    def _proposed(self, question: Answers, name: str, today: date) -> Proposed:
        question |= {"name": name, "today": today.isoformat()}
        answer = self._asked(question, "opening.too_complicated")
        remarks = tuple(Problem(**each) for each in answer["remarks"])
        return Proposed(notice_from_json(answer["notice"]), remarks, tuple(map(tuple, answer["sheet_rows"])))

    def sheets(self, grids: Sequence[Grid]) -> list[SheetSeen]:
        """Raises Refused for what takes too long."""
        answer = self._asked({"sheets": [part_to_json(grid) for grid in grids]}, "opening.too_complicated")
        return [SheetSeen(**each | {"region": tuple(each["region"])}) for each in answer["sheets"]]

    def _asked(self, question: Answers, code_of_stop: str) -> Answers:
        answer = self.ask(question)
        if answer is None:
            raise Refused(code_of_stop)
        return answer


def _question(notice: Notice, village: Village) -> Answers:
    return {
        "notice": notice_to_json(notice),
        "telephones": sorted(village.telephones),
        "last_period": village.last_period and notice_to_json(village.last_period),
        "terms": asdict(village.terms),
        "pace": asdict(village.pace),
        "own_items": [asdict(each) for each in village.own_items],
    }


def _answer(question: Answers) -> Answers:
    if "parts" in question:
        return _propose(question)
    if "sheets" in question:
        return {"sheets": [asdict(_seen(part_from_json(each))) for each in question["sheets"]]}
    about, found = looked_over(notice_from_json(question["notice"]), _village(question))
    match question.get("wants"):
        case "overview":
            return overview_to_json(overview(found, about.placed.tables))
        case "mends":
            return {"edits": edits_to_json(mends(found, str(question["mend"])))}
    return {"findings": [finding_to_json(each) for each in found]}


def _propose(question: Answers) -> Answers:
    from kiosk.rules.understanding import region as regions
    from kiosk.rules.understanding.proposal import propose

    parts, today = [part_from_json(each) for each in question["parts"]], date.fromisoformat(question["today"])
    outside = None
    if "region" in question:
        sheet, region = parts[0], regions.Region(*question["region"])
        outside = regions.left_out(sheet, region)
        parts = [sheet.within(*question["region"])]
    first_row = int(str(question.get("first_row", 1)))
    made = propose(parts, question["name"], vocabulary(), notice_words(), catalogue(), today, first_row)
    told = [*made.remarks, *([outside] if outside else [])]
    remarks = [{"code": each.code, "facts": {key: _said(fact) for key, fact in each.facts.items()}} for each in told]
    sheet_rows = [table.sheet_rows for table in made.tables] if "region" in question else []
    return {"notice": notice_to_json(made.notice), "remarks": remarks, "sheet_rows": sheet_rows}


def _said(fact: object) -> object:
    return fact if isinstance(fact, int) else str(fact)


def _seen(grid: Grid) -> SheetSeen:
    from kiosk.rules.understanding.region import likely_region
    from kiosk.rules.understanding.understood import understand_table

    top, left, bottom, right = region = astuple(likely_region(grid, vocabulary()))
    tables = understand_table(grid.within(top, left, min(bottom, top + ROWS_THAT_TELL), right), vocabulary())
    kind = next((table.kind.kind for table in tables if table.kind.kind is not None), None)
    return SheetSeen(len(grid.rows), grid.width, region, kind.label if kind else "")


def looked_over(notice: Notice, village: Village) -> tuple[About, list[Finding]]:
    """In this process: what the child does."""
    from kiosk.documents.personal_numbers import NUMBERS  # with what follows 30 MB, for the child alone
    from kiosk.rules.checks.everything import findings_of

    about = About(
        notice,
        catalogue_with(village.own_items),
        vocabulary(),
        NUMBERS,
        yardsticks().of_findings,
        yardsticks().limits,
        village.telephones,
        village.last_period,
        village.terms,
        village.pace,
        work_calendar(),
    )
    return about, findings_of(about)


def _village(question: Mapping[str, object]) -> Village:
    last_period = question["last_period"]
    return Village(
        frozenset(question["telephones"]),
        notice_from_json(last_period) if last_period else None,
        Terms(**question["terms"]),
        Pace(**question["pace"]),
        tuple(OwnEntry(**each) for each in question["own_items"]),
    )


if __name__ == "__main__":
    answer_lines(_answer, CPU_SECONDS, MEMORY_BYTES)
