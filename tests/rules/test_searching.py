"""Words that are looked for: what is the same, what stands next to each other, and what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.searching import PHRASES_LIMIT, WORDS_LIMIT, excerpt, is_cut, marked, phrases, segmented, stands_in


@pytest.mark.parametrize(
    "text, tokens",
    [
        ("低保公示", "低 保 公 示"),
        ("CW-2026-0031", "cw 2026 0031"),
        ("ＣＷ－２０２６", "cw 2026"),
        ("金额12,345.00元", "金 额 12345 00 元"),
        ("1,234,567", "1234567"),
        ("3,14", "3 14"),
        ("３，１００", "3100"),
        ("安政发〔2026〕12号", "安 政 发 2026 12 号"),
        ("𠮷田䶮", "𠮷 田 䶮"),
        ("\ue000某", "\ue000 某"),
        ("138****1234", "138 1234"),
        ("甲\n乙|丙", "甲 ¦ 乙 ¦ 丙"),
        ("éÉ e\u0301", "ee e"),
        ("第①条", "第 1 条"),
        ("😀 — 。“”*\"'", ""),
        ("", ""),
    ],
)
def test_chinese_letter_by_letter_and_the_rest_run_by_run(text, tokens):
    assert segmented(text) == tokens


@pytest.mark.parametrize(
    "words, wanted",
    [
        ("低保", ("低 保",)),
        (" 低保　名单 低保", ("低 保", "名 单")),
        ("收支、补贴", ("收 支", "补 贴")),
        ('"低保" NEAR(x) -y* OR', ("低 保", "near x", "y", "or")),
        ("😀", ()),
        ("%_*'\"", ()),
        ("", ()),
    ],
)
def test_what_is_typed_is_words_and_never_a_language(words, wanted):
    assert phrases(words) == wanted


def test_of_very_much_only_the_first_is_looked_for_and_it_is_said():
    assert phrases("长" * 10_000) == (" ".join("长" * WORDS_LIMIT),)
    assert len(phrases("一 二 三 四 五 六 七 八 九 十")) == PHRASES_LIMIT
    assert is_cut("长" * 10_000) and is_cut("一 二 三 四 五 六 七 八 九 十")
    assert not is_cut("长" * WORDS_LIMIT) and not is_cut("一 二 三 四 五 六 七 八 八")


def test_a_hundred_thousand_accents_are_put_in_order_at_once():
    assert segmented("a" + "\u0301\u0316" * 50_000) == "a"  # else for minutes


@pytest.mark.parametrize(
    "words, text, stands",
    [
        ("低保", "本村低保名单", True),
        ("低保", "最低的保障", False),
        ("低保", "高低\n保障", False),
        ("低保", "|高低|保障|", False),
        ("12345", "12,345.00元", True),
        ("12,345.00", "合计12345.00", True),
        ("123", "12,345.00元", True),
        ("345", "12,345.00元", False),
        ("5", "第50件", False),
        ("50", "第50件", True),
        ("cw-2026-00", "CW-2026-0031", True),
        ("𠮷", "户主𠮷某", True),
    ],
)
def test_what_is_looked_for_stands_next_to_itself(words, text, stands):
    assert all(stands_in(each, segmented(text)) for each in phrases(words)) is stands


@pytest.mark.parametrize(
    "text, words, found",
    [
        ("本村低保名单", "低保", ["低保"]),
        ("ＣＷ－2026", "cw-2026", ["ＣＷ－2026"]),
        ("合计12,345.00元", "12345.00", ["12,345.00"]),
        ("收支、补贴", "补贴 收支", ["收支", "补贴"]),
        ("第12345件", "345", []),
        ("没有", "😀", []),
        ("<b>低保</b>", "低保", ["低保"]),
    ],
)
def test_what_was_looked_for_is_marked_as_it_is_written(text, words, found):
    pieces = marked(text, phrases(words))
    assert [each.words for each in pieces if each.is_found] == found
    assert "".join(each.words for each in pieces) == text


@given(st.text(max_size=60), st.text(max_size=30))
def test_marking_changes_no_letter(text, words):
    assert "".join(each.words for each in marked(text, phrases(words))) == text


@pytest.mark.parametrize(
    "body, words, shown",
    [
        ("**本月**低保发放", "低保", "本月低保发放"),
        ("| 姓名 | 金额 |\n|---|---|\n| 户主甲 | 5 |", "户主甲", "姓名 · 金额 · 户主甲 · 5"),
        ("张\\*\\*，138\\*\\*\\*\\*1234", "138", "张**，138****1234"),
        ("前" * 100 + "低保" + "后" * 100, "低保", "…" + "前" * 24 + "低保" + "后" * 72 + "…"),
        ("低保" + "后" * 70 + "12,345.00元", "低保", "低保" + "后" * 70 + "12,345.00…"),
        ("12,345.00元" + "前" * 20 + "低保", "低保", "12,345.00元" + "前" * 20 + "低保"),
        ("没有", "低保", ""),
    ],
)
def test_an_excerpt_is_what_stands_around_it(body, words, shown):
    assert "".join(each.words for each in excerpt(body, phrases(words))) == shown
