"""What the request at hand has: its connection to the board, its language, what is on the air."""

from datetime import date, datetime

from flask import current_app, g, has_request_context, request
from jinja2 import Environment

from kiosk.actions.timekeeping import TrustedClock
from kiosk.config import LANGUAGES, Config
from kiosk.errors import Unavailable
from kiosk.store.board import Board, reopen_board
from kiosk.web.on_air import OnAir
from kiosk.wording import Translate, translator


def config() -> Config:
    return current_app.config["KIOSK"]


def board() -> Board:
    """One connection a request, opened when first asked for. Raises Unavailable while the database cannot be used."""
    if "board" not in g:
        lost = on_air().lost
        if lost is not None:
            raise Unavailable.because(lost.problems)
        g.board = reopen_board(config())
    return g.board


def close_board(_: BaseException | None) -> None:
    opened: Board | None = g.pop("board", None)
    if opened is not None:
        opened.close()


def on_air() -> OnAir:
    return current_app.extensions["on_air"]


def the_time() -> datetime:
    """By which everything is decided, also while the machine's clock is in doubt."""
    return clock()()


def sworn_time() -> datetime:
    """For what must not be done at an hour that nobody knows. Raises Refused while the clock is in doubt."""
    return clock().sworn()


def clock() -> TrustedClock:
    return current_app.extensions["clock"]


def today() -> date:
    """The village's day."""
    return the_time().astimezone(config().zone).date()


def own_address() -> str:
    """Under which others reach this board, as far as that is known."""
    return config().address or request.host_url.rstrip("/")


def language() -> str:
    """What the visitor asks for with ?lang=, else what the machine is set to; a screen is always the latter."""
    known: str | None = g.get("language")
    if known is None:
        asked = request.args.get("lang", "") if has_request_context() else ""
        known = g.language = asked if asked in LANGUAGES else config().language
    return known


def number_in(text: str) -> int | None:
    """Of a notice or a version; None for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def gettext(words: str) -> str:
    return translator(language()).gettext(words)


def ngettext(one: str, many: str, number: int) -> str:
    return translator(language()).ngettext(one, many, number)


def translate() -> Translate:
    return translator(language()).gettext


def speak(environment: Environment) -> None:
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)
    environment.globals["language"] = language
