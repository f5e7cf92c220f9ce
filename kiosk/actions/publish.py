"""Putting a draft up on the board."""

import re
from dataclasses import replace
from datetime import datetime

from kiosk.errors import KioskError
from kiosk.rules.notice import Notice, Status
from kiosk.rules.posting import posting_window
from kiosk.rules.village import Settings
from kiosk.shipped import catalogue
from kiosk.store import audit, notices
from kiosk.store.audit import Deed
from kiosk.store.board import Board


def put_up(
    board: Board, draft: Notice, settings: Settings, who: str, now: datetime, posted_at: datetime | None = None
) -> Notice:
    """Call it inside a transaction. `posted_at` is when it went up, if not now. Raises KioskError when somebody
    else was first."""
    item = catalogue().get(draft.item or "")
    posted_at = posted_at or now
    window = posting_window(draft, item, settings.terms, posted_at, board.zone)
    published = replace(
        draft,
        status=Status.PUBLISHED,
        published_at=posted_at,
        shows_from=window.shows_from,
        shows_until=window.shows_until,
        index_number=draft.index_number or _next_index_number(board, draft, settings, now),
    )
    if not notices.publish(board.db, published):
        raise KioskError("notice.no_draft", number=draft.number)
    facts = {"index_number": published.index_number, "title": published.title}
    audit.record(board.db, Deed(who, "notice.published", facts, published.number), now)
    return published


def _next_index_number(board: Board, draft: Notice, settings: Settings, now: datetime) -> str:
    """The first serial after the highest given in this category and year."""
    year = (draft.issued_on or now.astimezone(board.zone).date()).year
    numbering = settings.numbering
    start, end = _around_serial(numbering.index_number(draft.category, year, 0))
    serials = re.compile(re.escape(start) + r"(\d+)" + re.escape(end))
    given = [serials.fullmatch(each) for each in notices.index_numbers_like(board.db, start)]
    highest = max((int(each[1]) for each in given if each), default=0)
    return numbering.index_number(draft.category, year, highest + 1)


def _around_serial(zeroth: str) -> tuple[str, str]:
    """What stands before and after the serial, from the pattern filled in with serial 0."""
    found = re.fullmatch(r"(.*?)(0+)(\D*)", zeroth)
    if found is None:
        raise KioskError("settings.index_pattern", value=zeroth)
    return found[1], found[3]
