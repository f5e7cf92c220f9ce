"""What a screen says of how it is doing."""

from flask import request
from flask.typing import ResponseReturnValue

from kiosk.errors import Refused
from kiosk.rules.screen_devices import ours
from kiosk.rules.screen_health import health_of
from kiosk.web.devices import device_of
from kiosk.web.heard import with_word
from kiosk.web.screens import REPORT_LIMIT, json_object, pages, screen_named
from kiosk.web.this_request import on_air


@pages.post("/screen/<name>/health")
def health(name: str) -> ResponseReturnValue:
    """JSON as static/js/screen/health.js makes it, once a minute. Anybody may say so, and so it is only remembered, within
    bounds, and never written."""
    request.max_content_length = REPORT_LIMIT
    screen, told = screen_named(name), json_object()
    try:
        read = health_of(told)
    except (ValueError, TypeError, OverflowError) as wrong:
        raise Refused("screen.health_form") from wrong
    air = on_air()
    of_ours = ours(air.shown.devices, screen.name)
    air.heard[screen.name] = with_word(air.heard.get(screen.name, {}), device_of(told), read, request.remote_addr or "", of_ours)
    return "", 204
