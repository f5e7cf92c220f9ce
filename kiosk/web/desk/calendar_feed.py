"""The calendar of duties: the page on which somebody subscribes to it, and what their telephone then reads."""

import hashlib

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import calendar_feeds as deeds
from kiosk.documents.duties_calendar import Appointment, calendar_of
from kiosk.rules.duties import Duty, DutyState
from kiosk.rules.people import WORKS
from kiosk.store import calendar_feeds, settings
from kiosk.web.desk.door import allowed, by, me, open_to_all, pages
from kiosk.web.this_request import board, own_address, the_time, today
from kiosk.web.this_request import gettext as _


@pages.get("/duties/calendar")
@allowed(*WORKS)
def calendar() -> str:
    return _page()


@pages.post("/duties/calendar")
@allowed(*WORKS)
def give_calendar() -> str:
    """The answer is the only place where the address ever stands."""
    secret = deeds.give_feed(board(), me(), by(), the_time())
    return _page(own_address() + url_for("desk.calendar_feed", secret=secret))


@pages.post("/duties/calendar/stop")
@allowed(*WORKS)
def stop_calendar() -> ResponseReturnValue:
    deeds.stop_feed(board(), me(), by(), the_time())
    return redirect(url_for("desk.calendar"), 303)


def _page(address: str = "") -> str:
    return render_template("desk/calendar.html", address=address, given_at=calendar_feeds.given_at(board().db, me().number))


@pages.get("/calendar/<secret>.ics")
@open_to_all
def calendar_feed(secret: str) -> Response:
    found = deeds.duties_under(board(), secret, today())
    name = _("{village}: to be posted").format(village=settings.settings(board().db).village.name)
    data = calendar_of(name, map(_appointment, found))
    response = Response(data, content_type="text/calendar; charset=utf-8")
    g.caching = "private, no-cache"  # kept by the telephone that asks, and asked about each time
    response.set_etag(hashlib.sha256(data).hexdigest()[:16])
    return response.make_conditional(request)


def _appointment(duty: Duty) -> Appointment:
    period = duty.period.title if duty.period else ""
    words = _("Overdue: ") if duty.state is DutyState.OVERDUE else _("To be posted: ")
    code, period_code = duty.key
    return Appointment(
        uid=f"{code}-{period_code or 'event'}@village-kiosk",
        on=duty.due_on,
        title=f"{words}{period}{duty.item.title}",
        words=duty.item.due_rule,
        address=own_address() + url_for("desk.duties"),
    )
