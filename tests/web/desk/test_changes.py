"""What changed, as a reviewer sees it and as it is read out."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from cast import a_notice
from flask import Flask, render_template

from kiosk.rules.changes import compare
from kiosk.rules.notice import Category, Notice
from kiosk.rules.period import parse_period

ROSTER = "| 序号 | 户主 | 金额（元） |\n|---|---|---|\n" + "".join(f"| {at} | 张\\*{chr(0x4E00 + at)} | {at}.00 |\n" for at in range(1, 40))
Show = Callable[..., str]


@pytest.fixture
def show(app: Flask) -> Show:
    def shown(old: Notice, new: Notice, **how: int | None) -> str:
        with app.test_request_context("/desk/"):
            html = render_template("desk/_changes.html", changes=compare(old, new, **how))
        return re.sub(r"\s*\n\s*", "", html)

    return shown


def bodies(old: str, new: str) -> tuple[Notice, Notice]:
    return a_notice(body=old), a_notice(body=new)


def test_nothing_is_said_to_be_nothing(show):
    assert show(a_notice(), a_notice()) == '<p class="nothing">没有改动。</p>'


def test_a_changed_word_is_struck_out_underlined_and_read_out(show):
    html = show(*bodies("核实86户，面积422.18亩。", "核实85户，面积422.18亩。"))
    assert '<div class="before">核实<del><span class="hidden">删去：</span>86</del>户，面积422.18亩。</div>' in html
    assert '<div class="after">核实<ins><span class="hidden">新增：</span>85</ins>户，面积422.18亩。</div>' in html
    assert "1 段有改动" in html


def test_fields_are_shown_by_their_names_and_in_words(show):
    old = a_notice(title="第三季度收支", period=parse_period("2026-Q3"), issued_on=date(2026, 10, 8))
    html = show(old, replace(old, title="第四季度收支", category=Category.SUBSIDY, period=parse_period("2026-Q4"), issued_on=None))
    for words in ("标题", "第三季度</del>收支", "<del>财务</del>", "<ins>补贴</ins>", "<ins>2026年第四季度</ins>", "<del>2026年10月8日", "（无）", "4 项信息有改动"):
        assert words in html


def test_rows_around_a_change_are_shown_and_the_others_counted(show):
    html = show(*bodies(ROSTER, ROSTER.replace("| 20.00 |", "| 20.50 |")))
    assert html.count("<tr") == 1 + 5 + 2
    assert "17 行没有改动" in html
    assert '<tr role="row" data-change="changed">' in html
    assert "20.50</ins>" in html
    assert "1 行有改动" in html


def test_rows_that_came_and_went_leave_the_other_side_empty(show):
    html = show(*bodies(ROSTER, re.sub(r"\| 20 \|.*\n", "", ROSTER)))
    assert '<td role="cell" class="new begins none" colspan="3"></td>' in html
    assert "删去 1 行" in html
    assert "只变了序号" not in html  # the numbers were left as they were
    assert '<td role="cell" class="old begins none" colspan="3"></td>' in show(*bodies(re.sub(r"\| 20 \|.*\n", "", ROSTER), ROSTER))


def test_rows_that_were_only_renumbered_are_said_to_be(show):
    renumbered = re.sub(r"^\| (\d+) ", lambda found: f"| {int(found[1]) - 1} ", ROSTER.replace("| 1 | 张\\*一 | 1.00 |\n", ""), flags=re.MULTILINE)
    html = show(*bodies(ROSTER, renumbered))
    assert "只变了序号" in html


def test_very_many_changes_are_not_all_shown_but_all_counted(show):
    html = show(*bodies(ROSTER, ROSTER.replace(".00 |", ".50 |")), most=10)
    assert "略去 29 行，其中 29 行有改动" in html
    assert "39 行有改动" in html


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("", ROSTER, "新增 1 张表，新增 39 行"),
        (ROSTER, "", "删去 1 张表，删去 39 行"),
        (ROSTER, ROSTER.replace("户主", "户主姓名"), "1 栏改了名称"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n", "| 甲 | 乙 | 丙 |\n|---|---|---|\n| 1 | 2 | |\n", "新增 1 栏"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n", "| 甲 |\n|---|\n| 1 |\n", "删去 1 栏，1 行有改动"),
    ],
)
def test_one_line_says_how_much_has_changed(show, old, new, words):
    assert f'<p class="hint">{words}</p>' in show(*bodies(old, new))


def test_what_is_written_is_never_run(show):
    html = show(*bodies("<b>甲</b>", "<script>alert(1)</script>\n\n| <img src=x> |\n|---|\n| <i> |\n"))
    assert not re.search("<(script|b>甲|img|i>)", html)
    assert "&lt;script&gt;" in html


def test_figures_stand_in_columns(show):
    html = show(*bodies(ROSTER, ROSTER.replace("| 20.00 |", "| 20.50 |")))
    assert '<th role="columnheader" class="old figure">金额（元）</th>' in html
    assert '<th role="columnheader" class="new">户主</th>' in html
