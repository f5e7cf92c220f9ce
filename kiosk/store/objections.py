"""What residents object to, as it was registered and answered. Who they are never leaves the desk."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.rules.objections import Objection
from kiosk.store.instants import from_text, to_text


@dataclass(frozen=True)
class Registered:
    """With what only the desk may know."""

    objection: Objection
    way: str
    person: str
    """Who objected and how they can be reached; "" where they did not say."""
    is_late: bool
    """It came when the days for objections were over."""


_ALL = "SELECT * FROM objections_received"


def add(db: Database, notice: int, version: int, words: str, way: str, person: str, is_late: bool, by: str, form: str, now: datetime) -> int | None:
    """Its number; None for a form that has come before."""
    row = {"notice": notice, "version": version, "received_at": to_text(now), "words": words, "way": way}
    row |= {"person": person, "is_late": int(is_late), "registered_by": by, "form": form, "answer": "", "answered_by": ""}
    if db.execute("SELECT 1 FROM objections_received WHERE form = ?", [form]).fetchone():
        return None
    return db.table("objections_received").insert(row, pk="objection").last_pk


def answer(db: Database, objection: int, words: str, by: str, now: datetime) -> bool:
    """False when it has been answered already."""
    sql = "UPDATE objections_received SET answer = ?, answered_by = ?, answered_at = ? WHERE objection = ? AND answered_at IS NULL"
    return db.execute(sql, [words, by, to_text(now), objection]).rowcount == 1


def propose(db: Database, objection: int, words: str, by: str, now: datetime) -> bool:
    """In the place of what was proposed before; False when it has been answered already."""
    sql = "UPDATE objections_received SET proposal = ?, proposed_by = ?, proposed_at = ? WHERE objection = ? AND answered_at IS NULL"
    return db.execute(sql, [words, by, to_text(now), objection]).rowcount == 1


def get(db: Database, objection: int) -> Registered | None:
    return next((_registered(row) for row in db.query(f"{_ALL} WHERE objection = ?", [objection])), None)


def registered(db: Database, notice: int) -> list[Registered]:
    return [_registered(row) for row in db.query(f"{_ALL} WHERE notice = ? ORDER BY objection", [notice])]


def of_notice(db: Database, notice: int) -> list[Objection]:
    return [each.objection for each in registered(db, notice)]


def received_between(db: Database, since: datetime, until: datetime) -> list[Objection]:
    sql = f"{_ALL} WHERE received_at >= ? AND received_at < ? ORDER BY objection"
    return [_registered(row).objection for row in db.query(sql, [to_text(since), to_text(until)])]


def all_open(db: Database) -> list[Registered]:
    """The longest waiting first."""
    return [_registered(row) for row in db.query(f"{_ALL} WHERE answered_at IS NULL ORDER BY received_at, objection")]


def count_open(db: Database, notice: int) -> int:
    sql = "SELECT count(*) FROM objections_received WHERE notice = ? AND answered_at IS NULL"
    return int(db.execute(sql, [notice]).fetchone()[0])


def _registered(row: dict[str, object]) -> Registered:
    objection = Objection(
        objection=int(str(row["objection"])),
        notice=int(str(row["notice"])),
        version=int(str(row["version"])),
        received_at=from_text(str(row["received_at"])),
        words=str(row["words"]),
        registered_by=str(row["registered_by"]),
        answer=str(row["answer"]),
        answered_at=from_text(str(row["answered_at"])) if row["answered_at"] else None,
        answered_by=str(row["answered_by"]),
        proposal=str(row["proposal"]),
        proposed_by=str(row["proposed_by"]),
        proposed_at=from_text(str(row["proposed_at"])) if row["proposed_at"] else None,
    )
    return Registered(objection, str(row["way"]), str(row["person"]), bool(row["is_late"]))
