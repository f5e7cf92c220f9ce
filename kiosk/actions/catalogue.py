"""Changing the village's disclosure catalogue. What was there before stays in the log, and what is shipped stays beside it."""

from datetime import datetime

from kiosk.actions.settle import ChangedMeanwhile, mark_of
from kiosk.errors import NotFound, Problem, Refused
from kiosk.rules.catalogue import Row
from kiosk.rules.catalogue_rows import CODE, wrong_with
from kiosk.rules.own_catalogue import News, OwnEntry, added_since, changed_since, differing, overtaken
from kiosk.rules.people import By
from kiosk.shipped import catalogue_rows
from kiosk.store import audit, catalogue
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction


def row_of(board: Board, code: str) -> Row:
    """As it holds in this village. Raises NotFound for a code that is in no catalogue."""
    rows = catalogue.rows(board.db)
    if code not in rows:
        raise NotFound("page.none")
    return rows[code]


def mark_of_row(row: Row | None) -> str:
    return mark_of(dict(row)) if row else ""


def change_item(board: Board, code: str, wanted: Row, mark: str, by: By, now: datetime) -> None:
    """Raises Refused for values that cannot be, ChangedMeanwhile when `mark` is not of what holds any more."""
    shipped = catalogue_rows().get(code)
    _make_sure(wanted, shipped)
    with transaction(board.db):
        held = row_of(board, code)
        if mark != mark_of_row(held):
            raise ChangedMeanwhile("settings.changed_meanwhile")
        changed = differing(wanted, held)
        if changed:
            _put(board, code, {**held, **wanted}, shipped)
            _record(board, code, {column: held[column] for column in changed}, changed, by, now)


def add_item(board: Board, row: Row, by: By, now: datetime) -> None:
    """One of the village's own. Raises Refused for values that cannot be, and for a code that there is."""
    code = row["code"]
    with transaction(board.db):
        wrong = [] if CODE.fullmatch(code) else [Problem("catalogue.code", key="code")]
        if code in catalogue.rows(board.db):
            wrong = [Problem("catalogue.code_taken", {"code": code}, key="code")]
        _make_sure(row, None, wrong)
        catalogue.put(board.db, OwnEntry(code, dict(row)))
        _record(board, code, {}, {column: text for column, text in row.items() if text}, by, now)


def ship_item(board: Board, code: str, by: By, now: datetime) -> None:
    """Back to what the product ships with; nothing for an item of the village's own."""
    shipped = catalogue_rows().get(code)
    with transaction(board.db):
        held = row_of(board, code)
        changed = differing(shipped, held) if shipped else {}
        if changed:
            catalogue.forget(board.db, code)
            _record(board, code, {column: held[column] for column in changed}, changed, by, now)


def settle_news(board: Board, code: str, column: str, takes_new: bool, by: By, now: datetime) -> None:
    """Of a value of the village's own under which what is shipped has changed: the new one holds, or the own one goes on."""
    shipped = catalogue_rows().get(code, {})
    with transaction(board.db):
        held, entry = row_of(board, code), _entry(board, code)
        if entry is None or entry.shipped.get(column) in (None, shipped.get(column)):
            return
        if takes_new:
            _put(board, code, {**held, column: shipped[column]}, shipped)
            _record(board, code, {column: held[column]}, {column: shipped[column]}, by, now)
        else:
            catalogue.put(board.db, OwnEntry(code, entry.own, {**entry.shipped, column: shipped[column]}))
            facts = {"item": code, "column": column, "value": held[column], "from": by.address}
            audit.record(board.db, Deed(by.name, "catalogue.kept", facts), now)


def look_at_news(board: Board, by: By, now: datetime) -> None:
    """What is shipped anew has been looked at."""
    with transaction(board.db):
        if catalogue.seen(board.db) != catalogue_rows():
            catalogue.put_seen(board.db, catalogue_rows())
            audit.record(board.db, Deed(by.name, "catalogue.looked_at", {"from": by.address}), now)


def begin_to_look(board: Board) -> None:
    """A board that has never been asked knows what it was shipped with, from then on. Without it nothing would be new."""
    if catalogue.seen(board.db) is None:
        with transaction(board.db):
            catalogue.put_seen(board.db, catalogue_rows())


def overtaken_here(board: Board) -> list[News]:
    return overtaken(catalogue_rows(), catalogue.entries(board.db))


def news_here(board: Board) -> tuple[list[str], list[News]]:
    """Codes of items that are new, and what is shipped otherwise than when somebody last looked."""
    seen = catalogue.seen(board.db)
    if seen is None:
        return [], []
    return added_since(seen, catalogue_rows()), changed_since(seen, catalogue_rows(), catalogue.entries(board.db))


def _entry(board: Board, code: str) -> OwnEntry | None:
    return next((entry for entry in catalogue.entries(board.db) if entry.code == code), None)


def _make_sure(row: Row, shipped: Row | None, wrong: list[Problem] | None = None) -> None:
    problems = (wrong or []) + [Problem(code, {"key": column, **facts}, key=column) for column, code, facts in wrong_with(row, shipped)]
    if problems:
        raise Refused.because(problems)


def _put(board: Board, code: str, row: Row, shipped: Row | None) -> None:
    if shipped is None:
        catalogue.put(board.db, OwnEntry(code, dict(row)))
        return
    own = differing(row, shipped)
    before = _entry(board, code)
    known = before.shipped if before else {}
    if own:
        catalogue.put(board.db, OwnEntry(code, own, {column: known.get(column, shipped[column]) for column in own}))
    else:
        catalogue.forget(board.db, code)


def _record(board: Board, code: str, old: Row, value: Row, by: By, now: datetime) -> None:
    facts = {"item": code, "old": dict(old), "value": dict(value), "from": by.address}
    audit.record(board.db, Deed(by.name, "catalogue.changed", facts), now)
