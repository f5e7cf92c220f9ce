"""The time that the board goes by: the machine's, as long as it can be believed. Which is which, and why, stands in
kiosk.rules.clock_trust."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.errors import Refused
from kiosk.machine import THIS_MACHINE, Machine
from kiosk.rules.clock_trust import RELEASED_AT, SLACK, Doubt, Held, Known, Said, after, at_the_start, believed
from kiosk.rules.people import By
from kiosk.rules.village import Settings
from kiosk.store import audit, running, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction


class TrustedClock:
    """A clock to be called. It never stands still and never fails; `held` tells whether it can be sworn to."""

    def __init__(self, known: Known, machine: Machine = THIS_MACHINE) -> None:
        self.machine = machine
        self._lock = threading.Lock()
        self._held = at_the_start(known, self._said())

    def __call__(self) -> datetime:
        return self.held().now

    def held(self) -> Held:
        with self._lock:
            self._held = after(self._held, self._said())
            return self._held

    def sworn(self) -> datetime:
        """For what must not be done at an hour that nobody knows. Raises Refused while the clock is in doubt."""
        held = self.held()
        if held.doubt is not None:
            raise Refused("clock.in_doubt")
        return held.now

    def believe(self) -> None:
        with self._lock:
            self._held = believed(self._held, self._said())

    def _said(self) -> Said:
        return Said(self.machine.wall(), self.machine.steady(), self.machine.is_network_time())


def given(clock: Callable[[], datetime]) -> TrustedClock:
    """One that is not the machine's is believed whatever it says."""
    return TrustedClock(Known(), Machine(clock, lambda: 0.0, lambda: True))


def known_to(board: Board) -> Known:
    """An older product has left no beats; then a long silence proves nothing."""
    beat, doubt = running.last_at(board.db), running.last_doubt(board.db)
    is_open = doubt is not None and doubt.ended_at is None and doubt.ahead > SLACK
    return Known(
        at=max(filter(None, (beat, audit.last_at(board.db))), default=None),
        absence=timedelta(days=_absence_days(board)) if beat else None,
        was_ahead=doubt.ahead if is_open else None,
    )


def _absence_days(board: Board) -> int:
    """A setting that some other program has spoilt must not keep anybody from asking what time it is."""
    try:
        return settings.settings(board.db).absence_days
    except ValueError:
        return Settings.absence_days


@dataclass
class Heartbeat:
    """Done every minute, and at once when its clock falls into doubt or out of it: notes that the board is on, and from when
    to when its clock was in doubt. The power may go a moment after a leap, and what woke up again would believe the clock."""

    clock: TrustedClock
    who: str
    _noted: int | None = None
    """The doubt that lasts."""

    def is_due(self) -> bool:
        """That something has become of the clock which is not noted yet."""
        return (self.clock.held().doubt is None) != (self._noted is None)

    def __call__(self, board: Board, _now: datetime) -> None:
        self._heed(board)
        held = self.clock.held()
        with transaction(board.db):
            running.beat(board.db, held.now)
            last = running.last_doubt(board.db)
            is_noted = last is not None and last.ended_at is None
            self._noted = _noted(board, held) if held.doubt else None
            if is_noted and not held.doubt:
                running.end_doubt(board.db, last.number, held.now)
            if is_noted != bool(held.doubt):
                deed = "clock.doubted" if held.doubt else "clock.trusted"
                audit.record(board.db, Deed(self.who, deed, _facts(held)), held.now)

    def _heed(self, board: Board) -> None:
        """Somebody has said on the command line that the clock is right."""
        last = running.last_doubt(board.db)
        is_settled = last is not None and last.number == self._noted and last.ended_at is not None
        if is_settled and abs(self.clock.machine.wall() - last.ended_at) < SLACK:
            self.clock.believe()


def say_it_is_right(board: Board, clock: TrustedClock, seen: datetime, by: By) -> bool:
    """Somebody has looked at the clock and says so; `seen` is the time that stood before them. False when it was not in
    doubt any more. Raises Refused for a time that cannot be, and when the clock says something else by now."""
    held = clock.held()
    if held.doubt is None:
        return False
    if held.doubt is Doubt.IMPOSSIBLE:
        raise Refused("clock.impossible", year=RELEASED_AT.year)
    said = held.said.wall
    if abs(said - seen) > SLACK:
        raise Refused("clock.another_by_now")
    with transaction(board.db):
        running.end_doubt(board.db, _noted(board, held), said)
        if running.last_at(board.db) is not None:
            running.beat(board.db, said)
        audit.record(board.db, Deed(by.name, "clock.trusted", _facts(held) | {"from": by.address}), said)
    clock.believe()
    return True


def _noted(board: Board, held: Held) -> int:
    """The doubt that is open, or a new one."""
    last, ahead = running.last_doubt(board.db), held.said.wall - held.now
    if last is None or last.ended_at is not None:
        return running.begin_doubt(board.db, str(held.doubt), ahead, held.now)
    running.go_on_doubting(board.db, last.number, str(held.doubt), ahead)
    return last.number


def _facts(held: Held) -> dict[str, object]:
    said, expected = (each.isoformat(timespec="seconds") for each in (held.said.wall, held.now))
    return {"clock": said, "expected": expected} if held.doubt else {"clock": said}
