"""What is found in a notice, in words: where, why, on what basis, and whether one click mends it."""

from dataclasses import dataclass, replace

from kiosk.errors import KioskError, Problem
from kiosk.rules.findings import Finding, Level, Overview
from kiosk.rules.notice import Notice
from kiosk.rules.places import BODY
from kiosk.web.desk.fields import field_name
from kiosk.web.desk.rendering import overview
from kiosk.web.faults import words_of
from kiosk.web.this_request import gettext as _
from kiosk.web.this_request import translate
from kiosk.wording import sentence
from kiosk.wording.labels import LEVELS


@dataclass(frozen=True)
class ToldFinding:
    key: str
    level: str
    level_words: str
    where: str
    words: str
    basis: str
    can_mend: bool
    field: str
    start: int
    end: int
    """Within the field, for the text area to stand there."""


@dataclass(frozen=True)
class ToldFindings:
    """`fault` instead of any where the notice could not be looked over."""

    shown: list[ToldFinding]
    counts: dict[str, int]
    """By level."""
    private: int = 0
    """How many places one click masks together."""
    fault: str = ""

    @property
    def more(self) -> int:
        return sum(self.counts.values()) - len(self.shown)

    @property
    def blocks(self) -> int:
        return self.counts.get(Level.BLOCK, 0)


def as_shown(notice: Notice) -> Notice:
    """With the body as a text area first shows it, so that places are the same in both."""
    return replace(notice, body=notice.body.strip("\n"))


def told_findings(notice: Notice) -> ToldFindings:
    try:
        found = overview(notice)
    except KioskError as wrong:
        return ToldFindings([], {}, fault=words_of(wrong)[0].words)
    counts = {level.value: count for level, count in found.counts.items()}
    return ToldFindings([_one(each, found, notice.body) for each in found.shown], counts, found.private)


def _one(finding: Finding, found: Overview, body: str) -> ToldFinding:
    """A sentence that names its place itself needs no other words for it."""
    words = sentence(Problem(finding.code, finding.facts), translate())
    place = finding.place
    where = "" if "table" in finding.facts else _where(finding, found, body)
    level = finding.level
    return ToldFinding(
        finding.key, level.value, _(LEVELS[level]), where, words, finding.basis, finding.key in found.mendable, place.key, place.start, place.end
    )


def _where(finding: Finding, found: Overview, body: str) -> str:
    place = finding.place
    if place.key != BODY:
        return field_name(place.key)
    if place.table is not None:
        parts = [_("table {number}").format(number=place.table + 1)] if found.tables > 1 else []
        if place.row is not None:
            parts.append(_("row {number}").format(number=place.row + 1) if place.row >= 0 else _("the head"))
        if finding.key in found.columns:
            parts.append(_("column “{head}”").format(head=found.columns[finding.key]))
        return _(", ").join(parts)
    return _("line {number}").format(number=body.count("\n", 0, place.start) + 1) if place.end else ""
