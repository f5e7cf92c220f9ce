"""Whose objection period can be counted day by day."""

from dataclasses import replace

import pytest

from kiosk.actions.now import objections_to
from kiosk.rules.notice import Kind
from tests.cast import NOON, SHANGHAI, a_notice


@pytest.mark.parametrize(
    "item, is_told",
    [
        (None, True),
        ("B01", True),
        ("L01", False),  # ten working days, which want the holidays
    ],
)
def test_only_calendar_days_are_counted(item, is_told):
    notice = replace(a_notice(kind=Kind.PUBLICITY, objection_days=10, shows_from=NOON), item=item)
    assert (objections_to(notice, SHANGHAI) is not None) is is_told
