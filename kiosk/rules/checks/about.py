"""What a notice is looked at with: its item in the catalogue, the village, last period's notice, and the yardsticks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from kiosk.rules.catalogue import Catalogue, DisclosureItem
from kiosk.rules.checks.limits import Limits
from kiosk.rules.checks.reckoning.sheets import Sheet, sheet_of
from kiosk.rules.checks.whereabouts import Whereabouts
from kiosk.rules.days import WorkCalendar
from kiosk.rules.findings import Edit, Finding, Level
from kiosk.rules.notice import Notice
from kiosk.rules.placed_text import Placed, placed
from kiosk.rules.places import Place
from kiosk.rules.table_kinds import Vocabulary
from kiosk.rules.village import Pace, Terms


class Numbers(Protocol):
    """Tells what a run of digits is. Made of libraries that know the check digits and the numbering plans."""

    def is_resident_id(self, digits: str) -> bool:
        """18 characters, the last may be X: birth date and check digit are right; or 15 digits of the old kind."""

    def is_mobile(self, digits: str) -> bool: ...

    def is_landline(self, digits: str) -> bool:
        """With its area code, or without: 010-62345678, 62345678."""

    def is_bank_card(self, digits: str) -> bool:
        """13 to 19 digits whose check digit is right."""


@dataclass(frozen=True)
class Yardstick:
    """How grave a finding is, and the law or standard that asks for it; data of `content/findings/`."""

    level: Level
    basis: str = ""


@dataclass(frozen=True)
class About:
    notice: Notice
    catalogue: Catalogue
    vocabulary: Vocabulary
    numbers: Numbers
    yardsticks: Mapping[str, Yardstick]
    """By the code of the finding."""
    limits: Limits = field(default_factory=Limits)
    """Numbers and lists of words, by name: `privacy.names`, `plain.pages` …"""
    telephones: frozenset[str] = frozenset()
    """Digits of the numbers that the village itself publishes."""
    last_period: Notice | None = None
    """What was posted for the period before, of the same item."""
    terms: Terms = Terms()
    pace: Pace = Pace()
    calendar: WorkCalendar = WorkCalendar()

    @property
    def item(self) -> DisclosureItem | None:
        return self.catalogue.get(self.notice.item or "")

    @property
    def year(self) -> int | None:
        """Of which a day that names none is: the year of issue, or else of the period."""
        if self.notice.issued_on is not None:
            return self.notice.issued_on.year
        return self.notice.period.year if self.notice.period is not None else None

    @cached_property
    def placed(self) -> Placed:
        return placed(self.notice.body)

    @cached_property
    def where(self) -> Whereabouts:
        return Whereabouts(self.notice, self.placed, self.vocabulary)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The tables, as they are reckoned with."""
        return [sheet_of(table, self.vocabulary) for table in self.placed.tables]

    @cached_property
    def before(self) -> "About | None":
        """The last period's notice, to be looked at in the same way."""
        return None if self.last_period is None else replace(self, notice=self.last_period, last_period=None)

    def finding(
        self, code: str, place: Place = Place(), /, *, mend: Iterable[Edit] = (), level: Level | None = None, **facts: object
    ) -> Finding:
        """As grave as its yardstick says, unless `level` says otherwise."""
        yardstick = self.yardsticks[code]
        return Finding(code, level or yardstick.level, place, facts, yardstick.basis, tuple(mend))
