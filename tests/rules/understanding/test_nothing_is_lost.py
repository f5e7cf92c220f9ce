"""Whatever a file holds is in the notice's text, in its fields or in a remark; a table reads back as it was written."""

import re
import unicodedata
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.documents.safe_html import render
from kiosk.rules.changed_words import plain
from kiosk.rules.grids import Grid, Heading, Merge, grid_of
from kiosk.rules.placed_text import placed
from kiosk.rules.understanding.body import written
from kiosk.rules.understanding.lines import units_in
from kiosk.rules.understanding.proposal import Proposal, propose
from kiosk.rules.understanding.understood import understand_table
from kiosk.shipped import catalogue, notice_words, vocabulary

TODAY = date(2026, 10, 10)
WORDS = [
    "", "", "", "序号", "户主姓名", "面积（亩）", "标准", "金额", "项目", "年末数", "备注", "张三", "李*四", "合 计", "小计", "其中：", "1", "2",
    "1,234.50", "３．５", "18.34元", "—", "/", "注：已核对", "单位：元", "（单位：亩、元）", "编制单位：安和村", "填表人：王五", "审核人：", "2026年9月3日",
    "２０２６年９月３日", "续表", "表1-续表", "资产负债表", "资产负债表（续）",
    "安和村2026年第三季度财务收支公开表", "索引号：AH/2026-1", "文号", "发布机构",
    "a|b", "\\", "`x`", "**重**", "# 一", "- 一", "> 一", "1. 一", "---", "||", "|", "[^1]", "![图](x)", "<b>",
    "用微信扫描二维码", "首页", "时间：2026-09-03",
    "公示期为7天", "监督电话：0000-1234567", "一、基本情况", "𠮷田", "本次补贴共发放三户，合计金额一千元，如有异议请在公示期内向村务监督委员会反映。",
    "安和村村民委员会", "安政发〔2026〕12号", "名称：某某公示", "有效期：长期", "附件：花名册", "=1+2", "减少41.51亩",
]  # fmt: skip
WORD = st.one_of(st.sampled_from(WORDS), st.text(alphabet="收支元亩1.０|\\*_`[]#->:： \n\t（）", max_size=8))
GRID = st.builds(
    lambda rows, merges: grid_of(rows, merges),
    st.lists(st.lists(WORD, min_size=1, max_size=6), min_size=1, max_size=9),
    st.lists(
        st.builds(
            lambda top, left, down, right: Merge(top, left, top + down, left + right),
            *[st.integers(0, 5)] * 2,
            *[st.integers(0, 3)] * 2,
        ),
        max_size=3,
    ),
)
PART = st.one_of(WORD, WORD.map(lambda text: Heading(2, text)), GRID)


def said(text: str) -> str:
    """What is compared: neither spaces nor the width of signs, nor bars that begin a line and the colons of empty fields."""
    return re.sub(r"[\s|:\[\]]", "", unicodedata.normalize("NFKC", text))


def everything(proposal: Proposal) -> str:
    texts = [plain(proposal.notice.body), proposal.notice.title]
    texts += [f"{found.text}{found.value}" for found in proposal.fields.values()]
    texts += [str(fact) for remark in proposal.remarks for fact in remark.facts.values()]
    return said(" ".join(texts))


def cells(part: str | Heading | Grid) -> list[str]:
    if isinstance(part, Grid):
        return [cell for row in part.rows for cell in row]
    return part.text.split("\n") if isinstance(part, Heading) else part.splitlines()


def missing(parts: list[str | Heading | Grid], proposal: Proposal) -> list[str]:
    there = everything(proposal)
    lost = []
    for cell in (cell for part in parts for cell in cells(part)):
        units = units_in(" ".join(cell.split()))
        # 索引号：AH/1 is the key and its value: the key is the field's name.
        value = re.sub(r"^(?:索引号|文号|发布机构|名称|有效期|时间)[:：]?", "", "".join(cell.split()))
        wanted = [] if units else [said(value)]
        lost += [each for each in [*wanted, *(units or ())] if each not in there]
    return lost


def proposed(parts: list[str | Heading | Grid]) -> Proposal:
    return propose(parts, "流水(1).xlsx", vocabulary(), notice_words(), catalogue(), TODAY)


@given(st.lists(PART, max_size=6))
@example([grid_of([["单位：元"], ["编制单位：安和村", "单位：元"]])])
@example(
    ["资产负债表", "表1-续表", grid_of([["项目", "年末数"], ["一", "2"]]), "续表", grid_of([["项目", "年末数"], ["二", "3"]])]
)
def test_every_cell_is_in_the_text_in_a_field_or_in_a_remark(parts):
    assert missing(parts, proposed(parts)) == []


@given(st.lists(PART, max_size=6))
def test_a_proposed_text_can_be_rendered(parts):
    render(proposed(parts).notice.body, {})


@given(GRID)
def test_a_table_is_read_back_from_the_text_as_it_was_understood(grid):
    tables = [table for table in understand_table(grid, vocabulary()) if table.head]
    read = placed(written(tables, "")).tables
    assert [tuple(cell.text for cell in table.head) for table in read] == [table.head for table in tables]
    assert [[tuple(cell.text for cell in row) for row in table.rows] for table in read] == [
        list(table.rows) for table in tables
    ]


@given(
    st.lists(
        st.lists(st.sampled_from(["张三", "李四", "12", "3.50", "", "x"]), min_size=3, max_size=3).filter(any),
        min_size=1,
        max_size=6,
    )
)
def test_a_roster_comes_through_cell_by_cell(rows):
    (table,) = understand_table(grid_of([["户主姓名", "面积（亩）", "金额（元）"], *rows]), vocabulary())
    assert list(table.rows) == list(map(tuple, rows))
