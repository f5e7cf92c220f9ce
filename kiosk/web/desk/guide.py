"""The first day on one page: what each role does, and for the administrator what is still to be set up."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, url_for

from kiosk.actions.safekeeping import newest_copy_at, places
from kiosk.rules.people import Role
from kiosk.store import lists, people, settings
from kiosk.web.desk.door import allowed, me, pages
from kiosk.web.desk.people import missing_words
from kiosk.web.this_request import board, config, on_air, own_address, the_time
from kiosk.web.this_request import gettext as _


@dataclass(frozen=True)
class Point:
    """Something to be set up once; `is_done` is read from the data, nobody ticks it."""

    words: str
    where: str
    is_done: bool


@pages.get("/guide")
@allowed()
def guide() -> str:
    return render_template(
        "desk/guide.html",
        mine=me().roles,
        points=list(_points()) if me().has(Role.ADMIN) else [],
        address=own_address(),
        screen=min(on_air().shown.screens, key=lambda screen: (screen.name != "hall", screen.name)).name,
    )


def _points() -> Iterator[Point]:
    now = the_time()
    own = settings.own_values(board().db)
    village = settings.settings(board().db).village
    missing = missing_words(people.all_people(board().db))
    is_named = "village" in own and bool(village.supervision_phone)
    yield Point(_("The village's name and its supervision telephone"), url_for("desk.village_group", name="village"), is_named)
    yield Point(_("Telephones for the screen and the phones"), url_for("desk.village_group", name="telephones"), bool(village.telephones))
    yield Point(_("A clerk, somebody who reviews, and the head"), url_for("desk.everybody"), not missing)
    yield Point(_("The TV shows the board"), url_for("desk.screens"), bool(on_air().polled_at))
    yield Point(_("A notice hangs on the board"), url_for("desk.all_notices"), bool(lists.on_the_board(board().db, now)))
    yield Point(_("A copy of everything"), url_for("desk.all_copies"), newest_copy_at(config(), now) is not None)
    yield Point(_("Copies on a second disk or USB stick"), url_for("desk.all_copies"), any(place.is_second_disk for place in places(config())))
