"""How persons' numbers are cut when they are written in pieces: 138 0013 8000, 6222-0000-0000-0000, 110101 19000101 0015."""

import re

from kiosk.rules.checks.digit_runs import Run
from kiosk.rules.checks.number_labels import Label

Sizes = tuple[int, ...]
"""Of the pieces, in digits."""

MOBILE = re.compile(r"(?:00?86|86|0)?(1[3-9]\d{9})")
DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
LIKE_AN_IDENTITY = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}"
    r"(?:19\d\d|20[0-3]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]"
)
"""A province, a birth date, and whatever check digit."""
LONGEST = 25
"""Digits; no account has more."""
NAMED = frozenset({Label.IDENTITY, Label.PHONE, Label.ACCOUNT})

_ONE_BY_ONE = (1,) * 11
MOBILE_SIZES: frozenset[Sizes] = frozenset(
    {
        *((3, 4, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (3, 4, 2, 2), (3, 2, 3, 3)),
        *((3, 8), (4, 7), (5, 6), (6, 5), (7, 4)),
        _ONE_BY_ONE,
    }
)
_LOCAL_SIZES = frozenset({(3, 4), (4, 4), (4, 3)})
IDENTITY_SIZES: frozenset[Sizes] = frozenset(
    {
        *((18,), (6, 12), (14, 4), (17, 1), (10, 8)),
        *((6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4)),
        (6, 6, 3),
    }
)
"""Of 18 digits, and of the old 15."""


def totals(run: Run, at: int) -> tuple[int, ...]:
    """How many digits a number from there on may have that no word announces, the most first. One that begins with less
    than three is cut into single digits."""
    if run.sizes[at] >= 3:
        return (19, 18, 17, 16, 15, 13, 12, 11)
    return (11,) if run.sizes[at : at + 11] == _ONE_BY_ONE else ()


def may_be_pieces(sizes: Sizes, total: int, label: Label) -> bool:
    """Whether a number that is announced so may be cut so."""
    if is_cut_like_a_card(sizes) and 16 <= total <= 19:
        return True
    if total in (15, 18):
        return label is Label.IDENTITY or sizes in IDENTITY_SIZES
    if 11 <= total <= 13 and label not in (Label.ACCOUNT, Label.IDENTITY):
        return label is Label.PHONE or (sizes[0] - (total - 11), *sizes[1:]) in MOBILE_SIZES
    if label is Label.ACCOUNT:
        return total >= 12 and min(sizes) >= 2
    return label is Label.PHONE and sizes in _LOCAL_SIZES


def is_cut_like_a_card(sizes: Sizes) -> bool:
    return sizes[0] >= 3 and min(sizes[:-1]) >= 3
