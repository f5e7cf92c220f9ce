"""Objections at the desk: registered as they come in, and answered by one with what another has proposed."""

from collections.abc import Callable
from datetime import datetime

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import objections as deeds
from kiosk.actions.steps import TooLate
from kiosk.errors import Refused
from kiosk.rules.objections import PROPOSERS
from kiosk.rules.people import By, Role
from kiosk.store import objections
from kiosk.store.board import Board
from kiosk.web.desk import notices as notice_pages
from kiosk.web.desk.door import allowed, by, pages
from kiosk.web.this_request import board, the_time


@pages.post("/notices/<int(max=2147483647):number>/objections")
@allowed(Role.CLERK, Role.REVIEWER)
def register_objection(number: int) -> ResponseReturnValue:
    sent = {name: request.form.get(name, "")[:5000] for name in ("objection", "way", "person", "form")}
    try:
        deeds.register(board(), number, sent["objection"], sent["way"], sent["person"], sent["form"], by(), the_time())
    except Refused as wrong:
        return notice_pages.page_of(number, wrong), 422
    return redirect(url_for("desk.notice", number=number, _anchor="objections"), 303)


@pages.post("/objections/<int(max=2147483647):objection>/proposal")
@allowed(*PROPOSERS)
def propose_answer(objection: int) -> ResponseReturnValue:
    return _done(deeds.propose, objection)


@pages.post("/objections/<int(max=2147483647):objection>/answer")
@allowed(Role.APPROVER)
def answer_objection(objection: int) -> ResponseReturnValue:
    return _done(deeds.answer, objection)


def _done(deed: Callable[[Board, int, str, str, By, datetime], int], objection: int) -> ResponseReturnValue:
    words, seen = request.form.get("answer", "")[:5000], request.form.get("seen", "")[:50]
    try:
        number = deed(board(), objection, words, seen, by(), the_time())
    except (Refused, TooLate) as wrong:
        registered = objections.get(board().db, objection)
        code = 409 if isinstance(wrong, TooLate) else 422
        return notice_pages.page_of(registered.objection.notice if registered else 0, wrong), code
    return redirect(url_for("desk.notice", number=number, _anchor="objections"), 303)
