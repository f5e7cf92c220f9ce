"""Questions of residents at the desk: what waits and what is done with, and registering what came in at the counter."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import asking
from kiosk.actions import questions as deeds
from kiosk.actions.asking import Sent
from kiosk.errors import Misuse, Refused
from kiosk.rules.people import Role
from kiosk.rules.questions import AT_THE_DESK, WORDS_MOST, Question, Sort, State, Way, waits_for
from kiosk.store import people, questions
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.desk.rendering import checker
from kiosk.web.faults import words_of
from kiosk.web.form_stamps import new_stamp, stamp_of
from kiosk.web.this_request import board, number_in, the_time, today

AT_ONCE = 30


@dataclass(frozen=True)
class Line:
    """A question in a list."""

    question: Question
    days_late: int
    days_left: int
    whose: str
    is_mine: bool


def open_questions() -> list[Line]:
    """All that wait, the one that is due first, first; `is_mine` for those that wait for whoever has signed in."""
    found = questions.all_open(board().db)
    if not found:
        return []
    names, said = names_of_people(), questions.said_of_open(board().db)
    writers = {person.number for person in deeds.who_write(board())}
    return [
        Line(
            each,
            each.days_late(today()),
            (each.due_on - today()).days,
            names.get(each.assigned_to or 0, ""),
            waits_for(each, deeds.standing_by(each, said.get(each.number, [])), me(), writers),
        )
        for each in found
    ]


def names_of_people() -> dict[int, str]:
    return {person.number: person.name for person in people.all_people(board().db)}


@pages.get("/questions")
@allowed()
def all_questions() -> str:
    below = number_in(request.args.get("below", "")) or 2**31 - 1
    closed = questions.closed(board().db, below, AT_ONCE + 1)
    return render_template(
        "desk/questions.html",
        lines=open_questions(),
        closed=closed[:AT_ONCE],
        below=closed[AT_ONCE - 1].number if len(closed) > AT_ONCE else None,
        can_write=me().has(Role.CLERK),
    )


@pages.get("/questions/new")
@allowed(Role.CLERK)
def new_question() -> str:
    return _new()


def _new(wrong: Refused | None = None) -> str:
    stamp = stamp_of(request.form.get("stamp", "")) or new_stamp()
    return render_template(
        "desk/question_new.html",
        stamp=stamp,
        sorts=list(Sort),
        ways=AT_THE_DESK,
        words_most=WORDS_MOST,
        typed={name: request.form.get(name, "") for name in ("sort", "way", "words", "name", "telephone", "notice")},
        problems=words_of(wrong) if wrong else [],
    )


@pages.post("/questions")
@allowed(Role.CLERK)
def register_at_the_desk() -> ResponseReturnValue:
    """What was asked at the counter, by telephone, or put into the box."""
    stamp, way = stamp_of(request.form.get("stamp", "")), request.form.get("way", "")
    notice = request.form.get("notice", "").strip()
    if way not in AT_THE_DESK:
        raise Misuse("page.misunderstood")
    try:
        if stamp is None:
            raise Refused("question.stale_form")
        if notice and number_in(notice) is None:
            raise Refused("question.no_such_notice")
        typed = (request.form.get(name, "") for name in ("sort", "words", "name", "telephone"))
        sent = Sent(*typed, notice=number_in(notice), way=Way(way))
        number = asking.ask(board(), sent, stamp.code, by(), the_time(), checker())
    except Refused as wrong:
        return _new(wrong), 422
    return redirect(url_for("desk.question", number=number, slip=str(stamp)), 303)


def topics_due() -> list[tuple[Question, int]]:
    """What residents want disclosed and is not yet, with how many days late each is."""
    return [(each, each.days_late(today())) for each in questions.all_open(board().db) if _is_tracked(each)]


def _is_tracked(question: Question) -> bool:
    return question.sort is Sort.TOPIC and question.state is not State.RECEIVED
