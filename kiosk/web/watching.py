"""Whether the screens can be seen: from their polls and from what they say of themselves."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.actions.outages import end_what_nobody_watched, note_darkness
from kiosk.rules.screen import Screen
from kiosk.rules.screen_devices import Standing, ours, standing
from kiosk.rules.screen_health import FRESH, Sight, State, dark_since, state_of
from kiosk.store.board import Board
from kiosk.web.heard import Heard
from kiosk.web.on_air import OnAir

AWAY = timedelta(minutes=5)
"""Between two looks a minute apart: longer, and the machine was asleep, or its clock was put right."""


def heard_of(air: OnAir, screen: str) -> dict[str, Heard]:
    """Of the devices that count for it."""
    heard, devices = air.heard.get(screen, {}), air.shown.devices
    return {device: each for device, each in heard.items() if standing(devices, screen, device) is Standing.COUNTS}


def sight_of(air: OnAir, screen: str, now: datetime) -> Sight:
    """A poll says nothing of who polls: it counts as long as nobody has said which device is the TV, and tells that something
    can be seen only of a page that tells nothing of itself."""
    counted = heard_of(air, screen)
    shown = [each.shown_at for each in counted.values() if each.shown_at is not None]
    heard = [each.at for each in counted.values()]
    polled_at = air.polled_at.get(screen)
    if polled_at is not None and not ours(air.shown.devices, screen):
        tells = any(time.monotonic() - at <= FRESH.total_seconds() for at in heard)
        heard.append(polled_at)
        shown += [] if tells else [polled_at]
    shown_at, last_at = (heard_at(max(times), now) if times else None for times in (shown, heard))
    return Sight(shown_at, last_at)


def heard_at(at: float, now: datetime) -> datetime:
    """Of seconds of time.monotonic()."""
    return now - timedelta(seconds=time.monotonic() - at)


def watched_since(air: OnAir, now: datetime) -> datetime:
    return heard_at(air.watched_since, now)


def state_now(air: OnAir, screen: Screen, now: datetime) -> State:
    sight, minutes = sight_of(air, screen.name, now), air.shown.settings.dark_minutes
    return state_of(screen, sight, watched_since(air, now), now, air.zone, minutes)


def dark_screens(air: OnAir, now: datetime) -> dict[str, datetime]:
    """Those that have been dark for too long, and since when."""
    least = timedelta(minutes=air.shown.settings.dark_minutes)
    found = {}
    for screen in air.shown.screens:
        since = dark_since(screen, sight_of(air, screen.name, now), watched_since(air, now), now, air.zone)
        if since is not None and now - since >= least:
            found[screen.name] = since
    return found


@dataclass
class Watching:
    """The chore that writes down when a screen was dark."""

    air: OnAir
    _looked_at: datetime | None = None

    def __call__(self, board: Board, now: datetime) -> None:
        before, self._looked_at = self._looked_at, now
        if before is None or not before <= now <= before + AWAY:
            end_what_nobody_watched(board)
            if before is not None:
                self.air.watched_since = time.monotonic()
        note_darkness(board, dark_screens(self.air, now), now)
