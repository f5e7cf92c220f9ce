"""The desk: for now, how the screens are doing, to be seen only from the machine itself."""

import time
from datetime import UTC, datetime

from flask import Blueprint, render_template, request

from kiosk.errors import NotFound
from kiosk.rules.playlist import playlist
from kiosk.store import screens
from kiosk.web.this_request import board, config, on_air

pages = Blueprint("desk", __name__, url_prefix="/desk")

AWAY_SECONDS = 30


@pages.before_request
def only_from_this_machine() -> None:
    """There are no accounts yet, so nobody else may look."""
    if request.remote_addr not in ("127.0.0.1", "::1") or "X-Forwarded-For" in request.headers:
        raise NotFound("page.none")


@pages.get("/")
def home() -> str:
    air = on_air()
    shown = air.shown
    now = datetime.now(UTC)
    stored = [each.notice for each in shown.posted]
    return render_template(
        "desk/home.html",
        village=shown.settings.village,
        rounds=[(screen, playlist(stored, screen, now, config().zone, shown.settings.pace)) for screen in shown.screens],
        seconds_since={name: time.monotonic() - at for name, at in air.polled_at.items()},
        away_seconds=AWAY_SECONDS,
        skipped=screens.skipped(board().db),
        broken=shown.broken,
        fault=air.fault,
    )
