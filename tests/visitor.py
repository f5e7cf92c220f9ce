"""People at the desk of a real server, over HTTP and without a browser: signed in beforehand, for a password takes time."""

import http.client
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from browser.hall import Hall
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from office import NO_PASSWORD

from kiosk.config import read_config
from kiosk.rules.people import Role
from kiosk.store import people
from kiosk.store.board import open_board
from kiosk.store.connection import transaction
from kiosk.store.secret import secret_of
from kiosk.web.desk.door import BROWSER_COOKIE, IN_ALL, _token


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str


@dataclass
class Visitor:
    name: str
    port: int
    cookies: str
    csrf: str

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, None, {})

    def post(self, address: str, sent: Mapping[str, object], **headers: str) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask("POST", address, urlencode({"csrf": self.csrf} | dict(sent), doseq=True), form)

    def _ask(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> Answer:
        """On a line of its own each time: one that was kept open may be closed just as it is used."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, address, body, headers | {"Cookie": self.cookies})
            answer = line.getresponse()
            return Answer(answer.status, answer.read().decode("utf-8"), answer.headers.get("Location", ""))
        finally:
            line.close()


def seat(hall: Hall, staff: Mapping[str, Role]) -> dict[str, Visitor]:
    """Everybody by name, each with a session of their own."""
    config = read_config({"KIOSK_DATA": str(hall.data)})
    board, app = open_board(config), Flask("desk")
    app.secret_key = secret_of(hall.data)
    seal = SecureCookieSessionInterface().get_signing_serializer(app)
    seated, now = {}, datetime.now(UTC)
    with transaction(board.db), app.app_context():
        for name, role in staff.items():
            token, browser = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
            number = people.add(board.db, name, NO_PASSWORD, [role], must_change=False, now=now)
            people.begin_session(board.db, token, number, now, IN_ALL)
            session = seal.dumps({"_permanent": True, "token": token})
            seated[name] = Visitor(name, hall.port, f"kiosk_session={session}; {BROWSER_COOKIE}={browser}", _token(browser))
    board.close()
    return seated


def form_of(page: Answer, step: str) -> dict[str, str] | None:
    """What the form of a step on a notice's page sends; None where it is not offered."""
    form = re.search(rf'<form[^>]*id="{step}".*?</form>', page.text, re.DOTALL)
    return dict(re.findall(r'type="hidden" name="(version|revision)" value="(\d+)"', form[0])) if form else None
