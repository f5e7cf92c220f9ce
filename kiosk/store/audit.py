"""The audit log: a chain in which each entry holds the digest of the one before."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.masks import masked_identity
from kiosk.store.instants import from_text, to_text

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")


@dataclass(frozen=True)
class Deed:
    who: str
    deed: str
    facts: Mapping[str, object]
    notice: int | None = None


def record(db: Database, deed: Deed, now: datetime) -> None:
    """Call it inside the transaction of the deed itself. It is kept for good: resident ID numbers, which a title or the
    name of a file may hold, do not stand in it whole."""
    previous = head(db)
    facts = json.dumps(dict(deed.facts), ensure_ascii=False, sort_keys=True)
    facts = _IDENTITY.sub(lambda found: masked_identity(found[0]), facts)
    entry = {"at": to_text(now), "who": deed.who, "deed": deed.deed, "notice": deed.notice, "facts": facts}
    db.table("audit").insert(entry | {"previous": previous, "digest": _digest(entry, previous)})


def head(db: Database) -> str:
    row = db.execute("SELECT digest FROM audit ORDER BY entry DESC LIMIT 1").fetchone()
    return row[0] if row else ""


def last_at(db: Database) -> datetime | None:
    """When something was done last, by the order of the entries; None where nothing was."""
    row = db.execute("SELECT at FROM audit ORDER BY entry DESC LIMIT 1").fetchone()
    return from_text(row[0]) if row else None


def first_broken_entry(db: Database, after: int = 0) -> int | None:
    """The first entry that does not follow from the one before; None when the chain holds. `after` is the entry from
    which on it is looked at: a hundred thousand take most of a second."""
    known = db.execute("SELECT digest FROM audit WHERE entry = ?", [after]).fetchone()
    previous = known[0] if known else ""
    for row in db.query("SELECT * FROM audit WHERE entry > ? ORDER BY entry", [after]):
        entry = {name: row[name] for name in ("at", "who", "deed", "notice", "facts")}
        if row["previous"] != previous or row["digest"] != _digest(entry, previous):
            return row["entry"]
        previous = row["digest"]
    return None


def _digest(entry: Mapping[str, object], previous: str) -> str:
    chained = json.dumps([previous, *entry.values()], ensure_ascii=False)
    return hashlib.sha256(chained.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Entry:
    entry: int
    at: datetime
    who: str
    deed: str
    notice: int | None
    facts: Mapping[str, object]
    digest: str


@dataclass(frozen=True)
class Wanted:
    """Which entries of the log somebody wants to see; what is empty does not matter."""

    who: str = ""
    deed: str = ""
    notice: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    """Anywhere in the facts."""


def entries(db: Database, wanted: Wanted, before: int | None = None, limit: int | None = None) -> Iterator[Entry]:
    """The newest first, one at a time; `before` is the entry to go on below."""
    conditions = {
        "who = :who": wanted.who,
        "deed = :deed": wanted.deed,
        "notice = :notice": wanted.notice,
        "at >= :since": to_text(wanted.since),
        "at < :until": to_text(wanted.until),
        "instr(facts, :words) > 0": json.dumps(wanted.words, ensure_ascii=False)[1:-1],
        "entry < :before": before,
    }
    given = [condition for condition, value in conditions.items() if value not in (None, "")]
    values = {condition.split(":")[1].split(")")[0]: value for condition, value in conditions.items()}
    where = f"WHERE {' AND '.join(given)}" if given else ""
    sql = f"SELECT entry, at, who, deed, notice, facts, digest FROM audit {where} ORDER BY entry DESC LIMIT :limit"
    for row in db.query(sql, values | {"limit": -1 if limit is None else limit}):
        yield Entry(**row | {"at": from_text(row["at"]), "facts": json.loads(row["facts"])})


def last_of_notice(db: Database, notice: int) -> tuple[str, str] | None:
    """Who did what to it last."""
    sql = "SELECT who, deed FROM audit WHERE notice = ? ORDER BY entry DESC LIMIT 1"
    return db.execute(sql, [notice]).fetchone()


def last_among(db: Database, notice: int, deeds: Iterable[str]) -> str:
    """Which of these was done to it last; "" where none was."""
    sql = """SELECT deed FROM audit WHERE notice = ? AND deed IN (SELECT value FROM json_each(?))
             ORDER BY entry DESC LIMIT 1"""
    row = db.execute(sql, [notice, json.dumps(list(deeds))]).fetchone()
    return row[0] if row else ""


def first_title(db: Database, notice: int) -> str:
    """Under which it was begun or imported; "" where the log does not tell."""
    sql = """SELECT json_extract(facts, '$.title') FROM audit
             WHERE notice = ? AND deed IN ('notice.begun', 'notice.imported') ORDER BY entry LIMIT 1"""
    row = db.execute(sql, [notice]).fetchone()
    return str(row[0] or "") if row else ""


def names(db: Database) -> list[str]:
    """Everybody who ever did something: one step through the index for each, however many entries there are."""
    sql = """
        WITH RECURSIVE names(who) AS (
            SELECT min(who) FROM audit
            UNION ALL SELECT (SELECT min(who) FROM audit WHERE who > names.who) FROM names WHERE names.who IS NOT NULL
        )
        SELECT who FROM names WHERE who IS NOT NULL
    """
    return [row[0] for row in db.execute(sql).fetchall()]


def last_entry(db: Database) -> int:
    return db.execute("SELECT coalesce(max(entry), 0) FROM audit").fetchone()[0]
