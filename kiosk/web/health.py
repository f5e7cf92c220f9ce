"""For monitors."""


from flask import Blueprint, Response, jsonify

from kiosk import __version__
from kiosk.rules.notice import is_live
from kiosk.web.this_request import clock, on_air, the_time

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """200 while the board can be served, from memory if need be; `database` tells whether it can still be read."""
    air = on_air()
    response = jsonify(
        status="ok" if air.fault is None else "degraded",
        version=__version__,
        clock="ok" if clock().held().doubt is None else "in_doubt",
        database="ok" if air.fault is None else "unreadable",
        screens={name: slides.revision for name, slides in air.slides.items()},
        notices=sum(is_live(each.notice, the_time()) for each in air.shown.posted),
    )
    response.headers["Cache-Control"] = "no-store"
    return response
