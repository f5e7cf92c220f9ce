"""What every screen shows, kept in memory, so that a poll costs no query and the board outlives its database.

One thread asks SQLite a few times a second whether anything was written, by this process or another, and
whether a notice has begun or ended meanwhile; only then is anything rendered. What was shown last is kept on disk
too: a start that finds no usable database goes on with it.
"""

import gzip
import hashlib
import logging
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.actions.accounts_shown import accounts_shown
from kiosk.actions.duties import duties_of
from kiosk.actions.now import replies_shown
from kiosk.errors import KioskError, Unavailable
from kiosk.rules.accounts_by_head import Account
from kiosk.rules.duties import OverduePillar, overdue_pillars
from kiosk.rules.notice import PILLARS, Category, is_live
from kiosk.rules.period import Period
from kiosk.rules.posting import start_of
from kiosk.rules.questions import Reply
from kiosk.rules.reply_wall import Wall, wall
from kiosk.rules.screen import Screen
from kiosk.rules.screen_devices import Device
from kiosk.rules.village import Settings
from kiosk.store import connection, notices, originals, screen_devices, screens, settings
from kiosk.store.board import Board
from kiosk.store.last_shown import LastShown
from kiosk.store.notices import BrokenRow, StoredNotice
from kiosk.web.clock import Clock, by_the_machine
from kiosk.web.heard import Heard

LOOK_SECONDS = 0.2
TRY_AGAIN_SECONDS = 2
"""After which a database that could not be used is tried again."""
SEARCH_AGAIN_SECONDS = 20
"""After which one with damage somewhere inside is searched again."""
PROBE_SECONDS = 5
"""After which a database that nobody writes to is opened anew, to see that it still can be."""
CLOCK_SLACK = timedelta(seconds=5)
_PICTURE = re.compile(r"/pictures/([0-9a-f]{64})\.(png|jpg)")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Slides:
    """A screen's fragment, ready to be sent, and the revision that names it."""

    html: bytes
    packed: bytes
    revision: str


@dataclass(frozen=True)
class Through:
    """The newest period that is over, and on which something of the category is posted."""

    category: Category
    period: Period


@dataclass(frozen=True)
class AccountsOf:
    """Of the notice with that number, what its tables come to by head."""

    number: int
    accounts: tuple[Account, ...]


@dataclass(frozen=True)
class Shown:
    """Everything that the slides of all screens are made from."""

    screens: tuple[Screen, ...]
    settings: Settings
    posted: tuple[StoredNotice, ...]
    broken: tuple[BrokenRow, ...]
    now: datetime
    through: tuple[Through, ...] = ()
    """Of the three pillars."""
    overdue: tuple[OverduePillar, ...] = ()
    """Where the village wants its screens to say so."""
    taken_away: tuple[Screen, ...] = ()
    """Their pages may still be open somewhere."""
    devices: tuple[Device, ...] = ()
    """What has been decided about those that say they are a screen."""
    replies: tuple[Reply, ...] = ()
    """To residents' questions, of the last days."""
    accounts: tuple[AccountsOf, ...] = ()
    """Of the notices whose tables are understood."""

    def up(self, zone: ZoneInfo) -> list[StoredNotice | Wall]:
        """What the rounds of the screens are made of: what is posted, and the wall of replies."""
        replies = wall(self.replies, self.settings.questions, self.now, zone)
        return [*self.posted, *([replies] if replies else [])]


Render = Callable[[Shown, Screen], str]


@dataclass
class OnAir:
    open: Callable[[], Board]
    """Brings an older database up to date and never makes a new one."""
    render: Render
    zone: ZoneInfo
    last: LastShown | None = None
    clock: Clock = by_the_machine
    slides: dict[str, Slides] = field(default_factory=dict)
    """By name of the screen; replaced whole, so that it can be read without a lock."""
    skipped: dict[tuple[str, int], str] = field(default_factory=dict)
    """Why a screen could not lay a notice out, by screen and number: what the screens themselves have said."""
    polled_at: dict[str, float] = field(default_factory=dict)
    """Seconds of time.monotonic() at each screen's last poll."""
    heard: dict[str, dict[str, Heard]] = field(default_factory=dict)
    """By screen and device, what its page has last said of itself; what is in it is replaced whole."""
    watched_since: float = field(default_factory=time.monotonic)
    """Since when a screen that is dark would have been seen to be."""
    shown: Shown = field(init=False)
    fault: str | None = None
    """Why the screens show what they had, whatever it is."""
    lost: KioskError | None = None
    """Why the database cannot be used; None while it can."""
    _board: Board | None = None
    _file: tuple[int, int] = (0, 0)
    _version: int | None = None
    """None while what is in the database has not been painted yet."""
    _looked_at: datetime = field(init=False)
    _changes_at: datetime = field(init=False)
    _try_at: float = 0
    _probe_at: float = 0
    _is_suspect: bool = False
    """Somebody has met damage in it: only when all of it is found sound is it used again."""
    _kept: tuple[object, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        now = self.clock()
        self.look(now)
        if not hasattr(self, "shown"):
            self._begin_without(now)

    def look(self, now: datetime | None = None) -> None:
        """Renders again if anything has changed. What was there stays when the database cannot be read."""
        now = now or self.clock()
        with self._lock:
            try:
                if self.lost is None or time.monotonic() >= self._try_at:
                    self._look(now)
                    self.fault = None
                else:
                    self._go_on(now)
            except Exception as fault:  # whatever it is, the screens must go on, and with them this thread
                if repr(fault) != self.fault:
                    log.exception("the board could not be read, the screens keep what they have")
                self.fault = repr(fault)

    def look_at_once(self) -> None:
        """Something was mended."""
        self._try_at = 0
        self.look()

    def suspect(self) -> None:
        self._is_suspect = True
        self._probe_at = 0

    def picture(self, name: str, now: datetime) -> bytes | None:
        """A picture of what is shown now, while the database that holds it cannot be read."""
        is_seen = any(f"/pictures/{name}" in each.html for each in self.shown.posted if is_live(each.notice, now))
        return self.last.picture(name) if is_seen and self.last is not None else None

    def watch(self) -> threading.Thread:
        thread = threading.Thread(target=self._watch, name="on-air", daemon=True)
        thread.start()
        return thread

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            self.look()

    def _look(self, now: datetime) -> None:
        try:
            self._make_sure_of_the_board()
            version = connection.data_version(self._board.db)
            # A clock that was put back has seen a tomorrow that has not come.
            was_put_back = self._version is not None and now < self._looked_at - CLOCK_SLACK
            is_same = version == self._version and now < self._changes_at and not was_put_back
            shown = self.shown if is_same else self._read(self._board, now)
        except (Unavailable, sqlite3.DatabaseError, OSError) as trouble:
            self._lose(trouble)
            self._go_on(now)
            raise
        self.lost = None
        if not is_same:
            self._paint(shown)
            self._keep(shown, self._board)
        self._version, self._looked_at = version, now

    def _make_sure_of_the_board(self) -> None:
        """Opens the database that now stands at its address: at the start, after another was put in its place, and
        every few seconds, for one that is open already does not tell when its file is damaged."""
        is_open = self._board is not None and self.lost is None
        if is_open and connection.file_identity(self._board.db) == self._file:
            if time.monotonic() >= self._probe_at:
                self._probe_at = time.monotonic() + PROBE_SECONDS
                self._opened().close()
            return
        board = self._opened()
        self._board, self._file, self._version = board, connection.file_identity(board.db), None
        self._probe_at = time.monotonic() + PROBE_SECONDS

    def _opened(self) -> Board:
        board = self.open()
        if self._is_suspect:
            found = connection.damage(board.db)
            if found is not None:
                raise Unavailable("store.damaged", path=connection.place_of(board.db), reason=found)
            self._is_suspect = False
        return board

    def _lose(self, trouble: Unavailable | sqlite3.DatabaseError | OSError) -> None:
        self._try_at = time.monotonic() + (SEARCH_AGAIN_SECONDS if self._is_suspect else TRY_AGAIN_SECONDS)
        if isinstance(trouble, FileNotFoundError):
            told: KioskError = Unavailable("store.database_lost", path="kiosk.db")
        else:
            told = trouble if isinstance(trouble, KioskError) else connection.in_words(trouble, Path("kiosk.db"))
        if told.code != "store.busy":
            self.lost = told

    def _read(self, board: Board, now: datetime) -> Shown:
        posted, broken = notices.published_now_or_later(board.db, now)
        for row in broken:
            log.error("notice %d cannot be shown: %s", row.number, row.reason)
        held, today = settings.settings(board.db), now.astimezone(self.zone).date()
        return Shown(
            screens=tuple(screens.all_screens(board.db)),
            settings=held,
            posted=tuple(posted),
            broken=tuple(broken),
            now=now,
            through=tuple(_through(board, today)),
            overdue=overdue_pillars(duties_of(board, today)) if held.tells_overdue else (),
            taken_away=tuple(screens.taken_away(board.db)),
            devices=tuple(screen_devices.decided(board.db)),
            replies=tuple(replies_shown(board, held, now)),
            accounts=tuple(_accounts(board, posted, now)),
        )

    def _paint(self, shown: Shown) -> None:
        slides = {screen.name: _packed(self.render(shown, screen)) for screen in shown.screens}
        self._changes_at = _next_change(shown.posted, shown.now, self.zone)
        self._looked_at = shown.now
        self.slides, self.shown = slides, shown
        numbers = {each.notice.number for each in shown.posted}
        self.skipped = {key: reason for key, reason in self.skipped.items() if key[1] in numbers}

    def _begin_without(self, now: datetime) -> None:
        last = self.last.last(Shown) if self.last is not None else None
        nothing = Shown((Screen("hall", "村民大厅"),), settings.with_own({}), (), (), now)
        self._paint(replace(last or nothing, now=now))

    def _go_on(self, now: datetime) -> None:
        """Without a database: a notice still begins and ends in its time. What a new day makes overdue is not known without it,
        and is read as soon as it can be."""
        if hasattr(self, "shown") and (now >= self._changes_at or now < self._looked_at - CLOCK_SLACK):
            self._version = None
            self._paint(replace(self.shown, now=now))

    def _keep(self, shown: Shown, board: Board) -> None:
        seen = (shown.screens, shown.settings, shown.posted, shown.through, shown.overdue, shown.replies, shown.accounts)
        what = (*seen, shown.taken_away, shown.devices)
        if self.last is None or what == self._kept:
            return
        pictures = {
            f"{digest}.{ending}": partial(_picture, board, digest, ending)
            for each in shown.posted
            for digest, ending in _PICTURE.findall(each.html)
        }
        try:
            self.last.keep(replace(shown, broken=()), pictures)
        except OSError:
            log.exception("what is shown could not be kept on disk")
        self._kept = what


def _picture(board: Board, digest: str, ending: str) -> bytes:
    return originals.shown_picture(board.db, digest, ending)[0]


def _accounts(board: Board, posted: Iterable[StoredNotice], now: datetime) -> Iterator[AccountsOf]:
    for each in posted:
        found = accounts_shown(board, each.notice, now)
        if found:
            yield AccountsOf(each.notice.number or 0, found)


def _through(board: Board, today: date) -> Iterator[Through]:
    for pillar in PILLARS:
        period = notices.posted_through(board.db, pillar, today)
        if period is not None:
            yield Through(pillar, period)


def _next_change(posted: tuple[StoredNotice, ...], now: datetime, zone: ZoneInfo) -> datetime:
    """The next instant at which a notice begins or ends, or a new day does."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    instants = [start_of(tomorrow, zone)]
    for each in posted:
        instants += filter(None, (each.notice.shows_from, each.notice.shows_until))
    return min(instant for instant in instants if instant > now)


def _packed(html: str) -> Slides:
    data = html.encode("utf-8")
    return Slides(data, gzip.compress(data, 6, mtime=0), hashlib.sha256(data).hexdigest()[:16])
