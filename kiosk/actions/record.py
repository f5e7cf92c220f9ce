"""The publicity record (公示记录): gathered from what the board holds of a notice."""

from collections.abc import Iterable
from datetime import datetime

from kiosk.actions.clocks import days_required
from kiosk.actions.now import objections_to
from kiosk.documents import front_matter
from kiosk.errors import NotFound, Refused
from kiosk.rules.airings import AiredDay, shown_on
from kiosk.rules.days import CountedDays
from kiosk.rules.destinations import is_for
from kiosk.rules.hanging import hung_days
from kiosk.rules.interruptions import TOLD_WITHIN, Interruption, Span, dark_hours, down_between
from kiosk.rules.notice import Notice
from kiosk.rules.objections import Objection
from kiosk.rules.outages import Outage
from kiosk.rules.record import (
    Answered,
    ChainHead,
    Hand,
    HandTaken,
    ObjectionPeriod,
    PublicityRecord,
    RecordedFile,
    RecordedScreen,
    RecordedVersion,
    TakenDown,
    shown_on_screens,
)
from kiosk.rules.screen import Screen
from kiosk.rules.village import Settings
from kiosk.store import airings, audit, audit_head, notices, originals, outages, running, screens, settings
from kiosk.store import objections as received
from kiosk.store.audit import Entry
from kiosk.store.board import Board
from kiosk.store.originals import digest_of


def told_by_others(board: Board, number: int, since: datetime, until: datetime) -> tuple[list[Objection], list[Outage]]:
    """What was objected to in the notice, and when and why screens or the board itself were out, between the two."""
    dark = [outage for screen in screens.ever(board.db) for outage in outages.between(board.db, screen.name, since, until)]
    return received.of_notice(board.db, number), [*running.off_between(board.db, since, until), *dark]


def record_of(board: Board, number: int, issued_by: str, now: datetime) -> PublicityRecord:
    """As it is now. Raises NotFound for a notice that there is not, Refused for one that has never hung."""
    posted = _posted(board, number, now)
    newest, held = posted[-1], settings.settings(board.db)
    village = held.village
    log = list(audit.entries(board.db, audit.Wanted(notice=number)))[::-1]
    versions = _versions(posted, log, now)
    spans = [(each.hung_from, each.hung_until or now) for each in versions]
    objections, out = told_by_others(board, number, spans[0][0], spans[-1][1])
    aired = airings.of_notice(board.db, number, board.zone)
    shown, is_by_month = shown_on_screens(aired)
    all_screens = _screens(board, posted, aired)
    return PublicityRecord(
        village=village.name,
        township=village.township,
        number=number,
        index_number=newest.index_number or "",
        title=newest.title,
        category=newest.category.value,
        kind=newest.kind.value,
        period=newest.period.title if newest.period else "",
        responsible_unit=village.unit_of(newest),
        document_number=newest.document_number or "",
        hung_from=versions[0].hung_from,
        hung_until=versions[-1].hung_until,
        planned_until=newest.shows_until,
        objection_period=_objection_period(board, newest, held),
        display_days=days_required(board, newest, held),
        hung_days=hung_days([(spans[0][0], spans[-1][1])], board.zone),
        proven_days=len(shown_on(aired)),
        proven_seconds=sum(day.seconds for day in aired),
        versions=versions,
        hands=_hands(log, {each.version for each in versions}),
        screens=tuple(_recorded(screen, aired) for screen in all_screens),
        shown=shown,
        is_by_month=is_by_month,
        interruptions=_interruptions(board, all_screens, posted, spans, out, now),
        taken_down=_taken_down(newest, log),
        objections=tuple(Answered(each.received_at, each.words, each.answer, each.answered_at, each.answered_by, each.proposed_by if each.answered_at else "") for each in objections),
        files=tuple(RecordedFile(each.name, each.digest, each.size) for each in _files(board, number, posted)),
        head=_head(board),
        issued_at=now,
        issued_by=issued_by,
        is_unproven=newest.waits_for_proof,
    )


def _head(board: Board) -> ChainHead:
    head = audit_head.in_log(board.db) or audit_head.EMPTY
    return ChainHead(head.entry, head.digest)


def _posted(board: Board, number: int, now: datetime) -> list[Notice]:
    stored = [each.notice for each in notices.versions(board.db, number)]
    if not stored:
        raise NotFound("notice.none_at_desk", number=number)
    posted = [each for each in stored if each.published_at and each.shows_from and each.shows_from <= now]
    if not posted:
        raise Refused("record.never_posted")
    return posted


def _versions(posted: list[Notice], log: list[Entry], now: datetime) -> tuple[RecordedVersion, ...]:
    found = []
    for notice, after in zip(posted, [*posted[1:], None], strict=True):
        before = found[-1].version if found else None
        corrected = _last(log, Hand.CORRECTION_BEGUN, before)
        digest = digest_of_version(notice)
        why = str(corrected.facts.get("why", "")) if corrected else ""
        assert notice.shows_from is not None
        found.append(RecordedVersion(notice.version, digest, notice.shows_from, _came_down(notice, after, log, now), why))
    return tuple(found)


def digest_of_version(notice: Notice) -> str:
    """SHA-256 of the text as the board hands it out as a file, fields and all."""
    return digest_of(front_matter.write(notice).encode("utf-8"))


def _came_down(notice: Notice, after: Notice | None, log: list[Entry], now: datetime) -> datetime | None:
    withdrawn = _last(log, Hand.WITHDRAWN, notice.version)
    ends = [withdrawn.at if withdrawn else None, after.shows_from if after else None, notice.shows_until]
    end = min(filter(None, ends), default=None)
    return end if end is not None and end <= now else None


def _last(log: list[Entry], hand: Hand, version: int | None) -> Entry | None:
    return next((each for each in reversed(log) if each.deed == hand and each.facts.get("version") == version), None)


def _hands(log: list[Entry], versions: set[int]) -> tuple[HandTaken, ...]:
    """Of the texts that hung; of one that came back from its review, the one that went up instead tells."""
    told = [each for each in log if each.deed in set(Hand)]
    return tuple(
        HandTaken(Hand(each.deed), version, each.who, each.at, str(each.facts.get("why", "")))
        for each in told
        if (version := int(str(each.facts.get("version", min(versions))))) in versions
    )


def _taken_down(notice: Notice, log: list[Entry]) -> TakenDown | None:
    found = _last(log, Hand.WITHDRAWN, notice.version)
    if found is None:
        return None
    return TakenDown(found.at, str(found.facts.get("why", "")), int(str(found.facts.get("days_short", 0))))


def _objection_period(board: Board, notice: Notice, held: Settings) -> ObjectionPeriod | None:
    counted = objections_to(notice, board.zone, held)
    if counted is None:
        return None
    begun_on, last_on = (counted.begun_on, counted.last_on) if isinstance(counted, CountedDays) else (None, None)
    return ObjectionPeriod(counted.days, counted.is_working, begun_on, last_on)


def _screens(board: Board, posted: list[Notice], aired: list[AiredDay]) -> list[Screen]:
    """Those it was meant for, and any other that has shown it, even if it was taken away since."""
    told = {day.screen for day in aired}
    hanging = {each.name for each in screens.all_screens(board.db) if any(is_for(one, each) for one in posted)}
    return [each for each in screens.ever(board.db) if each.name in told | hanging]


def _recorded(screen: Screen, aired: list[AiredDay]) -> RecordedScreen:
    own = [day for day in aired if day.screen == screen.name]
    return RecordedScreen(
        screen.name,
        screen.title,
        screen.opens_at,
        screen.closes_at,
        days=len(shown_on(own)),
        seconds=sum(day.seconds for day in own),
        first_at=min((day.first_at for day in own), default=None),
        last_at=max((day.last_at for day in own), default=None),
    )


def _interruptions(
    board: Board, all_screens: Iterable[Screen], posted: list[Notice], spans: list[Span], out: list[Outage], now: datetime
) -> tuple[Interruption, ...]:
    """Of a screen that was put up later, from when on it told of anything; one that never has, or that was taken away,
    stands there with nothing."""
    found = down_between(spans)
    told_until = now - TOLD_WITHIN
    hanging = {each.name for each in screens.all_screens(board.db)}
    for screen in all_screens:
        told_from = airings.first_told(board.db, screen.name)
        if told_from is None or screen.name not in hanging:
            continue
        meant = [
            (max(since, told_from), min(until, told_until))
            for notice, (since, until) in zip(posted, spans, strict=True)
            if is_for(notice, screen) and min(until, told_until) > told_from
        ]
        lit = airings.lit_hours(board.db, screen.name, spans[0][0], spans[-1][1], board.zone)
        found += dark_hours(screen, meant, lit, out, board.zone)
    return tuple(sorted(found, key=lambda each: (each.began_at, each.screen)))


def _files(board: Board, number: int, posted: list[Notice]) -> list[originals.Original]:
    named = {name for notice in posted for name in notice.sources}
    return [each for each in originals.of_notice(board.db, number) if each.name in named]
