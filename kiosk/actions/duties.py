"""What is due on this board, overdue, or posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.documents.holidays import work_calendar
from kiosk.rules.duties import Circumstances, Duty, DutyState, Posting, duties, major_matters, pressing_first
from kiosk.rules.notice import Notice
from kiosk.rules.posting import display_days, start_of
from kiosk.rules.village import Settings
from kiosk.store import postings, settings
from kiosk.store.board import Board

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class YearOfDuties:
    year: int
    duties: list[Duty]
    major_matters: int
    """Notices on them posted in the year."""
    major_matters_least: int


def year_of_duties(board: Board, year: int, today: date) -> YearOfDuties:
    held = settings.settings(board.db)
    posted = _postings(board, year, held)
    found = duties(year, posted, _circumstances(board, held, today), today)
    return YearOfDuties(year, found, major_matters(year, posted, today), held.major_matters)


@dataclass(frozen=True)
class YearsOfDuties:
    began_on: date
    """The first day of the board."""
    duties: dict[int, list[Duty]]
    postings: list[Posting]
    """That can matter to any of these years."""


def years_of_duties(board: Board, years: Sequence[int], today: date) -> YearsOfDuties:
    """Several at once, for what was posted is read once."""
    held = settings.settings(board.db)
    posted, about = _postings(board, min(years), held), _circumstances(board, held, today)
    return YearsOfDuties(about.began_on, {year: duties(year, posted, about, today) for year in years}, posted)


def duties_of(board: Board, today: date) -> list[Duty]:
    """Of this year, and what is left of the last one; the most pressing first."""
    held = settings.settings(board.db)
    posted, about = _postings(board, today.year - 1, held), _circumstances(board, held, today)
    last_year = [duty for duty in duties(today.year - 1, posted, about, today) if _is_left_over(duty, today)]
    found = last_year + duties(today.year, posted, about, today)
    return pressing_first(found)


def _is_left_over(duty: Duty, today: date) -> bool:
    """Still to be posted, or posted for a period of last year in this one."""
    if duty.due_on is None or duty.state is DutyState.NOT_APPLICABLE:
        return False
    return duty.state is not DutyState.POSTED or duty.due_on.year == today.year


def _circumstances(board: Board, held: Settings, today: date) -> Circumstances:
    first_at = postings.first_at(board.db)
    began_on = first_at.astimezone(board.zone).date() if first_at else today
    return Circumstances(held.catalogue, work_calendar(), held.posting_day, held.monthly_posting_day, began_on)


def _postings(board: Board, year: int, held: Settings) -> list[Posting]:
    """That can matter to the duties of that year and the next: what is planned for a year may be posted before it."""
    since = start_of(date(year - 1, 1, 1), board.zone)
    return [_posting(notice, board, held) for notice in postings.postings(board.db, since)]


def _posting(notice: Notice, board: Board, held: Settings) -> Posting:
    posted_on = notice.shows_from.astimezone(board.zone).date()
    until = notice.shows_until
    return Posting(
        number=notice.number or 0,
        item=notice.item or "",
        period=notice.period,
        posted_on=posted_on,
        last_on=(until - _INSTANT).astimezone(board.zone).date() if until else None,
        display_days=display_days(notice, held.catalogue.get(notice.item or ""), held.terms, posted_on, work_calendar()),
    )
