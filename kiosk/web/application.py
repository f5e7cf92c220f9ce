"""The Flask application: one blueprint for each audience, and what they all share."""

from flask import Flask, Response

from kiosk.config import Config, resource
from kiosk.rules.notice import Category
from kiosk.store.board import open_board, reopen_board
from kiosk.web import (
    desk,
    faults,
    health,
    residents,
    screens,
    static_files,
    this_request,
)
from kiosk.web.dates import day_words, last_day_words, short_day_words
from kiosk.web.on_air import OnAir
from kiosk.web.polling import PollDoor
from kiosk.web.screens import slides_of
from kiosk.web.static_files import asset, assets_version
from kiosk.wording import CATEGORIES, KINDS

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
REQUEST_LIMIT = 1024 * 1024
"""Bytes; nothing a screen or a resident sends is larger."""


def create_app(config: Config) -> Flask:
    """Opens the board once to bring it up to date. Raises Unavailable when it cannot be used."""
    app = Flask("kiosk", template_folder=str(resource("templates")), static_folder=None)
    app.config["KIOSK"] = config
    app.config["MAX_CONTENT_LENGTH"] = REQUEST_LIMIT
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    this_request.speak(app.jinja_env)
    app.jinja_env.globals |= {"asset": asset, "version": assets_version}
    app.jinja_env.filters |= {
        "category": lambda category: this_request.gettext(CATEGORIES[Category(category)]),
        "kind": lambda kind: this_request.gettext(KINDS[kind]),
        "breakable": screens.breakable,
        "without_period": screens.without_period,
        "short_day": short_day_words,
        "day": day_words,
        "last_day": lambda until: last_day_words(until, config.zone),
    }
    app.teardown_appcontext(this_request.close_board)
    app.after_request(_with_headers)
    for part in (screens, residents, desk, health, static_files):
        app.register_blueprint(part.pages)
    faults.register(app)
    open_board(config).close()
    on_air = OnAir(lambda: reopen_board(config), lambda *shown: slides_of(app, *shown))
    app.extensions["on_air"] = on_air
    app.wsgi_app = PollDoor(app.wsgi_app, on_air)
    return app


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
