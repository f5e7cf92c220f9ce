"""Text files and pasted text: tables are found where there are some, prose stays prose, and no cell is lost."""

import pytest
from brought import RARE, ROSTER
from cast import codes
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.opening import open_file, open_pasted
from kiosk.documents.opening.plain_text import read_text
from kiosk.rules.grids import Grid


def grids(text: str) -> list[Grid]:
    return [part for part in read_text(text).parts if isinstance(part, Grid)]


def lines(text: str) -> list[str]:
    return [part for part in read_text(text).parts if isinstance(part, str)]


def with_marks(mark: str) -> str:
    return "".join(mark.join(row) + "\r\n" for row in ROSTER)


@pytest.mark.parametrize("mark", [",", "\t", ";", "|", "，", "；"])
def test_a_roster_is_divided_at_whatever_divides_it(mark):
    assert [grid.rows for grid in grids(with_marks(mark))] == [ROSTER]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
@pytest.mark.parametrize("mark, name", [(",", "册.csv"), ("\t", "册.tsv"), ("\t", "册.txt")])
def test_a_roster_comes_out_of_every_encoding_with_its_rare_names(mark, name, encoding):
    opened = open_file(with_marks(mark).encode(encoding), name)
    assert [part.rows for part in opened.parts if isinstance(part, Grid)] == [ROSTER]


def test_quoted_fields_keep_their_commas_and_lose_their_line_breaks():
    text = '序号,摘要,金额\n1,"购买水泥,沙石\n及运费","1,200.50"\n2,"他说""好""",30\n'
    assert grids(text)[0].rows[1:] == (("1", "购买水泥,沙石 及运费", "1,200.50"), ("2", '他说"好"', "30"))


def test_a_quotation_mark_left_open_swallows_nothing():
    for more in (2, 50):
        rows = grids('姓名,金额\n"张三,70\n"李四,王五",9\n' + "赵六,140\n" * more)[0].rows
        assert len(rows) == 3 + more
        assert rows[1][1:] == ("70",)
        assert rows[2] == ("李四,王五", "9")


def test_marks_that_are_all_quoted_divide_nothing():
    assert lines('"张三,李四"\n"王五,赵六"\n') == ['"张三,李四"', '"王五,赵六"']


def test_digits_written_as_text_for_a_spreadsheet_are_only_digits():
    text = '姓名,证号,金额\n张三,"=""110101190001010011""",70\n李四,\'110101190001010011,80\n王五,\t110101190001010011,90\n'
    assert {row[1] for row in grids(text)[0].rows[1:]} == {"110101190001010011"}


def test_a_line_that_names_the_mark_is_no_row():
    assert grids("sep=;\n姓名;金额\n张三;70\n")[0].rows == (("姓名", "金额"), ("张三", "70"))


def test_rows_of_other_lengths_are_filled_up_and_told():
    read = read_text("安和村清册\n姓名,面积,金额\n张三,1,70\n李四,2,1,400\n王五,3,210\n赵六,4,280\n")
    assert read.parts[0].rows[0] == ("安和村清册", "", "", "")
    assert read.parts[0].rows[3] == ("李四", "2", "1", "400")
    assert codes(read.remarks) == ["opening.ragged"]
    assert read.remarks[0].facts == {"row": 4, "count": 1, "fields": 4, "most": 3}


def test_prose_with_commas_is_prose():
    text = "各位村民,大家好。\n经村民代表会议讨论,现将补贴名单公示如下。\n如有异议,请拨打监督电话。\n"
    assert grids(text) == []
    assert len(lines(text)) == 3


def test_a_table_among_prose_stands_in_its_place():
    text = "安和村公示\n\n现将名单公示如下:\n序号\t姓名\t金额\n1\t张三\t70\n2\t李四\t140\n\n公示期7天。\n"
    parts = read_text(text).parts
    assert parts[:2] == ("安和村公示", "现将名单公示如下:")
    assert parts[2].rows == (("序号", "姓名", "金额"), ("1", "张三", "70"), ("2", "李四", "140"))
    assert parts[3:] == ("公示期7天。",)


def test_commas_make_a_table_among_prose_too():
    text = "安和村公示\n现将名单公示如下\n" + "\n".join(["一句话说完。"] * 4) + "\n姓名,面积,金额\n张三,1,70\n李四,2,140\n"
    assert [grid.rows[0] for grid in grids(text)] == [("姓名", "面积", "金额")]


def test_a_table_written_in_markdown_loses_its_bars():
    text = "| 姓名 | 金额 |\n|:---|---:|\n| 张三 | 70 |\n| 李四 | |\n"
    assert grids(text)[0].rows == (("姓名", "金额"), ("张三", "70"), ("李四", ""))


PIPED = """安和村资金兑付表
组别 | 面积(亩) | 标准
(元/亩) |
金额(元) |
备注 |
一组 | 10 | 70 | 700 | |
二组 | 20 | 70 | 1400 | 增加2亩 |
三组 | 30 | 70 | 2100 | |
合 计 | 60 | 4200 | |
注:据实测 |
"""


def test_a_row_that_breaks_over_several_lines_is_one_again():
    read = read_text(PIPED)
    grid = next(part for part in read.parts if isinstance(part, Grid))
    assert grid.rows[0] == ("组别", "面积(亩)", "标准 (元/亩)", "金额(元)", "备注")
    assert grid.rows[2] == ("二组", "20", "70", "1400", "增加2亩")
    assert codes(read.remarks) == ["opening.rows_joined"]


def test_a_total_that_is_a_cell_short_takes_nothing_from_the_next_line():
    rows = grids(PIPED)[0].rows
    assert rows[-2][:3] == ("合 计", "60", "4200")
    assert rows[-1][0] == "注:据实测"


ONE_A_LINE = """安和村发放一览表 |
|||||
序号 |
组 别 |
面积(亩) |
标准(元) |
金额(元) |
备注 |
1 |
一组 |
10 |
70 |
700 |
|
2 |
二组 |
20 |
1400 |
||
3 |
三组 |
30 |
2100 |
已核 |
4 |
四组 |
1 |
70 |
70 |
|
合计 |
61 |
4270 |
注:据实测 |
"""


def test_cells_that_stand_one_a_line_are_put_back_into_rows():
    read = read_text(ONE_A_LINE)
    rows = next(part for part in read.parts if isinstance(part, Grid)).rows
    assert rows[0][0] == "安和村发放一览表"
    assert rows[1] == ("序号", "组 别", "面积(亩)", "标准(元)", "金额(元)", "备注")
    assert rows[2] == ("1", "一组", "10", "70", "700", "")
    assert rows[3] == ("2", "二组", "20", "1400", "", "")
    assert rows[4] == ("3", "三组", "30", "2100", "已核", "")
    assert rows[5] == ("4", "四组", "1", "70", "70", "")
    assert rows[6][:3] == ("合计", "61", "4270")
    assert rows[7][0] == "注:据实测"
    assert codes(read.remarks) == ["opening.rows_joined"]


def test_a_total_before_the_first_row_is_a_row_of_its_own():
    text = "序号 |\n姓名 |\n金额 |\n合计 |\n210 |\n1 |\n张三 |\n70 |\n2 |\n李四 |\n140 |\n"
    assert grids(text)[0].rows == (("序号", "姓名", "金额"), ("合计", "210", ""), ("1", "张三", "70"), ("2", "李四", "140"))


def test_cells_one_a_line_without_numbers_stay_lines_and_that_is_told():
    read = read_text("姓名 |\n金额 |\n张三 |\n70 |\n李四 |\n140 |\n")
    assert read.parts == ("姓名", "金额", "张三", "70", "李四", "140")
    assert codes(read.remarks) == ["opening.cells_one_a_line"]


SPACED = """安和乡 2025年末 收益分配统计表 单位 万元
指标名称 代码 数量 指标名称 代码 数量
一、总收入 1 180 3.其他支出 10 45
1.经营收入 2 68 三、本年收益 11 55
2.投资收益 4 5 五、可分配利润 13
二、总支出 7 125 3.农户分配 16 20
2.管理费用 9 35

以上数据已经审核。
"""


def test_columns_kept_apart_by_spaces_are_a_table():
    parts = read_text(SPACED).parts
    assert parts[0] == "安和乡 2025年末 收益分配统计表 单位 万元"
    assert parts[1].rows[0] == ("指标名称", "代码", "数量", "指标名称", "代码", "数量")
    assert parts[1].rows[3] == ("2.投资收益", "4", "5", "五、可分配利润", "13", "")
    assert parts[1].rows[-1] == ("2.管理费用", "9", "35", "", "", "")
    assert parts[2] == "以上数据已经审核。"


def test_wide_gaps_divide_before_narrow_ones_do():
    text = "序号    户主 姓名    金额\n1    张 三    70\n2    李 四    140\n3    王 五    0\n"
    assert grids(text)[0].rows[:2] == (("序号", "户主 姓名", "金额"), ("1", "张 三", "70"))


def test_fields_of_a_header_with_colons_are_no_table():
    text = "索引号: 11000/202207-00075 分类: 政策\n发布机构: 安和镇 主题: 其他\n成文日期: 2022-07-07 废止日期:\n"
    assert grids(text) == []


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=6)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8),
    st.sampled_from([",", "\t", " | ", " ", "  ", "，"]),
    st.booleans(),
)
def test_whatever_is_written_no_word_is_lost(table, mark, closed):
    text = "\n".join(mark.join(row) + (" |" if closed else "") for row in table)
    told = "".join(
        "".join(cell for row in part.rows for cell in row) if isinstance(part, Grid) else part for part in read_text(text).parts
    )
    kept = [sign for sign in text if sign.isalnum()]
    assert sorted(kept) == sorted(sign for sign in told if sign.isalnum())


def test_of_what_is_pasted_a_table_is_taken_as_a_table():
    html = "<html><body><table><tr><td>姓名</td><td>金额</td></tr><tr><td>张三</td><td>70</td></tr></table></body></html>"
    opened = open_pasted(html, "姓名 金额\n张三 70")
    assert opened.parts[0].rows == (("姓名", "金额"), ("张三", "70"))
    assert opened.name == ""


def test_of_what_is_pasted_without_a_table_the_plain_text_is_taken():
    assert open_pasted("<p>别的</p><img src='http://192.0.2.1/a.png'>", f"通知\n{RARE}").parts == ("通知", RARE)


def test_text_pasted_out_of_a_spreadsheet_is_a_table():
    assert open_pasted("", "姓名\t金额\n张三\t70\n").parts[0].rows == (("姓名", "金额"), ("张三", "70"))


def test_a_markdown_file_is_text_here():
    assert open_file("# 通知\n\n明天开会。\n".encode(), "通知.md").parts == ("# 通知", "明天开会。")
