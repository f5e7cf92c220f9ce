"""Income and expense by head, assets and claims: read where they come out to the fen, and not at all where they do not."""

import pytest
from cast import a_notice

from kiosk.rules.accounts_by_head import Side, accounts_in, before, compared
from kiosk.rules.period import parse_period
from kiosk.shipped import glossary, vocabulary

INCOME = """## 收入分类

| 项目 | 本季（元） | 上季（元） | 上年同期（元） |
|---|---:|---:|---:|
| 经营收入 | 1,000.10 | 900.00 | 800.00 |
| 补助收入 | 2,000.00 | | 0.00 |
| 合计 | 3,000.10 | 900.00 | 800.00 |
"""
LEDGER = """| 日期 | 摘要 | 收入（元） | 支出（元） | 余额（元） |
|---|---|---:|---:|---:|
| 7月1日 | 上季结余 | | | 50.00 |
| 7月2日 | 门面房租金 | 600.10 | | 650.10 |
| 7月3日 | 光伏发电款 | 400.00 | | 1,050.10 |
| 7月4日 | 村级运转补助 | 1,999.00 | | 3,049.10 |
| 7月5日 | 不知何款 | 1.00 | | 3,050.10 |
| 合计 | | 3,000.10 | | 3,050.10 |
"""
BALANCE = """## 资产

| 项目 | 期末数（元） | 期初数（元） |
|---|---:|---:|
| 货币资金 | 10.00 | 8.00 |
| 流动资产合计 | 10.00 | 8.00 |
| 固定资产原值 | 100.00 | 100.00 |
| 减：累计折旧 | 40.00 | 30.00 |
| 固定资产净值 | 60.00 | 70.00 |
| 资产总计 | 70.00 | 78.00 |
"""


def read(*parts: str, period: str = "2026-Q3"):
    return accounts_in(a_notice(body="\n\n".join(parts), period=parse_period(period)), vocabulary(), glossary())


def test_heads_come_with_the_periods_that_the_table_has():
    [account] = read(INCOME)
    assert account.side is Side.INCOME
    assert account.said == ("本季", "上季", "上年同期")
    assert [(head.name, head.fen, head.last, head.year_ago) for head in account.heads] == [
        ("经营收入", 100010, 90000, 80000),
        ("补助收入", 200000, 0, 0),
    ]
    assert (account.total.fen, account.total.last, account.total.year_ago, account.largest) == (300010, 90000, 80000, 200000)


@pytest.mark.parametrize(
    "changed",
    [
        ("3,000.10", "3,000.11"),
        ("1,000.10", "约1,000.10"),
        ("1,000.10", "1,000.105"),
        ("1,000.10", "-1,000.10"),
        ("| 合计 | 3,000.10 | 900.00 | 800.00 |\n", ""),
        ("## 收入分类", "## 情况"),
        ("本季（元）", "本季（户）"),
        ("补助收入", "经营收入"),
    ],
    ids=["a fen too much", "words", "half a fen", "below nothing", "no total", "who knows what", "no money", "twice the same"],
)
def test_what_does_not_come_out_is_not_taken(changed):
    assert read(INCOME.replace(*changed, 1)) == ()


def test_a_column_of_an_earlier_period_that_does_not_add_up_is_left_out_alone():
    [account] = read(INCOME.replace("| 合计 | 3,000.10 | 900.00", "| 合计 | 3,000.10 | 901.00"))
    assert (account.has_last, account.has_year_ago, account.said) == (False, True, ("本季", "", "上年同期"))


def test_two_tables_that_say_they_are_the_same_are_none():
    assert read(INCOME, INCOME) == ()


def test_a_table_that_differs_from_the_ledger_is_not_taken():
    assert read(LEDGER, INCOME) != ()
    assert read(LEDGER.replace("600.10", "600.20"), INCOME) == ()


def test_entries_stand_below_a_head_only_where_they_are_all_of_it():
    [account] = read(LEDGER, INCOME)
    trade, grants = account.heads
    assert [(entry.day, entry.words, entry.fen) for entry in trade.entries] == [("7月2日", "门面房租金", 60010), ("7月3日", "光伏发电款", 40000)]
    assert grants.entries == (), "one of its entries nobody would know"


def test_reasons_come_from_the_table_beside():
    reasons = "## 收入增减的原因\n\n| 项目 | 增减（元） | 原因 |\n|---|---:|---|\n| 经营收入 | +100.10 | 租金涨了 |\n"
    [account] = read(INCOME, reasons)
    assert [head.reason for head in account.heads] == ["租金涨了", ""]


def test_of_assets_the_net_value_stands_for_what_it_is_reckoned_from():
    [account] = read(BALANCE)
    assert [(head.name, head.fen, head.last) for head in account.heads] == [("货币资金", 1000, 800), ("固定资产净值", 6000, 7000)]
    assert account.total.fen == 7000


def test_earlier_notices_say_what_the_table_itself_does_not():
    alone = "## 收入分类\n\n| 项目 | 本季（元） |\n|---|---:|\n| 经营收入 | 5.00 |\n| 投资收益 | 6.00 |\n| 合计 | 11.00 |\n"
    [account] = read(alone)
    against = compared(account, read(INCOME), ())
    assert [(head.last, head.year_ago) for head in against.heads] == [(100010, None), (None, None)], "what it does not name, nobody knows"
    assert (against.total.last, against.total.year_ago) == (300010, None)
    [whole] = read(INCOME)
    assert compared(whole, read(alone), read(alone)) == whole, "the table's own figures stay"


@pytest.mark.parametrize(
    "period, earlier", [("2026-Q1", ["2025-Q4", "2025-Q1"]), ("2026-09", ["2026-08", "2025-09"]), ("2026", ["2025"])]
)
def test_the_period_before_and_the_same_of_last_year(period, earlier):
    assert [each.code for each in before(parse_period(period))] == earlier


def test_a_year_is_compared_with_the_year_before_once():
    [account] = read(INCOME.replace(" | 上季（元） | 上年同期（元）", " | 上年同期（元）").replace("---:|---:|---:", "---:|---:").replace(" | 900.00 |", " |").replace("0 | |", "0 |"), period="2026")
    assert (account.said, account.total.last, account.has_year_ago) == (("本季", "上年同期", ""), 80000, False)


def test_every_head_of_the_glossary_is_named_once_a_side_and_explained():
    for side in Side:
        names = [name for each in glossary().meanings[side] for name in (each.name, *each.also)]
        assert len(names) == len(set(names))
        assert all(each.means.endswith("。") for each in glossary().meanings[side])
