"""Taking a notice a step further: one transaction with its audit row, guarded by the revision that the person saw."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.actions.candidates import fingerprint, with_objection_days
from kiosk.actions.check import overview_of
from kiosk.actions.checker import Checker
from kiosk.actions.clocks import keep_clocks, keep_up, wanting
from kiosk.actions.drafts import NOT_RENDERED, Seen, draft_of, look, typed_of
from kiosk.actions.publish import put_up
from kiosk.documents.rendering import Renderer
from kiosk.errors import Forbidden, KioskError, Problem, Refused
from kiosk.rules.findings import Level
from kiosk.rules.notice import OPEN, Notice, Status, is_over
from kiosk.rules.people import By, Person
from kiosk.rules.steps import (
    PUTS_UP,
    STEPS,
    URGENT_REVIEW_HOURS,
    WORDS_LIMIT,
    Standing,
    Step,
    after_pass,
    hindrance,
)
from kiosk.rules.unseen import without_unseen
from kiosk.rules.village import Settings
from kiosk.store import audit, notices, opinions, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction
from kiosk.store.notices import StoredNotice
from kiosk.store.originals import digest_of


class TooLate(KioskError):
    """Somebody else was first; the notice is somewhere else by now."""


@dataclass(frozen=True)
class Asked:
    """One step asked for by one person, with the words that go with it."""

    step: Step
    seen: Seen
    by: By
    person: Person
    words: str
    now: datetime
    overrides: tuple[str, ...] = ()
    """Codes of blocking findings in spite of which it goes up."""

    def deed(self, facts: dict[str, object]) -> Deed:
        said: dict[str, object] = {"why": self.words} if self.words else {}
        said |= {"overrides": list(self.overrides)} if self.overrides else {}
        about = {"version": self.seen.version, **facts, **said, "from": self.by.address}
        return Deed(self.by.name, self.step.deed, about, self.seen.number)


def take_step(
    board: Board, name: str, seen: Seen, by: By, words: str, now: datetime, renderer: Renderer, checker: Checker
) -> None:
    """Raises Forbidden for what this person may never do, TooLate when the notice has moved on, Refused for a notice
    that is not ready or words that are missing."""
    step = STEPS[name]
    if by.person is None:
        raise Forbidden("step.not_your_role")
    asked = Asked(step, seen, by, by.person, _words(step, words), now)
    stored = draft_of(board, seen.number, seen.version)
    _make_sure(step, standing_of(board, stored), asked.person)
    if stored.revision != seen.revision or seen.files not in ("", mark_of_files(stored.notice)):
        raise TooLate("step.changed_meanwhile")
    ready = _ready(board, stored, renderer) if step.to in _WANTS_WHOLE and stored.notice.status in OPEN else stored
    if name == "submit":
        _make_sure_something_is_corrected(board, ready.notice)
    if name in PUTS_UP:
        asked = replace(asked, overrides=_overrides(board, ready.notice, asked.words, checker))
    with transaction(board.db):
        _DEEDS.get(name, _move)(board, asked, _frozen(board, ready))


def _overrides(board: Board, notice: Notice, words: str, checker: Checker) -> tuple[str, ...]:
    """The codes of what should keep the notice from going up. Raises Refused where the head has not written why it goes
    up all the same, and for a text that could not be looked over to its end: no reason stands for what nobody has seen."""
    found = overview_of(board, notice, checker)
    if found.blocking and not words:
        raise Refused.because([Problem("step.blocks_unexplained", {"count": found.counts[Level.BLOCK]}, key="words")])
    return found.blocking


def mark_of_files(notice: Notice) -> str:
    """Of the files somebody has before them: attaching one to a draft leaves its revision as it is."""
    return digest_of("/".join((*notice.sources, "", *notice.public_sources)).encode("utf-8"))[:16]


def _make_sure_something_is_corrected(board: Board, notice: Notice) -> None:
    posted = notices.posted(board.db, notice.number or 0)
    if posted is not None and posted.notice.status is Status.PUBLISHED and _says_the_same(posted.notice, notice):
        raise Refused.because([Problem("step.nothing_corrected", key="body")])


def _says_the_same(one: Notice, other: Notice) -> bool:
    return len({fingerprint(replace(each, body=each.body.strip())) for each in (one, other)}) == 1


_WANTS_WHOLE = {Status.REVIEW, Status.PASSED, Status.PUBLISHED}
"""Where only a notice that can be posted as it stands may go."""


def standing_of(board: Board, stored: StoredNotice) -> Standing:
    notice = stored.notice
    number = notice.number or 0
    newest = notices.get(board.db, number)
    passed = (each for each in opinions.of_notice(board.db, number) if each.version == notice.version and each.step == "pass")
    return Standing(
        status=notice.status,
        authors=frozenset(opinions.authors(board.db, number, notice.version)),
        passed_by=frozenset(each.person for each in passed if each.person is not None),
        is_urgent=notice.is_urgent,
        awaits_review=stored.review_due_at is not None,
        has_open_version=newest is not None and newest.notice.status in OPEN,
    )


def _make_sure(step: Step, standing: Standing, person: Person) -> None:
    code = hindrance(step, standing, person)
    if code in _NEVER:
        raise Forbidden(code)
    if code == "step.not_urgent":
        raise Refused(code)
    if code is not None:
        raise TooLate(code)


_NEVER = ("step.not_your_role", "step.own_notice", "step.passed_already")


def _words(step: Step, words: str) -> str:
    said = without_unseen(words).strip()
    if step.words and not said:
        raise Refused.because([Problem("step.words_missing", key="words")])
    if len(said) > WORDS_LIMIT:
        raise Refused.because([Problem("step.words_too_long", {"limit": WORDS_LIMIT, "length": len(said)}, key="words")])
    return said


def _ready(board: Board, stored: StoredNotice, renderer: Renderer) -> StoredNotice:
    """Raises Refused with everything that keeps the notice from being posted as it stands."""
    looked = look(board, stored, typed_of(stored), renderer)
    if looked.problems or looked.html == NOT_RENDERED:
        raise Refused.because(looked.problems or [Problem("draft.empty", key="body")])
    notice = with_objection_days(looked.notice, settings.settings(board.db))
    return replace(stored, notice=notice, html=looked.html, typed=None)


def _frozen(board: Board, ready: StoredNotice) -> StoredNotice:
    """A draft that leaves its writer's hands: from here on its fields are what was understood, not what was typed."""
    if ready.notice.status is not Status.DRAFT or ready.typed is not None:
        return ready
    if not notices.save(board.db, ready, fingerprint(ready.notice)):
        raise TooLate("step.changed_meanwhile")
    if mark_of_files(draft_of(board, ready.notice.number or 0, ready.notice.version).notice) != mark_of_files(ready.notice):
        raise TooLate("step.changed_meanwhile")
    return replace(ready, revision=ready.revision + 1)


def _move(board: Board, asked: Asked, stored: StoredNotice, to: Status | None = None, **facts: object) -> None:
    after = replace(stored.notice, status=to or asked.step.to)
    if not notices.move(board.db, stored, after, asked.now):
        raise TooLate("step.changed_meanwhile")
    _told(board, asked, {"title": stored.notice.title, "status": after.status.value, **facts})


def _told(board: Board, asked: Asked, facts: dict[str, object]) -> None:
    opinions.give(board.db, asked.seen.number, asked.seen.version, asked.by, asked.step.name, asked.words, asked.now)
    audit.record(board.db, asked.deed(facts), asked.now)


def _pass(board: Board, asked: Asked, stored: StoredNotice) -> None:
    _move(board, asked, stored, after_pass(stored.notice.status, settings.settings(board.db).chain))


def _return(board: Board, asked: Asked, stored: StoredNotice) -> None:
    """The text that was judged stays as it was; a further version of it goes back to its writers."""
    _move(board, asked, stored)
    _continue(board, asked, stored)
    opinions.carry_authors(board.db, asked.seen.number, asked.seen.version, _next(board, stored) - 1)


def _continue(board: Board, asked: Asked, stored: StoredNotice) -> None:
    draft = replace(
        stored.notice,
        version=_next(board, stored),
        status=Status.DRAFT,
        published_at=None,
        shows_from=None,
        shows_until=None,
        hangs_from=None,
        given=None,
        clock_begun_at=None,
        waits_for_proof=False,
    )
    notices.insert_version(board.db, draft, stored.html, fingerprint(draft), asked.now)


def _next(board: Board, stored: StoredNotice) -> int:
    newest = notices.get(board.db, stored.notice.number or 0)
    return (newest or stored).notice.version + 1


def _publish(board: Board, asked: Asked, stored: StoredNotice) -> None:
    is_early = asked.step.name == "publish_urgently"
    due_at = asked.now + timedelta(hours=URGENT_REVIEW_HOURS) if is_early else None
    try:
        put_up(board, stored, settings.settings(board.db), asked.deed({}), asked.now, review_due_at=due_at)
    except KioskError as late:
        if late.code != "notice.no_draft":
            raise
        raise TooLate("step.changed_meanwhile") from late
    opinions.give(board.db, asked.seen.number, asked.seen.version, asked.by, asked.step.name, asked.words, asked.now)


def _review_afterwards(board: Board, asked: Asked, stored: StoredNotice) -> None:
    if not notices.move(board.db, stored, stored.notice, stored.since):
        raise TooLate("step.changed_meanwhile")
    _told(board, asked, {"title": stored.notice.title})


def _correct(board: Board, asked: Asked, stored: StoredNotice) -> None:
    """The posted text stays up, and only one correction of it can be begun."""
    if not notices.move(board.db, stored, stored.notice, stored.since, stored.review_due_at):
        raise TooLate("step.changed_meanwhile")
    _continue(board, asked, stored)
    version = _next(board, stored) - 1
    opinions.carry_authors(board.db, asked.seen.number, asked.seen.version, version)
    opinions.add_author(board.db, asked.seen.number, version, asked.person.number)
    _told(board, asked, {"title": stored.notice.title})


def _discard(board: Board, asked: Asked, stored: StoredNotice) -> None:
    """An index number that its file brought along is free again, unless an earlier version is known by it."""
    _move(board, asked, stored)
    if notices.posted(board.db, asked.seen.number) is None:
        notices.release_index(board.db, asked.seen.number)


def _withdraw(board: Board, asked: Asked, stored: StoredNotice) -> None:
    """What went up before its review is to be reviewed all the same."""
    after = replace(stored.notice, status=Status.WITHDRAWN)
    if not notices.move(board.db, stored, after, asked.now, stored.review_due_at):
        raise TooLate("step.changed_meanwhile")
    facts = {"title": stored.notice.title, "status": after.status.value}
    _told(board, asked, facts | {"days_short": days_short(board, stored.notice, asked.now)})


def days_short(board: Board, notice: Notice, now: datetime) -> int:
    """How many of the days it must stay posted would still be wanting, those among them on which no screen showed it."""
    return wanting(board, notice, now)


_DEEDS: dict[str, Callable[[Board, Asked, StoredNotice], None]] = {
    "pass": _pass,
    "return": _return,
    "send_back": _return,
    "take_back": _return,
    "publish": _publish,
    "publish_urgently": _publish,
    "pass_afterwards": _review_afterwards,
    "object": _review_afterwards,
    "correct": _correct,
    "discard": _discard,
    "withdraw": _withdraw,
}


def close_what_is_over(board: Board, who: str, now: datetime) -> int:
    """How many notices whose time is up were closed."""
    keep_clocks(board, who, now)
    held, closed = settings.settings(board.db), 0
    for seen in notices.published_and_over(board.db, now):
        with transaction(board.db):
            closed += _close(board, seen, held, who, now)
    return closed


def _close(board: Board, seen: StoredNotice, held: Settings, who: str, now: datetime) -> bool:
    """Not if an objection was registered since it was seen, or anything else keeps it up."""
    keep_up(board, seen.notice, held, who, now)
    stored = notices.get(board.db, seen.notice.number or 0, seen.notice.version)
    if stored is None or not is_over(stored.notice, now):
        return False
    notices.move(board.db, stored, replace(stored.notice, status=Status.CLOSED), now, stored.review_due_at)
    facts: dict[str, object] = {"title": stored.notice.title, "shows_until": stored.notice.shows_until.isoformat()}
    facts |= {"never_shown": True} if stored.notice.waits_for_proof else {}
    audit.record(board.db, Deed(who, "notice.closed", facts, stored.notice.number), now)
    return True
