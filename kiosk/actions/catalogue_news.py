"""What a newer product ships in the disclosure catalogue, and the village's word on it: nothing of its own is lost unasked."""

from dataclasses import asdict, replace
from datetime import datetime

from kiosk.actions.catalogue import entry_of, item_here, problem_of, put_row, record
from kiosk.actions.settle import ChangedMeanwhile, mark_of
from kiosk.errors import Problem, Refused
from kiosk.rules.catalogue import Row
from kiosk.rules.own_catalogue import (
    News,
    OwnEntry,
    added_since,
    changed_since,
    collisions,
    completed,
    differing,
    dropped,
    gone_since,
    overlaid,
    overtaken,
    stays_off,
)
from kiosk.rules.people import By
from kiosk.shipped import catalogue_rows
from kiosk.store import audit, catalogue
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction


def mark_of_entry(entry: OwnEntry | None) -> str:
    return mark_of(asdict(entry)) if entry else ""


def settle_news(board: Board, code: str, column: str, takes_new: bool, mark: str, by: By, now: datetime) -> None:
    """Of a value of the village's own under which what is shipped has changed: the new one holds, or the own one goes on.
    Raises Refused where going on would be less than is shipped now and nobody has said why."""
    shipped = catalogue_rows().get(code, {})
    with transaction(board.db):
        entry = entry_of(board, code)
        if entry is None or entry.shipped.get(column) in (None, shipped.get(column)):
            return
        _make_sure_of(entry, mark)
        held = item_here(board, code)
        if takes_new:
            put_row(board, code, replace(held, row={**held.row, column: shipped[column]}))
            record(board, code, {column: held.row[column]}, {column: shipped[column]}, by, now)
            return
        short = [problem_of(each) for each in held.shortfalls if each.column == column]
        if short and not held.reason:
            raise Refused.because([*short, Problem("catalogue.no_reason_yet", {"code": code})])
        catalogue.put(board.db, replace(entry, shipped={**entry.shipped, column: shipped[column]}))
        _kept(board, {"item": code, "column": column, "value": held.row[column]}, by, now)


def settle_collision(board: Board, code: str, takes_shipped: bool, mark: str, by: By, now: datetime) -> None:
    """Of an item of the village's own under whose code something is shipped now. Raises Refused for one under the code of
    what must not be posted."""
    shipped = catalogue_rows()
    with transaction(board.db):
        entry = entry_of(board, code)
        if entry is None or not collisions(shipped, [entry]):
            return
        _make_sure_of(entry, mark)
        row = item_here(board, code).row
        if takes_shipped:
            catalogue.forget(board.db, code)
            changed = differing(shipped[code], row)
            record(board, code, {column: row[column] for column in changed}, changed, by, now)
        elif not stays_off(row, shipped[code]):
            raise Refused("catalogue.code_of_banned", code=code, basis=shipped[code]["legal_basis"])
        else:
            catalogue.put(board.db, replace(entry, declined=shipped[code]))
            _kept(board, {"item": code, "value": row["title"], "declined": shipped[code]["title"]}, by, now)


def settle_dropped(board: Board, code: str, keeps: bool, mark: str, by: By, now: datetime) -> None:
    """Of an item that the village has changed and the product ships no longer: it becomes one of the village's own, or it
    goes. Raises Refused where too little of it is known to keep it."""
    with transaction(board.db):
        entry = entry_of(board, code)
        if entry is None or not dropped(catalogue_rows(), [entry]):
            return
        _make_sure_of(entry, mark)
        if not keeps:
            catalogue.forget(board.db, code)
            facts = {"item": code, "old": dict(entry.own), "value": dict.fromkeys(entry.own, ""), "from": by.address}
            audit.record(board.db, Deed(by.name, "catalogue.let_go", facts), now)
        elif not entry.makes_an_item:
            raise Refused("catalogue.too_little_known", code=code)
        else:
            row = overlaid(catalogue_rows(), [entry])[code]
            catalogue.put(board.db, OwnEntry(code, row))
            _kept(board, {"item": code, "value": row["title"]}, by, now)


def _make_sure_of(entry: OwnEntry, mark: str) -> None:
    if mark != mark_of_entry(entry):
        raise ChangedMeanwhile("settings.changed_meanwhile")


def _kept(board: Board, facts: dict[str, str], by: By, now: datetime) -> None:
    audit.record(board.db, Deed(by.name, "catalogue.kept", facts | {"from": by.address}), now)


def look_at_news(board: Board, by: By, now: datetime) -> None:
    """What is shipped anew has been looked at."""
    with transaction(board.db):
        if catalogue.seen(board.db) != catalogue_rows():
            catalogue.put_seen(board.db, catalogue_rows())
            audit.record(board.db, Deed(by.name, "catalogue.looked_at", {"from": by.address}), now)


def begin_to_look(board: Board) -> None:
    """A board that has never been asked knows what it was shipped with, from then on: without it nothing would be new. What
    the village has changed and is shipped no longer goes on with what was shipped."""
    seen = catalogue.seen(board.db)
    if seen is None:
        with transaction(board.db):
            catalogue.put_seen(board.db, catalogue_rows())
        return
    going_on = completed(catalogue.entries(board.db), catalogue_rows(), seen)
    if going_on:
        with transaction(board.db):
            for entry in going_on:
                catalogue.put(board.db, entry)


def overtaken_here(board: Board) -> list[News]:
    return overtaken(catalogue_rows(), catalogue.entries(board.db))


def collisions_here(board: Board) -> list[tuple[OwnEntry, Row]]:
    """The village's own, and what is shipped under its code."""
    return [(entry, catalogue_rows()[entry.code]) for entry in collisions(catalogue_rows(), catalogue.entries(board.db))]


def dropped_here(board: Board) -> list[OwnEntry]:
    return dropped(catalogue_rows(), catalogue.entries(board.db))


def news_here(board: Board) -> tuple[list[str], list[News], list[str]]:
    """Since somebody last looked: codes of items that are new, what is shipped otherwise, and what is shipped no longer, as
    code and title."""
    seen = catalogue.seen(board.db)
    if seen is None:
        return [], [], []
    shipped, entries = catalogue_rows(), catalogue.entries(board.db)
    collided = {entry.code for entry in entries if entry.is_whole}
    added = [code for code in added_since(seen, shipped) if code not in collided]
    gone = [f"{code} {seen[code].get('title', '')}" for code in gone_since(seen, shipped, entries)]
    return added, changed_since(seen, shipped, entries), gone
