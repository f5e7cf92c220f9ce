"""What is found in a notice before it is published, with what this board knows: its telephones, its last period."""

import re

from kiosk.actions.checker import Checker, Village
from kiosk.rules.findings import Edit, Finding, Overview
from kiosk.rules.notice import Notice
from kiosk.rules.village import Settings
from kiosk.store import catalogue, lists, notices, settings
from kiosk.store.board import Board


def findings_of(board: Board, notice: Notice, checker: Checker) -> list[Finding]:
    """The gravest first. Raises Refused for a text that takes too long to be looked over."""
    return checker.findings(notice, village_of(board, notice))


def overview_of(board: Board, notice: Notice, checker: Checker) -> Overview:
    """Raises Refused like `findings_of`."""
    return checker.overview(notice, village_of(board, notice))


def mends_of(board: Board, notice: Notice, checker: Checker, wanted: str) -> list[Edit]:
    """By a finding's key or a family. Raises Refused like `findings_of`."""
    return checker.mends(notice, village_of(board, notice), wanted)


def village_of(board: Board, notice: Notice) -> Village:
    held = settings.settings(board.db)
    earlier = lists.period_before(board.db, notice)
    last = notices.posted(board.db, earlier) if earlier else None
    return Village(telephones_of(held), last.notice if last else None, held.terms, held.pace, tuple(catalogue.entries(board.db)))


def telephones_of(held: Settings) -> frozenset[str]:
    """The digits of every number that the village itself publishes."""
    village = held.village
    texts = (village.supervision_phone, *(each.number for each in (*village.telephones, *village.duty_roster)))
    return frozenset(re.sub(r"\D", "", number) for text in texts for number in re.findall(r"\d[\d -]{2,}", text))
