"""The draft with which a duty is met: from what was posted for it last, from a template, or from its line in the catalogue."""

from collections.abc import Sequence
from datetime import date, datetime

from kiosk.actions.begin import templates
from kiosk.actions.drafts import Begun, as_begun, begin_within
from kiosk.actions.duties import pressing_duties
from kiosk.documents.rendering import Renderer
from kiosk.rules.catalogue import Default
from kiosk.rules.duties import Duty
from kiosk.rules.next_period import begin_next, from_template
from kiosk.rules.notice import Kind, Notice
from kiosk.rules.people import By
from kiosk.rules.period import Period
from kiosk.store import duties as kept
from kiosk.store import notices
from kiosk.store.board import Board
from kiosk.store.connection import transaction

_PERIODS_MOST = 24
"""Over which last period's notice is moved on; what is older begins anew."""


def begin_duty(board: Board, duty: Duty, by: By, renderer: Renderer, now: datetime) -> int:
    """The number of the draft for it: of the one that is on its way already, or of a new one."""
    there = kept.under_way(board.db).get(duty.key)
    if there is not None:
        return there.number
    begun = _begun(board, duty, now.astimezone(board.zone).date(), renderer)
    with transaction(board.db):
        there = kept.under_way(board.db).get(duty.key)  # somebody else may have begun it meanwhile
        return there.number if there is not None else begin_within(board, begun, by, now)[0]


def prepare_duties(board: Board, duties: Sequence[Duty], by: By, renderer: Renderer, now: datetime) -> int:
    """A draft for each of these that has none; how many were begun. Once for each, even if it is thrown away later."""
    today = now.astimezone(board.zone).date()
    skipped = _begun_already(board, duties)
    begun = [(duty, _begun(board, duty, today, renderer)) for duty in duties if duty.key not in skipped]
    return begin_what_is_fresh(board, begun, by, now) if begun else 0


def begin_what_is_fresh(board: Board, begun: Sequence[tuple[Duty, Begun]], by: By, now: datetime) -> int:
    """Those of them that nobody has begun meanwhile; how many these were."""
    with transaction(board.db):
        skipped = _begun_already(board, [duty for duty, _draft in begun])
        fresh = [(duty, draft) for duty, draft in begun if duty.key not in skipped]
        for duty, draft in fresh:
            begin_within(board, draft, by, now)
            kept.is_prepared(board.db, duty.key, now)
    return len(fresh)


def _begun_already(board: Board, duties: Sequence[Duty]) -> set[kept.Key]:
    return kept.prepared(board.db, (duty.key for duty in duties)) | kept.under_way(board.db).keys()


def to_be_prepared(board: Board, today: date) -> list[Duty]:
    """What is due for a period and has been posted for an earlier one: it can be begun from that, without a person's choice."""
    return with_an_earlier_one(board, pressing_duties(board, today))


def with_an_earlier_one(board: Board, pressing: Sequence[Duty]) -> list[Duty]:
    of_periods = [duty for duty in pressing if duty.period is not None]
    posted = kept.ever_posted(board.db, (duty.item.code for duty in of_periods))
    return [duty for duty in of_periods if duty.item.code in posted]


def _begun(board: Board, duty: Duty, today: date, renderer: Renderer) -> Begun:
    notice, made_from = _beginning(board, duty, today)
    return as_begun([notice], made_from, renderer)


def _beginning(board: Board, duty: Duty, today: date) -> tuple[Notice, str]:
    number = kept.last_of(board.db, duty.item.code)
    last = notices.posted(board.db, number) if number is not None else None
    if last is not None:
        moved = _moved_on(last.notice, duty.period, today)
        if moved is not None:
            return moved, f"notice {number}"
    template = next((each for each in templates().values() if each.notice.item == duty.item.code), None)
    if template is not None:
        return from_template(template.notice, today, duty.period), f"template {template.name}"
    return _blank(duty, today), f"catalogue {duty.item.code}"


def _moved_on(last: Notice, period: Period | None, today: date) -> Notice | None:
    """None where it cannot be moved on to that period."""
    moved = begin_next(last, today)
    if period is None or last.period is None:
        return moved if period is last.period else None
    for _step in range(_PERIODS_MOST):
        if moved.period is None or moved.period.unit != period.unit or moved.period.last_on > period.last_on:
            return None
        if moved.period == period:
            return moved
        moved = begin_next(moved, today)
    return None


def _blank(duty: Duty, today: date) -> Notice:
    item = duty.item
    hangs_for_good = item.frequency == "permanent" or item.default is Default.POLICY_ONLY
    kind = Kind.STANDING if hangs_for_good else Kind.PUBLICITY if item.objection_days else Kind.RESULT
    title = f"{duty.period.title}{item.title}" if duty.period else item.title
    return Notice(title, item.category, kind, "", item=item.code, period=duty.period, issued_on=today)
