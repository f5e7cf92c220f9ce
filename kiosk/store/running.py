"""When the server ran, told by itself every minute, and when its clock was in doubt: so that a power cut, which leaves no
note, can be told afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from kiosk.rules.outages import Cause, Outage
from kiosk.store.instants import from_text, to_text

UNNOTICED = timedelta(minutes=3)
"""Shorter it was not off: between two beats, or started anew."""


def last_at(db: Database) -> datetime | None:
    """When it was on last; None for a board that was never served."""
    row = db.execute("SELECT last_at FROM running ORDER BY run DESC LIMIT 1").fetchone()
    return from_text(row[0]) if row else None


def beat(db: Database, now: datetime) -> None:
    """Call it in a transaction. The run goes on, also over a start so short that nobody noticed; whatever lies further back
    was before the power cut, or before the clock was set, and another one begins."""
    sql = "UPDATE running SET last_at = :now WHERE run = (SELECT max(run) FROM running) AND last_at BETWEEN :since AND :now"
    if db.execute(sql, {"now": to_text(now), "since": to_text(now - UNNOTICED)}).rowcount == 0:
        db.execute("INSERT INTO running (began_at, last_at) VALUES (:now, :now)", {"now": to_text(now)})


@dataclass(frozen=True)
class Doubted:
    """A time in which the hour was not known; both ends by what was held to be the time."""

    number: int
    began_at: datetime
    ended_at: datetime | None
    ahead: timedelta
    """By how much the clock was ahead of what was expected; less than nothing where it was behind."""


def last_doubt(db: Database) -> Doubted | None:
    row = db.execute("SELECT doubt, began_at, ended_at, ahead_seconds FROM clock_doubts ORDER BY doubt DESC LIMIT 1").fetchone()
    return Doubted(row[0], from_text(row[1]), from_text(row[2]), timedelta(seconds=row[3])) if row else None


def begin_doubt(db: Database, why: str, ahead: timedelta, now: datetime) -> int:
    sql = "INSERT INTO clock_doubts (began_at, ended_at, why, ahead_seconds) VALUES (?, NULL, ?, ?)"
    db.execute(sql, [to_text(now), why, int(ahead.total_seconds())])
    return db.execute("SELECT last_insert_rowid()").fetchone()[0]


def go_on_doubting(db: Database, number: int, why: str, ahead: timedelta) -> None:
    sql = "UPDATE clock_doubts SET why = ?, ahead_seconds = ? WHERE doubt = ?"
    db.execute(sql, [why, int(ahead.total_seconds()), number])


def end_doubt(db: Database, number: int, now: datetime) -> None:
    db.execute("UPDATE clock_doubts SET ended_at = ? WHERE doubt = ? AND ended_at IS NULL", [to_text(now), number])


def off_between(db: Database, since: datetime, until: datetime) -> list[Outage]:
    """When the board was off, and when its hour was not known, cut off at both ends; before its first beat nothing is
    known. In the order of their beginnings."""
    found = [*_off(db, since, until), *_doubted(db, since, until)]
    return sorted(found, key=lambda outage: outage.began_at)


def _off(db: Database, since: datetime, until: datetime) -> Iterator[Outage]:
    sql = """
        SELECT began_at, last_at FROM running WHERE last_at >= :since AND began_at <= :until
        UNION
        SELECT began_at, last_at FROM (SELECT * FROM running WHERE last_at < :since ORDER BY last_at DESC LIMIT 1)
        UNION
        SELECT began_at, last_at FROM (SELECT * FROM running WHERE began_at > :until ORDER BY began_at LIMIT 1)
        ORDER BY began_at
    """
    on_until = None
    for row in db.execute(sql, {"since": to_text(since), "until": to_text(until)}).fetchall():
        began, ended = map(from_text, row)
        if on_until is not None and began - on_until > UNNOTICED and on_until < until and began > since:
            yield Outage(None, max(on_until, since), min(began, until), Cause.BOARD_OFF)
        on_until = ended if on_until is None else max(on_until, ended)
    if on_until is not None and until - on_until > UNNOTICED:
        yield Outage(None, max(on_until, since), None, Cause.BOARD_OFF)


def _doubted(db: Database, since: datetime, until: datetime) -> Iterator[Outage]:
    """One that was settled by an earlier hour than it began at has taken no time."""
    sql = "SELECT began_at, ended_at FROM clock_doubts WHERE began_at < ? AND (ended_at IS NULL OR ended_at > ?)"
    for row in db.execute(sql, [to_text(until), to_text(since)]).fetchall():
        began, ended = map(from_text, row)
        if ended is None or ended > began:
            yield Outage(None, max(began, since), min(ended, until) if ended else None, Cause.CLOCK_WRONG)
