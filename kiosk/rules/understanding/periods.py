"""Which period a notice is about: told by its title, its table, its file's name or the days of its entries."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.rules.period import Period, parse_period
from kiosk.rules.period_names import names
from kiosk.rules.understanding.days import day_in, read_day
from kiosk.rules.understanding.lines import Remark

_BATCH = re.compile(r"(?<!\d)(?:19|20)\d\d(?= ?年 ?第?[一二三四五六七八九十\d]{1,3}[批期次轮])", re.ASCII)
"""2023年第二批 is of 2023."""
_LONGEST = 200
_MOST_ENTRIES = 5000


@dataclass(frozen=True)
class Named:
    period: Period
    text: str
    where: str
    """title, table, file_name or entries."""


def period_in(text: str, issued_on: date | None) -> tuple[Period, bool] | None:
    """The first that is named, and whether its year had to be assumed: the last such period that was over when issued."""
    said = [name for name in names(text[:_LONGEST], 2000) if name.period is not None and not name.is_day]
    for name in said:
        if name.has_year and name.period is not None:
            return name.period, False
    batch = _BATCH.search(text[:_LONGEST])
    if batch and parse_period(batch[0]) is not None:
        return Period(int(batch[0]), "year"), False
    if said and said[0].period is not None and issued_on is not None:
        period = said[0].period
        this_year = Period(issued_on.year, period.unit, period.ordinal)
        return (this_year if this_year.first_on <= issued_on else Period(issued_on.year - 1, period.unit, period.ordinal)), True
    return None


def period_of(
    sources: Iterable[tuple[str, str]], days: Sequence[str], issued_on: date | None
) -> tuple[Named | None, list[Remark]]:
    """`sources`: where it stands → the text, the surest first; `days`: the texts of a column of days."""
    named: list[Named] = []
    remarks: list[Remark] = []
    for where, text in sources:
        found = period_in(text, issued_on)
        if found is None:
            continue
        period, assumed = found
        if assumed and not named:
            remarks.append(Remark("understood.year_assumed", {"text": text, "period": period.title}))
        if not assumed or not named:
            named.append(Named(period, text, where))
    entered = _of_entries(days)
    if entered is not None:
        named.append(Named(entered, "", "entries"))
        if len(named) == 1:
            remarks.append(Remark("understood.period_of_entries", {"period": entered.title}))
    if not named:
        return None, remarks
    best = named[0]
    others = [each for each in named[1:] if each.period.year != best.period.year]
    return best, remarks + [
        Remark("understood.years_differ", {"value": best.period.title, "text": each.text or each.period.title})
        for each in others[:1]
    ]


def _of_entries(days: Sequence[str]) -> Period | None:
    """The smallest period that all days lie in; None where there is none within a year."""
    read = [day for text in days[:_MOST_ENTRIES] if (day := read_day(text)) is not None]
    return smallest(min(read), max(read)) if len(read) > 1 else None


def smallest(first: date, last: date) -> Period | None:
    if first.year != last.year:
        return None
    for unit, length in (("month", 1), ("quarter", 3), ("half", 6)):
        if (first.month - 1) // length == (last.month - 1) // length:
            return Period(first.year, unit, (first.month - 1) // length + 1)
    return Period(first.year, "year")


def ended_on(text: str) -> Period | None:
    """Of the day a balance is struck on: the year for its last day, else the month."""
    day = day_in(text)
    if day is None:
        return None
    return Period(day.year, "year") if (day.month, day.day) == (12, 31) else Period(day.year, "month", day.month)
