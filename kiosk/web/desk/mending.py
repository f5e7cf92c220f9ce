"""Mending what was found, with one click."""


from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import drafts
from kiosk.actions.drafts import draft_of
from kiosk.documents.typing import read_typed
from kiosk.errors import Refused
from kiosk.rules.findings import Edit, mended
from kiosk.rules.people import Role
from kiosk.rules.places import BODY
from kiosk.web.desk.door import allowed, by, pages
from kiosk.web.desk.editing import editor
from kiosk.web.desk.notices import seen
from kiosk.web.desk.rendering import mends, renderer
from kiosk.web.desk.typed_notice import typed_in_form
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, the_time


@pages.post("/notices/<int(max=2147483647):number>/mend")
@allowed(Role.CLERK)
def mend(number: int) -> ResponseReturnValue:
    """What has been typed, with one thing in it mended, or everything private masked. To a script only the changes go,
    so that they can be taken back as whatever was typed; without scripts the text is saved so, or shown again."""
    stored = draft_of(board(), number)
    typed = typed_in_form()
    notice, _problems = read_typed(typed, stored.notice)
    wanted = request.form.get("mend", "")
    try:
        edits = mends(notice, wanted)
        if request.headers.get("Accept") == "application/json":
            return jsonify([vars(each) for each in edits])
        drafts.save(board(), seen(number), _with(typed, edits), by(), renderer(), the_time())
    except Refused as wrong:
        return editor(stored, typed, words_of(wrong), is_refused=True), 422
    return redirect(url_for("desk.edit", number=number, _anchor="findings"), 303)


def _with(typed: dict[str, str], edits: list[Edit]) -> dict[str, str]:
    return {key: mended(text if key == BODY else text.strip(), edits, key) for key, text in typed.items()}
