"""From when until when a notice hangs, and which dates contradict one another."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from cast import (
    DAY,
    HOUR,
    INSTANT,
    NOON,
    SECOND,
    SHANGHAI,
    TERMS,
    TODAY,
    WEEKENDS,
    a_notice,
    a_posted_notice,
    an_item,
    codes,
    local,
)
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.catalogue import Default
from kiosk.rules.days import DayType, WorkCalendar
from kiosk.rules.notice import Category, Kind, Status, is_live
from kiosk.rules.period import parse_period
from kiosk.rules.posting import (
    contradictions,
    days_given,
    display_days,
    last_day,
    objection_period,
    posting_window,
    start_of,
)
from kiosk.rules.village import Terms


def window(published_at=NOON, item=None, terms=TERMS, **fields):
    return posting_window(a_notice(**fields), item, terms, published_at, SHANGHAI, WEEKENDS)


def test_a_notice_hangs_from_the_moment_it_is_published():
    assert window().shows_from == NOON
    assert window(issued_on=date(2026, 10, 1)).shows_from == NOON


def test_a_notice_issued_later_hangs_from_that_morning():
    assert window(issued_on=date(2026, 10, 12)).shows_from == local(2026, 10, 12)


@pytest.mark.parametrize(
    "published_at, until",
    [
        (local(2026, 10, 10, 0, 0, 0), local(2026, 10, 26)),
        (local(2026, 10, 10, 23, 59, 59), local(2026, 10, 26)),
        (local(2026, 10, 11) - INSTANT, local(2026, 10, 26)),
        (local(2026, 10, 11), local(2026, 10, 27)),
        (local(2028, 2, 14, 12), local(2028, 3, 1)),  # leap year: the 15th day is 29 February
        (local(2027, 2, 14, 12), local(2027, 3, 2)),
        (local(2026, 12, 20, 12), local(2027, 1, 5)),
    ],
)
def test_fifteen_days_are_counted_from_the_day_after_posting(published_at, until):
    assert window(published_at).shows_until == until


def test_the_day_is_the_villages_not_greenwichs():
    evening_in_utc = local(2026, 10, 11, 0, 30).astimezone(UTC)
    assert evening_in_utc.date() == date(2026, 10, 10)
    assert window(evening_in_utc).shows_until == local(2026, 10, 27)


def test_a_notice_is_seen_through_the_last_instant_of_its_last_day():
    hung = window(valid_until=date(2026, 12, 31))
    notice = a_posted_notice(shows_from=hung.shows_from, shows_until=hung.shows_until, status=Status.PUBLISHED)
    assert is_live(notice, local(2026, 12, 31, 23, 59, 59))
    assert is_live(notice, local(2027, 1, 1) - INSTANT)
    assert not is_live(notice, local(2027, 1, 1))


@pytest.mark.parametrize(
    "valid_until, until",
    [
        (date(2028, 2, 29), local(2028, 3, 1)),
        (date(2026, 12, 31), local(2027, 1, 1)),
        (date(2026, 10, 31), local(2026, 11, 1)),
    ],
)
def test_what_the_clerk_wrote_as_last_day_is_the_last_day(valid_until, until):
    assert window(valid_until=valid_until).shows_until == until


@pytest.mark.parametrize(
    "fields",
    [{"kind": Kind.STANDING}, {"kind": Kind.STANDING, "period": parse_period("2026-Q3")}],
)
def test_a_standing_notice_hangs_for_as_long_as_it_stands(fields):
    assert window(**fields).shows_until is None


def test_an_item_that_is_always_up_hangs_for_as_long_as_it_stands():
    assert window(item=an_item(frequency="permanent", display_days=0)).shows_until is None


def test_even_a_standing_notice_ends_when_the_clerk_said_so():
    assert window(kind=Kind.STANDING, valid_until=date(2026, 12, 31)).shows_until == local(2027, 1, 1)


@pytest.mark.parametrize(
    "period, until",
    [
        ("2026-Q3", local(2027, 1, 16)),  # the next quarter ends on 31 December, and 15 days more
        ("2026-09", local(2026, 11, 16)),
        ("2026-H1", local(2027, 1, 16)),
        ("2025", local(2027, 1, 16)),
        ("2024-Q1", local(2026, 10, 26)),  # long overdue: the law's days from posting
    ],
)
def test_a_report_hangs_until_the_next_one_has_been_found(period, until):
    assert window(period=parse_period(period)).shows_until == until


@pytest.mark.parametrize("category", [Category.SUBSIDY, Category.SOCIAL_ASSISTANCE, Category.FAMILY_PLANNING])
def test_what_names_people_comes_down_when_its_days_are_over(category):
    assert window(category=category, period=parse_period("2026-Q3")).shows_until == local(2026, 10, 26)


def test_nothing_comes_down_while_it_is_open_to_objections():
    ten = {"kind": Kind.PUBLICITY, "objection_days": 10}
    workdays = an_item(objection_day_type=DayType.WORKING, display_days=0)
    week_off = WorkCalendar(frozenset(date(2026, 10, day) for day in range(12, 17)), years=frozenset({2026}))
    hung = posting_window(a_notice(**ten), workdays, TERMS, NOON, SHANGHAI, week_off)
    assert hung.shows_until == local(2026, 10, 31)
    assert hung == posting_window(a_notice(**ten, issued_on=TODAY), workdays, TERMS, NOON, SHANGHAI, week_off)


def test_what_invites_objections_comes_down_when_its_days_are_over():
    hung = window(kind=Kind.PUBLICITY, objection_days=7, period=parse_period("2026-Q3"))
    assert hung.shows_until == local(2026, 10, 26)


@pytest.mark.parametrize(
    "item_days, objection_days, law, days",
    [
        (None, None, 15, 15),
        (0, None, 15, 15),
        (15, None, 15, 15),
        (21, None, 15, 21),
        (30, 30, 15, 30),
        (15, 7, 15, 15),
        (15, 45, 15, 45),
        (None, 16, 15, 16),
        (15, 7, 20, 20),
    ],
)
def test_the_longest_of_law_item_and_objections_counts(item_days, objection_days, law, days):
    item = None if item_days is None else an_item(display_days=item_days)
    notice = a_notice(kind=Kind.PUBLICITY, objection_days=objection_days)
    assert display_days(notice, item, Terms(display_days=law), TODAY, WEEKENDS) == days


PLAIN = {"category": Category.ANNOUNCEMENT, "kind": Kind.ANNOUNCEMENT}


@pytest.mark.parametrize(
    "changes, item, days",
    [
        ({}, None, 0),
        ({"kind": Kind.RESULT}, None, 15),
        ({"kind": Kind.PUBLICITY}, None, 15),
        ({"category": Category.FINANCE}, None, 15),
        ({}, an_item(category=Category.ANNOUNCEMENT, display_days=0), 15),
        ({}, an_item(category=Category.ANNOUNCEMENT, display_days=21), 21),
    ],
)
def test_only_a_plain_announcement_has_no_least_posting_time(changes, item, days):
    assert display_days(a_notice(**PLAIN | changes), item, TERMS, TODAY, WEEKENDS) == days


@pytest.mark.parametrize("last_on", [TODAY, TODAY + DAY])
def test_a_plain_announcement_may_end_when_the_clerk_says(last_on):
    fields = PLAIN | {"issued_on": TODAY, "valid_until": last_on}
    assert contradictions(a_notice(**fields), None, TERMS, WEEKENDS) == []
    assert window(**fields).shows_until == start_of(last_on + DAY, SHANGHAI)


def test_a_plain_announcement_without_an_end_still_comes_down():
    assert window(**PLAIN).shows_until == local(2026, 10, 26)


@given(
    published_at=st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1950 < at.year < 2990),
    objection_days=st.none() | st.integers(1, 365),
    item_days=st.integers(0, 60),
    issued_after=st.integers(-400, 400),
)
def test_nothing_comes_down_before_its_days_are_over(published_at, objection_days, item_days, issued_after):
    issued_on = published_at.astimezone(SHANGHAI).date() + timedelta(days=issued_after)
    notice = a_notice(kind=Kind.PUBLICITY, objection_days=objection_days, issued_on=issued_on)
    item = an_item(display_days=item_days)
    hung = posting_window(notice, item, TERMS, published_at, SHANGHAI, WEEKENDS)
    posted_on = hung.shows_from.astimezone(SHANGHAI).date()
    whole_days = (hung.shows_until.astimezone(SHANGHAI).date() - posted_on).days - 1
    assert whole_days == display_days(notice, item, TERMS, posted_on, WEEKENDS)
    assert hung.shows_from >= published_at


@given(
    issued=st.dates(date(1950, 1, 1), date(2990, 1, 1)),
    days_given=st.integers(0, 60),
    objection_days=st.none() | st.integers(1, 60),
)
def test_the_earliest_end_that_is_told_is_accepted(issued, days_given, objection_days):
    notice = a_notice(kind=Kind.PUBLICITY, objection_days=objection_days, issued_on=issued)
    with_end = a_notice(
        kind=Kind.PUBLICITY, objection_days=objection_days, issued_on=issued, valid_until=issued + timedelta(days_given)
    )
    found = contradictions(with_end, None, TERMS, WEEKENDS)
    enough = days_given >= display_days(notice, None, TERMS, issued, WEEKENDS)
    assert bool(found) is not enough
    for each in found:
        assert each.facts["earliest"] == issued + timedelta(each.facts["days"])


@pytest.mark.parametrize(
    "fields, item, expected",
    [
        ({}, None, []),
        ({"issued_on": TODAY, "valid_until": TODAY + 15 * DAY}, None, []),
        ({"issued_on": TODAY, "valid_until": TODAY + 14 * DAY}, None, ["notice.valid_too_short"]),
        ({"issued_on": TODAY, "valid_until": TODAY}, None, ["notice.valid_too_short"]),
        ({"issued_on": TODAY, "valid_until": TODAY - DAY}, None, ["notice.valid_before_start"]),
        ({"effective_on": TODAY, "valid_until": TODAY - DAY}, None, ["notice.valid_before_start"]),
        (
            {"issued_on": TODAY, "effective_on": TODAY + 30 * DAY, "valid_until": TODAY + 20 * DAY},
            None,
            ["notice.valid_before_start"],
        ),
        ({"valid_until": TODAY}, None, []),
        ({"issued_on": TODAY, "valid_until": TODAY + 20 * DAY}, an_item(display_days=21), ["notice.valid_too_short"]),
        ({"issued_on": TODAY, "valid_until": TODAY + 21 * DAY}, an_item(display_days=21), []),
        (PLAIN | {"issued_on": TODAY, "valid_until": TODAY - DAY}, None, ["notice.valid_before_start"]),
        ({"objection_days": 7}, None, ["notice.objection_without_publicity"]),
        ({"objection_days": 7, "kind": Kind.PUBLICITY}, None, []),
        ({}, an_item(default=Default.BANNED), ["notice.item_banned"]),
        ({}, an_item(default=Default.OFF), []),
        (
            {"objection_days": 30, "issued_on": TODAY, "valid_until": TODAY + 14 * DAY},
            an_item(default=Default.BANNED),
            ["notice.item_banned", "notice.objection_without_publicity", "notice.valid_too_short"],
        ),
    ],
)
def test_dates_and_kinds_that_contradict_each_other_are_found(fields, item, expected):
    assert codes(contradictions(a_notice(**fields), item, TERMS, WEEKENDS)) == expected


@pytest.mark.parametrize(
    "today, day, running",
    [
        (date(2026, 10, 9), -1, False),
        (date(2026, 10, 10), 0, True),  # posted today: open from tomorrow
        (date(2026, 10, 11), 1, True),
        (date(2026, 10, 17), 7, True),
        (date(2026, 10, 19), 7, True),  # the seventh is a Saturday
        (date(2026, 10, 20), 8, False),
    ],
)
def test_the_day_after_posting_is_the_first_day_for_objections(today, day, running):
    notice = a_notice(kind=Kind.PUBLICITY, objection_days=7, shows_from=NOON)
    objections = objection_period(notice, None, SHANGHAI, WEEKENDS)
    assert objections.day(today) == day
    assert objections.is_running(today) is running


@pytest.mark.parametrize(
    "shows_from, posted_on",
    [
        (local(2026, 10, 10), date(2026, 10, 10)),
        (local(2026, 10, 10, 23, 59, 59), date(2026, 10, 10)),
        (local(2026, 10, 11).astimezone(UTC), date(2026, 10, 11)),
        (local(2028, 2, 29, 12), date(2028, 2, 29)),
    ],
)
def test_objections_are_counted_from_the_villages_day(shows_from, posted_on):
    notice = a_notice(kind=Kind.PUBLICITY, objection_days=7, shows_from=shows_from)
    assert objection_period(notice, None, SHANGHAI, WEEKENDS).begun_on == posted_on


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Kind.RESULT, "objection_days": None, "shows_from": NOON},
        {"kind": Kind.PUBLICITY, "objection_days": None, "shows_from": NOON},
        {"kind": Kind.PUBLICITY, "objection_days": 7, "shows_from": None},
    ],
)
def test_only_what_is_posted_before_a_decision_has_an_objection_period(fields):
    assert objection_period(a_notice(**fields), None, SHANGHAI, WEEKENDS) is None


def test_a_day_starts_at_midnight_of_the_village():
    assert start_of(date(2026, 10, 10), SHANGHAI).astimezone(UTC).isoformat() == "2026-10-09T16:00:00+00:00"
    assert start_of(date(2026, 10, 11), SHANGHAI) - SECOND == local(2026, 10, 10, 23, 59, 59)
    assert start_of(date(2026, 10, 10), SHANGHAI) + 12 * HOUR == NOON


def test_what_was_given_at_the_posting_holds_whatever_is_set_afterwards():
    item = an_item(display_days=20, objection_days=10, objection_day_type=DayType.WORKING)
    publicity = a_notice(kind=Kind.PUBLICITY, objection_days=10, item="X01", shows_from=NOON)
    posted = replace(publicity, given=days_given(publicity, item, TERMS))
    today, set_since = Terms(display_days=60), an_item(display_days=90, frequency="permanent")
    assert display_days(posted, set_since, today, TODAY, WEEKENDS) == 20
    assert last_day(posted, set_since, today, TODAY, WEEKENDS) == TODAY + 20 * DAY
    assert objection_period(posted, set_since, SHANGHAI, WEEKENDS).is_working


@pytest.mark.parametrize("item, is_working", [(None, False), (an_item(objection_day_type=DayType.WORKING), True)])
def test_while_it_waits_for_its_first_showing_no_day_for_objections_is_counted_and_none_is_over(item, is_working):
    notice = a_notice(kind=Kind.PUBLICITY, objection_days=7, shows_from=NOON, waits_for_proof=True)
    objections = objection_period(notice, item, SHANGHAI, WEEKENDS)
    assert (objections.is_awaited, objections.days, objections.is_working) == (True, 7, is_working)
    assert objections.is_running(TODAY + 100 * DAY) and not objections.is_over(TODAY + 100 * DAY)
