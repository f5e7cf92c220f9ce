"""Where a village fell short in a year: facts of its report, the longest overdue first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.rules.report import Change, YearReport
from kiosk.rules.timeliness import DutyInYear, Outcome


class Fault(StrEnum):
    """In the order in which they are told."""

    MISSING = "missing"
    WANTING = "wanting"
    LATE = "late"
    TOO_FEW_MAJOR = "too_few_major"
    WITHDRAWN_EARLY = "withdrawn_early"
    HUNG_TOO_SHORT = "hung_too_short"
    NOT_REVIEWED = "not_reviewed"
    REVIEWED_LATE = "reviewed_late"
    OVERRIDDEN = "overridden"
    NOT_PROVEN = "not_proven"
    NOT_ANSWERED = "not_answered"
    QUESTIONS_OVERDUE = "questions_overdue"
    ANSWERED_LATE = "answered_late"


@dataclass(frozen=True)
class Shortcoming:
    fault: Fault
    title: str = ""
    """Of the notice or the item it is about; "" where it is about the year."""
    size: int = 0
    """Days, or hours of a review."""
    count: int = 0
    of: int = 0
    """How many there are in all, or should be."""
    periods: tuple[str, ...] = ()
    notice: int | None = None
    item: str | None = None


def shortcomings(report: YearReport) -> list[Shortcoming]:
    found = [*_of_duties(report.duties), *_of_notices(report), *_of_reviews(report), *_of_the_year(report)]
    order = list(Fault)
    return sorted(found, key=lambda each: (order.index(each.fault), -each.size))


def _of_duties(duties: Iterable[DutyInYear]) -> Iterator[Shortcoming]:
    """One for each item: a ledger that was wanting all year is told once, with its periods."""
    of_item: dict[tuple[Fault, str], list[DutyInYear]] = defaultdict(list)
    faults = {Outcome.MISSING: Fault.MISSING, Outcome.LATE: Fault.LATE, Outcome.WANTING: Fault.WANTING}
    for duty in duties:
        if duty.outcome in faults:
            of_item[faults[duty.outcome], duty.item.code].append(duty)
    for (fault, code), found in of_item.items():
        periods = tuple(duty.period.title for duty in found if duty.period)
        longest = max(found, key=lambda duty: duty.days)
        notice = longest.notice if len(found) == 1 else None
        yield Shortcoming(fault, longest.item.title, longest.days, len(found), periods=periods, notice=notice, item=code)


def _of_notices(report: YearReport) -> Iterator[Shortcoming]:
    early = [each for each in report.changes if each.change is Change.WITHDRAWN and each.days_short]
    for each in early:
        yield Shortcoming(Fault.WITHDRAWN_EARLY, each.title, each.days_short, notice=each.number)
    told = {each.number for each in early}
    for hung in report.hung:
        if hung.wanting and not hung.is_up and hung.number not in told:
            yield Shortcoming(Fault.HUNG_TOO_SHORT, hung.title, hung.wanting, notice=hung.number)


def _of_reviews(report: YearReport) -> Iterator[Shortcoming]:
    for each in report.urgent:
        late = each.hours_late(report.as_of)
        if late:
            fault = Fault.REVIEWED_LATE if each.reviewed_at else Fault.NOT_REVIEWED
            yield Shortcoming(fault, each.title, late, notice=each.number)
    for overridden in report.overridden:
        yield Shortcoming(Fault.OVERRIDDEN, overridden.title, notice=overridden.number)


def _of_the_year(report: YearReport) -> Iterator[Shortcoming]:
    if report.is_over and report.major_matters < report.major_matters_least:
        yield Shortcoming(Fault.TOO_FEW_MAJOR, count=report.major_matters, of=report.major_matters_least)
    done = [each for each in report.hung if each.required_days and not each.wanting]
    unproven = [each for each in done if not each.is_proven]
    if unproven and any(each.proven_days for each in report.hung):  # a board whose screens have told nothing proves nothing by it
        yield Shortcoming(Fault.NOT_PROVEN, count=len(unproven), of=len(done))
    answers = report.answers
    if answers and answers.received > answers.answered:
        waiting = answers.received - answers.answered
        yield Shortcoming(Fault.NOT_ANSWERED, size=answers.longest_wait_days, count=waiting, of=answers.received)
    asked = report.asked
    if asked.overdue:
        yield Shortcoming(Fault.QUESTIONS_OVERDUE, size=asked.longest_overdue_days, count=asked.overdue, of=asked.arrived)
    if asked.late:
        yield Shortcoming(Fault.ANSWERED_LATE, count=asked.late, of=asked.answered)
