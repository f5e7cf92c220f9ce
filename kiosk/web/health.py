"""For monitors."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from kiosk import __version__
from kiosk.web.this_request import on_air

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 while the board can be served, from memory if need be; `database` tells whether it can be read."""
    air = on_air()
    can_serve = air.shown is not None
    body = {
        "status": "ok" if can_serve and air.fault is None else "degraded" if can_serve else "down",
        "version": __version__,
        "database": "ok" if air.fault is None else "unreadable",
        "screens": {name: slides.revision for name, slides in air.slides.items()},
        "notices": len(air.shown.posted) if air.shown else 0,
    }
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    return response, 200 if can_serve else 503
