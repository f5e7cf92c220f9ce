"""What residents have objected to, as whoever has signed in may read it and go on with it."""

from dataclasses import dataclass
from datetime import date

from kiosk.rules.objections import (
    PROPOSERS,
    Objection,
    answer_due,
    hindrance_to_give,
    masked_person,
    may_read_person,
)
from kiosk.rules.people import Role
from kiosk.store import objections, people, settings
from kiosk.store.objections import Registered
from kiosk.web.desk.door import me
from kiosk.web.this_request import board, config, today


@dataclass(frozen=True)
class Objected:
    registered: Registered
    person: str
    """Masked for whoever does not handle it."""
    due_on: date
    may_propose: bool
    may_give: bool
    hindrance: str
    """The code of why a head may not give the answer yet; "" for nobody else."""

    @property
    def objection(self) -> Objection:
        return self.registered.objection

    @property
    def is_late(self) -> bool:
        return self.due_on < today()


def objections_to(number: int) -> list[Objected]:
    return _objected(objections.registered(board().db, number))


def open_objections() -> list[Objected]:
    """To whatever notice, the longest waiting first."""
    return _objected(objections.all_open(board().db))


def _objected(registered: list[Registered]) -> list[Objected]:
    if not registered:
        return []
    everybody, days = people.all_people(board().db), settings.settings(board().db).objection_answer_days
    found = []
    for each in registered:
        objection = each.objection
        is_head = objection.is_open and me().has(Role.APPROVER)
        hindrance = hindrance_to_give(objection, me(), everybody) or "" if is_head else ""
        received_on = objection.received_at.astimezone(config().zone).date()
        found.append(
            Objected(
                registered=each,
                person=each.person if may_read_person(me(), objection.registered_by) else masked_person(each.person),
                due_on=answer_due(received_on, days),
                may_propose=objection.is_open and me().has(*PROPOSERS),
                may_give=is_head and not hindrance,
                hindrance=hindrance,
            )
        )
    return found
