"""A notice: one posted thing, as the village writes it and as the board knows it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.rules.period import Period


class Category(StrEnum):
    FINANCE = "finance"
    SUBSIDY = "subsidy"
    FAMILY_PLANNING = "family_planning"
    SOCIAL_ASSISTANCE = "social_assistance"
    LAND = "land"
    GOVERNANCE = "governance"
    FEES = "fees"
    PARTY = "party"
    ANNOUNCEMENT = "announcement"


PILLARS = (Category.FINANCE, Category.SUBSIDY, Category.FAMILY_PLANNING)
CATEGORY_ORDER = (*PILLARS, *(category for category in Category if category not in PILLARS))
"""In which they stand wherever notices are listed by category."""


class Kind(StrEnum):
    PUBLICITY = "publicity"
    RESULT = "result"
    STANDING = "standing"
    ANNOUNCEMENT = "announcement"


class Priority(StrEnum):
    NORMAL = "normal"
    PINNED = "pinned"
    URGENT = "urgent"


class Status(StrEnum):
    """Where a version of a notice is on its way."""

    DRAFT = "draft"
    REVIEW = "review"
    RECHECK = "recheck"
    """In its second review, where the village wants two."""
    PASSED = "passed"
    PUBLISHED = "published"
    CLOSED = "closed"
    """Its time is up."""
    ARCHIVED = "archived"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    """Taken down before its time, with a reason."""
    REPLACED = "replaced"
    """A corrected version has taken its place."""
    DISCARDED = "discarded"
    """A draft that was thrown away."""


OPEN = frozenset({Status.DRAFT, Status.REVIEW, Status.RECHECK, Status.PASSED})
"""On its way to the board."""
WAS_POSTED = frozenset({Status.PUBLISHED, Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN, Status.REPLACED})


@dataclass(frozen=True)
class Notice:
    title: str
    category: Category
    kind: Kind
    body: str
    item: str | None = None
    period: Period | None = None
    responsible_unit: str | None = None
    issued_on: date | None = None
    effective_on: date | None = None
    valid_until: date | None = None
    objection_days: int | None = None
    index_number: str | None = None
    document_number: str | None = None
    supervision_phone: str | None = None
    screens: tuple[str, ...] = ()
    """Names of the screens it goes to; empty means every screen."""
    seconds: int | None = None
    """Given by the clerk for each page; None means worked out from the length."""
    priority: Priority = Priority.NORMAL
    sources: tuple[str, ...] = ()
    """File names of its originals."""
    public_sources: tuple[str, ...] = ()
    """Those of them that residents may fetch."""

    number: int | None = None
    """Given by the board, for good; None while it is only a file."""
    version: int = 1
    """Counted from 1: a text that was handed in is never changed, a further one follows it."""
    status: Status = Status.DRAFT
    published_at: datetime | None = None
    shows_from: datetime | None = None
    shows_until: datetime | None = None
    """The first instant it is no longer shown; None means for as long as it stands."""
    clock_begun_at: datetime | None = None
    """From when its days are counted: when a screen first proved to show it, or when it began anew after an objection; None
    means from `shows_from`."""
    waits_for_proof: bool = False
    """No screen has proved yet to show it, so that none of its days has been counted."""

    @property
    def counts_from(self) -> datetime | None:
        return self.clock_begun_at or self.shows_from

    @property
    def is_urgent(self) -> bool:
        return self.priority is Priority.URGENT

    @property
    def is_pinned(self) -> bool:
        return self.priority is Priority.PINNED


def is_live(notice: Notice, now: datetime) -> bool:
    if notice.status is not Status.PUBLISHED:
        return False
    started = notice.shows_from is None or notice.shows_from <= now
    ended = notice.shows_until is not None and notice.shows_until <= now
    return started and not ended


def goes_to(notice: Notice, screen: str) -> bool:
    return not notice.screens or screen in notice.screens
