"""What residents ask, remark and want to have disclosed (提问、意见、点题), and how far it is on its way to a reply."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kiosk.rules.days import CountedDays, DayType, WorkCalendar, counted
from kiosk.rules.notice import Status
from kiosk.rules.people import Person, Role
from kiosk.rules.steps import STEPS, Chain, Standing, after_pass, hindrance

WORDS_MOST = 500
NAME_MOST = 30
TELEPHONE_MOST = 30
ASKED_MOST = 60
"""Of the question as the screen shows it, on every page of a long reply: two lines."""
REPLY_MOST = 600
FAULT_MOST = 300
FILLED_IN_LEAST = timedelta(seconds=3)
"""Nobody reads the form and writes a question in less."""
FORM_LASTS = timedelta(hours=12)


class Sort(StrEnum):
    QUESTION = "question"
    OPINION = "opinion"
    TOPIC = "topic"
    """Something is to be disclosed that is not (点题公开)."""


class Way(StrEnum):
    """How it came in."""

    ONLINE = "online"
    """From the residents' pages."""
    COUNTER = "counter"
    TELEPHONE = "telephone"
    BOX = "box"


AT_THE_DESK = (Way.COUNTER, Way.TELEPHONE, Way.BOX)


class State(StrEnum):
    RECEIVED = "received"
    """Nobody at the desk has taken it up."""
    REGISTERED = "registered"
    """Somebody writes the reply."""
    REVIEW = "review"
    RECHECK = "recheck"
    PASSED = "passed"
    ANSWERED = "answered"
    REFUSED = "refused"
    JOINED = "joined"
    """To another one that asks the same."""


class Refusal(StrEnum):
    """Why it is not answered."""

    NOT_OURS = "not_ours"
    PERSONAL = "personal"
    POSTED = "posted"
    IN_PROCEEDINGS = "in_proceedings"
    UNCLEAR = "unclear"
    ABUSE = "abuse"


class Satisfaction(StrEnum):
    SATISFIED = "satisfied"
    MOSTLY = "mostly"
    NOT = "not"


OPEN = frozenset({State.RECEIVED, State.REGISTERED, State.REVIEW, State.RECHECK, State.PASSED})
"""The clock runs."""
AWAITS_WRITER = frozenset({State.RECEIVED, State.REGISTERED})
CLOSED = frozenset(State) - OPEN


@dataclass(frozen=True)
class Terms:
    """Of the village's settings."""

    days: int = 10
    day_type: DayType = DayType.CALENDAR
    shown_days: int = 15
    """That a reply is on the screens."""
    contact_days: int = 30
    """After the reply, name and telephone are deleted."""
    words_days: int = 365
    """After the reply, what the asker wrote is deleted, and the code ends."""
    waiting_most: int = 50
    """That nobody has looked at; with more, no further one is taken online."""


@dataclass(frozen=True)
class Question:
    number: int
    sort: Sort
    way: Way
    arrived_at: datetime
    due_on: date
    state: State
    revision: int
    notice: int | None = None
    """That it is about."""
    words: str = ""
    """The asker's own, personal numbers masked; "" once they have been deleted."""
    name: str = ""
    telephone: str = ""
    assigned_to: int | None = None
    asked: str = ""
    """In plain words, as everybody reads it."""
    reply: str = ""
    answered_at: datetime | None = None
    answer_notice: int | None = None
    """The notice that discloses what was asked for."""
    refusal: Refusal | None = None
    refusal_words: str = ""
    joined_to: int | None = None
    closed_at: datetime | None = None
    """When it was answered, refused, or what it was joined to was; from then on the days of deleting are counted."""
    satisfaction: Satisfaction | None = None
    is_purged: bool = False
    """The asker's words have been deleted."""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def days_late(self, today: date) -> int:
        """0 in time, and for what is closed."""
        return max(0, (today - self.due_on).days) if self.is_open else 0


@dataclass(frozen=True)
class Reply:
    """What everybody may read: nothing of the asker."""

    question: int
    sort: Sort
    asked: str
    reply: str
    arrived_on: date
    answered_at: datetime
    notice: int | None = None
    answer_notice: int | None = None
    answer_title: str = ""


@dataclass(frozen=True)
class Deed:
    """What somebody at the desk does with a question besides the steps of its reply."""

    name: str
    froms: frozenset[State]
    role: Role


DEEDS = {
    deed.name: deed
    for deed in (
        Deed("register", frozenset({State.RECEIVED}), Role.CLERK),
        Deed("assign", frozenset({State.REGISTERED}), Role.CLERK),
        Deed("reply", frozenset({State.REGISTERED}), Role.CLERK),
        Deed("refuse", AWAITS_WRITER, Role.CLERK),
        Deed("join", AWAITS_WRITER, Role.CLERK),
        Deed("disclose", frozenset({State.REGISTERED}), Role.CLERK),
        # The supervision group sees to it that nothing is put aside that ought to be answered.
        Deed("reopen", frozenset({State.REFUSED, State.JOINED}), Role.REVIEWER),
    )
}

REPLY_STEPS = ("submit", "take_back", "return", "pass", "send_back", "publish", "withdraw")
"""Of rules.steps.STEPS: a reply goes the way of a notice."""
_AS_A_NOTICE = {
    State.REGISTERED: Status.DRAFT,
    State.REVIEW: Status.REVIEW,
    State.RECHECK: Status.RECHECK,
    State.PASSED: Status.PASSED,
    State.ANSWERED: Status.PUBLISHED,
}
_STATES = {status: state for state, status in _AS_A_NOTICE.items()}


def standing(state: State, authors: frozenset[int], passed_by: frozenset[int]) -> Standing:
    """Where its reply is; nowhere on its way for what has none."""
    return Standing(_AS_A_NOTICE.get(state, Status.DISCARDED), authors, passed_by)


def waits_for(question: Question, where: Standing, person: Person, writers: Container[int]) -> bool:
    """Whether this person is the one to do something about it now; a reply that was given to one of the clerks (`writers`) waits
    for them alone, as long as they are there."""
    if question.state is State.RECEIVED:
        return person.has(Role.CLERK)
    if question.state is State.REGISTERED:
        return person.has(Role.CLERK) and (question.assigned_to == person.number or question.assigned_to not in writers)
    return any(hindrance(STEPS[name], where, person) is None for name in ("pass", "publish"))


def state_after(step: str, state: State, chain: Chain) -> State:
    match step:
        case "submit":
            return State.REVIEW
        case "pass":
            return _STATES[after_pass(_AS_A_NOTICE[state], chain)]
        case "publish":
            return State.ANSWERED
    return State.REGISTERED


def clock(arrived_on: date, terms: Terms, calendar: WorkCalendar) -> CountedDays:
    """The day on which it came in is not counted (民法典 art. 201)."""
    return counted(arrived_on, terms.days, terms.day_type, calendar)


_ENDINGS = "com|cn|net|org|gov|edu|top|xyz|vip|cc|info|shop|site|online|club|me|io|app|link|ltd|icu|tv|co"
_LINK = re.compile(
    rf"[a-z]{{2,9}}\s?:\s?/\s?/|www\s?\.|(?<![a-z0-9@])(?:[a-z0-9-]{{1,63}}\s?\.\s?){{1,5}}(?:{_ENDINGS})(?![a-z0-9])"
)


def has_link(words: str) -> bool:
    """An address of the internet, however it is disguised: full width, with 。 for a dot."""
    plain = unicodedata.normalize("NFKC", words).casefold().replace("。", ".")
    return _LINK.search(plain) is not None


def likeness(words: str) -> str:
    """The same for texts that differ only in signs, spaces and width."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return "".join(each for each in plain if each.isalnum())
