"""What every command has: its language, an open board, and sentences instead of stack traces."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from sqlite3 import DatabaseError
from zoneinfo import ZoneInfo

import click

from kiosk.actions.safekeeping import note_loss, problem_of
from kiosk.actions.timekeeping import TrustedClock, known_to
from kiosk.config import LANGUAGES, Config, read_config
from kiosk.errors import KioskError, Misuse
from kiosk.machine import THIS_MACHINE
from kiosk.rules.clock_trust import Held
from kiosk.rules.people import By
from kiosk.store.board import Board, open_board
from kiosk.store.connection import faults
from kiosk.wording import all_told, speak_on_the_command_line, told, translator
from kiosk.wording.labels import DOUBTS

LANGUAGE = os.environ["KIOSK_LANGUAGE"] if os.environ.get("KIOSK_LANGUAGE") in LANGUAGES else "zh"
_ = translator(LANGUAGE).gettext
speak_on_the_command_line(LANGUAGE)

_CLOCK = "kiosk.clock"
FOUND_SOMETHING = 1
MISUSED = 2


@contextmanager
def telling() -> Iterator[None]:
    """Every error of ours becomes its sentences on standard error and an exit code, never a stack trace."""
    try:
        yield
    except KioskError as error:
        for words in all_told(error, _):
            click.echo(words, err=True)
        sys.exit(MISUSED if isinstance(error, Misuse) else FOUND_SOMETHING)


@contextmanager
def opened(notes_losses: bool = True) -> Iterator[tuple[Board, Config]]:
    with telling():
        config = read_config()
        board = open_board(config)
        try:
            with faults(config.database, of=(DatabaseError,)):
                clock = TrustedClock(known_to(board))
                click.get_current_context().meta[_CLOCK] = clock
                if clock.held().doubt is not None:
                    click.echo(_in_doubt_words(clock.held(), config.zone), err=True)
                    click.echo(_("Set it right; or if it is, type: kiosk clock --right"), err=True)
                if notes_losses:
                    _note_loss(board)
                yield board, config
        finally:
            board.close()


def _note_loss(board: Board) -> None:
    loss = note_loss(board, _("this machine"), now())
    if loss is not None:
        click.echo(told(problem_of(loss), _), err=True)


def by(who: str | None = None) -> By:
    """Whoever can use the machine may do everything; a name goes into the audit log."""
    return By(who or _("this machine"))


def now() -> datetime:
    """As the board has it; without a board, as the machine does."""
    clock = click.get_current_context().meta.get(_CLOCK, THIS_MACHINE.wall)
    return clock()


def clock_of_the_board() -> TrustedClock:
    """While a board is open."""
    return click.get_current_context().meta[_CLOCK]


def _in_doubt_words(held: Held, zone: ZoneInfo) -> str:
    clock, expected = (f"{each.astimezone(zone):%Y-%m-%d %H:%M}" for each in (held.said.wall, held.now))
    return _(DOUBTS[held.doubt]).format(clock=clock, expected=expected)


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
