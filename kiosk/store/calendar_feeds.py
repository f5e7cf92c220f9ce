"""Secret addresses under which the calendar of duties is read, one for each person; only a digest of them is kept."""

import hashlib
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.instants import from_text, to_text


def give(db: Database, person: int, secret: str, now: datetime) -> None:
    """The one given before holds no longer."""
    db.table("calendar_feeds").upsert({"person": person, "digest": _digest(secret), "given_at": to_text(now)}, pk="person")


def stop(db: Database, person: int) -> bool:
    return db.execute("DELETE FROM calendar_feeds WHERE person = ?", [person]).rowcount > 0


def given_at(db: Database, person: int) -> datetime | None:
    row = db.execute("SELECT given_at FROM calendar_feeds WHERE person = ?", [person]).fetchone()
    return from_text(row[0]) if row else None


def is_known(db: Database, secret: str) -> bool:
    """Of somebody who still works here."""
    sql = "SELECT 1 FROM calendar_feeds JOIN people USING (person) WHERE digest = ? AND is_active = 1"
    return db.execute(sql, [_digest(secret)]).fetchone() is not None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
