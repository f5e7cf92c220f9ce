"""A scanned sheet is cut into parts that can be read from afar, and no line of it is cut through."""

import pytest
from PIL import Image, ImageDraw

from kiosk.documents.sheets import PARTS, in_parts

WIDTH, HEIGHT = 600, 849


def a_sheet(lines: list[tuple[int, int]], paper: int = 255) -> Image.Image:
    """Black bars for lines of writing, from where to where each goes."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), (paper, paper, paper))
    for top, bottom in lines:
        ImageDraw.Draw(sheet).rectangle((60, top, 540, bottom), (20, 20, 20))
    return sheet


def bars(part: Image.Image) -> list[int]:
    """The heights of the bars in it."""
    heights, run = [], 0
    for row in range(part.height):
        is_dark = part.getpixel((300, row))[0] < 100
        run = run + 1 if is_dark else heights.append(run) or 0 if run else 0
    return [*heights, run] if run else heights


@pytest.mark.parametrize("first", range(10, 40, 3))
@pytest.mark.parametrize("paper", [255, 205])
def test_no_line_is_cut_through(first, paper):
    lines = [(top, top + 19) for top in range(first, HEIGHT - 40, 37)]
    parts = in_parts(a_sheet(lines, paper))
    assert len(parts) == PARTS
    assert [height for part in parts for height in bars(part)] == [20] * len(lines)
    assert sum(part.height for part in parts) == HEIGHT


def test_the_parts_are_about_thirds():
    assert all(abs(part.height - HEIGHT / 3) < HEIGHT * 0.1 for part in in_parts(a_sheet([(100, 120)])))


def test_through_a_photograph_both_parts_show_what_is_cut():
    parts = in_parts(a_sheet([(0, HEIGHT)]))
    assert sum(part.height for part in parts) > HEIGHT
    assert [part.height for part in parts] == [part.height for part in in_parts(a_sheet([(0, HEIGHT)]))]


def test_a_narrow_gap_between_lines_is_cut_in_its_middle():
    third = HEIGHT // 3
    parts = in_parts(a_sheet([(0, third + 10), (third + 17, HEIGHT)]))
    assert third + 11 <= parts[0].height <= third + 17
