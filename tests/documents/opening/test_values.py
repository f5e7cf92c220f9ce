"""How a cell's value is written down."""

from datetime import date, datetime, time, timedelta

import pytest
from brought import RARE
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.opening.values import is_rounded, text_of, words


@pytest.mark.parametrize(
    "value, text",
    [
        (0.1 + 0.2, "0.3"),
        (1234.0, "1234"),
        (1234, "1234"),
        (-0.0, "0"),
        (0.00001, "0.00001"),
        (1.5e-7, "0.00000015"),
        (123456789012345.0, "123456789012345"),
        (1e20, "100000000000000000000"),
        (2803.06 * 18.34, "51408.1204"),
        (1e300, "1E+300"),
        (float("nan"), "nan"),
        (True, "是"),
        (False, "否"),
        (date(2026, 9, 3), "2026-09-03"),
        (datetime(2026, 9, 3), "2026-09-03"),
        (datetime(2026, 9, 3, 8, 30), "2026-09-03 08:30"),
        (datetime(2026, 9, 3, 8, 29, 59, 999_900), "2026-09-03 08:30"),
        (datetime(2026, 9, 3, 8, 30, 5), "2026-09-03 08:30:05"),
        (time(8, 30), "08:30"),
        (timedelta(hours=36, minutes=5), "36:05"),
        ("  张三\r\n李四\x00 ", "张三 李四"),
        ("\ufeff合　计\u200b", "合　计"),
        ("70\xa0元", "70 元"),
    ],
)
def test_a_value_is_written_as_people_read_it(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    "value, text", [(0.05, "5%"), (0.125, "12.5%"), (1, "100%"), (0.1 + 0.2, "30%"), (0.0001, "0.01%"), (0, "0%")]
)
def test_a_percentage_keeps_its_sign(value, text):
    assert text_of(value, is_percent=True) == text


@pytest.mark.parametrize(
    "value, rounded", [(999_999_999_999_999, False), (10**15, True), (3.30e17, True), ("330000000000000000", False)]
)
def test_more_than_fifteen_digits_are_not_what_was_typed(value, rounded):
    assert is_rounded(value) is rounded


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_number_is_worth_what_is_written(value):
    assert float(text_of(value)) == pytest.approx(value, rel=1e-14, abs=1e-29)


@pytest.mark.parametrize("name", [RARE, "张\U000e0100三", "\ue863", "\U000323b0"])
def test_no_character_of_a_name_is_changed(name):
    assert words(name) == name
