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
class DisclosureItem:
    code: str
    title: str
    category: Category
    default: Default
    frequency: str
    due_rule: str
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
