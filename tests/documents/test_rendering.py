"""Behind glass: what takes too long is stopped, and the next body is rendered all the same."""

import signal
import threading

import pytest

from kiosk.documents.rendering import CPU_SECONDS, Renderer
from kiosk.documents.safe_html import BLOCK_LIMIT, BODY_LIMIT, Picture
from kiosk.errors import Refused


def refusal(renderer: Renderer, body: str) -> tuple[str, int]:
    with pytest.raises(Refused) as refused:
        renderer.html(body)
    (problem,) = refused.value.problems
    return problem.code, problem.line


@pytest.mark.parametrize(
    "body",
    [
        "[" * 7000,
        "**a " * 20000,
        "*a " * 20000,
        "`a" * 20000,
        "<" * 50000,
        "&" * 50000,
        "[^1]" * 5000 + "\n\n[^1]: x",
        "\\" * 50000,
        "a\n" * 50000,
        "| a " * 2000 + "\n" + "|---" * 2000 + "\n",
        ("- x\n" * 3000),
        "".join(f"{'    ' * (n % 7)}- x\n" for n in range(2000)),
        "x" * BODY_LIMIT,
        "_" * 30000,
        "1. " * 8 + "x",
        "\n" * 100000,
        "&#" * 20000,
        "![x](a.png)" * 2000,
        "0000-1234567、" * 1500,
        ("0000-1234567\n\n" * 20000),
        "| a \\| " * 3000,
        "甲\t乙\n" * 20000,
        ("一\n- 二\n" * 5000),
        ("一\n| 甲 |\n|---|\n" * 2000),
        "|" * 19_000,
    ],
)
def test_every_body_within_the_limits_is_set_or_refused_and_the_next_one_goes_well(body):
    with Renderer() as renderer:
        try:
            renderer.html(body)
        except Refused as refused:
            assert refused.code.startswith("markdown.")
        assert renderer.html("停水") == "<p>停水</p>"


def test_seven_kilobytes_of_brackets_are_refused():
    with Renderer() as renderer:
        assert refusal(renderer, "[" * 7000) == ("markdown.too_complicated", 0)
        assert renderer.html("停水") == "<p>停水</p>"


def test_a_child_that_is_halted_meanwhile_answers_all_the_same():
    """Only its own work counts: a busy machine refuses no honest notice."""
    with Renderer() as renderer:
        renderer.html("一")
        renderer.process.send_signal(signal.SIGSTOP)
        threading.Timer(CPU_SECONDS + 0.2, renderer.process.send_signal, [signal.SIGCONT]).start()
        assert renderer.html("停水") == "<p>停水</p>"


def test_a_child_that_died_is_replaced():
    with Renderer() as renderer:
        renderer.html("一")
        renderer.process.kill()
        renderer.process.wait()
        assert renderer.html("二") == "<p>二</p>"


def test_a_body_too_long_is_refused_at_once(renderer):
    assert refusal(renderer, "x" * (BODY_LIMIT + 1)) == ("markdown.too_long", 0)


def test_a_paragraph_too_long_is_refused_with_its_line(renderer):
    assert refusal(renderer, "一\n\n" + "字" * (BLOCK_LIMIT + 1)) == ("markdown.block_too_long", 3)


@pytest.mark.parametrize(
    "body, code, line",
    [
        ("一\n\n| 甲 | 乙 |\n| 1 | 2 |\n", "markdown.broken_table", 3),
        ("一\n\n甲\t乙\n1\t2\n", "markdown.tabs", 3),
        ("| 甲 | 乙 | 丙 |\n|---|---|---|\n| 1 | 2 | 3 |\n| 合计 | 2 |\n", "markdown.total_too_short", 4),
    ],
)
def test_tables_that_went_wrong_are_refused_with_their_line(renderer, body, code, line):
    assert refusal(renderer, body) == (code, line)


def test_lists_too_deep_are_refused_with_their_line(renderer):
    assert refusal(renderer, "一\n\n" + "- " * 300 + "x") == ("markdown.too_deep", 3)


def test_a_row_too_wide_is_refused_with_its_line(renderer):
    body = "看：\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 3 | 4 | 5 |\n"
    assert refusal(renderer, body) == ("markdown.row_too_wide", 6)


@pytest.mark.parametrize(
    "before, line",
    [
        ("| 3 | 4 | 5 | 是错的\n\n", 6),
        ("| 3 | 4 | 5 | 6 |\n|---|---|---|---|\n\n", 7),
        ("| 甲 | 乙 | 丙 |\n|---|---|---|\n| 3 | 4 | 5 |\n\n", 8),
    ],
)
def test_a_row_too_wide_is_refused_with_its_own_line_although_one_like_it_stood_before(renderer, before, line):
    body = before + "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 3 | 4 | 5 |\n"
    assert refusal(renderer, body) == ("markdown.row_too_wide", line)


def test_a_picture_that_is_not_there_is_refused_with_its_line(renderer):
    assert refusal(renderer, "图：\n\n![图](plan.png)\n") == ("markdown.no_such_picture", 3)


@pytest.mark.parametrize(
    "body, html",
    [
        ("", ""),
        ("一\r\n\r\n二\r\n", "<p>一</p>\n<p>二</p>"),
        ("𠮷䶮㛃𬭩", "<p>𠮷䶮㛃𬭩</p>"),
        ("一\u2028二", "<p>一\u2028二</p>"),
        ("一\x85二", "<p>一\x85二</p>"),
        ('"引号"\\n', '<p>"引号"\\n</p>'),
    ],
)
def test_every_letter_goes_through_the_glass_and_back(renderer, body, html):
    assert renderer.html(body) == html


def test_pictures_go_along(renderer):
    html = renderer.html("![图](plan.png)", {"plan.png": Picture("/pictures/a.png", 8, 6)})
    assert 'src="/pictures/a.png"' in html


def test_a_roster_of_three_thousand_households_is_set(renderer):
    body = "| 序号 | 户主 | 面积 | 标准 | 金额 |\n|---|---|---|---|---|\n" + "| 1 | 张*明 | 2.21 | 82.00 | 181.22 |\n" * 3000
    assert renderer.html(body).count("<tr>") == 3001
