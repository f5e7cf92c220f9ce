"""The layouts and quirks of township tables, each in a small made-up one."""

import pytest

from kiosk.rules.grids import Grid, Merge, grid_of
from kiosk.rules.understanding.region import Region, left_out, likely_region
from kiosk.rules.understanding.understood import UnderstoodTable, understand_table
from kiosk.shipped import vocabulary

ROSTER = "序号|村民小组|户主姓名|面积（亩）|标准（元/亩）|金额（元）"


def a_grid(*lines: str, merges: tuple[Merge, ...] = ()) -> Grid:
    return grid_of((line.split("|") for line in lines), merges)


def tables(*lines: str, merges: tuple[Merge, ...] = ()) -> list[UnderstoodTable]:
    return understand_table(a_grid(*lines, merges=merges), vocabulary())


def the_table(*lines: str, merges: tuple[Merge, ...] = ()) -> UnderstoodTable:
    (table,) = tables(*lines, merges=merges)
    return table


def rows(table: UnderstoodTable) -> list[str]:
    return ["|".join(row) for row in table.rows]


def codes(table: UnderstoodTable) -> list[str]:
    return [remark.code.removeprefix("understood.") for remark in table.remarks]


def facts(table: UnderstoodTable, code: str) -> dict[str, object]:
    return next(dict(remark.facts) for remark in table.remarks if remark.code == f"understood.{code}")


def test_title_unit_head_rows_notes_and_signatures_are_told_apart():
    table = the_table(
        "安和村2026年第三季度收支公开表",
        "编制单位：安和村|2026年9月30日|||单位：元",
        "日期|摘要|收入|支出|余额",
        "2026-07-01|上期结余|||100",
        "2026-07-03|电费||12.50|87.50",
        "合计|||12.50|87.50",
        "",
        "注：电费为路灯用电。",
        "1.七月起换新表",
        "填表人：张三||审核人：||王五",
        "2026年10月8日",
    )
    assert (table.title, table.unit, table.maker, table.kind.name) == (
        "安和村2026年第三季度收支公开表",
        "元",
        "安和村",
        "ledger",
    )
    assert table.head == ("日期", "摘要", "收入（元）", "支出（元）", "余额（元）")
    assert rows(table) == ["2026-07-01|上期结余|||100", "2026-07-03|电费||12.50|87.50", "合计|||12.50|87.50"]
    assert (table.total_rows, table.subtotal_rows) == ((2,), ())
    assert table.above == ("编制单位：安和村　2026年9月30日",)
    assert table.notes == ("注：电费为路灯用电。", "1.七月起换新表")
    assert table.signatures == ("填表人：张三 审核人：王五", "2026年10月8日")
    assert codes(table) == []


@pytest.mark.parametrize(
    "line, unit, head",
    [
        ("单位：元", "元", "金额（元）"),
        ("||（单位：万元）", "万元", "金额（万元）"),
        ("计量单位：亩、元", "亩、元", "金额（元）"),
        ("金额单位：元", "元", "金额（元）"),
        ("单 位: 元", "元", "金额（元）"),
        ("单位：元、万元", "元、万元", "金额"),
        ("单位：安和村", "", "金额"),
    ],
)
def test_a_head_takes_the_unit_of_the_unit_line_where_it_is_clear(line, unit, head):
    table = the_table(line, "户主姓名|面积|金额", "张三|2|164")
    assert (table.unit, table.head[2]) == (unit, head)
    assert table.head[1] == ("面积（亩）" if "亩" in unit else "面积")


def test_a_head_that_names_its_unit_keeps_it():
    table = the_table("单位：元", "户主姓名|面积（亩）|标准（元/亩）|金额（万元）", "张三|2|82|0.0164")
    assert table.head == ("户主姓名", "面积（亩）", "标准（元/亩）", "金额（万元）")


def test_a_title_with_the_unit_behind_it_keeps_only_its_own_words():
    table = the_table("安和村2026年收益分配表 单位：万元", "项目|本年|上年", "总收入|180|170")
    assert (table.title, table.unit) == ("安和村2026年收益分配表", "万元")


TWO_ROWS = ("序号|户主姓名|补贴面积||补贴资金|", "||水田|旱地|标准|金额", "1|张三|2|1|82|246")
NAMES = ("序号", "户主姓名", "补贴面积 水田", "补贴面积 旱地", "补贴资金 标准", "补贴资金 金额")


@pytest.mark.parametrize(
    "merges",
    [
        (),
        (Merge(0, 2, 0, 3), Merge(0, 4, 0, 5)),
        (Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 0, 3), Merge(0, 4, 0, 5)),
    ],
)
def test_a_head_over_two_rows_becomes_one(merges):
    table = the_table(*TWO_ROWS, merges=merges)
    assert (table.head, rows(table)) == (NAMES, ["1|张三|2|1|82|246"])


def test_a_head_over_three_rows_becomes_one():
    merges = (Merge(0, 0, 2, 0), Merge(0, 1, 0, 3), Merge(1, 1, 1, 2), Merge(1, 3, 2, 3))
    table = the_table("户主姓名|补贴|||", "|面积||金额", "|水田|旱地|", "张三|2|1|246", merges=merges)
    assert table.head == ("户主姓名", "补贴 面积 水田", "补贴 面积 旱地", "补贴 金额")


def test_what_the_upper_row_of_a_head_says_is_not_said_again():
    table = the_table(
        "户主姓名|面积|补贴金额|", "||金额|补贴金额", "张三|2|1|246", merges=(Merge(0, 2, 0, 3), Merge(0, 0, 1, 0))
    )
    assert table.head[3] == "补贴金额"


def test_a_first_row_of_words_under_one_wide_head_is_no_second_head():
    table = the_table("项目||本期金额|", "收入|经营收入||", "收入|补助|50", merges=(Merge(0, 0, 0, 1),))
    assert rows(table)[0] == "收入|经营收入|"
    assert table.head == ("项目", "项目", "本期金额")


def test_a_column_without_a_name_is_said():
    table = the_table("项目||本期金额", "收入|经营收入|60", "收入|补助|50")
    assert (table.head, facts(table, "nameless_columns")) == (("项目", "", "本期金额"), {"columns": "2"})


@pytest.mark.parametrize("numbering", ["1|2|3|4", "甲|1|2|3", "（1）|（2）|（3）|（4）", "①|②|③|④=②×③", "１|２|３|４"])
def test_a_row_that_only_numbers_the_columns_is_left_out_and_said(numbering):
    table = the_table("户主姓名|面积|标准|金额", numbering, "张三|2|82|164")
    assert (rows(table), codes(table)) == (["张三|2|82|164"], ["numbering"])
    assert facts(table, "numbering")["row"] == 2


def test_a_first_entry_of_small_figures_is_no_numbering():
    table = the_table("序号|面积|金额", "1|2|3", "2|2|5")
    assert rows(table) == ["1|2|3", "2|2|5"]


def test_pages_are_joined_and_repeated_heads_left_out():
    page = ["日期|摘要|收入|支出|余额", "7月1日|电费||5|95"]
    table = the_table("流水账", *page, "流水账（续）", *page, *page)
    assert (table.title, len(table.rows)) == ("流水账", 3)
    assert facts(table, "continued") == {"pages": 2, "row": 6, "text": "流水账（续） / 日期 摘要 收入 支出 余额"}


def test_a_further_table_with_its_own_title_stays_its_own():
    head, row = "户主姓名|面积|金额", "张三|2|164"
    first, second = tables("第一组清册", head, row, "合计|2|164", "", "第二组清册", head, row)
    assert (first.title, second.title) == ("第一组清册", "第二组清册")
    assert (first.total_rows, len(second.rows)) == ((1,), 1)


def test_tables_of_different_kinds_stand_one_below_the_other():
    found = tables("资产", "项目|年末数|年初数", "现金|1|2", "", "债权债务", "单位/姓名|期初|增加|减少|期末", "甲公司|1|0|0|1")
    assert [(table.title, table.kind.name) for table in found] == [("资产", "balance_sheet"), ("债权债务", "debts")]


@pytest.mark.parametrize("total", ["合计||60|4200", "合 计|60|4200|", "总计：|60|4200|", "合计|60||4200"])
def test_the_figures_of_a_total_stand_under_what_they_are_the_sum_of(total):
    table = the_table("村组|户主姓名|面积|金额", "一组|张三|20|1400", "二组|李四|40|2800", total)
    assert table.rows[-1][1:] == ("", "60", "4200")
    assert table.total_rows == (2,)


def test_a_total_may_come_first():
    table = the_table("村组|面积|标准|金额", "合计|60|4200|", "一组|20|70|1400", "二组|40|70|2800")
    assert rows(table)[0] == "合计|60||4200"
    assert table.total_rows == (0,)


def test_a_total_that_is_wrong_stays_as_it_is():
    table = the_table("村组|面积|标准|金额", "一组|20|70|1400", "二组|40|70|2800", "合计|61||4200")
    assert (rows(table)[-1], codes(table)) == ("合计|61||4200", [])


def test_a_short_total_whose_sums_do_not_come_out_is_said():
    table = the_table("村组|面积|标准|金额|备注", "一组|20|70|1400|", "二组|40|70|2800|少", "合计|61|4300|少了")
    assert (rows(table)[-1], codes(table)) == ("合计|61|4300|少了|", ["total_unclear"])


def test_subtotals_and_parts_of_a_sum_are_told_from_the_total():
    table = the_table("项目|本期金额", "补助|10", "其中：路灯|4", "小计|10", "流动资产合计|20", "资产总计|30", "总 计|30")
    assert (table.subtotal_rows, table.total_rows) == ((1, 2, 3), (4, 5))


def test_merged_rates_and_groups_are_filled_down_but_not_what_adds_up():
    table = the_table(
        ROSTER,
        "1|一组|张三|2|82|410",
        "2||李四|3||",
        "合计|||5||410",
        merges=(Merge(1, 1, 2, 1), Merge(1, 4, 2, 4), Merge(1, 5, 2, 5), Merge(3, 0, 3, 2)),
    )
    assert rows(table) == ["1|一组|张三|2|82|410", "2|一组|李四|3|82|", "合计|||5||410"]
    assert codes(table) == ["filled_down", "filled_down", "merged_once"]
    assert facts(table, "filled_down") == {"column": "村民小组", "count": 1}


def test_a_rate_over_blanks_is_filled_down_where_the_product_comes_out():
    table = the_table(ROSTER, "1|一组|张三|2|82|164", "2||李四|3||246", "3||王五|4||999", "合计|||9||1409")
    assert rows(table) == ["1|一组|张三|2|82|164", "2|一组|李四|3|82|246", "3|一组|王五|4||999", "合计|||9||1409"]


def test_few_blanks_in_a_rate_column_are_left_alone():
    table = the_table(ROSTER, "1|一组|张三|2|82|164", "2|一组|李四|3||246", "3|一组|王五|4|82|328")
    assert (rows(table)[1], codes(table)) == ("2|一组|李四|3||246", [])


def test_a_note_behind_merged_cells_is_said_once():
    table = the_table("户主姓名|面积|金额|备注", "张三|2|164|并户", "李四|3|246|", merges=(Merge(1, 3, 2, 3),))
    assert (rows(table)[1], codes(table)) == ("李四|3|246|", ["merged_once"])


def test_wide_figures_become_narrow_and_words_stay():
    table = the_table("日期|摘要|收入|余额", "２０２６年９月３日|第３笔 ＡＢ|１，２３４．５０|９", "—|/|—|12")
    assert rows(table) == ["2026年9月3日|第３笔 ＡＢ|1,234.50|9", "—|/|—|12"]


@pytest.mark.parametrize("name", ["𠮷田", "䶮三", "㛃四", "𬭩五"])
def test_rare_characters_survive(name):
    assert the_table("户主姓名|面积|金额", f"{name}|2|164").rows[0][0] == name


def test_words_among_figures_are_kept_and_said():
    table = the_table("户主姓名|面积|金额|备注", *["张三|2|164|"] * 5, "李四|2|待核|减少41.51亩")
    assert (rows(table)[-1], codes(table)) == ("李四|2|待核|减少41.51亩", ["not_a_figure"])
    assert facts(table, "not_a_figure") == {"column": "金额", "row": 7, "count": 1, "text": "待核"}


def test_empty_rows_and_columns_are_dropped():
    table = the_table("户主姓名||面积|金额|", "||||", "张三||2|164|", "", "李四||3|246|")
    assert (table.head, rows(table)) == (("户主姓名", "面积", "金额"), ["张三|2|164", "李四|3|246"])


def test_a_head_of_unknown_words_is_the_first_full_row_of_words():
    table = the_table("值班安排", "星期|上午|下午", "周一|张三|李四", "周二|李四|王五")
    assert (table.title, table.head, len(table.rows), table.kind.name) == ("值班安排", ("星期", "上午", "下午"), 2, "")


def test_a_table_without_a_head_is_said():
    table = the_table("张三|2|164", "李四|3|246")
    assert (table.head, rows(table), codes(table)) == (("", "", ""), ["张三|2|164", "李四|3|246"], ["no_head"])


def test_a_sheet_of_single_lines_is_no_table():
    table = the_table("关于修路的说明", "路已修好。")
    assert (table.title, table.above, table.head, table.rows) == ("关于修路的说明", ("路已修好。",), (), ())


def test_an_empty_sheet_holds_nothing():
    assert tables("", "||") == []


def test_rows_are_counted_as_the_clerk_sees_them():
    (table,) = understand_table(a_grid("项目|年末数|年初数", "1|2|3", "现金|1|2"), vocabulary(), first_row=5)
    assert facts(table, "numbering")["row"] == 6
    assert table.sheet_rows == (7,)


def test_a_row_is_known_by_its_place_in_the_sheet_across_pages():
    (table,) = understand_table(
        a_grid("清册||", "户主姓名|面积（亩）|金额（元）", "张三|2|164", "续表||", "户主姓名|面积（亩）|金额（元）", "李四|1|82", "合计|3|246"),
        vocabulary(),
        first_row=4,
    )
    assert dict(zip((row[0] for row in table.rows), table.sheet_rows, strict=True)) == {"张三": 6, "李四": 9, "合计": 10}


def test_what_was_set_below_keeps_the_row_it_stood_in():
    table = the_table("户主姓名|金额|户主姓名|金额", "张三|1|李四|2", "王五|3|赵六|4")
    assert [(row[0], at) for row, at in zip(table.rows, table.sheet_rows, strict=True)] == [("张三", 2), ("王五", 3), ("李四", 2), ("赵六", 3)]


@pytest.mark.parametrize(
    "lines, region",
    [
        (["清册", "户主姓名|面积|金额", "张三|2|164"], Region(0, 0, 2, 2)),
        (["||||", "||清册||", "||户主姓名|面积|金额", "||张三|2|164", "||||"], Region(1, 2, 3, 4)),
        (["清册||||||", "户主姓名|面积|金额||||", "张三|2|164||||自己算的", "|||||7|8"], Region(0, 0, 2, 2)),
        (["户主姓名|面积||金额|备注", "张三|2||164|"], Region(0, 0, 1, 4)),
        (["甲||乙", "1||2"], Region(0, 0, 1, 2)),
        ([""], Region(0, 0, 0, 0)),
    ],
)
def test_a_good_guess_is_made_where_the_table_stands(lines, region):
    assert likely_region(a_grid(*lines), vocabulary()) == region


def test_what_stands_outside_the_region_is_said():
    grid = a_grid("户主姓名|面积||自己算的", "张三|2||7")
    remark = left_out(grid, Region(0, 0, 1, 1))
    assert remark is not None and remark.facts == {"count": 2, "text": "自己算的、7"}
    assert left_out(grid, Region(0, 0, 1, 3)) is None
