"""Illnesses and disabilities in notices of allowances and rewards, where they tell of somebody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kiosk.rules import masks
from kiosk.rules.cells import is_figure
from kiosk.rules.checks.about import About
from kiosk.rules.checks.hits import Hit, cell_hit, hit
from kiosk.rules.checks.limits import pattern, words
from kiosk.rules.checks.personal_names import PersonalNames
from kiosk.rules.checks.whereabouts import Spot, Whereabouts
from kiosk.rules.findings import Edit, Level
from kiosk.rules.notice import Category
from kiosk.rules.placed_text import Piece
from kiosk.rules.tables import with_plain_ends

_SENTENCE = re.compile(r"[。；;！？!?\n]")
_CLAUSE = re.compile(r"[^，,、；;。]+[，,、；;。]?")
_CARE = (Category.SOCIAL_ASSISTANCE, Category.FAMILY_PLANNING)
_NEAR = 18
"""Characters from a name to what it has."""
_NEAR_BEFORE = 8
"""And from an illness to who has it: 尿毒症患者张三."""
_FAR = 80
_TELLS_NOTHING = frozenset({"无", "否", "健康", "良好", "正常", "一般"})


def is_about_care(about: About) -> bool:
    """Allowances, rewards and childcare, where an illness or a child may be told of."""
    item = about.item
    hides = item is not None and any(word in item.must_hide for word in words(about.limits, "privacy.care_hidden"))
    is_titled_so = pattern(about.limits, "privacy.care_titles").search(about.notice.title) is not None
    return about.notice.category in _CARE or hides or is_titled_so


@dataclass(frozen=True)
class IllnessSearch:
    about: About
    where: Whereabouts
    names: PersonalNames
    _lines: dict[str, bool] = field(default_factory=dict, init=False, compare=False)
    """Whether anybody is spoken of, by the line."""

    def hits(self) -> Iterator[Hit]:
        if not is_about_care(self.about):
            return
        columns: set[tuple[int, int | None]] = set()
        for table in self.where.tables:
            for column in table.columns_of("illness") if table.name_columns else ():
                columns.add((table.placed.place, column))
                spots = (spot for spot in table.told_in(column) if _names_a_person(spot) and _tells(spot))
                yield from (cell_hit("privacy.illness", spot, masks.NOTHING) for spot in spots)
        cells: set[int] = set()
        title = self.about.notice.title
        for text, own in ((with_plain_ends(self.about.notice.body), None), (title, Spot(Piece(title, 0), "title"))):
            for found in self._words.finditer(text):
                spot = own or self.where.at(found.start())
                if spot.table is None:
                    yield from self._in_a_sentence(spot, found)
                elif (spot.table.placed.place, spot.column) not in columns and spot.piece.start not in cells:
                    cells.add(spot.piece.start)
                    yield from self._in_a_cell(spot)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return pattern(self.about.limits, "privacy.illness_words")

    @cached_property
    def _staff(self) -> re.Pattern[str]:
        return pattern(self.about.limits, "privacy.staff_words")

    @cached_property
    def _definite(self) -> re.Pattern[str]:
        return pattern(self.about.limits, "privacy.definite_persons")

    def _in_a_cell(self, spot: Spot) -> Iterator[Hit]:
        """The clauses that tell of it are taken out; where nothing else is said, a dash stands for the cell."""
        if not _names_a_person(spot):
            return
        clauses = list(_CLAUSE.finditer(spot.piece.raw))
        told = [each for each in clauses if self._words.search(each[0])]
        if not told or len(told) == len(clauses):
            yield cell_hit("privacy.illness", spot, masks.NOTHING)
            return
        edits = tuple(Edit(spot.piece.start + each.start(), spot.piece.start + each.end(), "") for each in told)
        yield Hit("privacy.illness", spot, spot.piece.start, spot.piece.end, masks.NOTHING, edits)

    def _in_a_sentence(self, spot: Spot, found: re.Match[str]) -> Iterator[Hit]:
        level = self._level(spot, found)
        if level is not None:
            yield hit("privacy.illness", spot, found.span(), masks.HIDDEN, level)

    def _level(self, spot: Spot, found: re.Match[str]) -> Level | None:
        """None where nobody is named near: a rule about illnesses tells nothing of anybody."""
        if not self._is_somebody_in(spot.piece.raw):
            return None
        at = found.start() - spot.piece.start
        before = _SENTENCE.split(spot.piece.raw[max(0, at - _FAR) : at])[-1]
        after = _SENTENCE.split(spot.piece.raw[at + len(found[0]) : at + _FAR])[0]
        sentence, start, end = before + found[0] + after, len(before), len(before) + len(found[0])
        for name_start, name_end in self.names.in_text(sentence):
            is_before = name_end <= start
            between = sentence[name_end:start] if is_before else sentence[end:name_start]
            is_near = len(between) <= (_NEAR if is_before else _NEAR_BEFORE)
            if is_near and not self._staff.search(between) and not self._staff.match(sentence, name_end):
                return Level.BLOCK
        return Level.WARN if self._definite.search(sentence) else None

    def _is_somebody_in(self, line: str) -> bool:
        if line not in self._lines:
            self._lines[line] = self._definite.search(line) is not None or any(self.names.in_text(line))
        return self._lines[line]


def _names_a_person(spot: Spot) -> bool:
    """The row does, in another column."""
    if spot.table is None or spot.row is None or spot.column is None:
        return False
    return spot.table.names_a_person(spot.row, spot.column)


def _tells(spot: Spot) -> bool:
    """健康 and 无 tell of no illness, nor does an amount."""
    text = spot.piece.text.strip()
    return text not in _TELLS_NOTHING and not (is_figure(text) and len(text) > 2)
