"""Whose word counts for a screen."""

import pytest

from kiosk.rules.screen_devices import Device, Standing, ours, standing

TV = Device("hall", "tv", is_ours=True)
PHONE = Device("hall", "phone", is_ours=False)
GATE_TV = Device("gate", "tv", is_ours=True)


@pytest.mark.parametrize(
    "decided, tv, phone, other",
    [
        ([], "counts", "counts", "counts"),
        ([PHONE], "counts", "refused", "counts"),
        ([TV], "counts", "waits", "waits"),
        ([TV, PHONE], "counts", "refused", "waits"),
        ([GATE_TV], "counts", "counts", "counts"),
        ([TV, Device("hall", "phone", is_ours=True)], "counts", "counts", "waits"),
    ],
)
def test_every_device_counts_until_somebody_says_which_is_the_tv(decided, tv, phone, other):
    assert [standing(decided, "hall", device) for device in ("tv", "phone", "other")] == [Standing(each) for each in (tv, phone, other)]


def test_ours_are_those_of_that_screen():
    assert ours([TV, PHONE, GATE_TV], "gate") == {"tv"}
    assert ours([PHONE], "hall") == frozenset()
