"""When a screen was dark although it should have shown something."""

from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.outages import Cause, Outage
from kiosk.store.instants import from_text, to_text

_COLUMNS = "screen, began_at, ended_at, cause"


def between(db: Database, screen: str, since: datetime, until: datetime) -> list[Outage]:
    """Those that share any time with it, in order."""
    sql = f"""SELECT {_COLUMNS} FROM screen_outages WHERE screen = :screen AND ended_at > :since AND began_at < :until
              UNION ALL
              SELECT {_COLUMNS} FROM screen_outages WHERE screen = :screen AND ended_at IS NULL AND began_at < :until
              ORDER BY began_at"""
    times = {"since": to_text(since), "until": to_text(until)}
    return [_outage(*row) for row in db.execute(sql, {"screen": screen} | times).fetchall()]


def lasting(db: Database) -> dict[str, tuple[Outage, datetime]]:
    """Those without an end yet, by screen, and until when each is known."""
    rows = db.execute(f"SELECT {_COLUMNS}, known_until FROM screen_outages WHERE ended_at IS NULL").fetchall()
    return {screen: (_outage(screen, *row), from_text(known)) for screen, *row, known in rows}


def begin(db: Database, outage: Outage, known_until: datetime) -> None:
    """Nothing where one lasts already, or where one began at that very instant."""
    db.execute(
        "INSERT INTO screen_outages (screen, began_at, known_until, cause) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [outage.screen, to_text(outage.began_at), to_text(known_until), outage.cause.value],
    )


def goes_on(db: Database, screen: str, known_until: datetime) -> None:
    sql = "UPDATE screen_outages SET known_until = ? WHERE screen = ? AND ended_at IS NULL"
    db.execute(sql, [to_text(known_until), screen])


def end(db: Database, screen: str, at: datetime) -> None:
    sql = "UPDATE screen_outages SET ended_at = max(began_at, ?) WHERE screen = ? AND ended_at IS NULL"
    db.execute(sql, [to_text(at), screen])


def _outage(screen: str, began_at: str, ended_at: str | None, cause: str) -> Outage:
    return Outage(screen, from_text(began_at), from_text(ended_at), Cause(cause))
