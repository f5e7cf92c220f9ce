"""What the screens themselves say they have shown."""

from datetime import datetime

from kiosk.store import opinions
from kiosk.store.board import Board
from kiosk.store.connection import transaction


def note_shown(board: Board, number: int, version: int, screen: str, now: datetime) -> None:
    """Only the first time is kept; saying it again changes nothing."""
    if screen in opinions.first_shown(board.db, number, version):
        return
    with transaction(board.db):
        opinions.is_shown(board.db, number, version, screen, now)
