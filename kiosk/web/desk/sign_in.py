"""Signing in and out, one's own password, and the first set-up of a board that nobody has been put in charge of."""

import hmac
import secrets
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import people as deeds
from kiosk.errors import Refused
from kiosk.rules.people import NAME_LIMIT, By, Person
from kiosk.rules.throttle import FIRST_CODE, KNOWN_BROWSER, ONE_ADDRESS, STRANGERS_TO_A_NAME, Limit, free_again_at
from kiosk.store import people
from kiosk.web.desk.door import (
    IN_ALL,
    address,
    allowed,
    browser,
    by,
    has_been_here,
    is_from_this_machine,
    me,
    open_to_all,
    pages,
    remember_here,
    signed_in,
)
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, the_time

Key = tuple[str, ...]
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
KEYS_KEPT = 10_000


@dataclass
class Failures:
    """Tries that failed, by what they have in common. In memory: a restart forgives, and only the machine can restart."""

    at: dict[Key, deque[datetime]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=64)))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_until(self, tries: list[tuple[Key, Limit]], now: datetime) -> datetime | None:
        with self.lock:
            waits = [free_again_at(self.at[key], limit, now) for key, limit in tries if key in self.at]
        return max(filter(None, waits), default=None)

    def count(self, tries: list[tuple[Key, Limit]], now: datetime) -> None:
        with self.lock:
            if len(self.at) > KEYS_KEPT:
                self.at.clear()
            for key, _limit in tries:
                self.at[key].append(now)


def first_code() -> str:
    """Five and five, without letters that look like figures: 50 bits."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def failures() -> Failures:
    return current_app.extensions["failures"]


def counted_by(name: str) -> list[tuple[Key, Limit]]:
    """A browser that this person has used before is counted by itself, so that strangers cannot lock them out."""
    if has_been_here(name):
        return [((name, browser()), KNOWN_BROWSER)]
    return [(("name", name), STRANGERS_TO_A_NAME), (("address", address()), ONE_ADDRESS)]


@pages.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    if people.nobody_yet(board().db):
        return redirect(url_for("desk.begin"), 303)
    if signed_in() is not None:
        return redirect(url_for("desk.home"), 303)
    return render_template("desk/sign_in.html", kept=[], kept_to="", next=request.args.get("next", ""))


@pages.post("/sign-in")
@open_to_all
def begin_session() -> ResponseReturnValue:
    now = the_time()
    name, password = request.form.get("name", "").strip()[: NAME_LIMIT + 1], request.form.get("password", "")  # failures are remembered
    tries = counted_by(name)
    free_at = failures().wait_until(tries, now)
    if free_at is not None:
        return _sign_in_again("sign_in.wait", 429, minutes=int((free_at - now).total_seconds() // 60) + 1)
    token = secrets.token_urlsafe(32)
    person = deeds.sign_in(board(), name, password, token, IN_ALL, address(), now)
    if person is None:
        failures().count(tries, now)
        return _sign_in_again("sign_in.wrong", 422)
    remember_here(name)
    _open(token, person)
    kept_to, kept = request.form.get("kept_to", ""), _kept()
    if kept_to:
        return render_template("desk/again.html", to=_inside(kept_to), fields=kept)
    return redirect(_inside(request.form.get("next", "")), 303)


def _kept() -> list[tuple[str, str]]:
    return list(zip(request.form.getlist("kept_name"), request.form.getlist("kept_value"), strict=False))


def _inside(path: str) -> str:
    """Only ever a page of the desk: the path comes from outside."""
    is_ours = path.startswith("/desk/") and path.isprintable() and "\\" not in path
    return path if is_ours else url_for("desk.home")


def _open(token: str, person: Person) -> None:
    session.clear()
    session.permanent = True
    session["token"] = token
    g.person = person


def _sign_in_again(code: str, status: int, **facts: object) -> ResponseReturnValue:
    page = render_template(
        "desk/sign_in.html",
        problems=words_of(Refused(code, **facts)),
        name=request.form.get("name", ""),
        kept=_kept(),
        kept_to=request.form.get("kept_to", ""),
        next=request.form.get("next", ""),
    )
    return page, status


@pages.post("/sign-out")
@allowed()
def sign_out() -> ResponseReturnValue:
    deeds.sign_out(board(), by(), the_time())
    session.clear()
    return redirect(url_for("desk.sign_in"), 303)


@pages.get("/password")
@allowed()
def own_password() -> str:
    return render_template("desk/password.html", is_given=me().must_change_password)


@pages.post("/password")
@allowed()
def change_own_password() -> ResponseReturnValue:
    now = the_time()
    tries = [(("password", me().name), KNOWN_BROWSER)]
    try:
        if failures().wait_until(tries, now) is not None:
            raise Refused("sign_in.wait", minutes=15)
        token = secrets.token_urlsafe(32)
        old, new, again = (request.form.get(field, "") for field in ("password", "new_password", "again"))
        deeds.change_own_password(board(), by(), old, new, again, token, IN_ALL, now)
    except Refused as wrong:
        if wrong.code == "password.not_yours":
            failures().count(tries, now)
        return render_template("desk/password.html", is_given=me().must_change_password, problems=words_of(wrong)), 422
    _open(token, me())
    return redirect(url_for("desk.home"), 303)


@pages.get("/begin")
@open_to_all
def begin() -> ResponseReturnValue:
    if not people.nobody_yet(board().db):
        return redirect(url_for("desk.home"), 303)
    return render_template("desk/begin.html", wants_code=not is_from_this_machine())


@pages.post("/begin")
@open_to_all
def set_up() -> ResponseReturnValue:
    now = the_time()
    tries = [(("first code",), FIRST_CODE)]
    name = request.form.get("name", "").strip()
    try:
        if not is_from_this_machine():
            _make_sure_of_the_code(tries, now)
        token = secrets.token_urlsafe(32)
        passwords = (request.form.get("new_password", ""), request.form.get("again", ""))
        person = deeds.set_up(board(), name, *passwords, token, IN_ALL, By(name, address()), now)
    except Refused as wrong:
        page = render_template("desk/begin.html", wants_code=not is_from_this_machine(), name=name, problems=words_of(wrong))
        return page, 422
    remember_here(name)
    _open(token, person)
    return redirect(url_for("desk.guide"), 303)


def _make_sure_of_the_code(tries: list[tuple[Key, Limit]], now: datetime) -> None:
    if failures().wait_until(tries, now) is not None:
        raise Refused("sign_in.wait", minutes=15)
    given = request.form.get("code", "").strip().upper().replace(" ", "")
    code: str = current_app.extensions["first_code"]
    if not hmac.compare_digest(given.encode("utf-8", "replace"), code.encode()):
        failures().count(tries, now)
        raise Refused("sign_in.wrong_code")
