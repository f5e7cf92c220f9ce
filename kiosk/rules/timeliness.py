"""Whether what was due for the periods of a year went up in time, late, or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.rules.catalogue import DisclosureItem
from kiosk.rules.duties import Duty, DutyState, Posting
from kiosk.rules.notice import Category
from kiosk.rules.period import Period


class Outcome(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_YET = "not_yet"
    """Its time has not come, or is not over."""
    HANGS = "hangs"
    """What should hang for good does."""
    WANTING = "wanting"
    """What should hang for good does not."""


TIMED = (Outcome.ON_TIME, Outcome.LATE, Outcome.MISSING, Outcome.NOT_YET)
"""The outcomes of what is due by a day."""


@dataclass(frozen=True)
class DutyInYear:
    item: DisclosureItem
    period: Period | None
    """None for what should hang for good."""
    due_on: date | None
    outcome: Outcome
    days: int
    """After it was due: until it went up, or until now; 0 in time."""
    notice: int | None = None
    posted_on: date | None = None


@dataclass(frozen=True)
class Exempted:
    """What the village's head has noted that there was nothing to post about."""

    item: DisclosureItem
    period: Period | None
    why: str


def exempted(found: Iterable[Duty]) -> list[Exempted]:
    """Without what was posted all the same."""
    waived = [duty for duty in found if duty.exempt and duty.state is DutyState.NOT_APPLICABLE]
    return [Exempted(duty.item, duty.period, duty.exempt) for duty in waived]


def in_time(found: Iterable[Duty], postings: Iterable[Posting], today: date) -> list[DutyInYear]:
    """Without what goes by events: nobody can tell what of it would have been due."""
    first: dict[tuple[str, Period | None], Posting] = {}
    for posting in sorted(postings, key=lambda each: each.posted_on):
        first.setdefault((posting.item, posting.period), posting)
    told = [duty for duty in found if duty.state is not DutyState.NOT_APPLICABLE and _is_awaited(duty)]
    return [_ended(duty, first.get((duty.item.code, duty.period)) if duty.period else duty.posting, today) for duty in told]


def _is_awaited(duty: Duty) -> bool:
    return duty.due_on is not None or duty.item.frequency == "permanent"


def _ended(duty: Duty, posting: Posting | None, today: date) -> DutyInYear:
    """By what went up first: what was posted for it once more later does not make it late."""
    is_up = duty.state is DutyState.POSTED and posting is not None
    if duty.due_on is None:
        outcome, days = (Outcome.HANGS if is_up else Outcome.WANTING), 0
    elif is_up:
        days = max(0, (posting.posted_on - duty.due_on).days)
        outcome = Outcome.LATE if days else Outcome.ON_TIME
    elif duty.state is DutyState.OVERDUE:
        outcome, days = Outcome.MISSING, (today - duty.due_on).days
    else:
        outcome, days = Outcome.NOT_YET, 0
    notice, posted_on = (posting.number, posting.posted_on) if is_up else (None, None)
    return DutyInYear(duty.item, duty.period, duty.due_on, outcome, days, notice, posted_on)


def outcomes_by_category(duties: Iterable[DutyInYear]) -> dict[Category, list[int]]:
    """In time, late, missing and not yet due; without categories in which nothing comes round."""
    timed = [duty for duty in duties if duty.outcome in TIMED]
    counts = {
        category: [sum(duty.outcome is outcome for duty in timed if duty.item.category is category) for outcome in TIMED]
        for category in Category
    }
    return {category: each for category, each in counts.items() if any(each)}
