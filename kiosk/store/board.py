"""The board as an action sees it: its database, where the originals lie, and its clock's zone."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.config import Config
from kiosk.rules.screen import Screen
from kiosk.store import audit, notices, screens
from kiosk.store.connection import faults, open_database, reconnect


@dataclass(frozen=True)
class Board:
    db: Database
    originals: Path
    zone: ZoneInfo

    def close(self) -> None:
        self.db.close()


def open_board(config: Config, may_begin: bool = True) -> Board:
    """Brings the board up to date, and makes one on the first start. Raises Unavailable when what was there cannot be
    used."""
    db = open_database(config.database, may_begin)
    with faults(config.database):
        if not screens.all_screens(db):
            screens.put(db, Screen("hall", "村民大厅"))
    return Board(db, config.originals, config.zone)


def reopen_board(config: Config) -> Board:
    """A further connection to a board that has been opened before; it never makes a new one."""
    return Board(reconnect(config.database), config.originals, config.zone)


def is_empty(board: Board) -> bool:
    return notices.count(board.db) == 0


def is_untouched(board: Board) -> bool:
    """Nobody has done anything on it yet."""
    return audit.head(board.db) == ""
