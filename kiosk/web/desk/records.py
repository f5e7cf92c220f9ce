"""The publicity record of a notice: what it would say now, issuing it, and the sheet as it was issued."""

import secrets

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions.issue_record import checked, issue
from kiosk.actions.record import record_of
from kiosk.documents.qr import qr_svg
from kiosk.errors import Misuse, NotFound
from kiosk.rules.people import Role
from kiosk.store import records
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.this_request import board, config, sworn_time, the_time

ISSUERS = (Role.CLERK, Role.REVIEWER, Role.APPROVER)
FORM_LENGTH = (8, 64)


@pages.get("/notices/<int(max=2147483647):number>/record")
@allowed()
def notice_record(number: int) -> str:
    """Nothing is issued by looking."""
    return render_template(
        "desk/record.html",
        record=record_of(board(), number, me().name, the_time()),
        issued=records.of_notice(board().db, number),
        form=secrets.token_urlsafe(12),
        can_issue=me().has(*ISSUERS),
    )


@pages.post("/notices/<int(max=2147483647):number>/record")
@allowed(*ISSUERS)
def issue_record(number: int) -> ResponseReturnValue:
    form = request.form.get("form", "")
    if not FORM_LENGTH[0] <= len(form) <= FORM_LENGTH[1]:
        raise Misuse("page.misunderstood")
    return redirect(url_for("desk.record_sheet", record=issue(board(), number, form, by(), sworn_time())), 303)


@pages.get("/records/<int(max=2147483647):record>")
@allowed()
def record_sheet(record: int) -> ResponseReturnValue:
    """What was issued, whatever has happened since."""
    issued = records.get(board().db, record)
    if issued is None:
        raise NotFound("record.none", record=record)
    found = checked(board(), issued)
    address = f"{config().address}/check/{issued.code}"
    titles = {screen.name: screen.title for screen in found.record.screens} if found.record else {}
    return render_template(
        "desk/record_sheet.html",
        issued=issued,
        found=found,
        record=found.record,
        screen_name=lambda name: titles.get(name, name),
        address=address,
        qr=qr_svg(address),
    )
