"""Blocks of a body, tables cell by cell: as the renderer takes them, and written back as they were."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.config import resource
from kiosk.documents.safe_html import BadMarkdown, render
from kiosk.rules.tables import Block, Sort, Table, blocks, body_of

BODIES = sorted([*(resource("content") / "templates").glob("*.md"), *(resource("content") / "sample/notices").glob("*.md")])


def the_body(file: Path) -> str:
    return file.read_text("utf-8").split("---\n", 2)[2]


def the_tables(body: str) -> list[Table]:
    return [block.table for block in blocks(body) if block.table is not None]


@pytest.mark.parametrize(
    "body, sorts",
    [
        ("", ""),
        ("\n\n", ""),
        ("一句话", "paragraph"),
        ("一\n二\n\n三", "paragraph paragraph"),
        ("一\r\n\r\n二", "paragraph paragraph"),
        ("一\n \t \n二", "paragraph paragraph"),
        ("## 说明", "heading"),
        ("## 说明\n一", "heading paragraph"),
        ("一\n## 说明\n## 二\n三", "paragraph heading heading paragraph"),
        ("- 一\n- 二", "list"),
        ("1. 一\n2. 二", "list"),
        ("说明：\n- 一\n- 二", "paragraph list"),
        ("一\n2. 二", "paragraph"),
        ("> 引用\n> - 二", "paragraph"),
        ("甲 | 乙\n--- | ---\n一 | 二", "table"),
        ("说明：\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n\n完", "paragraph table paragraph"),
        ("## 二\n甲 | 乙\n--- | ---\n一 | 二", "heading table"),
        ("## 二 | 三\n甲 | 乙\n--- | ---\n一 | 二", "heading table"),
        ("| 甲 |\n|---|\n| 一 |", "table"),
        ("| 甲 |\n|---|\n一", "paragraph"),
        ("| 甲 | 乙 |\n| 一 | 二 |", "paragraph"),
        ("| 甲 | 乙 |\n|---|\n| 一 | 二 |", "paragraph"),
        ("| 甲 | 乙 |\n|---|---|", "table"),
        ("一\n---\n二", "paragraph"),
    ],
)
def test_a_body_falls_into_blocks(body, sorts):
    assert " ".join(block.sort for block in blocks(body)) == sorts


@pytest.mark.parametrize(
    "row, cells",
    [
        ("| 一 | 二 | 三 |", ("一", "二", "三")),
        ("一 | 二 | 三", ("一", "二", "三")),
        ("|一|二|三", ("一", "二", "三")),
        ("| | | |", ("", "", "")),
        ("| 一 |", ("一", "", "")),
        ("一句话", ("一句话", "", "")),
        (r"| 一 \| 二 | | 张\*明 |", (r"一 \| 二", "", r"张\*明")),
        (r"| 一 \\| 二 | 三 |", (r"一 \\", "二", "三")),
        ("| `一 | 二` | 三 | |", ("`一 | 二`", "三", "")),
        ("| ``一 ` | 二`` | 三 | |", ("``一 ` | 二``", "三", "")),
        (r"| \`一 | 二` | 三 |", (r"\`一", "二`", "三")),
        ("| `一 | 二 | 三 |", ("`一", "二", "三")),
        ("| 一 | 二 | 三 | 四 |", ("一", "二", "三", "四")),
    ],
)
def test_a_row_falls_into_cells(row, cells):
    (table,) = the_tables(f"| 甲 | 乙 | 丙 |\n|---|:-:|---:|\n{row}\n")
    assert (table.head, table.rule) == (("甲", "乙", "丙"), ("---", ":-:", "---:"))
    assert table.rows == (cells,)


def test_a_table_is_written_back_as_villages_write_it():
    (table,) = the_tables("项目|金额（元）\n---|---:\n电费|412.36\n张\\*明|\n")
    assert table.written() == "| 项目 | 金额（元） |\n| --- | ---: |\n| 电费 | 412.36 |\n| 张\\*明 |  |"


@pytest.mark.parametrize("file", BODIES, ids=lambda file: file.stem)
def test_our_own_bodies_come_back_whole(file):
    body = the_body(file)
    assert body_of(block.text for block in blocks(body)).split() == body.split()
    for table in the_tables(body):
        assert the_tables(table.written()) == [table]


WORDS = st.text(alphabet="收支1.元*-:# \\|`", max_size=8)
BODY = st.lists(st.sampled_from(["|", "|", " ", "甲", "1.5", "-", "---", ":-", "`", "``", "\\", "#", "- ", ">", "\n", "\n", "\n\n"]), max_size=30).map("".join)
TABLE = st.builds(
    lambda rows: "| 甲 | 乙 |\n|---|---|\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows),
    st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=1, max_size=4),
)


@given(st.one_of(BODY, TABLE))
@example("| 甲\\\\|\n|-|\n")
@example("甲\n`|\n-|-")
def test_the_renderer_sees_the_same_tables(body):
    try:
        html = render(body, {})
    except BadMarkdown:
        return
    if re.search("<li>|<blockquote>", html) or (re.search("<h[1-6]>", html) and not re.search("<th.*?>[^<]*</th>\\s*<th", html)):
        return  # a table inside a point or a quote is no block of its own here, nor one of a single column before a heading
    seen = [[len(re.findall("<t[dh]", row)) for row in re.findall("<tr.*?</tr>", table, re.DOTALL)] for table in re.findall("<table.*?</table>", html, re.DOTALL)]
    read = [[len(table.head)] * (1 + max(1, len(table.rows))) for table in the_tables(body)]
    assert read == seen


@given(st.lists(st.lists(WORDS, min_size=2, max_size=2), max_size=5))
def test_a_table_that_was_read_is_read_again_from_what_is_written(rows):
    for table in the_tables("| 甲 | 乙 |\n|---|---|\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)):
        assert the_tables(table.written()) == [table]


@given(BODY)
def test_no_letter_is_lost(body):
    texts = [block.text for block in blocks(body)]
    assert "".join("".join(texts).split()) == "".join(body.split())
    assert [block.text for block in blocks(body_of(texts))] == texts


def test_a_block_is_no_table_unless_it_says_so():
    assert blocks("一") == [Block(Sort.PARAGRAPH, "一")]


@pytest.mark.parametrize(
    "body",
    ["#一\n" * 100_000, "|" * 200_000, "|\n" * 100_000, "| 甲 | 乙 |\n|---|---|\n" + "| `|` |" * 30_000, "`" * 100_000 + "\n" + "|-" * 9, "- 一\n" * 80_000, "#|\n|\n" * 80_000 + "一"],
)
def test_hostile_bodies_are_read_in_one_go(body):
    assert blocks(body)
