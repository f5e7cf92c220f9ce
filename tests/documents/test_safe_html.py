"""Markdown to HTML: nothing in it can run, nothing of the village's words is lost."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.safe_html import (
    BadMarkdown,
    Picture,
    clean,
    line_of_excess,
    line_of_long_block,
    render,
    without_links,
)

ATTRIBUTES = {
    "a": {"href", "rel", "class"},
    "img": {"src", "alt", "width", "height"},
    "td": {"align", "class"},
    "th": {"align", "class"},
    "tr": {"class"},
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
    "div": {"class"},
}
TAGS = set(
    "a abbr b blockquote br code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre "
    "s strong sub sup table tbody td th thead tr ul".split()
)
CLASSES = {"figure", "total", "footnote", "footnote-ref", "footnote-backref", "telephone"}
ANYWHERE = {"title", "lang"}
SCHEMES = {"http", "https", "mailto", "tel"}


class Inspector(HTMLParser):
    """Reads HTML as a browser would, and keeps what must not be there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()) | ANYWHERE:
                self.faults.append(f"{tag} {name}={value}")
            if name == "class" and not set((value or "").split()) <= CLASSES:
                self.faults.append(f"{tag} class={value}")
            if name in ("href", "src") and scheme(value or "") not in SCHEMES | {""}:
                self.faults.append(f"{tag} {name}={value}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}>")

    def handle_data(self, data: str) -> None:
        self.text += data


def scheme(address: str) -> str:
    """As browsers find it: controls and blanks in front do not count, tabs and line breaks nowhere; "" for a path."""
    plain = re.sub(r"[\t\r\n]", "", address.lstrip("".join(map(chr, range(33)))))
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", plain)
    return found[1].lower() if found else ""


def words(body: str) -> str:
    return " ".join(Inspector(render(body, {})).text.split())


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<object data=x></object><embed src=x>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' &#106;avascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](blob:http://x)",
    '[x](http://a "onmouseover=alert(1)")',
    '[x](http://a"onmouseover="alert(1))',
    "[x](http://a' onmouseover='alert(1))",
    "<http://x.example/'onclick='alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[a]: http://x.example\n\n[a][a]",
    "<div hx-get='/desk/' hx-trigger='load'>x</div>",
    "<p data-screen='hall' style='position:fixed'>x</p>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//x.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//x.example'>",
    "<base href=//x.example/>",
    "<form action=//x.example><input name=a><button>x</button></form>",
    "<video src=x onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<!-- <script>alert(1)</script> -->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<!DOCTYPE html><html><body onload=alert(1)>",
    "<?xml version='1.0'?><?php echo 1 ?>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;script&amp;gt;",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>\n    - <img src=x onerror=alert(1)>",
    "# <script>alert(1)</script>",
    "**<script>alert(1)</script>**",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | [x](javascript:alert(1)) |",
    "x[^1]\n\n[^1]: <script>alert(1)</script>",
    "x[^<script>]\n\n[^<script>]: y",
    'x[^"onclick=alert(1)]\n\n[^"onclick=alert(1)]: y',
    "\x02script\x03alert(1)\x02/script\x03",
    "\x02klzzwxh:0001\x03",
    "\x02wzxhzdk:0\x03",
    "<a id=x name=y target=_blank class='band-clock' href=http://a>x</a>",
    "<td class='slide'>x</td>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<textarea></textarea><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<plaintext>",
    "<title></title><xmp><script>alert(1)</script></xmp>",
    "\u202e<script>alert(1)</script>",
    "<\u0000script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "{: onclick=alert(1) }",
    "# x {: #y onclick=alert(1) }",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_hostile_can_run(body):
    assert Inspector(render(body, {})).faults == []


@pytest.mark.parametrize("body", HOSTILE)
def test_html_that_came_another_way_is_cleaned_the_same(body):
    assert Inspector(clean(body)).faults == []
    assert Inspector(without_links(body)).faults == []


@given(st.lists(st.sampled_from([*HOSTILE, "<", ">", '"', "'", "=", "&", "\n", "\n\n", " ", "|", "[", "](", ")", "`"]), max_size=6))
def test_nothing_hostile_can_run_in_any_company(pieces):
    try:
        html = render("".join(pieces), {})
    except BadMarkdown:
        return
    assert Inspector(html).faults == []


@pytest.mark.parametrize(
    "body",
    [
        "<b>加粗</b>",
        "<script>alert(1)</script>",
        "收入 < 支出 > 结余",
        "a<b>c",
        "AT&T &amp; &lt;3",
        "价格 <100元",
        "<!-- 说明 -->",
        "`<b>`",
    ],
)
def test_what_looks_like_html_is_shown_as_it_was_written(body):
    assert words(body).replace(" ", "") == body.strip("`").replace("&amp;", "&").replace("&lt;", "<").replace(" ", "")


@pytest.mark.parametrize(
    "masked",
    [
        "张*明",
        "李*华",
        "张*明、李*华",
        "张*明、李*华、王*",
        "138****1234",
        "138****1234、139****5678",
        "张**",
        "张**、李**",
        "张**、李**、王**共3户",
        "张**（一组）、李**（二组）",
        "4101**********1234",
        "尾号为****1234",
        "**** **** **** 1234",
        "陈*林 陈*森",
        "欧阳*、欧阳**",
        "户主张*，配偶李*",
        "王*1，王*2",
        "*明、*华",
        "Zhang*、Li*",
        "张＊明",
        "3*4=12，5*6=30",
        "2 * 3 * 4",
        "snake_case_name",
    ],
)
@pytest.mark.parametrize("place", ["{}", "名单：{}。", "- {}", "> {}", "| 户主 | 备注 |\n|---|---|\n| {} | 无 |"])
def test_a_mask_of_stars_stays_as_it_was_written(masked, place):
    assert masked in words(place.format(masked))


def test_a_mask_at_the_end_of_one_cell_does_not_reach_into_the_next():
    html = render("| 甲 | 乙 |\n|---|---|\n| 张* | 李* |\n| 王** | 赵** |\n", {})
    assert [re.sub("<.*?>", "", cell) for cell in re.findall("<td.*?</td>", html)] == ["张*", "李*", "王**", "赵**"]


@pytest.mark.parametrize(
    "body, html",
    [
        ("**重点**", "<strong>重点</strong>"),
        ("这是**重点**内容", "<strong>重点</strong>"),
        ("**重点**：张*明", "<strong>重点</strong>：张*明"),
        ("请 *务必* 参加", "<em>务必</em>"),
        ("`代码`", "<code>代码</code>"),
        ("一\n二", "一<br>\n二"),
        ("一  \n二", "一<br>\n二"),
        ("# 大\n\n## 中\n\n### 小", "<h2>中</h2>"),
        ("> 引用", "<blockquote>"),
        ("- 一\n- 二", "<ul>\n<li>一</li>"),
        ("3. 三\n4. 四", '<ol start="3">'),
        ("一\n\n---\n\n二", "<hr>"),
        ("一\n---\n二", "<hr>"),
        ("[村网](http://x.example/a)", 'href="http://x.example/a"'),
        ("[电话](tel:0000-1234567)", 'href="tel:0000-1234567"'),
        ("\\*原样\\*", "*原样*"),
        ("陈\\*林", "陈*林"),
        ("甲\\|乙", "甲|乙"),
        ("说明：\n- 一\n- 二", "<p>说明：</p>\n<ul>\n<li>一</li>"),
        ("说明：\n1. 一\n2. 二", "<p>说明：</p>\n<ol>\n<li>一</li>"),
        ("说明：\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |", "<p>说明：</p>\n<table>"),
        ("说明：\n\n## 二\n甲 | 乙\n--- | ---\n一 | 二", "<table>"),
        ("&copy;", "©"),
        ("𠮷䶮㛃𬭩", "𠮷䶮㛃𬭩"),
    ],
)
def test_markdown_that_clerks_use(body, html):
    assert html in render(body, {})


@pytest.mark.parametrize("body", ["一句话\n====\n", "    四个空格\n", "[甲]: http://x.example\n", "http://x.example/", "a@x.example"])
def test_markdown_that_clerks_never_mean_stays_text(body):
    html = render(body, {})
    assert not re.search("<(h1|pre|a)[ >]", html)
    assert "".join(body.split()) in "".join(Inspector(html).text.split())


def test_a_footnote_leads_there_and_back():
    html = render("补贴[^1]发放。\n\n[^1]: 依据文件。\n", {})
    assert Inspector(html).faults == []
    assert 'class="footnote"' in html
    target = re.search(r'class="footnote-ref" href="#([^"]+)"|href="#([^"]+)" class="footnote-ref"', html)
    assert f'id="{target[1] or target[2]}"' in html
    assert "依据文件" in html


TABLE = """\
| 日期 | 摘要 | 收入（元） | 备注 |
|---|---|---|:---:|
| 1月2日 | 电费 | 1,200.00 | |
| 1月3日 | 水费 | −300.00 | 张*明 |
| 合计 | 2笔 | 900.00 | |
"""


def test_columns_of_figures_and_rows_of_totals_are_marked():
    html = render(TABLE, {})
    assert html.count('class="figure"') == 4
    assert '<th class="figure">收入（元）</th>' in html
    assert re.search(r'<tr class="total">\s*<td>合计</td>', html)
    assert html.count('<td align="center">') == 3


def test_a_total_in_the_second_cell_after_an_empty_first_is_marked():
    assert 'class="total"' in render("| 序号 | 项目 | 元 |\n|---|---|---|\n| 1 | 电费 | 1 |\n| | 合计 | 1 |\n", {})


def test_an_aligned_column_keeps_its_alignment():
    html = render("| 项目 | 元 |\n|---|---:|\n| 电费 | 1.00 |\n", {})
    assert '<td align="right" class="figure">1.00</td>' in html


@pytest.mark.parametrize(
    "rows, cells",
    [
        ("| 1 |\n", ["1", "", ""]),
        ("| 1 | 2 |\n", ["1", "2", ""]),
        ("| 1 | 2 | 3 |\n", ["1", "2", "3"]),
        ("| 1 | 2 | 3 | |\n", ["1", "2", "3"]),
        ("1 | 2 | 3\n", ["1", "2", "3"]),
        ("| | | 3 |\n", ["", "", "3"]),
        ("| `a | b` | 2 | 3 |\n", ["a | b", "2", "3"]),
        ("| a \\| b | 2 | 3 |\n", ["a | b", "2", "3"]),
        ("| **1** | 2*3 | 3 |\n", ["1", "2*3", "3"]),
        ("| \\| | \\|\\| | a\\|b\\|c |\n", ["|", "||", "a|b|c"]),
        ("| **a \\| b** | 0000-1234567 \\| 2 | 3 |\n", ["a | b", "0000-1234567 | 2", "3"]),
        ("| 合计 | | 3 |\n", ["合计", "", "3"]),
        ("| | 合计 |\n", ["", "合计", ""]),
        ("| 12 &lt; 13 | 2 | 3 |\n", ["12 &lt; 13", "2", "3"]),
        ("| a & b | 2 | 3 |\n", ["a &amp; b", "2", "3"]),
    ],
)
def test_cells_come_through_one_by_one(rows, cells):
    html = render("| 甲 | 乙 | 丙 |\n|---|---|---|\n" + rows, {})
    found = [re.sub("<.*?>", "", each) for each in re.findall("<td.*?</td>", html)]
    assert found == cells


@pytest.mark.parametrize("row", ["| 1 | 2 | 3 | 4 |", "1|2|3|4", "| 1 | 2 | 3 | | | 6 |"])
def test_a_row_wider_than_its_head_is_refused_and_named(row):
    with pytest.raises(BadMarkdown) as wrong:
        render(f"| 甲 | 乙 | 丙 |\n|---|---|---|\n| 1 | 2 | 3 |\n{row}\n", {})
    assert wrong.value.code == "markdown.row_too_wide"
    assert wrong.value.excerpt == row


@pytest.mark.parametrize("row", ["| 合计 | 300.00 |", "| 合 计 | 300.00 |", "| 总计（元） |", "合计 | 300.00", "| 收入合计 | 300.00"])
def test_a_total_that_would_slip_into_the_wrong_column_is_refused_and_named(row):
    with pytest.raises(BadMarkdown) as wrong:
        render(f"| 甲 | 乙 | 丙 |\n|---|---|---|\n| 1 | 2 | 3 |\n{row}\n", {})
    assert (wrong.value.code, wrong.value.excerpt) == ("markdown.total_too_short", row)
    assert wrong.value.facts["columns"] == 3


@pytest.mark.parametrize(
    "body, excerpt",
    [
        ("| 甲 | 乙 |\n| 1 | 2 |\n", "| 甲 | 乙 |"),
        ("| 甲 | 乙 |\n\n|---|---|\n\n| 1 | 2 |\n", "| 甲 | 乙 |"),
        ("| 甲 | 乙 |\n|---|\n| 1 | 2 |\n", "| 甲 | 乙 |"),
        ("| 甲 | 乙 |\n| ——— | ——— |\n| 1 | 2 |\n", "| 甲 | 乙 |"),
        ("｜甲｜乙｜\n｜---｜---｜\n｜1｜2｜\n", "｜甲｜乙｜"),
        ("说明\n\n| 1 | 2 |\n", "| 1 | 2 |"),
        ("> | 甲 | 乙 |\n> | 1 | 2 |\n", "| 甲 | 乙 |"),
        ("| **甲** | 乙 |\n| 1 | 2 |\n", "| 甲 | 乙 |"),
    ],
)
def test_bars_that_make_no_table_are_refused(body, excerpt):
    with pytest.raises(BadMarkdown) as wrong:
        render(body, {})
    assert (wrong.value.code, wrong.value.excerpt) == ("markdown.broken_table", excerpt)


@pytest.mark.parametrize("body", ["甲\t乙\n1\t2\n", "说明\n\n姓名\t\t金额\n张*明\t\t12.00\n"])
def test_columns_of_a_spreadsheet_are_refused(body):
    with pytest.raises(BadMarkdown) as wrong:
        render(body, {})
    assert wrong.value.code == "markdown.tabs"
    assert wrong.value.excerpt in body


@pytest.mark.parametrize(
    "body",
    ["甲|乙", "甲 | 乙 二选一", "一行\t有制表符", "一\t二\n\n三\t四", "\t缩进\n\t缩进", "- 一\n\t- 二\n\t- 三", "一\t\n二\t\n", "| 甲\t | 乙 |\n|---|---|\n| 1\t | 2 |"],
)
def test_bars_and_tabs_that_mean_no_table_stay(body):
    kept = re.sub(r"[\s|-]", "", words(body))
    assert kept == re.sub(r"[\s|-]", "", body)


@pytest.mark.parametrize(
    "body",
    ["一\n2. 二", "一\n-二", "第1. 条\n10月8日", "一\n* * *\n二", "- 一\n- 二\n1. 三", "1. 一\n   - 二", "> 一\n> - 二", "一\n甲|乙\n---|---\n三|四"],
)
def test_separating_lists_and_tables_loses_nothing(body):
    kept = re.sub(r"[\s>|*.-]", "", words(body))
    assert re.sub(r"\d", "", kept) == re.sub(r"[\s>|*.\d-]", "", body)


NUMBER = '<a class="telephone" href="tel:0000-1234567" rel="noopener noreferrer nofollow">0000-1234567</a>'


@pytest.mark.parametrize(
    "body, html",
    [
        ("电话0000-1234567。", f"<p>电话{NUMBER}。</p>"),
        ("0000-1234567", f"<p>{NUMBER}</p>"),
        ("**0000-1234567**", f"<p><strong>{NUMBER}</strong></p>"),
        ("# 监督电话 0000-1234567", f"<h1>监督电话 {NUMBER}</h1>"),
        ("| 电话 |\n|---|\n| 0000-1234567 |", f"<td>{NUMBER}</td>"),
        ("010-12345678", 'href="tel:010-12345678"'),
        ("0000-123456", 'href="tel:0000-123456"'),
    ],
)
def test_a_telephone_number_can_be_called(body, html):
    assert html in render(body, {})
    assert Inspector(render(body, {})).faults == []


@pytest.mark.parametrize("body", ["0000-12345", "2026-10-08", "00000-1234567", "0000-123456789", "CW-2026-1234567", "`0000-1234567`", "138****1234", "1-0000-1234567", "0000-1234567-1"])
def test_other_figures_are_no_telephone_numbers(body):
    assert "tel:" not in render(body, {})


@pytest.mark.parametrize("body", ["[0000-1234567](http://x.example/)", "[打**0000-1234567**问](tel:0000-1234567)"])
def test_a_telephone_number_within_a_link_is_left_to_the_link(body):
    html = render(body, {})
    assert html.count("<a ") == html.count("</a>") == 1
    assert "0000-1234567" in Inspector(html).text


def test_on_the_tv_a_telephone_number_is_kept_together_but_calls_nobody():
    shown = without_links(render("电话0000-1234567。", {}))
    assert shown == '<p>电话<a class="telephone">0000-1234567</a>。</p>'


@pytest.mark.parametrize(
    "body, line",
    [
        ("", None),
        ("字" * 20_000, None),
        ("字" * 20_001, 1),
        ("一\n\n" + "字" * 20_001, 3),
        ("一\n\n二\n" + "字" * 20_000, 3),
        (("字" * 100 + "\n") * 200, None),
        (("字" * 100 + "\n") * 201, 1),
        (("字" * 100 + "\n\n") * 3000, None),
        ("| " + "字" * 90 + " | 1 |\n" + "|---|---|\n" + ("| " + "字" * 90 + " | 1 |\n") * 3000, None),
        ("| 甲 |\n|---|\n| " + "字" * 20_000 + " |\n", 3),
    ],
)
def test_a_paragraph_nobody_could_read_is_found_with_its_line(body, line):
    assert line_of_long_block(body) == line


def test_a_picture_of_the_notice_is_framed_with_its_description():
    html = render("![平面图](plan.png)\n", {"plan.png": Picture("/pictures/a.png", 800, 600)})
    for part in ("<figure><img ", 'src="/pictures/a.png"', 'alt="平面图"', 'width="800"', 'height="600"'):
        assert part in html
    assert "<figcaption>平面图</figcaption>" in html
    assert Inspector(html).faults == []


@pytest.mark.parametrize("name", ["other.png", "http://x.example/a.png", "data:image/png;base64,AAAA", "../plan.png", "/pictures/a.png", ""])
def test_a_picture_from_elsewhere_is_refused(name):
    with pytest.raises(BadMarkdown) as wrong:
        render(f"![图]({name})\n", {"plan.png": Picture("/pictures/a.png", 800, 600)})
    assert wrong.value.code == "markdown.no_such_picture"


@pytest.mark.parametrize(
    "body, line",
    [
        ("", None),
        ("- 一", None),
        ("- " * 8 + "一", None),
        ("- " * 9 + "一", 1),
        ("> " * 9 + "一", 1),
        (">" * 9 + "一", 1),
        ("1. " * 9 + "一", 1),
        ("一\n\n" + "* " * 9 + "一", 3),
        ("- 一\n" + "    " * 7 + "- 二", None),
        ("- 一\n" + "    " * 9 + "- 二", 2),
        ("\t" * 9 + "- 二", 1),
        ("2026年10月8日", None),
        ("--------------------", None),
        ("--- --- ---", None),
        ("- - - - - - - - - -", None),
        ("* * * * * * * * * *", None),
    ],
)
def test_lists_too_deep_are_found_with_their_line(body, line):
    assert line_of_excess(body) == line


@pytest.mark.parametrize("body", ["- " * 8 + "一", "> " * 8 + "一", "\n".join("    " * n + "- 点" for n in range(7))])
def test_lists_at_the_limit_are_set(body):
    assert Inspector(render(body, {})).faults == []


def test_the_tv_has_nothing_to_click_and_no_ids():
    body = "[村网](http://x.example/)，0000-1234567，注[^1]，二注[^1]\n\n1. 一\n\n| 元 |\n|---|\n| 1 |\n\n[^1]: 依据\n"
    shown = without_links(render(body, {}))
    assert not re.search(r"<a [^>]*href", shown)
    assert not re.search(r"\s(id|href|name|tabindex)=", shown)
    assert "↩" not in shown
    for kept in ("村网", "依据", "<table>", 'class="figure"', 'class="footnote"'):
        assert kept in shown


PLAIN = st.text("收支结余电费0123456789，。（）：；、元*_- \n", max_size=200)


@given(PLAIN)
def test_no_letter_or_figure_of_a_plain_text_is_lost(body):
    kept = re.sub(r"[\s*_-]", "", Inspector(render(body, {})).text)
    assert kept == re.sub(r"[\s*_-]", "", body)


@given(st.lists(st.lists(st.text("收支123.,元*-", max_size=6), min_size=3, max_size=3), min_size=1, max_size=8))
def test_no_cell_of_a_table_is_lost(rows):
    body = "| 甲 | 乙 | 丙 |\n|---|---|---|\n" + "".join("| " + " | ".join(row) + " |\n" for row in rows)
    kept = re.sub(r"[\s*]", "", Inspector(render(body, {})).text)
    assert kept == re.sub(r"[\s*]", "", "甲乙丙" + "".join("".join(row) for row in rows))
