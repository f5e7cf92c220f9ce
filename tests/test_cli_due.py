"""`kiosk due`: what it says of each duty, and that it exits with 1 when something is overdue."""

import json

import pytest
from cast import DAY, TODAY, a_file, local
from test_cli import is_clean, said

from kiosk.rules.notice import Category, Kind
from kiosk.rules.period import Period

Q3 = Period(2026, "quarter", 3)
STARTED = local(2026, 9, 1, 9)


@pytest.fixture
def village(bring, tmp_path):
    """A board that stands since September; its guide hangs for good."""
    guide = {"title": "办事指南", "item": "V09", "category": Category.GOVERNANCE, "kind": Kind.STANDING}
    bring(a_file(tmp_path, "guide.md", **guide), now=STARTED, publish=True)


@pytest.fixture
def ledger(bring, tmp_path):
    bring(a_file(tmp_path, "ledger.md", item="F01", period=Q3), now=local(2026, 10, 12, 9), publish=True)


def told(kiosk, day):
    answer = kiosk("due", "--at", day.isoformat(), "--json")
    assert is_clean(answer, answer.exit_code)
    return answer.exit_code, {(duty["item"], duty["period"]): duty for duty in json.loads(answer.stdout)}


def test_a_duty_as_json(kiosk, village, ledger):
    _code, duties = told(kiosk, TODAY + 5 * DAY)
    assert duties["F01", "2026-Q3"] == {
        "item": "F01",
        "title": "村级财务收支明细（逐项逐笔）",
        "period": "2026-Q3",
        "due_on": "2026-10-15",
        "holidays_known": True,
        "state": "posted",
        "notice": 2,
        "posted_on": "2026-10-12",
        "days_shown": 3,
        "days_required": 12,
        "days_proven": False,
        "exempt": None,
    }
    assert [duties[key]["state"] for key in (("V09", None), ("F01", "2026-Q4"), ("F13", "2026-Q3"), ("F12", None))] == ["posted", "not_yet", "due", "due"]
    assert duties["V01", None]["due_on"] is None


@pytest.mark.parametrize(
    "day, state, code",
    [(local(2026, 9, 30), "not_yet", 0), (local(2026, 10, 8), "due", 0), (local(2026, 10, 15), "due", 0), (local(2026, 10, 16), "overdue", 1)],
)
def test_something_overdue_is_a_finding(kiosk, village, day, state, code):
    exit_code, duties = told(kiosk, day.date())
    assert (duties["F01", "2026-Q3"]["state"], exit_code) == (state, code)
    assert kiosk("due", "--at", f"{day:%Y-%m-%d}").exit_code == code


def test_a_duty_as_a_line_of_a_table(kiosk, village, ledger):
    answer = kiosk("due", "--at", "2026-10-16")
    assert is_clean(answer, 1)
    head, *lines = answer.stdout.splitlines()
    of = {line.split("  ")[-1].strip(): line for line in lines if "2026年第三季度" in line}
    assert "2026-10-15" in of["F13 社会捐赠款物"] and of["F13 社会捐赠款物"].startswith("逾期")
    assert " 4 " in of["F01 村级财务收支明细（逐项逐笔）"] and " 11 " in of["F01 村级财务收支明细（逐项逐笔）"]
    assert len(head.split()) == 6
    assert lines[0].startswith("逾期"), "what presses most stands first"


def test_today_is_asked_for_without_a_day(kiosk):
    answer = kiosk("due")
    assert is_clean(answer, 0), "on a new board nothing can be overdue"
    assert "V07" in said(answer)


def test_asking_changes_nothing(kiosk, village, board):
    before = board.db.execute("SELECT count(*) FROM audit").fetchone()
    kiosk("due")
    assert board.db.execute("SELECT count(*) FROM audit").fetchone() == before
