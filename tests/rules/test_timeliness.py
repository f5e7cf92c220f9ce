"""What was due in a year: in time, late or missing."""

from dataclasses import replace
from datetime import date

import pytest
from cast import WEEKENDS, an_item

from kiosk.rules.catalogue import Default
from kiosk.rules.duties import Circumstances, Posting, duties
from kiosk.rules.notice import Category
from kiosk.rules.period import Period
from kiosk.rules.timeliness import Exempted, Outcome, exempted, in_time, outcomes_by_category

LEDGER = an_item(code="F01")
Q1, Q2 = (Period(2026, "quarter", each) for each in (1, 2))
TODAY = date(2026, 8, 1)


def told(*postings, item=LEDGER, today=TODAY, began_on=date(2020, 1, 1)):
    about = Circumstances({item.code: item}, WEEKENDS, 15, 28, began_on)
    return in_time(duties(2026, postings, about, today), postings, today)


def posted(on, period=Q1, **changes):
    return replace(Posting(7, "F01", period, on, None, 15), **changes)


@pytest.mark.parametrize(
    "on, outcome, days",
    [
        (date(2026, 4, 1), Outcome.ON_TIME, 0),
        (date(2026, 4, 15), Outcome.ON_TIME, 0),
        (date(2026, 4, 16), Outcome.LATE, 1),
        (date(2026, 7, 15), Outcome.LATE, 91),
    ],
)
def test_what_went_up_for_the_first_quarter(on, outcome, days):
    first = told(posted(on))[0]
    assert (first.period, first.due_on, first.outcome, first.days, first.notice, first.posted_on) == (Q1, date(2026, 4, 15), outcome, days, 7, on)


def test_what_did_not_is_missing_since_it_was_due_and_what_is_to_come_is_not():
    assert [(each.outcome, each.days) for each in told()] == [
        (Outcome.MISSING, 108),
        (Outcome.MISSING, 17),
        (Outcome.NOT_YET, 0),
        (Outcome.NOT_YET, 0),
    ]


def test_the_day_it_is_due_it_is_not_missing_yet():
    assert told(today=date(2026, 4, 15))[0].outcome is Outcome.NOT_YET


def test_posted_once_more_later_it_was_in_time_all_the_same():
    first = told(posted(date(2026, 4, 10)), posted(date(2026, 6, 1), number=9))[0]
    assert (first.outcome, first.notice) == (Outcome.ON_TIME, 7)


def test_what_was_due_before_the_board_is_not_told():
    assert [each.period for each in told(began_on=date(2026, 5, 1))] == [Period(2026, "quarter", each) for each in (2, 3, 4)]


@pytest.mark.parametrize("last_on, outcome", [(None, Outcome.HANGS), (date(2026, 7, 1), Outcome.WANTING)])
def test_what_should_hang_for_good(last_on, outcome):
    guide = an_item(code="F01", frequency="permanent", due=None)
    [duty] = told(posted(date(2026, 3, 1), None, last_on=last_on), item=guide)
    assert (duty.outcome, duty.days) == (outcome, 0)


@pytest.mark.parametrize("changes", [{"frequency": "at_once", "due": None}, {"default": Default.BANNED}, {"default": Default.OFF}])
def test_what_nobody_could_wait_for_is_not_told(changes):
    assert told(item=an_item(code="F01", **changes)) == []


def test_counted_by_category():
    assert outcomes_by_category(told(posted(date(2026, 4, 20)))) == {Category.FINANCE: [0, 1, 1, 2]}
    assert outcomes_by_category([]) == {}


def test_what_there_was_nothing_to_post_about_is_told_with_its_reason_unless_it_was_posted_all_the_same():
    about = Circumstances({"F01": LEDGER}, WEEKENDS, 15, 28, date(2020, 1, 1), {("F01", each.code): "没有收支" for each in (Q1, Q2)})
    postings = [posted(date(2026, 4, 1), Q1)]
    found = duties(2026, postings, about, TODAY)
    assert exempted(found) == [Exempted(LEDGER, Q2, "没有收支")]
    assert [each.period for each in in_time(found, postings, TODAY)][:2] == [Q1, Period(2026, "quarter", 3)]
