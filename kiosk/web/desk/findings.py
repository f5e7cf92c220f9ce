"""What is found in a notice, in words: where, why, on what basis, and whether one click mends it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from kiosk.errors import KioskError, Problem
from kiosk.rules.findings import BODY, Finding, Level, counts_by_level
from kiosk.rules.notice import Notice
from kiosk.rules.placed_text import placed
from kiosk.web.desk.fields import field_name
from kiosk.web.desk.rendering import findings
from kiosk.web.faults import words_of
from kiosk.web.this_request import translate
from kiosk.web.this_request import gettext as _
from kiosk.wording import sentence
from kiosk.wording.labels import LEVELS

ALL_PRIVATE = "privacy"
"""The key of mending everything at once that nobody else should read."""
SHOWN = 60
"""More are counted, not shown."""


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
        found = findings(notice)
    except KioskError as wrong:
        return ToldFindings([], {}, fault=words_of(wrong)[0].words)
    counts = {level.value: number for level, number in counts_by_level(found).items()}
    private = sum(len(each.mend) for each in found if each.family == ALL_PRIVATE)
    return ToldFindings(_told(found[:SHOWN], notice), counts, private)


def _told(found: Sequence[Finding], notice: Notice) -> list[ToldFinding]:
    heads = [[piece.text for piece in table.head] for table in placed(notice.body).tables]
    return [_one(each, notice.body, heads) for each in found]


def _one(finding: Finding, body: str, heads: list[list[str]]) -> ToldFinding:
    """A sentence that names its place itself needs no other words for it."""
    words = sentence(Problem(finding.code, finding.facts), translate())
    place = finding.place
    where = "" if "table" in finding.facts else _where(finding, body, heads)
    level = finding.level
    return ToldFinding(
        key_of(finding), level.value, _(LEVELS[level]), where, words, finding.basis, bool(finding.mend), place.key, place.start, place.end
    )


def _where(finding: Finding, body: str, heads: list[list[str]]) -> str:
    place = finding.place
    if place.key != BODY:
        return field_name(place.key)
    if place.table is not None:
        parts = [_("table {number}").format(number=place.table + 1)] if len(heads) > 1 else []
        if place.row is not None:
            parts.append(_("row {number}").format(number=place.row + 1) if place.row >= 0 else _("the head"))
        if place.column is not None and place.table < len(heads) and place.column < len(heads[place.table]):
            parts.append(_("column “{head}”").format(head=heads[place.table][place.column]))
        return _(", ").join(parts)
    return _("line {number}").format(number=body.count("\n", 0, place.start) + 1) if place.end else ""


def key_of(finding: Finding) -> str:
    """Finds it again in the same text."""
    place = finding.place
    return f"{crc32(f'{finding.code} {place.key} {place.start} {place.end}'.encode()):08x}"
