"""When a notice is live, and where it goes."""

import pytest
from cast import HOUR, INSTANT, NOON, a_notice, a_posted_notice

from kiosk.rules.notice import Priority, Status, goes_to, is_live


@pytest.mark.parametrize(
    "shows_from, shows_until, live",
    [
        (None, None, True),
        (NOON, None, True),
        (NOON + INSTANT, None, False),
        (NOON + HOUR, None, False),
        (NOON - HOUR, NOON + HOUR, True),
        (NOON - HOUR, NOON + INSTANT, True),
        (NOON - HOUR, NOON, False),
        (NOON - HOUR, NOON - INSTANT, False),
        (None, NOON, False),
        (NOON, NOON, False),
    ],
)
def test_a_notice_is_live_from_its_start_until_just_before_its_end(shows_from, shows_until, live):
    assert is_live(a_posted_notice(shows_from=shows_from, shows_until=shows_until), NOON) is live


def test_a_draft_is_never_live():
    assert not is_live(a_notice(status=Status.DRAFT), NOON)
    assert not is_live(a_notice(status=Status.DRAFT, shows_from=NOON - HOUR), NOON)


@pytest.mark.parametrize(
    "screens, goes",
    [((), True), (("hall",), True), (("gate", "hall"), True), (("gate",), False), (("hall2",), False)],
)
def test_a_notice_goes_to_the_screens_it_names_or_to_all(screens, goes):
    assert goes_to(a_notice(screens=screens), "hall") is goes


@pytest.mark.parametrize(
    "priority, urgent, pinned",
    [(Priority.NORMAL, False, False), (Priority.PINNED, False, True), (Priority.URGENT, True, False)],
)
def test_a_notice_is_urgent_or_pinned_or_neither(priority, urgent, pinned):
    notice = a_notice(priority=priority)
    assert (notice.is_urgent, notice.is_pinned) == (urgent, pinned)
