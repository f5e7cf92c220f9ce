"""The yearly report (年度报告): what a village posted in a year, how timely, for how long, and where it fell short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Generic, TypeVar

from kiosk.rules.asked_in_year import AskedInYear
from kiosk.rules.notice import Category, Kind
from kiosk.rules.objections import Objection
from kiosk.rules.shares import shares
from kiosk.rules.timeliness import DutyInYear, Exempted, Outcome

YEARS_BACK = 5
"""That stand beside the year of the report."""


Of = TypeVar("Of", Category, Kind, int)


@dataclass(frozen=True)
class Share(Generic[Of]):
    """How many notices of one sort, and how many of them the year before."""

    of: Of
    count: int
    per_cent: Decimal
    before: int


@dataclass(frozen=True)
class Hung:
    """A notice that went up in the year, with the days on which it has hung until now."""

    number: int
    title: str
    category: Category
    kind: Kind
    posted_on: date
    is_up: bool
    hung_days: int
    proven_days: int
    """On which a screen has told of showing it."""
    required_days: int
    """0 for what discloses nothing."""

    @property
    def wanting(self) -> int:
        return max(0, self.required_days - self.hung_days)

    @property
    def is_proven(self) -> bool:
        return self.proven_days >= self.required_days


class Change(StrEnum):
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    """By the supervision group."""
    SENT_BACK = "sent_back"
    """By the head, after it had been passed."""


@dataclass(frozen=True)
class Changed:
    change: Change
    number: int
    title: str
    at: datetime
    why: str
    days_short: int = 0
    """That a withdrawn notice had not yet hung of those it must."""


@dataclass(frozen=True)
class Urgent:
    """What went up before its review."""

    number: int
    title: str
    at: datetime
    due_at: datetime
    reviewed_at: datetime | None
    """None as long as it waits for its review."""

    def hours_late(self, now: datetime) -> int:
        """Hours begun; 0 in time."""
        late = ((self.reviewed_at or now) - self.due_at).total_seconds()
        return max(0, -int(-late // 3600))


@dataclass(frozen=True)
class Overridden:
    """What was published although something was found in it that should have kept it from going up."""

    number: int
    title: str
    at: datetime
    families: tuple[str, ...]
    """What the codes of the findings begin with."""
    why: str


@dataclass(frozen=True)
class Answers:
    received: int
    answered: int
    median_days: Decimal | None
    """None while none has been answered."""
    longest_wait_days: int
    """Of those that still wait; 0 when none does."""


@dataclass(frozen=True)
class YearInShort:
    year: int
    notices: int
    on_time: int
    late: int
    missing: int
    corrected: int
    withdrawn: int
    major_matters: int


@dataclass(frozen=True)
class YearReport:
    village: str
    township: str
    year: int
    as_of: datetime
    is_over: bool
    began_on: date
    """The first day of the board."""
    categories: tuple[Share[Category], ...]
    kinds: tuple[Share[Kind], ...]
    months: tuple[Share[int], ...]
    duties: tuple[DutyInYear, ...]
    hung: tuple[Hung, ...]
    changes: tuple[Changed, ...]
    urgent: tuple[Urgent, ...]
    overridden: tuple[Overridden, ...]
    median_days: Decimal | None
    """From proposing to publishing; None where nothing went that way."""
    major_matters: int
    major_matters_least: int
    answers: Answers | None
    """None where nobody could register a question."""
    years: tuple[YearInShort, ...]
    """This one first."""
    exempted: tuple[Exempted, ...] = ()
    asked: AskedInYear = AskedInYear()

    @property
    def notices(self) -> int:
        return len(self.hung)

    def ended(self, outcome: Outcome) -> int:
        """How many duties ended so."""
        return sum(duty.outcome is outcome for duty in self.duties)

    def changed(self, change: Change) -> int:
        return sum(each.change is change for each in self.changes)

    @property
    def has_begun(self) -> bool:
        """The board was there in that year, and the year is not still to come."""
        return any(each.year == self.year for each in self.years)


def shares_of(sorts: Sequence[Of], now: Sequence[Of], before: Sequence[Of]) -> tuple[Share[Of], ...]:
    counts = [now.count(sort) for sort in sorts]
    told = zip(sorts, counts, shares(counts), strict=True)
    return tuple(Share(sort, count, per_cent, before.count(sort)) for sort, count, per_cent in told)


def answers_to(questions: Sequence[Objection], now: datetime) -> Answers:
    taken = [days_between(each.received_at, each.answered_at) for each in questions if each.answered_at is not None]
    waiting = [(now - each.received_at).days for each in questions if each.is_open]
    return Answers(len(questions), len(taken), median_of(taken), max(waiting, default=0))


def median_of(days: Sequence[float]) -> Decimal | None:
    """To a tenth of a day."""
    return Decimal(str(median(days))).quantize(Decimal("0.1")) if days else None


def days_between(one: datetime, other: datetime) -> float:
    return (other - one).total_seconds() / 86400


def display_counts(hung: Sequence[Hung]) -> tuple[int, int, int, int, int, int]:
    """How many there are, how many must hang some days, have, still do, or came down too early; and of those that have, how
    many the screens have proven."""
    required = [each for each in hung if each.required_days]
    done = [each for each in required if not each.wanting]
    waiting = [each for each in required if each.wanting and each.is_up]
    proven = sum(each.is_proven for each in done)
    return len(hung), len(required), len(done), len(waiting), len(required) - len(done) - len(waiting), proven
