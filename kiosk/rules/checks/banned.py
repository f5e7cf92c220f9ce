"""What may not go up at all: the historic rosters of family planning, and lists that tell of a loss or of children."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kiosk.rules.catalogue import Default
from kiosk.rules.cells import is_blank, is_figure, is_total_label
from kiosk.rules.checks.about import About
from kiosk.rules.checks.limits import count, pattern
from kiosk.rules.checks.personal_names import PersonalNames
from kiosk.rules.checks.whereabouts import KnownTable, Whereabouts
from kiosk.rules.findings import Finding
from kiosk.rules.placed_text import Piece
from kiosk.rules.places import Place

_SENTENCES = re.compile(r"[^。；;！？!?]+")
_YEARS = re.compile(r"\d{1,2}(?= ?(?:周?岁|$))")
_MONTHS = re.compile(r"\d{1,2} ?个?月(?:龄|大)?")
_BORN_IN = re.compile(r"(?:19|20)\d\d")
_COUNTED = ("户", "人", "名", "个")
_LISTED_TOGETHER = 2
"""So many names in a sentence that announces a list make one."""


def banned(about: About) -> Iterator[Finding]:
    yield from _Search(about, about.where, PersonalNames(about.limits)).findings()


@dataclass(frozen=True)
class _Search:
    about: About
    where: Whereabouts
    names: PersonalNames

    def findings(self) -> Iterator[Finding]:
        found = [*self._historic(), *self._special(), *self._minors()]
        yield from found
        item = self.about.item
        if item is not None and item.default is Default.POLICY_ONLY and not found:
            for table in self._rosters:
                facts = {"title": item.title, "count": self._count(table)}
                named = self.about.finding("banned.policy_only", _place(table), **facts)
                yield replace(named, basis=item.legal_basis or named.basis)

    @cached_property
    def _rosters(self) -> tuple[KnownTable, ...]:
        """Tables in which people are named, each in a row."""
        return tuple(table for table in self.where.tables if self._count(table))

    @cached_property
    def _counts(self) -> tuple[int, ...]:
        return tuple(self._count_in(table, table.name_columns) for table in self.where.tables)

    def _count(self, table: KnownTable) -> int:
        return self._counts[table.placed.place]

    def _count_in(self, table: KnownTable, columns: tuple[int, ...]) -> int:
        """Rows that name somebody there, and not in office."""
        if self._words("staff_heads").search(" ".join(table.heads)):
            return 0
        rows = (row for row in table.placed.rows if not is_total_label(row[0].text)) if columns else ()
        return sum(any(_names_somebody(row[at]) for at in columns) for row in rows)

    def _words(self, name: str) -> re.Pattern[str]:
        return pattern(self.about.limits, f"banned.{name}")

    @cached_property
    def _title(self) -> str:
        return self.about.notice.title

    def _said_of(self, table: KnownTable) -> str:
        """What a table is of: the title only where it stands under no heading that says something else."""
        return " ".join((table.placed.heading or self._title, table.placed.before))

    # Historic rosters

    def _historic(self) -> Iterator[Finding]:
        words, past = self._words("historic_words"), self._words("historic_past")
        item = self.about.item
        if item is not None and item.default is Default.BANNED:
            yield self.about.finding("banned.historic", Place("title", 0, len(self._title)), word=item.title)
            return
        found = words.search(self._title)
        is_roster = found and (self._words("roster_words").search(self._title, found.start()) or self._rosters)
        if found and is_roster and not past.search(self._title):
            yield self.about.finding("banned.historic", Place("title", *found.span()), word=found[0])
            return
        yield from self._historic_tables(words, past)
        yield from self._historic_sentences(words, past)

    def _historic_tables(self, words: re.Pattern[str], past: re.Pattern[str]) -> Iterator[Finding]:
        for table in self._rosters:
            said = " ".join((*table.heads, self._said_of(table)))
            found = words.search(said)
            if found is not None and not past.search(said):
                yield self.about.finding("banned.historic", _place(table), word=found[0])

    def _historic_sentences(self, words: re.Pattern[str], past: re.Pattern[str]) -> Iterator[Finding]:
        people, lists = self._words("people_in_prose"), self._words("list_words")
        for line in self.about.placed.lines:
            for sentence in _SENTENCES.finditer(line.raw):
                found = words.search(sentence[0])
                if found is None or past.search(sentence[0]):
                    continue
                is_announced = any(each.search(sentence[0], found.end()) for each in (people, lists))
                if is_announced or lists.search(found[0]) or any(self.names.in_text(sentence[0])):
                    yield self.about.finding("banned.historic", line.place(*sentence.span()), word=found[0])

    # Special assistance

    def _special(self) -> Iterator[Finding]:
        words = self._words("special_words")
        is_about_it = self.about.notice.item == "J02" or words.search(self._title) is not None
        for table in self._rosters:
            of_table = " ".join((*table.heads, table.placed.heading, table.placed.before))
            if words.search(of_table) or is_about_it or self._has_it_in_a_row(table, words):
                yield self.about.finding("banned.special_assistance", _place(table), count=self._count(table))
        yield from self._special_sentences(words)

    def _has_it_in_a_row(self, table: KnownTable, words: re.Pattern[str]) -> bool:
        cells = (cell.raw for row in table.placed.rows for cell in row)
        return any(words.search(cell) for cell in cells if len(cell) >= 2 and not cell[0].isdigit())

    def _special_sentences(self, words: re.Pattern[str]) -> Iterator[Finding]:
        lists, is_announced = self._words("people_in_prose"), False
        staff = pattern(self.about.limits, "privacy.staff_words")
        for line in self.about.placed.lines:
            for sentence in _SENTENCES.finditer(line.raw):
                found = words.search(sentence[0])
                if found is not None:
                    is_announced = lists.search(sentence[0], found.end()) is not None
                named = list(self.names.in_text(sentence[0]))
                is_close = found is not None and named and (is_announced or not staff.search(sentence[0]))
                is_list = is_announced and len(named) >= _LISTED_TOGETHER
                if is_close or is_list:
                    yield self.about.finding("banned.special_assistance", line.place(*sentence.span()), count=len(named))

    # Children

    def _minors(self) -> Iterator[Finding]:
        words, others = self._words("minors_words"), self._words("not_minors")
        for table in self.where.tables:
            rows = self._count(table) or self._count_in(table, tuple(table.columns_of("children")))
            said = " ".join((*table.heads, self._said_of(table)))
            is_of_children = words.search(said) is not None and not others.search(said)
            if rows and (is_of_children or self._lists_the_young(table)):
                yield self.about.finding("banned.minors", _place(table), count=rows, age=self._age)

    @property
    def _age(self) -> int:
        return count(self.about.limits, "banned.minors_age")

    def _lists_the_young(self, table: KnownTable) -> bool:
        """Somebody in it is younger than fourteen, by the age or by the year of birth."""
        year = self.about.year
        for row in table.placed.rows:
            if any(_is_young(row[at].text, self._age) for at in table.columns_of("age")):
                return True
            if year and any(self._is_born_lately(row[at].text, year) for at in table.columns_of("birth_date")):
                return True
        return False

    def _is_born_lately(self, text: str, year: int) -> bool:
        found = _BORN_IN.match(text.strip())
        return found is not None and 0 <= year - int(found[0]) < self._age


def _names_somebody(cell: Piece) -> bool:
    text = cell.text.strip()
    if is_blank(text) or text == "无" or is_figure(text):
        return False
    return not (text[0].isdigit() and text.endswith(_COUNTED))


def _is_young(text: str, age: int) -> bool:
    text = text.strip()
    years = _YEARS.fullmatch(re.sub(r"周?岁$", "", text))
    return _MONTHS.fullmatch(text) is not None or years is not None and int(years[0]) < age


def _place(table: KnownTable) -> Place:
    head = table.placed.head
    return Place(start=head[0].start, end=head[-1].end, table=table.placed.place, row=-1)
