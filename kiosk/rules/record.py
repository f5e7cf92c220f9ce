"""The publicity record (公示记录) of one notice: what an inspector asks for, as far as the board itself can vouch for it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.rules.airings import LEAST_SECONDS, AiredDay
from kiosk.rules.interruptions import Interruption

DAY_BY_DAY = 31
"""Days that are told one by one; of longer times each month has one line."""


@dataclass(frozen=True)
class RecordedVersion:
    version: int
    digest: str
    """SHA-256 of the text as the board hands it out as a file, fields and all."""
    hung_from: datetime
    hung_until: datetime | None
    """None while it hangs."""
    why: str = ""
    """What was corrected in the version before; "" for the first."""


class Hand(StrEnum):
    """What people did to get it up or down, as far as the record tells of it."""

    PROPOSED = "notice.submitted"
    PASSED = "notice.passed"
    PUBLISHED = "notice.published"
    PUBLISHED_URGENTLY = "notice.published_urgently"
    PASSED_AFTERWARDS = "notice.passed_afterwards"
    OBJECTED_TO = "notice.objected_to"
    IMPORTED = "notice.imported"
    CORRECTION_BEGUN = "notice.correction_begun"
    WITHDRAWN = "notice.withdrawn"


@dataclass(frozen=True)
class HandTaken:
    """A step with its day and who took it; `words` may be ""."""

    hand: Hand
    version: int
    who: str
    at: datetime
    words: str = ""


@dataclass(frozen=True)
class ObjectionPeriod:
    days: int
    is_working: bool
    begun_on: date | None
    """None, with `last_on`, where no screen had proved to show it."""
    last_on: date | None


@dataclass(frozen=True)
class RecordedScreen:
    name: str
    title: str
    opens_at: str | None
    closes_at: str | None
    days: int
    seconds: int
    first_at: datetime | None
    """None where the screen has told nothing."""
    last_at: datetime | None


@dataclass(frozen=True)
class Shown:
    """On one screen on one day, or in one month: `on` is then its first day."""

    screen: str
    on: date
    days: int
    seconds: int
    hours: int
    """In how many hours of the village's clock it was seen."""
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class TakenDown:
    """Before its time."""

    at: datetime
    why: str
    days_short: int
    """Of those that the law wants it posted."""


@dataclass(frozen=True)
class Answered:
    """An objection without whoever made it; `answer` is "" and `answered_at` None as long as it waits."""

    received_at: datetime
    words: str
    answer: str
    answered_at: datetime | None
    answered_by: str = ""
    proposed_by: str = ""
    """Who wrote the answer that the other gave; "" where nobody proposed one."""


@dataclass(frozen=True)
class RecordedFile:
    name: str
    digest: str
    size: int
    """Bytes."""


@dataclass(frozen=True)
class ChainHead:
    """Of the audit log, just before the record was issued."""

    entry: int
    digest: str


@dataclass(frozen=True)
class PublicityRecord:
    village: str
    township: str
    number: int
    index_number: str
    title: str
    category: str
    kind: str
    period: str
    """"" where it has none."""
    responsible_unit: str
    document_number: str
    hung_from: datetime
    hung_until: datetime | None
    """When it came down; None while it hangs."""
    planned_until: datetime | None
    """The first instant at which its time is up; None for what stands for good."""
    objection_period: ObjectionPeriod | None
    display_days: int
    """That it must stay posted; 0 for what discloses nothing."""
    hung_days: int
    """Without the day of posting (民法典 art. 201)."""
    proven_days: int
    """On which a screen has told of showing it."""
    proven_seconds: int
    versions: tuple[RecordedVersion, ...]
    hands: tuple[HandTaken, ...]
    screens: tuple[RecordedScreen, ...]
    shown: tuple[Shown, ...]
    is_by_month: bool
    interruptions: tuple[Interruption, ...]
    taken_down: TakenDown | None
    objections: tuple[Answered, ...]
    files: tuple[RecordedFile, ...]
    head: ChainHead
    issued_at: datetime
    issued_by: str
    is_unproven: bool = False
    """No screen has ever proved to show it, though there were some that tell what they show."""

    @property
    def version(self) -> RecordedVersion:
        """That hangs, or hung last."""
        return self.versions[-1]


def shown_on_screens(days: Iterable[AiredDay]) -> tuple[tuple[Shown, ...], bool]:
    """A line for each day and screen, or where these are too many days, for each month and screen; and which it is."""
    told = _lines((day.on, day) for day in days if day.seconds >= LEAST_SECONDS)
    if len({line.on for line in told}) <= DAY_BY_DAY:
        return told, False
    return _lines((day.on.replace(day=1), day) for day in days if day.seconds >= LEAST_SECONDS), True


def _lines(told: Iterable[tuple[date, AiredDay]]) -> tuple[Shown, ...]:
    of_screens: dict[tuple[date, str], list[AiredDay]] = defaultdict(list)
    for on, day in told:
        of_screens[on, day.screen].append(day)
    return tuple(_line(on, screen, of_screens[on, screen]) for on, screen in sorted(of_screens))


def _line(on: date, screen: str, days: list[AiredDay]) -> Shown:
    """Two versions on one day are one day."""
    return Shown(
        screen,
        on,
        days=len({day.on for day in days}),
        seconds=sum(day.seconds for day in days),
        hours=len({(day.on, hour) for day in days for hour in day.hours}),
        first_at=min(day.first_at for day in days),
        last_at=max(day.last_at for day in days),
    )
