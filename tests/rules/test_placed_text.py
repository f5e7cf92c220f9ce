"""Every word and cell stands where it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.placed_text import Piece, placed
from kiosk.rules.tables import with_plain_ends

LINES = st.lists(
    st.one_of(
        st.text(alphabet="甲乙 #*->|\\`1.：元", max_size=24),
        st.sampled_from(
            [
                "| 甲 | 乙 |",
                "|---|---|",
                "| 1 | 2",
                "甲 | 乙",
                "--- | ---",
                "| 张\\*三 | `|` |",
                "",
                "## 说明",
                "- 一",
                "> 引",
                "| | |",
            ]
        ),
    ),
    max_size=14,
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_piece_is_where_it_says(lines, end):
    body = end.join(lines)
    plain = with_plain_ends(body)
    taken = placed(body)
    cells = [piece for table in taken.tables for row in (table.head, *table.rows) for piece in row]
    for piece in (*taken.lines, *cells):
        assert plain[piece.start : piece.end] == piece.raw
        assert "\n" not in piece.raw


@given(LINES)
def test_pieces_follow_one_another(lines):
    taken = placed("\n".join(lines))
    assert [line.start for line in taken.lines] == sorted({line.start for line in taken.lines})
    for table in taken.tables:
        starts = [piece.start for row in (table.head, *table.rows) for piece in row]
        assert starts == sorted(starts)


@given(LINES)
def test_rows_are_never_shorter_than_the_head(lines):
    for table in placed("\n".join(lines)).tables:
        assert all(len(row) >= len(table.head) for row in table.rows)


def test_a_table_knows_what_stands_above_it():
    body = "## 资产\n\n单位：万元\n\n| 项目 | 年末数 |\n|---|---|\n| 现金 | 1 |\n\n| 项目 |\n|---|\n| 甲 |\n"
    first, second = placed(body).tables
    assert (first.place, first.heading, first.before) == (0, "资产", "单位：万元")
    assert (second.place, second.heading, second.before) == (1, "资产", "")
    assert [piece.text for piece in first.column(1)] == ["1"]


def test_a_heading_begins_anew():
    [table] = placed("单位：万元\n\n## 资产\n\n| 项目 | 数 |\n|---|---|\n").tables
    assert (table.heading, table.before, table.rows) == ("资产", "", ())


def test_a_short_row_is_filled_up_at_its_end():
    body = "| 甲 | 乙 | 丙 |\n|---|---|---|\n| 合计 | 5 |\n"
    [row] = placed(body).tables[0].rows
    assert [piece.raw for piece in row] == ["合计", "5", ""]
    assert row[2].start == row[1].end


@pytest.mark.parametrize(
    "raw, text",
    [("张\\*三", "张*三"), ("**合计**", "合计"), ("*合计*", "合计"), ("5\\-6", "5-6"), ("合计", "合计"), ("**", "**")],
)
def test_a_piece_reads_as_residents_read_it(raw, text):
    assert Piece(raw, 0).text == text


def test_lines_keep_their_marks_and_empty_ones_are_left_out():
    assert [line.raw for line in placed("# 一\n\n- 二\n- 三\n\n\n四\n五\n").lines] == ["# 一", "- 二", "- 三", "四", "五"]
