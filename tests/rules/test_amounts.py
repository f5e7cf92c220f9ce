"""Figures in every spelling villages use, and what they are worth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.amounts import (
    Amount,
    amounts_in,
    capitals_in,
    in_capitals,
    read_amount,
    read_capitals,
    read_count,
    read_numerals,
)

FEN = st.integers(0, 10**14 - 1).map(lambda fen: Decimal(fen) / 100)


def D(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    "cell, value, unit",
    [
        ("0", "0", ""),
        ("12", "12", ""),
        ("1234.50", "1234.50", ""),
        ("1,234.50", "1234.50", ""),
        ("1，234.50", "1234.50", ""),
        ("1,234,567.89", "1234567.89", ""),
        ("１，２３４．５０", "1234.50", ""),
        ("１２３", "123", ""),
        ("1 234 567.89", "1234567.89", ""),
        ("1\u00a0234", "1234", ""),
        ("1\u3000234", "1234", ""),
        (".5", "0.5", ""),
        (" 12 ", "12", ""),
        ("1,234.50元", "1234.50", "元"),
        ("1,234.50 元", "1234.50", "元"),
        ("12圆", "12", "元"),
        ("¥300", "300", ""),
        ("￥300.00", "300.00", ""),
        ("¥ 300", "300", ""),
        ("+28,000.00", "28000.00", ""),
        ("＋5", "5", ""),
        ("-5", "-5", ""),
        ("−5", "-5", ""),
        ("–5", "-5", ""),
        ("—5", "-5", ""),
        ("－5", "-5", ""),
        ("-¥5", "-5", ""),
        ("¥-5", "-5", ""),
        ("(1,234.50)", "-1234.50", ""),
        ("（1,234.50）", "-1234.50", ""),
        ("(1,234.50元)", "-1234.50", "元"),
        ("（1,234.50）元", "-1234.50", "元"),
        ("(¥5)", "-5", ""),
        ("△300", "-300", ""),
        ("▲3.5", "-3.5", ""),
        ("1.2万", "12000", ""),
        ("1.2 万", "12000", ""),
        ("3.2万元", "32000", "元"),
        ("３.２万元", "32000", "元"),
        ("418.29万元", "4182900", "元"),
        ("5亿元", "500000000", "元"),
        ("2千元", "2000", "元"),
        ("3百万元", "3000000", "元"),
        ("2千万", "20000000", ""),
        ("15%", "0.15", "%"),
        ("15％", "0.15", "%"),
        ("3.5‰", "0.0035", "‰"),
        ("422.18亩", "422.18", "亩"),
        ("86户", "86", "户"),
        ("19人", "19", "人"),
        ("4口", "4", "人"),
        ("22人次", "22", "人次"),
        ("480米", "480", "米"),
        ("120平方米", "120", "平方米"),
        ("38盏", "38", "盏"),
        ("420工日", "420", "工日"),
        ("三百二十元", "320", "元"),
        ("十二户", "12", "户"),
        ("两万元整", "20000", "元"),
        ("壹佰元整", "100", "元"),
        ("人民币伍角", "0.5", "元"),
    ],
)
def test_a_cell_is_worth_what_it_says(cell, value, unit):
    amount = read_amount(cell)
    assert amount is not None
    assert (amount.value, amount.unit) == (D(value), unit)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "-",
        "—",
        "/",
        "一",
        "一组",
        "十月",
        "张三",
        "约300",
        "12,34",
        "1,2345",
        "1.2.3",
        "--5",
        "+-",
        "7月1日",
        "2026-07-01",
    ]
    + [
        "减少41.51亩",
        "86户19人",
        "3至5",
        "3-5",
        "第3",
        "A12",
        "0000-1234567",
        "无",
        "停发",
        "1" * 61,
        "陆万陆仟陆佰零叁元伍交角",
    ],
)
def test_words_and_what_is_no_figure_are_worth_nothing(cell):
    assert read_amount(cell) is None


@pytest.mark.parametrize(
    "cell, step",
    [
        ("12", "1"),
        ("12.5", "0.1"),
        ("12.50", "0.01"),
        ("1.234", "0.001"),
        ("1,234.50元", "0.01"),
        ("418.29万元", "100"),
        ("3万", "10000"),
        ("15%", "0.01"),
        ("1.5%", "0.001"),
        ("1.2亿元", "10000000"),
    ],
)
def test_the_step_is_what_the_last_digit_stands_for(cell, step):
    assert read_amount(cell).step == D(step)


@pytest.mark.parametrize(
    "cell, per",
    [("82元/亩", "亩"), ("82元／亩", "亩"), ("70元/亩/年", "亩/年"), ("70元每亩", "亩"), ("968.00元/月", "月"), ("82元", "")],
)
def test_a_rate_says_for_what(cell, per):
    assert read_amount(cell).per == per


def test_the_scale_that_is_written_is_told():
    assert [read_amount(cell).scale for cell in ("3.2万元", "32000元", "1亿", "2千元")] == [10**4, 1, 10**8, 10**3]


@given(FEN, st.sampled_from(["", "元", "亩"]), st.booleans(), st.booleans(), st.booleans())
def test_however_it_is_written_it_is_worth_the_same(value, unit, has_marks, is_wide, is_below):
    text = f"{value:,.2f}" if has_marks else f"{value:.2f}"
    text = f"-{text}{unit}" if is_below else text + unit
    if is_wide:
        text = text.translate(str.maketrans("0123456789.,-", "０１２３４５６７８９．，－"))
    assert read_amount(text) == Amount(-value if is_below else value, unit, D("0.01"))


@given(st.text(max_size=80))
def test_any_text_can_be_asked(text):
    read_amount(text)
    for named in amounts_in(text):
        assert 0 <= named.start < named.end <= len(text)
    for found in capitals_in(text):
        assert read_capitals(text[found.start : found.end]) == found.value


@pytest.mark.parametrize(
    "text, value",
    [
        ("壹拾捌万柒仟叁佰伍拾陆元", "187356"),
        ("壹拾捌万柒仟叁佰伍拾陆元整", "187356"),
        ("人民币壹拾捌万柒仟叁佰伍拾陆圆整", "187356"),
        ("陆万陆仟陆佰零叁元伍角", "66603.5"),
        ("伍元零伍分", "5.05"),
        ("伍角", "0.5"),
        ("伍分", "0.05"),
        ("壹拾元整", "10"),
        ("拾元整", "10"),
        ("壹亿元整", "100000000"),
        ("壹亿贰仟万元整", "120000000"),
        ("壹仟零壹万零壹拾元正", "10010010"),
        ("貳仟陸佰參拾元", "2630"),
        ("壹佰元零角零分", "100"),
        (" 壹佰 元 ", "100"),
    ],
)
def test_capital_numerals_read(text, value):
    assert read_capitals(text) == D(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元",
        "整",
        "陆万陆仟陆佰零叁元伍交角",
        "壹佰贰仟元",
        "壹贰叁元",
        "壹万贰万元",
        "壹拾捌万柒千叁百元五角",
        "壹佰",
        "拾佰元",
        "一百元",
    ],
)
def test_capital_numerals_that_nobody_can_read_are_none(text):
    assert read_capitals(text) is None


@given(FEN)
def test_what_is_put_into_capitals_reads_as_it_was(value):
    assert read_capitals(in_capitals(value)) == value


@pytest.mark.parametrize(
    "value, text",
    [
        ("0", "零元整"),
        ("0.5", "伍角"),
        ("0.05", "伍分"),
        ("10.05", "壹拾元零伍分"),
        ("10.50", "壹拾元伍角"),
        ("66603.5", "陆万陆仟陆佰零叁元伍角"),
        ("187356", "壹拾捌万柒仟叁佰伍拾陆元整"),
        ("100000", "壹拾万元整"),
        ("1000000001", "壹拾亿零壹元整"),
        ("105000", "壹拾万零伍仟元整"),
    ],
)
def test_capitals_are_written_as_on_a_voucher(value, text):
    assert in_capitals(D(value)) == text


@pytest.mark.parametrize(
    "text, number",
    [
        ("三百二十", 320),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("两千", 2000),
        ("一万二千", 12000),
        ("〇", 0),
        ("一亿", 10**8),
    ],
)
def test_plain_numerals_read(text, number):
    assert read_numerals(text) == number


@pytest.mark.parametrize("text, number", [("15", 15), ("１５", 15), ("十五", 15), ("二十", 20), ("七", 7), ("一二", 0), ("几", 0), ("", 0)])
def test_a_count_reads_in_figures_and_in_numerals(text, number):
    assert read_count(text) == number


@pytest.mark.parametrize("text", ["一二", "百十百", "万万", "十百", "张三"])
def test_numerals_out_of_order_do_not_read(text):
    assert read_numerals(text) is None


@pytest.mark.parametrize(
    "sentence, said",
    [
        ("核实86户，面积422.18亩，金额34,618.76元。", [("86户", "86"), ("422.18亩", "422.18"), ("34,618.76元", "34618.76")]),
        ("项目总投资879.77万元，其中财政奖补资金665万元", [("879.77万元", "8797700"), ("665万元", "6650000")]),
        ("标准为20元/亩，共１，２３４元", [("20元/亩", "20"), ("１，２３４元", "1234")]),
        ("共3户，210亩", [("3户", "3"), ("210亩", "210")]),
        ("187356元(大写:壹拾捌万柒仟叁佰伍拾陆元)", [("187356元", "187356"), ("壹拾捌万柒仟叁佰伍拾陆元", "187356")]),
        ("变动-5.00元", [("-5.00元", "-5")]),
        ("按总投资的60%计", [("60%", "0.6")]),
        ("利息 ￥218.43", [("￥218.43", "218.43")]),
        ("索引号CW-2026-0031，电话0000-1234567", []),
        ("〔2026〕12号，共5间房", [("5间", "5")]),
        ("第12条", []),
    ],
)
def test_amounts_are_found_in_a_sentence(sentence, said):
    found = list(amounts_in(sentence))
    assert [(sentence[each.start : each.end], each.amount.value) for each in found] == [
        (text, D(value)) for text, value in said
    ]


def test_a_comma_of_the_sentence_is_no_thousands_mark():
    """12，345元 may be either: then nothing is named."""
    assert list(amounts_in("第12，345元")) == []


def test_wrong_capital_numerals_are_found_and_do_not_read():
    sentence = "共计66603.5元(大写:陆万陆仟陆佰零叁元伍交角)。"
    [found] = capitals_in(sentence)
    assert (sentence[found.start : found.end], found.value) == ("陆万陆仟陆佰零叁元伍交角", None)


@pytest.mark.parametrize("name", ["陆三的补贴", "伍某", "柒号楼", "玖龙组", "陆家村李公元", "伍\\*元"])
def test_names_are_no_capital_numerals(name):
    assert list(capitals_in(name)) == []
