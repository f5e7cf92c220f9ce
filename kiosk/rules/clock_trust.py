"""Whether the machine's clock can be believed, and by what time everything is decided while it cannot.

A box in a village hall has often no battery for its clock, and no internet: it wakes up in 1970, at its last shutdown, or
in a year that somebody mistyped. What is known all the same is that no time runs backwards from what has been written
down, and how long this process has been running.

While the clock is in doubt, the last instant that was held to be true, and what has gone by since, is the time for
everything: what hangs goes on hanging, and nothing begins, ends, closes or is published by an hour that nobody knows. So
after weeks in a drawer a notice whose time may be up hangs until somebody says what day it is. That was chosen over taking
it down: a notice that hangs too long can still be taken down, one that came down too early has broken the law.

What cannot be told: a clock that is ahead by less than the longest absence when the machine is switched on.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

SLACK = timedelta(minutes=10)
"""By which a clock may be put right without anybody being asked."""
RELEASED_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""Earlier there was no such product: the law that it goes by is in force since then."""
_NOTHING = timedelta(0)


class Doubt(StrEnum):
    IMPOSSIBLE = "impossible"
    """It shows a time before there was this product."""
    BEHIND = "behind"
    """It shows a time before something that has happened already."""
    AHEAD = "ahead"
    """It leapt while the machine was running."""
    LONG_OFF = "long_off"
    """The machine has been off for longer than is usual, or its clock is wrong."""


@dataclass(frozen=True)
class Said:
    """What a machine says at one moment."""

    wall: datetime
    steady: float
    """Seconds that count on evenly, also while it sleeps, whatever its clock is set to."""
    is_network_time: bool = False
    """Its clock is kept by the network."""


@dataclass(frozen=True)
class Known:
    """What stands written down when a process begins."""

    at: datetime | None = None
    """The last instant at which something happened."""
    absence: timedelta | None = None
    """The longest that the machine may have been off since then without anybody being asked; None where nothing tells when
    it was on last."""
    was_ahead: timedelta | None = None
    """By how much its clock had leapt when it was last in doubt, and nobody has settled that."""


@dataclass(frozen=True)
class Held:
    """What is held to be true at one moment."""

    now: datetime
    """By which everything is decided."""
    said: Said
    doubt: Doubt | None = None
    may_lead: timedelta | None = SLACK
    """How far the clock may be ahead of `now`; None for any lead."""
    or_else: Doubt = Doubt.AHEAD
    """The doubt when it is further ahead."""
    gap: timedelta = timedelta(days=30)
    """The longest sleep that is believed."""


def at_the_start(known: Known, said: Said) -> Held:
    at = max(filter(None, (known.at, RELEASED_AT)))
    held = Held(at, said, may_lead=known.absence, or_else=Doubt.LONG_OFF)
    if known.absence is not None:
        held = replace(held, gap=known.absence)
    if known.was_ahead is not None:
        lead = known.was_ahead - SLACK
        if held.may_lead is None or lead < held.may_lead:
            held = replace(held, may_lead=lead, or_else=Doubt.AHEAD)
    return after(held, said)


def after(held: Held, said: Said) -> Held:
    expected = held.now + _gone_by(held, said)
    doubt = _doubt(held, expected, said)
    if doubt is None:
        return believed(held, said)
    return Held(expected, said, doubt, held.may_lead, held.or_else, held.gap)


def believed(held: Held, said: Said) -> Held:
    """Somebody, or everything that is known, says that the clock is right."""
    return Held(said.wall, said, gap=held.gap)


def _gone_by(held: Held, said: Said) -> timedelta:
    passed = timedelta(seconds=said.steady - held.said.steady)
    return passed if _NOTHING <= passed <= held.gap else _NOTHING


def _doubt(held: Held, expected: datetime, said: Said) -> Doubt | None:
    if said.is_network_time:
        return None
    if said.wall < RELEASED_AT:
        return Doubt.IMPOSSIBLE
    if said.wall < expected - SLACK:
        return Doubt.BEHIND
    if held.may_lead is not None and said.wall > expected + held.may_lead:
        return held.or_else
    return None
