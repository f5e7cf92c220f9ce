"""Copies of the board: how old the newest is, where they lie; made, carried away and put back by an admin."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import Response, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import safekeeping
from kiosk.actions.safekeeping import Listed
from kiosk.errors import KioskError
from kiosk.rules.people import Role
from kiosk.rules.retention import is_stale
from kiosk.web.caretaker import Copying
from kiosk.web.dates import ago_words, moment_words
from kiosk.web.desk.door import allowed, by, open_to_all, pages
from kiosk.web.faults import told_of, words_of
from kiosk.web.this_request import board, config, on_air, the_time
from kiosk.web.this_request import gettext as _

LOSS_IS_TOLD = timedelta(days=14)
"""For so long the desk speaks of entries that were found missing in the log."""


def copying() -> Copying:
    return current_app.extensions["copying"]


def words_about_copies(now: datetime) -> Iterator[str]:
    """What everybody at the desk ought to know about the safety of what they do."""
    newest = safekeeping.newest_copy_at(config(), now)
    if newest is None and is_stale(safekeeping.begun_at(config()), now):
        yield _("There is no copy of this board yet. If the disk breaks, everything is gone.")
    elif newest is not None and is_stale(newest, now):
        words = _("The newest good copy of this board is {age} old. If the disk breaks, everything since then is gone.")
        yield words.format(age=ago_words(newest))
    for problem in copying().problems:
        yield told_of(problem).words
    for loss in safekeeping.losses_since(board(), now - LOSS_IS_TOLD):
        words = _("On {day} {entries} entries of the log were found missing, from {entry} on: what was done then may be lost. Compare with the paper.")
        yield words.format(day=moment_words(loss.found_at), entries=loss.entries, entry=loss.from_entry)


@pages.get("/copies")
@allowed(Role.ADMIN, Role.AUDITOR)
def all_copies() -> str:
    now = the_time()
    places = safekeeping.places(config())
    return render_template(
        "desk/copies.html",
        copies=safekeeping.all_copies(config()),
        newest=safekeeping.newest_copy_at(config(), now),
        warnings=list(words_about_copies(now)),
        second_disks=[place.folder for place in places if place.is_second_disk],
    )


@pages.post("/copies")
@allowed(Role.ADMIN)
def make_a_copy() -> ResponseReturnValue:
    now = the_time()
    made = safekeeping.make_copies(config(), now)
    copying().remember(made, now)
    safekeeping.note_copies(board(), made, by(), now)
    return redirect(url_for("desk.all_copies"), 303)


@pages.post("/copies/<key>/download")
@allowed(Role.ADMIN)
def download_copy(key: str) -> Response:
    listed = safekeeping.listed_copy(config(), key)
    file = safekeeping.packed(config(), listed.copy)
    safekeeping.note_download(board(), listed.copy, by(), the_time())
    return send_file(file, "application/zip", as_attachment=True, download_name=f"{listed.copy.path.stem}.zip")


@pages.get("/copies/<key>/put-back")
@allowed(Role.ADMIN)
def about_to_put_back(key: str) -> str:
    listed = safekeeping.listed_copy(config(), key)
    return render_template("desk/put_back.html", **_about(listed))


@pages.post("/copies/<key>/put-back")
@allowed(Role.ADMIN)
def put_copy_back(key: str) -> ResponseReturnValue:
    listed = safekeeping.listed_copy(config(), key)
    if "sure" not in request.form:
        return redirect(url_for("desk.about_to_put_back", key=key), 303)
    try:
        safekeeping.put_back(config(), listed.copy.path, by(), the_time())
    except KioskError as refused:
        return render_template("desk/put_back.html", **_about(listed), problems=words_of(refused)), 422
    copying().forget()
    on_air().look_at_once()
    return redirect(url_for("desk.copy_is_back"), 303)


def _about(listed: Listed) -> dict[str, object]:
    return {"listed": listed, "lost": safekeeping.done_since(board(), listed.copy), "backups": config().backups}


@pages.get("/copies/back")
@open_to_all
def copy_is_back() -> str:
    """Nobody is signed in any more: the people and their passwords are those of the copy."""
    return render_template("desk/copy_is_back.html")
