"""What somebody at the desk ought to know before anything else."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from kiosk.actions.duties import duties_of
from kiosk.rules.people import Person, Role
from kiosk.store import lists, people
from kiosk.web.dates import moment_words
from kiosk.web.desk.copies import words_about_copies
from kiosk.web.desk.duties import overdue, today
from kiosk.web.desk.people import missing_words
from kiosk.web.this_request import board, on_air
from kiosk.web.this_request import gettext as _


@dataclass(frozen=True)
class Warned:
    words: str
    where: str = ""
    """An address to go to."""


def warnings(person: Person, now: datetime) -> list[Warned]:
    found = _about_duties(person) + _about_reviews(now) + _about_notices() + _about_copies(person, now)
    if person.has(Role.ADMIN):
        found += _about_people()
    return found


def _about_copies(person: Person, now: datetime) -> list[Warned]:
    where = url_for("desk.all_copies") if person.has(Role.ADMIN, Role.AUDITOR) else ""
    return [Warned(words, where) for words in words_about_copies(now)]


def _about_duties(person: Person) -> list[Warned]:
    """Clerks have them in their list."""
    if person.has(Role.CLERK):
        return []
    late = overdue(duties_of(board(), today()))
    words = _("{count} disclosures are overdue.").format(count=late)
    return [Warned(words, url_for("desk.duties"))] if late else []


def _about_reviews(now: datetime) -> list[Warned]:
    words = _("“{title}” went up before its review, which should have followed by {due}.")
    return [
        Warned(words.format(title=line.title, due=moment_words(line.review_due_at)), url_for("desk.notice", number=line.number))
        for line in lists.wanting(board().db)
        if line.review_due_at is not None and line.review_due_at < now
    ]


def _about_notices() -> list[Warned]:
    air = on_air()
    titles = {each.notice.number: each.notice.title for each in air.shown.posted}
    found = [
        Warned(_("Notice {number} in the database is damaged and is not shown.").format(number=row.number), url_for("desk.screens"))
        for row in air.shown.broken
    ]
    words = _("Screen {screen} could not lay out notice {number}, “{title}”, and passed it over.")
    found += [
        Warned(words.format(screen=screen, number=number, title=titles[number]), url_for("desk.screens"))
        for screen, number in air.skipped
        if number in titles
    ]
    return found


def _about_people() -> list[Warned]:
    words = missing_words(people.all_people(board().db))
    return [Warned(_(each), url_for("desk.everybody")) for each in words]
