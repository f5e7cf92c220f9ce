"""Which notices a screen shows."""

import pytest
from cast import GATE, HALL, a_notice

from kiosk.rules.destinations import goes_nowhere, is_for
from kiosk.rules.notice import Category, Priority
from kiosk.rules.screen import Screen

FEES = Screen("fees", "收费窗口", categories=(Category.FEES, Category.ANNOUNCEMENT))


@pytest.mark.parametrize(
    "changes, hall, fees",
    [
        ({}, True, False),
        ({"category": Category.FEES}, True, True),
        ({"category": Category.ANNOUNCEMENT}, True, True),
        ({"priority": Priority.URGENT}, True, True),
        ({"priority": Priority.PINNED}, True, False),
        ({"screens": ("fees",)}, False, True),
        ({"screens": ("fees", "hall")}, True, True),
        ({"screens": ("gate",), "category": Category.FEES}, False, False),
        ({"screens": ("gate",), "priority": Priority.URGENT}, False, False),
    ],
)
def test_names_go_before_categories_and_what_is_urgent_is_kept_from_no_category(changes, hall, fees):
    notice = a_notice(**changes)
    assert (is_for(notice, HALL), is_for(notice, FEES)) == (hall, fees)


@pytest.mark.parametrize(
    "changes, screens, nowhere",
    [
        ({}, [HALL], False),
        ({}, [FEES], True),
        ({}, [FEES, GATE], False),
        ({"screens": ("old",)}, [HALL, GATE, FEES], True),
        ({"screens": ("old", "gate")}, [HALL, GATE], False),
        ({"priority": Priority.URGENT}, [FEES], False),
    ],
)
def test_a_notice_that_nobody_can_see_is_found_out(changes, screens, nowhere):
    assert goes_nowhere(a_notice(**changes), screens) is nowhere
