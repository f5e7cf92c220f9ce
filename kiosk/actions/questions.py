"""What the desk does with a question: takes it up, gives it to somebody, writes the reply, refuses it, joins it to another. Each
is one transaction with its audit row, guarded by the revision that the person saw; the log holds no word of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from kiosk.actions.asking import masked
from kiosk.actions.checker import Checker
from kiosk.actions.now import ever_posted
from kiosk.actions.steps import TooLate
from kiosk.errors import Forbidden, NotFound, Problem, Refused
from kiosk.rules.notice import Status
from kiosk.rules.people import By, Person, Role
from kiosk.rules.questions import (
    ASKED_MOST,
    DEEDS,
    FAULT_MOST,
    REPLY_MOST,
    REPLY_STEPS,
    Question,
    Refusal,
    Sort,
    State,
    has_link,
    standing,
    state_after,
)
from kiosk.rules.steps import STEPS, WORDS_LIMIT, Standing, hindrance
from kiosk.rules.unseen import plain_lines
from kiosk.store import audit, people, questions, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction
from kiosk.store.questions import Said


@dataclass(frozen=True)
class Seen:
    """What somebody had before them."""

    number: int
    revision: int


def register(board: Board, seen: Seen, sort: str, person: int | None, by: By, now: datetime) -> None:
    """Takes it up; the clock has run since it came in. Raises TooLate when somebody else was first, Refused for a person who
    writes no replies."""
    question = _fetched(board, seen, "register", by)
    if sort not in set(Sort):
        raise Refused.because([Problem("question.no_sort", key="sort")])
    _make_sure_who_writes(board, person)
    after = replace(question, state=State.REGISTERED, sort=Sort(sort), assigned_to=person)
    _change(board, question, after, by, "registered", now)


def assign(board: Board, seen: Seen, person: int | None, by: By, now: datetime) -> None:
    question = _fetched(board, seen, "assign", by)
    _make_sure_who_writes(board, person)
    _change(board, question, replace(question, assigned_to=person), by, "assigned", now)


def who_write(board: Board) -> list[Person]:
    return [each for each in people.all_people(board.db) if each.is_active and each.has(Role.CLERK)]


def _make_sure_who_writes(board: Board, person: int | None) -> None:
    if person is not None and person not in {each.number for each in who_write(board)}:
        raise Refused.because([Problem("question.not_a_writer", key="person")])


def refuse(board: Board, seen: Seen, refusal: str, words: str, by: By, now: datetime) -> None:
    """For one of the reasons of the list, in words that the asker reads."""
    question = _fetched(board, seen, "refuse", by)
    said = plain_lines(words)
    problems = [] if refusal in set(Refusal) else [Problem("question.no_refusal", key="refusal")]
    if not said or len(said) > FAULT_MOST:
        problems.append(Problem("question.no_refusal_words", {"limit": FAULT_MOST}, key="refusal_words"))
    if problems:
        raise Refused.because(problems)
    after = replace(question, state=State.REFUSED, refusal=Refusal(refusal), refusal_words=said, closed_at=now)
    _change(board, question, after, by, "refused", now, reason=refusal)


def join(board: Board, seen: Seen, to: int | None, by: By, now: datetime) -> None:
    """To another one that asks the same; whoever asked this one reads the other's reply."""
    question = _fetched(board, seen, "join", by)
    target = questions.get(board.db, to) if to else None
    if target is not None and target.joined_to is not None:
        target = questions.get(board.db, target.joined_to)
    if target is None or target.number == question.number or target.state is State.REFUSED:
        raise Refused.because([Problem("question.cannot_be_joined", key="to")])
    closed_at = None if target.is_open else now
    after = replace(question, state=State.JOINED, joined_to=target.number, closed_at=closed_at)
    with transaction(board.db):
        _save(board, question, after)
        questions.rejoin(board.db, question.number, target.number)
        questions.close_joined(board.db, target.number, closed_at)
        _tell(board, question, by, "joined", "", now, {"joined_to": target.number})


def reopen(board: Board, seen: Seen, words: str, by: By, now: datetime) -> None:
    """The supervision group wants it answered after all."""
    question = _fetched(board, seen, "reopen", by)
    after = replace(question, state=State.REGISTERED, refusal=None, refusal_words="", joined_to=None, closed_at=None)
    _change(board, question, after, by, "reopened", now, _reason(words, needed=True))


def disclose(board: Board, seen: Seen, notice: int | None, by: By, now: datetime) -> None:
    """What was asked for hangs now: the notice, which has gone through its own review, is the reply."""
    question = _fetched(board, seen, "disclose", by)
    stored = ever_posted(board, notice, now) if notice else None
    if stored is None or stored.notice.status is not Status.PUBLISHED:
        raise Refused.because([Problem("question.notice_not_posted", key="notice")])
    number = stored.notice.number
    after = replace(question, state=State.ANSWERED, asked="", reply="", answer_notice=number, answered_at=now, closed_at=now)
    _change(board, question, after, by, "disclosed", now, notice=number)


def write_reply(
    board: Board, seen: Seen, asked: str, reply: str, hands_in: bool, by: By, now: datetime, checker: Checker
) -> None:
    """Kept as a draft, or handed in for review. Raises Refused for what cannot be handed in."""
    question = _fetched(board, seen, "reply", by)
    asked, reply = " ".join(plain_lines(asked).split()), plain_lines(reply)
    problems = _wrong_with_reply(asked, reply, hands_in)
    if problems:
        raise Refused.because(problems)
    if hands_in:
        _make_sure_no_number_is_in_it(board, asked, reply, checker)
    after = replace(question, asked=asked, reply=reply, state=State.REVIEW if hands_in else State.REGISTERED)
    _change(board, question, after, by, "submitted" if hands_in else "reply_written", now)


def _wrong_with_reply(asked: str, reply: str, hands_in: bool) -> list[Problem]:
    found = []
    fields = (("asked", asked, ASKED_MOST, "question.no_asked"), ("reply", reply, REPLY_MOST, "question.no_reply"))
    for key, text, limit, wanting in fields:
        if hands_in and not text:
            found.append(Problem(wanting, key=key))
        elif len(text) > limit:
            found.append(Problem("question.words_too_long", {"limit": limit, "length": len(text)}, key=key))
        elif has_link(text):
            found.append(Problem("question.link", key=key))
    return found


def _make_sure_no_number_is_in_it(board: Board, asked: str, reply: str, checker: Checker) -> None:
    problems = [
        Problem("question.personal_number", key=key)
        for key, text in (("asked", asked), ("reply", reply))
        if masked(board, text, checker) != text
    ]
    if problems:
        raise Refused.because(problems)


def take_step(board: Board, name: str, seen: Seen, by: By, words: str, now: datetime) -> None:
    """A step of its reply, by the rules for a notice: nobody passes or publishes what they wrote. Raises Forbidden for what this
    person may never do, TooLate when it has moved on, Refused without the words that belong to it."""
    question = questions.get(board.db, seen.number)
    if question is None:
        raise NotFound("question.none")
    if by.person is None or name not in REPLY_STEPS:
        raise Forbidden("step.not_your_role")
    said = _reason(words, needed=STEPS[name].words)
    code = hindrance(STEPS[name], standing_of(board, question), by.person)
    if code in ("step.not_your_role", "step.own_notice", "step.passed_already"):
        raise Forbidden(_OF_A_REPLY.get(code, code))
    if code is not None or question.revision != seen.revision:
        raise TooLate("question.changed_meanwhile")
    state = state_after(name, question.state, settings.settings(board.db).chain)
    answered_at = now if name == "publish" else None
    after = replace(question, state=state, answered_at=answered_at, closed_at=answered_at, answer_notice=None)
    with transaction(board.db):
        _save(board, question, after)
        if name in ("publish", "withdraw"):
            questions.close_joined(board.db, question.number, answered_at)
        _tell(board, question, by, STEPS[name].deed.removeprefix("notice."), said, now, {"state": state.value})


_OF_A_REPLY = {"step.own_notice": "question.own_reply", "step.passed_already": "question.passed_already"}


def standing_of(board: Board, question: Question) -> Standing:
    return standing_by(question, questions.said(board.db, question.number))


def standing_by(question: Question, said: list[Said]) -> Standing:
    """Authors are all who have ever written at it."""
    authors = {each.person for each in said if each.deed in ("reply_written", "submitted", "disclosed")}
    passed = {each.person for each in takewhile(lambda each: each.deed == "passed", reversed(said))}
    return standing(question.state, frozenset(filter(None, authors)), frozenset(filter(None, passed)))


def _fetched(board: Board, seen: Seen, name: str, by: By) -> Question:
    question = questions.get(board.db, seen.number)
    if question is None:
        raise NotFound("question.none")
    if by.person is None or not by.person.has(DEEDS[name].role):
        raise Forbidden("step.not_your_role")
    if question.state not in DEEDS[name].froms or question.revision != seen.revision:
        raise TooLate("question.changed_meanwhile")
    return question


def _change(
    board: Board, before: Question, after: Question, by: By, deed: str, now: datetime, words: str = "", **facts: object
) -> None:
    with transaction(board.db):
        _save(board, before, after)
        if before.closed_at != after.closed_at:
            questions.close_joined(board.db, before.number, after.closed_at)
        _tell(board, before, by, deed, words, now, facts)


def _save(board: Board, before: Question, after: Question) -> None:
    if not questions.save(board.db, before, after):
        raise TooLate("question.changed_meanwhile")


def _tell(board: Board, question: Question, by: By, deed: str, words: str, now: datetime, facts: dict[str, object]) -> None:
    questions.say(board.db, question.number, by, deed, words, now)
    audit.record(board.db, Deed(by.name, f"question.{deed}", {"question": question.number, **facts, "from": by.address}), now)


def _reason(words: str, needed: bool) -> str:
    said = plain_lines(words)
    if needed and not said:
        raise Refused.because([Problem("question.no_reason", key="said")])
    if len(said) > WORDS_LIMIT:
        raise Refused.because([Problem("question.words_too_long", {"limit": WORDS_LIMIT, "length": len(said)}, key="said")])
    return said
