"""The accounts of a notice as charts, on the phone and on the screen: with the figures of its tables, or not at all."""

import re

import pytest
from cast import a_notice

from kiosk.rules.accounts_by_head import accounts_in
from kiosk.rules.notice import Category
from kiosk.rules.period import parse_period
from kiosk.shipped import glossary, vocabulary
from kiosk.store import notices
from kiosk.store.last_shown import as_kind, as_plain
from kiosk.web.charts import in_yuan
from kiosk.web.on_air import AccountsOf

SLIDES = "/screen/hall/slides"


def income(trade: str, grants: str, total: str) -> str:
    return (
        "| 日期 | 摘要 | 收入（元） | 支出（元） | 余额（元） |\n|---|---|---:|---:|---:|\n| 7月1日 | 上期结余 | | | 0.00 |\n"
        f"| 7月2日 | 门面房<b>租金 | {trade} | | |\n| 7月3日 | 运转补助 | {grants} | | |\n\n"
        "## 收入分类\n\n| 项目 | 金额（元） |\n|---|---:|\n"
        f"| 经营收入 | {trade} |\n| 补助收入 | {grants} |\n| 合计 | {total} |\n"
    )


THIS = {"item": "F01", "period": parse_period("2026-Q3"), "body": income("1,000.10", "2,000.00", "3,000.10")}
LAST = {"item": "F01", "period": parse_period("2026-Q2"), "body": income("500.00", "400.00", "900.00")}
YEAR_AGO = {"item": "F01", "period": parse_period("2025-Q3"), "body": income("1.00", "2.00", "3.00")}


def test_a_head_on_the_phone_says_what_it_means_and_what_it_is_made_of(client, post):
    page = client.get(f"/notices/{post(**THIS)}").text
    assert "集体自己做买卖" in page and "财会〔2023〕14号" in page
    [entry] = re.findall(r"<li><span>7月2日 (.*?)</span> <b>(.*?)</b></li>", page)
    assert entry == ("门面房&lt;b&gt;租金", "1,000.10")
    assert "<script>" not in page and " style=" not in page


def test_periods_before_come_from_the_notices_of_the_same_item(client, post):
    number = post(**THIS)
    assert 'class="of-last"' not in client.get(f"/notices/{number}").text
    post(**LAST)
    post(**YEAR_AGO)
    page = client.get(f"/notices/{number}").text
    assert re.search(r'class="of-last">.*上季 </i>500\.00<', page)
    assert re.search(r'class="of-year-ago">.*上年同期 </i>1\.00<', page)
    assert "与上季相比：+500.10元" in page


@pytest.mark.parametrize(
    "other", [{"item": "F02"}, {"period": parse_period("2026-Q1")}, {"publish": False}], ids=["other item", "other period", "draft"]
)
def test_nothing_else_is_compared(client, post, other):
    number = post(**THIS)
    post(**LAST | other)
    assert 'class="of-last"' not in client.get(f"/notices/{number}").text


@pytest.mark.parametrize(
    "changes", [{"body": THIS["body"].replace("3,000.10", "3,000.11")}, {"category": Category.SUBSIDY, "item": "B01"}], ids=["wrong", "no finance"]
)
def test_what_is_not_understood_has_no_chart_and_no_word(client, post, look, changes):
    number = post(**THIS | changes)
    look()
    for page in (client.get(f"/notices/{number}").text, client.get(SLIDES).text):
        assert 'class="bar' not in page and "一看就懂" not in page


def test_the_chart_on_the_screen_stands_behind_the_words_of_its_notice_and_follows_the_board(client, post, look):
    post(**THIS)
    look()
    slides = client.get(SLIDES).text
    assert slides.index("<table>") < slides.index('data-addition="chart"')
    assert "1,000.10" in slides and 'class="bar bar-last"' not in slides and " style=" not in slides
    post(**LAST)
    look()
    assert 'class="bar bar-last"' in client.get(SLIDES).text


def test_of_each_period_the_newest_posted_one_is_taken_and_no_more_are_read(board, post):
    for _ in range(3):
        newest = post(**LAST | {"body": LAST["body"] + f"\n第{_}次\n"})
    now = notices.posted(board.db, newest).notice.shows_from
    days = [LAST["period"].last_on, YEAR_AGO["period"].last_on]
    assert [each.number for each in notices.of_periods(board.db, "F01", days, now)] == [newest]
    plan = str(board.db.execute("EXPLAIN QUERY PLAN SELECT 1 FROM versions WHERE item = 'F01' AND period_last_on IN ('2026-06-30')").fetchall())
    assert "versions_by_item" in plan


def test_accounts_are_kept_with_the_last_good_pages():
    kept = AccountsOf(7, accounts_in(a_notice(**THIS), vocabulary(), glossary()))
    assert kept.accounts and as_kind(AccountsOf, as_plain(kept)) == kept


@pytest.mark.parametrize(
    "fen, signed, said", [(0, False, "0.00"), (123456789, False, "1,234,567.89"), (5, True, "+0.05"), (-328400, True, "−3,284.00"), (0, True, "0.00"), (None, False, "—")]
)
def test_amounts_are_told_to_the_fen(fen, signed, said):
    assert in_yuan(fen, signed=signed) == said
