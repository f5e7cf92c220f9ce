"""What has been decided about devices that say they are a screen, and what those tell about which nobody has decided."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.airings import Airing
from kiosk.rules.screen_devices import Device
from kiosk.store import airings
from kiosk.store.instants import from_text, to_text

DEVICES_MOST = 8
"""Of one screen whose telling is held; of more, the one that has been silent longest goes."""
ROWS_MOST = 30_000
"""Held of one screen: more than one TV tells in the two months for which it may tell."""
_HOUR = "%Y-%m-%dT%H"


@dataclass(frozen=True)
class Held:
    """What a device has told that does not count yet."""

    device: str
    seconds: int
    first_at: datetime
    last_at: datetime


def decided(db: Database) -> list[Device]:
    rows = db.execute("SELECT screen, device, is_ours FROM screen_devices ORDER BY screen, decided_at").fetchall()
    return [Device(screen, device, bool(is_ours)) for screen, device, is_ours in rows]


def decide(db: Database, device: Device, who: str, now: datetime) -> None:
    db.execute(
        "INSERT OR REPLACE INTO screen_devices (screen, device, is_ours, decided_at, decided_by) VALUES (?, ?, ?, ?, ?)",
        [device.screen, device.device, int(device.is_ours), to_text(now), who],
    )


def forget(db: Database, screen: str) -> None:
    db.execute("DELETE FROM screen_devices WHERE screen = ?", [screen])


def waiting(db: Database, screen: str) -> list[Held]:
    """Longest silent first."""
    sql = """SELECT device, sum(seconds), min(first_at), max(last_at) AS last_at FROM held_airings
             WHERE screen = ? GROUP BY device ORDER BY last_at"""
    rows = db.execute(sql, [screen]).fetchall()
    return [Held(device, seconds, from_text(first), from_text(last)) for device, seconds, first, last in rows]


def hold(db: Database, screen: str, device: str, run: str, told: Sequence[Airing]) -> None:
    """In a transaction of the caller's."""
    silent = [each.device for each in waiting(db, screen) if each.device != device]
    for gone in silent[: max(0, len(silent) - DEVICES_MOST + 1)]:
        drop(db, screen, gone)
    (held,) = db.execute("SELECT count(*) FROM held_airings WHERE screen = ?", [screen]).fetchone()
    db.conn.executemany(
        """INSERT INTO held_airings (screen, device, run, hour, notice, version, seconds, first_at, last_at, pages)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET seconds = excluded.seconds, last_at = excluded.last_at, pages = excluded.pages
           WHERE excluded.seconds > seconds""",
        [[screen, device, run, *_row(each)] for each in told[: max(0, ROWS_MOST - held)]],
    )


def release(db: Database, screen: str, device: str) -> list[Airing]:
    """What was held counts from now on. In a transaction of the caller's."""
    sql = "SELECT run, notice, version, hour, seconds, first_at, last_at, pages FROM held_airings WHERE screen = ? AND device = ?"
    told = [(run, airings.airing_of(*row)) for run, *row in db.execute(sql, [screen, device]).fetchall()]
    for run in dict.fromkeys(run for run, _airing in told):
        airings.note(db, screen, run, [airing for of_run, airing in told if of_run == run])
    drop(db, screen, device)
    return [airing for _run, airing in told]


def drop(db: Database, screen: str, device: str) -> None:
    db.execute("DELETE FROM held_airings WHERE screen = ? AND device = ?", [screen, device])


def has_held_before(db: Database, before: datetime) -> bool:
    return bool(db.execute("SELECT 1 FROM held_airings WHERE hour < ? LIMIT 1", [before.strftime(_HOUR)]).fetchall())


def drop_before(db: Database, before: datetime) -> None:
    db.execute("DELETE FROM held_airings WHERE hour < ?", [before.strftime(_HOUR)])


def _row(each: Airing) -> list[object]:
    times = [to_text(each.first_at), to_text(each.last_at)]
    return [each.hour.strftime(_HOUR), each.notice, each.version, each.seconds, *times, json.dumps(sorted(each.pages))]
