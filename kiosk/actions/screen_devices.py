"""Deciding which device is the TV of a screen."""

from datetime import datetime

from kiosk.actions.clocks import begin_clocks
from kiosk.errors import NotFound
from kiosk.rules.people import By
from kiosk.rules.screen_devices import Device, code_of
from kiosk.store import audit, screen_devices, screens
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction


def decide(board: Board, device: Device, by: By, now: datetime) -> None:
    """What was held of ours counts, what was held of another's goes. Deciding the same twice changes nothing. Raises
    NotFound for a screen there is not."""
    with transaction(board.db):
        if screens.get(board.db, device.screen) is None:
            raise NotFound("page.none")
        if device in screen_devices.decided(board.db):
            return
        screen_devices.decide(board.db, device, by.name, now)
        if device.is_ours:
            seconds = _release(board, device.screen, device.device, now)
        else:
            screen_devices.drop(board.db, device.screen, device.device)
            seconds = 0
        deed = "screen.device_taken" if device.is_ours else "screen.device_refused"
        facts = {"screen": device.screen, "device": code_of(device.device), "seconds": seconds, "from": by.address}
        audit.record(board.db, Deed(by.name, deed, facts), now)


def count_every_device(board: Board, screen: str, by: By, now: datetime) -> None:
    """As at first: nothing is decided, and what was held counts."""
    with transaction(board.db):
        if screen not in {each.screen for each in screen_devices.decided(board.db)}:
            return
        screen_devices.forget(board.db, screen)
        seconds = sum(_release(board, screen, held.device, now) for held in screen_devices.waiting(board.db, screen))
        facts = {"screen": screen, "seconds": seconds, "from": by.address}
        audit.record(board.db, Deed(by.name, "screen.devices_forgotten", facts), now)


def _release(board: Board, screen: str, device: str, now: datetime) -> int:
    """How many seconds count now that were held; the clocks of notices that waited for a proof begin by them."""
    told = screen_devices.release(board.db, screen, device)
    begin_clocks(board, screen, told, now)
    return sum(each.seconds for each in told)
