"""`kiosk report`: a year as tables on a terminal, and as JSON with the keys that the README names."""

import json
import re
import unicodedata

import pytest
from a_year import NOW
from test_cli import is_clean, said
from test_readme import README

from kiosk.cli import report as door


@pytest.fixture(autouse=True)
def _in_november(monkeypatch):
    monkeypatch.setattr(door, "now", lambda: NOW)


@pytest.fixture
def numbers(a_year_of):
    return a_year_of


def wide(text):
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def test_as_json(kiosk, numbers):
    answer = kiosk("report", "2026", "--json")
    assert is_clean(answer, 0)
    told = json.loads(answer.stdout)
    assert (told["notices"], told["is_over"], told["as_of"]) == (7, False, "2026-11-01T12:00:00+08:00")
    assert told["questions"]["received"] == 0
    assert told["categories"][0] == {"category": "finance", "notices": 2, "per_cent": 28.6, "year_before": 1}
    [second] = [duty for duty in told["duties"] if (duty["item"], duty["period"]) == ("F01", "2026-Q2")]
    assert second == {
        "item": "F01",
        "title": "村级财务收支明细（逐项逐笔）",
        "category": "finance",
        "period": "2026-Q2",
        "due_on": "2026-07-15",
        "posted_on": "2026-07-22",
        "notice": numbers["second"],
        "outcome": "late",
        "days": 7,
    }
    assert told["major_matters"] == {"posted": 1, "required": 4}
    assert told["shortcomings"][0]["fault"] == "missing"
    assert (told["urgent"][0]["hours_late"], told["changes"][0]["days_short"], told["median_days_to_publish"]) == (6, 10, 2.0)


def test_the_readme_names_the_lists_in_it(kiosk, numbers):
    told = json.loads(kiosk("report", "2026", "--json").stdout)
    assert [key for key, value in told.items() if isinstance(value, list) and f"`{key}`" not in README] == []


def test_as_tables_whose_columns_stand_below_one_another(kiosk, numbers):
    answer = kiosk("report", "2026")
    assert is_clean(answer, 0)
    lines = answer.stdout.splitlines()
    assert lines[0].endswith("2026年度村务公开工作报告")
    begins = lines.index("按类别") + 1
    table = lines[begins : lines.index("", begins)]
    assert len({wide(line) for line in table}) == 1, "figures end at the same place"
    assert re.fullmatch(r"财务 +2 +28\.6% +1", table[1])
    assert "  2. " in answer.stdout and "《补贴名册》提前 10 天撤下。" in answer.stdout


def test_a_year_before_the_board(kiosk, numbers):
    answer = kiosk("report", "2020")
    assert is_clean(answer, 0)
    assert "公开栏自 2025-01-01 启用" in said(answer)
    assert json.loads(kiosk("report", "2020", "--json").stdout)["years"] == []


def test_a_new_board_has_a_report_in_which_nothing_is_missing(kiosk, board):
    told = json.loads(kiosk("report", "2026", "--json").stdout)
    assert (told["notices"], told["median_days_to_publish"], [each["year"] for each in told["years"]]) == (0, None, [2026])
    assert {each["fault"] for each in told["shortcomings"]} == {"wanting"}
    assert is_clean(kiosk("report", "2026"), 0)


@pytest.mark.parametrize("year", ["soon", "1949", "2999", "-1"])
def test_no_such_year(kiosk, board, year):
    assert is_clean(kiosk("report", year), 2)
