"""What the board holds of one year, each thing read once and only when it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from kiosk.rules.notice import Notice
from kiosk.rules.posting import start_of
from kiosk.rules.report import YEARS_BACK
from kiosk.rules.village import Settings
from kiosk.store import audit, year
from kiosk.store.board import Board
from kiosk.store.year import Said


@dataclass(frozen=True)
class Gathered:
    board: Board
    year: int
    now: datetime
    held: Settings

    @property
    def since(self) -> datetime:
        return start_of(date(self.year, 1, 1), self.board.zone)

    @property
    def until(self) -> datetime:
        return min(start_of(date(self.year + 1, 1, 1), self.board.zone), self.now + timedelta(microseconds=1))

    @property
    def today(self) -> date:
        return self.day(self.now)

    def day(self, instant: datetime) -> date:
        return instant.astimezone(self.board.zone).date()

    @cached_property
    def versions(self) -> dict[int, list[Notice]]:
        """Of every notice that went up in that year or one of those that stand beside it."""
        since = start_of(date(self.year - YEARS_BACK, 1, 1), self.board.zone)
        return year.posted(self.board.db, since, self.until)

    @cached_property
    def first_days(self) -> dict[int, date]:
        return {number: self.day(versions[0].shows_from) for number, versions in self.versions.items()}

    def numbers(self, of_year: int) -> list[int]:
        """Of the notices that went up in that year, in the order of their days."""
        found = [number for number, day in self.first_days.items() if day.year == of_year]
        return sorted(found, key=lambda number: (self.first_days[number], number))

    @cached_property
    def said(self) -> list[Said]:
        return year.said(self.board.db, self.numbers(self.year), self.since, self.until)

    def in_year(self, steps: Iterable[str]) -> list[Said]:
        wanted = set(steps)
        return [each for each in self.said if each.step in wanted and self.since <= each.at < self.until]

    @cached_property
    def titles(self) -> dict[int, str]:
        return year.titles(self.board.db, {*self.numbers(self.year), *(each.notice for each in self.said)})

    def title(self, number: int) -> str:
        """Of what has never hung, as it was begun."""
        return self.titles.get(number) or audit.first_title(self.board.db, number)

    def entries(self, deed: str, fact: str) -> list[audit.Entry]:
        """Those of the year that tell of this fact, the first one first."""
        wanted = audit.Wanted(deed=deed, since=self.since, until=self.until, words=fact)
        return list(audit.entries(self.board.db, wanted))[::-1]
