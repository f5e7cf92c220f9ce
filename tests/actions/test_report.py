"""The yearly report of a year that a clerk can add up by hand (`a_year`)."""

from decimal import Decimal

import pytest
from a_year import NOW
from cast import DAY, SHANGHAI, local
from office import everything_in

from kiosk.actions.report import report_of, report_with
from kiosk.actions.year_gathered import Gathered
from kiosk.rules.notice import Category, Kind
from kiosk.rules.objections import Objection
from kiosk.rules.report import Answers, Change, YearInShort
from kiosk.rules.shortcomings import Fault, shortcomings
from kiosk.rules.timeliness import Outcome
from kiosk.store import airings, settings
from kiosk.store.connection import transaction


@pytest.fixture(autouse=True)
def numbers(a_year_of):
    return a_year_of


@pytest.fixture
def report(board):
    return report_of(board, 2026, NOW)


def test_what_was_posted_by_category_beside_the_year_before(report):
    assert [(each.of, each.count, str(each.per_cent), each.before) for each in report.categories if each.count or each.before] == [
        (Category.FINANCE, 2, "28.6", 1),
        (Category.SUBSIDY, 1, "14.3", 0),
        (Category.GOVERNANCE, 2, "28.6", 0),
        (Category.ANNOUNCEMENT, 2, "28.5", 0),
    ]
    assert report.notices == 7 and sum(each.per_cent for each in report.categories) == 100


def test_by_kind_and_month(report):
    assert {each.of: each.count for each in report.kinds} == {Kind.PUBLICITY: 1, Kind.RESULT: 4, Kind.STANDING: 0, Kind.ANNOUNCEMENT: 2}
    assert [each.count for each in report.months] == [0, 0, 1, 1, 1, 2, 1, 1, 0, 0, 0, 0]
    assert [each.before for each in report.months] == [0] * 11 + [1]


def test_the_quarters_accounts_in_time_late_and_missing(report, numbers):
    ledger = [duty for duty in report.duties if duty.item.code == "F01"]
    assert [(duty.period.code, duty.due_on.isoformat(), duty.outcome, duty.days, duty.notice) for duty in ledger] == [
        ("2026-Q1", "2026-04-15", Outcome.ON_TIME, 0, numbers["first"]),
        ("2026-Q2", "2026-07-15", Outcome.LATE, 7, numbers["second"]),
        ("2026-Q3", "2026-10-15", Outcome.MISSING, 17, None),
        ("2026-Q4", "2027-01-15", Outcome.NOT_YET, 0, None),
    ]


def test_days_hung_required_and_proven(report, numbers):
    told = {each.number: (each.hung_days, each.required_days, each.proven_days, each.is_up) for each in report.hung}
    assert told[numbers["roster"]] == (5, 15, 0, False)
    assert told[numbers["first"]] == (96, 15, 0, False), "until 15 days after the next quarter, its correction included"
    assert told[numbers["major"]] == (15, 15, 10, False)
    assert told[numbers["water"]] == (1, 0, 0, False)
    assert told[numbers["second"]] == (85, 15, 16, False)
    assert [each.is_proven for each in report.hung if each.number in (numbers["major"], numbers["second"])] == [False, True]


def test_the_same_is_proven_when_only_days_are_left(board, report):
    with transaction(board.db):
        airings.compact(board.db, NOW + 100 * DAY, SHANGHAI)
    assert report_of(board, 2026, NOW).hung == report.hung


def test_what_was_changed_with_its_reasons(report, numbers):
    assert [(each.change, each.number, each.why, each.days_short) for each in report.changes] == [
        (Change.WITHDRAWN, numbers["roster"], "名单有误", 10),
        (Change.CORRECTED, numbers["first"], "说明理由。", 0),
        (Change.RETURNED, numbers["second"], "说明理由。", 0),
    ]


def test_what_went_up_out_of_turn(report, numbers):
    [urgent] = report.urgent
    assert (urgent.number, urgent.due_at, urgent.reviewed_at, urgent.hours_late(NOW)) == (
        numbers["urgent"],
        local(2026, 6, 4, 9),
        local(2026, 6, 4, 15),
        6,
    )
    [overridden] = report.overridden
    assert (overridden.number, overridden.families, overridden.why) == (numbers["private"], ("privacy",), "本人书面同意公开。")


def test_from_proposing_to_publishing(report):
    assert report.median_days == Decimal("2.0"), "two days each but for the correction and the roster with its number: at once"


def test_major_matters_and_years_side_by_side(report):
    assert (report.major_matters, report.major_matters_least) == (1, 4)
    this, before = report.years
    missing = report.ended(Outcome.MISSING)
    assert this == YearInShort(2026, 7, 1, 1, missing, corrected=1, withdrawn=1, major_matters=1)
    assert (before.year, before.notices, before.withdrawn) == (2025, 1, 0)


def test_where_it_fell_short_the_longest_overdue_first(report, numbers):
    found = shortcomings(report)
    missing = [each for each in found if each.fault is Fault.MISSING]
    assert found[: len(missing)] == missing == sorted(missing, key=lambda each: -each.size)
    assert [(each.size, each.periods) for each in missing if each.item == "F01"] == [(17, ("2026年第三季度",))]
    others = [(each.fault, each.size, each.notice) for each in found if each.fault not in (Fault.MISSING, Fault.WANTING)]
    assert others == [
        (Fault.LATE, 7, numbers["second"]),
        (Fault.WITHDRAWN_EARLY, 10, numbers["roster"]),
        (Fault.REVIEWED_LATE, 6, numbers["urgent"]),
        (Fault.OVERRIDDEN, 0, numbers["private"]),
        (Fault.NOT_PROVEN, 0, None),
    ]
    [unproven] = [each for each in found if each.fault is Fault.NOT_PROVEN]
    assert (unproven.count, unproven.of) == (3, 4), "of those that hung their days: two ledgers, the major matter, what went up in spite"


def test_too_few_major_matters_are_a_fault_when_the_year_is_over(board, report):
    assert Fault.TOO_FEW_MAJOR not in {each.fault for each in shortcomings(report)}
    [few] = [each for each in shortcomings(report_of(board, 2026, local(2027, 1, 2))) if each.fault is Fault.TOO_FEW_MAJOR]
    assert (few.count, few.of) == (1, 4)


def test_the_day_before_something_it_is_not_told(board, numbers):
    told = report_of(board, 2026, local(2026, 3, 6, 9))
    assert (told.notices, told.changes, told.urgent, told.overridden) == (1, (), (), ())
    assert [each.hung_days for each in told.hung] == [4]


@pytest.mark.parametrize("year, begun", [(2024, False), (2025, True), (2026, True), (2027, False)])
def test_years_before_the_board_and_to_come_have_nothing(board, year, begun):
    told = report_of(board, year, NOW)
    assert told.has_begun is begun
    assert bool(told.duties) is begun and told.is_over is (year < 2026)


def test_reading_it_changes_nothing(board, numbers):
    before = everything_in(board)
    report_of(board, 2026, NOW)
    assert everything_in(board) == before


def test_a_row_of_another_programs_doing_keeps_nobody_from_the_others(board, numbers):
    board.db.execute("UPDATE versions SET kind = 'weather' WHERE notice = ?", [numbers["water"]])
    assert report_of(board, 2026, NOW).notices == 6


def test_objections_are_counted_with_the_days_to_their_answers(board, numbers, report):
    assert report.answers == Answers(0, 0, None, 0)
    asked = [
        Objection(1, numbers["first"], 1, local(2026, 5, 1), "为何", "文书甲", "因为", local(2026, 5, 3), "文书甲"),
        Objection(2, numbers["first"], 1, local(2026, 6, 1), "为何", "文书甲", "因为", local(2026, 6, 8), "文书甲"),
        Objection(3, numbers["first"], 1, NOW - 12 * DAY, "为何", "文书甲"),
    ]
    told = report_with(Gathered(board, 2026, NOW, settings.settings(board.db)), asked)
    assert told.answers == Answers(3, 2, Decimal("4.5"), 12)
    assert [(each.size, each.count, each.of) for each in shortcomings(told) if each.fault is Fault.NOT_ANSWERED] == [(12, 1, 3)]
