"""Tables of a page on a phone: what fits stays a table, what does not is read row by row."""

import re

import pytest

from kiosk.documents.page_tables import PHONE_EMS, ems_of, heads_in, in_cards, tables_in
from kiosk.documents.safe_html import render

LEDGER = """## 收支

| 日期 | 摘要 | 收入（元） | 支出（元） | 余额（元） | 备注 |
|---|---|---:|---:|---:|---|
| 7月1日 | 水费 & **电费** | 24,000.00 |  | 410,214.57 | 见&lt;附件&gt; |
| 合计 |  | 24,000.00 | 不收 | 82.00元 |  |
"""
NARROW = "| 项目 | 金额（元） |\n|---|---:|\n| 路灯 | 1,200.00 |\n"


def leads(heads):
    return frozenset({0, 1})


def cells(html, row):
    return re.findall(r"<td([^>]*)>(.*?)</td>", html.split("<tr")[row + 1])


def test_a_table_is_read_cell_by_cell():
    first, second = tables_in(render(f"{NARROW}\n\n{LEDGER}", {}))
    assert (first.heads, first.rows) == (("项目", "金额（元）"), (("路灯", "1,200.00"),))
    assert second.rows[0] == ("7月1日", "水费 & 电费", "24,000.00", "", "410,214.57", "见<附件>")


def test_heads_are_read_without_the_rows():
    assert heads_in(render(f"{NARROW}\n\n{LEDGER}", {})) == [table.heads for table in tables_in(render(f"{NARROW}\n\n{LEDGER}", {}))]


@pytest.mark.parametrize("letters, is_cards", [(1.0, False), (1.5, False), (2.0, True)])
def test_what_fits_a_phone_stays_a_table_until_the_letters_grow(letters, is_cards):
    html = render("| 项目 | 数量 | 金额（元） |\n|---|---:|---:|\n| 路灯 | 38 | 1,200.00 |\n", {})
    assert ('class="cards"' in in_cards(html, leads, letters)) is is_cards
    assert (' role="' in in_cards(html, leads, letters)) is is_cards


def test_a_whole_table_that_must_be_pushed_sideways_is_reached_with_the_keyboard():
    html = in_cards(render(f"{NARROW}\n\n{LEDGER}", {}), leads, whole=True)
    assert (html.count("<table>"), html.count('<table tabindex="0">'), "cards" in html) == (1, 1, False)


def test_every_cell_of_a_wide_table_says_its_head_but_those_that_speak_for_themselves():
    row = cells(in_cards(render(LEDGER, {}), leads), 1)
    assert ["data-head" in attributes for attributes, _ in row] == [False, False, True, True, True, True]
    assert 'data-head="收入" data-unit="元"' in row[2][0]
    assert 'data-head="备注"' in row[5][0] and "data-unit" not in row[5][0]
    assert row[1][1] == "水费 &amp; <strong>电费</strong>"


@pytest.mark.parametrize("column, unit", [(2, True), (3, False), (4, False)])
def test_a_unit_stands_behind_bare_figures_only(column, unit):
    total = cells(in_cards(render(LEDGER, {}), leads), 2)
    assert ("data-unit" in total[column][0]) is unit


def test_the_parts_of_a_table_keep_their_roles():
    html = in_cards(render(LEDGER, {}), leads)
    for part, role in [("table", "table"), ("thead", "rowgroup"), ("tbody", "rowgroup"), ("th", "columnheader"), ("td", "cell")]:
        assert len(re.findall(rf"<{part}\b", html)) == len(re.findall(rf'<{part}\b[^>]*role="{role}"', html)) > 0
    assert len(re.findall("<tr", html)) == len(re.findall('<tr[^>]*role="row"', html)) == 3
    assert '<tr class="total" role="row">' in html


def test_a_head_cannot_break_out_of_its_attribute():
    heads = '| 一 | 二 | "三" onclick="x | 四四四四四四 | 五五五五五五 | 六六六六六六 |\n'
    html = in_cards(render(f"{heads}|---|---|---|---|---|---|\n| 1 | 甲甲甲甲 | 乙乙乙乙 | 丙丙丙丙 | 丁丁丁丁 | 戊戊戊戊 |\n", {}), leads)
    assert 'data-head="&quot;三&quot; onclick=&quot;x"' in html


@pytest.mark.parametrize(
    "heads, row, fits",
    [
        (("项目", "本季（元）", "上季（元）", "增减（元）"), ("经营收入", "24,000.00", "23,375.00", "625.00"), True),
        (("补贴项目", "补给谁", "标准", "到哪里申请"), ("耕地地力保护", "有承包地的农户", "每亩82元", "村委会"), True),
        (("序号", "村民小组", "户主姓名", "面积（亩）", "标准（元/亩）", "金额（元）"), ("1", "一组", "张*明", "2.21", "82.00", "1,181.22"), True),
        (("日期", "摘要", "收入（元）", "支出（元）", "余额（元）"), ("7月2日", "村级运转经费补助", "24,000.00", "1,200.00", "410,214.57"), False),
        (("事项", "谁来办", "办理结果和以后的打算"), ("修路", "村委会", "已经" + "办妥" * 40), True),
        (("决议事项", "赞成票", "办理结果", "用款（元）", "办结日期"), ("修水渠", "38", "已经完工并验收", "92,460.00", "8月8日"), False),
    ],
)
def test_what_is_too_wide_was_measured_on_a_phone_of_360_px(heads, row, fits):
    assert (ems_of(heads, [row]) <= PHONE_EMS) is fits


def test_a_page_without_tables_is_as_it_was():
    html = render("## 通知\n\n明天停水。\n", {})
    assert in_cards(html, leads, 2.0) == html and tables_in(html) == []
