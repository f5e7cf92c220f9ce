"""Errors become pages: a clear sentence, in the visitor's language, never a stack trace."""

import logging
import secrets

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from kiosk.errors import KioskError, Misuse, NotFound, Refused, Unavailable
from kiosk.web.this_request import translate
from kiosk.wording import SENTENCES, all_told

log = logging.getLogger(__name__)

CODES = ((NotFound, 404), (Refused, 422), (Misuse, 400), (Unavailable, 503))


def register(app: Flask) -> None:
    app.register_error_handler(KioskError, of_ours)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(500, unforeseen)


def of_ours(error: KioskError) -> ResponseReturnValue:
    code = next((code for kind, code in CODES if isinstance(error, kind)), 409)
    if isinstance(error, Unavailable):
        log.error("%s", all_told(error, translate()))
        return _page([translate()(SENTENCES["page.unavailable"])], code)
    return _page(all_told(error, translate()), code)


HTTP_CODES = {404: "page.none", 405: "page.wrong_method", 413: "page.too_large"}


def of_http(error: HTTPException) -> ResponseReturnValue:
    code = HTTP_CODES.get(error.code or 0, "page.misunderstood")
    return _page([translate()(SENTENCES[code])], error.code or 400)


def unforeseen(error: Exception) -> ResponseReturnValue:
    """The number on the page finds the trace in the log."""
    incident = secrets.token_hex(4)
    log.error("incident %s at %s %r", incident, request.method, request.path, exc_info=error)
    return _page([translate()(SENTENCES["page.failed"]).format(incident=incident)], 500)


def _page(sentences: list[str], code: int) -> ResponseReturnValue:
    is_screen = request.path.startswith("/screen/")
    page = "screen/trouble.html" if is_screen else "residents/trouble.html"
    headers = {"Cache-Control": "no-store"}
    return render_template(page, sentences=sentences), code, headers
