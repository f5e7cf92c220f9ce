"""What is due, overdue or posted, by the rules of the catalogue and the day on which it is asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from cast import DAY, TODAY, WEEKENDS, an_item
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.holidays import work_calendar
from kiosk.rules.catalogue import Default, DueRule
from kiosk.rules.days import WorkCalendar
from kiosk.rules.duties import (
    MAJOR_MATTERS,
    Circumstances,
    DutyState,
    Posting,
    days_shown,
    due_day,
    duties,
    major_matters,
    pressing_first,
)
from kiosk.rules.period import Period, parse_period, periods_of
from kiosk.shipped import catalogue

ITEM = an_item(code="F01")
LONG_AGO = date(2020, 1, 1)
Q3 = Period(2026, "quarter", 3)
DUE_ON = date(2026, 10, 15)
POSTED, DUE, OVERDUE, NOT_YET, NOT_APPLICABLE = (
    DutyState.POSTED,
    DutyState.DUE,
    DutyState.OVERDUE,
    DutyState.NOT_YET,
    DutyState.NOT_APPLICABLE,
)


def circumstances(*items, **changes):
    plain = Circumstances({item.code: item for item in items or (ITEM,)}, WEEKENDS, 15, 28, LONG_AGO)
    return replace(plain, **changes)


def a_posting(**changes):
    plain = Posting(7, "F01", Q3, date(2026, 10, 12), None, 15)
    return replace(plain, **changes)


STANDING = a_posting(period=None, posted_on=date(2026, 9, 1))


def state_of(period, today, *postings, **changes):
    [duty] = [duty for duty in duties(period.year, postings, circumstances(**changes), today) if duty.period == period]
    return duty.state


@pytest.mark.parametrize(
    "month, is_after, day, period, said",
    [
        (1, True, None, "2026-Q3", date(2026, 10, 15)),
        (1, True, None, "2026-Q4", date(2027, 1, 15)),
        (1, True, None, "2026-H1", date(2026, 7, 15)),
        (1, True, None, "2026-12", date(2027, 1, 28)),
        (1, True, None, "2026-01", date(2026, 2, 28)),
        (1, True, 31, "2025", date(2026, 1, 31)),
        (2, True, 31, "2025", date(2026, 2, 28)),
        (2, True, 31, "2027", date(2028, 2, 29)),
        (13, True, 1, "2025", date(2027, 1, 1)),
        (1, False, 31, "2026", date(2026, 1, 31)),
        (8, False, 31, "2026", date(2026, 8, 31)),
        (12, False, 31, "2026", date(2026, 12, 31)),
        (2, False, 31, "2026-Q1", date(2026, 2, 28)),
        (4, False, 1, "2026-Q4", date(2027, 1, 1)),
    ],
)
def test_the_rule_gives_the_day(month, is_after, day, period, said):
    assert due_day(DueRule(month, is_after, day), parse_period(period), circumstances()) == said


@pytest.mark.parametrize("posting_day, said", [(8, date(2026, 10, 8)), (20, date(2026, 10, 20)), (28, date(2026, 10, 28))])
def test_the_posting_day_is_the_villages(posting_day, said):
    assert due_day(ITEM.due, Q3, circumstances(posting_day=posting_day)) == said


@pytest.mark.parametrize(
    "posting_day, period, due_on",
    [
        (15, "2025-Q4", date(2026, 1, 15)),
        (10, "2026-Q3", date(2026, 10, 10)),  # a Saturday that is worked
        (8, "2025-Q3", date(2025, 10, 9)),  # the National Day week has eight days
        (11, "2026-Q3", date(2026, 10, 12)),
        (1, "2026-Q3", date(2026, 10, 8)),
    ],
)
def test_a_day_off_goes_on_to_the_next_working_day(posting_day, period, due_on):
    about = circumstances(posting_day=posting_day, calendar=work_calendar())
    wanted = parse_period(period)
    [duty] = [duty for duty in duties(wanted.year, [], about, TODAY) if duty.period == wanted]
    assert (duty.due_on, duty.is_sure) == (due_on, True)


def test_where_the_holidays_are_not_known_it_says_so():
    about = circumstances(calendar=WorkCalendar(years=frozenset({2026})))
    assert [duty.is_sure for duty in duties(2026, [], about, TODAY)] == [True, True, True, False]


@pytest.mark.parametrize(
    "today, state",
    [
        (date(2026, 9, 30), NOT_YET),
        (date(2026, 10, 1), DUE),
        (date(2026, 10, 14), DUE),
        (DUE_ON, DUE),
        (DUE_ON + DAY, OVERDUE),
        (date(2027, 3, 1), OVERDUE),
    ],
)
def test_it_is_due_from_the_first_of_its_month_and_overdue_after_its_day(today, state):
    assert state_of(Q3, today) is state


def test_a_day_put_off_into_the_next_month_makes_it_due_no_later():
    """31 January 2026 is a Saturday."""
    plan = {"catalogue": {"F01": an_item(code="F01", frequency="yearly", due=DueRule(1, is_after=True, day=31))}}
    year = Period(2025, "year")
    assert [state_of(year, day, **plan) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 2), date(2026, 2, 3))] == [NOT_YET, DUE, DUE, OVERDUE]


@pytest.mark.parametrize(
    "posting, state",
    [
        (a_posting(), POSTED),
        (a_posting(posted_on=DUE_ON + 30 * DAY), OVERDUE),  # not before it hangs
        (a_posting(last_on=date(2026, 10, 13)), POSTED),
        (a_posting(item="F02"), OVERDUE),
        (a_posting(period=Period(2026, "quarter", 2)), OVERDUE),
        (a_posting(period=Period(2026, "year")), OVERDUE),
        (a_posting(period=Period(2026, "month", 9)), OVERDUE),
        (a_posting(period=None), OVERDUE),
    ],
)
def test_only_a_notice_on_the_very_period_answers_it(posting, state):
    assert state_of(Q3, DUE_ON + DAY, posting) is state


@pytest.mark.parametrize(
    "began_on, state",
    [
        (date(2026, 7, 1), OVERDUE),
        (date(2026, 9, 30), OVERDUE),  # it was there on the last day of the quarter
        (date(2026, 10, 1), NOT_APPLICABLE),
        (date(2026, 11, 1), NOT_APPLICABLE),
    ],
)
def test_of_a_time_before_the_board_nothing_is_overdue(began_on, state):
    assert state_of(Q3, date(2026, 11, 2), began_on=began_on) is state


def test_a_plan_that_was_due_before_the_board_is_not_asked_for():
    plan = {"catalogue": {"F01": an_item(code="F01", frequency="yearly", due=DueRule(1, is_after=False, day=31))}}
    year = Period(2026, "year")
    assert state_of(year, TODAY, **plan, began_on=date(2026, 3, 1)) is NOT_APPLICABLE
    assert state_of(year, TODAY, **plan, began_on=date(2026, 2, 2)) is OVERDUE


def test_what_was_posted_of_a_time_before_the_board_stands_there_all_the_same():
    assert state_of(Q3, date(2026, 11, 2), a_posting(), began_on=date(2026, 10, 8)) is POSTED


def test_every_period_of_the_year_has_its_place_in_order():
    found = duties(2026, [a_posting()], circumstances(), TODAY)
    assert [duty.period for duty in found] == periods_of(2026, "quarter")
    assert [duty.state for duty in found] == [OVERDUE, OVERDUE, DUE, NOT_YET], "posted on the 12th, not by the 10th"


def test_the_newest_of_several_answers():
    older = a_posting(number=6, posted_on=date(2026, 10, 8), last_on=date(2026, 10, 9))
    [duty] = [duty for duty in duties(2026, [older, a_posting()], circumstances(), DUE_ON) if duty.period == Q3]
    assert duty.posting.number == 7


@pytest.mark.parametrize(
    "default, is_listed",
    [(Default.ON, True), (Default.OFF, False), (Default.POLICY_ONLY, False), (Default.ELECTION, False), (Default.BANNED, False)],
)
def test_only_what_the_village_has_is_asked_for(default, is_listed):
    about = circumstances(an_item(code="F01", default=default))
    assert bool(duties(2026, [], about, TODAY)) is is_listed


@pytest.mark.parametrize("default, periods", [(Default.OFF, [Q3]), (Default.BANNED, [])])
def test_what_was_posted_though_nobody_asks_for_it_is_listed(default, periods):
    about = circumstances(an_item(code="F01", default=default))
    assert [duty.period for duty in duties(2026, [a_posting()], about, DUE_ON)] == periods


@pytest.mark.parametrize(
    "postings, state",
    [
        ([], DUE),
        ([STANDING], POSTED),
        ([replace(STANDING, posted_on=date(2022, 1, 1))], POSTED),
        ([replace(STANDING, last_on=TODAY - DAY)], DUE),
        ([replace(STANDING, last_on=TODAY)], POSTED),
        ([replace(STANDING, last_on=TODAY - DAY), replace(STANDING, posted_on=date(2022, 1, 1))], POSTED),
    ],
)
def test_what_hangs_for_good_is_due_when_it_does_not(postings, state):
    about = circumstances(an_item(code="F01", frequency="permanent", due=None))
    [duty] = duties(2026, postings, about, TODAY)
    assert (duty.state, duty.period, duty.due_on) == (state, None, None)


@pytest.mark.parametrize("frequency", ["at_once", "staged"])
@pytest.mark.parametrize(
    "postings, state",
    [
        ([], NOT_APPLICABLE),
        ([a_posting(posted_on=date(2026, 2, 1))], POSTED),
        ([a_posting(posted_on=date(2025, 12, 31))], NOT_APPLICABLE),
    ],
)
def test_what_goes_by_events_is_never_overdue(frequency, postings, state):
    about = circumstances(an_item(code="F01", frequency=frequency, due=None))
    [duty] = duties(2026, postings, about, TODAY)
    assert (duty.state, duty.due_on) == (state, None)


@pytest.mark.parametrize(
    "today, last_on, shown, wanting",
    [
        (date(2026, 10, 12), None, 0, 15),  # the day of posting is not counted
        (date(2026, 10, 13), None, 1, 14),
        (date(2026, 10, 27), None, 15, 0),
        (date(2026, 12, 31), None, 80, 0),
        (date(2026, 12, 31), date(2026, 10, 27), 15, 0),
        (date(2026, 12, 31), date(2026, 10, 20), 8, 7),
        (date(2026, 10, 14), date(2026, 10, 27), 2, 13),
    ],
)
def test_the_days_that_it_hung_are_counted_against_those_that_it_must(today, last_on, shown, wanting):
    posting = a_posting(last_on=last_on)
    [duty] = [duty for duty in duties(2026, [posting], circumstances(), today) if duty.period == Q3]
    assert (duty.days_shown, duty.days_required) == (shown, wanting)
    assert days_shown(posting, today) == shown


def test_the_longest_overdue_comes_first_then_what_is_due_then_the_rest():
    other = an_item(code="V04", frequency="permanent", due=None)
    found = duties(2026, [], circumstances(an_item(code="V01", frequency="at_once", due=None), other, ITEM), TODAY)
    assert [(duty.item.code, duty.state) for duty in pressing_first(found)] == [
        ("F01", OVERDUE),
        ("F01", OVERDUE),
        ("F01", DUE),
        ("V04", DUE),
        ("V01", NOT_APPLICABLE),
        ("F01", NOT_YET),
    ]
    assert [duty.period.ordinal for duty in pressing_first(found) if duty.period] == [1, 2, 3, 4]


def test_major_matters_are_counted_in_the_year_in_which_they_were_posted():
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1), date(2026, 6, 1), TODAY + DAY)
    posted = [a_posting(item=MAJOR_MATTERS, posted_on=day) for day in days] + [a_posting()]
    assert major_matters(2026, posted, TODAY) == 3
    assert major_matters(2025, posted, TODAY) == 1


def test_major_matters_have_their_item_in_the_catalogue():
    assert catalogue()[MAJOR_MATTERS].frequency == "at_once"


@given(today=st.dates(date(2025, 1, 1), date(2028, 12, 31)), later=st.integers(0, 400), posting_day=st.integers(1, 28))
def test_without_a_posting_a_duty_only_comes_nearer(today, later, posting_day):
    about = Circumstances(catalogue(), work_calendar(), posting_day, 28, LONG_AGO)
    order = [NOT_APPLICABLE, NOT_YET, DUE, OVERDUE]
    before, after = (duties(2026, [], about, day) for day in (today, today + timedelta(days=later)))
    assert [duty.item.code for duty in before] == [duty.item.code for duty in after]
    for one, other in zip(before, after, strict=True):
        assert order.index(one.state) <= order.index(other.state)
        assert one.due_on is None or one.due_on > one.period.first_on


@given(today=st.dates(date(2025, 1, 1), date(2028, 12, 31)), began_on=st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_nothing_is_overdue_that_was_due_before_the_board(today, began_on):
    about = Circumstances(catalogue(), work_calendar(), 15, 28, began_on)
    late = [duty for duty in duties(2026, [], about, today) if duty.state is OVERDUE]
    assert [duty for duty in late if duty.due_on < began_on or duty.due_on >= today] == []
