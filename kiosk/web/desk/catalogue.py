"""The disclosure catalogue (公开目录) of this village: what it must post, and what it has changed in what is shipped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import catalogue as deeds
from kiosk.actions.settle import ChangedMeanwhile
from kiosk.errors import KioskError, Refused
from kiosk.rules.catalogue import POSTING_DAY, YES, Default, Row
from kiosk.rules.catalogue_rows import RHYTHMS as RHYTHM_NAMES
from kiosk.rules.catalogue_rows import SWITCHES as SWITCHABLE
from kiosk.rules.notice import Category
from kiosk.rules.own_catalogue import News
from kiosk.rules.people import Role
from kiosk.shipped import catalogue_rows
from kiosk.store import catalogue
from kiosk.web.desk.catalogue_words import due_month_words, said
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, on_air, the_time
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES
from kiosk.wording.of_catalogue import COLUMNS, DAY_TYPES, DUE_MONTHS, HINTS, RHYTHMS, SWITCHES

LONG = ("due_rule", "may_show", "must_hide", "legal_basis")
NEW = {column: "" for column in COLUMNS} | {"default": "on", "frequency": "at_once", "category": "governance", "display_days": "15"}


@dataclass(frozen=True)
class Told:
    """Something shipped otherwise, in words."""

    news: News
    title: str
    column: str
    was: str
    now: str
    own: str


@pages.get("/catalogue")
@allowed()
def disclosure_catalogue() -> str:
    rows = catalogue.rows(board().db)
    added, changed = deeds.news_here(board())
    return render_template(
        "desk/catalogue.html",
        groups=[(category, found) for category in Category if (found := [row for row in rows.values() if row["category"] == category.value])],
        own={entry.code for entry in catalogue.entries(board().db)},
        overtaken=list(_told(deeds.overtaken_here(board()), rows)),
        added=[rows[code] for code in added],
        changed=list(_told(changed, rows)),
        rhythms=RHYTHMS,
        switches=SWITCHES,
        may_change=me().has(Role.ADMIN),
    )


def _told(news: Iterable[News], rows: Mapping[str, Row]) -> Iterable[Told]:
    for each in news:
        texts = (said(each.column, text) for text in (each.was, each.now, each.own or ""))
        yield Told(each, rows[each.code]["title"], _(COLUMNS[each.column]), *texts)


@pages.get("/catalogue/new")
@allowed(Role.ADMIN)
def new_item() -> str:
    return _form(None, NEW)


@pages.post("/catalogue/new")
@allowed(Role.ADMIN)
def add_item() -> ResponseReturnValue:
    typed = NEW | _typed() | {"code": request.form.get("code", "").strip().upper()}
    try:
        deeds.add_item(board(), typed, by(), the_time())
    except Refused as wrong:
        return _form(None, typed, _named(wrong)), 422
    return _saved(typed["code"])


@pages.get("/catalogue/<code>")
@allowed(Role.ADMIN)
def catalogue_item(code: str) -> str:
    return _form(code, deeds.row_of(board(), code))


@pages.post("/catalogue/<code>")
@allowed(Role.ADMIN)
def change_item(code: str) -> ResponseReturnValue:
    held = deeds.row_of(board(), code)
    if "back" in request.form:
        deeds.ship_item(board(), code, by(), the_time())
        return _saved(code)
    typed = {**held, **_typed()}
    if held["default"] not in [each.value for each in SWITCHABLE]:
        typed["default"] = held["default"]
    try:
        deeds.change_item(board(), code, typed, request.form.get("mark", ""), by(), the_time())
    except Refused as wrong:
        return _form(code, typed, _named(wrong)), 422
    except ChangedMeanwhile as wrong:
        return _form(code, typed, wrong), 409
    return _saved(code)


@pages.post("/catalogue/<code>/<column>/settle")
@allowed(Role.ADMIN)
def settle_item_news(code: str, column: str) -> ResponseReturnValue:
    deeds.settle_news(board(), code, column, "take" in request.form, by(), the_time())
    return _saved(code)


@pages.post("/catalogue/news/looked-at")
@allowed(Role.ADMIN)
def look_at_catalogue_news() -> ResponseReturnValue:
    deeds.look_at_news(board(), by(), the_time())
    return redirect(url_for("desk.disclosure_catalogue"), 303)


def _named(wrong: Refused) -> Refused:
    """With the columns as the page calls them."""
    named = (replace(each, facts={**each.facts, "key": _(COLUMNS[each.key])}) if each.key in COLUMNS else each for each in wrong.problems)
    return Refused.because(named)


def _saved(code: str) -> ResponseReturnValue:
    on_air().look()
    return redirect(url_for("desk.disclosure_catalogue", saved=code, _anchor=code), 303)


def _typed() -> dict[str, str]:
    sent = request.form
    texts = {column: " ".join(sent.get(column, "")[:2000].split()) for column in COLUMNS if column not in ("code", "evidence")}
    texts["restarts_on_objection"] = YES if texts["restarts_on_objection"] == YES else ""
    if texts["due_month"] and not texts["due_day"]:
        texts["due_day"] = POSTING_DAY
    if not texts["objection_days"]:
        texts["objection_day_type"] = ""
    return texts


def _form(code: str | None, typed: Row, wrong: KioskError | None = None) -> str:
    shipped = catalogue_rows().get(code or "")
    held = deeds.row_of(board(), code) if code else None
    return render_template(
        "desk/catalogue_item.html",
        code=code,
        typed=typed,
        held=held,
        shipped={column: said(column, text) for column, text in shipped.items() if held and text != held[column]} if shipped else {},
        mark=deeds.mark_of_row(held),
        problems=words_of(wrong) if wrong else [],
        columns=COLUMNS,
        hints=HINTS,
        long=LONG,
        posting_day=POSTING_DAY,
        choices=_choices(shipped),
        is_fixed=shipped is not None and shipped["default"] not in [each.value for each in SWITCHABLE],
        is_banned=shipped is not None and shipped["default"] == Default.BANNED.value,
    )


def _choices(shipped: Row | None) -> dict[str, list[tuple[str, str]]]:
    """Of each column that holds one of a few values: value and words."""
    switches = [shipped["default"]] if shipped and shipped["default"] not in list(SWITCHABLE) else [each.value for each in SWITCHABLE]
    is_never = shipped is not None and shipped["frequency"] not in RHYTHM_NAMES
    rhythms = [shipped["frequency"]] if is_never else list(RHYTHM_NAMES)
    return {
        "category": [(each.value, _(CATEGORIES[each])) for each in Category],
        "default": [(each, _(SWITCHES[each])) for each in switches],
        "frequency": [(each, _(RHYTHMS[each])) for each in rhythms],
        "due_month": [(each, due_month_words(each)) for each in DUE_MONTHS],
        "objection_day_type": [(each, _(words)) for each, words in DAY_TYPES.items()],
    }
