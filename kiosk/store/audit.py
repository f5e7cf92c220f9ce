"""The audit log: a chain in which each entry holds the digest of the one before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.instants import to_text


@dataclass(frozen=True)
class Deed:
    who: str
    deed: str
    facts: Mapping[str, object]
    notice: int | None = None


def record(db: Database, deed: Deed, now: datetime) -> None:
    """Call it inside the transaction of the deed itself."""
    previous = head(db)
    facts = json.dumps(dict(deed.facts), ensure_ascii=False, sort_keys=True)
    entry = {"at": to_text(now), "who": deed.who, "deed": deed.deed, "notice": deed.notice, "facts": facts}
    db.table("audit").insert(entry | {"previous": previous, "digest": _digest(entry, previous)})


def head(db: Database) -> str:
    row = db.execute("SELECT digest FROM audit ORDER BY entry DESC LIMIT 1").fetchone()
    return row[0] if row else ""


def first_broken_entry(db: Database) -> int | None:
    """The first entry that does not follow from the one before; None when the chain holds."""
    previous = ""
    for row in db.query("SELECT * FROM audit ORDER BY entry"):
        entry = {name: row[name] for name in ("at", "who", "deed", "notice", "facts")}
        if row["previous"] != previous or row["digest"] != _digest(entry, previous):
            return row["entry"]
        previous = row["digest"]
    return None


def _digest(entry: Mapping[str, object], previous: str) -> str:
    chained = json.dumps([previous, *entry.values()], ensure_ascii=False)
    return hashlib.sha256(chained.encode("utf-8")).hexdigest()
