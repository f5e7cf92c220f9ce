"""What is due on this board, overdue, or posted; and that there is nothing to post."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.documents.holidays import work_calendar
from kiosk.errors import NotFound, Problem, Refused
from kiosk.rules.days import CountedDays
from kiosk.rules.duties import (
    Circumstances,
    Duty,
    DutyState,
    Posting,
    duties,
    major_matters,
    pressing_first,
    with_proof,
    within_working_days,
)
from kiosk.rules.notice import Notice
from kiosk.rules.people import By
from kiosk.rules.posting import display_days, start_of
from kiosk.rules.steps import WORDS_LIMIT
from kiosk.rules.village import Settings
from kiosk.store import airings, audit, postings, settings
from kiosk.store import duties as kept
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class YearOfDuties:
    year: int
    duties: list[Duty]
    major_matters: int
    """Notices on them posted in the year."""
    major_matters_least: int
    began_on: date


def year_of_duties(board: Board, year: int, today: date) -> YearOfDuties:
    held = settings.settings(board.db)
    posted, about = _postings(board, year, held), _circumstances(board, held, today)
    found = _duties(board, year, posted, about, today)
    return YearOfDuties(year, found, major_matters(year, posted, today), held.major_matters, about.began_on)


@dataclass(frozen=True)
class YearsOfDuties:
    began_on: date
    """The first day of the board."""
    duties: dict[int, list[Duty]]
    postings: list[Posting]
    """That can matter to any of these years."""


def years_of_duties(board: Board, years: Sequence[int], today: date) -> YearsOfDuties:
    """Several at once, for what was posted is read once; without the days that screens have proved, which nobody asks for."""
    held = settings.settings(board.db)
    posted, about = _postings(board, min(years), held), _circumstances(board, held, today)
    return YearsOfDuties(about.began_on, {year: duties(year, posted, about, today) for year in years}, posted)


def duties_of(board: Board, today: date) -> list[Duty]:
    """Of this year, and what is left of the last one; the most pressing first."""
    held = settings.settings(board.db)
    posted, about = _postings(board, today.year - 1, held), _circumstances(board, held, today)
    last_year = [duty for duty in _duties(board, today.year - 1, posted, about, today) if _is_left_over(duty, today)]
    found = last_year + _duties(board, today.year, posted, about, today)
    return pressing_first(found)


def pressing_duties(board: Board, today: date) -> list[Duty]:
    return [duty for duty in duties_of(board, today) if duty.is_pressing]


def _is_left_over(duty: Duty, today: date) -> bool:
    """Still to be posted, or posted for a period of last year in this one."""
    if duty.due_on is None or duty.state is DutyState.NOT_APPLICABLE:
        return False
    return duty.state is not DutyState.POSTED or duty.due_on.year == today.year


def duty_named(board: Board, code: str, period: str, today: date) -> Duty:
    """Raises NotFound for what is no duty of this year, the last one or the next."""
    held = settings.settings(board.db)
    posted, about = _postings(board, today.year - 1, held), _circumstances(board, held, today)
    for year in (today.year, today.year - 1, today.year + 1):
        for duty in _duties(board, year, posted, about, today):
            if duty.key == (code, period):
                return duty
    raise NotFound("duty.none")


def due_after_event(board: Board, notice: Notice) -> CountedDays | None:
    """Until when that notice must hang, or had to; None for what does not go by events, or has no days set for it."""
    item = settings.settings(board.db).catalogue.get(notice.item or "")
    return within_working_days(item, notice.issued_on, work_calendar()) if item is not None else None


def exempt(board: Board, duty: Duty, words: str, by: By, now: datetime) -> None:
    """There is nothing to post, for the reason that the head gives. Raises Refused without one."""
    words = " ".join(words.split())
    if not words or len(words) > WORDS_LIMIT or not words.isprintable():
        raise Refused.because([Problem("duty.no_reason", {"limit": WORDS_LIMIT}, key="words")])
    with transaction(board.db):
        if kept.exemptions(board.db).get(duty.key) != words:
            kept.exempt(board.db, duty.key, words, by.name, now)
            audit.record(board.db, _deed("duty.exempted", duty, by, why=words), now)


def require(board: Board, duty: Duty, by: By, now: datetime) -> None:
    """It is to be posted after all."""
    with transaction(board.db):
        if duty.key in kept.exemptions(board.db):
            kept.require(board.db, duty.key)
            audit.record(board.db, _deed("duty.required", duty, by), now)


def _deed(name: str, duty: Duty, by: By, **facts: object) -> Deed:
    code, period = duty.key
    return Deed(by.name, name, {"item": code, "title": duty.item.title, "period": period, **facts, "from": by.address})


def _circumstances(board: Board, held: Settings, today: date) -> Circumstances:
    first_at = postings.first_at(board.db)
    began_on = first_at.astimezone(board.zone).date() if first_at else today
    days = (held.posting_day, held.monthly_posting_day)
    return Circumstances(held.catalogue, work_calendar(), *days, began_on, kept.exemptions(board.db))


def _postings(board: Board, year: int, held: Settings) -> list[Posting]:
    """That can matter to the duties of that year and the next: what is planned for a year may be posted before it."""
    since = start_of(date(year - 1, 1, 1), board.zone)
    return [_posting(notice, board, held) for notice in postings.postings(board.db, since)]


def _duties(board: Board, year: int, posted: Iterable[Posting], about: Circumstances, today: date) -> list[Duty]:
    """With the days that screens have proved."""
    found = duties(year, posted, about, today)
    after = {duty.posting.number: duty.posting.proven_after for duty in found if duty.posting and duty.posting.proven_after}
    shown = airings.days_of(board.db, after, board.zone)
    counted = {number: sum(day < each <= today for each in shown.get(number, ())) for number, day in after.items()}
    return with_proof(found, counted, today)


def _posting(notice: Notice, board: Board, held: Settings) -> Posting:
    """Of what hung before any screen told anything, the days of posting count: none of them could be proved."""
    posted_on = notice.shows_from.astimezone(board.zone).date()
    until = notice.shows_until
    item = held.catalogue.get(notice.item or "")
    begun_at = None if notice.waits_for_proof else notice.clock_begun_at
    return Posting(
        number=notice.number or 0,
        item=notice.item or "",
        period=notice.period,
        posted_on=posted_on,
        last_on=(until - _INSTANT).astimezone(board.zone).date() if until else None,
        display_days=display_days(notice, item, held.terms, posted_on, work_calendar()),
        issued_on=notice.issued_on,
        proven_after=begun_at.astimezone(board.zone).date() if begun_at else None,
        proven_days=0 if notice.waits_for_proof else None,
    )
