"""The machine's clock: whether it is believed, and an administrator saying that it is right."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions.timekeeping import say_it_is_right
from kiosk.errors import KioskError, Misuse, Refused
from kiosk.rules.clock_trust import Doubt
from kiosk.rules.people import Role
from kiosk.store.instants import from_text, to_text
from kiosk.web.dates import exact_words
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, clock, config
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import DOUBTS


@pages.app_template_global()
def clock_doubt() -> str:
    """What every page of the desk warns of; "" while the clock is believed."""
    held = clock().held()
    if held.doubt is None:
        return ""
    said, expected = (exact_words(each, config().zone) for each in (held.said.wall, held.now))
    return _(DOUBTS[held.doubt]).format(clock=said, expected=expected)


@pages.get("/clock")
@allowed()
def clock_page() -> str:
    return _page()


@pages.post("/clock/right")
@allowed(Role.ADMIN)
def clock_is_right() -> ResponseReturnValue:
    try:
        seen = from_text(request.form.get("seen", ""))
    except ValueError as wrong:
        raise Misuse("page.misunderstood") from wrong
    assert seen is not None
    try:
        say_it_is_right(board(), clock(), seen, by())
    except Refused as wrong:
        return _page(wrong), 422
    return redirect(url_for("desk.clock_page"), 303)


def _page(wrong: KioskError | None = None) -> str:
    held = clock().held()
    return render_template(
        "desk/clock.html",
        held=held,
        seen=to_text(held.said.wall),
        can_say_so=me().has(Role.ADMIN) and held.doubt not in (None, Doubt.IMPOSSIBLE),
        problems=words_of(wrong) if wrong else [],
    )
