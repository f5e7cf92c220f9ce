"""How residents want their pages: letters larger, white on black. It is kept in a cookie of their phone and nowhere else,
so that it holds without scripts too, and from a page's first moment."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

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
    before = wanted()
    chosen = replace(before, size=_size(request.form.get("size", ""), before.size), ground=_ground(request.form.get("ground", ""), before.ground))
    answer = redirect(_inside(request.form.get("back", "")), 303)
    answer.set_cookie(COOKIE, chosen.written(), max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def _inside(path: str) -> str:
    """Only ever a page of this board: the path comes from outside."""
    is_ours = path.startswith("/") and path.isprintable() and "\\" not in path and not urlsplit(path).netloc
    return path if is_ours and not path.startswith("//") else "/"


def _this_page() -> str:
    """That can be asked for again: not where something was sent to."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def furnish(environment: Environment) -> None:
    environment.globals |= {"letters": wanted, "this_page": _this_page}
