"""The disclosure catalogue (公开目录): what a village must post, how often, and for how long."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.rules.days import DayType
from kiosk.rules.notice import Category


class Default(StrEnum):
    """Whether a village starts out with the item."""

    ON = "on"
    OFF = "off"
    POLICY_ONLY = "policy_only"
    BANNED = "banned"
    ELECTION = "election"


@dataclass(frozen=True)
class DueRule:
    """By when the report on a period must be up."""

    month: int
    """Counted from 1: of the period itself, or of what follows it."""
    is_after: bool
    day: int | None
    """Of that month, or its last where it has not so many; None for the village's own posting day."""


@dataclass(frozen=True)
class DisclosureItem:
    code: str
    title: str
    category: Category
    default: Default
    frequency: str
    due_rule: str
    """In the village's words."""
    due: DueRule | None
    """The same to reckon with; None for what goes by events, or hangs for good."""
    objection_days: int | None
    objection_day_type: DayType
    display_days: int
    """The least number of days it must stay posted; 0 where it stays up for good."""
    drafted_by: str
    reviewed_by: str
    approved_by: str
    may_show: str
    must_hide: str
    legal_basis: str
    evidence: str


Catalogue = dict[str, DisclosureItem]
