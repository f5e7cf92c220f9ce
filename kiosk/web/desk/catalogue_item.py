"""One item of the disclosure catalogue: for an administrator a form, for everybody else what it asks for and on what basis."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk.actions import catalogue as deeds
from kiosk.actions.catalogue import Held
from kiosk.actions.settle import ChangedMeanwhile
from kiosk.errors import KioskError, Refused
from kiosk.rules.catalogue import POSTING_DAY, SWITCHES, YES, Default, Row
from kiosk.rules.catalogue_rows import RHYTHMS as RHYTHM_NAMES
from kiosk.rules.notice import Category
from kiosk.rules.own_catalogue import differing
from kiosk.rules.people import Role
from kiosk.shipped import least_days
from kiosk.web.desk.catalogue import to_the_list
from kiosk.web.desk.catalogue_words import due_month_words, said
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.faults import told_of, words_of
from kiosk.web.this_request import board, on_air, the_time
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES
from kiosk.wording.of_catalogue import COLUMNS, DAY_TYPES, DUE_MONTHS, HINTS, REASON, RHYTHMS
from kiosk.wording.of_catalogue import SWITCHES as SWITCH_WORDS

LONG = ("due_rule", "may_show", "must_hide", "legal_basis")
NEW = {column: "" for column in COLUMNS} | {"default": "on", "frequency": "at_once", "category": "governance"}
BACK = "back"
EVERYTHING = "everything"
"""What the button that leads all of an item back sends; those beside a field send its column."""


@dataclass(frozen=True)
class Read:
    """One column in words, and what is shipped where that is something else."""

    label: str
    words: str
    shipped: str


@pages.get("/catalogue/new")
@allowed(Role.ADMIN)
def new_item() -> str:
    return _form(None, NEW | {"display_days": str(least_days().days)})


@pages.post("/catalogue/new")
@allowed(Role.ADMIN)
def add_item() -> ResponseReturnValue:
    typed = NEW | _typed() | {"code": request.form.get("code", "").strip().upper()}
    try:
        deeds.add_item(board(), typed, by(), the_time())
    except Refused as wrong:
        return _form(None, typed, wrong=named(wrong)), 422
    return _saved(typed["code"])


@pages.get("/catalogue/<code>")
@allowed()
def catalogue_item(code: str) -> str:
    held = deeds.item_here(board(), code)
    return _form(held, held.row, held.reason) if me().has(Role.ADMIN) else _read(held)


@pages.post("/catalogue/<code>")
@allowed(Role.ADMIN)
def change_item(code: str) -> ResponseReturnValue:
    held, back = deeds.item_here(board(), code), request.form.get(BACK)
    typed, reason, mark = {**held.row, **_typed()}, _line("reason"), request.form.get("mark", "")
    if held.row["default"] not in list(SWITCHES):
        typed["default"] = held.row["default"]
    if held.shipped and back in COLUMNS:
        typed[back] = held.shipped[back]
    try:
        if back == EVERYTHING:
            deeds.ship_item(board(), code, mark, by(), the_time())
        else:
            deeds.change_item(board(), code, typed, reason, mark, by(), the_time())
    except Refused as wrong:
        return _form(held, typed, reason, named(wrong)), 422
    except ChangedMeanwhile as wrong:
        return _form(held, typed, reason, wrong), 409
    return _saved(code)


def named(wrong: Refused) -> Refused:
    """With the columns as the page calls them."""
    labels = {**COLUMNS, "reason": REASON}
    return Refused.because(
        replace(each, facts={**each.facts, "key": _(labels[each.key])}) if each.key in labels else each
        for each in wrong.problems
    )


def _saved(code: str) -> ResponseReturnValue:
    on_air().look()
    return redirect(to_the_list(code), 303)


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "")[:2000].split())


def _typed() -> dict[str, str]:
    texts = {column: _line(column) for column in COLUMNS if column not in ("code", "evidence")}
    texts["restarts_on_objection"] = YES if texts["restarts_on_objection"] == YES else ""
    if texts["due_month"] and not texts["due_day"]:
        texts["due_day"] = POSTING_DAY
    if not texts["objection_days"]:
        texts["objection_day_type"] = ""
    return texts


def _form(held: Held | None, typed: Row, reason: str = "", wrong: KioskError | None = None) -> str:
    shipped = held.shipped if held else None
    return render_template(
        "desk/catalogue_item.html",
        code=held.row["code"] if held else None,
        typed=typed,
        reason=reason,
        held=held.row if held else None,
        least=shipped or {},
        shipped=_shipped_otherwise(held) if held else {},
        mark=held.mark if held else "",
        problems=words_of(wrong) if wrong else [],
        short=_short(held) if held else [],
        columns=COLUMNS,
        hints=HINTS,
        reason_label=REASON,
        long=LONG,
        posting_day=POSTING_DAY,
        law=least_days(),
        choices=_choices(shipped),
        default=shipped["default"] if shipped else "",
    )


def _read(held: Held) -> str:
    otherwise = _shipped_otherwise(held)
    columns = [column for column in COLUMNS if column not in ("code", "title")]
    return render_template(
        "desk/catalogue_item_read.html",
        held=held.row,
        read=[Read(_(COLUMNS[column]), said(column, held.row[column]), otherwise.get(column, "")) for column in columns],
        short=_short(held),
        reason=held.reason,
        default=held.row["default"],
    )


def _shipped_otherwise(held: Held) -> Mapping[str, str]:
    """In words, by column."""
    shipped = held.shipped or {}
    columns = [column for column in differing(held.row, shipped) if column in shipped and column in COLUMNS]
    return {column: said(column, shipped[column]) for column in columns}


def _short(held: Held) -> list[str]:
    """In words, where it asks for less than what is shipped."""
    problems = named(Refused.because(map(deeds.problem_of, held.shortfalls))).problems if held.shortfalls else ()
    return [told_of(problem).words for problem in problems]


def _choices(shipped: Row | None) -> dict[str, list[tuple[str, str]]]:
    """Of each column that holds one of a few values: value and words."""
    is_fixed = shipped is not None and shipped["default"] not in list(SWITCHES)
    is_never = shipped is not None and shipped["frequency"] not in RHYTHM_NAMES
    switches = [Default(shipped["default"])] if shipped and is_fixed else SWITCHES
    rhythms = [shipped["frequency"]] if shipped and is_never else list(RHYTHM_NAMES)
    return {
        "category": [(each.value, _(CATEGORIES[each])) for each in Category],
        "default": [(each.value, _(SWITCH_WORDS[each.value])) for each in switches],
        "frequency": [(each, _(RHYTHMS[each])) for each in rhythms],
        "due_month": [(each, due_month_words(each)) for each in DUE_MONTHS],
        "objection_day_type": [(each, _(words)) for each, words in DAY_TYPES.items()],
    }
