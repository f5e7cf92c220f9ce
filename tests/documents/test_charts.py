"""Charts that a page may hold: nothing in them runs, dresses itself or leads anywhere, and each bar has its figure."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.documents.charts import TICKS_MOST, Series, lying_bars, standing_bars, ticks

LABELS = ["财务", "补贴", "计划生育"]
TWO = [Series("2026年", [3, 0, 12]), Series("2025年", [1, 7, 0])]


def drawings():
    return [
        lying_bars("one", "说明", LABELS, TWO),
        lying_bars("two", "说明", LABELS, TWO, is_stacked=True),
        standing_bars("three", "说明", LABELS, TWO),
        standing_bars("four", "说明", LABELS, [Series("2026年", [0, 0, 0])]),
    ]


@pytest.mark.parametrize("svg", drawings())
def test_nothing_in_it_runs_or_dresses_itself(svg):
    for refused in ("<script", "<style", "style=", "href", "onload", "<!--", "<title", "pygal"):
        assert refused not in svg, refused
    root = ElementTree.fromstring(svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", "说明")


def test_the_names_in_the_charts_of_one_page_are_told_apart():
    names = re.findall(r' id="([^"]*)"', "".join(drawings()))
    assert len(names) == len(set(names)) == 4 + 2 + 2 + 2 + 1


def test_each_bar_has_its_figure_and_a_pattern_of_its_series():
    svg = lying_bars("one", "说明", LABELS, TWO)
    told = re.findall(r'class="value">(\d+)<', svg)
    assert sorted(map(int, told)) == [1, 3, 7, 12], "what is nothing has no figure"
    bars = [each.get("fill") for each in ElementTree.fromstring(svg).iter() if "reactive" in each.get("class", "") and "tooltip" in each.get("class", "")]
    assert set(bars) == {"url(#one-0)", "url(#one-1)"}
    for label in (*LABELS, "2026年", "2025年"):
        assert f">{label}<" in svg


def test_lines_are_read_downwards():
    svg = lying_bars("one", "说明", LABELS, TWO)
    heights = [float(re.search(rf'y="([\d.]+)"[^>]*>{label}<', svg)[1]) for label in LABELS]
    assert heights == sorted(heights)


def test_what_stands_in_a_label_is_no_markup():
    svg = standing_bars("one", '"><script>', ["<b>&"], [Series("<i>", [1])])
    assert "<script" not in svg and "<b>" not in svg and "<i>" not in svg
    ElementTree.fromstring(svg)


@pytest.mark.parametrize("top, marks", [(0, [0, 1]), (1, [0, 1]), (5, [0, 1, 2, 3, 4, 5]), (6, [0, 2, 4, 6]), (41, [0, 10, 20, 30, 40, 50])])
def test_marks_of_the_scale(top, marks):
    assert ticks(top) == marks


@given(some.integers(0, 100_000))
def test_the_scale_is_whole_short_and_high_enough(top):
    marks = ticks(top)
    assert marks[-1] >= top and marks[-2] <= top and len(marks) <= TICKS_MOST + 1
