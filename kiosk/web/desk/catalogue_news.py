"""An administrator's word on what a newer product ships in the disclosure catalogue."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import catalogue_news as deeds
from kiosk.actions.settle import ChangedMeanwhile
from kiosk.errors import Refused
from kiosk.rules.people import Role
from kiosk.web.desk.catalogue import list_page, to_the_list
from kiosk.web.desk.catalogue_item import named
from kiosk.web.desk.door import allowed, by, pages
from kiosk.web.this_request import board, on_air, the_time


@pages.post("/catalogue/<code>/<column>/settle")
@allowed(Role.ADMIN)
def settle_item_news(code: str, column: str) -> ResponseReturnValue:
    return _settled(code, lambda: deeds.settle_news(board(), code, column, "take" in request.form, _mark(), by(), the_time()))


@pages.post("/catalogue/<code>/settle")
@allowed(Role.ADMIN)
def settle_item_collision(code: str) -> ResponseReturnValue:
    return _settled(code, lambda: deeds.settle_collision(board(), code, "take" in request.form, _mark(), by(), the_time()))


@pages.post("/catalogue/<code>/dropped")
@allowed(Role.ADMIN)
def settle_dropped_item(code: str) -> ResponseReturnValue:
    return _settled(code, lambda: deeds.settle_dropped(board(), code, "keep" in request.form, _mark(), by(), the_time()))


@pages.post("/catalogue/news/looked-at")
@allowed(Role.ADMIN)
def look_at_catalogue_news() -> ResponseReturnValue:
    deeds.look_at_news(board(), by(), the_time())
    return redirect(url_for("desk.disclosure_catalogue"), 303)


def _settled(code: str, settle: Callable[[], None]) -> ResponseReturnValue:
    try:
        settle()
    except Refused as wrong:
        return list_page(named(wrong)), 422
    except ChangedMeanwhile as wrong:
        return list_page(wrong), 409
    on_air().look()
    return redirect(to_the_list(code), 303)


def _mark() -> str:
    return request.form.get("mark", "")
