"""Who works at the desk: added, disabled, given a password; signing in and out."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from kiosk.errors import NotFound, Problem, Refused
from kiosk.rules.people import By, Person, Role, leaves_no_admin, name_fault, sounds_same, weakness
from kiosk.shipped import common_passwords
from kiosk.store import audit, people, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction
from kiosk.store.passwords import hashed

PRODUCT = ("kiosk", "公开栏", "村务公开")
FIGURE_GROUPS = 4


def sign_in(board: Board, name: str, password: str, token: str, lasts: timedelta, address: str, now: datetime) -> Person | None:
    """Begins a session under `token`; None for a wrong name or password, which is written down too."""
    person = people.who_is(board.db, name, password)
    # What is no name of ours may be a password typed into the wrong field.
    known = people.named(board.db, name)
    deed = Deed(known.name if known else "?", "person.sign_in_failed", {"from": address})
    with transaction(board.db):
        if person is not None:
            people.begin_session(board.db, token, person.number, now, lasts)
            deed = Deed(person.name, "person.signed_in", {"from": address})
        audit.record(board.db, deed, now)
    return person


def sign_out(board: Board, by: By, now: datetime) -> None:
    """Everywhere: a session left open on another machine ends too."""
    with transaction(board.db):
        if by.person is not None:
            people.end_sessions(board.db, by.person.number)
        audit.record(board.db, Deed(by.name, "person.signed_out", {"from": by.address}), now)


def set_up(
    board: Board, name: str, password: str, again: str, token: str, lasts: timedelta, by: By, now: datetime
) -> Person:
    """The first person, who then adds the others. Raises Refused when there is somebody already."""
    kept = _new_password(board, name, password, again)
    with transaction(board.db):
        if not people.nobody_yet(board.db):
            raise Refused("person.not_the_first")
        number = people.add(board.db, name, kept, [Role.ADMIN], must_change=False, now=now)
        people.begin_session(board.db, token, number, now, lasts)
        audit.record(board.db, Deed(name, "person.set_up", {"from": by.address}), now)
    return person_of(board, number)


def add_person(board: Board, name: str, password: str, roles: Collection[Role], by: By, now: datetime) -> Person:
    """They must choose a password of their own when they first sign in."""
    problems = _wrong_with(board, name, password, password) + _no_role(roles)
    if problems:
        raise Refused.because(problems)
    kept = hashed(password)
    with transaction(board.db):
        if any(sounds_same(each.name, name) for each in people.all_people(board.db)):
            raise Refused.because([Problem("person.name_taken", {"name": name}, key="name")])
        number = people.add(board.db, name, kept, roles, must_change=by.person is not None, now=now)
        audit.record(board.db, Deed(by.name, "person.added", _facts(name, roles, by)), now)
    return person_of(board, number)


def _no_role(roles: Collection[Role]) -> list[Problem]:
    return [] if roles else [Problem("person.no_role", key="roles")]


def proposed_password() -> str:
    """Four groups of four figures, 53 bits: to be read out and typed by somebody whose keyboard is set to Chinese."""
    return "-".join(f"{secrets.randbelow(10_000):04}" for _ in range(FIGURE_GROUPS))


def change_roles(board: Board, number: int, roles: Collection[Role], by: By, now: datetime) -> None:
    """Raises Refused when nobody would be left to manage people."""
    if not roles:
        raise Refused.because(_no_role(roles))
    with transaction(board.db):
        person = person_of(board, number)
        kept = frozenset(roles)
        _make_sure_of_an_admin(board, person, kept, person.is_active)
        if kept != person.roles:
            people.change(board.db, number, kept, person.is_active)
            facts = _facts(person.name, kept, by) | {"old": _names(person.roles)}
            audit.record(board.db, Deed(by.name, "person.changed", facts), now)


def disable(board: Board, number: int, by: By, now: datetime) -> None:
    """Their sessions end at once. Raises Refused when nobody would be left to manage people."""
    with transaction(board.db):
        person = person_of(board, number)
        _make_sure_of_an_admin(board, person, person.roles, False)
        if person.is_active:
            people.change(board.db, number, person.roles, False)
            people.end_sessions(board.db, number)
            audit.record(board.db, Deed(by.name, "person.disabled", {"name": person.name, "from": by.address}), now)


def enable(board: Board, number: int, by: By, now: datetime) -> None:
    with transaction(board.db):
        person = person_of(board, number)
        if not person.is_active:
            people.change(board.db, number, person.roles, True)
            audit.record(board.db, Deed(by.name, "person.enabled", _facts(person.name, person.roles, by)), now)


def _make_sure_of_an_admin(board: Board, person: Person, roles: frozenset[Role], is_active: bool) -> None:
    """Inside the transaction: of two admins who disable each other at once, one stays."""
    if leaves_no_admin(person, roles, is_active, people.active_admins(board.db)):
        raise Refused("person.last_admin")


def give_password(board: Board, number: int, password: str, by: By, now: datetime) -> None:
    """Somebody else's new password: it ends all their sessions, and they must choose their own when they sign in."""
    person = person_of(board, number)
    kept = _new_password(board, person.name, password, password)
    with transaction(board.db):
        people.give_password(board.db, number, kept, must_change=by.person is not None)
        people.end_sessions(board.db, number)
        audit.record(board.db, Deed(by.name, "person.password_given", {"name": person.name, "from": by.address}), now)


def change_own_password(
    board: Board, by: By, old: str, new: str, again: str, token: str, lasts: timedelta, now: datetime
) -> None:
    """Ends all other sessions; the one at hand goes on under `token`."""
    if by.person is None or people.who_is(board.db, by.name, old) is None:
        raise Refused.because([Problem("password.not_yours", key="password")])
    if new == old:
        raise Refused.because([Problem("password.same", key="new_password")])
    kept = _new_password(board, by.name, new, again)
    with transaction(board.db):
        people.give_password(board.db, by.person.number, kept, must_change=False)
        people.end_sessions(board.db, by.person.number)
        people.begin_session(board.db, token, by.person.number, now, lasts)
        audit.record(board.db, Deed(by.name, "person.password_changed", {"from": by.address}), now)


def person_of(board: Board, number: int) -> Person:
    person = people.get(board.db, number)
    if person is None:
        raise NotFound("person.none", number=number)
    return person


def _new_password(board: Board, name: str, password: str, again: str) -> str:
    """As it will be remembered. Raises Refused with everything that is wrong with the name or the password."""
    problems = _wrong_with(board, name, password, again)
    if problems:
        raise Refused.because(problems)
    return hashed(password)


def _wrong_with(board: Board, name: str, password: str, again: str) -> list[Problem]:
    village = settings.settings(board.db).village
    words = {word.casefold() for word in (village.name, village.township, *PRODUCT, *common_passwords()) if word}
    found = {"name": name_fault(name), "new_password": weakness(password, name, words)}
    if password != again:
        found["again"] = "password.not_the_same"
    return [Problem(code, key=key) for key, code in found.items() if code is not None]


def _facts(name: str, roles: Collection[Role], by: By) -> dict[str, object]:
    return {"name": name, "roles": _names(roles), "from": by.address}


def _names(roles: Collection[Role]) -> list[str]:
    return sorted(role.value for role in roles)
