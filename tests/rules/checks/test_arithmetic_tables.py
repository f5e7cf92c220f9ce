"""Sums, subtotals, balances and products in the layouts that townships use."""

from decimal import Decimal

import pytest
from reckoner import a_table, codes, put_right, reckoned, written_at

from kiosk.rules.findings import Level
from kiosk.rules.notice import Category
from kiosk.rules.period import Period

Q3, Q2 = Period(2026, "quarter", 3), Period(2026, "quarter", 2)


def the_only(body: str, **changes: object):
    findings = reckoned(body, **changes)
    assert len(findings) == 1, codes(findings)
    return findings[0]


RIGHT = {
    "a total at the end": a_table("用途 | 金额（元）", "甲 | 1.50", "乙 | 2", "合计 | 3.50"),
    "a total at the beginning": a_table("用途 | 金额（元）", "合 计 | 3.50", "甲 | 1.50", "乙 | 2"),
    "a total without figures": a_table("用途 | 金额（元）", "甲 | 1.50", "乙 | 2", "合计 | "),
    "empty cells": a_table("用途 | 金额（元）", "甲 | 1.50", "乙 | ", "丙 | —", "合计 | 1.50"),
    "subtotals behind": a_table(
        "用途 | 金额（元）", "甲 | 1", "乙 | 2", "小计 | 3", "丙 | 4", "丁 | 5", "小计 | 9", "合计 | 12"
    ),
    "subtotals before": a_table(
        "用途 | 金额（元）", "总计 | 12", "小计 | 3", "甲 | 1", "乙 | 2", "小计 | 9", "丙 | 4", "丁 | 5"
    ),
    "subtotals before, the total last": a_table(
        "用途 | 金额（元）", "一组小计 | 3", "甲 | 1", "乙 | 2", "二组小计 | 9", "丙 | 4", "丁 | 5", "合计 | 12"
    ),
    "groups and one without": a_table("用途 | 金额（元）", "甲 | 1", "乙 | 2", "小计 | 3", "丙 | 4", "合计 | 7"),
    "of which": a_table("用途 | 金额（元）", "甲 | 5", "其中：甲一 | 2", "其中：甲二 | 3", "乙 | 1", "合计 | 6"),
    "of which with a list below": a_table("用途 | 金额（元）", "甲 | 5", "其中：甲一 | 2", "甲二 | 3", "合计 | 5"),
    "what is not added up": a_table(
        "农户 | 面积（亩） | 标准（元/亩） | 年龄", "甲 | 1 | 82 | 60", "乙 | 2 | 82 | 61", "合计 | 3 | 82 | 60"
    ),
    "a rate merged down": a_table(
        "户主 | 面积（亩） | 标准 | 金额（元）", "甲 | 2 | 18.34 | 36.68", "乙 | 3 | | 55.02", "合计 | 5 | | 91.70"
    ),
    "two incomes and a balance": a_table(
        "项目 | 金额（元）", "经营收入 | 5", "收入合计 | 5", "公益支出 | 2", "支出合计 | 2", "本期结余 | 3"
    ),
    "to date": a_table("用途 | 金额（元）", "甲 | 1", "乙 | 2", "本月合计 | 3", "本年累计 | 300"),
    "side by side": a_table("姓名 | 金额 | 姓名 | 金额", "甲 | 1 | 丙 | 3", "乙 | 2 | 合计 | 6"),
    "figures of other units": a_table(
        "内容 | 数量 | 单价（元） | 金额（元）",
        "砌沟 | 480米 | 150.00 | 72,000.00",
        "井 | 8座 | 450.00 | 3,600.00",
        "合计 | | | 75,600.00",
    ),
    "a reduction": a_table("项目 | 金额", "应收款 | 10", "减：坏账准备 | 1", "存货 | 5", "合计 | 14"),
    "a long label before the sum": a_table(
        "项目 | 金额", "应付款 | 3", "小计：负债 | 3", "资本 | 4", "小计：权益 | 4", "合计 | 7"
    ),
}


@pytest.mark.parametrize("body", RIGHT.values(), ids=RIGHT)
def test_what_comes_out_is_not_told(body):
    assert reckoned(body) == []


@pytest.mark.parametrize(
    "rows, wrong, expected",
    [
        (["甲 | 1", "乙 | 2", "合计 | 4"], "4", "3"),
        (["合计 | 4", "甲 | 1", "乙 | 2"], "4", "3"),
        (["甲 | 1", "小计 | 2", "乙 | 3", "小计 | 3", "合计 | 4"], "2", "1"),
        (["甲 | 1", "小计 | 1", "乙 | 3", "小计 | 3", "合计 | 5"], "5", "4"),
        (["甲 | 1", "小计 | 1", "乙 | 3", "小计 | 3", "合计 | 3"], "3", "4"),
        (["甲 | 1", "小计 | 1", "乙 | 3", "小计 | 4", "合计 | 4"], "4", "3"),
        (["甲 | 1,000", "乙 | 250", "合计 | 1,350"], "1,350", "1,250"),
        (["甲 | 5", "其中：甲一 | 2", "乙 | 1", "合计 | 8"], "8", "6"),
        (["甲 | (5)", "乙 | 7", "合计 | 12"], "12", "2"),
    ],
)
def test_a_wrong_sum_is_told_where_it_stands(rows, wrong, expected):
    body = a_table("用途 | 金额（元）", *rows)
    finding = the_only(body)
    assert (finding.code, finding.level) == ("arithmetic.total", Level.BLOCK)
    assert written_at(body, finding) == wrong == finding.facts["found"]
    assert finding.facts["expected"] == expected
    assert finding.basis
    assert reckoned(put_right(body, [finding])) == []


def test_it_says_which_cell_and_by_how_much():
    body = (
        "前言。\n\n"
        + a_table("甲 | 乙", "1 | 2")
        + "\n"
        + a_table("用途 | 金额（万元）", "修路 | 1.5", "修渠 | 2", "合计 | 39.5")
    )
    finding = the_only(body)
    said = {
        "table": 2,
        "line": 3,
        "row": "合计",
        "column": "金额（万元）",
        "expected": "3.5",
        "found": "39.5",
        "difference": "36万元",
    }
    assert dict(finding.facts) == said
    assert (finding.place.table, finding.place.row, finding.place.column) == (1, 2, 1)


def test_where_no_money_is_accounted_for_a_wrong_sum_is_a_warning():
    body = a_table("事项 | 件数", "调解 | 6", "代办 | 57", "合计 | 64")
    assert the_only(body, category=Category.GOVERNANCE).level is Level.WARN


def test_each_table_is_added_up_by_itself():
    body = a_table("用途 | 金额", "甲 | 1", "合计 | 1") + "\n" + a_table("用途 | 金额", "乙 | 2", "合计 | 3")
    assert the_only(body).place.table == 1


def test_words_among_figures_leave_the_sum_to_people():
    finding = the_only(a_table("户主 | 面积（亩）", "甲 | 减少41.51亩", "乙 | 2", "合计 | 9"))
    assert (finding.code, finding.level) == ("arithmetic.total_unchecked", Level.NOTE)
    assert finding.facts["words"] == "减少41.51亩"
    assert reckoned(a_table("户主 | 面积（亩）", "甲 | 停发", "乙 | 2", "合计 | 2")) == []


def test_in_ten_thousands_rounding_is_allowed_its_halves():
    rows = ["甲 | 27.86", "乙 | 212.50", "丙 | 4.54", "丁 | 101.96", "戊 | 12.51"]
    off_by_a_cent = the_only("单位：万元\n\n" + a_table("项目 | 年末数", *rows, "流动资产合计 | 359.38"))
    assert (off_by_a_cent.code, off_by_a_cent.level) == ("arithmetic.rounding", Level.NOTE)
    off_by_ten = the_only("单位：万元\n\n" + a_table("项目 | 年末数", *rows, "流动资产合计 | 359.47"))
    assert off_by_ten.level is Level.BLOCK


@pytest.mark.parametrize("count, right", [("86户", False), ("3户", True), ("2户", True), ("3人", True)])
def test_the_number_of_rows_beside_the_total(count, right):
    """Two rows of one household may be one 户; 人 may be more than rows."""
    body = a_table("序号 | 户主姓名 | 面积（亩）", "1 | 张三 | 1", "2 | 李四 | 1", "3 | 李四 | 2", f"合计 | {count} | 4")
    assert codes(reckoned(body)) == ([] if right else ["count"])


LEDGER = "日期 | 摘要 | 收入（元） | 支出（元） | 余额（元）"


@pytest.mark.parametrize(
    "rows",
    [
        ["7月1日 | 上季结余 | | | 100", "7月2日 | 租金 | 20 | | 120", "7月3日 | 电费 | | 5 | 115", "合计 | | 20 | 5 | 115"],
        ["7月1日 | 上季结余 | 100 | | 100", "7月2日 | 租金 | 20 | | 120", "合计 | | 120 | 0 | 120"],
        ["7月2日 | 租金 | 20 | | 120", "7月3日 | 电费 | | 5 | 115"],
        ["7月3日 | 电费 | | 5 | 115", "7月2日 | 租金 | 20 | | 120", "7月1日 | 补助 | 100 | | 100"],
        ["7月1日 | 上季结余 | | | 100", "7月2日 | 租金 | 20 | | ", "7月3日 | 电费 | | 5 | 115", "期末结余 | | | | 115"],
        ["7月1日 | 上期结余 | | | 100", "7月2日 | 租金 | 20 | | 120", "本月合计 | | 20 | | 120", "8月1日 | 电费 | | 5 | 115"]
        + ["本月合计 | | | 5 | 115", "合计 | | 20 | 5 | 115"],
        ["7月1日 | 上期结余 | | | 100", "7月2日 | 电费 | | 120 | -20"],
        ["7月2日 | 租金 | 20 | | 120", "| 承前页 | | | 120", "7月3日 | 电费 | | 5 | 115"],
    ],
)
def test_a_ledger_that_goes_on_from_line_to_line_is_right(rows):
    assert reckoned(a_table(LEDGER, *rows)) == []


def test_a_slip_in_one_balance_is_told_once():
    rows = ["7月1日 | 上季结余 | | | 100", "7月2日 | 租金 | 20 | | 210", "7月3日 | 电费 | | 5 | 115", "合计 | | 20 | 5 | 115"]
    body = a_table(LEDGER, *rows)
    finding = the_only(body)
    assert (finding.code, finding.facts["expected"], finding.facts["row"]) == ("arithmetic.running_balance", "120", "租金")
    assert reckoned(put_right(body, [finding])) == []


def test_a_slip_in_what_came_in_is_told_once_where_the_balance_breaks_and_left_to_people():
    rows = ["7月1日 | 上季结余 | | | 100", "7月2日 | 租金 | 30 | | 120", "7月3日 | 电费 | | 5 | 115"]
    finding = the_only(a_table(LEDGER, *rows))
    assert (finding.code, finding.mend) == ("arithmetic.running_break", ())
    assert finding.facts["row"] == "租金"


def test_a_wrong_closing_balance_and_wrong_sums_of_a_ledger():
    rows = ["7月1日 | 上季结余 | | | 100", "7月2日 | 租金 | 20 | | 120", "合计 | | 25 | | 130"]
    assert sorted(codes(reckoned(a_table(LEDGER, *rows)))) == ["closing_balance", "total"]


STATEMENT = ["上期结余 | 100", "本期收入 | 20", "本期支出 | 5", "期末结余 | 115", "其中：库存现金 | 15", "其中：银行存款 | 100"]


@pytest.mark.parametrize("sign", ["", "加：", "（一）"])
def test_opening_and_income_less_expense_is_closing(sign):
    rows = [*STATEMENT[:1], f"{sign}本期收入 | 20", *STATEMENT[2:]]
    assert reckoned(a_table("项目 | 金额（元）", *rows)) == []
    wrong = [row.replace("115", "117") for row in rows]
    finding = the_only(a_table("项目 | 金额（元）", *wrong))
    assert (finding.code, finding.facts["expected"]) == ("arithmetic.equation", "115")


def test_closing_is_cash_and_bank():
    finding = the_only(a_table("项目 | 金额（元）", "期末结余 | 115", "库存现金 | 15", "银行存款 | 90"))
    assert finding.facts["expected"] == "105"


def test_the_same_in_columns():
    assert codes(
        reckoned(a_table("村 | 上期结余 | 本期收入 | 本期支出 | 期末结余", "甲 | 100 | 20 | 5 | 115", "乙 | 1 | 2 | 3 | 4"))
    ) == ["equation"]


def test_the_change_since_last_period():
    body = a_table("项目 | 本季（元） | 上季（元） | 增减（元）", "甲 | 30 | 40 | −10", "乙 | 50 | 20 | +20", "丙 | 5 | 5 | 0")
    finding = the_only(body)
    assert (finding.code, finding.facts["expected"]) == ("arithmetic.change", "+30")
    assert "| +30 |" in put_right(body, [finding])


def test_the_change_of_a_budget_may_be_told_without_its_sign():
    assert reckoned(a_table("项目 | 预算（元） | 决算（元） | 节约金额", "路灯 | 98,600 | 92,460 | 6,140")) == []


def test_a_debt_moves_as_its_row_says():
    body = a_table("单位 | 期初 | 增加 | 减少 | 期末", "甲 | 10 | 5 | 3 | 12", "乙 | 1 | | | 2")
    assert sorted(each.place.row for each in reckoned(body)) == [1]


def test_area_times_rate_to_the_cent():
    body = a_table("户主 | 面积（亩） | 标准（元/亩） | 金额（元）", "甲 | 2.21 | 82.00 | 181.22", "乙 | 1.45 | 82.00 | 119.80")
    finding = the_only(body)
    assert (finding.code, finding.facts["expected"], finding.facts["row"]) == ("arithmetic.product", "118.90", "乙")


def test_many_rows_that_are_wrong_the_same_way_are_one_finding_with_one_mend():
    rows = [f"户{at}甲 | {at + 1} | 82 | {(at + 1) * 80}" for at in range(200)]
    body = a_table("户主姓名 | 面积（亩） | 标准（元/亩） | 金额（元）", *rows)
    finding = the_only(body)
    assert (finding.code, finding.facts["count"], finding.level) == ("arithmetic.product_many", 200, Level.BLOCK)
    assert len(finding.mend) == 200
    assert reckoned(put_right(body, [finding])) == []


def test_a_rate_that_was_rounded_is_the_reason_of_small_differences():
    true_rate = Decimal("18.3399871")
    rows = [
        f"镇{at}甲 | {area} | 18.34 | {(area * true_rate).quantize(Decimal('0.01'))}"
        for at, area in enumerate(map(Decimal, (5200, 7830, 9911)))
    ]
    assert [each.level for each in reckoned(a_table("乡镇 | 面积（亩） | 标准 | 金额（元）", *rows))] == [Level.NOTE] * 3


def test_the_whole_area_times_the_rate_may_be_the_total():
    rows = [f"户{at}甲 | 1.013 | 18.34 | 18.58" for at in range(20)]
    body = a_table("户主 | 面积（亩） | 标准 | 金额（元）", *rows, "合计 | 20.26 | | 371.57")
    finding = the_only(body)
    assert (finding.code, finding.facts["expected"]) == ("arithmetic.rounding", "371.60")


def test_three_decimals_and_whole_yuan():
    assert reckoned(a_table("户主 | 面积（亩） | 标准 | 金额（元）", "甲 | 1.337 | 82 | 110", "乙 | 2.5 | 82 | 205")) == []


@pytest.mark.parametrize(
    "head, row, right",
    [
        ("筹资人数（人） | 人均筹资（元） | 筹资合计（元）", "398 | 15.00 | 5,970.00", True),
        ("筹资人数（人） | 人均筹资（元） | 筹资合计（元）", "398 | 15.00 | 5,790.00", False),
        (
            "总投资（万元） | 财政奖补（万元） | 村集体（万元） | 村民筹资（万元） | 其他（万元）",
            "879.77 | 665 | 169.2 | 30.45 | 15.12",
            True,
        ),
        ("总投资（元） | 财政奖补（元） | 村集体（元） | 村民筹资（元） | 其他（元）", "100 | 60 | 20 | 10 | 5", False),
        ("内容 | 数量 | 单价（元） | 金额（元）", "盖板 | 480米 | 38.00 | 18,420.00", False),
    ],
)
def test_levies_and_works_come_out(head, row, right):
    assert (reckoned(a_table(head, row)) == []) is right


def test_an_allowance_is_no_product_unless_it_is_one():
    """标准 × 人口 is not how 低保 is reckoned: most get what they lack."""
    head = "户主姓名 | 家庭人口 | 标准 | 保障金额（元/月）"
    assert (
        reckoned(
            a_table(head, "甲 | 2 | 500 | 968", "乙 | 1 | 500 | 420", "丙 | 1 | 500 | 500"), category=Category.SOCIAL_ASSISTANCE
        )
        == []
    )
    one = reckoned(
        a_table(head, "甲 | 2 | 500 | 1000", "乙 | 1 | 500 | 500", "丙 | 3 | 500 | 1400"), category=Category.SOCIAL_ASSISTANCE
    )
    assert codes(one) == ["product"]


ASSETS = [
    "流动资产： | | 300",
    "货币资金 | | 200",
    "存货 | | 100",
    "流动资产合计 | | 300",
    "固定资产原值 | | 90",
    "减：累计折旧 | | 40",
]
ASSETS += ["固定资产净值 | | 50", "非流动资产合计 | | 50", "受托代理资产 | | ", "资产总计 | | 350"]
CLAIMS = [
    "应付款项 | | 60",
    "流动负债合计 | | 60",
    "长期借款 | | 40",
    "非流动负债合计 | | 40",
    "负债合计 | | 100",
    "资本 | | 250",
]
CLAIMS += ["所有者权益合计 | | 250", "负债和所有者权益总计 | | 350"]
SHEET = "项目 | 附注 | 年末数"


@pytest.mark.parametrize("body", [a_table(SHEET, *ASSETS, *CLAIMS), a_table(SHEET, *ASSETS) + "\n" + a_table(SHEET, *CLAIMS)])
@pytest.mark.parametrize(
    "line, wrong, code",
    [
        ("货币资金 | | 200", "货币资金 | | 200", ""),
        ("流动资产合计 | | 300", "流动资产合计 | | 301", "total"),
        ("负债合计 | | 100", "负债合计 | | 110", "total"),
    ]
    + [("固定资产净值 | | 50", "固定资产净值 | | 60", "equation"), ("资产总计 | | 350", "资产总计 | | 360", "total")]
    + [("负债和所有者权益总计 | | 350", "负债和所有者权益总计 | | 305", "total")],
)
def test_a_balance_sheet_in_one_table_or_two(body, line, wrong, code):
    found = codes(reckoned(body.replace(f"| {line} |", f"| {wrong} |")))
    assert (code in found) is bool(code) and (bool(found) is bool(code))


def test_assets_that_are_not_liabilities_and_equity():
    """Each side adds up, and yet they differ."""
    other = [row.replace("250", "200").replace("350", "300") for row in CLAIMS]
    found = reckoned(a_table(SHEET, *ASSETS) + "\n" + a_table(SHEET, *other))
    assert {each.code for each in found} == {"arithmetic.balance_sheet"}
    assert all(each.mend == () for each in found)


def test_a_cent_between_the_two_sides_is_a_warning():
    assets = [row.replace("350", "350.01").replace("受托代理资产 | | ", "受托代理资产 | | 0.01") for row in ASSETS]
    found = reckoned(a_table(SHEET, *assets) + "\n" + a_table(SHEET, *CLAIMS))
    assert {(each.code, each.level) for each in found} == {("arithmetic.balance_sheet_rounding", Level.WARN)}


DISTRIBUTION = [
    "一、总收入 | 1 | 180.00 | 3.其他支出 | 10 | 45.00",
    "1.经营收入 | 2 | 68.00 | 三、本年收益 | 11 | 55.00",
    "2.发包及上交收入 | 3 | 35.00 | 四、年初未分配收益 | 12 | 15.00",
    "3.投资收益 | 4 | 5.00 | 五、可分配利润 | 13 | 70.00",
    "4.补助收入 | 5 | 30.00 | 1.提取公积金、公益金 | 14 | 7.00",
    "5.其他收入 | 6 | 42.00 | 2.提取应付福利费 | 15 | 7.00",
    "二、总支出 | 7 | 125.00 | 3.农户分配 | 16 | 20.00",
    "1.经营支出 | 8 | 45.00 | 六、年末未分配收益 | 17 | 36.00",
    "2.管理费用 | 9 | 35.00 | | | ",
]


@pytest.mark.parametrize(
    "right, wrong", [("180.00", "190.00"), ("125.00", "120.00"), ("55.00", "56.00"), ("70.00", "75.00"), ("36.00", "31.00")]
)
def test_the_statement_of_distribution_side_by_side(right, wrong):
    body = a_table("指标名称 | 代码 | 数量 | 指标名称 | 代码 | 数量", *DISTRIBUTION)
    assert reckoned(body) == []
    off = body.replace(right, wrong)
    found = [each for each in reckoned(off) if written_at(off, each) == wrong]
    assert [each.facts["expected"] for each in found] == [right]


def test_blanks_of_the_statement_are_left_alone():
    blank = [row.replace("70.00", "").replace("36.00", "") for row in DISTRIBUTION]
    assert reckoned(a_table("指标名称 | 代码 | 数量 | 指标名称 | 代码 | 数量", *blank)) == []


BOOK = a_table(
    LEDGER, "7月1日 | 上季结余 | | | 100", "7月2日 | 租金 | 20 | | 120", "7月3日 | 电费 | | 5 | 115", "合计 | | 20 | 5 | 115"
)


def test_tables_that_sum_the_ledger_up_must_say_the_same():
    income = "## 收入分类\n\n" + a_table("项目 | 本季（元）", "租金 | 19", "利息 | 0", "合计 | 19")
    statement = a_table("项目 | 金额（元）", "上季结余 | 100", "加：本季收入 | 21", "减：本季支出 | 5", "期末结余 | 116")
    assert codes(reckoned(f"{BOOK}\n{income}")) == ["differs_from_ledger"]
    assert codes(reckoned(f"{BOOK}\n{statement}")) == ["differs_from_ledger"] * 2


def test_the_same_change_told_twice():
    first = a_table("项目 | 本季 | 上季 | 增减", "租金 | 20 | 10 | +10")
    assert reckoned(first + "\n" + a_table("项目 | 增减 | 原因", "租金 | +10 | 新签一户")) == []
    assert codes(reckoned(first + "\n" + a_table("项目 | 增减 | 原因", "租金 | +12 | 新签一户"))) == ["said_differently"]


@pytest.mark.parametrize(
    "unit_line, head, found",
    [("单位：万元", "金额（元）", True), ("单位：万元", "金额", False), ("单位：元", "金额（元）", False)],
)
def test_a_unit_above_that_the_head_contradicts(unit_line, head, found):
    body = f"{unit_line}\n\n" + a_table(f"用途 | {head}", "修路 | 1.5", "修渠 | 2.5")
    assert codes(reckoned(body)) == (["unit_contradiction"] if found else [])
