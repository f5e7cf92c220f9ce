"""Files as townships send them, in the layouts of real ones: each becomes a notice that a clerk has little to do with."""

from datetime import date

import pytest

from kiosk.config import CHECKOUT
from kiosk.documents.safe_html import render
from kiosk.rules.grids import Grid, grid_of
from kiosk.rules.notice import Category, Kind, Status
from kiosk.rules.period import Period
from kiosk.rules.placed_text import placed
from kiosk.rules.understanding.proposal import Proposal, propose
from kiosk.shipped import catalogue, notice_words, vocabulary

FILES = CHECKOUT / "tests/data/township"
YEAR = Period(2026, "year")


def brought(name: str) -> Proposal:
    """Lines with bars are the rows of a table, the others are text."""
    parts: list[str | Grid] = []
    rows: list[list[str]] = []
    for line in [*(FILES / f"{name}.txt").read_text("utf-8").splitlines(), ""]:
        if "|" in line:
            rows.append([cell.strip() for cell in line.split("|")])
            continue
        parts += [grid_of(rows)] if rows else []
        rows = []
        parts.append(line)
    return propose(parts, f"{name}.txt", vocabulary(), notice_words(), catalogue(), date(2027, 1, 5))


def remarks(proposal: Proposal) -> dict[str, dict[str, object]]:
    return {remark.code: dict(remark.facts) for remark in proposal.remarks}


def the_table(proposal: Proposal) -> list[tuple[str, ...]]:
    (table,) = placed(proposal.notice.body).tables
    return [tuple(cell.text for cell in row) for row in table.rows]


@pytest.mark.parametrize(
    "name, title, category, item, kind, period, unit, issued_on, objection_days, phone",
    [
        (
            "short-total",
            "安和村2026年耕地地力保护补贴资金兑付表",
            "subsidy",
            "B01",
            "result",
            YEAR,
            "安和村村民委员会",
            date(2026, 6, 23),
            None,
            None,
        ),
        (
            "merged-rate",
            "安和镇2026年实际种粮农民一次性补贴面积、补贴标准和补贴资金的公示",
            "subsidy",
            "B02",
            "publicity",
            YEAR,
            "安和镇财政所 安和镇农业农村办公室",
            date(2026, 7, 18),
            7,
            "0000-1234567",
        ),
        (
            "website",
            "关于安和镇2026年度退耕还生态林补助资金兑现的公示",
            "subsidy",
            "B03",
            "publicity",
            YEAR,
            "安和镇人民政府",
            date(2026, 6, 12),
            7,
            "12317",
        ),
        (
            "header-block",
            "安和镇2026年农村公益事业财政奖补项目（一事一议）全面实施",
            "finance",
            "F07",
            "result",
            YEAR,
            "安和镇人民政府",
            date(2026, 7, 7),
            None,
            None,
        ),
        ("balance-sheet", "资产负债表", "finance", "F04", "result", YEAR, "安和村股份经济合作社", None, None, None),
        (
            "income-distribution",
            "安和村 2026年末 村集体经济组织收益分配统计表",
            "finance",
            "F03",
            "result",
            YEAR,
            None,
            None,
            None,
            None,
        ),
        (
            "project-list",
            "关于安和县2026年第二批衔接推进乡村振兴补助资金分配计划的公告",
            "subsidy",
            "F14",
            "publicity",
            YEAR,
            None,
            None,
            11,
            "0000-1234567",
        ),
    ],
)
def test_the_fields_are_proposed(name, title, category, item, kind, period, unit, issued_on, objection_days, phone):
    notice = brought(name).notice
    assert (notice.title, notice.category, notice.item, notice.kind) == (title, Category(category), item, Kind(kind))
    assert (notice.period, notice.responsible_unit, notice.issued_on) == (period, unit, issued_on)
    assert (notice.objection_days, notice.supervision_phone, notice.status) == (objection_days, phone, Status.DRAFT)
    render(notice.body, {})


def test_a_total_with_one_cell_fewer_stands_under_its_columns():
    proposal = brought("short-total")
    assert the_table(proposal)[-1] == ("合 计", "60.5", "", "4235", "减少1.48亩")
    assert proposal.tables[0].total_rows == (3,)
    assert remarks(proposal)["understood.total_moved"]["text"] == "合 计 60.5 4235 减少1.48亩"


def test_a_rate_that_is_printed_once_is_in_every_row():
    proposal = brought("merged-rate")
    assert [row[3:5] for row in the_table(proposal)] == [("18.34", "205620.19"), ("18.34", "51408.12"), ("18.34", "6737.93")]
    assert remarks(proposal)["understood.shifted"]["count"] == 2
    assert remarks(proposal)["understood.filled_down"]["count"] == 2
    assert "## 安和镇2026年实际种粮农民一次性补贴资金发放一览表" in proposal.notice.body


def test_what_a_website_puts_around_a_notice_is_left_out_and_said():
    proposal = brought("website")
    assert proposal.notice.body.startswith("安和镇2026年退耕还林补助资金共兑现")
    assert proposal.notice.body.rstrip().endswith("扶贫监督举报电话：12317")
    assert "## 一、补助标准\n" in proposal.notice.body
    said = remarks(proposal)["understood.website_lines"]
    assert (said["count"], "分享至好友和朋友圈" in str(said["text"]), "×" in str(said["text"])) == (8, True, True)


def test_a_formal_header_becomes_fields_and_is_not_said_again():
    proposal = brought("header-block")
    notice = proposal.notice
    assert (notice.index_number, notice.document_number) == ("11990000000000001Y/202607-00075", None)
    assert notice.body.startswith("2026年，安和镇共申报") and "索引号" not in notice.body
    assert remarks(proposal)["understood.header_left_out"] == {"text": "组配分类：政策与标准、主题分类：其他"}
    assert proposal.fields["issued_on"].where == "header"


def test_pages_of_a_balance_sheet_become_one_table():
    proposal = brought("balance-sheet")
    (table,) = proposal.tables
    assert table.head == ("项目", "附注", "年末数（万元）", "年初数（万元）")
    assert [row[0] for row in table.rows] == [
        "流动资产：",
        "货币资金",
        "短期投资",
        "存货",
        "流动资产合计",
        "固定资产净值",
        "资产总计",
    ]
    assert (table.rows[0], table.rows[-1]) == (("流动资产：", "", "359.38", "325.89"), ("资产总计", "", "496.56", "477.19"))
    assert table.rows[3] == ("存货", "12.51", "", "")
    assert (table.subtotal_rows, table.total_rows) == ((4,), (6,))
    said = remarks(proposal)
    assert said["understood.row_unclear"]["text"] == "存货"
    assert str(said["understood.continued"]["text"]).startswith("表1-续表 / 资产负债表 / 编制单位")
    assert "单位：万元\n\n| 项目 |" in proposal.notice.body
    assert proposal.notice.body.endswith("填表人：张三 审核人：李四\n")


def test_the_right_half_of_a_form_goes_below_the_left_one():
    proposal = brought("income-distribution")
    assert [row[1] for row in the_table(proposal)] == list("12345678")
    assert remarks(proposal)["understood.halves"]["times"] == 2
    assert proposal.tables[0].unit == "万元"


def test_a_numbered_list_loses_no_word():
    body = brought("project-list").notice.body
    assert "1.安和村人饮巩固提升工程" in body
    assert "投资：197万元（少数民族发展资金）实施单位：东坡乡人民政府" in body
