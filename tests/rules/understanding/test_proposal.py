"""The fields of a notice from the words around its tables, and what is said about them."""

from datetime import date

import pytest

from kiosk.documents.notice_fields import FIELDS
from kiosk.documents.safe_html import render
from kiosk.rules.grids import Grid, Heading, grid_of
from kiosk.rules.notice import Category, Kind
from kiosk.rules.placed_text import placed
from kiosk.rules.understanding.proposal import Proposal, propose
from kiosk.rules.understanding.words import category_of, item_of
from kiosk.shipped import catalogue, notice_words, vocabulary

TODAY = date(2026, 10, 10)
ROSTER = grid_of([["户主姓名", "面积（亩）", "金额（元）"], ["张三", "2", "164"]])
LEDGER = grid_of(
    [["日期", "摘要", "收入", "支出", "余额"], ["2026-09-01", "电费", "", "5", "95"], ["2026-09-03", "水费", "", "5", "90"]]
)


def of(*parts: str | Heading | Grid, name: str = "清册.xlsx") -> Proposal:
    return propose(parts, name, vocabulary(), notice_words(), catalogue(), TODAY)


def codes(proposal: Proposal) -> list[str]:
    return [remark.code.removeprefix("understood.") for remark in proposal.remarks]


@pytest.mark.parametrize(
    "title, item, category",
    [
        ("2026年耕地地力保护补贴公示", "B01", "subsidy"),
        ("2026年种粮农民一次性补贴公示", "B02", "subsidy"),
        ("退耕还林补助资金兑现公示", "B03", "subsidy"),
        ("安和村2026年9月低保户名单", "S02", "social_assistance"),
        ("农村部分计划生育家庭奖励扶助对象名单", "J01", "family_planning"),
        ("计划生育家庭特别扶助政策", "J02", "family_planning"),
        ("二孩生育证名单", "J07", "family_planning"),
        ("一事一议筹资方案", "F07", "finance"),
        ("资产负债表", "F04", "finance"),
        ("债权债务明细表", "F04", "finance"),
        ("2026年第三季度财务收支公开", "F01", "finance"),
        ("2026年9月财务收支公开", "F01M", "finance"),
        ("收费公示", "F12", "fees"),
        ("选举结果公告", "V06", "governance"),
        ("宅基地申请公示", "L04", "land"),
        ("党费收缴情况", "V12", "party"),
        ("关于停水的通知", None, "announcement"),
    ],
)
def test_the_title_tells_the_item_and_the_category(title, item, category):
    notice = of(title, "正文。").notice
    assert (notice.item, notice.category) == (item, Category(category))


def test_a_list_that_may_still_be_objected_to_is_no_decision_yet():
    notice = of("安和村低保户名单公示", "公示期7天。").notice
    assert (notice.item, notice.kind, notice.objection_days) == ("S01", Kind.PUBLICITY, 7)


def test_the_kind_of_the_table_tells_the_item_where_the_title_does_not():
    proposal = of("名单", ROSTER)
    assert (proposal.notice.item, proposal.notice.category) == ("B01", Category.SUBSIDY)
    assert "item_assumed" in codes(proposal)


def test_what_is_about_nothing_known_is_said():
    proposal = of("某某", "某事。")
    assert (proposal.notice.category, proposal.notice.kind) == (Category.ANNOUNCEMENT, Kind.ANNOUNCEMENT)
    assert codes(proposal) == ["category_assumed"]


@pytest.mark.parametrize(
    "title, kind", [("收费标准", Kind.STANDING), ("停电通知", Kind.ANNOUNCEMENT), ("财务收支", Kind.RESULT)]
)
def test_the_kind_of_notice_follows_from_what_it_is(title, kind):
    assert of(title, "正文。").notice.kind is kind


def test_an_item_whose_days_are_missing_is_said():
    assert codes(of("低保名单公示", "请大家监督。")) == ["no_objection_days"]


def test_working_days_are_said():
    assert codes(of("低保名单公示", "公示期5个工作日。")) == ["working_days"]


@pytest.mark.parametrize(
    "name, title",
    [
        ("2026年第三季度流水(1).xlsx", "2026年第三季度流水"),
        ("花名册 - 副本.xls", "花名册"),
        ("花名册（2）.docx", "花名册"),
        ("花名册最终版.csv", "花名册"),
        ("花名册 V2.0.xlsx", "花名册"),
        ("花名册", "花名册"),
    ],
)
def test_the_files_name_is_the_title_when_there_is_no_other(name, title):
    proposal = of(LEDGER, name=name)
    assert proposal.notice.title == title
    assert "title_of_file" in codes(proposal)


def test_without_any_title_there_is_none():
    proposal = of(LEDGER, name="(1).xlsx")
    assert (proposal.notice.title, "no_title" in codes(proposal)) == ("", True)


def test_a_table_that_bears_the_notices_title_does_not_say_it_again():
    grid = grid_of([["安和村2026年补贴清册"], ["单位：元"], *ROSTER.rows])
    proposal = of(grid)
    assert proposal.notice.title == "安和村2026年补贴清册"
    assert (
        proposal.notice.body
        == "单位：元\n\n| 户主姓名 | 面积（亩） | 金额（元） |\n| --- | ---: | ---: |\n| 张三 | 2 | 164 |\n"
    )


def test_the_title_and_the_unit_may_stand_over_the_table_as_text():
    proposal = of("关于补贴的公示", "现公示如下。", "安和村补贴清册", "单位：元", ROSTER)
    assert proposal.notice.title == "关于补贴的公示"
    assert proposal.notice.body.startswith("现公示如下。\n\n## 安和村补贴清册\n\n单位：元\n\n|")


def test_a_heading_is_a_title_and_further_ones_are_headings():
    proposal = of(
        Heading(1, "村务公开"), Heading(2, "收支"), "正文。", Heading(4, "细目"), "二、其他", "一、这一句话太长，不是标题。"
    )
    assert proposal.notice.title == "村务公开"
    assert proposal.notice.body == "## 收支\n\n正文。\n\n### 细目\n\n## 二、其他\n\n一、这一句话太长，不是标题。\n"


def test_who_signed_and_when_become_fields():
    proposal = of("补贴公示", "正文。", "安和村村民委员会（盖章）", "二〇二六年九月三日")
    notice = proposal.notice
    assert (notice.responsible_unit, notice.issued_on, notice.body) == ("安和村村民委员会", date(2026, 9, 3), "正文。\n")
    assert proposal.fields["issued_on"].text == "二〇二六年九月三日"


def test_a_signature_right_over_a_table_is_the_texts_and_not_the_tables():
    grid = grid_of([["补贴清册", "", ""], *ROSTER.rows])
    notice = of("补贴公示", "正文。", "安和村村民委员会", "2026年9月3日", grid).notice
    assert (notice.responsible_unit, notice.issued_on) == ("安和村村民委员会", date(2026, 9, 3))
    assert notice.body.startswith("正文。\n\n## 补贴清册\n\n|")


def test_two_days_of_issue_are_said():
    proposal = of("补贴公示", "发布日期：2026-09-05", "正文。", "安和村村民委员会", "2026年9月3日")
    assert proposal.notice.issued_on == date(2026, 9, 5)
    assert "2026年9月3日" in proposal.notice.body
    assert "other_day" in codes(proposal)


def test_the_signature_below_a_table_tells_the_day():
    grid = grid_of([*ROSTER.rows, ["填报单位：安和村"], ["填表日期：2026年9月3日"]])
    proposal = of("编制单位：安和村村民委员会", grid)
    assert (proposal.notice.issued_on, proposal.notice.responsible_unit) == (date(2026, 9, 3), "安和村村民委员会")


@pytest.mark.parametrize(
    "line, phone",
    [
        ("监督电话：0000-1234567", "0000-1234567"),
        ("监督举报电话:12345678", "12345678"),
        ("举报电话：0000－1234567、010-12345678", "0000-1234567、010-12345678"),
        ("如有异议请拨打村务监督委员会监督电话 13800138000。", "13800138000"),
        ("联系电话：0000-1234567", None),
        ("监督电话：", None),
    ],
)
def test_the_number_to_complain_to_is_the_one_that_says_so(line, phone):
    proposal = of("补贴公示", line)
    assert proposal.notice.supervision_phone == phone
    assert line.rstrip("：") in proposal.notice.body


def test_a_number_of_its_own_stands_alone_and_a_cited_one_does_not():
    assert of("补贴公示", "安政发〔2026〕12号", "正文。").notice.document_number == "安政发〔2026〕12号"
    assert of("补贴公示", "根据安政发〔2026〕12号文件。").notice.document_number is None


def test_a_header_laid_out_as_a_table_becomes_fields():
    header = grid_of(
        [
            ["索引号", "AH/2026-1", "公开责任部门", "安和村村委会"],
            ["发文日期", "2026-09-03", "有效期", "2026-12-31"],
            ["公开形式", "公开栏", "生效日期", ""],
        ]
    )
    proposal = of(header, "补贴公示", "正文。")
    notice = proposal.notice
    assert (notice.index_number, notice.responsible_unit, notice.issued_on) == ("AH/2026-1", "安和村村委会", date(2026, 9, 3))
    assert (notice.valid_until, notice.effective_on, notice.body) == (date(2026, 12, 31), None, "正文。\n")
    assert codes(proposal)[0] == "header_left_out"


def test_a_time_that_belongs_to_the_notice_stays_in_it():
    assert "时间：9月20日上午9点" in of("会议通知", "时间：9月20日上午9点", "地点：村部").notice.body


def test_pages_of_a_word_document_are_joined():
    further = grid_of([ROSTER.rows[0], ["李四", "3", "246"]])
    proposal = of("安和村补贴清册", ROSTER, "续表", further)
    (table,) = placed(proposal.notice.body).tables
    assert [row[0].text for row in table.rows] == ["张三", "李四"]


def test_two_tables_without_a_mark_stay_two():
    assert len(placed(of("安和村补贴清册", ROSTER, "说明。", ROSTER).notice.body).tables) == 2


def test_an_unknown_table_is_said():
    proposal = of("值班安排", grid_of([["星期", "上午"], ["周一", "张三"], ["周二", "李四"]]))
    assert "unknown_table" in codes(proposal)


def test_the_entries_of_a_ledger_tell_its_month():
    proposal = of("流水账", LEDGER)
    assert proposal.notice.period is not None and proposal.notice.period.code == "2026-09"
    assert (proposal.notice.item, "period_of_entries" in codes(proposal)) == ("F01M", True)


@pytest.mark.parametrize(
    "line",
    ["1. 一", "- 一", "+ 一", "# 一", "> 一", "---", "***", "a_b_c", "`x`", "[甲](乙)", "一 | 二", "2) 二", "**重点**", "\\"],
)
def test_a_line_reads_as_it_was_written(line):
    body = of("补贴公示", line).notice.body
    (piece,) = placed(body).lines
    assert piece.text == line
    assert not any(tag in render(body, {}) for tag in ("<ol", "<ul", "<h", "<em", "<strong", "<code", "<a", "<blockquote"))


def test_an_empty_file_becomes_an_empty_draft():
    assert of(name="空.txt").notice.body == ""


def test_what_is_proposed_fits_the_fields_of_a_file():
    notice = of(
        "补贴" * 30, "安和村村民委员会" * 20, "2026年9月3日", "监督电话：" + "0000-1234567、" * 9, name="很长" * 100
    ).notice
    for key in ("title", "responsible_unit", "supervision_phone", "document_number", "index_number"):
        value = FIELDS[key].write(notice)
        assert value is None or FIELDS[key].read(value) == value


@pytest.mark.parametrize(
    "line, website",
    [("首页", True), ("×", True), ("浏览次数：12", True), ("打印", True), ("打印机一台", False), ("网站建设费", False)],
)
def test_lines_of_a_website_are_known(line, website):
    assert notice_words().are_of_website(line) is website


def test_every_word_of_a_title_belongs_to_an_item_of_the_catalogue():
    words = notice_words()
    assert {*words.items, *words.monthly.values(), *words.before_decision.values()} <= set(catalogue())
    for code, said in words.items.items():
        for word in said:
            item = item_of(word, words, catalogue())
            assert item is not None and item.code == code, word


def test_of_two_words_the_longer_one_counts():
    assert item_of("低保户公益性岗位", notice_words(), catalogue()).code == "B09"
    assert category_of("某某", notice_words()) is None


def test_a_period_without_its_year_is_assumed_and_said():
    proposal = of("第三季度财务收支公开", "正文。")
    assert proposal.notice.period is not None and proposal.notice.period.code == "2026-Q3"
    assert codes(proposal) == ["year_assumed"]


def test_an_objection_period_that_contradicts_its_days_is_said():
    assert codes(of("低保名单公示", "公示期为7天，公示时间：2026年7月18日至28日。")) == ["days_differ"]


@pytest.mark.parametrize(
    "lines, code",
    [
        (("发布机构：安和镇人民政府", "正文。", "安和村村民委员会", "2026年9月3日"), "other_unit"),
        (("索引号：AH-1", "索引号：AH-2", "正文。"), "other_value"),
        (("名称：另一个标题 文号：", "名称：补贴结果 文号：", "正文。"), "other_title"),
    ],
)
def test_what_a_file_says_twice_and_differently_is_said(lines, code):
    assert code in codes(of(*lines))


def test_rows_are_counted_without_the_lines_that_stood_over_the_table():
    roster = grid_of([["户主姓名", "面积", "金额"], *[["张三", "2", "164"]] * 5, ["李四", "2", "待核"]])
    (remark,) = (
        each for each in of("补贴公示", "补贴清册", "单位：元", roster).remarks if each.code == "understood.not_a_figure"
    )
    assert remark.facts["row"] == 7
