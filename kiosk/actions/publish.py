"""Putting a version up on the board, in the place of the one that was up before."""

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.actions.clocks import screens_tell, until_of
from kiosk.documents.holidays import work_calendar
from kiosk.errors import KioskError
from kiosk.rules.catalogue import DisclosureItem
from kiosk.rules.notice import Notice, Status
from kiosk.rules.numbering import next_serial
from kiosk.rules.posting import days_given, display_days, last_day, posting_window, start_of
from kiosk.rules.village import Settings
from kiosk.store import archive_index, audit, notices
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.notices import StoredNotice


def put_up(
    board: Board,
    stored: StoredNotice,
    settings: Settings,
    deed: Deed,
    now: datetime,
    posted_at: datetime | None = None,
    review_due_at: datetime | None = None,
) -> Notice:
    """Call it inside a transaction. `posted_at` is when it went up, if not now. Raises KioskError when somebody
    else was first."""
    draft = stored.notice
    item = settings.catalogue.get(draft.item or "")
    posted_at = posted_at or now
    window = posting_window(draft, item, settings.terms, posted_at, board.zone, work_calendar())
    before = notices.posted(board.db, draft.number or 0)
    replaces = before is not None and before.notice.status is Status.PUBLISHED
    index_number = draft.index_number or _next_index_number(board, draft, settings, now)
    published = replace(
        draft,
        status=Status.PUBLISHED,
        published_at=posted_at,
        shows_from=posted_at if replaces else window.shows_from,  # no gap between the old text and its correction
        shows_until=window.shows_until,
        hangs_from=window.shows_from,
        given=days_given(draft, item, settings.terms),
        index_number=index_number,
        clock_begun_at=None,
        waits_for_proof=not replaces and _waits(board, draft, item, settings, window.shows_from, now),
    )
    if replaces:
        published = _going_on(board, published, before.notice, settings, now)
    if replaces and not notices.move(board.db, before, replace(before.notice, status=Status.REPLACED), now):
        raise KioskError("notice.no_draft", number=draft.number)
    if not notices.move(board.db, stored, published, now, review_due_at):
        raise KioskError("notice.no_draft", number=draft.number)
    if draft.index_number is None:
        notices.give_index(board.db, published.number or 0, index_number)
    archive_index.take_in(board.db, published.number or 0, published.version)
    facts = {"index_number": index_number, "title": published.title, "version": published.version, **deed.facts}
    audit.record(board.db, replace(deed, facts=facts, notice=published.number), now)
    return published


def _going_on(board: Board, published: Notice, before: Notice, settings: Settings, now: datetime) -> Notice:
    """A correction neither shortens the days of its notice nor begins them anew: it goes on with what was begun, given and
    waited for, and is up for the rest of the day at least."""
    about = [(each.item, each.kind, each.category) for each in (before, published)]
    corrected = replace(
        published,
        hangs_from=before.hangs_since,
        given=before.given if about[0] == about[1] and before.given is not None else published.given,
        clock_begun_at=before.clock_begun_at,
        waits_for_proof=before.waits_for_proof,
    )
    begun_on = corrected.counts_from.astimezone(board.zone).date()
    item = settings.catalogue.get(corrected.item or "")
    last_on = last_day(corrected, item, settings.terms, begun_on, work_calendar())
    if last_on is None:
        return replace(corrected, shows_until=None)
    planned = replace(corrected, shows_until=start_of(last_on + timedelta(days=1), board.zone))
    tonight = start_of(now.astimezone(board.zone).date() + timedelta(days=1), board.zone)
    return replace(planned, shows_until=max(tonight, until_of(board, planned, settings, now)))


def _waits(board: Board, draft: Notice, item: DisclosureItem | None, settings: Settings, shows_from: datetime, now: datetime) -> bool:
    """Its days begin with the first proof of a screen, where there are days to be counted and a screen that proves them."""
    posted_on = shows_from.astimezone(board.zone).date()
    has_days = display_days(draft, item, settings.terms, posted_on, work_calendar()) > 0
    return has_days and shows_from >= now and screens_tell(board, now)


def _next_index_number(board: Board, draft: Notice, settings: Settings, now: datetime) -> str:
    """Inside the transaction, which nobody else writes beside: no number is given twice, and none is left out when this
    one comes to nothing."""
    year = (draft.issued_on or now.astimezone(board.zone).date()).year
    numbering = settings.numbering
    given = notices.index_numbers_like(board.db, numbering.start_of(draft.category, year))
    return numbering.index_number(draft.category, year, next_serial(numbering, draft.category, year, given))
