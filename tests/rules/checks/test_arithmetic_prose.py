"""Sums in sentences: against each other, against capital numerals, and against the tables."""

import pytest
from reckoner import a_table, codes, put_right, reckoned, written_at

from kiosk.rules.findings import Level
from kiosk.rules.notice import Category


@pytest.mark.parametrize(
    "sentence",
    [
        "项目总投资879.77万元,其中财政奖补资金665万元,村集体投入169.2万元,村民筹资30.45万元,整合其他资金15.12万元。",
        "项目总投资为1259万元，其中：基础设施3项，总资金938万元；产业发展2项，总资金307万元；项目管理1项，投资14万元。",
        "兑现面积为4683.9亩，共计187356元。其中中央资金兑现4683.9亩，标准为20元/亩，共计93678元；自治区资金兑现4683.9亩，标准为20元/亩，共计93678元。",
        "总投资100万元，其中财政60万元，自筹20万元。",
        "全年收入5万元，其中补助1万元。",
        "灯具1,980.00元、基础360.00元，共2,340.00元。",
        "986.40元、1,154.20元、1,286.40元，共3,427.00元。",
        "结算价92,460.00元，比预算98,600.00元节约6,140.00元。",
        "兑现面积为10742.5亩，标准为3.1元/亩，共计兑现金额33301.75元。",
        "投资1,259万元（即12,590,000元）。",
        "投资418.29万元（即4,182,912.38元）。",
        "共计187356元（大写：壹拾捌万柒仟叁佰伍拾陆元）。",
        "人民币壹佰元整（¥100.00）。",
        "资金4183398.38元（省下达418.29万元、县垫付498.38元）。",
    ],
)
def test_what_comes_out_is_not_told(sentence):
    assert reckoned(sentence + "\n") == []


@pytest.mark.parametrize(
    "sentence, code, there",
    [
        (
            "项目总投资879.77万元，其中财政奖补665万元，村集体169.2万元，村民筹资30.45万元，其他资金25.12万元。",
            "parts_of_whole",
            "879.77万元",
        ),
        ("总投资100万元，其中财政90万元，自筹20万元。", "parts_of_whole", "100万元"),
        ("总投资100万元，其中财政60万元，自筹38万元。", "parts_of_whole", "100万元"),
        ("灯具1,980.00元、基础360.00元，共2,430.00元。", "list_in_prose", "2,430.00元"),
        ("结算价92,460.00元，比预算98,600.00元节约6,410.00元。", "difference_in_prose", "6,410.00元"),
        ("兑现面积为10742.5亩，标准为3.1元/亩，共计兑现金额33310.75元。", "product_in_prose", "33310.75元"),
        ("投资1,259万元（即1,259,000元）。", "same_in_two_units", "1,259,000元"),
        ("共计187365元（大写：壹拾捌万柒仟叁佰伍拾陆元）。", "capitals_differ", "壹拾捌万柒仟叁佰伍拾陆元"),
        ("共计66603.5元（大写：陆万陆仟陆佰零叁元伍交角）。", "capitals_unreadable", "陆万陆仟陆佰零叁元伍交角"),
    ],
)
def test_what_does_not_come_out_is_told_in_its_place(sentence, code, there):
    body = f"前面一句。\n\n{sentence}\n"
    findings = reckoned(body)
    assert (codes(findings), [written_at(body, each) for each in findings]) == ([code], [there])


@pytest.mark.parametrize(
    "wrong, right",
    [
        ("66603.5元（大写：陆万陆仟陆佰零叁元伍交角）", "66603.5元（大写：陆万陆仟陆佰零叁元伍角）"),
        ("187365元（大写：人民币壹拾捌万柒仟叁佰伍拾陆元整）", "187365元（大写：人民币壹拾捌万柒仟叁佰陆拾伍元整）"),
    ],
)
def test_capital_numerals_are_mended_by_the_figure_beside_them(wrong, right):
    body = f"共计{wrong}。\n"
    mended = put_right(body, reckoned(body))
    assert mended == f"共计{right}。\n"
    assert reckoned(mended) == []


def test_capital_numerals_that_differ_block_where_money_is_paid_out():
    body = "共计187365元（大写：壹拾捌万柒仟叁佰伍拾陆元）。\n"
    assert [each.level for each in reckoned(body, category=Category.SUBSIDY)] == [Level.BLOCK]
    assert [each.level for each in reckoned(body, category=Category.ANNOUNCEMENT)] == [Level.WARN]


def test_capital_numerals_in_a_row_of_a_table():
    right = a_table("项目 | 金额（元） | 大写", "路灯 | 100.00 | 壹佰元整")
    assert reckoned(right) == []
    assert codes(reckoned(right.replace("壹佰元整", "壹仟元整"))) == ["capitals_differ"]


def test_surnames_are_no_capital_numerals():
    assert reckoned(a_table("户主姓名 | 面积（亩） | 金额（元）", "陆\\*明 | 1 | 82", "伍\\*元 | 2 | 164")) == []


ROSTER = a_table(
    "户主 | 面积（亩） | 金额（元）", "甲 | 200.00 | 16,400.00", "乙 | 222.18 | 18,218.76", "合计 | 422.18 | 34,618.76"
)


@pytest.mark.parametrize(
    "sentence, there",
    [
        ("核实2户，面积422.18亩，金额34,618.76元。", []),
        ("核实2户，面积422.18亩，金额34,816.76元。", ["34,816.76元"]),
        ("核实2户，面积412.80亩，金额34,618.76元。", ["412.80亩"]),
        ("本次金额34,618.67元。", ["34,618.67元"]),
        ("另外3户面积5.20亩，不予补贴。", []),
        ("其中面积10.00亩、金额820.00元已经停发，面积422.18亩不变。", []),
        ("上年面积430.00亩，今年面积422.18亩。", []),
        ("水费金额1,234.50元。", []),
        ("每亩82.00元。", []),
    ],
)
def test_sums_in_a_sentence_against_the_totals_of_the_table(sentence, there):
    body = f"{sentence}\n\n{ROSTER}"
    found = reckoned(body, category=Category.SUBSIDY)
    assert [written_at(body, each) for each in found] == there
    assert set(codes(found)) <= {"prose_differs"}


def test_ten_thousand_times_what_the_table_says():
    body = f"本次补贴共34,618.76万元。\n\n{ROSTER}"
    assert codes(reckoned(body)) == ["unit_slip"]


STATEMENT = a_table("项目 | 金额（元）", "上期结余 | 100", "本期收入 | 20.00", "本期支出 | 5", "期末结余 | 115")


@pytest.mark.parametrize(
    "sentence, found",
    [
        ("本期收入合计20.00元，支出合计5.00元，期末结余115.00元。", []),
        ("本期收入合计21.00元，支出合计5.00元，期末结余115.00元。", ["prose_differs"]),
        ("租金收入合计21.00元。", []),
        ("期末结余约0.01万元。", []),
    ],
)
def test_a_line_called_by_its_name(sentence, found):
    assert codes(reckoned(f"{sentence}\n\n{STATEMENT}")) == found
