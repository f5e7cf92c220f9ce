"""Pages of the web, under whatever name, and what programs put on the clipboard."""

import pytest
from brought import RARE
from cast import codes

from kiosk.documents.opening import Heading, open_file, open_pasted
from kiosk.documents.opening.web_pages import read_html
from kiosk.rules.grids import Grid, Merge

EXCEL_PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<style>.xl65 {mso-number-format:"\\@";}</style><title>不要</title></head><body>
<!--[if gte mso 9]><xml><x:ExcelWorkbook>不要</x:ExcelWorkbook></xml><![endif]-->
<table border=0><tr height=20><td class=xl65 colspan=3>安和村清册</td></tr>
<tr><td>序号<td>户主<br style='mso-data-placement:same-cell'>姓名<td x:num="70">金额</tr>
<tr><td>1<td>张三<td rowspan=2>70</tr><tr><td>2<td>李四</tr></table><script>alert(1)</script></body></html>"""


def test_a_page_named_xls_is_read_as_what_it_is():
    opened = open_file(EXCEL_PAGE.encode("gb18030"), "清册.xls")
    assert opened.parts[0].rows == (
        ("安和村清册", "", ""),
        ("序号", "户主 姓名", "金额"),
        ("1", "张三", "70"),
        ("2", "李四", ""),
    )
    assert opened.parts[0].merges == (Merge(0, 0, 0, 2), Merge(2, 2, 3, 2))
    assert len(opened.parts) == 1
    assert codes(opened.remarks) == ["opening.other_ending"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_rare_names_come_out_of_a_page(encoding):
    page = f"<html><body><table><tr><td>姓名</td><td>金额</td></tr><tr><td>{RARE}</td><td>70</td></tr></table></body></html>"
    assert open_file(page.encode(encoding), "册.html").parts[0].rows[1] == (RARE, "70")


def parts(html: str) -> tuple[str | Grid | Heading, ...]:
    return read_html(html).parts


def test_paragraphs_and_headings_come_in_their_order():
    page = (
        "<h2>一、补贴</h2><p>第一段\n还是第一段<br>第二段</p><ol><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul><div>末</div>"
    )
    assert parts(page) == (Heading(2, "一、补贴"), "第一段 还是第一段", "第二段", "1. 甲", "2. 乙", "丙", "末")


def test_what_is_no_text_leaves_nothing_behind():
    page = "<p onclick='x()'>甲<b>乙</b><a href='javascript:x()'>丙</a></p>"
    gone = "<script>丁</script><style>戊</style><iframe>己</iframe><!-- 庚 -->"
    assert parts(page + gone) == ("甲乙丙",)


def test_a_page_laid_out_in_tables_gives_its_inner_ones():
    inner = "<table><tr><td>姓名</td><td>金额</td></tr><tr><td>张三</td><td>70</td></tr></table>"
    page = f"<table><tr><td>导航</td><td><p>公示如下</p>{inner}<p>特此公示</p></td></tr></table>"
    told = parts(page)
    assert [part for part in told if isinstance(part, str)] == ["导航", "公示如下", "特此公示"]
    assert told[2].rows == (("姓名", "金额"), ("张三", "70"))


def test_a_frame_around_one_text_is_no_table():
    assert parts("<table><tr><td>通知</td></tr></table>") == ("通知",)


def test_text_in_a_table_but_in_no_cell_is_kept():
    told = parts("<table><caption>清册</caption><tr><td>张三</td><td>70</td></tr></table>")
    assert "清册" in str(told)


def test_a_cell_that_claims_more_than_there_is_takes_only_that():
    grid = parts(
        "<table><tr><td colspan=900>清册</td></tr><tr><td>张三</td><td rowspan=65000>70</td></tr><tr><td>李四</td></tr></table>"
    )[0]
    assert grid.rows == (("清册", ""), ("张三", "70"), ("李四", ""))
    assert grid.merges == (Merge(0, 0, 0, 1), Merge(1, 1, 2, 1))


def test_pictures_are_left_out_and_told():
    read = read_html("<p>甲<img src='http://192.0.2.1/a.png'></p>")
    assert read.parts == ("甲",)
    assert codes(read.remarks) == ["opening.pictures"]


def test_the_head_that_windows_puts_before_a_pasted_page_is_no_text():
    html = "Version:1.0\r\nStartHTML:0000000105\r\nEndHTML:0000000200\r\n" + EXCEL_PAGE
    assert open_pasted(html, "").parts[0].rows[0][0] == "安和村清册"


def test_a_page_saved_as_one_file_is_read():
    page = EXCEL_PAGE.replace("gb2312", "utf-8").encode()
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    part = b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert open_file(head + part + page + b"\r\n--b--\r\n", "册.mht").parts[0].rows[2] == ("1", "张三", "70")
