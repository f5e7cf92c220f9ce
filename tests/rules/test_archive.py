"""What residents still read of what was posted."""

import pytest
from cast import DAY, HOUR, NOON, a_posted_notice

from kiosk.rules.archive import Withheld, may_be_read
from kiosk.rules.notice import Category, Kind, Status
from kiosk.rules.posting import NAMES_PEOPLE
from kiosk.shipped import setting_kinds

OVER = {"shows_until": NOON - HOUR, "shows_from": NOON - 20 * DAY}


@pytest.mark.parametrize(
    "fields, was_withdrawn, is_read",
    [
        ({}, False, True),
        ({"category": Category.SUBSIDY}, False, True),
        (OVER, False, True),
        (OVER | {"status": Status.CLOSED}, False, True),
        (OVER | {"status": Status.ARCHIVED}, False, True),
        (OVER | {"status": Status.ARCHIVED}, True, False),
        (OVER | {"status": Status.WITHDRAWN}, True, False),
        (OVER | {"status": Status.WITHDRAWN}, False, False),
        (OVER | {"status": Status.REPLACED}, False, False),
        (OVER | {"category": Category.SUBSIDY}, False, False),
        (OVER | {"category": Category.SOCIAL_ASSISTANCE, "status": Status.ARCHIVED}, False, False),
        (OVER | {"category": Category.FAMILY_PLANNING}, False, False),
        (OVER | {"kind": Kind.PUBLICITY}, False, False),
        ({"kind": Kind.PUBLICITY}, False, True),
        ({"shows_from": NOON + HOUR}, False, False),
    ],
)
def test_while_it_hangs_and_afterwards_unless_it_names_people_or_was_withdrawn(fields, was_withdrawn, is_read):
    assert may_be_read(a_posted_notice(**fields), NOON, Withheld(), was_withdrawn) is is_read


def test_what_names_people_is_a_setting():
    over = a_posted_notice(**OVER, category=Category.LAND)
    assert may_be_read(over, NOON, Withheld(()), False)
    assert not may_be_read(over, NOON, Withheld(("land",)), False)
    with pytest.raises(ValueError, match="nothing"):
        Withheld(("nothing",))


def test_as_shipped_every_roster_is_among_it():
    shipped = setting_kinds()["archive_withheld"]
    assert tuple(shipped.value) == Withheld().codes
    assert set(Withheld().codes) >= {category.value for category in NAMES_PEOPLE}
    assert "个人信息保护法" in shipped.basis
