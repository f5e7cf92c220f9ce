"""Which encoding a text is in, told from a few lines."""

import random

import pytest
from brought import RARE

from kiosk.documents.opening.encodings import decode
from kiosk.errors import Refused

SIMPLIFIED = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英鑫淼焱垚喆翀",
    "序号,户主姓名,补贴金额",
)
TRADITIONAL = (
    "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林羅鄭梁謝宋",
    "偉芳娜敏靜麗強磊軍洋勇艷傑娟濤明超秀蘭霞平剛桂英鑫淼",
    "序號,戶主姓名,補貼金額",
)


def roster(of: tuple[str, str, str], rows: int, seed: int) -> str:
    dice = random.Random(seed)
    families, given, head = of
    named = (
        f"{at},{dice.choice(families)}{''.join(dice.sample(given, 2))},{dice.randint(1, 999)}" for at in range(1, rows + 1)
    )
    return "\n".join([head, *named])


@pytest.mark.parametrize("rows", [1, 2, 3, 10, 100])
@pytest.mark.parametrize(
    "of, encoding, name",
    [
        (SIMPLIFIED, "gb18030", "GB18030"),
        (TRADITIONAL, "cp950", "Big5"),
        (SIMPLIFIED, "utf-16-le", "UTF-16"),
        (TRADITIONAL, "utf-16-be", "UTF-16"),
    ],
)
def test_short_rosters_are_read_in_the_encoding_they_were_written_in(of, encoding, name, rows):
    for seed in range(40):
        text = roster(of, rows, seed)
        decoded = decode(text.encode(encoding))
        assert (decoded.text, decoded.encoding, decoded.is_guessed) == (text, name, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_says_that_it_is_unicode_is_not_guessed(encoding):
    decoded = decode(f"姓名,金额\n{RARE},70\n".encode(encoding))
    assert (decoded.text, decoded.is_guessed) == (f"姓名,金额\n{RARE},70\n", False)


def test_rare_names_do_not_confuse_it():
    text = f"姓名,金额\n张{RARE},70\n"
    assert decode(text.encode("gb18030")).text == text


def test_what_a_page_says_of_itself_is_believed_where_it_fits():
    assert decode("蔡".encode("gb18030"), "gb2312").text == "蔡"
    assert decode("通知：开会".encode("gb18030"), "utf-8").text == "通知：开会"


def test_a_text_cut_in_the_middle_of_a_character_is_read_and_the_damage_counted():
    decoded = decode(("通知：明天上午开会。" * 30).encode()[:-1])
    assert decoded.damaged == 1
    assert decoded.text.startswith("通知：明天上午开会。")


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x7fELF\x02\x01\x01" + bytes(50) + b"\xff\xfe\xfd" * 30])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(Refused):
        decode(data)
