"""The TV: the page that turns by itself, and what it reports back."""

import re
from datetime import UTC, datetime
from typing import NoReturn

from flask import (
    Blueprint,
    Response,
    make_response,
    render_template,
    request,
    send_from_directory,
)
from flask.typing import ResponseReturnValue

from kiosk.actions.showing import note_airings, note_shown
from kiosk.config import resource
from kiosk.errors import NotFound, Refused, TakenAway
from kiosk.rules.airings import Airing
from kiosk.rules.destinations import is_for
from kiosk.rules.notice import is_live
from kiosk.rules.screen import Screen
from kiosk.rules.screen_devices import Standing
from kiosk.web.devices import device_of, standing_of
from kiosk.web.this_request import board, clock, on_air, the_time

pages = Blueprint("screens", __name__)

LONG = "public, max-age=31536000"
REASON_LIMIT = 300
REPORT_LIMIT = 4096
"""Bytes."""
AIRINGS_BYTES = 256 * 1024
AIRINGS_AT_ONCE = 100
PAGES_MOST = 5000
NUMBER_MOST = 2**31
LATER = "", 503
"""The hour is not known. A screen keeps what it could not tell, and tells it again."""
_RUN = re.compile(r"[0-9a-z]{8,40}")


@pages.get("/screen/worker.js")
def worker() -> Response:
    """The service worker, whose address decides which pages it may keep."""
    response = send_from_directory(resource("static"), "js/screen/worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response


@pages.get("/screen/<name>")
def screen(name: str) -> Response:
    """The page itself says nothing that changes: it may be kept, and opened again when the server is gone."""
    shown = screen_named(name)
    response = make_response(render_template("screen/screen.html", screen=shown))
    response.headers["Cache-Control"] = LONG
    return response


@pages.get("/screen/<name>/slides")
def unknown_slides(name: str) -> ResponseReturnValue:
    """Known screens are answered before Flask, by PollDoor."""
    _none_named(name)


@pages.post("/screen/<name>/skipped")
def skipped(name: str) -> ResponseReturnValue:
    """A screen names a notice that it could not lay out: JSON {"notice": number, "reason": text}.

    Anybody may say so, and so it is only remembered, within bounds, and never written.
    """
    request.max_content_length = REPORT_LIMIT
    shown = screen_named(name)
    told = json_object()
    number = told.get("notice")
    now = the_time()
    on_screen = [each.notice for each in on_air().shown.posted if is_live(each.notice, now) and is_for(each.notice, shown)]
    if type(number) is not int or number not in [notice.number for notice in on_screen]:
        raise Refused("notice.none")
    words = str(told.get("reason", "")).encode("utf-8", "replace").decode("utf-8")
    on_air().skipped[shown.name, number] = " ".join(words.split())[:REASON_LIMIT]
    return "", 204


@pages.post("/screen/<name>/shown")
def shown(name: str) -> ResponseReturnValue:
    """A screen says that a text is on its glass: JSON {"notice": number, "version": number}.

    Anybody may say so, so it is believed only of what is posted on that screen now, and kept once for each text. 202 means
    heard, but not kept as long as it is not known whether this is the TV.
    """
    request.max_content_length = REPORT_LIMIT
    screen_now = screen_named(name)
    told, now = json_object(), the_time()
    number, version = told.get("notice"), told.get("version")
    on_screen = [each.notice for each in on_air().shown.posted if is_live(each.notice, now) and is_for(each.notice, screen_now)]
    if type(number) is not int or type(version) is not int or (number, version) not in [(each.number, each.version) for each in on_screen]:
        raise Refused("notice.none")
    if clock().held().doubt is not None:
        return LATER
    if standing_of(name, told) is not Standing.COUNTS:
        return "", 202
    note_shown(board(), number, version, screen_now.name, now)
    return "", 204


@pages.post("/screen/<name>/airings")
def airings(name: str) -> ResponseReturnValue:
    """A screen says how long it has shown what: JSON {"device": its key, "run": letters and digits, "airings": [{"notice", "version", "hour":
    "2026-11-25T08", "seconds", "first", "last", "pages": [1, 2]}, …]}, instants in UTC.

    Anybody may say so; believed is only what can have been. What is not is not asked for again.
    """
    request.max_content_length = AIRINGS_BYTES
    told, given = json_object(), _screen_that_was(name)
    run, entries = told.get("run"), told.get("airings")
    if not (isinstance(run, str) and _RUN.fullmatch(run) and isinstance(entries, list) and len(entries) <= AIRINGS_AT_ONCE):
        raise Refused("screen.airings_form")
    if clock().held().doubt is not None:
        return LATER
    read = [airing for entry in entries if (airing := _airing(entry)) is not None]
    stands = standing_of(given.name, told)
    if stands is Standing.REFUSED:
        read = []
    held_of = device_of(told) if stands is Standing.WAITS else ""
    believed = note_airings(board(), given.name, run, read, the_time(), held_of)
    return {"believed": believed, "not_believed": len(entries) - believed}


def _airing(entry: object) -> Airing | None:
    """None for what says nothing that could be believed."""
    try:
        hour = datetime.strptime(entry["hour"], "%Y-%m-%dT%H").replace(tzinfo=UTC)
        first_at, last_at = (datetime.fromisoformat(entry[name]).astimezone(UTC) for name in ("first", "last"))
        numbers = [entry["notice"], entry["version"], entry["seconds"], *entry["pages"]]
    except (TypeError, KeyError, ValueError, OverflowError):
        return None
    if not all(type(number) is int and 0 < number < NUMBER_MOST for number in numbers) or len(numbers) > PAGES_MOST:
        return None
    notice, version, seconds, *seen = numbers
    return Airing(notice, version, hour, seconds, first_at, last_at, frozenset(seen))


def json_object() -> dict[str, object]:
    try:
        told = request.get_json(silent=True)
    except RecursionError:
        told = None
    return told if isinstance(told, dict) else {}


def screen_named(name: str) -> Screen:
    """Raises NotFound for a screen there is not, TakenAway for one that hangs no longer."""
    for each in on_air().shown.screens:
        if each.name == name:
            return each
    return _none_named(name)


def _screen_that_was(name: str) -> Screen:
    """One that was taken away may still tell what it has shown until then."""
    for each in on_air().shown.taken_away:
        if each.name == name:
            return each
    return screen_named(name)


def _none_named(name: str) -> NoReturn:
    if any(each.name == name for each in on_air().shown.taken_away):
        raise TakenAway("screen.taken_away")
    raise NotFound("screen.unknown", value=name, allowed=_names())


def _names() -> str:
    return "、".join(on_air().slides)
