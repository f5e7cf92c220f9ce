"""What a village must post (公开事项), for which period, by when, and how far it has come."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from kiosk.rules.catalogue import Catalogue, Default, DisclosureItem, DueRule
from kiosk.rules.days import CountedDays, DayType, WorkCalendar, counted
from kiosk.rules.notice import PILLARS, Category
from kiosk.rules.period import UNIT_OF, Period, periods_of

MAJOR_MATTERS = "V01"
"""四议两公开: what the villagers' assembly has decided, and what came of it."""


class DutyState(StrEnum):
    OVERDUE = "overdue"
    DUE = "due"
    NOT_YET = "not_yet"
    POSTED = "posted"
    NOT_APPLICABLE = "not_applicable"
    """Nothing has happened that would have to be posted, or the board was not there yet."""


_PRESSING = (DutyState.OVERDUE, DutyState.DUE)
_AFTER = (len(_PRESSING), date.max)


@dataclass(frozen=True)
class Posting:
    """A notice that was put up for a duty, whichever of its versions hangs by now."""

    number: int
    item: str
    period: Period | None
    posted_on: date
    """When its first version went up."""
    last_on: date | None
    """The last day on which it hangs or hung; None for as long as it stands."""
    display_days: int
    """That it must stay posted."""
    issued_on: date | None = None
    """The day of what it tells of, from which the days of an event are counted."""
    proven_after: date | None = None
    """The day on which a screen first told of showing it; None where none has, or its days count from its posting."""
    proven_days: int | None = None
    """After that day, on which a screen has told of it; None where nobody has counted them, or nothing proves them."""


@dataclass(frozen=True)
class Circumstances:
    """What decides about duties besides what was posted."""

    catalogue: Catalogue
    calendar: WorkCalendar
    posting_day: int
    monthly_posting_day: int
    began_on: date
    """The first day of the board: what was due before, or is about a time before, is no duty of it."""
    exempt: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Why there is nothing to post, by item and period (its code, or "")."""


@dataclass(frozen=True)
class Duty:
    item: DisclosureItem
    period: Period | None
    """None for what goes by events, or hangs for good."""
    due_on: date | None
    is_sure: bool
    """The holidays around its due date are known."""
    state: DutyState
    posting: Posting | None = None
    days_shown: int = 0
    days_required: int = 0
    """That are still wanting."""
    is_proven: bool = False
    """The days are those of which screens have told."""
    exempt: str = ""
    """Why there is nothing to post, in the village's words."""

    @property
    def is_pressing(self) -> bool:
        return self.state in _PRESSING

    @property
    def may_be_exempt(self) -> bool:
        """It is still to be posted, now or later: that there will be nothing to post may be known long before."""
        return self.state in (*_PRESSING, DutyState.NOT_YET)

    @property
    def is_late(self) -> bool:
        """It was posted, after it was due."""
        return self.posting is not None and self.due_on is not None and self.posting.posted_on > self.due_on

    @property
    def key(self) -> tuple[str, str]:
        return self.item.code, self.period.code if self.period else ""

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due_on).days) if self.due_on is not None else 0


def duties(year: int, postings: Iterable[Posting], about: Circumstances, today: date) -> list[Duty]:
    """Of every item that the village has, and of the others where something was posted: those of the year's periods, then
    what goes by events or hangs for good."""
    by_item: dict[str, list[Posting]] = {}
    up = [each for each in postings if each.posted_on <= today]
    for posting in sorted(up, key=lambda each: each.posted_on, reverse=True):
        by_item.setdefault(posting.item, []).append(posting)
    found = [
        duty
        for item in about.catalogue.values()
        if item.default is not Default.BANNED
        for duty in _of_item(item, year, by_item.get(item.code, []), about, today)
    ]
    return [duty for duty in found if duty.item.default is Default.ON or duty.state is DutyState.POSTED]


def with_proof(found: Iterable[Duty], proven_days: Mapping[int, int], today: date) -> list[Duty]:
    """The same duties, with the days that screens have proved of the notices that fill them. Of all that was ever posted for
    them these are few."""
    return [_proven(duty, proven_days, today) for duty in found]


def _proven(duty: Duty, proven_days: Mapping[int, int], today: date) -> Duty:
    if duty.posting is None or duty.posting.number not in proven_days:
        return duty
    return _filled(duty, replace(duty.posting, proven_days=proven_days[duty.posting.number]), today)


def pressing_first(found: Iterable[Duty]) -> list[Duty]:
    """What is overdue and what is due, the longest overdue first, before all else in its order; of what is due, that which
    should hang for good comes last."""
    return sorted(found, key=lambda duty: (_PRESSING.index(duty.state), duty.due_on or date.max) if duty.is_pressing else _AFTER)


@dataclass(frozen=True)
class OverduePillar:
    category: Category
    due_on: date
    """Of what is overdue in it, that which has been longest."""


def overdue_pillars(found: Iterable[Duty]) -> tuple[OverduePillar, ...]:
    """All of the three pillars in which something is overdue."""
    overdue = [duty for duty in found if duty.state is DutyState.OVERDUE and duty.due_on is not None]
    longest = {pillar: min((duty.due_on for duty in overdue if duty.item.category is pillar), default=None) for pillar in PILLARS}
    return tuple(OverduePillar(pillar, due_on) for pillar, due_on in longest.items() if due_on is not None)


def major_matters(year: int, postings: Iterable[Posting], today: date) -> int:
    """How many notices on them were posted in the year."""
    of_them = [each for each in postings if each.item == MAJOR_MATTERS and each.posted_on <= today]
    return sum(each.posted_on.year == year for each in of_them)


def days_shown(posting: Posting, today: date) -> int:
    """Whole days after the day of posting (民法典 art. 201) of which screens have told that they showed it; on which it hung,
    where none has told anything."""
    if posting.proven_days is not None:
        return posting.proven_days
    last_on = today if posting.last_on is None else min(today, posting.last_on)
    return max(0, (last_on - posting.posted_on).days)


def due_day(rule: DueRule, period: Period, about: Circumstances) -> date:
    """As the rule has it, whether that day is worked or not."""
    first = period.following().first_on if rule.is_after else period.first_on
    year, month = divmod(first.year * 12 + first.month - 1 + rule.month - 1, 12)
    posting_day = about.monthly_posting_day if period.unit == "month" else about.posting_day
    day = min(rule.day or posting_day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day)


def _of_item(
    item: DisclosureItem, year: int, postings: list[Posting], about: Circumstances, today: date
) -> Iterator[Duty]:
    if item.due is not None:
        for period in periods_of(year, UNIT_OF[item.frequency]):
            posting = next((each for each in postings if each.period == period), None)
            yield _of_period(item, item.due, period, posting, about, today)
    elif item.frequency == "permanent":
        standing = next((each for each in postings if each.last_on is None or each.last_on >= today), None)
        yield _filled(_unless_exempt(Duty(item, None, None, True, DutyState.DUE), about), standing, today)
    else:
        latest = next((each for each in postings if each.posted_on.year == year), None)
        yield _filled(_of_event(item, latest, about), latest, today)


def _of_period(
    item: DisclosureItem, rule: DueRule, period: Period, posting: Posting | None, about: Circumstances, today: date
) -> Duty:
    said = due_day(rule, period, about)
    due_on = about.calendar.working_from(said)  # a day off goes on to the next working day (民法典 art. 203)
    is_before_the_board = min(period.last_on, due_on) < about.began_on
    is_its_month = today >= said.replace(day=1)
    if is_before_the_board:
        state = DutyState.NOT_APPLICABLE
    elif today > due_on:
        state = DutyState.OVERDUE
    else:
        state = DutyState.DUE if is_its_month else DutyState.NOT_YET
    duty = Duty(item, period, due_on, about.calendar.knows(said, due_on), state)
    return _filled(_unless_exempt(duty, about), posting, today)


def within_working_days(item: DisclosureItem, issued_on: date | None, calendar: WorkCalendar) -> CountedDays | None:
    """Until when it must hang after what happened. They count from the day on which the notice says it was issued: it is the
    only day of the event that stands on the sheet for everybody to see. None where the village sets no days, or none is named."""
    if item.due is not None or item.due_working_days is None or issued_on is None:
        return None
    return counted(issued_on, item.due_working_days, DayType.WORKING, calendar)


def _of_event(item: DisclosureItem, latest: Posting | None, about: Circumstances) -> Duty:
    """Due so many working days after what happened, where the village sets so many."""
    until = within_working_days(item, latest.issued_on, about.calendar) if latest is not None else None
    if until is None:
        return Duty(item, None, None, True, DutyState.NOT_APPLICABLE)
    return Duty(item, None, until.last_on, until.is_sure, DutyState.NOT_APPLICABLE)


def _unless_exempt(duty: Duty, about: Circumstances) -> Duty:
    why = about.exempt.get(duty.key, "")
    return replace(duty, state=DutyState.NOT_APPLICABLE, exempt=why) if why else duty


def _filled(duty: Duty, posting: Posting | None, today: date) -> Duty:
    if posting is None:
        return duty
    shown = days_shown(posting, today)
    wanting = max(0, posting.display_days - shown)
    is_proven = posting.proven_days is not None
    return replace(duty, state=DutyState.POSTED, posting=posting, days_shown=shown, days_required=wanting, is_proven=is_proven)
