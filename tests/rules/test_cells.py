"""What a table cell is: a figure, a total, nothing, or words."""

import pytest

from kiosk.rules.cells import is_blank, is_figure, is_figure_column, is_total_label


@pytest.mark.parametrize(
    "cell",
    "0 7 120 1,234.56 -3.50 +3.50 −3,284.00 －3 ￥12.00 ¥-3 -¥3 12% 3‰ 100元 3.5万元 1亿元 2.21亩 3人 12户 1２３．５ 1，234".split()
    + ["1 234"],
)
def test_a_figure(cell):
    assert is_figure(cell)


@pytest.mark.parametrize("cell", ["", "—", "减少41.51亩", "一组", "1月2日", "0000-1234567", "1.2.3", "元", "12元/亩", "张*明", "A1"])
def test_no_figure(cell):
    assert not is_figure(cell)


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "——", "–", "/", "\t"])
def test_nothing_is_written_there(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", ["0", "无", "元", "."])
def test_something_is_written_there(cell):
    assert not is_blank(cell)


@pytest.mark.parametrize(
    "cell",
    ["合计", "总计", "小计", "共计", "累计", "总额", "合 计", " 合　计 ", "本月合计", "本季合计", "本年累计", "本期小计", "合计（元）", "合计(元)", "合计：", "一组合计", "收入合计", "支出总计"],
)
def test_a_total(cell):
    assert is_total_label(cell)


@pytest.mark.parametrize("cell", ["", "会计", "会计室", "合计员", "统计", "计生专干", "设计费", "预计", "审计费", "累计折旧", "合计见下表"])
def test_no_total(cell):
    assert not is_total_label(cell)


@pytest.mark.parametrize(
    "cells, figures",
    [
        (["1", "2"], True),
        (["", "—", "1"], True),
        (["1", "2", "3", "4", "减少41.51亩"], True),
        (["1", "2", "3", "减少41.51亩"], False),
        (["", "—"], False),
        ([], False),
        (["一组", "二组"], False),
        (["1", "一组"], False),
    ],
)
def test_a_column_of_figures_may_hold_gaps_and_a_few_words(cells, figures):
    assert is_figure_column(cells) is figures
