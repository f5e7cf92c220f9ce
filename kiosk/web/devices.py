"""Which device tells, by the key that its page has made for itself, and whether its word counts."""

import hashlib
import re
from collections.abc import Mapping

from kiosk.rules.screen_devices import Standing, standing
from kiosk.web.this_request import on_air

_KEY = re.compile(r"[0-9a-f]{32}")


def device_of(told: Mapping[str, object]) -> str:
    """All pages that bring no key are one device."""
    key = told.get("device")
    known = key if isinstance(key, str) and _KEY.fullmatch(key) else ""
    return hashlib.sha256(known.encode("ascii")).hexdigest()


def standing_of(screen: str, told: Mapping[str, object]) -> Standing:
    return standing(on_air().shown.devices, screen, device_of(told))
