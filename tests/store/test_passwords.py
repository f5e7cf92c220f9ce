"""Passwords as they are remembered: never as they are typed, and slowly."""

import pytest

from kiosk.store import passwords
from kiosk.store.passwords import hashed, matches

PASSWORD = "Ｓtone 石桥 é"


@pytest.fixture(scope="module")
def remembered():
    return hashed(PASSWORD)


@pytest.mark.parametrize(
    "given, is_right",
    [
        (PASSWORD, True),
        ("Stone 石桥 é", True),  # in full width or not
        ("Stone 石桥 e\u0301", True),  # the accent written with the letter or behind it
        ("stone 石桥 é", False),
        ("Stone 石桥 e", False),
        ("Stone 石桥 é ", False),
        ("", False),
        ("\ud800", False),
        ("a" * 1_000_000, False),
    ],
)
def test_a_password_is_known_again_however_the_keyboard_writes_it(remembered, given, is_right):
    assert matches(given, remembered) is is_right


def test_the_longest_password_counts_to_its_end():
    longest = "麦" * 127
    assert matches(longest + "一", hashed(longest + "一"))
    assert not matches(longest + "二", hashed(longest + "一"))
    assert not matches(longest + "一二", hashed(longest + "一"))


def test_the_same_password_is_remembered_differently_each_time(remembered):
    assert hashed(PASSWORD) != remembered
    assert "石桥" not in remembered


def test_its_cost_is_what_is_advised(remembered):
    scheme, salt, digest = remembered.split("$")
    _, cost, block, lanes = scheme.split(":")
    assert int(cost) * int(block) * int(lanes) >= 2**14 * 8 * 5
    assert (len(salt), len(digest)) == (24, 88)


def test_nobodys_password_is_no_password():
    assert passwords.NOBODY.split("$")[0] == passwords._SCHEME
    for guess in ("", "A", PASSWORD):
        assert not matches(guess, passwords.NOBODY)


def test_a_million_accents_are_answered_as_quickly_as_any_password(remembered):
    """Put in order they would take an hour, in which nobody else is answered."""
    assert not matches("e" + "\u0301\u0316" * 1_000_000, remembered)
