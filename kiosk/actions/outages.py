"""What is kept of screens that were dark: written when it begins, every few minutes while it lasts, and when it ends."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kiosk.rules.outages import Cause, Outage
from kiosk.store import outages
from kiosk.store.board import Board
from kiosk.store.connection import transaction

SAY_AGAIN = timedelta(minutes=10)
"""After which it is written that an outage goes on: so exactly it is known how long it lasted if the board itself stops."""


def note_darkness(board: Board, dark: Mapping[str, datetime], now: datetime) -> None:
    """`dark` are the screens that are out just now, and since when; every other outage is over."""
    lasting = outages.lasting(board.db)
    begun = [name for name in dark if name not in lasting]
    over = [name for name in lasting if name not in dark]
    going_on = [name for name, (_outage, known) in lasting.items() if name in dark and not known <= now < known + SAY_AGAIN]
    if not (begun or over or going_on):
        return
    with transaction(board.db):
        for name in over:
            outages.end(board.db, name, now)
        for name in going_on:
            outages.goes_on(board.db, name, now)
        for name in begun:
            outages.begin(board.db, Outage(name, dark[name], None, Cause.SCREEN_DARK), now)


def end_what_nobody_watched(board: Board) -> None:
    """After a time in which the board itself was not running: no outage is known to have gone on through it."""
    lasting = outages.lasting(board.db)
    if not lasting:
        return
    with transaction(board.db):
        for name, (_outage, known_until) in lasting.items():
            outages.end(board.db, name, known_until)
