"""The disclosure catalogue (公开目录): what a village must post, how often, and for how long."""

from collections.abc import Mapping
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


SWITCHES = (Default.ON, Default.OFF, Default.ELECTION)
"""Between which a village may choose; what may never be posted, or only as a policy, stays so."""


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
    due_working_days: int | None
    """After the day of an event: within so many of them it must be up; None where the village sets none."""
    objection_days: int | None
    objection_day_type: DayType
    restarts_on_objection: bool
    """What is objected to is posted for its days anew once the objection has been answered."""
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
Row = Mapping[str, str]
"""An item as it stands in the catalogue's file: every column a text."""
POSTING_DAY = "posting"
YES = "yes"


def item_of(row: Row) -> DisclosureItem:
    """Raises ValueError for what stands in no catalogue."""
    days, working_days = row["objection_days"], row["due_working_days"]
    read = {
        "category": Category(row["category"]),
        "default": Default(row["default"]),
        "due": _due_rule(row["due_month"], row["due_day"]) if row["due_month"] else None,
        "due_working_days": int(working_days) if working_days else None,
        "objection_days": int(days) if days else None,
        "objection_day_type": DayType(row["objection_day_type"] or DayType.CALENDAR),
        "restarts_on_objection": row["restarts_on_objection"] == YES,
        "display_days": int(row["display_days"]),
    }
    return DisclosureItem(**{name: text for name, text in row.items() if name not in ("due_month", "due_day")} | read)


def _due_rule(month: str, day: str) -> DueRule:
    """+1 is the month after the period, 1 the first of the period itself; `posting` is the village's posting day."""
    return DueRule(int(month), month.startswith("+"), None if day == POSTING_DAY else int(day))
