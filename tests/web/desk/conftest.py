"""People at the desk: each signed in at a browser of their own, without the quarter second that a password takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from cast import STAFF
from flask import Flask
from flask.testing import FlaskClient
from office import Office, staff_of
from werkzeug.test import TestResponse

from kiosk.actions.checker import Checker
from kiosk.documents.rendering import Renderer
from kiosk.rules.people import Role
from kiosk.store import passwords, people
from kiosk.store.board import Board
from kiosk.store.connection import transaction
from kiosk.web.desk.door import BROWSER_COOKIE, IN_ALL, _token

PASSWORD = "石桥 安静 麦穗"


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@dataclass(frozen=True)
class AtTheDesk:
    """Somebody at a browser. `post` sends forms as the pages do, with their token."""

    number: int
    name: str
    client: FlaskClient
    token: str

    def get(self, address: str, **options: object) -> TestResponse:
        return self.client.get(address, **options)

    def post(self, address: str, data: dict[str, object] | None = None, **options: object) -> TestResponse:
        return self.client.post(address, data={"csrf": self.token} | (data or {}), **options)


SignIn = Callable[..., AtTheDesk]


@pytest.fixture
def sign_in(app: Flask, board: Board, password_hash: str) -> SignIn:
    """`sign_in("文书甲", Role.CLERK)`; the same name again is the same person at another browser."""

    def sit_down(name: str, *roles: Role) -> AtTheDesk:
        now = app.extensions["clock"]()
        known = people.named(board.db, name)
        session, browser = f"session of {name}", f"browser of {name}"
        with transaction(board.db):
            number = known.number if known else people.add(board.db, name, password_hash, roles, must_change=False, now=now)
            people.end_sessions(board.db, number)
            people.begin_session(board.db, session, number, now, IN_ALL)
        client = app.test_client()
        client.set_cookie(BROWSER_COOKIE, browser)
        with client.session_transaction("/desk/") as kept:
            kept["token"] = session
        with app.app_context():
            return AtTheDesk(number, name, client, _token(browser))

    return sit_down


@pytest.fixture
def admin(sign_in: SignIn) -> AtTheDesk:
    return sign_in("管理员", Role.ADMIN)


@pytest.fixture
def clerk(admin: AtTheDesk, sign_in: SignIn) -> AtTheDesk:
    return sign_in("文书甲", Role.CLERK)


@pytest.fixture
def auditor(admin: AtTheDesk, sign_in: SignIn) -> AtTheDesk:
    return sign_in("巡察员", Role.AUDITOR)


@pytest.fixture
def office(app: Flask, board: Board, renderer: Renderer, checker: Checker) -> Office:
    """The whole cast at work, by the clock of this very moment."""
    now = datetime.now(UTC)
    return Office(board, renderer, checker, staff_of(board, now), now)


@pytest.fixture
def at_desk(office: Office, sign_in: SignIn) -> Callable[[str], AtTheDesk]:
    """`at_desk("clerk")`: somebody of the cast at a browser of their own."""
    return lambda who: sign_in(STAFF[who].name)
