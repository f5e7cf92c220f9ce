"""How the screens are doing at a glance, and what each of them shows in a round."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template

from kiosk.actions.now import round_of
from kiosk.rules.outages import Outage
from kiosk.rules.people import Role
from kiosk.rules.playlist import Entry
from kiosk.rules.screen import Screen
from kiosk.rules.screen_devices import Device, Standing, code_of, ours, standing
from kiosk.rules.screen_health import Health, Sight, State
from kiosk.store import outages, screen_devices
from kiosk.web.desk.door import allowed, asked_by_itself, me, pages
from kiosk.web.screens import screen_named
from kiosk.web.static_files import assets_version
from kiosk.web.this_request import board, config, on_air, the_time
from kiosk.web.watching import dark_screens, heard_at, heard_of, sight_of, state_now
from kiosk.wording.labels import SCREEN_STATES

OUTAGES_FOR = timedelta(days=14)
GONE = timedelta(hours=1)
"""Since which a device about which nothing is to be decided need not be listed."""
MUCH = timedelta(minutes=10)
"""Held of one device, before somebody is asked about it."""


@dataclass(frozen=True)
class DeviceSeen:
    """A device that says it is this screen."""

    device: str
    standing: Standing
    is_decided: bool
    health: Health | None
    """None where only something that it told is left."""
    heard_at: datetime | None
    address: str
    held_seconds: int

    @property
    def code(self) -> str:
        return code_of(self.device)

    @property
    def is_pressing(self) -> bool:
        """A phone that looked in for a moment is no TV; one whose browser has forgotten its key soon has told much."""
        return self.standing is Standing.WAITS and self.held_seconds >= MUCH.total_seconds()


@dataclass(frozen=True)
class Glance:
    screen: Screen
    state: State
    sight: Sight
    dark_since: datetime | None
    """Where it has been for too long."""
    health: Health | None
    """Of the device that told last, among those that count."""
    devices: tuple[DeviceSeen, ...]
    outages: list[Outage]
    entries: list[Entry]

    @property
    def is_old(self) -> bool:
        return self.health is not None and self.health.page != assets_version()

    @property
    def pressing(self) -> list[DeviceSeen]:
        return [each for each in self.devices if each.is_pressing]

    @property
    def is_several(self) -> bool:
        """Nobody has said which is the TV, and more than one says so."""
        return len(self.devices) > 1 and not self.has_decided

    @property
    def has_decided(self) -> bool:
        return any(each.is_decided for each in self.devices)


@pages.get("/screens")
@allowed()
def screens() -> str:
    air = on_air()
    shown = air.shown
    now = the_time()
    titles = {each.notice.number: each.notice.title for each in shown.up(config().zone)}
    dark = dark_screens(air, now)
    return render_template(
        "desk/screens.html",
        village=shown.settings.village,
        glances=[glance_at(screen, dark.get(screen.name), now) for screen in shown.screens],
        states=SCREEN_STATES,
        titles=titles,
        skipped=[(screen, number, titles[number]) for screen, number in air.skipped if number in titles],
        broken=shown.broken,
        fault=air.fault,
        may_decide=me().has(Role.ADMIN),
    )


@pages.get("/screens/<name>/now")
@allowed()
@asked_by_itself
def screen_now(name: str) -> str:
    now = the_time()
    glance = glance_at(screen_named(name), dark_screens(on_air(), now).get(name), now)
    return render_template("desk/_screen_glance.html", glance=glance, states=SCREEN_STATES, may_decide=me().has(Role.ADMIN))


def glance_at(screen: Screen, dark_since: datetime | None, now: datetime) -> Glance:
    air, db = on_air(), board().db
    counted = heard_of(air, screen.name)
    latest = max(counted.values(), key=lambda each: each.at, default=None)
    return Glance(
        screen=screen,
        state=state_now(air, screen, now),
        sight=sight_of(air, screen.name, now),
        dark_since=dark_since,
        health=latest.health if latest else None,
        devices=tuple(devices_of(screen.name, now)),
        outages=outages.between(db, screen.name, now - OUTAGES_FOR, now)[::-1],
        entries=round_of([each.notice for each in air.shown.up(config().zone)], screen, now, config().zone, air.shown.settings),
    )


def devices_of(screen: str, now: datetime) -> list[DeviceSeen]:
    """Ours first, then those that wait, then those that were refused."""
    air, decided = on_air(), on_air().shown.devices
    heard = air.heard.get(screen, {})
    held = {each.device: each for each in screen_devices.waiting(board().db, screen)}
    of_ours, known = ours(decided, screen), {each.device for each in decided if each.screen == screen}
    found = []
    there = [device for device, each in heard.items() if now - heard_at(each.at, now) <= GONE]
    for device in dict.fromkeys([*of_ours, *there, *held, *known]):
        word, kept = heard.get(device), held.get(device)
        found.append(
            DeviceSeen(
                device=device,
                standing=standing(decided, screen, device),
                is_decided=device in known,
                health=word.health if word else None,
                heard_at=heard_at(word.at, now) if word else kept.last_at if kept else None,
                address=word.address if word else "",
                held_seconds=kept.seconds if kept else 0,
            )
        )
    return sorted(found, key=lambda each: list(Standing).index(each.standing))


def is_known(screen: str, device: Device) -> bool:
    return any(each.device == device.device for each in devices_of(screen, the_time()))
