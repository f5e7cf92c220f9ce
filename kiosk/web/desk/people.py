"""The people of the desk: who they are, what they may, and the password they begin with."""


from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import people as deeds
from kiosk.actions.calendar_feeds import stop_feed
from kiosk.errors import KioskError, Refused
from kiosk.rules.people import NAME_LIMIT, Person, Role, missing_roles
from kiosk.rules.steps import REVIEWS
from kiosk.store import calendar_feeds, people, settings
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, own_address, the_time
from kiosk.wording.labels import MISSING_ROLES, ROLE_DEEDS

PERSON = "/people/<int(max=2147483647):number>"


@pages.get("/people")
@allowed(Role.ADMIN)
def everybody() -> str:
    return _everybody()


def _everybody(wrong: KioskError | None = None, name: str = "", chosen: frozenset[Role] = frozenset()) -> str:
    everyone = people.all_people(board().db)
    return render_template(
        "desk/people.html",
        everyone=everyone,
        missing=missing_words(everyone),
        problems=words_of(wrong) if wrong else [],
        name=name,
        name_limit=NAME_LIMIT,
        chosen=chosen,
        roles=ROLE_DEEDS,
        password=deeds.proposed_password(),
    )


def missing_words(everyone: list[Person]) -> list[str]:
    """What no notice gets past as long as nobody has the role; to be translated."""
    reviews = REVIEWS[settings.settings(board().db).chain]
    return [MISSING_ROLES[role] for role in missing_roles(everyone, reviews)]


@pages.post("/people")
@allowed(Role.ADMIN)
def add_person() -> ResponseReturnValue:
    name, password = request.form.get("name", "").strip(), request.form.get("new_password", "").strip()
    roles = _roles()
    try:
        person = deeds.add_person(board(), name, password, roles, by(), the_time())
    except Refused as wrong:
        return _everybody(wrong, name, roles), 422
    return _password_given(person, password, is_new=True)


def _roles() -> frozenset[Role]:
    """Those that were ticked; nobody gets a role that there is not."""
    return frozenset(Role(each) for each in request.form.getlist("roles") if each in set(Role))


@pages.get(PERSON)
@allowed(Role.ADMIN)
def one_person(number: int) -> str:
    return _one_person(number)


def _one_person(number: int, wrong: KioskError | None = None, chosen: frozenset[Role] | None = None) -> str:
    person = deeds.person_of(board(), number)
    return render_template(
        "desk/person.html",
        person=person,
        is_me=person.number == me().number,
        problems=words_of(wrong) if wrong else [],
        chosen=person.roles if chosen is None else chosen,
        roles=ROLE_DEEDS,
        calendar_at=calendar_feeds.given_at(board().db, number),
    )


@pages.post(f"{PERSON}/roles")
@allowed(Role.ADMIN)
def change_roles(number: int) -> ResponseReturnValue:
    roles = _roles()
    try:
        deeds.change_roles(board(), number, roles, by(), the_time())
    except Refused as wrong:
        return _one_person(number, wrong, roles), 422
    return _back_to(number, "roles")


@pages.post(f"{PERSON}/disable")
@allowed(Role.ADMIN)
def disable_person(number: int) -> ResponseReturnValue:
    try:
        deeds.disable(board(), number, by(), the_time())
    except Refused as wrong:
        return _one_person(number, wrong), 422
    return _back_to(number, "disabled")


@pages.post(f"{PERSON}/enable")
@allowed(Role.ADMIN)
def enable_person(number: int) -> ResponseReturnValue:
    deeds.enable(board(), number, by(), the_time())
    return _back_to(number, "enabled")


@pages.post(f"{PERSON}/calendar/stop")
@allowed(Role.ADMIN)
def stop_calendar_of(number: int) -> ResponseReturnValue:
    stop_feed(board(), deeds.person_of(board(), number), by(), the_time())
    return _back_to(number, "calendar")


@pages.post(f"{PERSON}/password")
@allowed(Role.ADMIN)
def give_password(number: int) -> ResponseReturnValue:
    """The answer is the only place where the new password ever stands."""
    password = deeds.proposed_password()
    deeds.give_password(board(), number, password, by(), the_time())
    return _password_given(deeds.person_of(board(), number), password, is_new=False)


def _password_given(person: Person, password: str, is_new: bool) -> str:
    address = own_address() + url_for("desk.home")
    return render_template("desk/password_given.html", person=person, password=password, is_new=is_new, address=address)


def _back_to(number: int, done: str) -> ResponseReturnValue:
    return redirect(url_for("desk.one_person", number=number, done=done), 303)
