"""Issuing a publicity record, and telling whether a paper is what was issued."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.record import record_of
from kiosk.documents.record_json import record_from_json, record_to_json
from kiosk.rules.people import By
from kiosk.rules.record import PublicityRecord
from kiosk.rules.record_codes import ALPHABET, LENGTH, grouped
from kiosk.store import audit, audit_head, records
from kiosk.store.audit import Deed
from kiosk.store.audit_head import EMPTY, Head
from kiosk.store.board import Board
from kiosk.store.connection import transaction
from kiosk.store.originals import digest_of
from kiosk.store.records import Issued

DEED = "notice.record_issued"


def issue(board: Board, number: int, form: str, by: By, now: datetime) -> int:
    """The number of the record; a form that is sent twice has issued it once. Raises what `record_of` does."""
    record = record_of(board, number, by.name, now)
    with transaction(board.db):
        known = records.of_form(board.db, form)
        if known is not None and known.record is not None and known.notice == number:
            return known.record
        head = audit_head.in_log(board.db) or EMPTY
        if head != Head(record.head.entry, record.head.digest):  # something was done meanwhile: perhaps it was taken down
            record = record_of(board, number, by.name, now)
        content = record_to_json(record)
        digest = digest_of(content.encode("utf-8"))
        issued = Issued(_new_code(), number, now, by.name, content, digest, head.entry, head.digest, form)
        given = records.put(board.db, issued)
        audit.record(board.db, Deed(by.name, DEED, {"record": given, "digest": digest, "from": by.address}, number), now)
        return given


def _new_code() -> str:
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


@dataclass(frozen=True)
class Checked:
    issued: Issued
    record: PublicityRecord | None
    """None where the board's own copy of it is not what was issued any more."""
    is_in_log: bool
    """The audit log still holds the entry it names, and that it was issued as it is kept."""


def check(board: Board, code: str) -> Checked | None:
    """None where none was issued under that code."""
    issued = records.with_code(board.db, code)
    return None if issued is None else checked(board, issued)


def checked(board: Board, issued: Issued) -> Checked:
    is_whole = digest_of(issued.content.encode("utf-8")) == issued.digest
    record = record_from_json(issued.content) if is_whole else None
    return Checked(issued, record, is_whole and _is_in_log(board, issued))


def _is_in_log(board: Board, issued: Issued) -> bool:
    """The head that was printed, and right after it the deed: no need to go through the whole chain."""
    head = Head(issued.head_entry, issued.head_digest)
    if head != EMPTY and not audit_head.holds(board.db, head):
        return False
    wanted = audit.Wanted(notice=issued.notice, deed=DEED)
    deed = next(audit.entries(board.db, wanted, before=issued.head_entry + 2, limit=1), None)
    return deed is not None and deed.entry == issued.head_entry + 1 and deed.facts.get("digest") == issued.digest
