"""One question of a resident at the desk: registered, answered through review, joined to another, or refused with a reason."""

from collections.abc import Callable
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import questions as deeds
from kiosk.actions.questions import Seen
from kiosk.actions.steps import TooLate
from kiosk.errors import KioskError, Misuse, NotFound, Refused
from kiosk.rules.people import Role
from kiosk.rules.questions import ASKED_MOST, DEEDS, FAULT_MOST, REPLY_MOST, REPLY_STEPS, Question, Refusal, Sort
from kiosk.rules.steps import STEPS, possible, waits_for_somebody_else
from kiosk.store import notices, questions
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.desk.notices import WAYS as OF_A_NOTICE
from kiosk.web.desk.questions import names_of_people
from kiosk.web.desk.rendering import checker
from kiosk.web.faults import words_of
from kiosk.web.form_stamps import stamp_of
from kiosk.web.this_request import board, number_in, sworn_time, the_time, today
from kiosk.wording.marking import N_
from kiosk.wording.of_questions import QUESTION_STEPS

WHO_ANSWER = (Role.CLERK, Role.APPROVER)
"""They may have to ask back: name and telephone are shown to nobody else."""
NUMBER = "<int(max=2147483647):number>"
OTHERS_OFFERED = 30


PUBLISHED_HINT = N_("Within two seconds it is on the screen, and the asker can read it.")
WITHDRAWN_HINT = N_("It leaves the screen and the residents' pages at once; another reply is to be written.")
WAYS = (
    OF_A_NOTICE["pass"],
    replace(OF_A_NOTICE["publish"], hint=PUBLISHED_HINT, asks=""),
    OF_A_NOTICE["return"],
    OF_A_NOTICE["send_back"],
    OF_A_NOTICE["take_back"],
    replace(OF_A_NOTICE["withdraw"], hint=WITHDRAWN_HINT, asks=N_("Why?")),
)
"""The steps of a reply as they are offered."""


@pages.get(f"/questions/{NUMBER}")
@allowed()
def question(number: int) -> str:
    return page_of(number)


def page_of(number: int, wrong: KioskError | None = None, tried: str = "") -> str:
    found = questions.get(board().db, number)
    if found is None:
        raise NotFound("question.none")
    standing = deeds.standing_of(board(), found)
    steps = {step.name for step in possible(standing, me())}
    may = {name for name, deed in DEEDS.items() if found.state in deed.froms and me().has(deed.role)}
    about = notices.posted(board().db, found.notice) if found.notice else None
    answer = notices.posted(board().db, found.answer_notice) if found.answer_notice else None
    return render_template(
        "desk/question.html",
        question=found,
        days_late=found.days_late(today()),
        about=about.notice if about else None,
        answer=answer.notice if answer else None,
        names=names_of_people(),
        shows_contact=me().has(*WHO_ANSWER),
        ways=[way for way in WAYS if way.step.name in steps],
        is_own=waits_for_somebody_else(standing, me()),
        may=may,
        has_other_ways=bool(may - {"register", "reply"}),
        writers=deeds.who_write(board()),
        sorts=list(Sort),
        refusals=list(Refusal),
        joined=questions.joined(board().db, number),
        others=[each for each in questions.all_open(board().db) if each.number != number][:OTHERS_OFFERED],
        history=questions.said(board().db, number),
        history_words=QUESTION_STEPS,
        slip=_slip(found),
        limits={"asked": ASKED_MOST, "reply": REPLY_MOST, "refusal_words": FAULT_MOST},
        problems=words_of(wrong) if wrong else [],
        tried=tried,
        is_late=isinstance(wrong, TooLate),
        typed={name: value for name, value in request.form.items() if name not in ("csrf", "revision")},
    )


def _slip(found: Question) -> str:
    """The code to be handed over, right after a question has been registered at the desk. It is not kept."""
    stamp = stamp_of(request.args.get("slip", ""))
    known = questions.with_code(board().db, stamp.code) if stamp else None
    return stamp.code if stamp and known is not None and known.number == found.number else ""


def _seen(number: int) -> Seen:
    """Raises Misuse for a form that does not say what it was made for."""
    revision = number_in(request.form.get("revision", ""))
    if revision is None:
        raise Misuse("page.misunderstood")
    return Seen(number, revision)


def _does(name: str, role: Role, do: Callable[[Seen], None]) -> None:
    """Hangs one deed on its address."""

    @allowed(role)
    def answer(number: int) -> ResponseReturnValue:
        try:
            do(_seen(number))
        except Refused as wrong:
            return page_of(number, wrong, name), 422
        except TooLate as wrong:
            return page_of(number, wrong, name), 409
        return redirect(url_for("desk.question", number=number, done=name), 303)

    address = f"/questions/{NUMBER}/{name.replace('_', '-')}"
    pages.add_url_rule(address, f"question_{name}", answer, methods=["POST"])


def _sent(name: str) -> str:
    return request.form.get(name, "")[:5000]


def _step(name: str) -> Callable[[Seen], None]:
    def take(seen: Seen) -> None:
        now = sworn_time() if name == "publish" else the_time()
        deeds.take_step(board(), name, seen, by(), _sent("said"), now)

    return take


_SENT: dict[str, Callable[[Seen], None]] = {
    "register": lambda seen: deeds.register(board(), seen, _sent("sort"), number_in(_sent("person")), by(), the_time()),
    "assign": lambda seen: deeds.assign(board(), seen, number_in(_sent("person")), by(), the_time()),
    "refuse": lambda seen: deeds.refuse(board(), seen, _sent("refusal"), _sent("refusal_words"), by(), the_time()),
    "join": lambda seen: deeds.join(board(), seen, number_in(_sent("to").strip()), by(), the_time()),
    "reopen": lambda seen: deeds.reopen(board(), seen, _sent("said"), by(), the_time()),
    "disclose": lambda seen: deeds.disclose(board(), seen, number_in(_sent("notice").strip()), by(), the_time()),
    "reply": lambda seen: deeds.write_reply(
        board(), seen, _sent("asked"), _sent("reply"), "hand_in" in request.form, by(), the_time(), checker()
    ),
}
for _name, _do in _SENT.items():
    _does(_name, DEEDS[_name].role, _do)
for _name in REPLY_STEPS:
    if _name != "submit":  # comes with the reply that is typed
        _does(_name, STEPS[_name].role, _step(_name))
