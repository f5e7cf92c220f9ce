"""How residents want their pages: letters larger, white on black. It is kept in a cookie of their phone and nowhere else,
so that it holds without scripts too, and from a page's first moment."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

from flask import Blueprint, Response, g, redirect, request
from jinja2 import Environment

pages = Blueprint("letters", __name__)

COOKIE = "kiosk_letters"
COOKIE_SECONDS = 400 * 24 * 3600
SIZES = (100, 150, 200)
"""Percent."""
BLACK, WHITE = "black", "white"


@dataclass(frozen=True)
class Letters:
    size: int = SIZES[0]
    ground: str = WHITE

    @property
    def larger(self) -> int | None:
        return next((size for size in SIZES if size > self.size), None)

    @property
    def smaller(self) -> int | None:
        return next((size for size in reversed(SIZES) if size < self.size), None)

    def written(self) -> str:
        return f"{self.size}-{self.ground}"


def wanted() -> Letters:
    g.depends_on_letters = True
    size, _, ground = request.cookies.get(COOKIE, "").partition("-")
    return Letters(_size(size, SIZES[0]), _ground(ground, WHITE))


def _size(text: str, otherwise: int) -> int:
    return next((size for size in SIZES if str(size) == text), otherwise)


def _ground(text: str, otherwise: str) -> str:
    return text if text in (BLACK, WHITE) else otherwise


@pages.after_app_request
def _as_asked_for(response: Response) -> Response:
    if g.get("depends_on_letters", False):
        response.vary.add("Cookie")  # a cache between must not hand one phone's letters to another
    return response


@pages.post("/letters")
def choose() -> Response:
    """Without a token: a foreign page that sends this makes somebody's letters larger, and a token would mean a cookie for
    everybody who only reads."""
    before, sent = wanted(), request.form.get
    chosen = replace(before, size=_size(sent("size", ""), before.size), ground=_ground(sent("ground", ""), before.ground))
    answer = redirect(_where_from(), 303)
    answer.set_cookie(COOKIE, chosen.written(), max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def _where_from() -> str:
    """The page on which it was chosen; it says so itself, so that no page need carry its own address."""
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:  # half an IPv6 address
        return "/"
    is_ours = came_from.netloc == request.host and came_from.path.startswith("/") and not came_from.path.startswith("//")
    return urlunsplit(("", "", came_from.path, came_from.query, "")) if is_ours else "/"


def furnish(environment: Environment) -> None:
    environment.globals["letters"] = wanted
