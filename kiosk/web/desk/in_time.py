"""Whether a notice goes, or went, up within the working days that the village sets for what it tells of."""

from collections.abc import Iterable
from datetime import date, datetime

from kiosk.actions.duties import due_after_event
from kiosk.rules.notice import Notice
from kiosk.web.dates import day_words
from kiosk.web.this_request import board, config, today
from kiosk.web.this_request import gettext as _


def due_words(notice: Notice, went_up: Iterable[datetime | None]) -> tuple[str, int]:
    """In words, and by how many days it is late; "" for what has no such days. `went_up` is when its versions did."""
    due = due_after_event(board(), notice)
    if due is None:
        return "", 0
    words = _("by {day}: {days} working days after it was issued").format(day=day_words(due.last_on), days=due.days)
    if not due.is_sure:
        words += _("(holidays not yet announced)")
    return words, max(0, (_posted_on(went_up) - due.last_on).days)


def _posted_on(went_up: Iterable[datetime | None]) -> date:
    """Of what has not gone up yet, today."""
    first = min(filter(None, went_up), default=None)
    return first.astimezone(config().zone).date() if first else today()
