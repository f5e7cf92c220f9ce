"""Saying which device is the TV of a screen."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import screen_devices as deeds
from kiosk.errors import NotFound
from kiosk.rules.people import Role
from kiosk.rules.screen_devices import Device
from kiosk.web.desk.door import allowed, by, pages
from kiosk.web.desk.screens import is_known
from kiosk.web.this_request import board, on_air, the_time

DEVICE = "/screens/<name>/devices/<device>"


@pages.post(f"{DEVICE}/take")
@allowed(Role.ADMIN)
def take_device(name: str, device: str) -> ResponseReturnValue:
    return _decide(Device(name, device, is_ours=True))


@pages.post(f"{DEVICE}/refuse")
@allowed(Role.ADMIN)
def refuse_device(name: str, device: str) -> ResponseReturnValue:
    return _decide(Device(name, device, is_ours=False))


def _decide(device: Device) -> ResponseReturnValue:
    if not is_known(device.screen, device):
        raise NotFound("page.none")
    deeds.decide(board(), device, by(), the_time())
    return _back(device.screen)


@pages.post("/screens/<name>/devices/forget")
@allowed(Role.ADMIN)
def forget_devices(name: str) -> ResponseReturnValue:
    deeds.count_every_device(board(), name, by(), the_time())
    return _back(name)


def _back(name: str) -> ResponseReturnValue:
    on_air().look()  # the page that follows shall already show it
    return redirect(url_for("desk.screens", decided=name, _anchor=name), 303)
