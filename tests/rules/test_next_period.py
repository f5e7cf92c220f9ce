"""From last period's notice to this one's draft: what closed opens, nothing stale goes up unseen."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cast import NOON, a_notice, a_posted_notice
from hypothesis import given
from hypothesis import strategies as st

from kiosk.actions.sample_village import resolve
from kiosk.config import resource
from kiosk.documents import front_matter
from kiosk.documents.safe_html import render
from kiosk.rules.next_period import begin_next, from_template
from kiosk.rules.next_words import NextWords
from kiosk.rules.notice import Kind, Notice, Priority, Status
from kiosk.rules.period import parse_period
from kiosk.rules.tables import Table, blocks
from kiosk.shipped import catalogue, sample_village

TODAY = date(2027, 1, 8)


def next_body(body: str, period: str = "2026-Q3") -> str:
    return begin_next(a_notice(body=body, period=parse_period(period)), TODAY).body


def the_tables(body: str) -> list[Table]:
    return [block.table for block in blocks(body) if block.table is not None]


def next_rows(table: str, period: str = "2026-Q3") -> list[str]:
    """Head and rows, each in a line; a row without anything is a dot."""
    (moved,) = the_tables(next_body(table, period))
    return ["|".join(row).strip("|") and "|".join(row) or "." for row in (moved.head, *moved.rows)]


def a_table(*rows: str) -> str:
    columns = rows[0].count("|") + 1
    return "\n".join(f"| {' | '.join(row.split('|'))} |" for row in (rows[0], "|".join(["---"] * columns), *rows[1:])) + "\n"


def test_a_draft_of_the_next_period_has_nothing_of_what_made_the_old_one_a_posted_notice():
    posted = a_posted_notice(
        7,
        title="2026年第三季度财务收支",
        period=parse_period("2026-Q3"),
        effective_on=date(2026, 10, 8),
        valid_until=date(2027, 1, 18),
        document_number="安村字〔2026〕12号",
        shows_until=NOON,
        sources=("a.pdf",),
        public_sources=("a.pdf",),
        version=3,
        screens=("hall",),
        seconds=20,
        priority=Priority.PINNED,
        supervision_phone="0000-1234567",
    )
    draft = begin_next(posted, TODAY)
    assert draft == Notice(
        title="2026年第四季度财务收支",
        category=posted.category,
        kind=posted.kind,
        body="本季收支已经审核。\n",
        period=parse_period("2026-Q4"),
        issued_on=TODAY,
        supervision_phone="0000-1234567",
        screens=("hall",),
        seconds=20,
        priority=Priority.PINNED,
        status=Status.DRAFT,
    )


def test_a_notice_without_a_period_keeps_its_words_and_figures():
    body = "一组 3户，共12.00元，2026年10月8日。\n\n| 摘要 | 余额 |\n|---|---|\n| 电费 | 1.00 |\n"
    draft = begin_next(a_posted_notice(body=body, effective_on=TODAY, valid_until=TODAY), TODAY)
    assert (draft.body, draft.period, draft.issued_on, draft.effective_on, draft.valid_until) == (body, None, TODAY, None, None)


@pytest.mark.parametrize("period", [None, "2026-Q3"])
def test_pictures_are_asked_for_again_for_their_files_stay_behind(period):
    draft = begin_next(a_notice(body="![位置图](plan.png)\n", period=parse_period(period or "")), TODAY)
    assert draft.body == "【填写：放入图片 位置图】\n"


@pytest.mark.parametrize(
    "period, old, new",
    [
        ("2026-Q3", "2026年第三季度财务收支", "2026年第四季度财务收支"),
        ("2026-Q3", "2026年三季度财务收支", "2026年四季度财务收支"),
        ("2026-Q3", "２０２６年第３季度财务收支", "２０２６年第４季度财务收支"),
        ("2026-Q3", "2026 年第 三 季度财务收支", "2026 年第 四 季度财务收支"),
        ("2026-Q3", "2026年度第三季度财务收支", "2026年度第四季度财务收支"),
        ("2026-Q3", "二〇二六年第三季度财务收支", "二〇二六年第四季度财务收支"),
        ("2026-Q3", "2026-Q3 财务收支", "2026-Q4 财务收支"),
        ("2026-Q3", "2026年7—9月财务收支", "2026年10—12月财务收支"),
        ("2026-Q3", "2026年7月至9月财务收支", "2026年10月至12月财务收支"),
        ("2026-Q3", "2026.7-9财务收支", "2026.10-12财务收支"),
        ("2026-Q3", "2026年7月1日至9月30日财务收支", "2026年10月1日至12月31日财务收支"),
        ("2026-Q3", "第三季度财务收支", "第四季度财务收支"),
        ("2026-Q3", "财务收支（7—9月份）", "财务收支（10—12月份）"),
        ("2026-Q4", "2026年第四季度财务收支", "2027年第一季度财务收支"),
        ("2026-Q4", "二○二六年四季度财务收支", "二○二七年一季度财务收支"),
        ("2026-09", "2026年9月财务收支", "2026年10月财务收支"),
        ("2026-09", "2026年09月份财务收支", "2026年10月份财务收支"),
        ("2026-09", "2026年九月财务收支", "2026年十月财务收支"),
        ("2026-09", "9月份财务收支", "10月份财务收支"),
        ("2026-12", "2026-12 财务收支", "2027-01 财务收支"),
        ("2026-12", "2026年12月财务收支", "2027年1月财务收支"),
        ("2026-H1", "2026年上半年工作报告", "2026年下半年工作报告"),
        ("2026-H2", "2026年下半年工作报告", "2027年上半年工作报告"),
        ("2026-H1", "2026年1—6月工作报告", "2026年7—12月工作报告"),
        ("2026", "2026年度决算", "2027年度决算"),
        ("2026", "2026年末资产负债", "2027年末资产负债"),
        ("2026", "2026年耕地地力保护补贴清册", "2027年耕地地力保护补贴清册"),
        ("2026", "2026年1—12月决算", "2027年1—12月决算"),
    ],
)
def test_the_period_moves_on_in_every_spelling(period, old, new):
    assert NextWords(parse_period(period)).title(old) == new
    assert next_body(f"{old}如下。\n\n## {old}\n", period) == f"{new}如下。\n\n## {new}\n"


def test_in_a_title_the_year_moves_on_too_where_it_stands_apart():
    assert NextWords(parse_period("2026-Q4")).title("2026年财务收支（第四季度）") == "2027年财务收支（第一季度）"
    assert NextWords(parse_period("2026-Q3")).title("2026年财务收支（第三季度）") == "2026年财务收支（第四季度）"


@pytest.mark.parametrize(
    "period, old, new",
    [
        ("2026-Q3", "与2026年第二季度相比", "与2026年第三季度相比"),
        ("2026-Q1", "与2025年第四季度相比", "与2026年第一季度相比"),
        ("2026-Q1", "与第四季度相比", "与第一季度相比"),
        ("2026", "比2025年度多", "比2026年度多"),
        ("2026-Q3", "上年同期指2025年第三季度。", "上年同期指2025年第四季度。"),
        ("2026-Q4", "上年同期指2025年第四季度。", "上年同期指2026年第一季度。"),
        ("2026-Q3", "截至2026年9月30日的结余", "截至2026年12月31日的结余"),
        ("2026-Q3", "《收支明细表》（2026年第三季度）", "《收支明细表》（2026年第四季度）"),
        ("2026-Q3", "截至9月30日的结余", "截至12月31日的结余"),
        ("2026-Q3", "与截至2026年6月30日的数相比", "与截至2026年9月30日的数相比"),
        ("2026-Q3", "2026年三季度比2026年二季度好", "2026年四季度比2026年三季度好"),
    ],
)
def test_what_stands_in_relation_to_the_period_moves_with_it(period, old, new):
    assert next_body(old, period) == f"{new}\n"


@pytest.mark.parametrize(
    "period, text",
    [
        ("2026-Q3", "本季与上季相比，上期、本期、上季度、本季度。"),
        ("2026", "依据安政发〔2026〕12号文件。"),
        ("2026", "依据安政发[2026]12号文件。"),
        ("2026", "2026年第12号公告。"),
        ("2026", "《村民委员会组织法》（2026年修正）。"),
        ("2026", "《2026年中央一号文件》。"),
        ("2026", "2026年1月1日起施行。"),
        ("2026-Q3", "2025年第二季度的账。"),
        ("2026-Q3", "去年第三季度。"),
        ("2026-Q3", "每年9月缴费。"),
        ("2026-Q3", "2025年12月31日以前的欠款。"),
        ("2026", "2025年以前出生的孩子。"),
        ("2026-Q3", "电话0000-1234567，登记后10日内答复，公示7天，65周岁以上，第28条，8:30—17:30。"),
        ("2026-Q3", "一户一宅，一事一议，四议两公开，五保户，第三人，每人一份。"),
        ("2026-Q3", "【填写：3户】"),
        ("2026-Q3", "[县网](http://x.example/2026年第三季度/3户)"),
    ],
)
def test_what_is_not_of_the_period_stays(period, text):
    assert next_body(text, period) == f"{text}\n"


@pytest.mark.parametrize(
    "text, asked",
    [
        ("收入143,257.23元。", "143,257.23"),
        ("结余12.5万元。", "12.5"),
        ("新增3户。", "3"),
        ("共19人。", "19"),
        ("面积422.18亩。", "422.18"),
        ("共54笔。", "54"),
        ("占60%。", "60"),
        ("约1,300元。", "1,300"),
        ("100多元。", "100"),
        ("3—5人。", "3—5"),
        ("增减−3,284.00元。", "−3,284.00"),
        ("共２，３００元。", "２，３００"),
        ("分别为986.40、1,154.20。", "1,154.20"),
        ("收入100元,支出200元。", "200"),
        ("新增两户。", "两"),
        ("共三万元。", "三万"),
        ("共一万二千元。", "一万二千"),
        ("人民币壹万贰仟叁佰元整。", "壹万贰仟叁佰元整"),
        ("2026年7月16日开会。", "2026年7月16日"),
        ("7月16日开会。", "7月16日"),
        ("定于2026年11月3日前交清。", "2026年11月3日"),
        ("自2026年8月起。", "2026年8月"),
        ("8月份最多。", "8月份"),
        ("2026年9月30日前交清。", "2026年9月30日"),
        ("2026年第四季度计划。", "2026年第四季度"),
        ("本表已经村务监督委员会逐笔审核。", "本表已经村务监督委员会逐笔审核"),
        ("> | 电费 | 412.36 |", "412.36"),
        ("- 党员23名\n- 无\n", "23"),
    ],
)
def test_what_was_true_of_the_old_period_is_asked_anew(text, asked):
    assert f"【填写：上期为{asked}】" in next_body(text)


def test_the_opinion_of_the_committee_is_asked_for_as_in_a_template():
    assert next_body("村务监督委员会审核意见：同意公开，2026年10月9日。\n") == "村务监督委员会审核意见：【填写：意见和日期】。\n"


PROSE = st.lists(
    st.sampled_from(["本季", "2026年第三季度", "新增", "3户", "1,154.20元", "，", "。", "\n", "《", "》", "2026年7月16日", "两户", "〔2026〕12号", "第12条", "-", "到", "第", "（", "）", " "]),
    max_size=14,
).map("".join)
NUMBER_WITH_UNIT = re.compile(r"(?<![\d第.,-])\d[\d,]*(?:\.\d+)?(?:元|亩|户|人|笔|%)")


@given(PROSE)
def test_no_figure_of_the_old_period_goes_up_unseen(text):
    body = next_body(f"文字{text}")
    spoken = re.sub(r"【填写[^】]*】|《[^》\n]*》", "", body)
    assert not NUMBER_WITH_UNIT.search(spoken), body
    assert "第三季度" not in spoken


@given(PROSE)
def test_but_for_what_is_asked_and_moved_no_letter_is_lost(text):
    old = f"文字{text}"
    back = re.sub(r"【填写：上期为([^】]*)】", r"\1", next_body(old)).replace("四季度", "三季度")
    assert "".join(back.split()) == "".join(old.split())


LEDGER = a_table(
    "日期|摘要|收入（元）|支出（元）|余额（元）",
    "7月1日|上季结余|||386,214.57",
    "7月2日|补助|24,000.00||410,214.57",
    "7月4日|电费||412.36|409,802.21",
    "合计|本季2笔|24,000.00|412.36|409,802.21",
)


def test_a_ledger_opens_with_what_it_closed_with():
    assert next_rows(LEDGER) == [
        "日期|摘要|收入（元）|支出（元）|余额（元）",
        "10月1日|上季结余|||409,802.21",
        ".",
        ".",
        ".",
        "合计||||",
    ]


@pytest.mark.parametrize(
    "rows, closing",
    [
        (["上期结余|100.00", "电费|90.00"], "90.00"),
        (["上期结余|100.00", "电费|90.00", "合计|"], "90.00"),
        (["上期结余|100.00", "电费|", "期末结余|９０．００"], "９０．００"),
        (["上期结余|100.00", "电费|90.00", "期末结余|88.00", "合计|1.00"], "88.00"),
        (["期初余额|100.00", "电费|", "合计|90.00"], "90.00"),
        (["上年结转|100.00", "合计|"], "100.00"),
        (["电费|90.00", "水费|80.00", "结转下期|"], "80.00"),
        (["合计|7.00", "上期结余|100.00", "电费|−90.00"], "−90.00"),
        (["上期结余|", "电费|"], ""),
        (["上月结余|1,000", "本月合计|", "电费|900", "本月合计|", "水费|800", "本年累计|"], "800"),
        (["承前页|5.00", "电费|4.00", "过次页|4.00"], "4.00"),
    ],
)
def test_the_closing_balance_is_found_and_stays_as_it_is_written(rows, closing):
    moved = next_rows(a_table("摘要|余额", *rows))
    opening = next(row for row in moved[1:] if row != "." and "合计" not in row.split("|")[0])
    assert opening.split("|")[1] == closing
    assert moved.count(".") == 3
    assert not any(row.endswith("|" + figure) for row in moved for figure in ("100.00", "7.00", "5.00") if figure != closing)


def test_a_ledger_without_an_opening_row_gets_one():
    assert next_rows(a_table("日期|摘要|余额", "7月2日|电费|90.00"))[1] == "|上期结余|90.00"


def test_a_closing_row_stays_without_its_day_and_figures():
    rows = ("7月1日|期初余额|100.00", "7月2日|电费|90.00", "9月30日|期末结余|90.00")
    assert next_rows(a_table("日期|摘要|余额", *rows)) == ["日期|摘要|余额", "10月1日|期初余额|90.00", ".", ".", ".", "|期末结余|"]


def test_ledgers_month_by_month_are_one_chain_and_the_first_opens_with_the_last_ones_balance():
    body = "\n".join(
        [
            a_table("日期|摘要|余额", "7月1日|上月结余|100.00", "7月2日|电费|90.00"),
            a_table("日期|摘要|余额", "8月1日|上月结余|90.00", "8月2日|电费|80.00"),
            "续表：\n",
            a_table("日期|摘要|余额", "8月9日|电费|70.00"),
        ]
    )
    first, second, third = the_tables(next_body(body))
    assert first.rows[0] == ("10月1日", "上月结余", "70.00")
    assert second.rows[0] == ("", "上月结余", "")
    assert {cell for row in third.rows for cell in row} == {""}


def test_ledgers_of_two_accounts_open_each_with_their_own():
    body = a_table("摘要|余额", "上期结余|100.00", "电费|90.00") + "\n" + a_table("摘要|余额", "上期结余|5.00", "利息|6.00")
    assert [table.rows[0] for table in the_tables(next_body(body))] == [("上期结余", "90.00"), ("上期结余", "6.00")]


@pytest.mark.parametrize(
    "period, table, moved",
    [
        (
            "2026-Q3",
            a_table("项目|本期（元）|上期（元）|增减（元）|变动原因", "经营|30.00|20.00|+10.00|租金", "合计|30.00|20.00|+10.00|"),
            ["项目|本期（元）|上期（元）|增减（元）|变动原因", "经营||30.00||", "合计||30.00||"],
        ),
        ("2026-Q3", a_table("项目|上季|本季|上年同期|备注", "经营|1|2|3|甲"), ["项目|上季|本季|上年同期|备注", "经营|2|||"]),
        ("2026-Q3", a_table("序号|项目|本季户数|本季金额|上季户数|上季金额", "1|低保|11|9.00|10|8.00"), ["序号|项目|本季户数|本季金额|上季户数|上季金额", "1|低保|||11|9.00"]),
        ("2026-09", a_table("项目|本月|上月|本年累计", "电费|3|2|9"), ["项目|本月|上月|本年累计", "电费||3|"]),
        ("2026", a_table("项目|本年度|上年度", "电费|3|2"), ["项目|本年度|上年度", "电费||3"]),
        ("2026-H2", a_table("项目|下半年|上半年", "电费|3|2"), ["项目|上半年|下半年", "电费||3"]),
        ("2026-Q3", a_table("项目|2026年三季度|2026年二季度|2025年三季度", "电费|3|2|1"), ["项目|2026年四季度|2026年三季度|2025年四季度", "电费||3|"]),
        ("2026", a_table("项目|2024年|2025年|2026年", "电费|3|2|1"), ["项目|2025年|2026年|2027年", "电费|2|1|"]),
        ("2026-Q3", a_table("项目|7月|8月|9月|合计", "电费|3|2|1|6"), ["项目|10月|11月|12月|合计", "电费||||6"]),
        ("2026-Q3", a_table("标的|合同期|年租金|本季应收|本季实收", "东塘|2024年1月起5年|24.00|12.00|12.00"), ["标的|合同期|年租金|本季应收|本季实收", "东塘|2024年1月起5年|24.00||"]),
        ("2026-Q3", a_table("单位|期初（元）|增加（元）|减少（元）|期末（元）|原因", "甲|3.00|1.00|2.00|2.00|还款"), ["单位|期初（元）|增加（元）|减少（元）|期末（元）|原因", "甲|2.00||||"]),
        ("2026", a_table("项目|附注|年末数（元）|年初数（元）", "货币资金|1|4.00|3.00"), ["项目|附注|年末数（元）|年初数（元）", "货币资金|1||4.00"]),
        ("2026-Q3", a_table("项目|期末数|年初数", "货币资金|4.00|3.00"), ["项目|期末数|年初数", "货币资金||3.00"]),
        ("2026-Q4", a_table("项目|期末数|年初数", "货币资金|4.00|3.00"), ["项目|期末数|年初数", "货币资金||4.00"]),
        ("2026-Q3", a_table("项目|期末余额|期初数", "货币资金|4.00|3.00"), ["项目|期末余额|期初数", "货币资金||4.00"]),
        ("2026-Q3", a_table("项目|增减（元）|原因", "经营|+10.00|租金"), ["项目|增减（元）|原因", "经营||"]),
        ("2026-Q3", a_table("项目|预算|增减", "路灯|9.00|1.00"), ["项目|预算|增减", "路灯|9.00|1.00"]),
        (
            "2026-Q3",
            a_table("项目|金额（元）", "上季结余|386.57", "加：本季收入|143.00", "减：本季支出|102.00", "期末结余|426.89", "其中：库存现金|1.00"),
            ["项目|金额（元）", "上季结余|426.89", "加：本季收入|", "减：本季支出|", "期末结余|", "其中：库存现金|"],
        ),
        ("2026-Q3", a_table("项目|金额", "期初未分配收益|9.00", "加：收入|1.00", "期末未分配收益|10.00"), ["项目|金额", "期初未分配收益|10.00", "加：收入|", "期末未分配收益|"]),
        ("2026-Q3", a_table("序号|项目|金额|说明", "1|上期结转|9.00|甲", "2|本期结余|10.00|乙"), ["序号|项目|金额|说明", "1|上期结转|10.00|", "2|本期结余||"]),
        ("2026-Q3", a_table("项目|本期|上期", "上期结余|9.00|8.00", "收入|2.00|3.00", "期末结余|11.00|9.00"), ["项目|本期|上期", "上期结余|11.00|9.00", "收入||2.00", "期末结余||11.00"]),
        ("2026-Q3", a_table("日期|内容|应到|实到", "7月10日|党员大会|23|21", "8月10日|党日|23|20", "合计|2次|46|41"), ["日期|内容|应到|实到", ".", ".", ".", "合计|||"]),
    ],
)  # fmt: skip
def test_columns_and_rows_move_on(period, table, moved):
    assert next_rows(table, period) == moved


@pytest.mark.parametrize(
    "table",
    [
        a_table("序号|村民小组|户主姓名|面积（亩）|标准（元/亩）|金额（元）", "1|一组|罗\\*涛|2.21|82.00|181.22", "合计|||2.21||181.22"),
        a_table("收费项目|收费标准|收费依据|计算单位", "自来水费|2.80元|县定水价|每吨"),
        a_table("职务|姓名|分工|办公电话", "村会计|平以诚|财务|0000-1234502"),
        a_table("标的|承租人|起止日期", "东塘|周\\*平|2026年8月1日至2031年7月31日"),
        a_table("标的|签订日期|年租金", "东塘|2020年8月1日|24.00", "西塘|2021年3月1日|24.00", "果园|2026年8月1日|26.00"),
        a_table("序号|户主姓名|新增/退出", "1|张\\*明|新增"),
        a_table("项目|金额（元）", "财政奖补|57,600.00", "合计|57,600.00"),
    ],
)
def test_rosters_fees_and_telephones_stay_as_they_are_written(table):
    written = table.replace("| --- ", "|:--")
    assert next_body(f"{written}\n") == written


def test_in_a_table_that_stays_the_periods_name_moves_on_and_a_remark_of_the_period_goes():
    table = a_table("事项|时期|备注", "低保|2026年第三季度|本季新增", "补贴|2026年9月起5年|续保")
    assert next_rows(table) == ["事项|时期|备注", "低保|2026年第四季度|", "补贴|2026年9月起5年|续保"]


TEMPLATES = {file.stem: front_matter.read(file.read_text("utf-8")).notice for file in sorted((resource("content") / "templates").glob("*.md"))}


@pytest.mark.parametrize(
    "name, frequency, title, period",
    [
        ("finance-ledger", "quarterly", "2026年第四季度村级财务收支公开", "2026-Q4"),
        ("finance-ledger", "monthly", "2026年12月村级财务收支公开", "2026-12"),
        ("finance-ledger", "half_yearly", "2026年下半年村级财务收支公开", "2026-H2"),
        ("finance-ledger", "yearly", "2026年度村级财务收支公开", "2026"),
        ("minimum-living-allowance", "at_once", "2026年第四季度最低生活保障确认结果公布", "2026-Q4"),
        ("balance-sheet", "yearly", "2026年末村集体资产负债公开", "2026"),
        ("balance-sheet", "half_yearly", "2026年末村集体资产负债公开", "2026-H2"),
        ("family-planning-reward", "yearly", "2027年度农村计划生育家庭奖励扶助对象公示", "2027"),
        ("fee-table", "permanent", "2027年收费项目和标准公示", "2027"),
        ("subsidy-roster", "at_once", "2027年【补贴名称】分户清册公示", "2027"),
        ("announcement", "", "关于【事项】的通知", None),
        ("works-project", "staged", "【项目名称】建设情况公开", None),
        ("duty-roster", "permanent", "村干部分工、值班安排和监督电话", None),
        ("resolution", "quarterly", "【会议名称】决议公布", "2026-Q4"),
    ],
)
def test_a_template_names_the_period_it_is_due_for(name, frequency, title, period):
    draft = from_template(TEMPLATES[name], TODAY, frequency=frequency)
    assert (draft.title, draft.period and draft.period.code, draft.issued_on) == (title, period, TODAY)
    assert draft.body == TEMPLATES[name].body


def test_a_template_takes_the_period_it_is_given():
    draft = from_template(TEMPLATES["finance-ledger"], TODAY, parse_period("2025-Q1"), "quarterly")
    assert (draft.title, draft.period.code) == ("2025年第一季度村级财务收支公开", "2025-Q1")


@pytest.mark.parametrize("title", ["【年份】年【月份】月收支", "【年份】年【月份】月份收支"])
def test_a_title_may_ask_for_a_month(title):
    draft = from_template(a_notice(title=title), TODAY)
    assert (draft.title, draft.period.code) == ("2026年12月收支", "2026-12")


@pytest.mark.parametrize("name", TEMPLATES)
def test_of_every_template_the_blanks_for_the_period_are_filled(name):
    item = catalogue().get(TEMPLATES[name].item or "")
    draft = from_template(TEMPLATES[name], TODAY, frequency=item.frequency if item else "")
    assert not re.search("【(年份|年度|季度|月份|半年)】", draft.title)
    assert draft.period is None or draft.kind in (Kind.PUBLICITY, Kind.STANDING, Kind.RESULT)


@pytest.fixture(scope="module")
def sample() -> Iterator[dict[str, Notice]]:
    with tempfile.TemporaryDirectory() as name:
        resolve(sample_village(), Path(name), date(2026, 10, 10))
        yield {file.stem: front_matter.read(file.read_text("utf-8")).notice for file in sorted(Path(name).glob("*.md"))}


def test_every_notice_of_the_sample_moves_on_to_what_can_be_shown(sample):
    for name, notice in sample.items():
        draft = begin_next(notice, TODAY)
        assert draft.period == (notice.period.following() if notice.period else None), name
        assert "<" in render(draft.body, {}), name
        assert begin_next(draft, TODAY).period is None or "第三季度" not in begin_next(draft, TODAY).title


def test_the_samples_ledger_opens_with_the_balance_it_closed_with(sample):
    draft = begin_next(sample["01-finance-ledger"], TODAY)
    assert draft.title == "2026年第四季度财务收支明细"
    ledger, income, _, expense, _, balance, compared = the_tables(draft.body)
    assert ledger.rows[0] == ("10月1日", "上季结余", "", "", "426,756.89")
    assert dict((row[0], row[1]) for row in balance.rows) == {
        "上季结余": "426,756.89",
        "加：本季收入": "",
        "减：本季支出": "",
        "期末结余": "",
        "其中：库存现金": "",
        "其中：银行存款": "",
    }
    assert income.rows[-1] == ("合计", "", "143,257.23", "")
    assert expense.rows[-1] == ("合计", "", "102,714.91", "")
    assert compared.rows[2] == ("期末结余", "", "426,756.89", "")


def test_the_samples_assets_begin_as_they_ended(sample):
    old, new = (the_tables(body) for body in (sample["02-assets-and-debts"].body, begin_next(sample["02-assets-and-debts"], TODAY).body))
    for at in (0, 1, 2):
        assert [row[2] for row in new[at].rows] == [row[1] for row in old[at].rows]
        assert {row[1] for row in new[at].rows} == {""}
    for at in (4, 5):
        assert [row[1] for row in new[at].rows] == [row[4] for row in old[at].rows]


def test_the_samples_roster_stays_and_its_figures_in_words_are_asked_anew(sample):
    old = sample["06-farmland-subsidy-roster"]
    draft = begin_next(old, TODAY)
    assert draft.title == "2027年耕地地力保护补贴清册"
    assert the_tables(draft.body) == the_tables(old.body)
    assert "核实【填写：上期为86】户，面积【填写：上期为422.18】亩" in draft.body


def test_a_draft_that_was_filled_in_moves_on_again(sample):
    first = begin_next(sample["01-finance-ledger"], TODAY)
    filled = replace(first, body=first.body.replace("|  |  |  |  |  |\n", "| 10月9日 | 电费 |  | 1.00 | 426,755.89 |\n", 1))
    assert the_tables(begin_next(filled, TODAY).body)[0].rows[0] == ("1月1日", "上季结余", "", "", "426,755.89")


@pytest.mark.parametrize(
    "body",
    ["壹" * 50_000, "《" * 50_000, "![" * 50_000, "2026" + " " * 50_000, "2026年" * 20_000, "3户" * 20_000, "审核意见" * 20_000, "已" * 30_000 + "监督委员会",
     a_table("|".join(["2026年"] * 9000)), a_table("|".join(["本期", "上期"] * 9000)), "| 日期 | 摘要 | 余额 |\n|-|-|-|\n| 1月2日 | 上期结余 | 2 |\n\n" * 2000],
)  # fmt: skip
def test_hostile_bodies_move_on_in_one_go(body):
    assert next_body(body, "2026")
