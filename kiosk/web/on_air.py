"""What every screen shows, kept in memory, so that a poll costs no query and the board outlives its database.

One thread asks SQLite a few times a second whether anything was written, by this process or another, and
whether a notice has begun or ended meanwhile; only then is anything rendered.
"""

import gzip
import hashlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.rules.posting import start_of
from kiosk.rules.village import Screen, Settings
from kiosk.store import connection, notices, screens, settings
from kiosk.store.board import Board
from kiosk.store.notices import BrokenRow, StoredNotice

LOOK_SECONDS = 0.2
CLOCK_SLACK = timedelta(seconds=5)
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
    open: Callable[[], Board]
    render: Render
    slides: dict[str, Slides] = field(default_factory=dict)
    """By name of the screen; replaced whole, so that it can be read without a lock."""
    skipped: dict[tuple[str, int], str] = field(default_factory=dict)
    """Why a screen could not lay a notice out, by screen and number: what the screens themselves have said."""
    polled_at: dict[str, float] = field(default_factory=dict)
    """Seconds of time.monotonic() at each screen's last poll."""
    shown: Shown = field(init=False)
    fault: str | None = None
    _board: Board = field(init=False)
    _file: tuple[int, int] = field(init=False)
    _version: int = field(init=False)
    _looked_at: datetime = field(init=False)
    _changes_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Raises what the database says when it cannot be read at the start."""
        self._begin(datetime.now(UTC))

    def look(self, now: datetime | None = None) -> None:
        """Renders again if anything has changed. What was there stays when the database cannot be read."""
        now = now or datetime.now(UTC)
        try:
            if connection.file_identity(self._board.db) != self._file:
                self._begin(now)
            else:
                self._look(now)
            self.fault = None
        except Exception as fault:  # whatever it is, the screens must go on, and with them this thread
            if repr(fault) != self.fault:
                log.exception("the board could not be read, the screens keep what they have")
            self.fault = repr(fault)

    def watch(self) -> threading.Thread:
        thread = threading.Thread(target=self._watch, name="on-air", daemon=True)
        thread.start()
        return thread

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            self.look()

    def _begin(self, now: datetime) -> None:
        """Opens the database that now stands at its address: at the start, or after another was put in its place."""
        board = self.open()
        file, version = connection.file_identity(board.db), connection.data_version(board.db)
        self._render(board, now)
        self._board, self._file, self._version = board, file, version

    def _look(self, now: datetime) -> None:
        version = connection.data_version(self._board.db)
        # A clock that was put back has seen a tomorrow that has not come.
        was_put_back = now < self._looked_at - CLOCK_SLACK
        if version != self._version or now >= self._changes_at or was_put_back:
            self._render(self._board, now)
        self._version = version
        self._looked_at = now

    def _render(self, board: Board, now: datetime) -> None:
        posted, broken = notices.published_now_or_later(board.db, now)
        for row in broken:
            log.error("notice %d cannot be shown: %s", row.number, row.reason)
        all_screens = tuple(screens.all_screens(board.db))
        shown = Shown(all_screens, settings.settings(board.db), tuple(posted), tuple(broken), now)
        slides = {screen.name: _packed(self.render(board, shown, screen)) for screen in all_screens}
        self._changes_at = _next_change(posted, now, board.zone)
        self._looked_at = now
        self.slides, self.shown = slides, shown
        numbers = {each.notice.number for each in posted}
        self.skipped = {key: reason for key, reason in self.skipped.items() if key[1] in numbers}


def _next_change(posted: list[StoredNotice], now: datetime, zone: ZoneInfo) -> datetime:
    """The next instant at which a notice begins or ends, or a new day does."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    instants = [start_of(tomorrow, zone)]
    for each in posted:
        instants += filter(None, (each.notice.shows_from, each.notice.shows_until))
    return min(instant for instant in instants if instant > now)


def _packed(html: str) -> Slides:
    data = html.encode("utf-8")
    return Slides(data, gzip.compress(data, 6, mtime=0), hashlib.sha256(data).hexdigest()[:16])
