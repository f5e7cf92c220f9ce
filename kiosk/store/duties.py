"""What is written down about duties: which need not be met, which were prepared, and drafts that are on their way."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.notice import OPEN, Status
from kiosk.store.instants import to_text

Key = tuple[str, str]
"""An item's code and a period's; "" for what has none."""
_OPEN = ", ".join(f"'{status.value}'" for status in sorted(OPEN))


def exemptions(db: Database) -> dict[Key, str]:
    """Why there is nothing to post."""
    return {(item, period): words for item, period, words in db.execute("SELECT item, period, words FROM duty_exemptions").fetchall()}


def exempt(db: Database, key: Key, words: str, name: str, now: datetime) -> None:
    row = {"item": key[0], "period": key[1], "words": words, "name": name, "at": to_text(now)}
    db.table("duty_exemptions").upsert(row, pk=("item", "period"))


def require(db: Database, key: Key) -> None:
    db.execute("DELETE FROM duty_exemptions WHERE item = ? AND period = ?", key)


def prepared(db: Database, keys: Iterable[Key]) -> set[Key]:
    """Those of these."""
    sql = """SELECT item, period FROM prepared_duties WHERE (item, period) IN
             (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"""
    return set(db.execute(sql, [json.dumps(list(keys))]).fetchall())


def is_prepared(db: Database, key: Key, now: datetime) -> None:
    db.execute("INSERT OR IGNORE INTO prepared_duties (item, period, at) VALUES (?, ?, ?)", [*key, to_text(now)])


@dataclass(frozen=True)
class UnderWay:
    number: int
    version: int
    status: Status


def under_way(db: Database) -> dict[Key, UnderWay]:
    """Of each duty the notice that is on its way to the board, the one furthest on. A period that is only half typed is none."""
    sql = f"SELECT item, coalesce(period, ''), notice, version, status FROM versions WHERE status IN ({_OPEN}) AND item IS NOT NULL"
    order = [Status.DRAFT, Status.REVIEW, Status.RECHECK, Status.PASSED]
    found: dict[Key, UnderWay] = {}
    for item, period, notice, version, status in db.execute(sql).fetchall():
        this = UnderWay(notice, version, Status(status))
        known = found.get((item, period))
        if known is None or order.index(known.status) < order.index(this.status):
            found[item, period] = this
    return found


_STOOD = """status IN ('published', 'closed', 'archived') AND NOT EXISTS (SELECT 1 FROM opinions o
    WHERE o.notice = versions.notice AND o.version = versions.version AND o.step = 'withdraw')"""
"""What was withdrawn is nothing to begin from, even if it was put into the archive afterwards."""


def last_of(db: Database, item: str) -> int | None:
    """The number of what was posted last for that item, by its period."""
    sql = f"""SELECT notice FROM versions WHERE item = ? AND {_STOOD}
             ORDER BY period_last_on DESC, published_at DESC LIMIT 1"""
    row = db.execute(sql, [item]).fetchone()
    return row[0] if row else None


def ever_posted(db: Database, items: Iterable[str]) -> set[str]:
    """Those of these items for which something was posted: of each the newest is looked at, not everything that ever was."""
    return {item for item in set(items) if last_of(db, item) is not None}
