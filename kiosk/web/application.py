"""The Flask application: one blueprint for each audience, and what they all share."""

from datetime import timedelta

from flask import Flask, Response

from kiosk.actions.checker import Checker
from kiosk.actions.timekeeping import TrustedClock, given
from kiosk.config import Config, resource
from kiosk.documents.rendering import Renderer
from kiosk.rules.notice import Category
from kiosk.store.board import open_board
from kiosk.store.connection import is_new
from kiosk.store.last_shown import LastShown
from kiosk.store.secret import secret_of
from kiosk.web import (
    archive,
    asking,
    check,
    desk,
    faults,
    feeds,
    find,
    health,
    letters,
    open_data,
    packing,
    residents,
    screen_reports,
    static_files,
    this_request,
)
from kiosk.web.caretaker import Copying
from kiosk.web.clock import Clock, by_the_machine
from kiosk.web.dates import (
    ago_words,
    clock_of_words,
    clock_words,
    dated_words,
    day_in_words,
    day_words,
    exact_words,
    last_day_words,
    lasted_words,
    moment_words,
    month_words,
    plain_day_words,
    short_day_words,
    waited_words,
    weekday_words,
)
from kiosk.web.on_air import OnAir
from kiosk.web.polling import PollDoor
from kiosk.web.slides import breakable, slides_of, without_period
from kiosk.web.static_files import asset, assets_version
from kiosk.wording.labels import CATEGORIES, DEEDS, HANDS, INTERRUPTIONS, KINDS, ROLES, STATUSES
from kiosk.wording.of_questions import QUESTION_WORDS

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "frame-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # without it browsers say "null" is where our own forms come from
    "X-Frame-Options": "SAMEORIGIN",
}
REQUEST_LIMIT = 1024 * 1024
"""Bytes; nothing a screen or a resident sends is larger."""
INSTANT = timedelta(microseconds=1)
"""`shows_until` is the first instant at which a notice hangs no more."""
PATIENCE_SECONDS = 2
"""That a notice waits to be looked over while another is: it is saved by then, and who waits keeps a thread from the
screens."""


def create_app(config: Config, clock: Clock = by_the_machine) -> Flask:
    """Begins a board where there is none yet, and raises Unavailable when it cannot be begun. One that is there and
    cannot be used leaves the screens with their last good pages."""
    app = Flask("kiosk", template_folder=str(resource("templates")), static_folder=None)
    app.config["KIOSK"] = config
    app.config["MAX_CONTENT_LENGTH"] = REQUEST_LIMIT
    app.config["MAX_FORM_PARTS"] = 10_000
    app.config["SESSION_COOKIE_NAME"] = "kiosk_session"
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["PERMANENT_SESSION_LIFETIME"] = desk.IDLE  # anew with every answer
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    this_request.speak(app.jinja_env)
    letters.furnish(app.jinja_env)
    app.jinja_env.globals |= {"asset": asset, "version": assets_version}
    desk.furnish(app.jinja_env.globals)
    app.jinja_env.filters |= {
        "category": lambda category: this_request.gettext(CATEGORIES[Category(category)]),
        "kind": lambda kind: this_request.gettext(KINDS[kind]),
        "status": lambda status: this_request.gettext(STATUSES[status]),
        "role": lambda role: this_request.gettext(ROLES[role]),
        "question_word": lambda value: this_request.gettext(QUESTION_WORDS[value]),
        "hand": lambda hand: this_request.gettext(HANDS[hand]),
        "interruption": lambda why: this_request.gettext(INTERRUPTIONS[why]),
        "deed": lambda deed: this_request.gettext(DEEDS[deed]) if deed in DEEDS else deed,
        "moment": moment_words,
        "month": month_words,
        "dated": lambda instant: dated_words(instant, config.zone),
        "exact": lambda instant: exact_words(instant, config.zone),
        "on_day": lambda instant: plain_day_words(instant, config.zone),
        "until_day": lambda until: plain_day_words(until - INSTANT, config.zone),
        "ago": ago_words,
        "clock": clock_words,
        "clock_of": clock_of_words,
        "waited": waited_words,
        "lasted": lasted_words,
        "weekday": weekday_words,
        "breakable": breakable,
        "without_period": without_period,
        "short_day": short_day_words,
        "day_in": day_in_words,
        "day": day_words,
        "last_day": lambda until: last_day_words(until, config.zone),
    }
    app.teardown_appcontext(this_request.close_board)
    app.after_request(_with_headers)
    app.after_request(packing.packed)
    for part in (screen_reports, residents, archive, asking, check, find, letters, open_data, feeds, desk, health, static_files):
        app.register_blueprint(part.pages)
    faults.register(app)
    if is_new(config.database):
        open_board(config).close()
    app.session_interface = desk.Sessions()
    app.secret_key = config.secret or secret_of(config.data)
    app.extensions |= {"failures": desk.Failures(), "first_code": desk.first_code()}
    app.extensions |= {"renderer": Renderer(), "checker": Checker(patience=PATIENCE_SECONDS), "reader": Checker()}
    app.extensions |= {"readings": desk.Readings()}
    keeper = app.extensions["clock"] = clock if isinstance(clock, TrustedClock) else given(clock)
    on_air = OnAir(
        open=lambda: open_board(config, may_begin=False),
        render=lambda *shown: slides_of(app, *shown),
        zone=config.zone,
        clock=keeper,
        last=LastShown(config.last_shown),
    )
    app.extensions |= {"on_air": on_air, "copying": Copying(config, keeper)}
    app.wsgi_app = PollDoor(app.wsgi_app, on_air, keeper)
    return app


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.date = this_request.the_time()  # else it is the machine's, whatever that says
    return response
