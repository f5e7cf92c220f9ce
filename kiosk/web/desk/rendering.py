"""The children that render and look over for everybody at the desk: starting one for every key that is struck would take
too long."""

from flask import current_app

from kiosk.actions.check import mends_of, overview_of
from kiosk.actions.checker import Checker
from kiosk.documents.rendering import Renderer
from kiosk.rules.findings import Edit, Overview
from kiosk.rules.notice import Notice
from kiosk.web.this_request import board


def renderer() -> Renderer:
    return current_app.extensions["renderer"]


def checker() -> Checker:
    return current_app.extensions["checker"]


def reader() -> Checker:
    """Another one, for what comes from the township: a roster of thousands keeps nobody waiting who types."""
    return current_app.extensions["reader"]


def overview(notice: Notice) -> Overview:
    """Of what is found in it. Raises Refused for a text that takes too long to be looked over."""
    return overview_of(board(), notice, checker())


def mends(notice: Notice, wanted: str) -> list[Edit]:
    """By a finding's key or a family. Raises Refused like `overview`."""
    return mends_of(board(), notice, checker(), wanted)
