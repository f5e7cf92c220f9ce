"""Who reads who objected, and by when an objection is answered."""

from datetime import date

import pytest
from cast import STAFF

from kiosk.rules.objections import answer_due, masked_person, may_read_person


@pytest.mark.parametrize(
    "who, reads", [("clerk", True), ("other_clerk", False), ("reviewer", True), ("approver", True), ("auditor", False), ("admin", False)]
)
def test_who_objected_is_known_to_those_who_handle_it(who, reads):
    assert may_read_person(STAFF[who], "文书甲") is reads


@pytest.mark.parametrize(
    "text, masked",
    [
        ("", ""),
        ("村民甲", "村*甲"),
        ("村民甲 0000-1234567", "村*甲 0000-*****67"),
        ("村民甲，13800001234", "村*甲，138****1234"),
        ("户主甲电话１３８００００１２３４", "户***话138****1234"),
    ],
)
def test_names_and_numbers_are_masked_for_the_others(text, masked):
    assert masked_person(text) == masked


def test_the_days_to_answer_begin_with_the_day_after():
    assert answer_due(date(2026, 2, 25), 7) == date(2026, 3, 4)
