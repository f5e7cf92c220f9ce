"""Asking the village: the form on the phone, following a question by its code, and what was answered."""

import logging
from datetime import UTC, datetime, timedelta
from sqlite3 import DatabaseError

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import asking as deeds
from kiosk.actions.asking import Sent
from kiosk.actions.now import ever_posted
from kiosk.documents.holidays import work_calendar
from kiosk.errors import KioskError, NotFound, Problem, Refused, Unavailable
from kiosk.rules.people import By
from kiosk.rules.questions import FILLED_IN_LEAST, FORM_LASTS, WORDS_MOST, Question, Satisfaction, Sort, State, clock
from kiosk.rules.record_codes import TYPED_MOST, typed
from kiosk.rules.throttle import QUESTIONS_FROM_ONE_ADDRESS, QUESTIONS_IN_ALL, RECORD_CODES, Limit, minutes_until
from kiosk.store import notices, questions, replies
from kiosk.store.connection import faults
from kiosk.web.desk.door import make_sure_of_the_origin
from kiosk.web.desk.rendering import checker
from kiosk.web.desk.sign_in import failures
from kiosk.web.faults import told_of, words_of
from kiosk.web.form_stamps import Stamp, new_stamp, stamp_of
from kiosk.web.this_request import board, config, number_in, on_air, the_time, today
from kiosk.web.this_request import gettext as _

pages = Blueprint("asking", __name__)
log = logging.getLogger(__name__)

FORM_BYTES = 64 * 1024
NEWEST = 5
AT_ONCE = 20
FIELDS = ("sort", "words", "name", "telephone")


@pages.get("/ask")
def ask() -> ResponseReturnValue:
    given = request.args.get("code", "").strip()[:TYPED_MOST]
    if not given:
        return _form(new_stamp(), _about(request.args.get("about", "")))
    code = typed(given)
    if code is None:
        words = _("A code has 16 letters and figures, such as ABCD-2345-EFGH-6789. There is no 0, O, 1 or I in it.")
        return _form(new_stamp(), None, given=given, wrong_code=words), 422
    return redirect(url_for("asking.asked", code=code), 303)


def _about(text: str) -> tuple[int, str] | None:
    """The notice that is asked about: its number and title, if everybody can read it."""
    number = number_in(text)
    stored = ever_posted(board(), number, the_time()) if number is not None else None
    return (stored.notice.number, stored.notice.title) if stored is not None else None


def _form(
    stamp: Stamp, about: tuple[int, str] | None, wrong: KioskError | None = None, given: str = "", wrong_code: str = ""
) -> Response:
    """It asks the database only where nothing is wrong: what was typed must come back while that cannot be read."""
    held, is_new = on_air().shown.settings, wrong is None
    answer = make_response(
        render_template(
            "residents/ask.html",
            village=held.village,
            terms=held.questions,
            due_on=clock(today(), held.questions, work_calendar()).last_on,
            about=about,
            stamp=stamp,
            sorts=list(Sort),
            words_most=WORDS_MOST,
            typed={each: request.form.get(each, "")[: WORDS_MOST * 4] for each in FIELDS},
            problems=words_of(wrong) if wrong else [],
            given=given,
            wrong_code=wrong_code,
            newest=replies.before(board().db, None, NEWEST, config().zone) if is_new else [],
        )
    )
    return _private(answer)


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@pages.post("/ask")
def send() -> ResponseReturnValue:
    """Nothing typed is lost, whatever is wrong: the form comes back with it."""
    request.max_content_length = FORM_BYTES
    make_sure_of_the_origin()
    now, stamp, about = the_time(), stamp_of(request.form.get("stamp", "")), number_in(request.form.get("about", ""))
    is_fresh = stamp is not None and timedelta(0) <= now - stamp.made_at <= FORM_LASTS
    if stamp is None or not is_fresh:
        return _form(new_stamp(), _about_again(about), Refused("question.stale_form")), 422
    try:
        with faults(config().database, of=(DatabaseError,)):
            _take(stamp, about, now)
    except Unavailable as trouble:
        log.error("a question could not be kept: %s", trouble.code)
        return _form(stamp, _about_again(about), Unavailable("page.unavailable")), 503
    except Refused as wrong:
        goes_on = about if wrong.code != "question.no_such_notice" else None
        return _form(stamp, _about_again(goes_on), wrong), 429 if wrong.code == "question.too_many" else 422
    return redirect(url_for("asking.asked", code=stamp.code, sent=1), 303)


def _take(stamp: Stamp, about: int | None, now: datetime) -> None:
    if questions.with_code(board().db, stamp.code) is None:
        _make_sure_it_is_no_flood(stamp, now)
        sent = Sent(*(request.form.get(each, "") for each in FIELDS), notice=about)
        deeds.ask(board(), sent, stamp.code, _resident(), now, checker())
        failures().count(_counted_by(), now)


def _about_again(number: int | None) -> tuple[int, str] | None:
    """Told from what is shown: the database may be what is wrong."""
    titles = {each.notice.number: each.notice.title for each in on_air().shown.posted}
    return (number, titles.get(number, str(number))) if number is not None else None


def _make_sure_it_is_no_flood(stamp: Stamp, now: datetime) -> None:
    if now - stamp.made_at < FILLED_IN_LEAST:
        raise Refused("question.too_fast")
    free_at = failures().wait_until(_counted_by(), now)
    if free_at is not None:
        phone = on_air().shown.settings.village.supervision_phone or "—"
        raise Refused("question.too_many", minutes=minutes_until(free_at, now), phone=phone)


def _counted_by() -> list[tuple[tuple[str, ...], Limit]]:
    """In memory alone: from where a question came is never written down."""
    return [(("asks", request.remote_addr or ""), QUESTIONS_FROM_ONE_ADDRESS), (("asks",), QUESTIONS_IN_ALL)]


def _resident() -> By:
    return By(_("a resident"))


@pages.get("/ask/<code>")
def asked(code: str) -> ResponseReturnValue:
    question = _of_code(code)
    return question if isinstance(question, tuple) else _page(question, typed(code) or "")


def _of_code(code: str) -> Question | ResponseReturnValue:
    """The question, or the page that says why not; codes that do not exist are counted, so that none is guessed."""
    now, as_kept = the_time(), typed(code)
    tries = [(("question", request.remote_addr or ""), RECORD_CODES)]
    free_at = failures().wait_until(tries, now)
    if free_at is not None:
        words = _("Too many codes that do not exist were tried from here. Wait {minutes} minutes and try again.")
        told = words.format(minutes=minutes_until(free_at, now))
        return _form(new_stamp(), None, given=code[:TYPED_MOST], wrong_code=told), 429
    question = questions.with_code(board().db, as_kept) if as_kept else None
    if question is None:
        failures().count(tries, now)
        words = told_of(Problem("question.no_such_code")).words
        return _form(new_stamp(), None, given=code[:TYPED_MOST], wrong_code=words), 404
    return question


def _page(question: Question, code: str, wrong: KioskError | None = None) -> Response:
    """Of one that was joined to another, how far that is."""
    main = (questions.get(board().db, question.joined_to) if question.joined_to else None) or question
    held = on_air().shown.settings
    return _private(
        make_response(
            render_template(
                "residents/asked.html",
                village=held.village,
                terms=held.questions,
                question=question,
                main=main,
                code=code,
                reply=replies.to(board().db, main.number, config().zone) if main.state is State.ANSWERED else None,
                title=_title(question.notice),
                is_late=main.days_late(today()) > 0,
                is_sent="sent" in request.args,
                is_rated="rated" in request.args,
                satisfactions=list(Satisfaction),
                problems=words_of(wrong) if wrong else [],
                words_until=_deleted_on(main, held.questions.words_days),
                contact_until=_deleted_on(main, held.questions.contact_days),
            )
        )
    )


def _title(number: int | None) -> str:
    stored = notices.posted(board().db, number) if number else None
    return stored.notice.title if stored else ""


def _deleted_on(question: Question, days: int) -> datetime | None:
    return question.closed_at + timedelta(days=days) if question.closed_at else None


@pages.post("/ask/<code>/satisfaction")
def rate(code: str) -> ResponseReturnValue:
    request.max_content_length = FORM_BYTES
    make_sure_of_the_origin()
    question = _of_code(code)
    if isinstance(question, tuple):
        return question
    try:
        deeds.rate(board(), typed(code) or "", request.form.get("satisfaction", ""), _resident(), the_time())
    except Refused as wrong:
        return _page(question, typed(code) or "", wrong), 422
    return redirect(url_for("asking.asked", code=typed(code), rated=1, _anchor="rate"), 303)


@pages.get("/ask/answered")
def answered() -> str:
    """Everything that was ever answered, the newest first, a page at a time."""
    before = _instant(request.args.get("before", ""))
    found = replies.before(board().db, before, AT_ONCE + 1, config().zone)
    return render_template(
        "residents/answered.html",
        village=on_air().shown.settings.village,
        replies=found[:AT_ONCE],
        before=found[AT_ONCE - 1].answered_at.astimezone(UTC).isoformat() if len(found) > AT_ONCE else None,
        is_first=before is None,
    )


def _instant(text: str) -> datetime | None:
    """Raises NotFound for what is none."""
    if not text:
        return None
    try:
        given = datetime.fromisoformat(text[:40])
        return given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as wrong:
        raise NotFound("page.none") from wrong
