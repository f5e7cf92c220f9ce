"""Changing the village's disclosure catalogue. What was there before stays in the log, and what is shipped stays beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.actions.settle import ChangedMeanwhile, mark_of
from kiosk.errors import NotFound, Problem, Refused
from kiosk.rules.catalogue import Row
from kiosk.rules.catalogue_floor import Shortfall, shortfalls
from kiosk.rules.catalogue_rows import CODE, wrong_in_reason, wrong_with
from kiosk.rules.own_catalogue import OwnEntry, differing
from kiosk.rules.people import By
from kiosk.shipped import catalogue_rows, least_days, name_words
from kiosk.store import audit, catalogue
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction


@dataclass(frozen=True)
class Held:
    """An item as it holds in this village."""

    row: Row
    shipped: Row | None
    """What it follows, or differs from; None for an item of the village's own."""
    reason: str = ""

    @property
    def mark(self) -> str:
        return mark_of({"row": dict(self.row), "reason": self.reason})

    @property
    def shortfalls(self) -> list[Shortfall]:
        return shortfalls(self.row, self.shipped, name_words())


def item_here(board: Board, code: str) -> Held:
    """Raises NotFound for a code that is in no catalogue."""
    rows = catalogue.rows(board.db)
    if code not in rows:
        raise NotFound("page.none")
    return _held(rows[code], code, entry_of(board, code))


def falling_short(board: Board) -> dict[str, str]:
    """Of each item that asks for less than what is shipped, by its code: why, or "" where nobody has said."""
    rows = catalogue.rows(board.db)
    entries = [entry for entry in catalogue.entries(board.db) if entry.code in rows]
    return {entry.code: entry.reason for entry in entries if _held(rows[entry.code], entry.code, entry).shortfalls}


def _held(row: Row, code: str, entry: OwnEntry | None) -> Held:
    is_own = entry is not None and entry.is_whole
    return Held(row, None if is_own else catalogue_rows().get(code), entry.reason if entry else "")


def entry_of(board: Board, code: str) -> OwnEntry | None:
    return next((entry for entry in catalogue.entries(board.db) if entry.code == code), None)


def change_item(board: Board, code: str, wanted: Row, reason: str, mark: str, by: By, now: datetime) -> None:
    """`reason` is why the county's or the province's rules ask for less than what is shipped. Raises Refused for values that
    cannot be, and for less without a reason, ChangedMeanwhile when `mark` is not of what holds any more."""
    with transaction(board.db):
        held = item_here(board, code)
        new = replace(held, row={**held.row, **wanted}, reason=reason)
        _make_sure(new)
        if mark != held.mark:
            raise ChangedMeanwhile("settings.changed_meanwhile")
        changed = differing(wanted, held.row)
        needed = reason if new.shortfalls else ""
        if changed or needed != held.reason:
            put_row(board, code, replace(new, reason=needed))
            record(board, code, {column: held.row[column] for column in changed}, changed, by, now, needed)


def add_item(board: Board, row: Row, by: By, now: datetime) -> None:
    """One of the village's own. Raises Refused for values that cannot be, and for a code that there is."""
    code = row["code"]
    with transaction(board.db):
        wrong = [] if CODE.fullmatch(code) else [Problem("catalogue.code", key="code")]
        if code in catalogue.rows(board.db) or entry_of(board, code) is not None:
            wrong = [Problem("catalogue.code_taken", {"code": code}, key="code")]
        _make_sure(Held(row, None), wrong)
        catalogue.put(board.db, OwnEntry(code, dict(row)))
        record(board, code, {}, {column: text for column, text in row.items() if text}, by, now)


def ship_item(board: Board, code: str, mark: str, by: By, now: datetime) -> None:
    """Back to what the product ships with; nothing for an item of the village's own. Raises ChangedMeanwhile when `mark` is
    not of what holds any more."""
    with transaction(board.db):
        held = item_here(board, code)
        changed = differing(held.shipped, held.row) if held.shipped else {}
        if not changed:
            return
        if mark != held.mark:
            raise ChangedMeanwhile("settings.changed_meanwhile")
        catalogue.forget(board.db, code)
        record(board, code, {column: held.row[column] for column in changed}, changed, by, now)


def _make_sure(held: Held, wrong: Iterable[Problem] = ()) -> None:
    wrong_values = wrong_with(held.row, held.shipped, least_days())
    found = [Problem(code, {"key": column, **facts}, key=column) for column, code, facts in wrong_values]
    found += [Problem(code, facts, key="reason") for code, facts in wrong_in_reason(held.reason)]
    named = {problem.key for problem in found}
    short = [problem_of(each) for each in held.shortfalls if each.column not in named]
    if short and not held.reason:
        found += [*short, Problem("catalogue.no_reason", {"key": "reason"}, key="reason")]
    problems = [*wrong, *found]
    if problems:
        raise Refused.because(problems)


def problem_of(shortfall: Shortfall) -> Problem:
    return Problem(shortfall.code, {"key": shortfall.column, **shortfall.facts}, key=shortfall.column)


def put_row(board: Board, code: str, new: Held) -> None:
    before = entry_of(board, code)
    if new.shipped is None:
        catalogue.put(board.db, OwnEntry(code, dict(new.row), declined=before.declined if before else {}))
        return
    own = differing(new.row, new.shipped)
    known = before.shipped if before else {}
    if own:
        was = {column: known.get(column, new.shipped[column]) for column in own}
        catalogue.put(board.db, OwnEntry(code, own, was, new.reason))
    else:
        catalogue.forget(board.db, code)


def record(board: Board, code: str, old: Row, value: Row, by: By, now: datetime, reason: str = "") -> None:
    facts = {"item": code, "old": dict(old), "value": dict(value), "from": by.address}
    audit.record(board.db, Deed(by.name, "catalogue.changed", facts | ({"why": reason} if reason else {})), now)
