"""Days, periods and objection periods, in every spelling that notices use."""

from datetime import date

import pytest

from kiosk.rules.period import Period
from kiosk.rules.understanding.days import day_in, read_day
from kiosk.rules.understanding.objections import objections_in
from kiosk.rules.understanding.periods import ended_on, period_in, period_of, smallest

DAY = date(2026, 9, 3)
Q3 = Period(2026, "quarter", 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026年9月3日",
        "2026年09月03日",
        "2026 年 9 月 3 日",
        "２０２６年９月３日",
        "二〇二六年九月三日",
        "二○二六年九月三日",
        "2026-09-03",
        "2026/9/3",
        "2026.9.3",
        "2026-09-03 16:20",
        "2026-09-03 16:20:05",
        "日期：2026年9月3日",
        "填表日期：2026年9月3日",
        "2026年9月3日 16时20分",
    ],
)
def test_a_day_is_read_in_any_spelling(text):
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    ["", "2026年9月", "9月3日", "2026-02-30", "2026年9月3日前", "于2026年9月3日召开会议", "2026-09-03-1", "12345", "一" * 100],
)
def test_other_texts_are_no_day(text):
    assert read_day(text) is None


def test_a_day_is_found_within_a_line():
    assert day_in("填表人：张三 2026年9月3日") == DAY
    assert day_in("二〇二六年十一月二十三日") == date(2026, 11, 23)
    assert day_in("2026-13-41 或 2026-09-03") == DAY
    assert day_in("没有") is None


@pytest.mark.parametrize(
    "text, period",
    [
        ("安和村2026年第三季度财务收支", Q3),
        ("2026年三季度收支", Q3),
        ("2026.7-9收支", Q3),
        ("2026年7—9月收支", Q3),
        ("２０２６年７－９月收支", Q3),
        ("2026Q3流水", Q3),
        ("2026年度决算", Period(2026, "year")),
        ("2026年上半年收支", Period(2026, "half", 1)),
        ("2026年9月份收支", Period(2026, "month", 9)),
        ("二〇二六年九月收支", Period(2026, "month", 9)),
        ("2026年第二批资金", Period(2026, "year")),
    ],
)
def test_the_period_of_a_title_is_read_in_any_spelling(text, period):
    assert period_in(text, DAY) == (period, False)


def test_a_period_without_a_year_is_the_last_one_that_had_begun():
    assert period_in("第三季度收支", date(2026, 10, 8)) == (Q3, True)
    assert period_in("第四季度收支", date(2026, 1, 8)) == (Period(2025, "quarter", 4), True)
    assert period_in("第三季度收支", None) is None


@pytest.mark.parametrize("text", ["财务收支", "2026年9月3日公示", "安政发〔2026〕12号"])
def test_a_title_may_name_no_period(text):
    assert period_in(text, DAY) is None


def test_the_title_is_believed_before_the_files_name_and_another_year_is_said():
    named, remarks = period_of([("title", "2026年第三季度收支"), ("file_name", "2025年第三季度")], [], DAY)
    assert named is not None and (named.period, named.where) == (Q3, "title")
    assert [remark.code for remark in remarks] == ["understood.years_differ"]


def test_entries_tell_the_period_where_nothing_else_does():
    named, remarks = period_of([("title", "流水账")], ["2026-07-01", "上期结余", "2026年9月3日"], DAY)
    assert named is not None and (named.period, named.where) == (Q3, "entries")
    assert [remark.code for remark in remarks] == ["understood.period_of_entries"]


def test_entries_of_another_year_are_said():
    _, remarks = period_of([("title", "2025年第三季度收支")], ["2026-07-01", "2026-08-01"], DAY)
    assert [remark.code for remark in remarks] == ["understood.years_differ"]


@pytest.mark.parametrize(
    "first, last, period",
    [
        (date(2026, 9, 1), date(2026, 9, 30), Period(2026, "month", 9)),
        (date(2026, 7, 1), date(2026, 9, 30), Q3),
        (date(2026, 3, 1), date(2026, 4, 30), Period(2026, "half", 1)),
        (date(2026, 6, 1), date(2026, 7, 30), Period(2026, "year")),
        (date(2025, 12, 31), date(2026, 1, 1), None),
    ],
)
def test_the_smallest_period_holds_all_days(first, last, period):
    assert smallest(first, last) == period


def test_a_balance_is_struck_for_the_period_that_ends_that_day():
    assert ended_on("编制单位：安和村　2026年12月31日") == Period(2026, "year")
    assert ended_on("2026年9月30日") == Period(2026, "month", 9)
    assert ended_on("单位：元") is None


@pytest.mark.parametrize(
    "text, days, working",
    [
        ("公示期为7天（2026年7月18日至24日），公示期间", 7, False),
        ("公示期7天", 7, False),
        ("公示期为七天", 7, False),
        ("公示时间不少于10日", 10, False),
        ("公示期限：5个工作日", 5, True),
        ("公示时间：2026年9月3日至2026年9月9日（共7天）", 7, False),
        ("公示期限：2026年6月12日—2026年6月18日", 7, False),
        ("公示期限:2026年6月12日—6月18日", 7, False),
        ("公告期：2026.6.9-6.19", 11, False),
        ("公示时间：2026年12月28日至2027年1月3日", 7, False),
        ("公示时间：2026年12月28日至1月3日", 7, False),
        ("异议期为三十日", 30, False),
    ],
)
def test_the_days_of_an_objection_period_are_counted_or_read(text, days, working):
    found = objections_in(text)
    assert found is not None and (found.days, found.working, found.said_otherwise) == (days, working, 0)


def test_days_that_do_not_fit_their_dates_are_said():
    found = objections_in("公示期为7天（公示时间：2026年7月18日至28日）")
    assert found is not None and (found.days, found.said_otherwise) == (7, 11)


@pytest.mark.parametrize(
    "text", ["", "现予公示。", "公示栏每周7天开放", "公示期限：2026年6月", "公示：2026年2月30日至3月5日", "每月10日公布"]
)
def test_other_texts_name_no_objection_period(text):
    assert objections_in(text) is None
