"""What is found in a notice before it is published: where it stands, why it matters, and how it can be mended.

Whoever looks for something (`rules.checks`) returns findings; the doors find the words for their codes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

BODY = "body"


class Level(StrEnum):
    """In the order in which they are told."""

    BLOCK = "block"
    """Goes up only with the head's written reason."""
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True)
class Place:
    """`text[start:end]` of one field of a notice, in characters; `end` 0 stands for the whole field. For something in a
    table of the body, also which: tables, rows (without the head, which is -1) and columns are counted from 0."""

    key: str = BODY
    start: int = 0
    end: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None


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


def blocks(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.level is Level.BLOCK]


def counts_by_level(findings: Iterable[Finding]) -> dict[Level, int]:
    """Of every level, those that nothing was found of included."""
    levels = [each.level for each in findings]
    return {level: levels.count(level) for level in Level}


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
