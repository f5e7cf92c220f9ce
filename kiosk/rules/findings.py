"""What is found in a notice before it is published: where it stands, why it matters, and how it can be mended.

Whoever looks for something (`rules.checks`) returns findings; the doors find the words for their codes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from zlib import crc32

from kiosk.rules.placed_text import PlacedTable
from kiosk.rules.places import BODY, Place

PRIVATE = "privacy"
"""The family of what nobody else should read: all of it can be mended at once."""
SHOWN = 60
"""So many a page shows; more are counted."""


class Level(StrEnum):
    """In the order in which they are told."""

    BLOCK = "block"
    """Goes up only with the head's written reason."""
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True)
class Edit:
    """`text[start:end]` of a field becomes `text`."""

    start: int
    end: int
    text: str
    key: str = BODY


@dataclass(frozen=True)
class Finding:
    code: str
    """Names its sentence in `kiosk.wording`; `facts` fill the blanks."""
    level: Level
    place: Place = Place()
    facts: Mapping[str, object] = field(default_factory=dict)
    basis: str = ""
    """The law or standard that asks for it, in the village's words; "" where common sense does."""
    mend: tuple[Edit, ...] = ()
    """What one click would change; empty where only a person can know."""

    @property
    def family(self) -> str:
        """privacy, arithmetic, completeness, banned or plain."""
        return self.code.partition(".")[0]

    @property
    def key(self) -> str:
        """Finds it again in the same text."""
        place = self.place
        return f"{crc32(f'{self.code} {place.key} {place.start} {place.end}'.encode()):08x}"


@dataclass(frozen=True)
class Overview:
    """What a page needs of all that was found, which may be tens of thousands of findings."""

    shown: tuple[Finding, ...] = ()
    """The gravest, without what would mend them."""
    mendable: frozenset[str] = frozenset()
    """The keys of those that one click would mend."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """By key, the head of the column that they stand in."""
    tables: int = 0
    """How many the body has."""
    counts: Mapping[Level, int] = field(default_factory=dict)
    private: int = 0
    """How many places one click masks together."""
    blocking: tuple[str, ...] = ()
    """The codes of what keeps the notice from going up."""


def blocks(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.level is Level.BLOCK]


def counts_by_level(findings: Iterable[Finding]) -> dict[Level, int]:
    """Of every level, those that nothing was found of included."""
    levels = [each.level for each in findings]
    return {level: levels.count(level) for level in Level}


def overview(findings: Sequence[Finding], tables: Sequence[PlacedTable]) -> Overview:
    """Of findings in their order, and of the tables of the body."""
    shown = findings[:SHOWN]
    return Overview(
        shown=tuple(replace(each, mend=()) for each in shown),
        mendable=frozenset(each.key for each in shown if each.mend),
        columns={each.key: head for each in shown if (head := _head_over(each.place, tables))},
        tables=len(tables),
        counts=counts_by_level(findings),
        private=sum(len(each.mend) for each in findings if each.family == PRIVATE),
        blocking=tuple(dict.fromkeys(each.code for each in blocks(findings))),
    )


def _head_over(place: Place, tables: Sequence[PlacedTable]) -> str:
    """"" where there is none."""
    if place.table is None or place.column is None or place.column >= len(tables[place.table].head):
        return ""
    return tables[place.table].head[place.column].text


def mends(findings: Iterable[Finding], wanted: str) -> list[Edit]:
    """What one click changes: of the finding with that key, or of a whole family."""
    return [edit for each in findings if wanted in (each.family, each.key) for edit in each.mend]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, then from top to bottom."""
    levels = list(Level)
    return sorted(findings, key=lambda each: (levels.index(each.level), each.place.key != "title", each.place.start))


def mended(text: str, edits: Iterable[Edit], key: str = BODY) -> str:
    """The field's text with those edits that are about it. Where two overlap, the first by place is made."""
    pieces, at = [], 0
    for edit in sorted((each for each in edits if each.key == key), key=lambda each: (each.start, -each.end)):
        if edit.start >= at:
            pieces += [text[at : edit.start], edit.text]
            at = edit.end
    return "".join([*pieces, text[at:]])
