"""Objections to what is posted: registered one by one, answered by the head with what somebody else has proposed, and nothing
closes before."""

from datetime import datetime

from kiosk.actions.clocks import begin_anew, keep_clocks
from kiosk.actions.now import objections_to
from kiosk.actions.steps import TooLate
from kiosk.errors import NotFound, Problem, Refused
from kiosk.rules.notice import Kind, Notice, Status
from kiosk.rules.objections import Objection, hindrance_to_give
from kiosk.rules.people import By
from kiosk.rules.unseen import without_unseen
from kiosk.store import audit, notices, objections, people, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction
from kiosk.store.notices import StoredNotice

WORDS_MOST = 1000
PERSON_MOST = 100
WAYS = ("counter", "telephone", "box", "other")


def register(board: Board, number: int, words: str, way: str, person: str, form: str, by: By, now: datetime) -> None:
    """`form` is of the page it was typed on: sent twice, it is one objection. Raises Refused for what is not posted for
    objections, and for words that are missing or too long."""
    said, who = _text(words), _text(person)
    with transaction(board.db):
        stored = _open_to_objections(board, number)
        problems = list(_wrong(said, who, way, form))
        if problems:
            raise Refused.because(problems)
        is_late = _is_late(board, stored.notice, now)
        kept = objections.add(board.db, number, stored.notice.version, said, way, who, is_late, by.name, form, now)
        if kept is not None:
            facts = {"objection": kept, "version": stored.notice.version, "way": way, "late": is_late, "from": by.address}
            audit.record(board.db, Deed(by.name, "objection.registered", facts, number), now)
    keep_clocks(board, by.name, now)


def _is_late(board: Board, notice: Notice, now: datetime) -> bool:
    counted = objections_to(notice, board.zone, settings.settings(board.db))
    return counted is not None and counted.is_over(now.astimezone(board.zone).date())


def propose(board: Board, objection: int, words: str, seen: str, by: By, now: datetime) -> int:
    """The number of the notice. `seen` is the mark of the proposal that was there when the form was made. Raises NotFound for
    an objection that there is not, Refused without words, TooLate when somebody else has proposed or answered meanwhile."""
    said = _answer_text(words, f"proposal-{objection}")
    with transaction(board.db):
        found = _still_open(board, objection)
        if (found.proposal, found.proposed_by) == (said, by.name):  # sent twice
            return found.notice
        _make_sure_it_was_seen(found, seen)
        objections.propose(board.db, objection, said, by.name, now)
        facts = {"objection": objection, "from": by.address}
        audit.record(board.db, Deed(by.name, "objection.proposed", facts, found.notice), now)
    return found.notice


def answer(board: Board, objection: int, words: str, seen: str, by: By, now: datetime) -> int:
    """The number of the notice. The head may still change the words that somebody else has proposed. What the catalogue wants
    posted anew begins its days anew. Raises what `propose` does, and Refused for what nobody else has had a hand in."""
    said = _answer_text(words, f"answer-{objection}")
    with transaction(board.db):
        found = _still_open(board, objection)
        _make_sure_it_was_seen(found, seen)
        _make_sure_of_two(board, found, by)
        objections.answer(board.db, objection, said, by.name, now)
        facts = {"objection": objection, "proposed_by": found.proposed_by, "changed": said != found.proposal, "from": by.address}
        audit.record(board.db, Deed(by.name, "objection.answered", facts, found.notice), now)
        stored = notices.posted(board.db, found.notice)
        if stored is not None and _restarts(board, stored):
            begin_anew(board, stored.notice, now, "notice.clock_restarted", now, by.name)
    keep_clocks(board, by.name, now)
    return found.notice


def _answer_text(words: str, key: str) -> str:
    said = _text(words)
    if not said or len(said) > WORDS_MOST:
        raise Refused.because([Problem("objection.no_answer", {"limit": WORDS_MOST}, key=key)])
    return said


def _still_open(board: Board, objection: int) -> Objection:
    registered = objections.get(board.db, objection)
    if registered is None:
        raise NotFound("page.none")
    if not registered.objection.is_open:
        raise TooLate("objection.answered")
    return registered.objection


def _make_sure_it_was_seen(found: Objection, seen: str) -> None:
    if found.mark != seen:
        raise TooLate("objection.proposed_meanwhile")


def _make_sure_of_two(board: Board, found: Objection, by: By) -> None:
    hindrance = hindrance_to_give(found, by.person, people.all_people(board.db)) if by.person is not None else None
    if hindrance is not None:
        raise Refused.because([Problem(hindrance, key=f"answer-{found.objection}")])


def _restarts(board: Board, stored: StoredNotice) -> bool:
    item = settings.settings(board.db).catalogue.get(stored.notice.item or "")
    is_up = stored.notice.status is Status.PUBLISHED and stored.notice.kind is Kind.PUBLICITY
    return is_up and item is not None and item.restarts_on_objection


def _open_to_objections(board: Board, number: int) -> StoredNotice:
    stored = notices.posted(board.db, number)
    if stored is None:
        raise NotFound("notice.none_at_desk", number=number)
    if stored.notice.kind is not Kind.PUBLICITY:
        raise Refused.because([Problem("objection.not_asked_for", key="objection")])
    return stored


def _wrong(words: str, person: str, way: str, form: str) -> list[Problem]:
    found = []
    if not words or len(words) > WORDS_MOST:
        found.append(Problem("objection.no_words", {"limit": WORDS_MOST}, key="objection"))
    if len(person) > PERSON_MOST:
        found.append(Problem("objection.person_too_long", {"limit": PERSON_MOST}, key="person"))
    if way not in WAYS or not 8 <= len(form) <= 40:
        found.append(Problem("page.misunderstood", key="objection"))
    return found


def _text(words: str) -> str:
    return without_unseen(words.replace("\r", "")).strip()
