"""The door of the desk: who is there, what they may, and whether the form they send is one of ours."""

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, g, redirect, render_template, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

from kiosk.errors import Forbidden, Misuse
from kiosk.rules.people import By, Person, Role
from kiosk.store import people, settings
from kiosk.web.desk.fields import field_name, field_value
from kiosk.web.faults import sent_fields
from kiosk.web.this_request import board, clock, config, on_air, the_time
from kiosk.wording.labels import LEVELS

pages = Blueprint("desk", __name__, url_prefix="/desk")

IDLE = timedelta(minutes=30)
IN_ALL = timedelta(hours=12)
BROWSER_COOKIE = "kiosk_browser"
KNOWN_COOKIE = "kiosk_known"
KNOWN_MOST = 9
BROWSER_SECONDS = 400 * 24 * 3600
FORM_BYTES = 8 * 1024 * 1024
"""Of what is typed into one form: the longest notice, each Chinese character taking nine bytes."""
STRANGER_BYTES = 1024 * 1024
"""From a browser with which nobody has ever signed in."""
LAN_ENDINGS = (".local", ".lan", ".home", ".home.arpa", ".internal")
"""Names that nobody can register on the internet and make point here."""

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def allowed(*roles: Role) -> Callable[[View], View]:
    """Marks a view as open to these roles; without roles, to everybody who has signed in."""

    def mark(view: View) -> View:
        view.allowed_roles = frozenset(roles or Role)
        return view

    return mark


def open_to_all(view: View) -> View:
    """Marks a view as open to whoever comes: signing in, and the first set-up."""
    view.allowed_roles = None
    return view


def works_without_board(view: View) -> View:
    """Marks a view as one that needs no database: the others lead to what is wrong with it while it cannot be used."""
    view.needs_no_board = True
    return view


def asked_by_itself(view: View) -> View:
    """Marks a view as one that an open page asks for without anybody there: it keeps nobody signed in."""
    view.is_asked_by_itself = True
    return view


def takes(limit: int) -> Callable[[View], View]:
    """Marks a view as taking files, in bytes with all that is sent along."""

    def mark(view: View) -> View:
        view.body_limit = limit
        return view

    return mark


@pages.before_request
def guard() -> ResponseReturnValue | None:
    _make_sure_of_the_host()
    view = current_app.view_functions[request.endpoint or ""]
    request.max_form_memory_size = FORM_BYTES
    request.max_content_length = getattr(view, "body_limit", FORM_BYTES) if _is_from_somebody() else STRANGER_BYTES
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _make_sure_it_is_our_form()
    is_page = request.method == "GET" and "HX-Request" not in request.headers
    if is_page and on_air().lost is not None and not getattr(view, "needs_no_board", False):
        return redirect(url_for("desk.lost"), 303)
    roles = getattr(view, "allowed_roles", frozenset())  # a view that nobody thought of is open to nobody
    if roles is None:
        return None
    if people.nobody_yet(board().db):
        return redirect(url_for("desk.begin"), 303)
    person = signed_in()
    if person is None:
        return ask_to_sign_in()
    if person.must_change_password and request.endpoint not in ("desk.own_password", "desk.change_own_password", "desk.sign_out"):
        return redirect(url_for("desk.own_password"), 303)
    if not person.has(*roles):
        raise Forbidden("desk.not_for_you")
    return None


def signed_in() -> Person | None:
    """Who sits at this browser; None when nobody has signed in, or not lately."""
    if "person" not in g:
        token = session.get("token")
        g.person = people.of_session(board().db, token, the_time(), IN_ALL) if token else None
    return g.person


def me() -> Person:
    """Behind the guard there is always somebody."""
    person = signed_in()
    if person is None:
        raise Forbidden("desk.not_for_you")
    return person


def by() -> By:
    person = me()
    return By(person.name, address(), person)


def address() -> str:
    return request.remote_addr or ""


def ask_to_sign_in() -> ResponseReturnValue:
    """What was being sent comes along, so that it can be sent again once they have signed in."""
    if "HX-Request" in request.headers:
        return render_template("desk/_session_over.html"), 401
    if request.method == "GET":
        return redirect(url_for("desk.sign_in", next=request.full_path.rstrip("?")), 303)
    return render_template("desk/sign_in.html", kept=sent_fields(), kept_to=request.path, next=""), 401


def is_from_this_machine() -> bool:
    """Not through a proxy on this machine, and not through a foreign page whose name was made to point here."""
    is_near = request.remote_addr in ("127.0.0.1", "::1")
    is_forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return is_near and not is_forwarded and _host() in ("127.0.0.1", "localhost", "::1")


def _host() -> str:
    return (urlsplit(f"//{request.host}").hostname or "").lower()


def _make_sure_of_the_host() -> None:
    """A name that a stranger owns can be made to point at this machine, and a page of theirs would then read the desk."""
    host = _host()
    own = (urlsplit(config().address).hostname or "").lower()
    if not (host and (host == own or _is_address(host) or "." not in host or host.endswith(LAN_ENDINGS))):
        raise Misuse("desk.host", host=host)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_from_somebody() -> bool:
    """Told without the database, and before the form is read: they may have been away, and nothing typed is lost."""
    return bool(session.get("token")) or has_been_here("")


def _make_sure_it_is_our_form() -> None:
    """The token belongs to the browser, not to the session or the process: another tab, a restart, a new version or a
    new sign-in leave every open form valid."""
    make_sure_of_the_origin()
    is_one_text = request.mimetype == "application/x-www-form-urlencoded"
    if is_one_text and request.get_data().count(b"&") > current_app.config["MAX_FORM_PARTS"]:
        raise RequestEntityTooLarge  # four million fields would take half a minute to be told apart
    browser = request.cookies.get(BROWSER_COOKIE, "")
    sent = request.form.get("csrf", "")
    if not browser or not hmac.compare_digest(sent.encode("utf-8", "replace"), _token(browser).encode()):
        g.can_be_sent_again = "Origin" in request.headers
        raise Forbidden("desk.stale_form")


def make_sure_of_the_origin() -> None:
    """Raises Forbidden for a form of somebody else's page."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    is_foreign = origin is not None and not _is_ours(origin)
    if is_foreign or site not in ("same-origin", "none"):
        raise Forbidden("desk.foreign_form")


def _is_ours(origin: str) -> bool:
    try:
        netloc = urlsplit(origin).netloc.lower()
    except ValueError:  # half an IPv6 address
        return False
    return bool(netloc) and netloc in (request.host.lower(), urlsplit(config().address).netloc.lower())


def _token(browser: str) -> str:
    secret = current_app.secret_key
    return hmac.new(secret.encode(), b"form " + browser.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def browser() -> str:
    """What this browser is known by; one that comes for the first time is given a name with the answer."""
    known = request.cookies.get(BROWSER_COOKIE) or g.get("new_browser")
    if not known:
        known = g.new_browser = secrets.token_urlsafe(24)
    return known


def has_been_here(name: str) -> bool:
    """Whether that person has signed in with this browser before, "" for anybody; a restart does not forget it."""
    return any(hmac.compare_digest(mark, _mark(name)) for mark in _marks())


def remember_here(name: str) -> None:
    """With the answer: that person has signed in with this browser."""
    own = [_mark(""), _mark(name)]
    g.marks = [*own, *(mark for mark in _marks() if mark not in own)][:KNOWN_MOST]


def _marks() -> list[str]:
    marks = request.cookies.get(KNOWN_COOKIE, "").split(".")[:KNOWN_MOST]
    return [mark for mark in marks if mark.isascii() and mark.isalnum()]


def _mark(name: str) -> str:
    whose = f"known {len(browser())} {browser()} {name}"
    return hmac.new(current_app.secret_key.encode(), whose.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def csrf() -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(_token(browser()))


@pages.after_request
def remember_the_browser(response: Response) -> Response:
    response.headers["Cache-Control"] = g.get("caching", "no-store")
    new = {BROWSER_COOKIE: g.get("new_browser", ""), KNOWN_COOKIE: ".".join(g.get("marks", ()))}
    for cookie, value in new.items():
        if value:
            response.set_cookie(cookie, value, max_age=BROWSER_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


class Sessions(SecureCookieSessionInterface):
    """Over https the cookie is for https alone."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime | None:
        """A browser goes by its own clock. While ours is in doubt it would throw the cookie away at once, and nobody could
        come in to set it right; that a session ends all the same is seen to when it comes back."""
        return the_time() + app.permanent_session_lifetime if session.permanent and clock().held().doubt is None else None

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Anew only with the desk's own answers: a style sheet or a screen's page may be kept by whatever stands
        between, and whoever is handed it next would be handed the session too."""
        view = app.view_functions.get(request.endpoint or "")
        is_somebody_there = request.path.startswith(f"{pages.url_prefix}/") and not getattr(view, "is_asked_by_itself", False)
        return session.modified or is_somebody_there and super().should_set_cookie(app, session)


def furnish(environment_globals: dict[str, object]) -> None:
    """What every page of the desk may ask for, error pages included."""
    environment_globals |= {"csrf": csrf, "me": signed_in, "desk_village": lambda: settings.settings(board().db).village}
    environment_globals["pages_there"] = lambda: current_app.view_functions
    environment_globals |= {"screen_title": _screen_title, "field_name": field_name, "field_value": field_value}
    environment_globals["levels"] = {level.value: words for level, words in LEVELS.items()}


def _screen_title(name: str) -> str:
    return next((screen.title for screen in on_air().shown.screens if screen.name == name), name)
