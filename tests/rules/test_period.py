"""Reporting periods: as written in the villages, and as the board writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.period import Period, last_complete_quarter, parse_period

PERIODS = st.one_of(
    st.builds(Period, st.integers(1949, 2999), st.just("year")),
    st.builds(Period, st.integers(1949, 2999), st.just("half"), st.integers(1, 2)),
    st.builds(Period, st.integers(1949, 2999), st.just("quarter"), st.integers(1, 4)),
    st.builds(Period, st.integers(1949, 2999), st.just("month"), st.integers(1, 12)),
)


@pytest.mark.parametrize(
    "written, code",
    [
        ("2026", "2026"),
        ("2026年", "2026"),
        ("2026年度", "2026"),
        (" ２０２６年度 ", "2026"),
        ("2026-H1", "2026-H1"),
        ("2026-h2", "2026-H2"),
        ("2026H2", "2026-H2"),
        ("2026年上半年", "2026-H1"),
        ("2026下半年", "2026-H2"),
        ("2026-Q3", "2026-Q3"),
        ("2026q3", "2026-Q3"),
        ("2023年第三季度", "2023-Q3"),
        ("2023年三季度", "2023-Q3"),
        ("2023年第3季度", "2023-Q3"),
        ("2023年4季度", "2023-Q4"),
        ("2023年第一季", "2023-Q1"),
        ("2023第二季度", "2023-Q2"),
        ("2026-09", "2026-09"),
        ("2026-9", "2026-09"),
        ("2026.9", "2026-09"),
        ("2026/09", "2026-09"),
        ("2026年9月", "2026-09"),
        ("2026年09月份", "2026-09"),
        ("2026 年 9 月", "2026-09"),
        ("2026－12", "2026-12"),
        ("2023.7-9", "2023-Q3"),
        ("2023年7—9月", "2023-Q3"),
        ("2023年7–9月份", "2023-Q3"),
        ("2023年7~9月", "2023-Q3"),
        ("2023年7～9月", "2023-Q3"),
        ("2023年7至9月", "2023-Q3"),
        ("2023年７－９月", "2023-Q3"),
        ("2023年10-12月", "2023-Q4"),
        ("2023年1-6月", "2023-H1"),
        ("2023年7-12月", "2023-H2"),
        ("2023年1-12月", "2023"),
        ("2023年8-8月", "2023-08"),
        ("1949", "1949"),
        ("2999-12", "2999-12"),
    ],
)
def test_a_period_is_known_in_every_spelling_villages_use(written, code):
    assert parse_period(written).code == code


@pytest.mark.parametrize(
    "written",
    [
        "",
        "去年",
        "26",
        "1948",
        "3000",
        "0000",
        "20266",
        "2026-H0",
        "2026-H3",
        "2026-Q0",
        "2026-Q5",
        "2026-00",
        "2026-13",
        "2026年0月",
        "2026年五季度",
        "2026年第五季度",
        "2026年中半年",
        "2026年2-4月",
        "2026年7-8月",
        "2026年9-7月",
        "2026年0-2月",
        "2026年10-13月",
        "2026年4-9月",
        "2026-09-30",
        "2026年9月30日",
        "第三季度",
        "2026-Q3 2026-Q4",
        "-2026",
        "2026Q",
    ],
)
def test_what_names_no_period_of_ours_is_none(written):
    assert parse_period(written) is None


@pytest.mark.parametrize(
    "code, title, first_on, last_on",
    [
        ("2026", "2026年度", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H1", "2026年上半年", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", "2026年下半年", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q1", "2026年第一季度", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", "2026年第四季度", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-09", "2026年9月", date(2026, 9, 1), date(2026, 9, 30)),
        ("2028-02", "2028年2月", date(2028, 2, 1), date(2028, 2, 29)),
        ("2100-02", "2100年2月", date(2100, 2, 1), date(2100, 2, 28)),
    ],
)
def test_a_period_knows_its_title_and_its_days(code, title, first_on, last_on):
    period = parse_period(code)
    assert (period.title, period.first_on, period.last_on) == (title, first_on, last_on)


@pytest.mark.parametrize(
    "code, following",
    [
        ("2026", "2027"),
        ("2026-H1", "2026-H2"),
        ("2026-H2", "2027-H1"),
        ("2026-Q3", "2026-Q4"),
        ("2026-Q4", "2027-Q1"),
        ("2026-11", "2026-12"),
        ("2026-12", "2027-01"),
    ],
)
def test_periods_follow_one_another_over_the_turn_of_the_year(code, following):
    assert parse_period(code).following().code == following
    assert parse_period(following).preceding().code == code


@given(PERIODS)
def test_a_period_is_read_back_from_its_code_and_from_its_title(period):
    assert parse_period(period.code) == period
    assert parse_period(period.title) == period


@given(PERIODS)
def test_no_day_lies_between_a_period_and_the_next(period):
    assert (period.following().first_on - period.last_on).days == 1
    assert period.following().preceding() == period
    assert period.first_on <= period.last_on


@given(st.text(alphabet="0123456789年月季度半上下第一二三四-—.QHqh 至", max_size=12))
def test_whatever_is_typed_is_a_period_or_none(text):
    period = parse_period(text)
    assert period is None or parse_period(period.code) == period


@pytest.mark.parametrize(
    "day, quarter",
    [
        (date(2026, 1, 1), "2025-Q4"),
        (date(2026, 3, 31), "2025-Q4"),
        (date(2026, 4, 1), "2026-Q1"),
        (date(2026, 10, 10), "2026-Q3"),
        (date(2026, 12, 31), "2026-Q3"),
    ],
)
def test_the_last_complete_quarter_is_over(day, quarter):
    assert last_complete_quarter(day).code == quarter
