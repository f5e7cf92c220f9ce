"""A notice of the village with its whole history, and the steps it takes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import clocks, steps
from kiosk.actions.drafts import Seen, draft_of
from kiosk.actions.steps import TooLate
from kiosk.errors import KioskError, Misuse, NotFound, Refused
from kiosk.rules.airings import shown_on
from kiosk.rules.changes import Changes, compare
from kiosk.rules.days import CountedDays
from kiosk.rules.inbox import SENT_BACK
from kiosk.rules.notice import OPEN, Kind, Notice, Status, is_live
from kiosk.rules.people import Role
from kiosk.rules.steps import (
    AFTERWARDS,
    PUTS_UP,
    STEPS,
    Step,
    possible,
    waits_for_somebody_else,
)
from kiosk.store import (
    airings,
    audit,
    lists,
    notices,
    opinions,
    originals,
    replies,
    settings,
)
from kiosk.store.notices import StoredNotice
from kiosk.web.dates import day_words
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.desk.findings import told_findings
from kiosk.web.desk.in_time import due_words
from kiosk.web.desk.objected import objections_to
from kiosk.web.desk.rendering import checker, renderer
from kiosk.web.faults import words_of
from kiosk.web.this_request import (
    board,
    config,
    number_in,
    on_air,
    sworn_time,
    the_time,
    today,
)
from kiosk.web.this_request import gettext as _
from kiosk.wording.marking import N_

REPLIES_MOST = 20
"""To questions about the notice, the newest."""
FRESH = timedelta(minutes=3)
WAYS_IN = {"counter": N_("At the counter"), "telephone": N_("By telephone"), "box": N_("In the box for opinions"), "other": N_("Otherwise")}
"""How an objection came in."""


@dataclass(frozen=True)
class Way:
    """A step as it is offered on a page: a button, and what is said with it."""

    step: Step
    button: str
    hint: str
    is_main: bool = False
    is_danger: bool = False
    asks: str = ""
    """What the words that go with it are about; "" where none are asked for."""


WAYS: dict[str, Way] = {
    name: Way(STEPS[name], *said)
    for name, said in {
        "pass": (N_("Pass"), N_("You have examined it and find it in order."), True, False, N_("Opinion (may be left out)")),
        "return": (N_("Return"), N_("It goes back to the clerk with your opinion."), False, False, N_("Your opinion: what is to be mended?")),
        "publish": (N_("Publish now"), N_("Within two seconds it is on the screen."), True, False, N_("Why is it published all the same? The log keeps it.")),
        "send_back": (N_("Send back"), N_("It goes back to the clerk instead of being published."), False, False, N_("Why?")),
        "pass_afterwards": (N_("Pass"), N_("You have examined it and find it in order."), True, False, N_("Opinion (may be left out)")),
        "object": (N_("Object"), N_("The head is told to correct or withdraw it."), False, True, N_("What is wrong with it?")),
        "submit": (N_("Hand in for review"), N_("The supervision group gets it to review."), True),
        "publish_urgently": (N_("Publish before review"), N_("For emergencies only: the review must follow within 24 hours."), False, True, N_("Why can it not wait?")),
        "take_back": (N_("Take back"), N_("To mend something before it is reviewed or published.")),
        "correct": (N_("Correct"), N_("A corrected version goes through the same steps; the present text stays up until then."), False, False, N_("What is corrected? Residents will read this.")),
        "withdraw": (N_("Withdraw"), N_("It leaves the screen at once. Residents read that it was withdrawn, when and why."), False, True, N_("Why? Residents will read this.")),
        "archive": (N_("Archive"), N_("Its file is complete; it is kept for good.")),
        "discard": (N_("Discard"), N_("The draft is thrown away; the log keeps that there was one."), False, True),
    }.items()
}  # fmt: skip


DONE = {
    "submit": N_("Handed in. It now waits for its review."),
    "return": N_("It has gone back to the clerk with your opinion."),
    "send_back": N_("It has gone back to the clerk with your words."),
    "pass_afterwards": N_("Reviewed and found in order."),
    "object": N_("Your objection is noted. While it hangs, the head finds it among what is to do."),
    "take_back": N_("It is with you again and can be changed."),
    "correct": N_("A correction has been begun. The present text stays up until it is published."),
    "withdraw": N_("It has left the screen and the residents' page."),
}
"""What a step has led to, where the status alone would not say it."""


@pages.get("/notices/<int(max=2147483647):number>")
@allowed()
def notice(number: int) -> ResponseReturnValue:
    return page_of(number)


def page_of(number: int, wrong: KioskError | None = None, tried: str = "") -> str:
    """The newest version that is on its way, or else the one that hangs, with everything that was ever said about it;
    after a step that was refused, the one that it was asked for, unless that one has moved on."""
    is_late = isinstance(wrong, TooLate)
    asked_for = request.args if wrong is None else {} if is_late else request.form
    version = number_in(asked_for.get("version", ""))
    stored = draft_of(board(), number, version)
    posted = notices.posted(board().db, number)
    if version is None and stored.notice.status is Status.DISCARDED and posted is not None:
        stored = posted
    standing = steps.standing_of(board(), stored)
    history = opinions.of_notice(board().db, number)
    aired = airings.of_notice(board().db, number, board().zone)
    log = list(audit.entries(board().db, audit.Wanted(notice=number), limit=100))
    versions = notices.versions(board().db, number)
    due, days_late = due_words(stored.notice, (each.notice.shows_from for each in versions))
    ways = sorted((WAYS[step.name] for step in possible(standing, me())), key=lambda way: (not way.is_main, way.is_danger))
    return render_template(
        "desk/notice.html",
        stored=stored,
        notice=stored.notice,
        posted=posted,
        open_version=_open_version(number, stored),
        done_words=DONE,
        versions=versions,
        due=due,
        days_late=days_late,
        ways=ways,
        is_own=waits_for_somebody_else(standing, me()),
        files_mark=steps.mark_of_files(stored.notice),
        writers=list(opinions.authors(board().db, number, stored.notice.version).values()),
        returned=sent_back(stored.notice),
        corrects=_why_corrected(stored.notice, history),
        log=log,
        done=_done(log),
        objection=_objection(stored, history),
        attached=[each for each in originals.of_notice(board().db, number) if each.name in stored.notice.sources],
        shown=_shown(stored),
        aired=aired[::-1],
        clocks=clocks.clocks_of(board(), posted.notice, the_time()) if posted is not None and posted.notice.status is Status.PUBLISHED else None,
        objections=objections_to(number),
        replies=replies.about(board().db, number, REPLIES_MOST, config().zone),
        problem_words=lambda code: words_of(KioskError(code))[0].words,
        takes_objections=posted is not None and posted.notice.kind is Kind.PUBLICITY and posted.notice.status in (Status.PUBLISHED, Status.CLOSED) and me().has(Role.CLERK, Role.REVIEWER),
        objection_words=objection_words,
        unshown_since=_unshown_since(posted),
        form_key=secrets.token_hex(12),
        ways_in=WAYS_IN,
        typed={name: request.form.get(name, "") for name in ("objection", "way", "person", "answer")},
        aired_days=len(shown_on(aired)),
        days_required=clocks.days_required(board(), stored.notice, settings.settings(board().db)) if aired else 0,
        aired_seconds=sum(day.seconds for day in aired),
        is_fresh=_is_fresh(stored),
        preview_screens=on_air().shown.screens,
        draft=stored.notice,
        days_short=steps.days_short(board(), stored.notice, the_time()),
        comparisons=_comparisons(stored),
        problems=words_of(wrong) if wrong else [],
        tried=tried,
        said=request.form.get("words", "") or (request.form.get("answer", "") if is_late else ""),
        is_late=is_late,
        findings=told_findings(stored.notice) if stored.notice.status in OPEN else None,
        has_place_for_words=tried in {way.step.name for way in ways},
    )


def _unshown_since(posted: StoredNotice | None) -> date | None:
    """Since when no screen has shown what hangs and must be shown."""
    is_up = posted is not None and is_live(posted.notice, the_time())
    return next((since for _notice, since in clocks.unshown(board(), [posted.notice], the_time())), None) if is_up else None


def objection_words(counted: CountedDays) -> str:
    """How far the days for objections are."""
    if not counted.is_running(today()):
        return _("over since {day}").format(day=day_words(counted.last_on))
    words = _("working day {day} of {days}, until {last}") if counted.is_working else _("day {day} of {days}, until {last}")
    return words.format(day=min(counted.day(today()), counted.days), days=counted.days, last=day_words(counted.last_on))


def sent_back(notice: Notice) -> opinions.Opinion | None:
    """Why the text before this one came back. What was said of a text that went up later has been answered by it."""
    number = notice.number or 0
    went_up = (each.notice.version for each in notices.versions(board().db, number) if each.notice.published_at is not None)
    answered = max((version for version in went_up if version < notice.version), default=0)
    said = [each for each in opinions.of_notice(board().db, number) if each.step in SENT_BACK]
    return next((each for each in reversed(said) if answered < each.version < notice.version), None)


def _why_corrected(notice: Notice, history: list[opinions.Opinion]) -> opinions.Opinion | None:
    """What residents will read once this correction is published; None for what is no correction on its way."""
    before = notices.posted_before(board().db, notice)
    if before is None or notice.status not in OPEN:
        return None
    return next((each for each in reversed(history) if each.step == "correct" and each.version == before), None)


def _done(log: list[audit.Entry]) -> str:
    """The step that has just led here, as long as nothing else has happened since."""
    step = STEPS.get(request.args.get("done", ""))
    is_last = step is not None and bool(log) and (log[0].who, log[0].deed) == (me().name, step.deed)
    return step.name if step is not None and is_last else ""


def _objection(stored: StoredNotice, history: list[opinions.Opinion]) -> opinions.Opinion | None:
    """What somebody of the supervision group found wrong with what hangs."""
    said = [each for each in history if each.version == stored.notice.version and each.step in AFTERWARDS]
    is_open = bool(said) and said[-1].step == "object" and stored.notice.status is Status.PUBLISHED
    return said[-1] if is_open else None


@pages.get("/notices/<int(max=2147483647):number>/shown")
@allowed()
def shown(number: int) -> str:
    """Whether the screens have said that they show it: asked again and again by the page after publishing."""
    posted = notices.posted(board().db, number)
    if posted is None:
        raise NotFound("notice.none_at_desk", number=number)
    return render_template("desk/_shown.html", notice=posted.notice, shown=_shown(posted), is_fresh=_is_fresh(posted))


def _shown(stored: StoredNotice) -> dict[str, datetime]:
    return opinions.first_shown(board().db, stored.notice.number or 0, stored.notice.version)


def _is_fresh(stored: StoredNotice) -> bool:
    """Published so lately that the screens may be about to say so."""
    published_at = stored.notice.published_at
    return stored.notice.status is Status.PUBLISHED and published_at is not None and the_time() - published_at < FRESH


def _open_version(number: int, stored: StoredNotice) -> StoredNotice | None:
    newest = notices.get(board().db, number)
    is_other = newest is not None and newest.notice.status in OPEN and newest.notice.version != stored.notice.version
    return newest if is_other else None


@dataclass(frozen=True)
class Comparison:
    """`is_close` for the version before, which is read first; last period's stands below the text."""

    heading: str
    changes: Changes
    is_close: bool


def _comparisons(stored: StoredNotice) -> list[Comparison]:
    """Against the version before, and against what was posted for the period before."""
    found = []
    if stored.notice.version > 1:
        before = notices.get(board().db, stored.notice.number or 0, stored.notice.version - 1)
        if before is not None:
            found.append(Comparison(N_("Changed since the last version"), compare(before.notice, stored.notice), True))
    earlier = lists.period_before(board().db, stored.notice)
    last_period = notices.posted(board().db, earlier) if earlier else None
    if last_period is not None:
        found.append(Comparison(N_("Beside last period's notice"), compare(last_period.notice, stored.notice), False))
    return found


def _step(name: str) -> Callable[[int], ResponseReturnValue]:
    @allowed(STEPS[name].role)
    def take(number: int) -> ResponseReturnValue:
        try:
            now = sworn_time() if name in PUTS_UP else the_time()
            steps.take_step(board(), name, seen(number), by(), request.form.get("words", ""), now, renderer(), checker())
        except Refused as wrong:
            return page_of(number, wrong, name), 422
        except TooLate as wrong:
            return page_of(number, wrong, name), 409
        return redirect(url_for("desk.notice", number=number, done=name), 303)

    return take


for _name in STEPS:
    if _name == "submit":  # comes with the text that is typed: editing.py
        continue
    pages.add_url_rule(
        f"/notices/<int(max=2147483647):number>/{_name.replace('_', '-')}",
        f"step_{_name}",
        _step(_name),
        methods=["POST"],
    )


def seen(number: int) -> Seen:
    """Which text the form was made for. Raises Misuse for a form that does not say so."""
    try:
        version, revision = (int(request.form.get(each, "")[:9]) for each in ("version", "revision"))
    except ValueError as wrong:
        raise Misuse("page.misunderstood") from wrong
    return Seen(number, version, revision, request.form.get("files", "")[:16])
