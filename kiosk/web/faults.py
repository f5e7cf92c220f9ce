"""Errors become pages: a clear sentence, in the visitor's language, never a stack trace."""

import json
import logging
import secrets
from dataclasses import dataclass
from sqlite3 import DatabaseError, IntegrityError, ProgrammingError

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from kiosk.errors import Forbidden, KioskError, Misuse, NotFound, Problem, Refused, TakenAway, Unavailable
from kiosk.store.connection import in_words
from kiosk.web.this_request import config, gettext, on_air, translate
from kiosk.wording import all_told, sentence
from kiosk.wording.labels import FIELDS
from kiosk.wording.sentences import SENTENCES

log = logging.getLogger(__name__)

CODES = ((TakenAway, 410), (NotFound, 404), (Forbidden, 403), (Refused, 422), (Misuse, 400), (Unavailable, 503))


@dataclass(frozen=True)
class Told:
    """Something wrong with a form, in words: `key` is the field it is about, `line` counts within the text."""

    key: str
    words: str
    line: int = 0


def words_of(error: KioskError) -> list[Told]:
    return [told_of(problem) for problem in error.problems]


def told_of(problem: Problem) -> Told:
    """At the desk a field is called what its label says."""
    named = {"key": gettext(FIELDS[problem.key])} if problem.key in FIELDS else {}
    words = sentence(Problem(problem.code, {**problem.facts, **named}), translate())
    return Told(problem.key, words, problem.line)


def register(app: Flask) -> None:
    app.register_error_handler(KioskError, of_ours)
    app.register_error_handler(DatabaseError, of_the_database)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(500, unforeseen)


def of_ours(error: KioskError) -> ResponseReturnValue:
    code = next((code for kind, code in CODES if isinstance(error, kind)), 409)
    if isinstance(error, Unavailable):
        log.error("%s", all_told(error, translate()))
        if error.code == "store.damaged":
            on_air().suspect()
        if not _is_desk():  # what is wrong with the machine is nobody else's business
            return _page([translate()(SENTENCES["page.unavailable"])], code, "page.unavailable")
    return _page([told.words for told in words_of(error)], code, error.code)


def of_the_database(fault: DatabaseError) -> ResponseReturnValue:
    """While something was only read, outside a transaction."""
    if isinstance(fault, IntegrityError | ProgrammingError):
        return unforeseen(fault)
    return of_ours(in_words(fault, config().database))


HTTP_CODES = {404: "page.none", 405: "page.wrong_method", 413: "page.too_large"}


def of_http(error: HTTPException) -> ResponseReturnValue:
    code = HTTP_CODES.get(error.code or 0, "page.misunderstood")
    return _page([translate()(SENTENCES[code])], error.code or 400, code)


def unforeseen(error: Exception) -> ResponseReturnValue:
    """The number on the page finds the trace in the log."""
    incident = secrets.token_hex(4)
    log.error("incident %s at %s %r", incident, request.method, request.path, exc_info=error)
    return _page([translate()(SENTENCES["page.failed"]).format(incident=incident)], 500, "page.failed")


def _is_desk() -> bool:
    return request.path.startswith("/desk/")


SEND_AGAIN = (409, 500, 503)
FOR_PROGRAMS = ("/api/", "/feed.")


def _page(sentences: list[str], code: int, reason: str) -> ResponseReturnValue:
    headers = {"Cache-Control": "no-store"}
    if request.path.startswith(FOR_PROGRAMS):
        return _problem(sentences, code, reason)
    if _is_desk():
        if "HX-Request" in request.headers:
            return render_template("desk/_trouble.html", sentences=sentences), code, headers
        again = request.method == "POST" and (code in SEND_AGAIN or g.get("can_be_sent_again", False))
        return render_template("desk/trouble.html", sentences=sentences, fields=sent_fields() if again else []), code, headers
    page = "screen/trouble.html" if request.path.startswith("/screen/") else "residents/trouble.html"
    return render_template(page, sentences=sentences), code, headers


def _problem(sentences: list[str], code: int, reason: str) -> Response:
    """As RFC 9457 has it; pages of other origins may read it like the answers themselves."""
    title = HTTP_STATUS_CODES.get(code, "")
    told = {"type": "about:blank", "title": title, "status": code, "detail": " ".join(sentences), "code": reason}
    answer = Response(json.dumps(told, ensure_ascii=False), code, mimetype="application/problem+json")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def sent_fields() -> list[tuple[str, str]]:
    """What was typed stays, to be sent again; passwords are typed anew."""
    return [(name, value) for name, value in request.form.items(multi=True) if "password" not in name and name not in ("csrf", "again")]
