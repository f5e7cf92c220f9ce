"""What tells the time to everything that decides by it."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from sqlite3 import DatabaseError

from kiosk.actions.timekeeping import TrustedClock, known_to
from kiosk.config import Config
from kiosk.errors import KioskError
from kiosk.machine import THIS_MACHINE, Machine
from kiosk.rules.clock_trust import Known
from kiosk.store.board import reopen_board
from kiosk.store.last_shown import LastShown

Clock = Callable[[], datetime]
"""Aware, UTC."""


def by_the_machine() -> datetime:
    return datetime.now(UTC)


def by_the_board(config: Config, machine: Machine = THIS_MACHINE) -> TrustedClock:
    """The machine's, as far as what the board remembers bears it out. Without a database, what was shown last tells."""
    try:
        with closing(reopen_board(config)) as board:
            known = known_to(board)
    except (KioskError, DatabaseError, OSError, ValueError):
        known = Known(LastShown(config.last_shown).kept_at())
    return TrustedClock(known, machine)
