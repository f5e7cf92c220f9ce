"""Columns that the catalogue says must be hidden (`must_hide` of the item), told by their heads."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kiosk.rules import masks
from kiosk.rules.cells import is_blank, is_total_label
from kiosk.rules.checks.about import About
from kiosk.rules.checks.whereabouts import KnownTable, Spot, Whereabouts
from kiosk.rules.findings import Edit, Finding
from kiosk.rules.placed_text import Piece
from kiosk.rules.table_kinds import bare_head

_MASKS = {
    "identity_number": masks.masked_identity,
    "bank_account": masks.masked_card,
    "address": masks.masked_address,
    "household_head": masks.masked_name,
}
_NUMBER = re.compile(r"[\dＸXx０-９][\dＸXx０-９\s-]{5,}")
_SHOWN_AS_NUMBER = frozenset({"identity_number", "bank_account"})
_FEWEST_DIGITS = 6
"""见附件 in such a column tells nothing, nor do the last four."""
_STAR = re.compile(r"[*＊●×]")


@dataclass(frozen=True)
class HiddenColumns:
    about: About
    where: Whereabouts

    @cached_property
    def _phrases(self) -> tuple[str, ...]:
        item = self.about.item
        return () if item is None else tuple(each.strip() for each in re.split(r"[、，,；;]", item.must_hide) if each.strip())

    @cached_property
    def _roles(self) -> frozenset[str]:
        """What the phrases of the catalogue are about."""
        by_word = self.about.limits.get("privacy.hidden_roles", {})
        roles = by_word.items() if isinstance(by_word, Mapping) else ()
        return frozenset(str(role) for word, role in roles if any(str(word) in phrase for phrase in self._phrases))

    @property
    def basis(self) -> str:
        return self.about.item.legal_basis if self.about.item is not None else ""

    def role_of(self, table: KnownTable, column: int) -> str | None:
        """Why it must be hidden: the role that its head has, "" for a head the catalogue names itself, None for no reason."""
        roles = [role for role in (*_MASKS, "birth_date", "children", "illness", "wealth") if role in table.roles[column]]
        hidden = next((role for role in roles if role in self._roles), None)
        if hidden is not None:
            tells_of_somebody = hidden in _SHOWN_AS_NUMBER or bool(table.name_columns)
            return hidden if tells_of_somebody else None
        head = table.heads[column]
        is_named = (head == bare_head(phrase) or len(head) >= 4 and head in phrase for phrase in self._phrases)
        return "" if head and any(is_named) else None

    def findings(self, covered: Mapping[tuple[int, int], set[int]]) -> Iterator[Finding]:
        """`covered`: in which rows of a table and column something was found already."""
        for table in self.where.tables:
            for column in range(len(table.heads)):
                role = self.role_of(table, column)
                if role is not None:
                    done = covered.get((table.placed.place, column), set())
                    yield from self._of_column(table, column, role, done)

    def _of_column(self, table: KnownTable, column: int, role: str, done: set[int]) -> Iterator[Finding]:
        rows = ((row, cells) for row, cells in enumerate(table.placed.rows) if row not in done)
        cells = [(row, cells[column]) for row, cells in rows if self._tells(cells, column, role)]
        if not cells:
            return
        row, first = cells[0]
        edits = [Edit(cell.start, cell.end, _hidden(cell, role)) for _, cell in cells]
        place = Spot(first, table=table, row=row, column=column).place(first.start, first.end)
        found = self.about.finding("privacy.hidden_column", place, mend=edits, column=table.heads[column], count=len(cells))
        yield replace(found, basis=self.basis or found.basis)

    def _tells(self, cells: tuple[Piece, ...], column: int, role: str) -> bool:
        text = cells[column].text
        if is_blank(text) or text.strip() in ("无", "否") or is_total_label(cells[0].text):
            return False
        if role in _SHOWN_AS_NUMBER:
            return _STAR.search(text) is None and sum(map(str.isdigit, text)) >= _FEWEST_DIGITS
        if role == "household_head":
            return _STAR.search(text) is None
        return role != "address" or masks.masked_address(text) != text and re.search(r"[\d０-９号路街]", text) is not None


def _hidden(cell: Piece, role: str) -> str:
    """In the pattern of its kind where there is one; else nothing is left."""
    mask = _MASKS.get(role)
    if mask is None or role in _SHOWN_AS_NUMBER and not _NUMBER.fullmatch(cell.text):
        return masks.NOTHING
    return masks.in_markdown(mask(cell.text))
