"""Publicity records that were issued: kept as they were, and never changed."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.instants import from_text, to_text


@dataclass(frozen=True)
class Issued:
    code: str
    notice: int
    issued_at: datetime
    issued_by: str
    content: str
    digest: str
    head_entry: int
    head_digest: str
    form: str
    record: int | None = None
    """Given by the board, for good."""


def put(db: Database, issued: Issued) -> int:
    row = asdict(issued) | {"issued_at": to_text(issued.issued_at)}
    return db.table("publicity_records").insert(row, pk="record").last_pk


def get(db: Database, record: int) -> Issued | None:
    return _first(db, "record = ?", record)


def with_code(db: Database, code: str) -> Issued | None:
    return _first(db, "code = ?", code)


def of_form(db: Database, form: str) -> Issued | None:
    return _first(db, "form = ?", form)


def of_notice(db: Database, notice: int) -> list[Issued]:
    """The newest first."""
    sql = "SELECT * FROM publicity_records WHERE notice = ? ORDER BY record DESC"
    return [_issued(row) for row in db.query(sql, [notice])]


def _first(db: Database, condition: str, value: object) -> Issued | None:
    row = next(db.query(f"SELECT * FROM publicity_records WHERE {condition}", [value]), None)
    return _issued(row) if row else None


def _issued(row: dict[str, object]) -> Issued:
    return Issued(**row | {"issued_at": from_text(str(row["issued_at"]))})
