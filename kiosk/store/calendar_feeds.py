"""Secret addresses under which the calendar of duties is read, one for each person; only a digest of them is kept."""

import hashlib
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.people import Person
from kiosk.store import people
from kiosk.store.instants import from_text, to_text


def give(db: Database, person: int, secret: str, now: datetime) -> None:
    """The one given before holds no longer."""
    db.table("calendar_feeds").upsert({"person": person, "digest": _digest(secret), "given_at": to_text(now)}, pk="person")


def stop(db: Database, person: int) -> bool:
    return db.execute("DELETE FROM calendar_feeds WHERE person = ?", [person]).rowcount > 0


def given_at(db: Database, person: int) -> datetime | None:
    row = db.execute("SELECT given_at FROM calendar_feeds WHERE person = ?", [person]).fetchone()
    return from_text(row[0]) if row else None


def owner(db: Database, secret: str) -> Person | None:
    """None for a secret that nobody has."""
    row = db.execute("SELECT person FROM calendar_feeds WHERE digest = ?", [_digest(secret)]).fetchone()
    return people.get(db, row[0]) if row else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
