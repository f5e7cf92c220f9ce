"""The calendar of duties, which a person subscribes to under an address of their own that nobody can guess."""

import secrets
from datetime import date, datetime

from kiosk.actions.duties import duties_of, year_of_duties
from kiosk.errors import NotFound
from kiosk.rules.duties import Duty, DutyState
from kiosk.rules.people import WORKS, By, Person
from kiosk.store import audit, calendar_feeds
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction

_TO_COME = (DutyState.OVERDUE, DutyState.DUE, DutyState.NOT_YET)


def give_feed(board: Board, person: Person, by: By, now: datetime) -> str:
    """A new secret; the address given before holds no longer."""
    secret = secrets.token_urlsafe(24)
    with transaction(board.db):
        calendar_feeds.give(board.db, person.number, secret, now)
        audit.record(board.db, Deed(by.name, "calendar.given", {"name": person.name, "from": by.address}), now)
    return secret


def stop_feed(board: Board, person: Person, by: By, now: datetime) -> None:
    """Their own, or an admin somebody else's: whose address has come into wrong hands."""
    deed = "calendar.stopped" if by.name == person.name else "calendar.stopped_of"
    with transaction(board.db):
        if calendar_feeds.stop(board.db, person.number):
            audit.record(board.db, Deed(by.name, deed, {"name": person.name, "from": by.address}), now)


def duties_under(board: Board, secret: str, today: date) -> list[Duty]:
    """What is still to be posted by a certain day, this year and the next. Raises NotFound for a secret that nobody has, and
    for that of somebody who no longer works here, or only looks on."""
    owner = calendar_feeds.owner(board.db, secret)
    if owner is None or not owner.is_active or not owner.has(*WORKS):
        raise NotFound("page.none")
    found = [*duties_of(board, today), *year_of_duties(board, today.year + 1, today).duties]
    return [duty for duty in found if duty.due_on is not None and duty.state in _TO_COME]
