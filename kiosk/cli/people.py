"""`kiosk user`: what an administrator does at the desk, for whoever sits at the machine itself."""

import sys

import click

from kiosk.actions import people as deeds
from kiosk.cli.answering import _, by, now, opened
from kiosk.errors import Misuse, NotFound
from kiosk.rules.people import Person, Role
from kiosk.store import people
from kiosk.store.board import Board
from kiosk.wording.labels import ROLES


@click.group(help=_("The people of the desk: add, disable, give a new password."))
def user() -> None:
    pass


@user.command("list", help=_("Lists the people, their roles, and who is disabled."))
def list_people() -> None:
    with opened() as (board, _config):
        everyone = people.all_people(board.db)
    if not everyone:
        click.echo(_("Nobody can sign in yet."))
    for person in everyone:
        click.echo(_line(person))


def _line(person: Person) -> str:
    roles = "、".join(_(ROLES[role]) for role in Role if role in person.roles)
    state = _("active") if person.is_active else _("disabled")
    return _("{name}: {roles}; {state}").format(name=person.name, roles=roles, state=state)


@user.command(help=_("Adds somebody: kiosk user add NAME --role clerk. The password is asked for, or read from standard input."))
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, help=_("What they do: clerk, reviewer, approver, auditor or admin; may be given several times."))
def add(name: str, roles: tuple[str, ...]) -> None:
    with opened() as (board, _config):
        wanted = frozenset(map(_role, roles))
        person = deeds.add_person(board, name.strip(), _asked_password(), wanted, by(), now())
    click.echo(_line(person))


@user.command(help=_("Gives somebody a new password; it ends their sessions."))
@click.argument("name")
def password(name: str) -> None:
    with opened() as (board, _config):
        person = _named(board, name)
        deeds.give_password(board, person.number, _asked_password(), by(), now())
    click.echo(_("{name} has a new password and is signed out everywhere.").format(name=person.name))


@user.command(help=_("Lets somebody sign in no more; it ends their sessions."))
@click.argument("name")
def disable(name: str) -> None:
    with opened() as (board, _config):
        person = _named(board, name)
        deeds.disable(board, person.number, by(), now())
        click.echo(_line(_named(board, name)))


@user.command(help=_("Lets somebody who was disabled sign in again."))
@click.argument("name")
def enable(name: str) -> None:
    with opened() as (board, _config):
        person = _named(board, name)
        deeds.enable(board, person.number, by(), now())
        click.echo(_line(_named(board, name)))


def _role(text: str) -> Role:
    if text not in set(Role):
        raise Misuse("person.unknown_role", value=text, allowed="、".join(Role))
    return Role(text)


def _named(board: Board, name: str) -> Person:
    person = people.named(board.db, name.strip())
    if person is None:
        raise NotFound("person.none")
    return person


def _asked_password() -> str:
    """Twice and unseen; or one line, where something else than a person types. Never an argument: those are seen by
    everybody on the machine."""
    if sys.stdin.isatty():
        return click.prompt(_("Password"), hide_input=True, confirmation_prompt=_("The password again"))
    return sys.stdin.readline().rstrip("\r\n")
