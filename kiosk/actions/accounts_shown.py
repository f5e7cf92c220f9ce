"""The accounts of a posted notice by head, beside those of the period before and of the same period last year."""

import logging
from datetime import datetime
from functools import lru_cache

from kiosk.rules.accounts_by_head import Account, accounts_in, before, compared
from kiosk.rules.notice import Category, Notice
from kiosk.shipped import glossary, vocabulary
from kiosk.store import notices
from kiosk.store.board import Board

READ_MOST = 64
"""Notices whose tables are kept read: those that hang, and the two that each is compared with."""

CHARACTERS_MOST = 200_000
"""Of a body whose tables are read: the screens wait for it."""
log = logging.getLogger(__name__)


def accounts_shown(board: Board, notice: Notice, now: datetime) -> tuple[Account, ...]:
    """Nothing for a notice whose tables do not come out to the fen."""
    own = _read(notice) if notice.category is Category.FINANCE else ()
    if not own or notice.item is None or notice.period is None:
        return own
    periods = before(notice.period)
    posted = notices.of_periods(board.db, notice.item, [period.last_on for period in periods], now)
    earlier = {each.period: _read(each) for each in posted}
    of_last, of_year_ago = (*(earlier.get(period, ()) for period in periods), ())[:2]
    return tuple(compared(account, of_last, of_year_ago) for account in own)


@lru_cache(READ_MOST)
def _read(notice: Notice) -> tuple[Account, ...]:
    if len(notice.body) > CHARACTERS_MOST:
        return ()
    try:
        return accounts_in(notice, vocabulary(), glossary())
    except Exception:  # whatever a table holds, its notice goes up all the same
        log.exception("the accounts of notice %s could not be read", notice.number)
        return ()
