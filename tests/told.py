"""What the page of a screen says of itself once a minute."""

from cast import NOON

KEY, OTHER_KEY = "a" * 32, "b" * 32


def a_health(**changes: object) -> dict[str, object]:
    told = {
        "device": KEY,
        "page": "0123456789ab",
        "opened": NOON.isoformat(),
        "width": 1920,
        "height": 1080,
        "ratio": 1,
        "clock": 0,
        "fonts": True,
        "seen": True,
        "closed": False,
        "notice": None,
        "memory": 10_000_000,
        "nodes": 900,
        "offline": [],
        "fault": None,
    }
    return told | changes
