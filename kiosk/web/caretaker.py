"""What is done every minute without anybody asking: each chore in a thread of its own, so that a disk that hangs, or a
chore that fails, keeps no other waiting."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kiosk.actions.asking import purge
from kiosk.actions.begin_duties import prepare_duties, to_be_prepared
from kiosk.actions.safekeeping import Made, make_copies, places
from kiosk.config import Config
from kiosk.documents.rendering import Renderer
from kiosk.errors import KioskError, Problem, Unavailable
from kiosk.rules.people import By
from kiosk.store.board import Board
from kiosk.web.clock import Clock, by_the_machine

EVERY_SECONDS = 60
AFTER_A_FAULT = timedelta(minutes=30)
"""Until copies are tried again by themselves."""
log = logging.getLogger(__name__)

Chore = Callable[[], None]


@dataclass(frozen=True)
class Caretaker:
    chores: Sequence[Chore]
    every_seconds: float = EVERY_SECONDS
    leaving: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        for chore in self.chores:
            threading.Thread(target=self._keep_doing, args=[chore], name="caretaker", daemon=True).start()

    def leave(self) -> None:
        self.leaving.set()

    def _keep_doing(self, chore: Chore) -> None:
        while not self.leaving.wait(self.every_seconds):
            do(chore)


def do(chore: Chore) -> None:
    """A chore that fails is done again in a minute."""
    try:
        chore()
    except KioskError as told:
        log.error("a chore could not be done: %s %s", told.code, dict(told.problems[0].facts))
    except Exception:  # whatever it is: tonight's copy must not hang on it
        log.exception("a chore failed")


@dataclass
class OnceADay:
    """A chore of the board that is done at every start, and then on every new day of the village."""

    do: Callable[[Board, datetime], object]
    _done_on: date | None = None

    def __call__(self, board: Board, now: datetime) -> None:
        today = now.astimezone(board.zone).date()
        if today != self._done_on:
            self.do(board, now)
            self._done_on = today


def preparing(by: By, renderer: Renderer) -> OnceADay:
    """Drafts for what has come due: the clerk finds them on the posting day."""

    def prepare(board: Board, now: datetime) -> None:
        today = now.astimezone(board.zone).date()
        prepare_duties(board, to_be_prepared(board, today), by, renderer, now)

    return OnceADay(prepare)


def purging(by: By) -> OnceADay:
    """What askers were promised would be deleted; at every start too, for a copy put back may have brought it again."""
    return OnceADay(lambda board, now: purge(board, by, now))


@dataclass
class Copying:
    """The nightly copies, and what went wrong with the last ones: kept in memory, for a full disk takes no notes."""

    config: Config
    clock: Clock = by_the_machine
    last: list[Made] = field(default_factory=list)
    """The outcome in every place in which a copy was made or tried last."""
    _rests_until: datetime | None = None

    def when_due(self, now: datetime | None = None) -> None:
        now = now or self.clock()
        if self._rests_until is not None and now < self._rests_until <= now + AFTER_A_FAULT:
            return
        there = {place.folder for place in places(self.config)}
        self.last = [each for each in self.last if each.place.folder in there]
        try:
            self.remember(make_copies(self.config, now, only_due=True), now)
        except Unavailable as busy:
            log.info("no copy was made: %s", busy.code)

    def forget(self) -> None:
        """Another board has come in the place of the one that the faults were about."""
        self.last, self._rests_until = [], None

    def remember(self, made: list[Made], now: datetime) -> None:
        """Of each place only the last outcome."""
        fresh = {each.place.folder for each in made}
        self.last = [each for each in self.last if each.place.folder not in fresh] + made
        for each in made:
            for problem in each.problems:
                log.error("copy in %s: %s %s", each.place.folder, problem.code, dict(problem.facts))
        self._rests_until = now + AFTER_A_FAULT if any(each.copy is None for each in made) else None

    @property
    def problems(self) -> list[Problem]:
        return [problem for each in self.last for problem in each.problems]
