"""Tables in words, as a page, a workbook and the command line all show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import reduce

from kiosk.wording import Translate


@dataclass(frozen=True)
class Line:
    cells: tuple[str, ...]
    notice: int | None = None
    """That it is about."""


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    figures: frozenset[int] = frozenset()
    """Columns in which figures stand."""
    brief: frozenset[int] = frozenset()
    """Columns whose cells are not broken into lines: days, single words."""
    has_total: bool = False
    """The last line adds the others up."""
    linked: int = 0
    """The column that leads to the notice of its line."""


def figures(*cells: object) -> tuple[str, ...]:
    return tuple(f"{each:,}" if isinstance(each, int) else f"{each}" for each in cells)


def day(day: date | None) -> str:
    return day.isoformat() if day else ""


def day_of(instant: datetime, zone: tzinfo) -> str:
    return day(instant.astimezone(zone).date())


def time_of(instant: datetime, zone: tzinfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def listed(words: Iterable[str], _: Translate) -> str:
    """One after the other; "" for none."""
    told = list(words)
    return reduce(lambda earlier, later: _("{earlier}, {later}").format(earlier=earlier, later=later), told) if told else ""
