"""When a screen was dark."""

import pytest
from cast import HOUR, NOON

from kiosk.rules.outages import Cause, Outage
from kiosk.store import outages
from kiosk.store.connection import transaction


def put(board, screen, began, ended):
    with transaction(board.db):
        outages.begin(board.db, Outage(screen, began, None, Cause.SCREEN_DARK), began)
        if ended is not None:
            outages.end(board.db, screen, ended)


@pytest.mark.parametrize(
    "since, until, found",
    [
        (-9, 9, ["morning", "lasting"]),
        (-3, -2.5, ["morning"]),
        (-2, 1, []),  # it ended when this began
        (-5, -4, []),
        (0, 1.5, ["lasting"]),
        (5, 9, ["lasting"]),
    ],
)
def test_those_that_share_any_time_with_it(board, since, until, found):
    spans = {"morning": (NOON - 4 * HOUR, NOON - 2 * HOUR), "lasting": (NOON + HOUR, None)}
    for span in spans.values():
        put(board, "hall", *span)
    put(board, "gate", NOON - 3 * HOUR, None)
    told = outages.between(board.db, "hall", NOON + since * HOUR, NOON + until * HOUR)
    assert told == [Outage("hall", *spans[name], Cause.SCREEN_DARK) for name in found]


def test_one_that_lasts_is_begun_once(board):
    put(board, "hall", NOON, None)
    put(board, "hall", NOON + HOUR, None)
    assert [outage.began_at for outage, _known in outages.lasting(board.db).values()] == [NOON]


def test_no_outage_ends_before_it_began(board):
    put(board, "hall", NOON, NOON - HOUR)
    (told,) = outages.between(board.db, "hall", NOON - HOUR, NOON + HOUR)
    assert told.ended_at == NOON
