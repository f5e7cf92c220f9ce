"""How far the objection period of a notice is, in the days that its item in the catalogue is counted in."""

from dataclasses import replace
from datetime import date

import pytest
from cast import SHANGHAI, a_notice, local

from kiosk.actions.now import objections_to
from kiosk.rules.days import DayType
from kiosk.rules.notice import Kind
from kiosk.store.settings import with_own

BEFORE_THE_HOLIDAYS = local(2026, 9, 18, 10)


@pytest.mark.parametrize(
    "item, day_type, last_on, on_the_24th",
    [
        (None, DayType.CALENDAR, date(2026, 9, 28), 6),
        ("B01", DayType.CALENDAR, date(2026, 9, 28), 6),
        ("L01", DayType.WORKING, date(2026, 10, 9), 5),  # Sunday 20 September is worked, 25 September is off
    ],
)
def test_the_days_are_those_of_the_item(item, day_type, last_on, on_the_24th):
    notice = replace(a_notice(kind=Kind.PUBLICITY, objection_days=10, shows_from=BEFORE_THE_HOLIDAYS), item=item)
    objections = objections_to(notice, SHANGHAI, with_own({}))
    assert (objections.day_type, objections.last_on, objections.is_sure) == (day_type, last_on, True)
    assert objections.day(date(2026, 9, 24)) == on_the_24th
