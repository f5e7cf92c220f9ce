"""Where a village fell short, told from the facts of its report."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from cast import NOON, an_item

from kiosk.rules.notice import Category, Kind
from kiosk.rules.period import Period
from kiosk.rules.report import Answers, Hung, Urgent, YearReport, answers_to, display_counts
from kiosk.rules.shortcomings import Fault, shortcomings
from kiosk.rules.timeliness import DutyInYear, Outcome

HOUR = timedelta(hours=1)
LONG_AGO = date(2020, 1, 1)
BLANK = YearReport("安和村", "", 2026, NOON, False, LONG_AGO, (), (), (), (), (), (), (), (), None, 0, 4, None, ())
HUNG = Hung(7, "名册", Category.SUBSIDY, Kind.RESULT, date(2026, 3, 1), is_up=False, hung_days=15, proven_days=15, required_days=15)


def told(**changes):
    return [(each.fault, each.size, each.count) for each in shortcomings(replace(BLANK, **changes))]


def duty(code, outcome, days, ordinal=1):
    return DutyInYear(an_item(code=code, title=code), Period(2026, "quarter", ordinal), date(2026, 4, 15), outcome, days)


def test_a_year_without_a_fault_has_none():
    assert told(duties=(duty("A", Outcome.ON_TIME, 0), duty("A", Outcome.NOT_YET, 0)), hung=(HUNG,), major_matters=4, is_over=True) == []


def test_an_item_that_was_wanting_several_times_is_told_once_and_the_longest_first():
    duties = (duty("A", Outcome.MISSING, 17, 3), duty("B", Outcome.LATE, 60), duty("C", Outcome.MISSING, 201), duty("A", Outcome.MISSING, 108, 2))
    assert told(duties=duties) == [(Fault.MISSING, 201, 1), (Fault.MISSING, 108, 2), (Fault.LATE, 60, 1)]
    assert shortcomings(replace(BLANK, duties=duties))[1].periods == ("2026年第三季度", "2026年第二季度")


@pytest.mark.parametrize(
    "changes, faults",
    [
        ({"hung_days": 12}, [(Fault.HUNG_TOO_SHORT, 3, 0)]),
        ({"hung_days": 12, "is_up": True}, []),
        ({"proven_days": 14}, [(Fault.NOT_PROVEN, 0, 1)]),
        ({"proven_days": 0}, []),
        ({"required_days": 0, "hung_days": 1, "proven_days": 0}, []),
    ],
)
def test_days_of_a_notice(changes, faults):
    assert told(hung=(replace(HUNG, **changes),)) == faults


def test_proof_counts_only_against_those_that_hung_their_days():
    hung = (HUNG, replace(HUNG, proven_days=0), replace(HUNG, hung_days=3, is_up=True, proven_days=1), replace(HUNG, required_days=0))
    assert told(hung=hung) == [(Fault.NOT_PROVEN, 0, 1)]
    assert display_counts(hung) == (4, 3, 2, 1, 0, 1)


@pytest.mark.parametrize(
    "reviewed_after, fault",
    [(24 * HOUR, None), (24 * HOUR + HOUR / 2, (Fault.REVIEWED_LATE, 1, 0)), (30 * HOUR, (Fault.REVIEWED_LATE, 6, 0)), (None, (Fault.NOT_REVIEWED, 76, 0))],
)
def test_a_review_that_should_have_come(reviewed_after, fault):
    up_at = NOON - 100 * HOUR
    urgent = Urgent(7, "防汛", up_at, up_at + 24 * HOUR, None if reviewed_after is None else up_at + reviewed_after)
    assert told(urgent=(urgent,)) == ([fault] if fault else [])


@pytest.mark.parametrize("is_over, count, faults", [(True, 3, [(Fault.TOO_FEW_MAJOR, 0, 3)]), (True, 4, []), (False, 0, [])])
def test_major_matters_are_counted_when_the_year_is_over(is_over, count, faults):
    assert told(is_over=is_over, major_matters=count) == faults


def test_no_question_is_no_fault_and_nobody_is_answered_in_no_time():
    assert answers_to([], NOON) == Answers(0, 0, None, 0)
    assert told(answers=Answers(0, 0, None, 0)) == []
