"""What kind of table it is, by the words that townships put over their columns."""

import re

import pytest

from kiosk.config import resource
from kiosk.rules.table_kinds import bare_head, unit_in_head
from kiosk.shipped import catalogue, vocabulary


@pytest.mark.parametrize(
    "head, bare",
    [
        ("面 积（亩）", "面积"),
        ("面积(亩)", "面积"),
        ("金额\n（元）", "金额"),
        ("**合计金额**", "合计金额"),
        ("标准：", "标准"),
        ("【备注】", "【备注】"),
        ("（元）", "(元)"),
        ("ＮＯ", "NO"),
        ("", ""),
    ],
)
def test_a_head_is_compared_without_spaces_units_and_brackets(head, bare):
    assert bare_head(head) == bare


@pytest.mark.parametrize(
    "head, unit",
    [
        ("金额（万元）", "万元"),
        ("标准(元/亩)", "元/亩"),
        ("面积（单位：亩）", "亩"),
        ("金额", ""),
        ("金额（元", ""),
        ("人数（人）", "人"),
        ("备注（说明）", ""),
    ],
)
def test_the_unit_of_a_head_is_the_one_in_its_brackets(head, unit):
    assert unit_in_head(head) == unit


@pytest.mark.parametrize(
    "head, role",
    [
        ("序号", "number"),
        ("户主 姓名", "household_head"),
        ("镇街", "villager_group"),
        ("镇（街道）", "villager_group"),
        ("粮食种植面积（亩）", "area_mu"),
        ("补贴标准 (元/亩)", "rate"),
        ("金额元", "amount"),
        ("应打卡发放资金（元）", "amount"),
        ("资金计划 (元)", "amount"),
        ("公民身份号码", "identity_number"),
        ("农商银行账号", "bank_account"),
        ("年末数", "year_end"),
        ("补贴面积 水田", "area_mu"),
        ("补贴资金 标准", "rate"),
        ("2026年 金额（元）", "amount"),
    ],
)
def test_a_column_holds_what_its_head_says(head, role):
    assert role in vocabulary().roles_of(head)


@pytest.mark.parametrize("head", ["", "   ", "甲", "水田", "随便 写写", "总面积比例说明栏"])
def test_other_heads_say_nothing(head):
    assert vocabulary().roles_of(head) == []


@pytest.mark.parametrize(
    "heads, kind",
    [
        ("序号 日期 凭证号 摘要 收入 支出 余额 经手人 备注", "ledger"),
        ("日期 摘要 借方金额 贷方金额 余额", "ledger"),
        ("项目 本期 上期 增减 原因", "summary_of_accounts"),
        ("项目 附注 年末数 年初数", "balance_sheet"),
        ("资产 行次 期末余额 期初余额", "balance_sheet"),
        ("单位/姓名 期初 增加 减少 期末 原因", "debts"),
        ("往来单位名称 期初余额 本期增加 本期减少 期末余额", "debts"),
        ("项目名称 筹资人数 人均筹资 村民筹资", "levy"),
        ("项目名称 总投资 财政奖补 村集体 村民筹资 其他", "levy_funds"),
        ("序号 村民小组 户主姓名 面积（亩） 标准（元/亩） 金额（元）", "subsidy_roster"),
        ("镇街 补贴面积(亩) 补贴标准(元/亩) 资金计划(元) 备注", "subsidy_roster"),
        ("序号 户主姓名 家庭人口 保障金额 备注", "allowance"),
        ("序号 村组 姓名 新增/退出 标准", "reward"),
        ("收费项目 收费标准 收费依据 计算单位 收费单位监督电话 物价部门投诉电话", "fees"),
        ("序号 姓名 村组 发放金额", "payments"),
        ("甲 乙 丙", ""),
        ("姓名 职务 电话", ""),
        ("", ""),
    ],
)
def test_a_table_is_recognised_by_its_heads(heads, kind):
    assert vocabulary().recognise(heads.split()).name == kind


def test_one_column_meets_one_need_only():
    assert vocabulary().recognise(["类别", "类别"]).kind is None


def test_the_first_of_two_columns_that_say_the_same_is_meant():
    assert vocabulary().recognise(["户主姓名", "面积", "标准", "金额", "实发金额"]).columns["amount"] == 3


@pytest.mark.parametrize("kind", vocabulary().kinds.values(), ids=lambda kind: kind.name)
def test_a_kind_names_columns_an_item_and_a_template_that_there_are(kind):
    assert {*kind.needs, *kind.helps} <= set(vocabulary().columns)
    assert catalogue()[kind.item].category is kind.category
    assert (resource("content") / "templates" / f"{kind.template}.md").is_file()


def test_the_words_are_words():
    heads = [head for heads in vocabulary().columns.values() for head in heads]
    assert [head for head in heads if not isinstance(head, str) or not re.compile(head)] == []
