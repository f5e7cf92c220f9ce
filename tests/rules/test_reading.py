"""How long a notice stands on the screen."""

import pytest
from cast import PACE
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.reading import page_seconds, reading_seconds
from kiosk.rules.village import Pace


def a_table(rows: int) -> str:
    return "| 项目 | 金额 |\n|---|---:|\n" + "| 电费 | 1.00 |\n" * rows


@pytest.mark.parametrize(
    "characters, rows, seconds",
    [
        (0, 0, 12),
        (17, 0, 12),
        (18, 0, 12.2),
        (100, 0, 45),
        (0, 1, 12),
        (0, 8, 29),
        (50, 4, 37),
    ],
)
def test_a_page_takes_a_base_and_its_text_and_its_rows(characters, rows, seconds):
    assert page_seconds(characters, rows, PACE) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "body, asked, seconds",
    [
        ("", None, 12),
        ("", 20, 20),
        ("停水", None, 12),
        ("水" * 100, None, 45),
        ("水" * 100, 20, 20),
        ("## 一\n\n" + "水" * 100, None, 45),
        ("水" * 100 + "\n\n---\n\n" + "电" * 100, None, 90),
        ("水" * 100 + "\n\n## 电\n\n" + "电" * 100, 10, 20),
        (a_table(8), None, 29),
        (a_table(8), 15, 15),
        (a_table(16), 15, 30),
        (a_table(9), 15, 30),
    ],
)
def test_a_notice_takes_the_time_of_all_its_pages(body, asked, seconds):
    assert reading_seconds(body, asked, PACE) == seconds


@pytest.mark.parametrize("filler", ["\n", " \n", "#\n", "-\n", "   ", "\t", "|\n", "# \n"])
def test_a_body_of_nothing_but_blanks_takes_the_least_time_however_long(filler):
    """60,000 of them once kept the board busy for minutes; each line may be looked at only once."""
    assert reading_seconds(filler * 60_000, None, PACE) == PACE.least_seconds


@pytest.mark.parametrize("line", ["---", "   ---   ", "## ", "##", "- - -"])
def test_slides_with_nothing_on_them_take_no_time(line):
    assert reading_seconds("水" * 100 + f"\n\n{line}\n" * 500, None, PACE) == reading_seconds("水" * 100, None, PACE)


def test_the_marks_of_markdown_are_not_read_aloud():
    assert reading_seconds("**" + "水" * 40 + "**", None, PACE) == reading_seconds("水" * 40, None, PACE)


def test_a_slower_village_gets_more_time():
    assert reading_seconds("水" * 100, None, Pace(characters_per_second=2)) > reading_seconds("水" * 100, None, PACE)


@given(st.text(alphabet="水电| -#*\n1", max_size=300), st.none() | st.integers(2, 600))
def test_every_body_takes_a_while(body, asked):
    assert reading_seconds(body, asked, PACE) >= (asked or PACE.least_seconds)


@given(st.integers(1, 400))
def test_a_longer_table_never_takes_less_time(rows):
    assert reading_seconds(a_table(rows + 1), None, PACE) >= reading_seconds(a_table(rows), None, PACE)
