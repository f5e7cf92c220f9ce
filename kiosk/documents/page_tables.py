"""The tables of a notice as its page has them: read cell by cell, and made into cards where a phone is too narrow for them.

It works on what `safe_html` has written, where every tag stands in one form and no table within another.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape

from kiosk.rules.cells import is_figure, is_figure_column
from kiosk.rules.table_kinds import bare_head, unit_in_head

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PART = re.compile(r"<(?P<name>table|thead|tbody|tr|th|td)\b(?P<rest>[^>]*)>(?P<text>[^<]*)")
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}
ROWS_LOOKED_AT = 200
"""By which a table is measured; the further ones of a long roster are like these."""

PHONE_EMS, PHONE_EMS_OF_SIX = 21.9, 22.0
"""What 360 px hold at the size of a table's letters, which six columns have a little smaller (see phone-table.css)."""
_NEARLY = 0.8
"""Of a phone: on a narrower one such a table may have to be pushed sideways after all."""
_SIDES, _LONG = 0.58, 12
_LEAST_FIGURES, _LEAST_WORDS, _LEAST_REASON, _LEAST_FIRST, _MOST_WORDS = 2.0, 4.0, 6.0, 4.3, 9.0


@dataclass(frozen=True)
class PageTable:
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_in(html: str) -> list[PageTable]:
    read = ([tuple(map(_text, _CELL.findall(row))) for row in _ROW.findall(table)] for table in _TABLE.findall(html))
    return [PageTable(rows[0], tuple(rows[1:])) for rows in read]


def heads_in(html: str) -> list[tuple[str, ...]]:
    """Of each table, without reading its rows."""
    return [tuple(map(_text, _CELL.findall(head))) for head in re.findall(r"<thead>(.*?)</thead>", html, re.DOTALL)]


def _text(html: str) -> str:
    return unescape(_TAG.sub("", html)).strip()


Leads = Callable[[Sequence[str]], frozenset[int]]
"""Of a table's heads, which columns say by themselves what a row is about."""


def in_cards(html: str, leads: Leads, letters: float = 1.0, whole: bool = False) -> str:
    """The page with each table that is too wide for a phone marked to be shown row by row, every cell with its head; or
    `whole`, to be pushed sideways, which the keyboard must reach.

    The roles are said anew, for browsers forget them when a row is no longer laid out as one.
    """

    def fitted(table: re.Match[str]) -> str:
        share = _share_of_phone(table[0]) * letters
        if share > 1 and not whole:
            return _as_cards(table[0], leads)
        return table[0].replace("<table>", '<table tabindex="0">', 1) if share > _NEARLY else table[0]

    return _TABLE.sub(fitted, html)


def _share_of_phone(table: str) -> float:
    rows = [tuple(map(_text, _CELL.findall(row[1]))) for _, row in zip(range(ROWS_LOOKED_AT), _ROW.finditer(table), strict=False)]
    heads = rows[0]
    return ems_of(heads, rows[1:]) / (PHONE_EMS_OF_SIX if len(heads) > 5 else PHONE_EMS)


def _as_cards(table: str, leads: Leads) -> str:
    heads = heads_in(table)[0]
    speaking = leads(heads)
    labels = [_label(head, at in speaking) for at, head in enumerate(heads)]
    column = 0

    def said(part: re.Match[str]) -> str:
        nonlocal column
        name, more = part["name"], ""
        if name == "tr":
            column = 0
        elif name == "td":
            head, unit = labels[column] if column < len(labels) else ("", "")
            more = head + (unit if unit and part["text"][-1:].isdigit() and is_figure(part["text"]) else "")
            column += 1
        elif name == "table":
            more = ' class="cards"'
        return f'<{name}{part["rest"]}{more} role="{_ROLES[name]}">{part["text"]}'

    return _PART.sub(said, table)


def _label(head: str, speaks_for_itself: bool) -> tuple[str, str]:
    if speaks_for_itself:
        return "", ""
    name, unit = name_and_unit(head)
    return f' data-head="{escape(name)}"', f' data-unit="{escape(unit)}"' if unit else ""


def name_and_unit(head: str) -> tuple[str, str]:
    """What a cell says before itself, and what behind a figure: 收入（元） stands as 收入 24,000.00元."""
    unit = unit_in_head(head)
    return (bare_head(head) if unit else head), unit


def ems_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """How wide a table must be to be read with ease, in letters: figures never break, words may within reason."""
    columns = [[row[at] for row in rows if at < len(row)] for at in range(len(heads))]
    are_figures = list(map(is_figure_column, columns))
    ems = 0.0
    for at, cells in enumerate(columns):
        follows_figures = len(heads) > 4 and any(are_figures[:at][1:])
        least = _LEAST_REASON if follows_figures else _LEAST_WORDS
        ems += _SIDES + (_ems_of_figures(cells) if are_figures[at] else _ems_of_words(heads[at], cells, at == 0, least))
    return ems


def _ems_of_figures(cells: Sequence[str]) -> float:
    return max(_LEAST_FIGURES, *(_ems(cell) for cell in cells if is_figure(cell)))


def _ems_of_words(head: str, cells: Sequence[str], is_first: bool, least: float) -> float:
    longest = max([len(head) / 2, *map(_ems, cells)])
    narrow = _LEAST_FIRST if is_first else least if least == _LEAST_REASON else min(longest, least)
    return max(narrow, min(_LEAST_WORDS + (longest - _LONG) / 6, _MOST_WORDS))


def _ems(text: str) -> float:
    return sum(0.28 if sign in ",.:" else 0.56 if sign.isascii() else 1.0 for sign in text)
