"""One screen: what it is called, how it hangs, from how far it is read, and when it is open."""

from dataclasses import asdict

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kiosk.actions import settle
from kiosk.actions.settle import ChangedMeanwhile
from kiosk.errors import KioskError, NotFound, Problem, Refused
from kiosk.rules.destinations import goes_nowhere, is_for
from kiosk.rules.legibility import Legible, legible
from kiosk.rules.notice import Category, Notice
from kiosk.rules.people import Role
from kiosk.rules.screen import SCREEN_NAME, SLOGANS_MOST, TITLE_LIMIT, Screen
from kiosk.store import screens, settings
from kiosk.web.desk.door import allowed, by, pages
from kiosk.web.desk.typed_settings import number_within, wrong_number
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, on_air, the_time
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import ROTATIONS, SCREEN_FACTS, SHAPES

Typed = dict[str, str]

FIELDS = ("name", "title", "shape", "rotation", "diagonal_inch", "distance_m", "slogans", "own_slogans", "hours", "opens_at", "closes_at", "categories")
SEVERAL = "、"
"""Between those of several that were ticked."""
NOT_A_NAME = ("new",)
"""The address of another page, beside those of the screens."""


@pages.get("/screens/new")
@allowed(Role.ADMIN)
def new_screen() -> str:
    return _form(None, _typed_from(Screen("gate", "-")) | {"name": "", "title": ""})


@pages.post("/screens/new")
@allowed(Role.ADMIN)
def add_screen() -> ResponseReturnValue:
    return _save(None)


@pages.get("/screens/<name>")
@allowed(Role.ADMIN)
def screen_settings(name: str) -> str:
    screen = _screen_named(name)
    return _form(screen, _typed_from(screen))


@pages.post("/screens/<name>")
@allowed(Role.ADMIN)
def change_screen(name: str) -> ResponseReturnValue:
    return _save(_screen_named(name))


@pages.get("/letter-size")
@allowed(Role.ADMIN)
def screen_follows() -> str:
    """What would follow from what stands in the form just now."""
    return render_template("desk/_follows.html", follows=_follows(_typed(request.args)))


@pages.get("/screens/<name>/take-away")
@allowed(Role.ADMIN)
def ask_to_take_away(name: str) -> str:
    screen = _screen_named(name)
    return render_template("desk/take_away.html", screen=screen, only_here=_only_on(screen), problems=[])


@pages.post("/screens/<name>/take-away")
@allowed(Role.ADMIN)
def take_screen_away(name: str) -> ResponseReturnValue:
    screen = _screen_named(name)
    try:
        settle.take_screen_away(board(), name, by(), the_time())
    except Refused as wrong:
        return render_template("desk/take_away.html", screen=screen, only_here=_only_on(screen), problems=words_of(wrong)), 422
    on_air().look()
    return redirect(url_for("desk.screens", gone=screen.title), 303)


def _only_on(screen: Screen) -> list[Notice]:
    """What nobody could see any more."""
    shown = on_air().shown
    others = [each for each in shown.screens if each.name != screen.name]
    posted = [each.notice for each in shown.posted]
    return [notice for notice in posted if is_for(notice, screen) and goes_nowhere(notice, others)]


def _screen_named(name: str) -> Screen:
    screen = screens.get(board().db, name)
    if screen is None:
        raise NotFound("page.none")
    return screen


def _save(before: Screen | None) -> ResponseReturnValue:
    typed = _typed(request.form)
    mark = request.form.get("mark", "") if before else ""
    try:
        screen = _read(typed, before)
        settle.change_screen(board(), screen, by(), the_time(), mark)
    except Refused as wrong:
        return _form(before, typed, wrong), 422
    except ChangedMeanwhile as wrong:
        return _form(before and _screen_named(before.name), typed, wrong), 409
    on_air().look()  # the page that follows shall already show it
    return redirect(url_for("desk.screens", saved=screen.name, _anchor=screen.name), 303)


def _form(screen: Screen | None, typed: Typed, wrong: KioskError | None = None) -> str:
    return render_template(
        "desk/screen.html",
        screen=screen,
        typed=typed,
        mark=settle.mark_of_screen(screen),
        problems=words_of(wrong) if wrong else [],
        follows=_follows(typed),
        shapes=SHAPES,
        rotations=ROTATIONS,
        categories=list(Category),
        ticked=typed["categories"].split(SEVERAL),
        is_only=screen is not None and len(screens.all_screens(board().db)) == 1,
        title_limit=TITLE_LIMIT,
    )


def _typed(sent: MultiDict[str, str]) -> Typed:
    return {field: sent.get(field, "") for field in FIELDS} | {"categories": SEVERAL.join(sent.getlist("categories"))}


def _typed_from(screen: Screen) -> Typed:
    texts = {field: f"{value:g}" if isinstance(value, float) else str(value) for field, value in asdict(screen).items()}
    hours = "some" if screen.opens_at else "all"
    slogans = "on" if screen.slogans else ""
    lists = {"own_slogans": "\n".join(screen.own_slogans), "categories": SEVERAL.join(screen.categories)}
    return texts | lists | {"hours": hours, "slogans": slogans, "opens_at": screen.opens_at or "", "closes_at": screen.closes_at or ""}


def _follows(typed: Typed) -> Legible | None:
    """None while a number is wanting."""
    diagonal, distance = (number_within(field, typed[field]) for field in ("diagonal_inch", "distance_m"))
    if diagonal is None or distance is None or typed["shape"] not in SHAPES:
        return None
    screen = Screen("any", "-", float(diagonal), float(distance), shape=typed["shape"])
    return legible(screen, settings.settings(board().db).pace)


def _read(typed: Typed, before: Screen | None) -> Screen:
    """Raises Refused with everything that is wrong."""
    problems = _wrong_names(typed, before) + _wrong_sizes(typed) + _wrong_hours(typed) + _wrong_lists(typed)
    if problems:
        raise Refused.because(problems)
    has_hours = typed["hours"] == "some"
    return Screen(
        name=before.name if before else typed["name"].strip(),
        title=" ".join(typed["title"].split()),
        diagonal_inch=float(number_within("diagonal_inch", typed["diagonal_inch"]) or 0),
        distance_m=float(number_within("distance_m", typed["distance_m"]) or 0),
        rotation=int(typed["rotation"]),
        slogans=typed["slogans"] == "on",
        shape=typed["shape"],
        opens_at=typed["opens_at"] if has_hours else None,
        closes_at=typed["closes_at"] if has_hours else None,
        categories=tuple(each for each in Category if each in typed["categories"].split(SEVERAL)),
        own_slogans=tuple(_lines(typed["own_slogans"])),
    )


def _label(field: str) -> str:
    return _(SCREEN_FACTS[field])


def _wrong_names(typed: Typed, before: Screen | None) -> list[Problem]:
    problems = []
    name, title = typed["name"].strip(), " ".join(typed["title"].split())
    if before is None and (not SCREEN_NAME.fullmatch(name) or name in NOT_A_NAME):
        problems.append(Problem("screen.name_form", key="name"))
    elif before is None and screens.get(board().db, name) is not None:
        problems.append(Problem("screen.name_taken", {"value": name}, key="name"))
    if not title:
        problems.append(Problem("settings.not_given", {"key": _label("title")}, key="title"))
    elif len(title) > TITLE_LIMIT:
        facts = {"key": _label("title"), "length": len(title), "limit": TITLE_LIMIT}
        problems.append(Problem("field.too_long", facts, key="title"))
    elif not title.isprintable():
        problems.append(Problem("field.control_character", {"key": _label("title")}, key="title"))
    return problems


def _wrong_sizes(typed: Typed) -> list[Problem]:
    sizes = ("diagonal_inch", "distance_m")
    problems = [wrong_number(field, _label(field)) for field in sizes if number_within(field, typed[field]) is None]
    choices = {"shape": list(SHAPES), "rotation": list(map(str, ROTATIONS))}
    for field, allowed_ones in choices.items():
        if typed[field] not in allowed_ones:
            problems.append(Problem("settings.not_given", {"key": _label(field)}, key=field))
    return problems


def _wrong_hours(typed: Typed) -> list[Problem]:
    if typed["hours"] != "some":
        return []
    try:
        Screen("any", "-", opens_at=typed["opens_at"], closes_at=typed["closes_at"])
    except ValueError:
        return [Problem("screen.hours", key="opens_at")]
    return []


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := " ".join(each.split()))]


def _wrong_lists(typed: Typed) -> list[Problem]:
    lines, label = _lines(typed["own_slogans"]), _label("own_slogans")
    problems = []
    if len(lines) > SLOGANS_MOST:
        facts = {"key": label, "count": len(lines), "limit": SLOGANS_MOST}
        problems.append(Problem("settings.too_many", facts, key="own_slogans"))
    for line in lines:
        if len(line) > TITLE_LIMIT:
            facts = {"key": label, "length": len(line), "limit": TITLE_LIMIT}
            problems.append(Problem("field.too_long", facts, key="own_slogans"))
        elif not line.isprintable():
            problems.append(Problem("field.control_character", {"key": label}, key="own_slogans"))
    if unknown := [each for each in typed["categories"].split(SEVERAL) if each and each not in set(Category)]:
        problems.append(Problem("screen.wrong_value", {"reason": unknown[0][:TITLE_LIMIT]}, key="categories"))
    return problems[:5]
