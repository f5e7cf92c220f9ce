"""Whatever the number and its spelling: it is found where it stands, and masking leaves nothing of it to be recognised."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.rules.checks.digit_runs import narrowed
from kiosk.rules.findings import mended
from tests.rules.checks.looking import a_table, all_mended, codes, look
from tests.rules.checks.people import a_card, an_identity_number

IDENTITIES = st.builds(
    an_identity_number,
    area=st.sampled_from(["110101", "340101", "000000", "990000", "650102"]),
    born=st.sampled_from(["19000101", "19001231", "19560229", "20100930"]),
    serial=st.integers(0, 999),
)
MOBILES = st.builds("138{:08}".format, st.integers(0, 99_999_999))
CARDS = st.builds(a_card, start=st.sampled_from(["622200000000000", "622800000000"]), serial=st.integers(0, 999))

_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def cut(digits: str, sizes: tuple[int, ...], sign: str) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(digits[at : at + size])
        at += size
    return sign.join(piece for piece in (*pieces, digits[at:]) if piece)


def spelt(sizes: tuple[int, ...]) -> list[object]:
    return [
        lambda digits: digits,
        lambda digits: digits.translate(_WIDE),
        lambda digits: cut(digits, sizes, " "),
        lambda digits: cut(digits, sizes, "-"),
        lambda digits: cut(digits, sizes, "－"),
        lambda digits: cut(digits, sizes, "\u00a0"),
        lambda digits: cut(digits, sizes, "\u200b"),
        lambda digits: cut(digits, sizes, "　").translate(_WIDE),
        lambda digits: digits.lower(),
    ]


BEFORE = st.sampled_from(
    ["", "张三", "张三，", "户主李四（", "- ", "1. ", "联系人：王五 ", "- **王五**，", "现将", "补贴2,210.50元，李四 ", "2026年10月8日 "]
)
AFTER = st.sampled_from(["", "，", "。已核实", "）二组", "、", " 元旦后办理", " 人民路", "；金额181.22元", "的村民", "/", " 备注"])

SORTS = {
    "privacy.identity_number": (IDENTITIES, spelt((6, 8))),
    "privacy.mobile": (MOBILES, spelt((3, 4))),
    "privacy.bank_account": (CARDS, spelt((4, 4, 4, 4))),
}
CASES = st.sampled_from(sorted(SORTS)).flatmap(
    lambda code: st.tuples(st.just(code), SORTS[code][0], st.sampled_from(SORTS[code][1]), BEFORE, AFTER)
)


def digits_of(text: str) -> str:
    return re.sub(r"[^0-9X]", "", narrowed(text).upper())


@given(CASES)
def test_a_number_in_a_sentence_is_found_where_it_stands(case):
    code, digits, spelling, before, after = case
    body = f"{before}{spelling(digits)}{after}\n"
    places = [each.place for each in look(body) if each.code == code]
    assert [digits_of(body[place.start : place.end]) for place in places] == [digits]
    assert body[places[0].start] != " " and body[places[0].end - 1] != " "


@given(CASES)
def test_masking_leaves_no_number_and_touches_nothing_else(case):
    code, digits, spelling, before, after = case
    body = f"{before}{spelling(digits)}{after}\n"
    [found] = [each for each in look(body) if each.code == code]
    masked = mended(body, found.mend)
    assert digits not in digits_of(masked)
    assert masked.startswith(before) and masked.endswith(f"{after}\n")
    assert re.fullmatch(r"[0-9X]*(?:\\\*)+[0-9X]*", masked[len(before) : len(masked) - len(after) - 1])
    assert [each for each in codes(look(all_mended(body, look(body)))) if each.startswith("privacy.")] == []


@given(st.lists(st.tuples(IDENTITIES, MOBILES, CARDS), min_size=1, max_size=6))
def test_a_column_of_numbers_is_one_finding_and_one_click_masks_it(rows):
    body = a_table("姓名|身份证号|手机|银行卡号|金额（元）", *(f"张三|{'|'.join(row)}|181.22" for row in rows))
    found = look(body, item="B01")
    assert sorted(codes(found)) == ["privacy.bank_account", "privacy.identity_number", "privacy.mobile"]
    assert {each.facts["count"] for each in found} == {len(rows)}
    masked = all_mended(body, found)
    assert look(masked, item="B01") == []
    assert masked.count("181.22") == masked.count("张三") == len(rows)


@given(IDENTITIES, st.integers(1, 17))
def test_a_number_cut_in_two_by_a_cell_is_found_and_masked(digits, at):
    body = a_table("姓名|证件一|证件二", f"张三|{digits[:at]}|{digits[at:]}")
    found = [each for each in look(body) if each.code == "privacy.identity_number"]
    assert len(found) == 1
    assert digits_of(body[found[0].place.start : found[0].place.end]) == digits
    masked = mended(body, found[0].mend)
    assert masked.count("|") == body.count("|")
    assert "privacy.identity_number" not in codes(look(masked))


@given(st.text(alphabet="0123456789Xx*\\ -.()（）|张三号元：，。/０１\n年月日", max_size=120))
@example("电话：62345678 13800138000/")
@example("| 1 | 2 |\n|---|---|\n| 138 | 00138000 |\n")
def test_whatever_is_written_is_looked_at_and_mended_within_its_bounds(text):
    found = look(text, title=text[:20])
    for each in found:
        assert 0 <= each.place.start <= each.place.end
        assert all(0 <= edit.start <= edit.end <= len(text) for edit in each.mend)
    all_mended(text, found)


@pytest.mark.parametrize(
    "unit",
    ["1 ", "1-", "(0", "（010）", "138 ", "残疾", "张三因", "1\\*", "路1号", "|1", "110101 1900 ", "〇", "X", "电话1 ", "1900年1月"],
)
def test_a_long_line_of_anything_ends(unit):
    look(unit * (4000 // len(unit)) + "\n", category="social_assistance")
