"""What this period opens with is what the last one closed with."""

import pytest
from cast import a_notice
from reckoner import a_table, about, codes

from kiosk.rules.checks.arithmetic import arithmetic
from kiosk.rules.period import Period

Q1, Q2, Q3 = (Period(2026, "quarter", each) for each in (1, 2, 3))
LEDGER = "日期 | 摘要 | 收入（元） | 支出（元） | 余额（元）"


def a_book(opening: str, closing: str) -> str:
    return a_table(LEDGER, f"| 上季结余 | | | {opening}", f"7月2日 | 租金 | 20 | | {closing}")


@pytest.mark.parametrize("opening, closing, found", [("120", "140", []), ("130", "150", ["opening_balance"])])
def test_the_ledger_opens_with_last_periods_closing_balance(opening, closing, found):
    last = a_notice(body=a_book("100", "120"), period=Q2)
    now = a_notice(body=a_book(opening, closing), period=Q3)
    assert codes(arithmetic(about(now, last))) == found


def test_another_period_than_the_one_before_says_nothing():
    last = a_notice(body=a_book("100", "120"), period=Q1)
    assert codes(arithmetic(about(a_notice(body=a_book("130", "150"), period=Q3), last))) == []


def test_the_statement_opens_so_too_where_there_is_no_ledger():
    def statement(*values: int) -> str:
        labels = ("上期结余", "本期收入", "本期支出", "期末结余")
        return a_table("项目 | 金额（元）", *(f"{label} | {value}" for label, value in zip(labels, values, strict=True)))

    last = a_notice(body=statement(100, 20, 5, 115), period=Q2)
    assert codes(arithmetic(about(a_notice(body=statement(115, 1, 0, 116), period=Q3), last))) == []
    assert codes(arithmetic(about(a_notice(body=statement(116, 1, 0, 117), period=Q3), last))) == ["opening_balance"]


@pytest.mark.parametrize("head, found", [("期初", ["carried_over"]), ("年初", [])])
def test_debts_open_with_what_they_closed_with(head, found):
    """年初数 of a quarter is not what the quarter before ended with."""
    last = a_notice(body=a_table(f"单位 | {head} | 增加 | 减少 | 期末", "甲公司 | 1 | 1 | 0 | 2"), period=Q2)
    now = a_notice(body=a_table(f"单位 | {head} | 增加 | 减少 | 期末", "甲公司 | 3 | 1 | 0 | 4"), period=Q3)
    assert codes(arithmetic(about(now, last))) == found
