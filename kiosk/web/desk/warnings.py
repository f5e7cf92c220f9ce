"""What somebody at the desk ought to know before anything else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from kiosk.actions.clocks import unshown
from kiosk.actions.duties import duties_of
from kiosk.rules.destinations import goes_nowhere
from kiosk.rules.notice import is_live
from kiosk.rules.people import Person, Role
from kiosk.rules.screen import Screen
from kiosk.rules.screen_health import FRESH
from kiosk.store import lists, notices, people
from kiosk.web.dates import day_words, moment_words
from kiosk.web.desk.copies import words_about_copies
from kiosk.web.desk.duties import overdue
from kiosk.web.desk.people import missing_words
from kiosk.web.desk.screens import devices_of
from kiosk.web.this_request import board, on_air, today
from kiosk.web.this_request import gettext as _
from kiosk.web.watching import dark_screens, heard_at, heard_of, sight_of
from kiosk.wording.marking import N_

LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Warned:
    words: str
    where: str = ""
    """An address to go to."""


def warnings(person: Person, now: datetime) -> list[Warned]:
    found = _about_duties(person) + _about_reviews(now) + _about_notices() + _about_unshown(now) + about_screens(now) + _about_copies(person, now)
    if person.has(Role.ADMIN):
        found += _about_people() + about_devices(now)
    return found


def about_screens(now: datetime) -> list[Warned]:
    """Dark outside its open hours is no fault."""
    air = on_air()
    dark, found = dark_screens(air, now), []
    for screen in air.shown.screens:
        where = url_for("desk.screens", _anchor=screen.name)
        words = [_(each).format(screen=screen.title) for each in _wrong_with(screen, now)]
        if screen.name in dark:
            words.insert(0, _dark_words(screen, sight_of(air, screen.name, now).heard_at is None, dark[screen.name]))
        found += [Warned(each, where) for each in words]
    return found


def _dark_words(screen: Screen, is_never: bool, since: datetime) -> str:
    if is_never:
        return _("“{screen}” has not been heard of since the board was started. Is the TV on, and does it show the board?").format(screen=screen.title)
    return _("“{screen}” has shown nothing since {since}, though it should be on.").format(screen=screen.title, since=moment_words(since))


def _wrong_with(screen: Screen, now: datetime) -> list[str]:
    healths = [each.health for each in heard_of(on_air(), screen.name).values() if now - heard_at(each.at, now) <= FRESH]
    found = []
    if any(each.clock_is_off for each in healths):
        found.append(N_("The clock of “{screen}” is wrong by more than two minutes. What it shows is counted all the same, by the server's time; set the TV's clock."))
    if not all(each.has_fonts for each in healths):
        found.append(N_("“{screen}” has no Chinese font: nobody can read it. Install fonts-noto-cjk on that machine."))
    return found


def about_devices(now: datetime) -> list[Warned]:
    words = _("Another device says that it is “{screen}”. What it has shown is held until you say whether it is your TV.")
    return [
        Warned(words.format(screen=screen.title), url_for("desk.screens", _anchor=screen.name))
        for screen in on_air().shown.screens
        if any(each.is_pressing for each in devices_of(screen.name, now))
    ]


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
    nowhere = _("No screen shows “{title}”: it names only screens that are gone, or none is there for its category.")
    found += [
        Warned(nowhere.format(title=each.notice.title), url_for("desk.notice", number=each.notice.number))
        for each in air.shown.posted
        if goes_nowhere(each.notice, air.shown.screens)
    ]
    return found


def _about_unshown(now: datetime) -> list[Warned]:
    """In one sentence: when the TV is dark, it is all of them."""
    live = [each.notice for each in on_air().shown.posted if is_live(each.notice, now)]
    dark = sorted(unshown(board(), live, now), key=lambda each: each[1])
    found = []
    if dark:
        notice, since = dark[0]
        words = _("“{title}” has been shown by no screen since {day}, though its days are not over.") if len(dark) == 1 else _("{count} notices are shown by no screen, though their days are not over: “{title}” since {day}, and others.")
        words = words.format(title=notice.title, day=day_words(since), count=len(dark))
        found.append(Warned(words, url_for("desk.notice", number=notice.number)))
    never = _("“{title}” is down, and no screen has ever proved to show it. Post it again if it must be posted.")
    down = notices.never_shown(board().db, now - LATELY)
    return found + [Warned(never.format(title=title), url_for("desk.notice", number=number)) for number, title in down]


def _about_people() -> list[Warned]:
    words = missing_words(people.all_people(board().db))
    return [Warned(_(each), url_for("desk.everybody")) for each in words]
