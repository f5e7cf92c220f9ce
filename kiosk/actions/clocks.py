"""The two clocks of a posted notice: begun by the first proof that a screen shows it, kept up while something is wanting."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kiosk.documents.holidays import work_calendar
from kiosk.rules.airings import LEAST_SECONDS, Airing
from kiosk.rules.clocks import Clocked, Kept, days_wanting, hangs_until, unshown_since, why_kept
from kiosk.rules.days import ObjectionDays
from kiosk.rules.notice import Notice, Status
from kiosk.rules.posting import display_days, last_day, objection_period, start_of
from kiosk.rules.village import Settings
from kiosk.store import airings, audit, notices, objections, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction

TELL_WITHIN = timedelta(days=7)
"""A board whose screens have told nothing for so long counts days from the posting: there is nobody to wait for."""
_LOOK_AHEAD = timedelta(days=2)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Clocks:
    """How far both are; `is_waiting` while neither has begun."""

    is_waiting: bool
    begun_on: date | None
    objection: ObjectionDays | None
    day: int
    """Of the display period: 0 on the day on which it begins."""
    required: int
    proven_days: int | None
    open_objections: int


def screens_tell(board: Board, now: datetime) -> bool:
    return airings.told_since(board.db, now - TELL_WITHIN)


def clocks_of(board: Board, notice: Notice, now: datetime) -> Clocks | None:
    """None for what was never posted, or discloses nothing."""
    held, today = settings.settings(board.db), now.astimezone(board.zone).date()
    if not days_required(board, notice, held):
        return None
    shown, waiting = _shown(board, notice), objections.count_open(board.db, notice.number or 0)
    clocked = _clocked(board, notice, held, today, shown, waiting)
    objection = objection_period(notice, held.catalogue.get(notice.item or ""), board.zone, work_calendar())
    proven = None if shown is None or clocked.begun_on is None else sum(clocked.begun_on < day <= today for day in shown)
    day = (today - clocked.begun_on).days if clocked.begun_on is not None else 0
    return Clocks(clocked.begun_on is None, clocked.begun_on, objection, day, clocked.required, proven, waiting)


def begin_clocks(board: Board, screen: str, told: list[Airing], now: datetime) -> None:
    """Of those that wait for it. Call it in the transaction in which the airings are kept."""
    for number in {each.notice for each in told if each.seconds >= LEAST_SECONDS}:
        stored = notices.posted(board.db, number)
        if stored is None or stored.notice.status is not Status.PUBLISHED or not stored.notice.waits_for_proof:
            continue
        firsts = [each.first_at for each in told if each.notice == number and each.seconds >= LEAST_SECONDS]
        begin_anew(board, stored.notice, min(firsts), "notice.clock_begun", now, screen)


def begin_anew(board: Board, notice: Notice, begun_at: datetime, deed: str, now: datetime, who: str) -> None:
    """Its days are counted from then on. In a transaction of the caller's."""
    begun = replace(notice, clock_begun_at=begun_at, waits_for_proof=False)
    until = until_of(board, begun, settings.settings(board.db), now)
    notices.set_clock(board.db, replace(begun, shows_until=until))
    facts = {"version": notice.version, "begun_at": begun_at.isoformat(), "shows_until": until.isoformat() if until else ""}
    audit.record(board.db, Deed(who, deed, facts, notice.number), now)


def keep_clocks(board: Board, who: str, now: datetime) -> int:
    """Of what would end by tomorrow night: whether it may. How many go on hanging, or may end after all."""
    held = settings.settings(board.db)
    soon = start_of(now.astimezone(board.zone).date(), board.zone) + _LOOK_AHEAD
    changed = 0
    for stored in notices.published_and_over(board.db, soon):
        if until_of(board, stored.notice, held, now) != stored.notice.shows_until:
            with transaction(board.db):
                changed += keep_up(board, stored.notice, held, who, now)
    return changed


def keep_up(board: Board, seen: Notice, held: Settings, who: str, now: datetime) -> bool:
    """Whether it ends on another day from now on. In a transaction of the caller's, in which it is read again: a screen may
    have proved it, or a resident objected to it, since it was seen."""
    stored = notices.get(board.db, seen.number or 0, seen.version)
    if stored is None or stored.notice.status is not Status.PUBLISHED:
        return False
    notice = stored.notice
    until = until_of(board, notice, held, now)
    if until == notice.shows_until:
        return False
    notices.set_clock(board.db, replace(notice, shows_until=until))
    _note(board, replace(notice, shows_until=until), _why(board, notice, held, now), who, now)
    return True


MAY_END = "notice.may_end"
_SAID_ONCE = {Kept.OBJECTION, Kept.UNSHOWN}
"""They move its last day by a day each day; the log tells of it when it begins."""


def _note(board: Board, notice: Notice, why: Kept | None, who: str, now: datetime) -> None:
    deed = why or MAY_END
    told = audit.last_among(board.db, notice.number or 0, [*Kept, MAY_END, "notice.clock_begun", "objection.answered"])
    if why in _SAID_ONCE and told == deed:
        return
    until = notice.shows_until.isoformat() if notice.shows_until else ""
    audit.record(board.db, Deed(who, deed, {"version": notice.version, "shows_until": until}, notice.number), now)


def until_of(board: Board, notice: Notice, held: Settings, now: datetime) -> datetime | None:
    """The first instant at which it hangs no more, as far as that is known by now; None for what stands for good."""
    today, clocked = now.astimezone(board.zone).date(), _clocked_now(board, notice, held, now)
    planned = _planned(board, notice, held, clocked)
    if planned is None or notice.shows_until is None:
        return None
    until = start_of(hangs_until(planned, clocked, today) + timedelta(days=1), board.zone)
    return max(until, min(notice.shows_until, start_of(today, board.zone)))  # it has hung until today, whatever was planned


def _planned(board: Board, notice: Notice, held: Settings, clocked: Clocked) -> date | None:
    """The last day, as long as nothing keeps it up."""
    item = held.catalogue.get(notice.item or "")
    planned = last_day(notice, item, held.terms, clocked.begun_on or clocked.posted_on, work_calendar())
    if planned is not None and notice.shows_until is not None and notice.clock_begun_at is None and not notice.waits_for_proof:
        return (notice.shows_until - _INSTANT).astimezone(board.zone).date()  # where nobody proves anything it keeps its days
    return planned


def _why(board: Board, notice: Notice, held: Settings, now: datetime) -> Kept | None:
    clocked = _clocked_now(board, notice, held, now)
    planned = _planned(board, notice, held, clocked)
    return why_kept(planned, clocked, now.astimezone(board.zone).date()) if planned is not None else None


def wanting(board: Board, notice: Notice, now: datetime) -> int:
    """How many of the days that it must be shown would be missed if it came down now."""
    held = settings.settings(board.db)
    if not days_required(board, notice, held):
        return 0
    return days_wanting(_clocked_now(board, notice, held, now), now.astimezone(board.zone).date())


def unshown(board: Board, posted: Iterable[Notice], now: datetime) -> list[tuple[Notice, date]]:
    """Of what hangs and must be shown, what no screen has shown for a whole day, and since when."""
    held, today = settings.settings(board.db), now.astimezone(board.zone).date()
    lately = airings.shown_since(board.db, start_of(today - timedelta(days=1), board.zone))
    asked = [each for each in posted if (each.waits_for_proof or each.clock_begun_at) and each.number not in lately]
    found = []
    for notice in asked:
        shown = _shown(board, notice)
        clocked = _clocked(board, notice, held, today, shown, 0)
        since = unshown_since(clocked, shown or (), today) if clocked.required else None
        if since is not None:
            found.append((notice, since))
    return found


def _clocked_now(board: Board, notice: Notice, held: Settings, now: datetime) -> Clocked:
    waiting = objections.count_open(board.db, notice.number or 0)
    return _clocked(board, notice, held, now.astimezone(board.zone).date(), _shown(board, notice), waiting)


def _shown(board: Board, notice: Notice) -> frozenset[date] | None:
    number = notice.number or 0
    return airings.days_of(board.db, [number], board.zone).get(number)


def _clocked(
    board: Board, notice: Notice, held: Settings, today: date, shown: frozenset[date] | None, open_objections: int
) -> Clocked:
    posted_on = notice.hangs_since.astimezone(board.zone).date()
    begun_on = None if notice.waits_for_proof else notice.counts_from.astimezone(board.zone).date()
    is_proving = shown is not None and begun_on is not None and notice.clock_begun_at is not None
    return Clocked(
        posted_on=posted_on,
        begun_on=begun_on,
        required=days_required(board, notice, held),
        proven_days=sum(begun_on < day < today for day in shown) if is_proving else None,
        has_open_objection=open_objections > 0,
    )


def days_required(board: Board, notice: Notice, held: Settings) -> int:
    """That it must stay posted; 0 for what nobody has put up, or what may come down any day."""
    if notice.counts_from is None:
        return 0
    begun_on = notice.counts_from.astimezone(board.zone).date()
    return display_days(notice, held.catalogue.get(notice.item or ""), held.terms, begun_on, work_calendar())
