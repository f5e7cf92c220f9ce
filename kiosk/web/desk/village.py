"""The village's settings: what the board says of itself, the law's numbers, and who looks at a notice before it is up."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import settle
from kiosk.actions.settle import ChangedMeanwhile
from kiosk.errors import KioskError, NotFound, Problem, Refused
from kiosk.rules.catalogue import Default
from kiosk.rules.notice import Category
from kiosk.rules.people import Role
from kiosk.shipped import SettingKind, Value, setting_kinds
from kiosk.store import screens, settings
from kiosk.store.settings import TEXT_LIMIT
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.desk.in_words import setting_words
from kiosk.web.desk.typed_settings import EMPTY_ROWS, ROWS, Typed, form_of
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, config, the_time
from kiosk.wording.labels import CHOICES
from kiosk.wording.marking import N_


@dataclass(frozen=True)
class Group:
    """Settings that are saved together."""

    heading: str
    about: str
    names: tuple[str, ...]


GROUPS: Mapping[str, Group] = {
    "village": Group(N_("The village"), N_("How the board calls itself."), ("village", "township", "responsible_unit", "supervision_phone")),
    "telephones": Group(N_("Telephones"), N_("Whom people can call. A row that you empty goes away."), ("telephones",)),
    "duty": Group(N_("Duty roster"), N_("Who is on duty when. A row that you empty goes away."), ("duty_roster",)),
    "slogans": Group(N_("Slogans"), N_("They show only on screens whose strip of slogans is switched on."), ("slogans",)),
    "review": Group(N_("Review and posting day"), N_("Who looks at a notice before it is up, and when it is due."), ("review_chain", "posting_day", "monthly_posting_day", "major_matters", "overdue_on_screen")),
    "terms": Group(
        N_("The law's days"),
        N_("They hold for what is published from now on; what hangs already keeps its days."),
        ("display_days", "objection_days"),
    ),
    "questions": Group(
        N_("Questions of residents"),
        N_("How soon they are answered, how long a reply is shown, and when what an asker wrote is deleted."),
        ("question_days", "question_day_type", "reply_days", "question_contact_days", "question_words_days", "questions_waiting"),
    ),
    "pace": Group(
        N_("Pace of reading"),
        N_("How long a page stays on the screen. Slower is better for the elderly."),
        ("base_seconds", "characters_per_second", "least_seconds", "row_seconds", "rows_per_page"),
    ),
    "watch": Group(N_("Watch over the screens"), N_("When the desk warns that a screen has gone dark."), ("dark_minutes",)),
    "numbering": Group(
        N_("Index numbers"),
        N_("Every notice gets one when it is published; those that were given stay."),
        ("index_number_pattern", "index_number_prefixes"),
    ),
    "clock": Group(N_("The clock"), N_("When somebody is asked whether the machine's clock is right."), ("absence_days",)),
    "archive": Group(N_("The archive"), N_("What residents still read when the time of a notice is over."), ("archive_withheld",)),
    "copies": Group(N_("Copies"), N_("A copy of everything is made every night."), ("backup_folder",)),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One setting as it stands on the page."""

    kind: SettingKind
    form: str
    typed: Typed
    held: str
    """In words."""
    shipped: str
    is_own: bool
    """Another value than is shipped."""
    stays: bool
    """It cannot be changed at the desk any more."""


@pages.get("/settings")
@allowed(Role.ADMIN, Role.AUDITOR)
def village() -> str:
    """Everything as it holds now, for whoever changes it and for whoever only looks."""
    held = settle.values(board(), setting_kinds())
    items = settings.settings(board().db).catalogue.values()
    return render_template(
        "desk/village.html",
        groups=[(name, group, [_asked(each, held[each]) for each in group.names]) for name, group in GROUPS.items()],
        screens=screens.all_screens(board().db),
        items_on=sum(item.default is Default.ON for item in items),
        items_all=len(items),
        may_change=me().has(Role.ADMIN),
    )


@pages.get("/settings/<name>")
@allowed(Role.ADMIN)
def village_group(name: str) -> str:
    return _form(name)


def _form(name: str, typed: Mapping[str, Typed] | None = None, wrong: KioskError | None = None, more: bool = False) -> str:
    group = _group(name)
    held = settle.values(board(), group.names)
    numbering = settings.settings(board().db).numbering
    return render_template(
        "desk/village_group.html",
        name=name,
        group=group,
        asked=[_asked(each, held[each], (typed or {}).get(each)) for each in group.names],
        mark=settle.mark_of(held),
        is_overtaken=isinstance(wrong, ChangedMeanwhile),
        problems=words_of(wrong) if wrong else [],
        columns=ROWS,
        empty_rows=EMPTY_ROWS * (3 if more else 1),
        choices=CHOICES,
        categories=list(Category),
        number_example=numbering.index_number(Category.FINANCE, the_time().astimezone(config().zone).year, 31),
        text_limit=TEXT_LIMIT,
    )


def _group(name: str) -> Group:
    if name not in GROUPS:
        raise NotFound("page.none")
    return GROUPS[name]


def _asked(name: str, held: Value, typed: Typed | None = None) -> Asked:
    kind, form = setting_kinds()[name], form_of(name)
    return Asked(
        kind=kind,
        form=form.name,
        typed=form.shown(held) if typed is None else typed,
        held=setting_words(name, held),
        shipped=setting_words(name, kind.value),
        is_own=held != kind.value,
        stays=settle.stays(name, held),
    )


@pages.post("/settings/<name>")
@allowed(Role.ADMIN)
def change_village(name: str) -> ResponseReturnValue:
    names = _group(name).names
    if "back" in request.form:
        settle.ship_settings(board(), names, by(), the_time())
        return _saved(name)
    typed = {each: form_of(each).sent(each, request.form) for each in names}
    if "more" in request.form:
        return _form(name, typed, more=True)
    try:
        settle.change_settings(board(), _read(typed), request.form.get("mark", ""), by(), the_time())
    except Refused as wrong:
        return _form(name, typed, wrong), 422
    except ChangedMeanwhile as wrong:
        return _form(name, typed, wrong), 409
    return _saved(name)


def _read(typed: Mapping[str, Typed]) -> dict[str, Value]:
    """Raises Refused with everything that is wrong."""
    read = {name: form_of(name).read(name, each) for name, each in typed.items()}
    problems: list[Problem] = [problem for _value, found in read.values() for problem in found]
    if problems:
        raise Refused.because(problems)
    return {name: value for name, (value, _found) in read.items()}


def _saved(name: str) -> ResponseReturnValue:
    return redirect(url_for("desk.village", saved=name, _anchor=name), 303)
