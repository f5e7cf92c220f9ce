"""The first day on one page: what each role does, and for the administrator what is still to be set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import render_template, url_for

from kiosk.actions.safekeeping import newest_copy_at
from kiosk.rules.people import Role
from kiosk.store import people, settings
from kiosk.web.desk.door import allowed, me, pages
from kiosk.web.desk.people import missing_words
from kiosk.web.this_request import board, config, on_air
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
    points = list(_points()) if me().has(Role.ADMIN) else []
    left = sum(not point.is_done for point in points)
    return render_template("desk/guide.html", points=points, left=left, address=config().address)


def _points() -> Iterator[Point]:
    own = settings.own_values(board().db)
    village = settings.settings(board().db).village
    missing = missing_words(people.all_people(board().db))
    is_named = "village" in own and bool(village.supervision_phone)
    yield Point(_("The village's name and its supervision telephone"), url_for("desk.village"), is_named)
    yield Point(_("Telephones for the screen and the phones"), url_for("desk.village"), bool(village.telephones))
    yield Point(_("A clerk, somebody who reviews, and the head"), url_for("desk.everybody"), not missing)
    yield Point(_("The TV shows the board"), url_for("desk.screens"), bool(on_air().polled_at))
    yield Point(_("A copy of everything"), url_for("desk.all_copies"), newest_copy_at(config(), datetime.now(UTC)) is not None)

