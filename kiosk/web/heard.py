"""What the pages of the screens have last said of themselves, and what is known of a screen from that. Kept in memory alone."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.rules.screen_health import Health

DEVICES_MOST = 8
"""Of one screen; beside those that are ours, whoever is silent longest is forgotten."""


@dataclass(frozen=True)
class Heard:
    health: Health
    at: float
    """Seconds of time.monotonic()."""
    shown_at: float | None
    """When it last said that something can be seen on it."""
    address: str


def with_word(heard: Mapping[str, Heard], device: str, health: Health, address: str, ours: frozenset[str]) -> dict[str, Heard]:
    """What is known of one screen after one more word. Somebody who makes up devices drives no TV out."""
    now = time.monotonic()
    before = heard.get(device)
    is_shown = health.can_be_seen and not health.is_closed
    shown_at = now if is_shown else before.shown_at if before else None
    all_of_them = {**heard, device: Heard(health, now, shown_at, address)}
    others = sorted((each for each in all_of_them if each not in ours and each != device), key=lambda each: all_of_them[each].at)
    gone = others[: max(0, len(all_of_them) - DEVICES_MOST)]
    return {name: each for name, each in all_of_them.items() if name not in gone}
