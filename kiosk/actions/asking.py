"""What residents do with their questions: ask, from the phone or at the counter, and say whether the reply satisfies them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.actions.check import telephones_of
from kiosk.actions.checker import Checker, Village
from kiosk.actions.now import ever_posted
from kiosk.documents.holidays import work_calendar
from kiosk.errors import KioskError, NotFound, Problem, Refused
from kiosk.rules.findings import mended
from kiosk.rules.masks import STAR, in_markdown
from kiosk.rules.notice import Category, Kind, Notice
from kiosk.rules.people import By
from kiosk.rules.places import BODY
from kiosk.rules.posting import start_of
from kiosk.rules.questions import (
    NAME_MOST,
    TELEPHONE_MOST,
    WORDS_MOST,
    Question,
    Satisfaction,
    Sort,
    State,
    Way,
    clock,
    has_link,
    likeness,
)
from kiosk.rules.unseen import plain_lines, without_unseen
from kiosk.store import audit, questions, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction

NUMBERS = frozenset(
    f"privacy.{each}"
    for each in ("identity_number", "doubtful_identity_number", "mobile", "landline", "bank_account", "weak_mask")
)


@dataclass(frozen=True)
class Sent:
    """As it was typed."""

    sort: str
    words: str
    name: str = ""
    telephone: str = ""
    notice: int | None = None
    way: Way = Way.ONLINE


def ask(board: Board, sent: Sent, code: str, by: By, now: datetime, checker: Checker) -> int:
    """The number of the question; with a code that is known, of the one that was sent before. Raises Refused for what cannot
    be taken, with everything that is wrong."""
    known = questions.with_code(board.db, code)
    if known is not None:
        return known.number
    plain = replace(sent, words=plain_lines(sent.words), name=_line(sent.name), telephone=_line(sent.telephone))
    problems = _wrong(board, plain, now)
    if problems:
        raise Refused.because(problems)
    if sent.way is Way.ONLINE:
        _make_sure_there_is_room(board)  # before the numbers are looked for, which takes longer than anything else
    question = _question(board, replace(plain, words=masked(board, plain.words, checker)), now)
    with transaction(board.db):
        known = questions.with_code(board.db, code)
        if known is not None:
            return known.number
        number = questions.add(board.db, question, code, likeness(plain.words))
        deed = "asked" if sent.way is Way.ONLINE else "registered"
        questions.say(board.db, number, by, deed, "", now)
        facts = {"question": number, "sort": question.sort.value, "way": question.way.value, "notice": question.notice}
        facts |= {"joined_to": question.joined_to} if question.joined_to else {}
        audit.record(board.db, Deed(by.name, f"question.{deed}", {key: fact for key, fact in facts.items() if fact}), now)
    return number


def _question(board: Board, sent: Sent, now: datetime) -> Question:
    held, today = settings.settings(board.db).questions, now.astimezone(board.zone).date()
    same = questions.alike(board.db, likeness(sent.words), sent.notice, now - timedelta(days=held.shown_days))
    plain = State.RECEIVED if sent.way is Way.ONLINE else State.REGISTERED
    return Question(
        number=0,
        sort=Sort(sent.sort),
        way=sent.way,
        arrived_at=now,
        due_on=clock(today, held, work_calendar()).last_on,
        state=State.JOINED if same else plain,
        revision=1,
        notice=sent.notice,
        words=sent.words,
        name=sent.name,
        telephone=sent.telephone,
        joined_to=same.number if same else None,
        closed_at=now if same and not same.is_open else None,
    )


def _make_sure_there_is_room(board: Board) -> None:
    held = settings.settings(board.db)
    if questions.count_received(board.db) >= held.questions.waiting_most:
        phone = held.village.supervision_phone or "—"
        raise Refused.because([Problem("question.too_many_waiting", {"phone": phone})])


def _wrong(board: Board, sent: Sent, now: datetime) -> list[Problem]:
    found = []
    if sent.sort not in set(Sort):
        found.append(Problem("question.no_sort", key="sort"))
    if not likeness(sent.words):
        found.append(Problem("question.no_words", key="words"))
    elif len(sent.words) > WORDS_MOST:
        found.append(Problem("question.words_too_long", {"limit": WORDS_MOST, "length": len(sent.words)}, key="words"))
    elif has_link(sent.words):
        found.append(Problem("question.link", key="words"))
    if len(sent.name) > NAME_MOST:
        found.append(Problem("question.name_too_long", {"limit": NAME_MOST}, key="name"))
    if len(sent.telephone) > TELEPHONE_MOST:
        found.append(Problem("question.telephone_too_long", {"limit": TELEPHONE_MOST}, key="telephone"))
    if sent.notice is not None and ever_posted(board, sent.notice, now) is None:
        found.append(Problem("question.no_such_notice"))
    return found


def masked(board: Board, words: str, checker: Checker) -> str:
    """Without whole identity, telephone and bank numbers, but those of the village's own telephones: 138****1234. Raises
    Refused while the checker is busy."""
    village = Village(telephones_of(settings.settings(board.db)))
    found = checker.findings(Notice("提问", Category.GOVERNANCE, Kind.RESULT, words), village)
    edits = [edit for each in found if each.code in NUMBERS for edit in each.mend if edit.key == BODY]
    return mended(words, [replace(edit, text=edit.text.replace(in_markdown(STAR), STAR)) for edit in edits])


def rate(board: Board, code: str, satisfaction: str, by: By, now: datetime) -> None:
    """It can be changed as long as the code holds. Raises NotFound for a code there is not, Refused for no answer of the three,
    KioskError while there is no reply."""
    question = questions.with_code(board.db, code)
    if question is None:
        raise NotFound("question.no_such_code")
    if satisfaction not in set(Satisfaction):
        raise Refused.because([Problem("question.no_satisfaction", key="satisfaction")])
    if question.is_open or question.closed_at is None:
        raise KioskError("question.not_answered_yet")
    with transaction(board.db):
        if not questions.rate(board.db, question.number, Satisfaction(satisfaction), now):
            raise NotFound("question.no_such_code")
        audit.record(board.db, Deed(by.name, "question.rated", {"question": question.number}), now)


def purge(board: Board, by: By, now: datetime) -> None:
    """Deletes what askers were promised would be deleted, on the day that was named to them."""
    terms, today = settings.settings(board.db).questions, now.astimezone(board.zone).date()
    contacts_before, words_before = (
        start_of(today - timedelta(days=days - 1), board.zone) for days in (terms.contact_days, terms.words_days)
    )
    counted = questions.count_to_purge(board.db, contacts_before, words_before)
    if not counted.contacts and not counted.words:
        return
    questions.overwrite_what_is_deleted(board.db)
    with transaction(board.db):
        questions.purge(board.db, contacts_before, words_before, now)
        facts = {"contacts": counted.contacts, "texts": counted.words}
        audit.record(board.db, Deed(by.name, "question.purged", facts), now)


def _line(words: str) -> str:
    return " ".join(without_unseen(words).split())
