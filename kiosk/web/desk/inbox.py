"""What waits for whoever has signed in, where the things are that they sent, and what hangs on the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template

from kiosk.actions.duties import pressing_duties
from kiosk.rules.inbox import Task, task_for
from kiosk.rules.notice import Status
from kiosk.rules.people import Person, Role
from kiosk.rules.steps import Standing
from kiosk.store import lists, notices, objections
from kiosk.store.lists import Line
from kiosk.store.objections import Registered
from kiosk.web.desk.door import allowed, me, pages
from kiosk.web.desk.duties import to_do
from kiosk.web.desk.questions import open_questions
from kiosk.web.desk.warnings import warnings
from kiosk.web.this_request import board, on_air, the_time, today
from kiosk.wording.marking import N_

HEADINGS = {
    Task.REVIEW_AFTERWARDS: N_("Published before their review: review now"),
    Task.PUBLISH_URGENTLY: N_("Urgent, in review: may be published at once"),
    Task.ANSWER_OBJECTION: N_("Objected to after publishing: correct or withdraw"),
    Task.REVIEW: N_("To be reviewed by you"),
    Task.PUBLISH: N_("Passed, to be published by you"),
    Task.MEND: N_("Returned: to be mended"),
    Task.WRITE: N_("Drafts"),
}
LATELY = timedelta(days=14)
QUESTIONS_SHOWN = 8
DUTIES_SHOWN = 5
"""Of those that press; the others are on their own page."""


@dataclass(frozen=True)
class Waiting:
    task: Task
    heading: str
    lines: list[Line]


@pages.get("/")
@allowed()
def home() -> str:
    now, person = the_time(), me()
    on_their_way, posted = lists.on_their_way(board().db), lists.on_the_board(board().db, now)
    only_looks = person.roles <= {Role.AUDITOR, Role.ADMIN}
    asked = [] if only_looks else [each for each in open_questions() if each.is_mine or each.days_late]
    pressing = pressing_duties(board(), today()) if person.has(Role.CLERK) else []  # for the others `warnings` has them
    waiting = list(_waiting(person, [*lists.wanting(board().db), *on_their_way]))
    taken = {(line.number, line.version) for each in waiting for line in each.lines}
    underway = [line for line in on_their_way if (line.number, line.version) not in taken]
    return render_template(
        "desk/home.html",
        waiting=waiting,
        sent=[line for line in underway if person.number in line.authors],
        elsewhere=[line for line in underway if person.number not in line.authors],
        fresh=[line for line in posted if person.number in line.authors and line.published_at > now - LATELY],
        posted=posted,
        warnings=warnings(person, now),
        now=now,
        screen_titles={screen.name: screen.title for screen in on_air().shown.screens},
        can_write=person.has(Role.CLERK),
        to_do=to_do(pressing[:DUTIES_SHOWN]),
        pressing=len(pressing),
        questions=asked[:QUESTIONS_SHOWN],
        asked=len(asked),
        objections=[] if only_looks else _objections(now),
    )


@dataclass(frozen=True)
class Objected:
    registered: Registered
    title: str
    days: int
    """Since it was received."""


def _objections(now: datetime) -> list[Objected]:
    found = []
    for each in objections.all_open(board().db):
        posted = notices.posted(board().db, each.objection.notice)
        found.append(Objected(each, posted.notice.title if posted else "", (now - each.objection.received_at).days))
    return found


def _waiting(person: Person, lines: Iterable[Line]) -> Iterable[Waiting]:
    by_task: dict[Task, list[Line]] = {}
    for line in lines:
        task = task_for(person, standing(line), line.last_step)
        if task is not None:
            by_task.setdefault(task, []).append(line)
    return [Waiting(task, HEADINGS[task], by_task[task]) for task in Task if task in by_task]


def standing(line: Line) -> Standing:
    return Standing(
        status=line.status,
        authors=line.authors,
        passed_by=line.passed_by,
        is_urgent=line.is_urgent,
        awaits_review=line.review_due_at is not None,
        has_open_version=line.has_open_version and line.status is Status.PUBLISHED,
    )
