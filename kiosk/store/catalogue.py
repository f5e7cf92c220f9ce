"""A village's own entries in the disclosure catalogue, and what was shipped when somebody last looked at what is new."""

import json

from sqlite_utils import Database

from kiosk.rules.catalogue import Row
from kiosk.rules.own_catalogue import OwnEntry, overlaid
from kiosk.shipped import catalogue_rows


def entries(db: Database) -> list[OwnEntry]:
    rows = db.query("SELECT code, own, shipped, reason, declined FROM own_catalogue ORDER BY code")
    return [
        OwnEntry(row["code"], json.loads(row["own"]), json.loads(row["shipped"]), row["reason"], json.loads(row["declined"]))
        for row in rows
    ]


def put(db: Database, entry: OwnEntry) -> None:
    texts = {name: json.dumps(dict(getattr(entry, name)), ensure_ascii=False) for name in ("own", "shipped", "declined")}
    db.table("own_catalogue").upsert({"code": entry.code, "reason": entry.reason} | texts, pk="code")


def forget(db: Database, code: str) -> None:
    db.execute("DELETE FROM own_catalogue WHERE code = ?", [code])


def rows(db: Database) -> dict[str, Row]:
    """Of every item as it holds in this village."""
    return overlaid(catalogue_rows(), entries(db))


def seen(db: Database) -> dict[str, Row] | None:
    """What was shipped when somebody last looked; None on a board that has never been asked."""
    row = db.execute("SELECT rows FROM catalogue_seen").fetchone()
    return json.loads(row[0]) if row else None


def put_seen(db: Database, shipped: dict[str, Row]) -> None:
    db.table("catalogue_seen").upsert({"one": 1, "rows": json.dumps(shipped, ensure_ascii=False)}, pk="one")
