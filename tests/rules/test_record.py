"""What a publicity record tells of the days, and the code under which it is checked."""

from datetime import timedelta

import pytest
from cast import DAY, NOON, TODAY

from kiosk.rules.airings import AiredDay
from kiosk.rules.record import DAY_BY_DAY, Shown, shown_on_screens
from kiosk.rules.record_codes import grouped, typed


def aired(days: int = 0, screen: str = "hall", seconds: int = 60, version: int = 1, hours=(9, 10)) -> AiredDay:
    at = NOON + days * DAY
    return AiredDay(screen, version, TODAY + timedelta(days=days), seconds, at, at, frozenset(hours), frozenset({1}))


def test_two_texts_on_one_day_are_one_line_and_an_hour_with_both_is_one_hour():
    shown, is_by_month = shown_on_screens([aired(hours=(9, 10)), aired(version=2, hours=(10, 11)), aired(screen="gate")])
    assert shown == (Shown("gate", TODAY, 1, 60, 2, NOON, NOON), Shown("hall", TODAY, 1, 120, 3, NOON, NOON))
    assert not is_by_month


@pytest.mark.parametrize("days, lines, is_by_month", [(DAY_BY_DAY, 31, False), (DAY_BY_DAY + 1, 2, True)])
def test_beyond_a_month_there_is_a_line_for_each_month(days, lines, is_by_month):
    shown, by_month = shown_on_screens([aired(day) for day in range(days)])
    assert (len(shown), by_month) == (lines, is_by_month)
    assert sum(line.days for line in shown) == days
    assert sum(line.hours for line in shown) == 2 * days


def test_what_flits_by_has_no_line():
    assert shown_on_screens([aired(seconds=4)]) == ((), False)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("ABCD-EFGH-JKLM-NPQR", "ABCD-EFGH-JKLM-NPQR"),
        ("abcdefghjklmnpqr", "ABCD-EFGH-JKLM-NPQR"),
        (" ＡＢＣＤ—efgh jklm·npqr ", "ABCD-EFGH-JKLM-NPQR"),
        ("ABCD-EFGH-JKLM-NPQ", None),
        ("ABCD-EFGH-JKLM-NPQRS", None),
        ("ABCD-EFGH-JKLM-NPQ0", None),
        ("ABCD-EFGH-JKLM-NPQ一", None),
        ("", None),
    ],
)
def test_a_code_is_known_however_it_is_typed(text, expected):
    assert typed(text) == expected


def test_a_code_is_read_in_fours():
    assert grouped("ABCDEFGHJKLMNPQR") == "ABCD-EFGH-JKLM-NPQR"
