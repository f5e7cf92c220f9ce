"""Words for people who read standing, and not for long."""

import pytest
from cast import a_notice
from reckoner import a_table, about, codes, written_at

from kiosk.rules.checks.plain_words import plain_words
from kiosk.rules.findings import Finding, Level


def looked_at(body: str) -> list[Finding]:
    return list(plain_words(about(a_notice(body=body))))


@pytest.mark.parametrize(
    "body, found",
    [
        ("今天停水，请储水。\n", []),
        ("一" * 61 + "。\n", ["long_stretch"]),
        ("一" * 60 + "。\n", []),
        ("一二三四五六七八，" * 11 + "。\n", ["long_sentence"]),
        ("一二三四五六七八，" * 9 + "。\n", []),
        ("一二三四五六七八；" * 20 + "\n", []),
        ("一二三四五六七八九。" * 25 + "\n", ["long_paragraph"]),
        ("- " + "一" * 60 + "。\n", []),
        ("## " + "一" * 80 + "\n", []),
        (a_table("项目", "一" * 100), []),
        ("见 https://example.org/" + "a" * 100 + " 。\n", []),
    ],
)
def test_long_sentences_and_paragraphs(body, found):
    assert codes(looked_at(body)) == found


def test_a_long_sentence_is_told_where_it_stands_and_how_it_begins():
    body = "短句。" + "村里的事情大家商量着办，" * 9 + "。\n"
    [finding] = looked_at(body)
    assert written_at(body, finding).startswith("村里的事情")
    assert finding.facts["begins"] == "村里的事情大家商量着办，"
    assert finding.level is Level.NOTE


@pytest.mark.parametrize(
    "sentence, words",
    [
        ("落实两不愁三保障。", ["两不愁三保障"]),
        ("管好三资。", ["三资"]),
        ("管好三资（即资金、资产、资源）。", []),
        ("管好集体资金、资产、资源（简称“三资”）。", []),
        ("三资是指集体的钱、物和地。", []),
        ("三资，再说三资。", ["三资"]),
        ("本村GDP增长。", ["GDP"]),
        ("本村GDP（国内生产总值）增长。", []),
        ("采用XYZ模式。", ["XYZ"]),
        ("用手机APP办理。", []),
        ("索引号CW-2026-0031，车牌A12345，A4纸。", []),
        ("见 https://example.org/ABC 。", []),
        ("见 ABC@example.org 。", []),
        ("按三重一大办。", ["三重一大"]),
    ],
)
def test_shorthand_that_nobody_explains(sentence, words):
    assert [each.facts["word"] for each in looked_at(f"{sentence}\n")] == words


def test_shorthand_in_the_head_of_a_table_too():
    body = a_table("项目 | GDP", "甲 | 1")
    [finding] = looked_at(body)
    assert (finding.code, written_at(body, finding)) == ("plain.abbreviation", "GDP")


def test_a_text_of_more_than_eight_pages_is_a_warning():
    [finding] = looked_at("\n\n".join(["村里的事情大家商量。" * 15] * 9) + "\n")
    assert (finding.code, finding.level, finding.facts["pages"]) == ("plain.pages", Level.WARN, 9)


def test_a_roster_must_be_whole_however_many_pages_it_needs():
    short = a_table("序号 | 姓名", *(f"{at} | 张三" for at in range(100)))
    assert looked_at(short) == []
    long = a_table("序号 | 姓名", *(f"{at} | 张三" for at in range(600)))
    assert [(each.code, each.level) for each in looked_at(long)] == [("plain.pages_with_tables", Level.NOTE)]


def test_at_most_ten_are_told_and_then_how_many_more():
    found = looked_at("\n\n".join(["村里的事情大家商量着办，" * 9 + "。"] * 13) + "\n")
    assert len(found) == 11
    assert (found[-1].code, found[-1].facts["count"]) == ("plain.more", 13 + 1 - 10)
