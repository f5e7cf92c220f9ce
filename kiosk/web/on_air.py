"""What every screen shows, kept in memory, so that a poll costs no query and the board outlives its database.

One thread asks SQLite a few times a second whether anything was written, by this process or another, and
whether a notice has begun or ended meanwhile; only then is anything rendered.
"""

import gzip
import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kiosk.errors import KioskError
from kiosk.rules.posting import start_of
from kiosk.rules.village import Screen, Settings
from kiosk.store import connection, notices, screens, settings
from kiosk.store.board import Board
from kiosk.store.notices import BrokenRow, StoredNotice

LOOK_SECONDS = 0.2
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Slides:
    """A screen's fragment, ready to be sent, and the revision that names it."""

    html: bytes
    packed: bytes
    revision: str


@dataclass(frozen=True)
class Shown:
    """Everything that the slides of all screens are made from."""

    screens: tuple[Screen, ...]
    settings: Settings
    posted: tuple[StoredNotice, ...]
    broken: tuple[BrokenRow, ...]
    now: datetime


Render = Callable[[Board, Shown, Screen], str]


@dataclass
class OnAir:
    board: Board
    render: Render
    slides: dict[str, Slides] = field(default_factory=dict)
    """By name of the screen; replaced whole, so that it can be read without a lock."""
    shown: Shown = field(init=False)
    fault: str | None = None
    polled_at: dict[str, float] = field(default_factory=dict)
    """Seconds of time.monotonic() at each screen's last poll."""
    _version: int = field(init=False)
    _changes_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Raises what the database says when it cannot be read at the start."""
        self._version = connection.data_version(self.board.db)
        self._render(datetime.now(UTC))

    def look(self, now: datetime | None = None) -> None:
        """Renders again if anything has changed. What was there stays when the database cannot be read."""
        now = now or datetime.now(UTC)
        try:
            version = connection.data_version(self.board.db)
            if version == self._version and now < self._changes_at:
                return
            self._render(now)
            self._version = version
            self.fault = None
        except (KioskError, sqlite3.Error) as fault:
            if str(fault) != self.fault:
                log.error("the board could not be read, the screens keep what they have: %s", fault)
            self.fault = str(fault)

    def watch(self) -> threading.Thread:
        thread = threading.Thread(target=self._watch, name="on-air", daemon=True)
        thread.start()
        return thread

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            self.look()

    def _render(self, now: datetime) -> None:
        posted, broken = notices.published_now_or_later(self.board.db, now)
        for row in broken:
            log.error("notice %d cannot be shown: %s", row.number, row.reason)
        all_screens = tuple(screens.all_screens(self.board.db))
        shown = Shown(all_screens, settings.settings(self.board.db), tuple(posted), tuple(broken), now)
        self.slides = {screen.name: _packed(self.render(self.board, shown, screen)) for screen in all_screens}
        self.shown = shown
        self._changes_at = self._next_change(posted, now)

    def _next_change(self, posted: list[StoredNotice], now: datetime) -> datetime:
        """The next instant at which a notice begins or ends, or a new day does."""
        tomorrow = now.astimezone(self.board.zone).date() + timedelta(days=1)
        instants = [start_of(tomorrow, self.board.zone)]
        for each in posted:
            instants += filter(None, (each.notice.shows_from, each.notice.shows_until))
        return min(instant for instant in instants if instant > now)


def _packed(html: str) -> Slides:
    data = html.encode("utf-8")
    return Slides(data, gzip.compress(data, 6, mtime=0), hashlib.sha256(data).hexdigest()[:16])
