"""Serving the board with waitress, and telling whoever started it where to look."""

import ctypes
import logging
import os
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from sqlite3 import DatabaseError

from kiosk.actions.catalogue_news import begin_to_look
from kiosk.actions.safekeeping import note_loss, problem_of
from kiosk.actions.sample_village import fill, start_empty
from kiosk.actions.showing import compact_airings, drop_what_was_held
from kiosk.actions.steps import close_what_is_over
from kiosk.actions.timekeeping import Heartbeat, TrustedClock, known_to
from kiosk.config import Config
from kiosk.errors import Misuse, Refused, Unavailable
from kiosk.rules.people import By
from kiosk.store import people
from kiosk.store.board import Board, is_untouched, open_board, reopen_board
from kiosk.store.connection import faults, is_new
from kiosk.web.application import REQUEST_LIMIT, create_app
from kiosk.web.caretaker import Caretaker, do, preparing, purging
from kiosk.web.clock import Clock, by_the_board, by_the_machine
from kiosk.web.desk.attached import UPLOAD_BYTES
from kiosk.web.patience import serve_patiently
from kiosk.web.watching import Watching
from kiosk.wording import Translate, all_told, told, translator
from kiosk.wording.marking import N_

THREADS = 8
"""Two may be reading files, and others wait for a text to be looked over or for SQLite's one writer; the screens must find
one that is free."""
CONNECTIONS = 1200
"""Waitress leaves the 101st of its default 100 unanswered; a screen or a phone keeps one open for a while."""
OTHER_FILES = 200
"""Files the process may need besides its connections."""
IDLE_SECONDS = 5
LEAP_SECONDS = 5
"""Within which a leap of the clock is noted."""
HEADER_LIMIT = 16 * 1024
"""Bytes."""

NO_ADDRESS = "0.0.0.0"
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""Of mallopt, in glibc's malloc.h."""
_RETURNED_BYTES = 256 * 1024


def serve_board(config: Config, empty: bool, say: Callable[[str], None]) -> None:
    """Returns when it is stopped. Raises Misuse, Unavailable or Refused before the first answer."""
    _give_memory_back()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a few requests waiting are no news
    _ = translator(config.language).gettext
    listening = _listen(config)
    config = replace(config, address=config.address or _address(config))
    is_first = is_new(config.database)
    try:
        _open(config, empty, say, _)
    except Unavailable as trouble:
        if is_first:
            raise
        for words in all_told(trouble, _):
            say(words)
        say(_(N_("The screens go on with what they showed last. At the desk a copy can be put back; so does: kiosk restore FILE")))
    clock = by_the_board(config)
    app = create_app(config, clock)
    if clock.held().doubt is not None:
        say(_(N_("This machine's clock cannot be believed: look at the desk, or type kiosk clock.")))
    app.extensions["on_air"].watch()
    children = (app.extensions[name].rest for name in ("renderer", "checker", "reader"))
    who, on_the_board = _(N_("the clock")), partial(_on_the_board, config, clock)
    closes = partial(on_the_board, lambda board, now: close_what_is_over(board, who, now))
    prepares = partial(on_the_board, preparing(By(who), app.extensions["renderer"]))
    purges = partial(on_the_board, purging(By(who)))
    heartbeat = Heartbeat(clock, who)
    beats = partial(on_the_board, heartbeat)
    do(beats)
    watches = partial(on_the_board, Watching(app.extensions["on_air"]))
    airings = (partial(on_the_board, compact_airings), partial(on_the_board, drop_what_was_held))
    chores = (beats, app.extensions["copying"].when_due, closes, *airings, prepares, purges, watches)
    Caretaker([*chores, *children]).begin()
    Caretaker([partial(_when_due, heartbeat, beats)], every_seconds=LEAP_SECONDS).begin()
    for line in [*_where(config, _), *_how_to_sign_in(config, app.extensions["first_code"], _)]:
        say(line)
    serve_patiently(app, sockets=[listening], **waitress_settings())


def _when_due(heartbeat: Heartbeat, beats: Callable[[], None]) -> None:
    if heartbeat.is_due():
        beats()


def _give_memory_back() -> None:
    """What a large roster took goes back to the machine when it is done with. Left to itself, glibc keeps such pieces for
    the next one, and some for every thread; a box that nobody restarts for a year never sees them again."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _RETURNED_BYTES)
        mallopt(_ARENA_MAX, 2)


def _on_the_board(config: Config, clock: Clock, chore: Callable[[Board, datetime], object]) -> None:
    with closing(reopen_board(config)) as board:
        chore(board, clock())


def _how_to_sign_in(config: Config, code: str, _: Translate) -> list[str]:
    try:
        with closing(reopen_board(config)) as board, faults(config.database, of=(DatabaseError,)):
            is_fresh = people.nobody_yet(board.db)
    except Unavailable:
        return []
    if not is_fresh:
        return []
    return [
        _(N_("Nobody can sign in to the desk yet. Open it on this machine to set it up, or from another one with the")),
        _(N_("one-time code:        {code}")).format(code=code),
    ]


def _open(config: Config, empty: bool, say: Callable[[str], None], _: Translate) -> None:
    """Raises Unavailable when the board that is there cannot be used."""
    board = open_board(config)
    with closing(board), faults(config.database, of=(DatabaseError,)):
        begin_to_look(board)
        loss = note_loss(board, _(N_("this machine")), TrustedClock(known_to(board))())
        if loss is not None:
            say(told(problem_of(loss), _))
        if is_untouched(board):
            _begin(board, empty, say, _)
        elif empty:
            say(_(N_("There is a board in {folder} already, so --empty does nothing; name another folder with KIOSK_DATA.")).format(folder=config.data))


def waitress_settings() -> dict[str, object]:
    """Everything but where to listen; scripts/bench.py measures waitress itself under the same."""
    return {
        "threads": THREADS,
        "connection_limit": _connections(),
        "channel_timeout": IDLE_SECONDS,
        "cleanup_interval": IDLE_SECONDS,
        "asyncore_use_poll": True,
        "max_request_body_size": UPLOAD_BYTES + REQUEST_LIMIT,  # every address has its own, lower limit
        "max_request_header_size": HEADER_LIMIT,
        "clear_untrusted_proxy_headers": False,  # the desk wants to see that there was a proxy
        "ident": None,
    }


def _begin(board: Board, empty: bool, say: Callable[[str], None], _: Translate) -> None:
    who, now = _(N_("first start")), by_the_machine()
    if empty:
        start_empty(board, who, now)
        return
    say(_(N_("First start: filling the board with the sample village …")))
    filled = fill(board, who, now)
    if not filled.went_in:
        raise Refused.because(problem for outcome in filled.outcomes for problem in outcome.problems)


def _listen(config: Config) -> socket.socket:
    """Taken before anything else, so that a second start says so at once."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((config.host, config.port))
    except OSError as taken:
        listening.close()
        code = "serve.port_taken" if taken.errno in _IN_USE else "serve.host"
        raise Misuse(code, host=config.host, port=config.port) from taken
    listening.listen(1024)
    return listening


_IN_USE = (48, 98, 10048, 13, 10013)
"""EADDRINUSE and EACCES on macOS, Linux and Windows."""


def _connections() -> int:
    """As many as the operating system lets this process have open: one more would leave everybody waiting."""
    try:
        import resource
    except ImportError:  # Windows counts otherwise
        return CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return CONNECTIONS if soft == resource.RLIM_INFINITY else min(CONNECTIONS, soft - OTHER_FILES)


def _address(config: Config) -> str:
    host = _lan_address() if config.host in (NO_ADDRESS, "::") else config.host
    return f"http://{f'[{host}]' if ':' in host else host}:{config.port}"


def _lan_address() -> str:
    """This machine's own address as the others on the network see it. Nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def _where(config: Config, _: Translate) -> list[str]:
    local = f"http://127.0.0.1:{config.port}"
    everywhere = config.host in (NO_ADDRESS, "::")
    lines = [
        _(N_("The screen:           {address}/screen/hall")).format(address=config.address if everywhere else local),
        _(N_("The residents' pages: {address}/")).format(address=config.address),
        _(N_("The desk:             {address}/desk/")).format(address=config.address if everywhere else local),
        _(N_("The data:             {folder}")).format(folder=config.data),
    ]
    if config.host in ("127.0.0.1", "localhost", "::1"):
        lines.append(_(N_("Only this machine can open these; for TVs and phones start it with --lan.")))
    if everywhere:
        lines.append(_(N_("Listening on every interface of this machine (port {port}).")).format(port=config.port))
    return lines


