"""What a notice lacks, and what it says in two ways that cannot both stand."""

from datetime import date

import pytest
from cast import a_notice
from reckoner import a_table, about, codes, written_at

from kiosk.rules.checks.completeness import completeness
from kiosk.rules.findings import Finding, Level
from kiosk.rules.notice import Category, Kind
from kiosk.rules.period import Period

Q3, Q2, YEAR = Period(2026, "quarter", 3), Period(2026, "quarter", 2), Period(2026, "year")
WHOLE = {
    "issued_on": date(2026, 10, 8),
    "responsible_unit": "村委会",
    "period": Q3,
    "supervision_phone": "0000-1234567",
    "item": "F01",
}


def lacks(last=None, **changes: object) -> list[Finding]:
    return list(completeness(about(a_notice(**WHOLE | changes), last)))


PUBLIC = {"kind": Kind.PUBLICITY, "category": Category.SUBSIDY, "item": "B01", "objection_days": 7, "period": YEAR}


def test_a_whole_notice_lacks_nothing():
    assert lacks() == []
    assert lacks(**PUBLIC) == []


@pytest.mark.parametrize(
    "changes, code, key",
    [
        ({"issued_on": None}, "issued_on", "issued_on"),
        ({"responsible_unit": None}, "responsible_unit", "responsible_unit"),
        ({"period": None}, "period", "period"),
        (PUBLIC | {"supervision_phone": None}, "supervision_phone", "supervision_phone"),
        (PUBLIC | {"objection_days": None}, "objection_days", "objection_days"),
        (PUBLIC | {"objection_days": 5}, "objection_short", "objection_days"),
    ],
)
def test_a_field_that_its_kind_must_have(changes, code, key):
    [finding] = lacks(**changes)
    assert (finding.code, finding.place.key) == (f"completeness.{code}", key)


def test_a_shorter_objection_period_names_the_catalogues_days_and_its_basis():
    [finding] = lacks(**PUBLIC | {"objection_days": 3})
    assert (finding.facts["days"], finding.facts["needed"]) == (3, 7)
    assert finding.basis


def test_a_telephone_in_the_text_or_of_the_village_will_do():
    without = PUBLIC | {"supervision_phone": None}
    assert lacks(**without, body="有意见请拨打0000-1234567。\n") == []
    assert list(completeness(about(a_notice(**WHOLE | without), telephones=frozenset({"00001234567"})))) == []


def test_what_stands_for_good_and_announcements_need_no_dates():
    bare = {"issued_on": None, "responsible_unit": None, "period": None, "supervision_phone": None, "item": None}
    assert lacks(**bare, kind=Kind.STANDING) == []
    assert lacks(**bare, kind=Kind.ANNOUNCEMENT, category=Category.ANNOUNCEMENT) == []


ROSTER = a_table("序号 | 户主姓名 | 面积（亩） | 金额（元）", *(f"{at} | 户{at}甲 | 1 | 82" for at in range(1, 7)))


@pytest.mark.parametrize(
    "body, changes, found",
    [
        (a_table("项目 | 金额（元）"), {}, ["empty_table"]),
        (a_table("项目 | 金额（元）", " | ", "合计 | "), {}, ["empty_table"]),
        (a_table("项目 | 金额（元）", "货币资金 | ", "存货 | "), {}, ["empty_table"]),
        (a_table("户主姓名 | 面积（亩） | 金额（元）", "甲 | 1 | ", "乙 | 2 | ", "合计 | 3 | "), PUBLIC, ["empty_column"]),
        (ROSTER, PUBLIC, ["no_total"]),
        (ROSTER, PUBLIC | {"period": None}, ["roster_period", "no_total"]),
        (ROSTER + "| 合计 | | | |\n", PUBLIC, ["empty_total"]),
        (ROSTER + "| 合计 | | 6 | 492 |\n", PUBLIC, []),
        (ROSTER + "| 合计 | | 6 | 492 |\n", PUBLIC | {"item": None}, ["item"]),
        (a_table("职务 | 姓名", "书记 | 张三"), {}, []),
    ],
)
def test_a_table_that_lacks_something(body, changes, found):
    assert sorted(codes(lacks(body=body, **changes))) == sorted(found)


def test_the_item_that_such_a_table_is_mostly_posted_as_is_named():
    [finding] = [each for each in lacks(body=ROSTER, **PUBLIC | {"item": None}) if each.code == "completeness.item"]
    assert (finding.facts["item"], finding.level, finding.mend) == ("B01", Level.NOTE, ())


HEADS = "收入类别 | 本期（元） | 上期（元） | 增减（元） | 变动原因"


@pytest.mark.parametrize(
    "row, behind, found",
    [
        ("补助收入 | 1500 | 1000 | +500 | ", "", ["change", "explanation"]),
        ("补助收入 | 1500 | 1000 | +500 | 路灯补助第二笔", "", []),
        ("补助收入 | 1500 | 1000 | +500 | —", "", ["change", "explanation"]),
        ("补助收入 | 1500 | 1000 | +500 | ", "补助收入增加，是路灯补助到账。", []),
        ("补助收入 | 1150 | 1000 | +150 | ", "", ["explanation"]),
        ("补助收入 | 50 | 10 | +40 | ", "", ["explanation"]),
        ("补助收入 | 0 | 1000 | −1000 | ", "", ["change"]),
        ("补助收入 | 1500 | 0 | +1500 | ", "", ["change", "explanation"]),
        ("合计 | 1500 | 1000 | +500 | ", "", []),
        ("期末结余 | 1500 | 1000 | +500 | ", "", []),
    ],
)
def test_a_great_change_wants_its_reason(row, behind, found):
    assert codes(lacks(body=a_table(HEADS, row) + f"\n{behind}\n")) == found


def test_the_reasons_may_stand_in_a_table_of_their_own():
    body = (
        a_table("项目 | 本季（元） | 上季（元）", "经营收入 | 1500 | 1000")
        + "\n"
        + a_table("项目 | 增减（元） | 原因", "经营收入 | +500 | 新签一户")
    )
    assert lacks(body=body) == []


def test_the_change_is_told_with_both_figures():
    body = a_table(HEADS, "补助收入 | 1,500.00 | 1,000.00 | +500 | ")
    finding = lacks(body=body)[0]
    assert (finding.level, written_at(body, finding)) == (Level.WARN, "1,500.00")
    assert {name: finding.facts[name] for name in ("row", "percent", "before", "now")} == {
        "row": "补助收入",
        "percent": "50%",
        "before": "1,000.00",
        "now": "1,500.00",
    }


def test_last_periods_notice_is_looked_at_where_the_table_has_no_column_for_it():
    head = "支出类别 | 本期（元） | 说明"
    last = a_notice(body=a_table(head, "管理费用 | 1000 | "), period=Q2)
    found = lacks(last, body=a_table(head, "管理费用 | 2000 | "))
    assert codes(found) == ["change", "explanation"]


def test_other_notices_than_finance_need_no_reasons():
    assert lacks(body=a_table(HEADS, "补助收入 | 1500 | 1000 | +500 | "), category=Category.GOVERNANCE, item=None) == []


@pytest.mark.parametrize(
    "title, period, found",
    [
        ("2026年第三季度财务收支", Q3, []),
        ("2025年第三季度财务收支", Q3, ["wrong_year"]),
        ("2026年第二季度财务收支", Q3, ["wrong_period"]),
        ("2026.7-9财务收支", Q3, []),
        ("第三季度财务收支", Q3, []),
        ("第二季度财务收支", Q3, ["wrong_period"]),
        ("2025年度补贴在2026年发放的清册", YEAR, []),
        ("财务收支", None, ["period"]),
    ],
)
def test_the_title_and_the_period(title, period, found):
    assert codes(lacks(title=title, period=period, issued_on=date(2027, 1, 8))) == found


def test_the_file_of_the_wrong_year_is_told_at_the_title():
    [finding] = lacks(title="安和村2025年财务收支", period=YEAR, issued_on=date(2027, 1, 8))
    assert (finding.place.key, finding.place.start, finding.place.end) == ("title", 3, 8)


@pytest.mark.parametrize(
    "issued, changes, found",
    [
        (date(2026, 10, 1), {}, []),
        (date(2026, 9, 30), {}, ["issued_too_early"]),
        (date(2026, 9, 28), {"title": "第三季度用款计划"}, []),
        (date(2026, 3, 1), PUBLIC, []),
        (date(2026, 7, 7), {"period": YEAR, "item": "F07"}, []),
        (date(2026, 7, 7), {"period": YEAR, "item": "F03"}, ["issued_too_early"]),
        (date(2026, 3, 1), {"category": Category.SOCIAL_ASSISTANCE, "item": "S02", "period": YEAR}, []),
    ],
)
def test_accounts_are_drawn_up_when_the_period_is_over(issued, changes, found):
    assert codes(lacks(issued_on=issued, **changes)) == found


@pytest.mark.parametrize(
    "day, found",
    [("7月1日", []), ("9月30日", []), ("2026-08-15", []), ("2026.8.15", []), ("8/15", []), ("10月1日", ["date_outside"])]
    + [("2025-08-15", ["date_outside"]), ("6.30", ["date_outside"]), ("13月1日", []), ("本季", [])],
)
def test_entries_are_of_the_period(day, found):
    body = a_table("日期 | 摘要 | 收入 | 支出 | 余额", f"{day} | 租金 | 20 | | 120")
    assert codes(lacks(body=body)) == found


def test_entries_of_another_period_are_told_together():
    rows = (f"2025年7月{at}日 | 租金 | 20 | | {20 * at}" for at in range(1, 10))
    [finding] = lacks(body=a_table("日期 | 摘要 | 收入 | 支出 | 余额", *rows))
    assert (finding.code, finding.facts["count"]) == ("completeness.date_outside", 9)


@pytest.mark.parametrize(
    "sentence, found",
    [
        ("公示期限：2026年6月12日—2026年6月18日。", []),
        ("公示期限：2026年6月12日—6月19日。", []),
        ("公示期为7天（2026年7月18日至24日）。", []),
        ("公示时间:2026年6月28日—7月5日。", []),
        ("公示期限：2026年6月12日—2026年6月16日。", ["objection_dates"]),
        ("公示期为7天（2026年7月18日至31日）。", ["objection_dates"]),
        ("现公示5天。", ["objection_said"]),
        ("公示五天，没有异议后上报。", ["objection_said"]),
        ("现公示7天，到2026年10月15日为止。", []),
        ("现公示7天，到2026年10月12日为止。", ["objection_until"]),
        ("公示期限：2026年9月24日—10月8日。", []),  # the seventh day is in the National Day week
        ("公示期限：2026年9月24日—10月1日。", []),
        ("公示期限：2026年9月24日—10月9日。", ["objection_dates"]),
        ("公示期限：0001年1月1日—1月3日。", []),
        ("公示期限：9999年12月30日—12月31日。", []),
        ("公示期内可以提出。", []),
        ("公示7个工作日，到2026年10月19日为止。", []),
        ("公示7个工作日，到2026年10月14日为止。", ["objection_until"]),
        ("公示期为7个工作日（2026年9月24日至10月12日）。", []),
        ("公示期为7个工作日（2026年9月24日至10月10日）。", []),
        ("公示期为7个工作日（2026年9月24日至10月1日）。", ["objection_working"]),
        ("公示期为7个工作日（2027年9月24日至10月1日）。", []),  # its holidays are not known yet
    ],
)
def test_the_days_of_objection_in_the_text(sentence, found):
    assert codes(lacks(**PUBLIC, body=f"{sentence}\n")) == found


@pytest.mark.parametrize(
    "last, found",
    [("2026年10月8日", []), ("2026年10月9日", []), ("2026年9月28日", ["objection_working"]), ("2026年10月12日", ["objection_working"])],
)
def test_where_the_text_does_not_say_which_days_the_catalogue_does(last, found):
    land = {"kind": Kind.PUBLICITY, "category": Category.LAND, "item": "L01", "objection_days": 10}
    assert codes(lacks(**land, body=f"公告期限：2026年9月18日—{last}。\n")) == found


@pytest.mark.parametrize(
    "said, found",
    [
        ("2026年7月3日（星期五）", []),
        ("2026年7月3日（星期四）", ["weekday"]),
        ("7月3日 周五", []),
        ("7月3日，周六", ["weekday"]),
    ]
    + [("2026年7月5日星期天", []), ("2026年7月5日至周五", []), ("2026年7月3日上午", [])],
)
def test_weekdays_fit_their_days(said, found):
    body = f"{said}停水。\n"
    findings = lacks(body=body)
    assert codes(findings) == found


def test_while_blanks_of_the_template_are_left_everything_is_a_note():
    found = lacks(issued_on=None, body="【填写：日期】\n\n" + a_table("项目 | 金额（元）"))
    assert codes(found) == ["issued_on", "empty_table"]
    assert {each.level for each in found} == {Level.NOTE}
