"""By which letters a title is found on a touch screen."""

import pytest

from kiosk.documents.initials import initials


@pytest.mark.parametrize(
    "words, letters",
    [
        ("财务收支", ["c", "w", "s", "z"]),
        ("低保", ["d", "b"]),
        ("安全", ["a", "q"]),
        ("二组", ["e", "z"]),
        ("2026年第三季度", ["2", "0", "2", "6", "n", "d", "s", "j", "d"]),
        ("ＰＤＦ第１号", ["p", "d", "f", "d", "1", "h"]),
        ("“回音壁”：答复", ["h", "y", "b", "d", "f"]),
        ("", []),
        ("——！", []),
    ],
)
def test_the_first_letter_of_each_character(words, letters):
    found = initials(words)
    assert len(found) == len(letters)
    assert all(letter in each for letter, each in zip(letters, found, strict=True))


@pytest.mark.parametrize("word, either", [("重", "zc"), ("行", "xh"), ("长", "cz"), ("会", "hk"), ("曾", "zc")])
def test_either_reading_of_a_character_may_be_typed(word, either):
    assert set(initials(word)[0]) == set(either)


def test_letters_are_plain_keys():
    assert all(each.isascii() and each.islower() for each in initials("女儿绿色略微额外欧阳饿了嗯哦"))
