"""The desk: for now, how the screens are doing, to be seen only from the machine itself."""

import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request

from kiosk.errors import NotFound
from kiosk.rules.playlist import playlist
from kiosk.web.this_request import config, on_air

pages = Blueprint("desk", __name__, url_prefix="/desk")

AWAY_SECONDS = 30


@pages.before_request
def only_from_this_machine() -> None:
    """There are no accounts yet, so nobody else may look: not through a proxy on this machine, and not through a
    foreign page whose name was made to point here."""
    is_near = request.remote_addr in ("127.0.0.1", "::1")
    is_forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    host = urlsplit(f"//{request.host}").hostname
    if not is_near or is_forwarded or host not in ("127.0.0.1", "localhost", "::1"):
        raise NotFound("page.none")


@pages.get("/")
def home() -> str:
    air = on_air()
    shown = air.shown
    now = datetime.now(UTC)
    stored = [each.notice for each in shown.posted]
    titles = {notice.number: notice.title for notice in stored}
    return render_template(
        "desk/home.html",
        village=shown.settings.village,
        rounds=[(screen, playlist(stored, screen, now, config().zone, shown.settings.pace)) for screen in shown.screens],
        seconds_since={name: time.monotonic() - at for name, at in air.polled_at.items()},
        away_seconds=AWAY_SECONDS,
        skipped=[(screen, number, titles[number]) for screen, number in air.skipped if number in titles],
        broken=shown.broken,
        fault=air.fault,
    )
