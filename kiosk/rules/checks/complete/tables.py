"""Tables that lack what makes them tables of their kind: rows, amounts, a total, its figures."""

from collections.abc import Iterator

from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.sheets import Line, Sheet
from kiosk.rules.checks.reckoning.sums import columns_to_add
from kiosk.rules.findings import Finding
from kiosk.rules.places import Place


def tables(listed: list[Sheet], about: About) -> Iterator[Finding]:
    for sheet in listed:
        filled = [line for line in sheet.lines if any(cell.raw for cell in line.cells) and not line.adds_up]
        place = sheet.table.place_of_head(0)
        if not any(_says_more(line) for line in (*filled, *sheet.sums)):
            yield about.finding("completeness.empty_table", place, table=sheet.table.place + 1)
            continue
        yield from _empty_columns(sheet, filled, about)
        yield from _total(sheet, filled, about)
    yield from _item(listed, about)


def _says_more(line: Line) -> bool:
    """Than the word that was printed in its first column."""
    return len(line.cells) == 1 or sum(bool(cell.raw) for cell in line.cells) > 1


def _empty_columns(sheet: Sheet, filled: list[Line], about: About) -> Iterator[Finding]:
    needed = limits.words(about.limits, "completeness.amount_columns")
    for role in needed:
        column = sheet.columns.get(role)
        if column is not None and not any(column < len(line.cells) and line.cells[column].raw for line in filled):
            facts = {"table": sheet.table.place + 1, "column": sheet.heads[column]}
            yield about.finding("completeness.empty_column", sheet.table.place_of_head(column), **facts)


def _total(sheet: Sheet, filled: list[Line], about: About) -> Iterator[Finding]:
    kind = about.vocabulary.kinds.get(sheet.kind)
    columns = [at for at in columns_to_add(sheet, about) if sum(sheet.figure(line, at) is not None for line in filled) > 1]
    if not sheet.sums:
        amounts = {sheet.columns[role] for role in limits.words(about.limits, "completeness.totalled") if role in sheet.columns}
        is_roster = (
            kind is not None and kind.names_people and len(filled) >= limits.count(about.limits, "completeness.roster_rows")
        )
        if is_roster and amounts & set(columns):
            yield about.finding("completeness.no_total", sheet.table.place_of_head(0), table=sheet.table.place + 1)
        return
    last = sheet.sums[-1]
    if columns and not any(cell.raw and any(sign.isdigit() for sign in cell.text) for cell in last.cells):
        piece = next(cell for cell in last.cells if cell.raw)
        place = sheet.table.place_of(piece, last.row, last.left)
        yield about.finding("completeness.empty_total", place, table=sheet.table.place + 1, row=last.label)


def _item(listed: list[Sheet], about: About) -> Iterator[Finding]:
    """What such a table is most often posted as, where the notice names no item of the catalogue."""
    if about.notice.item is not None:
        return
    for sheet in listed:
        kind = about.vocabulary.kinds.get(sheet.kind)
        item = about.catalogue.get(kind.item) if kind is not None else None
        if kind is not None and item is not None and kind.category is about.notice.category:
            yield about.finding("completeness.item", Place("item"), kind=kind.label, item=item.code, title=item.title)
            return
