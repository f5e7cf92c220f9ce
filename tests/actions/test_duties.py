"""The duties of a real board: what its people posted, withdrew, corrected and put away answers them, or does not."""

from datetime import date

import pytest
from cast import DAY, NOON, TODAY, a_file

from kiosk.actions.duties import duties_of, year_of_duties
from kiosk.actions.steps import close_what_is_over
from kiosk.rules.duties import DutyState
from kiosk.rules.notice import Category, Kind
from kiosk.rules.period import Period
from kiosk.store import settings

Q3 = Period(2026, "quarter", 3)
LEDGER = {"item": "F01", "period": Q3}
GUIDE = {"item": "V09", "category": Category.GOVERNANCE, "kind": Kind.STANDING}
LONG_AFTER = 200 * DAY


@pytest.fixture
def old_board(board):
    """Begun at the start of last year."""
    began = "2025-01-01T00:00:00.000000Z"
    board.db.execute("INSERT INTO notices (number, created_at) VALUES (1, ?)", [began])
    return board


def duty_of(board, today, item="F01", period=Q3):
    [found] = [duty for duty in year_of_duties(board, 2026, today).duties if (duty.item.code, duty.period) == (item, period)]
    return found


def test_on_a_new_board_nothing_is_overdue(board):
    assert {duty.state for duty in duties_of(board, TODAY)} <= {DutyState.DUE, DutyState.NOT_YET, DutyState.NOT_APPLICABLE}


def test_what_was_posted_answers_its_duty(office):
    number = office.post(**LEDGER)
    duty = duty_of(office.board, TODAY + 3 * DAY)
    assert (duty.state, duty.posting.number, duty.posting.posted_on) == (DutyState.POSTED, number, TODAY)
    assert (duty.days_shown, duty.days_required) == (3, 12)


@pytest.mark.parametrize(
    "way, state",
    [
        ([], DutyState.DUE),
        (["submit", "pass"], DutyState.DUE),
        (["submit", "pass", "publish"], DutyState.POSTED),
        (["submit", "pass", "publish", "correct"], DutyState.POSTED),
        (["submit", "pass", "publish", "withdraw"], DutyState.DUE),
        (["submit", "pass", "publish", "withdraw", "archive"], DutyState.DUE),
        (["submit", "pass", "publish", "withdraw", "correct", "submit", "pass", "publish"], DutyState.POSTED),
    ],
)
def test_only_what_hangs_or_hung_its_time_answers(old_board, office, way, state):
    office.walk(office.begin(**LEDGER), *way)
    assert duty_of(office.board, TODAY).state is state


def test_a_correction_goes_on_with_the_days_of_what_it_corrects(office):
    number = office.post(**LEDGER)
    office.now += 5 * DAY
    office.walk(number, "correct", "submit", "pass", "publish")
    duty = duty_of(office.board, TODAY + 6 * DAY)
    assert (duty.posting.number, duty.posting.posted_on, duty.days_shown) == (number, TODAY, 6)


@pytest.mark.parametrize("is_put_away", [False, True])
def test_what_has_come_down_has_hung_the_days_of_its_posting(office, is_put_away):
    number = office.post(**LEDGER, issued_on=TODAY, valid_until=TODAY + 20 * DAY)
    close_what_is_over(office.board, "board", NOON + LONG_AFTER)
    if is_put_away:
        office.now += LONG_AFTER
        office.take("clerk", "archive", number)
    duty = duty_of(office.board, TODAY + LONG_AFTER)
    assert (duty.state, duty.days_shown, duty.days_required) == (DutyState.POSTED, 20, 0)


def test_a_guide_that_hangs_for_good_answers_for_years(office):
    office.post(**GUIDE)
    for today in (TODAY, TODAY + 1000 * DAY):
        [duty] = [duty for duty in duties_of(office.board, today) if duty.item.code == "V09"]
        assert duty.state is DutyState.POSTED


def test_the_day_before_it_hung_nothing_was_posted(old_board, office):
    office.post(**LEDGER)
    assert duty_of(office.board, TODAY - DAY).state is DutyState.DUE


def test_last_years_duties_stay_until_they_are_posted(old_board, office):
    def left(today):
        return [duty.state for duty in duties_of(office.board, today) if (duty.item.code, duty.period) == ("F03", Period(2025, "year"))]

    assert left(date(2025, 12, 31)) == [DutyState.NOT_YET]
    assert left(TODAY) == [DutyState.OVERDUE]
    office.post(item="F03", period=Period(2025, "year"))
    assert left(TODAY) == [DutyState.POSTED]
    assert left(date(2027, 1, 1)) == []


def test_the_most_pressing_stands_first(old_board):
    found = duties_of(old_board, TODAY)
    late = [duty for duty in found if duty.state is DutyState.OVERDUE]
    assert late and found[: len(late)] == late
    assert [duty.due_on for duty in late] == sorted(duty.due_on for duty in late)


@pytest.mark.parametrize("name, value, due_on", [("posting_day", 20, date(2026, 10, 20)), ("posting_day", 10, date(2026, 10, 10))])
def test_the_village_sets_its_posting_day(board, name, value, due_on):
    settings.put(board.db, name, value)
    assert duty_of(board, TODAY).due_on == due_on


def test_monthly_accounts_go_by_a_day_of_their_own(board, office):
    month = Period(2026, "month", 9)
    office.post(item="F01M", period=month)
    assert duty_of(board, TODAY, "F01M", month).due_on == date(2026, 10, 28)
    settings.put(board.db, "monthly_posting_day", 20)
    assert duty_of(board, TODAY, "F01M", month).due_on == date(2026, 10, 20)


def test_decided_matters_are_counted_against_what_the_village_owes(office):
    settings.put(office.board.db, "major_matters", 6)
    for _ in range(2):
        office.post(item="V01", category=Category.GOVERNANCE)
    found = year_of_duties(office.board, 2026, TODAY)
    assert (found.major_matters, found.major_matters_least) == (2, 6)


def test_a_board_that_came_from_another_machine_began_there(board, bring, tmp_path):
    bring(a_file(tmp_path, **LEDGER), now=NOON - 400 * DAY, publish=True)
    assert duty_of(board, TODAY, "F01", Period(2026, "quarter", 1)).state is DutyState.OVERDUE


def test_a_row_of_another_programs_doing_keeps_nobody_from_the_others(old_board, office):
    broken = office.post(item="F13", period=Q3)
    office.post(**LEDGER)
    office.board.db.execute("UPDATE versions SET kind = 'weather' WHERE notice = ?", [broken])
    assert duty_of(office.board, TODAY).state is DutyState.POSTED
    assert duty_of(office.board, TODAY, "F13").state is DutyState.DUE
