"""How a screen is doing: what its page says of itself, and what follows from that and from its silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from kiosk.rules.airings import AHEAD
from kiosk.rules.screen import Screen

FRESH = timedelta(seconds=90)
"""A page tells once a minute; by then it has at the latest."""
SIDE_MOST = 32768
TEXT_MOST = 300
ABSENCES_MOST = 10
NUMBER_MOST = 2**53
"""JavaScript counts no further."""


@dataclass(frozen=True)
class Absence:
    """From when until when a page had no answer from the server."""

    began_at: datetime
    ended_at: datetime | None
    """None for one that lasts."""


@dataclass(frozen=True)
class Health:
    """In a screen's own words, once a minute."""

    page: str
    """The version of its scripts and styles."""
    opened_at: datetime
    width: int
    height: int
    pixel_ratio: float
    clock_ahead: timedelta | None
    """Of the server's clock; None while the page has not heard that."""
    has_fonts: bool
    can_be_seen: bool
    """Its window is not hidden, and its picture is really painted."""
    is_closed: bool
    """By its own clock it is outside its open hours."""
    notice: int | None
    memory_bytes: int | None
    """Of its scripts; None where the browser does not tell."""
    nodes: int
    absences: tuple[Absence, ...]
    fault: str
    """The last that went wrong in its scripts; "" for nothing."""
    fault_at: datetime | None

    @property
    def clock_is_off(self) -> bool:
        return self.clock_ahead is not None and abs(self.clock_ahead) > AHEAD


def health_of(told: Mapping[str, object]) -> Health:
    """Of the JSON that a page sends. Raises ValueError for anything that cannot be meant."""
    ahead, memory = told.get("clock"), told.get("memory")
    fault = told.get("fault") or {}
    if not isinstance(fault, dict):
        raise ValueError("fault")
    return Health(
        page=_text(told.get("page"))[:40],
        opened_at=_instant(told.get("opened")),
        width=_whole(told.get("width"), 1, SIDE_MOST),
        height=_whole(told.get("height"), 1, SIDE_MOST),
        pixel_ratio=_ratio(told.get("ratio")),
        clock_ahead=None if ahead is None else timedelta(milliseconds=_whole(ahead, -NUMBER_MOST, NUMBER_MOST)),
        has_fonts=_yes_or_no(told.get("fonts")),
        can_be_seen=_yes_or_no(told.get("seen")),
        is_closed=_yes_or_no(told.get("closed")),
        notice=None if told.get("notice") is None else _whole(told.get("notice"), 0, 2**31),
        memory_bytes=None if memory is None else _whole(memory, 0, NUMBER_MOST),
        nodes=_whole(told.get("nodes"), 0, NUMBER_MOST),
        absences=_absences(told.get("offline")),
        fault=_text(fault.get("text", "")),
        fault_at=_instant(fault.get("at")) if fault else None,
    )


def _text(value: object) -> str:
    """On one line, without anything that could not be written down."""
    if not isinstance(value, str):
        raise ValueError("text")
    words = " ".join(value.encode("utf-8", "replace").decode("utf-8").split())
    return "".join(each for each in words if each.isprintable())[:TEXT_MOST]


def _whole(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"number {least}–{most}")
    return value


def _ratio(value: object) -> float:
    if type(value) not in (int, float) or not 0.1 <= value <= 20:
        raise ValueError("ratio 0.1–20")
    return float(value)


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true, false")
    return value


def _instant(value: object) -> datetime:
    instant = datetime.fromisoformat(_text(value))
    if instant.tzinfo is None or not 1949 <= instant.year <= 2999:
        raise ValueError("instant")
    return instant.astimezone(UTC)


def _absences(value: object) -> tuple[Absence, ...]:
    if not isinstance(value, list) or len(value) > ABSENCES_MOST:
        raise ValueError(f"offline 0–{ABSENCES_MOST}")
    pairs = [each for each in value if isinstance(each, list) and len(each) == 2]
    if len(pairs) != len(value):
        raise ValueError("offline [[from, until]]")
    return tuple(Absence(_instant(began), None if ended is None else _instant(ended)) for began, ended in pairs)


class State(StrEnum):
    SHOWING = "showing"
    QUIET = "quiet"
    """Nothing heard for a little while, which happens."""
    HIDDEN = "hidden"
    """Its page is there, but its window is hidden or switched off."""
    DARK = "dark"
    NEVER = "never"
    """Not seen since the board was started."""
    CLOSED = "closed"
    """Outside its open hours, it is meant to be dark."""


@dataclass(frozen=True)
class Sight:
    """What is known of a screen from its polls and reports."""

    shown_at: datetime | None
    """When somebody could last see something on it; None for not since the board was started."""
    heard_at: datetime | None
    """When its page last said anything at all."""


def open_since(screen: Screen, now: datetime, zone: tzinfo) -> datetime | None:
    """When its present open hours began; None outside them, and long ago for a screen that never closes."""
    local = now.astimezone(zone)
    if not screen.is_open(local.time()):
        return None
    if screen.opens_at is None:
        return datetime.min.replace(tzinfo=UTC)
    opened = datetime.combine(local.date(), time.fromisoformat(screen.opens_at), zone)
    if opened > local:  # last night's hours go on over midnight
        opened = datetime.combine(local.date() - timedelta(days=1), opened.timetz())
    return opened.astimezone(UTC)


def dark_since(screen: Screen, sight: Sight, watched_since: datetime, now: datetime, zone: tzinfo) -> datetime | None:
    """From when on it has shown nothing, though open and though the board was there to see it; None while it may be dark."""
    opened = open_since(screen, now, zone)
    return None if opened is None else max(sight.shown_at or watched_since, watched_since, opened)


def state_of(screen: Screen, sight: Sight, watched_since: datetime, now: datetime, zone: tzinfo, dark_minutes: int) -> State:
    dark = dark_since(screen, sight, watched_since, now, zone)
    if dark is None:
        return State.CLOSED
    if sight.shown_at is not None and now - sight.shown_at <= FRESH:
        return State.SHOWING
    is_heard = sight.heard_at is not None and now - sight.heard_at <= FRESH
    if is_heard:
        return State.HIDDEN
    if sight.heard_at is None:
        return State.NEVER
    return State.DARK if now - dark >= timedelta(minutes=dark_minutes) else State.QUIET
