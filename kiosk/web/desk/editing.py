"""Writing a notice: begun, typed, saved every few seconds, and seen as the screen will show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import begin, drafts, steps
from kiosk.actions.accounts_shown import accounts_shown
from kiosk.actions.drafts import Overtaken, Seen, draft_of, typed_of
from kiosk.documents.typing import BODY, read_typed
from kiosk.errors import NotFound, Refused
from kiosk.rules.catalogue import Default
from kiosk.rules.notice import Category, Kind, Priority, Status
from kiosk.rules.people import Role
from kiosk.rules.screen import Screen
from kiosk.store import opinions, settings
from kiosk.store.notices import StoredNotice
from kiosk.store.opinions import SetAside
from kiosk.web.dates import clock_words, moment_words
from kiosk.web.desk.attached import attached_of
from kiosk.web.desk.begin_page import begin_page
from kiosk.web.desk.door import allowed, by, pages
from kiosk.web.desk.findings import as_shown, told_findings
from kiosk.web.desk.notices import seen, sent_back
from kiosk.web.desk.rendering import checker, renderer
from kiosk.web.desk.typed_notice import typed_in_form
from kiosk.web.faults import Told, told_of, words_of
from kiosk.web.slides import slides_of_one
from kiosk.web.this_request import board, gettext, number_in, on_air, the_time, today
from kiosk.wording.labels import CATEGORIES, KINDS, PRIORITIES

SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920)}


@pages.get("/new")
@allowed(Role.CLERK)
def new() -> str:
    return begin_page()


@pages.post("/notices")
@allowed(Role.CLERK)
def begin_notice() -> ResponseReturnValue:
    last = number_in(request.form.get("last", ""))
    if last is not None:
        notice, made_from = begin.notice_from_last_period(board(), last, today()), f"notice {last}"
    else:
        template = begin.template_named(request.form.get("template", ""))
        notice, made_from = begin.notice_from_template(board(), template, today()), f"template {template.name}"
    number = drafts.begin(board(), notice, by(), made_from, renderer(), the_time())
    return redirect(url_for("desk.edit", number=number), 303)


@pages.get("/notices/<int(max=2147483647):number>/edit")
@allowed(Role.CLERK)
def edit(number: int) -> ResponseReturnValue:
    stored = draft_of(board(), number)
    if stored.notice.status is not Status.DRAFT:
        return redirect(url_for("desk.notice", number=number), 303)
    typed = typed_of(stored)
    problems = [told_of(each) for each in drafts.look(board(), stored, typed, renderer()).problems]
    return editor(stored, typed, problems)


@dataclass(frozen=True)
class DraftForm:
    """A draft as the form shows it."""

    number: int
    version: int
    revision: int
    typed: Mapping[str, str]
    is_correction: bool
    priority: str

    @property
    def screens(self) -> list[str]:
        return [name for name in self.typed.get("screens", "").split("、") if name]


def _form_of(stored: StoredNotice, typed: Mapping[str, str] | None = None) -> DraftForm:
    notice = stored.notice
    shown = typed_of(stored) if typed is None else typed
    return DraftForm(
        notice.number or 0, notice.version, stored.revision, shown, notice.index_number is not None, notice.priority.value
    )


def editor(stored: StoredNotice, typed: Mapping[str, str], problems: list[Told], is_refused: bool = False) -> str:
    draft = _form_of(stored, typed)
    said = sent_back(stored.notice)
    notice, _problems = read_typed(typed, stored.notice)
    return render_template(
        "desk/edit.html",
        draft=draft,
        problems=problems,
        is_refused=is_refused,
        opinion=_said(said.name, said.at, said.words) if said else None,
        categories=[(each.value, gettext(CATEGORIES[each])) for each in Category],
        kinds=[(each.value, gettext(KINDS[each])) for each in Kind],
        priorities=[(each.value, gettext(PRIORITIES[each])) for each in Priority],
        items=[(item.code, item.title, item.category.value) for item in settings.settings(board().db).catalogue.values() if item.default is not Default.BANNED],
        screens=on_air().shown.screens,
        preview_screens=on_air().shown.screens,
        originals=attached_of(stored),
        set_aside=[_aside(each) for each in opinions.all_set_aside(board().db, draft.number, draft.version) if each.typed != draft.typed],
        saved_at_words="",
        may_publish_urgently=False,
        findings=told_findings(as_shown(notice)),
    )


@dataclass(frozen=True)
class Said:
    person: str
    at_words: str
    words: str = ""
    id: int = 0
    typed: Mapping[str, str] = field(default_factory=dict)


def _said(person: str, at: datetime, words: str) -> Said:
    return Said(person, moment_words(at), words)


def _aside(text: SetAside) -> Said:
    return Said(text.name, moment_words(text.at), id=text.number, typed=text.typed)


@pages.post("/notices/<int(max=2147483647):number>/draft")
@allowed(Role.CLERK)
def save_draft(number: int) -> ResponseReturnValue:
    is_htmx = "HX-Request" in request.headers
    typed = typed_in_form()
    read = seen(number)
    is_chosen = request.form.get("over") == str(read.revision)
    try:
        stored, looked = drafts.save(board(), read, typed, by(), renderer(), the_time(), is_chosen)
    except Overtaken:
        return _overtaken(number, typed, is_htmx)
    except Refused as wrong:
        if is_htmx:
            raise
        return editor(draft_of(board(), number), typed, words_of(wrong), is_refused=True), 422
    if not is_htmx:
        return redirect(url_for("desk.edit", number=number), 303)
    problems = [told_of(each) for each in looked.problems]
    saved_at = clock_words(the_time())
    told = {"problems": problems, "findings": told_findings(looked.notice)}
    return render_template("desk/_saved.html", draft=_form_of(stored, typed), saved_at_words=saved_at, **told)


@pages.post("/notices/<int(max=2147483647):number>/submit")
@allowed(Role.CLERK)
def submit(number: int) -> ResponseReturnValue:
    """From the form of the text it comes with what was typed, which is kept first; from the notice's page without."""
    read, now = seen(number), the_time()
    typed = typed_in_form() if BODY in request.form else None
    try:
        if typed is not None:
            stored, _looked = drafts.save(board(), read, typed, by(), renderer(), now)
            read = Seen(number, read.version, stored.revision)
        steps.take_step(board(), "submit", read, by(), "", now, renderer(), checker())
    except Overtaken:
        return _overtaken(number, typed or {}, is_htmx=False)
    except Refused as wrong:
        stored = draft_of(board(), number)
        return editor(stored, typed or typed_of(stored), words_of(wrong), is_refused=True), 422
    return redirect(url_for("desk.notice", number=number, done="submit"), 303)


def _overtaken(number: int, typed: Mapping[str, str], is_htmx: bool) -> ResponseReturnValue:
    newest = draft_of(board(), number)
    log = {"person": drafts.last_writer(board(), number), "at_words": clock_words(the_time())}
    page = "desk/_conflict.html" if is_htmx else "desk/conflict.html"
    return render_template(page, draft=_form_of(newest), theirs=typed_of(newest), mine=typed, **log), 409


@pages.post("/notices/<int(max=2147483647):number>/slides")
@allowed(Role.CLERK)
def slides(number: int) -> ResponseReturnValue:
    """The typed notice as a screen will get it, nothing kept."""
    stored = draft_of(board(), number)
    looked = drafts.look(board(), stored, typed_in_form(), renderer())
    in_text = [told_of(each) for each in looked.problems if each.key == BODY]
    if not looked.html and in_text:
        return render_template("desk/_problems.html", problems=in_text), 422
    return slides_of_one(looked.notice, looked.html, _screen(request.args.get("screen", "")))


@pages.get("/notices/<int(max=2147483647):number>/slides")
@allowed()
def slides_of_version(number: int) -> str:
    """A version as it stands, for whoever is to judge it."""
    stored = draft_of(board(), number, number_in(request.args.get("version", "")))
    accounts = accounts_shown(board(), stored.notice, the_time())
    return slides_of_one(stored.notice, stored.html, _screen(request.args.get("screen", "")), accounts)


@pages.get("/preview/<name>")
@allowed()
def preview(name: str) -> str:
    """The board's own page, without its polling, to be fed with slides by the page around it."""
    screen = _screen(name)
    width, height = SIZES[screen.shape]
    return render_template("desk/preview.html", screen=screen, width=width, height=height)


def _screen(name: str) -> Screen:
    screens = on_air().shown.screens
    found = [screen for screen in screens if screen.name == name] or ([] if name else list(screens[:1]))
    if not found:
        raise NotFound("screen.unknown", value=name, allowed="、".join(screen.name for screen in screens))
    return found[0]


@pages.post("/notices/<int(max=2147483647):number>/set-aside/<int(max=2147483647):text>/drop")
@allowed(Role.CLERK)
def drop_set_aside(number: int, text: int) -> ResponseReturnValue:
    drafts.drop_set_aside(board(), number, text, by(), the_time())
    return redirect(url_for("desk.edit", number=number), 303)
