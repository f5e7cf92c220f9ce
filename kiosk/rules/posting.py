"""From when until when a notice hangs, and what its dates may not say."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.rules.catalogue import Default, DisclosureItem
from kiosk.rules.days import AwaitedDays, CountedDays, DayType, GivenDays, ObjectionDays, WorkCalendar, counted
from kiosk.rules.notice import Category, Kind, Notice
from kiosk.rules.village import Terms

# Rosters name people, and 个人信息保护法 arts. 6 and 19 want them down again when their days are over.
NAMES_PEOPLE = frozenset({Category.SUBSIDY, Category.SOCIAL_ASSISTANCE, Category.FAMILY_PLANNING})


@dataclass(frozen=True)
class Window:
    shows_from: datetime
    shows_until: datetime | None


@dataclass(frozen=True)
class Contradiction:
    """Two things a notice says that cannot both stand. `key` is the front-matter key to mend."""

    code: str
    key: str
    facts: dict[str, object]


def days_given(notice: Notice, item: DisclosureItem | None, terms: Terms) -> GivenDays:
    """By what is set now: the law's least, or the item's own where that is longer. A plain announcement (the water is off
    tomorrow) discloses nothing, and would be wrong for the rest of fifteen days."""
    discloses_nothing = notice.category is Category.ANNOUNCEMENT and notice.kind is Kind.ANNOUNCEMENT and item is None
    own = item.display_days or 0 if item is not None else 0
    return GivenDays(
        display=0 if discloses_nothing else max(terms.display_days, own),
        least=terms.display_days,
        day_type=_day_type(item),
        is_for_good=notice.kind is Kind.STANDING or item is not None and item.frequency == "permanent",
    )


def display_days(
    notice: Notice, item: DisclosureItem | None, terms: Terms, posted_on: date, calendar: WorkCalendar
) -> int:
    """Days it must stay posted: what it was given when it was posted, or is given now, and never less than its objection
    period. 村民委员会组织法 (2025) art. 35. The day of posting itself is not counted (民法典 art. 201)."""
    given = notice.given or days_given(notice, item, terms)
    objections = _objections(notice, given.day_type, posted_on, calendar) if given.display else None
    return given.display if objections is None else max(given.display, (objections.last_on - posted_on).days)


def contradictions(
    notice: Notice, item: DisclosureItem | None, terms: Terms, calendar: WorkCalendar
) -> list[Contradiction]:
    found = []
    if item is not None and item.default is Default.BANNED:
        found.append(Contradiction("notice.item_banned", "item", {"item": item.code, "title": item.title}))
    if notice.objection_days is not None and notice.kind is not Kind.PUBLICITY:
        found.append(Contradiction("notice.objection_without_publicity", "objection_days", {"key": "objection_days"}))
    starts_on = max(filter(None, (notice.issued_on, notice.effective_on)), default=None)
    if notice.valid_until is not None and starts_on is not None and notice.valid_until < starts_on:
        facts = {"key": "valid_until", "value": notice.valid_until, "start": starts_on}
        found.append(Contradiction("notice.valid_before_start", "valid_until", facts))
    elif notice.valid_until is not None and notice.issued_on is not None:
        days = display_days(notice, item, terms, notice.issued_on, calendar)
        earliest = notice.issued_on + timedelta(days=days)
        if notice.valid_until < earliest:
            facts = {"key": "valid_until", "value": notice.valid_until, "days": days, "earliest": earliest}
            found.append(Contradiction("notice.valid_too_short", "valid_until", facts))
    return found


def posting_window(
    notice: Notice,
    item: DisclosureItem | None,
    terms: Terms,
    published_at: datetime,
    zone: ZoneInfo,
    calendar: WorkCalendar,
) -> Window:
    """It hangs from its publishing, or from the morning of `issued_on` if that is later, until its time is up."""
    shows_from = published_at
    if notice.issued_on is not None:
        shows_from = max(published_at, start_of(notice.issued_on, zone))
    last_on = notice.valid_until or _last_day(notice, item, terms, shows_from.astimezone(zone).date(), calendar)
    return Window(shows_from, None if last_on is None else start_of(last_on + timedelta(days=1), zone))


def last_day(
    notice: Notice, item: DisclosureItem | None, terms: Terms, begun_on: date, calendar: WorkCalendar
) -> date | None:
    """The last day on which it hangs if its days are counted from then on; what the clerk has named never shortens them.
    None for what stands for good."""
    counted_out = _last_day(notice, item, terms, begun_on, calendar)
    if notice.valid_until is None or counted_out is None:
        return counted_out if notice.valid_until is None else notice.valid_until
    return max(notice.valid_until, begun_on + timedelta(days=display_days(notice, item, terms, begun_on, calendar)))


def _last_day(
    notice: Notice, item: DisclosureItem | None, terms: Terms, posted_on: date, calendar: WorkCalendar
) -> date | None:
    given = notice.given or days_given(notice, item, terms)
    if given.is_for_good:
        return None
    required = posted_on + timedelta(days=display_days(notice, item, terms, posted_on, calendar) or given.least)
    if notice.period is None or notice.kind is Kind.PUBLICITY or notice.category in NAMES_PEOPLE:
        return required
    # A report on a period hangs until its successor, one period later, has hung long enough to be found.
    return max(required, notice.period.following().last_on + timedelta(days=given.least))


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def objection_period(
    notice: Notice, item: DisclosureItem | None, zone: ZoneInfo, calendar: WorkCalendar
) -> ObjectionDays | None:
    """公示期: the days after the day on which it was first proved to be shown, in which residents may object."""
    if notice.counts_from is None:
        return None
    day_type = notice.given.day_type if notice.given is not None else _day_type(item)
    objections = _objections(notice, day_type, notice.counts_from.astimezone(zone).date(), calendar)
    if objections is not None and notice.waits_for_proof:
        return AwaitedDays(objections.days, objections.day_type)
    return objections


def _day_type(item: DisclosureItem | None) -> DayType:
    return item.objection_day_type if item is not None else DayType.CALENDAR


def _objections(notice: Notice, day_type: DayType, posted_on: date, calendar: WorkCalendar) -> CountedDays | None:
    if notice.kind is not Kind.PUBLICITY or not notice.objection_days:
        return None
    return counted(posted_on, notice.objection_days, day_type, calendar)
