"""What residents object to in what is posted (异议), as it was received, and how an answer is given by more than one person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.rules.masks import bare, masked_landline, masked_mobile, masked_name
from kiosk.rules.people import Person, Role

PROPOSERS = (Role.CLERK, Role.REVIEWER, Role.APPROVER)
"""Who may propose an answer; the head gives it."""


@dataclass(frozen=True)
class Objection:
    objection: int
    """Given by the board, counted from 1 over all notices."""
    notice: int
    version: int
    """The text that hung when it was received."""
    received_at: datetime
    words: str
    registered_by: str
    answer: str = ""
    """"" as long as it waits for one."""
    answered_at: datetime | None = None
    answered_by: str = ""
    proposal: str = ""
    """Of an answer; "" as long as nobody has proposed one."""
    proposed_by: str = ""
    proposed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def mark(self) -> str:
        """Of the proposal that somebody has before them."""
        return self.proposed_at.isoformat() if self.proposed_at else ""


def hindrance_to_give(objection: Objection, giver: Person, people: Iterable[Person]) -> str | None:
    """Why this head may not give the answer yet, as a code: whoever gives it has not written it alone. Where there is nobody
    else who could propose one, the head answers alone."""
    others = [each for each in people if each.is_active and each.has(*PROPOSERS) and each.number != giver.number]
    if not others:
        return None
    if not objection.proposed_by:
        return "objection.not_proposed"
    return "objection.own_proposal" if objection.proposed_by == giver.name else None


def answer_due(received_on: date, days: int) -> date:
    """The last day on which it is answered in time."""
    return received_on + timedelta(days=days)


def may_read_person(reader: Person, registered_by: str) -> bool:
    """Who objected is known to those who handle it: the head, the supervision group, and whoever registered it."""
    return reader.has(Role.APPROVER, Role.REVIEWER) or reader.name == registered_by


_NUMBER = re.compile(r"[0-9０-９][0-9０-９\s（）()-]{4,}[0-9０-９]")
_APART = re.compile(r"([\s，,、;；:：/]+)")


def masked_person(text: str) -> str:
    """村民甲 0000-7654321 is 村*甲 0000-*****21: names, and numbers by which somebody can be reached."""
    found, at = [], 0
    for number in _NUMBER.finditer(text):
        found += [_masked_words(text[at : number.start()]), _masked_number(number[0])]
        at = number.end()
    return "".join([*found, _masked_words(text[at:])])


def _masked_number(text: str) -> str:
    digits = bare(text)
    return masked_mobile(text) if len(digits) >= 11 and digits.startswith("1") else masked_landline(text)


def _masked_words(text: str) -> str:
    return "".join(part if not part or _APART.fullmatch(part) else masked_name(part) for part in _APART.split(text))
