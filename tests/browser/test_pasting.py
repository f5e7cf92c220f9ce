"""What lies on the clipboard after copying in Excel, WPS, Word or a web page, and what of it comes into a notice."""

from collections.abc import Iterator
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, Page

from .conftest import WATCH
from .hall import Hall

PASTED = """async ([html, plain, text, at]) => {
  const folder = document.querySelector("link[href*='/css/']").href.replace(/css\\/.*/, "js/desk/pasting/");
  const { editFor } = await import(`${folder}paste.js`);
  const area = document.createElement("textarea");
  area.value = text;
  area.setSelectionRange(at, at);
  const edit = editFor(area, html, plain.replace(/\\r\\n/g, "\\n"));
  if (!edit) return null;
  area.setRangeText(edit.words, edit.from, edit.to);
  return area.value;
}"""

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=Generator content="Microsoft Excel 15">
<style><!--table {mso-displayed-decimal-separator:"\\.";} .xl65 {mso-number-format:"\\@";}--></style></head>
<body link="#0563C1"><table border=0 width=432><!--StartFragment--><col width=72 span=6>{rows}
<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td><td width=72></td></tr><![endif]>
<!--EndFragment--></table></body></html>"""

WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><style>p.MsoNormal {{margin:0cm}}</style></head>
<body lang=ZH-CN><!--StartFragment-->{body}<!--EndFragment--></body></html>"""

WPS = """<html xmlns:v="urn:schemas-microsoft-com:vml"><head><meta name="Generator" content="WPS Office ET">
<style>.et2 {{mso-style-parent:style0;}}</style></head><body><table width="300" border="0" cellpadding="0" cellspacing="0"
style='width:225.00pt;border-collapse:collapse;table-layout:fixed;'><!--StartFragment-->{rows}<!--EndFragment--></table></body></html>"""


@pytest.fixture(scope="module")
def page(sample_hall: Hall, browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{sample_hall.address}/")
    yield page
    assert set(page.evaluate("() => violations")) == set()
    context.close()


def pasted(page: Page, html: str = "", plain: str = "", text: str = "", at: int | None = None) -> str | None:
    return page.evaluate(PASTED, [html, plain, text, len(text) if at is None else at])


def lines(words: str) -> str:
    return dedent(words).strip("\n")


def test_a_sheet_with_title_captions_merged_heads_and_remarks(page: Page) -> None:
    rows = """
    <tr><td colspan=6 class=xl66>安和村2026年耕地地力保护补贴
      分户清册</td></tr>
    <tr><td colspan=3>编制单位：安和村</td><td colspan=3 style='mso-ignore:colspan'>单位：亩、元</td></tr>
    <tr><td rowspan=2>序号</td><td rowspan=2>户主<br>姓名</td><td colspan=2>面积（亩）</td>
      <td rowspan=2>标准<br>  （元/亩）</td><td rowspan=2>金额（元）</td></tr>
    <tr><td>水田</td><td>旱地</td></tr>
    <tr><td align=right>1</td><td>罗*涛</td><td align=right>2.21</td><td></td><td rowspan=3>82.00</td><td>181.22</td></tr>
    <tr><td align=right>2</td><td rowspan=2>张*三　</td><td>1.45</td><td>0.50</td><td rowspan=2>1,159.90</td></tr>
    <tr><td align=right>3</td><td>2.23</td><td>-</td></tr>
    <tr><td colspan=2>合计</td><td>5.89</td><td>0.50</td><td></td><td>1,341.12</td></tr>
    <tr><td colspan=6>备注：面积以确权登记为准。</td></tr>"""
    assert pasted(page, EXCEL.replace("{rows}", rows)) == lines(
        """
        安和村2026年耕地地力保护补贴分户清册

        编制单位：安和村　单位：亩、元

        | 序号 | 户主姓名 | 面积（亩） 水田 | 面积（亩） 旱地 | 标准（元/亩） | 金额（元） |
        | --- | --- | ---: | ---: | ---: | ---: |
        | 1 | 罗*涛 | 2.21 |  | 82.00 | 181.22 |
        | 2 | 张*三 | 1.45 | 0.50 | 82.00 | 1,159.90 |
        | 3 | 张*三 | 2.23 | - | 82.00 |  |
        | 合计 |  | 5.89 | 0.50 |  | 1,341.12 |

        备注：面积以确权登记为准。"""
    )


def test_what_is_hidden_or_empty_on_the_sheet_stays_out(page: Page) -> None:
    rows = """
    <tr><td>姓名</td><td style='display:none'>身份证号</td><td></td><td>金额</td></tr>
    <tr style='display:none'><td>王五</td><td style='display:none'>1</td><td></td><td>9</td></tr>
    <tr><td>　罗&nbsp;*&nbsp;涛 </td><td style='display:none'>2</td><td>&nbsp;</td>
        <td><span style='mso-spacerun:yes'>&nbsp;</span>1,200.00<span style='mso-spacerun:yes'>&nbsp;</span></td></tr>
    <tr><td></td><td style='display:none'></td><td></td><td></td></tr>"""
    assert pasted(page, EXCEL.replace("{rows}", rows)) == lines(
        """
        | 姓名 | 金额 |
        | --- | ---: |
        | 罗 * 涛 | 1,200.00 |"""
    )


def test_a_table_from_wps_with_bars_and_lines_in_its_cells(page: Page) -> None:
    rows = """<tr><td class="et2"><font>项　目</font></td><td class="et2">收费标准</td></tr>
    <tr><td class="et2" x:str>宅基地|审批</td><td class="et2"><p>不收费</p><p>（工本费5元）</p></td></tr>"""
    assert pasted(page, WPS.replace("{rows}", rows)) == lines(
        r"""
        | 项目 | 收费标准 |
        | --- | --- |
        | 宅基地\|审批 | 不收费 （工本费5元） |"""
    )


def test_a_table_without_a_head_is_given_places_for_one(page: Page) -> None:
    assert pasted(page, plain="1\t罗*涛\t2.21\r\n2\t张*三\t1.45\r\n") == lines(
        """
        | 【填写】 | 【填写】 | 【填写】 |
        | ---: | --- | ---: |
        | 1 | 罗*涛 | 2.21 |
        | 2 | 张*三 | 1.45 |"""
    )


def test_tabs_with_heads_on_two_lines_and_a_line_break_in_a_cell(page: Page) -> None:
    plain = '收入情况如下\n序号\t户主\t收入\t\t备注\n\t\t本月\t累计\t\n1\t罗*涛\t1,200.00\t3,000\t"两行\n""备注"""\n以上已核对'
    assert pasted(page, plain=plain) == lines(
        """
        收入情况如下

        | 序号 | 户主 | 收入 本月 | 收入 累计 | 备注 |
        | ---: | --- | ---: | ---: | --- |
        | 1 | 罗*涛 | 1,200.00 | 3,000 | 两行 "备注" |

        以上已核对"""
    )


def test_words_from_word_keep_their_paragraphs_points_and_bold(page: Page) -> None:
    body = """
    <p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:仿宋'>依据县农业农村局
    文件，标准为<b>每亩82.00元</b>。<o:p></o:p></span></p>
    <p class=MsoNormal><b><span>一、补贴对象</span></b></p>
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span><span
     style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>拥有承包权的农户</p>
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
     style='mso-list:Ignore'>2.<span>&nbsp; </span></span><![endif]>实际种粮的农户</p>
    <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>（一）</span>先登记</p>
    <table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>村民小组</b></p></td><td><p>户数</p></td></tr>
    <tr><td><p class=MsoNormal>一组</p></td><td><p>19</p></td></tr></table>
    <p class=MsoNormal>&nbsp;</p><p class=MsoNormal>特此公示。</p>"""
    assert pasted(page, WORD.format(body=body)) == lines(
        """
        依据县农业农村局文件，标准为**每亩82.00元**。

        **一、补贴对象**

        1. 拥有承包权的农户
        2. 实际种粮的农户

        （一）先登记

        | 村民小组 | 户数 |
        | --- | ---: |
        | 一组 | 19 |

        特此公示。"""
    )


def test_a_web_page_brings_its_words_and_nothing_that_runs(page: Page) -> None:
    html = """<div onclick="alert(1)"><h1>公告</h1><script>alert(1)</script><img src=x onerror="alert(1)">
    <table><tr><td><div>第一栏</div><ul><li>甲</li><li>乙</li></ul><table><tr><th>项目</th><th>数</th></tr>
    <tr><td>路灯</td><td>12</td></tr></table></td></tr></table></div>"""
    assert pasted(page, html) == lines(
        """
        ## 公告

        第一栏

        - 甲
        - 乙

        | 项目 | 数 |
        | --- | ---: |
        | 路灯 | 12 |"""
    )


@pytest.mark.parametrize(
    "html, plain",
    [("", "一行字"), ("", "两行\n字"), ("<p>一段</p>", "一段"), ("<pre>| 一 | 二 |\n| --- | --- |</pre>", "| 一 | 二 |\n| --- | --- |")],
    ids=["a line", "two lines", "a paragraph", "a table of a notice"],
)
def test_what_is_as_it_should_be_is_left_to_the_browser(page: Page, html: str, plain: str) -> None:
    assert pasted(page, html, plain) is None


TEMPLATE = lines(
    """
    名单：

    | 序号 | 户主 | 金额（元） |
    | --- | --- | ---: |
    |  |  |  |
    |  |  |  |
    | 合计 |  |  |

    请核对。"""
)


def test_rows_go_in_the_place_of_the_empty_ones(page: Page) -> None:
    plain = "序号\t户主姓名\t金额（元）\n1\t罗*涛\t5.00\n2\t李*\t6.00\n3\t王*\t7.00"
    assert pasted(page, plain=plain, text=TEMPLATE, at=TEMPLATE.index("|  |  |") + 2) == TEMPLATE.replace(
        "|  |  |  |\n|  |  |  |", "| 1 | 罗*涛 | 5.00 |\n| 2 | 李* | 6.00 |\n| 3 | 王* | 7.00 |"
    )


def test_a_column_fills_the_cells_below_the_caret(page: Page) -> None:
    filled = pasted(page, plain="罗*涛\n李*\n", text=TEMPLATE, at=TEMPLATE.index("|  |  |") + 4)
    assert filled == TEMPLATE.replace("|  |  |  |\n|  |  |  |", "|  | 罗*涛 |  |\n|  | 李* |  |")


def test_nothing_written_is_overwritten(page: Page) -> None:
    text = TEMPLATE.replace("|  |  |  |\n|  |  |  |", "| 1 | 罗*涛 | 5.00 |")
    more = pasted(page, plain="2\t李*\t6.00\n3\t王*\t7.00", text=text, at=text.index("罗"))
    assert more == text.replace("5.00 |", "5.00 |\n| 2 | 李* | 6.00 |\n| 3 | 王* | 7.00 |")


def test_another_table_goes_below_the_one_with_the_caret(page: Page) -> None:
    pasted_text = pasted(page, plain="项目\t说明\n路灯\t已装\n", text=TEMPLATE, at=TEMPLATE.index("合计"))
    assert pasted_text is not None
    table = "| 项目 | 说明 |\n| --- | --- |\n| 路灯 | 已装 |"
    assert pasted_text == TEMPLATE.replace("| 合计 |  |  |\n", f"| 合计 |  |  |\n\n{table}\n")


def test_a_line_break_never_tears_a_row(page: Page) -> None:
    text = TEMPLATE.replace("合计", "合计（元）")
    assert pasted(page, plain="一\n二", text=text, at=text.index("合计") + 2) == text.replace("合计", "合计一 二")
