"""What people said and did about a version: who wrote it, who passed or returned it and with which words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.notice import Notice
from kiosk.rules.people import By
from kiosk.store.instants import from_text, to_text


@dataclass(frozen=True)
class Opinion:
    version: int
    person: int | None
    name: str
    step: str
    words: str
    at: datetime


@dataclass(frozen=True)
class SetAside:
    """What somebody typed into a draft while somebody else saved it."""

    number: int
    version: int
    name: str
    typed: Mapping[str, str]
    at: datetime


def give(db: Database, notice: int, version: int, by: By, step: str, words: str, now: datetime) -> None:
    person = by.person.number if by.person else None
    row = {"notice": notice, "version": version, "person": person, "name": by.name, "step": step, "words": words}
    db.table("opinions").insert(row | {"at": to_text(now)})


def of_notice(db: Database, notice: int) -> list[Opinion]:
    """In the order in which they were given."""
    sql = "SELECT version, person, name, step, words, at FROM opinions WHERE notice = ? ORDER BY opinion"
    return [Opinion(**row | {"at": from_text(row["at"])}) for row in db.query(sql, [notice])]


def last_said(db: Database, notice: Notice, step: str, ago: int = 0) -> Opinion | None:
    """The last time somebody took that step with this version, or with one so many before: the words that residents may
    read. What is said of a correction that is still on its way is not among them."""
    until = notice.version - ago
    found = [each for each in of_notice(db, notice.number or 0) if each.step == step and each.version <= until]
    return found[-1] if found else None


def withdrawal(db: Database, notice: Notice) -> Opinion | None:
    """Of this very version, wherever it has gone since: an earlier one that was withdrawn and corrected is another text."""
    said = last_said(db, notice, "withdraw")
    return said if said is not None and said.version == notice.version else None


def add_author(db: Database, notice: int, version: int, person: int) -> None:
    db.execute("INSERT OR IGNORE INTO authors VALUES (?, ?, ?)", [notice, version, person])


def carry_authors(db: Database, notice: int, from_version: int, to_version: int) -> None:
    """Who wrote the returned text has written the one that continues it."""
    sql = "INSERT OR IGNORE INTO authors SELECT notice, ?, person FROM authors WHERE notice = ? AND version = ?"
    db.execute(sql, [to_version, notice, from_version])


def authors(db: Database, notice: int, version: int) -> dict[int, str]:
    """Their names by number."""
    sql = "SELECT person, name FROM authors JOIN people USING (person) WHERE notice = ? AND version = ? ORDER BY person"
    return dict(db.execute(sql, [notice, version]).fetchall())


def set_aside(db: Database, notice: int, version: int, name: str, typed: Mapping[str, str], now: datetime) -> None:
    text = json.dumps(dict(typed), ensure_ascii=False)
    # Sent again against a draft that has moved on, the same text is still one; another one of the same person is kept too.
    same = [notice, version, name, text]
    db.execute("DELETE FROM set_aside WHERE notice = ? AND version = ? AND name = ? AND typed = ?", same)
    row = {"notice": notice, "version": version, "name": name, "typed": text, "at": to_text(now)}
    db.table("set_aside").insert(row)


def all_set_aside(db: Database, notice: int, version: int) -> list[SetAside]:
    """Of this version and those before it: it may have been handed in while somebody was still typing."""
    sql = "SELECT text AS number, version, name, typed, at FROM set_aside WHERE notice = ? AND version <= ? ORDER BY text"
    return [
        SetAside(**row | {"typed": json.loads(row["typed"]), "at": from_text(row["at"])})
        for row in db.query(sql, [notice, version])
    ]


def drop_set_aside(db: Database, notice: int, number: int) -> bool:
    """False when it was gone already."""
    return db.execute("DELETE FROM set_aside WHERE notice = ? AND text = ?", [notice, number]).rowcount == 1


def first_shown(db: Database, notice: int, version: int) -> dict[str, datetime]:
    """When each screen first said that it shows it."""
    sql = "SELECT screen, at FROM first_shown WHERE notice = ? AND version = ? ORDER BY at"
    return {screen: from_text(at) for screen, at in db.execute(sql, [notice, version]).fetchall()}


def is_shown(db: Database, notice: int, version: int, screen: str, now: datetime) -> None:
    """Only the first time counts."""
    db.execute("INSERT OR IGNORE INTO first_shown VALUES (?, ?, ?, ?)", [notice, version, screen, to_text(now)])
