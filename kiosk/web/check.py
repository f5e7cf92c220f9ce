"""Whether a publicity record on paper is what this board has issued: for anybody who has the paper before them."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions.issue_record import check
from kiosk.rules.record_codes import TYPED_MOST, typed
from kiosk.rules.throttle import RECORD_CODES, Limit, minutes_until
from kiosk.rules.village import Village
from kiosk.store import settings
from kiosk.web.desk.sign_in import failures
from kiosk.web.this_request import board, the_time

pages = Blueprint("check", __name__)


@pages.get("/check")
def form() -> ResponseReturnValue:
    given = request.args.get("code", "").strip()[:TYPED_MOST]
    if not given:
        return _form()
    code = typed(given)
    if code is None:
        return _form(given, is_wrong_form=True), 422
    return redirect(url_for("check.record", code=code), 303)


def _form(given: str = "", is_wrong_form: bool = False, is_unknown: bool = False, minutes: int = 0) -> str:
    return render_template(
        "residents/check_form.html",
        village=_village(),
        given=given,
        is_wrong_form=is_wrong_form,
        is_unknown=is_unknown,
        minutes=minutes,
    )


@pages.get("/check/<code>")
def record(code: str) -> ResponseReturnValue:
    """Titles and figures alone: neither the text nor any name."""
    now, as_kept = the_time(), typed(code)
    free_at = failures().wait_until(_counted_by(), now)
    if free_at is not None:
        return _form(code[:TYPED_MOST], minutes=minutes_until(free_at, now)), 429
    found = check(board(), as_kept) if as_kept else None
    if found is None:
        failures().count(_counted_by(), now)
        return _form(code[:TYPED_MOST], is_unknown=True), 404
    return render_template("residents/check.html", village=_village(), issued=found.issued, found=found, record=found.record)


def _village() -> Village:
    return settings.settings(board().db).village


def _counted_by() -> list[tuple[tuple[str, ...], Limit]]:
    return [(("record", request.remote_addr or ""), RECORD_CODES)]
