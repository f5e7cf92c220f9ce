"""The tables of a notice for its next period: what closed the old one opens the new one, its other figures go.

Amounts are carried over as they are written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from kiosk.rules.cells import is_figure, is_figure_column, is_total_label
from kiosk.rules.next_words import NextWords, without_pictures
from kiosk.rules.period import Period
from kiosk.rules.period_names import Name, names
from kiosk.rules.tables import Table

Row = tuple[str, ...]

EMPTY_ROWS = 3
"""For the first entries of a list."""
NUMBERING = frozenset({"序号", "编号", "行次", "附注", "号"})
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]|[\s*:：]")
_SIGN = re.compile(r"^(?:加|减|其中)[:：]")
_UNITS = {"year": "年度?", "half": "半年度?", "quarter": "季度?", "month": "月份?"}
_OPENS = re.compile(r"(?:上(?:期|季度?|月|年度?|半年)末?|[期年季月]初)(?P<of>.*)")
_CLOSES = re.compile(r"本?[期年季月]末(?P<of>.*)|本(?:期|季度?|月|年度?|半年)(?P<balance>结余|结存|余额)")
_BALANCE = re.compile(r"(?:结余|结转|结存|余额)(?:数|额|款|资金|金额)?")
BALANCE = "结余"
_JUST_A_SUM = re.compile(r"^(?:数|数额|额|金额|余额|结余)$")
_DERIVED = re.compile(r".*(?:增减|增加|减少|增长|变动|累计|(?<!合)同期|同比|环比|差额|占比).*")
_REASON = re.compile(r".*原因|说明|备注|[上去本][年季月].*")
_OF_DAYS = re.compile(r"日期|时间|日$")
_OF_THE_YEAR = re.compile(r"年初|上年末")


class Role(Enum):
    STAYS = "stays"
    GOES = "goes"
    PERIOD = "period"
    OPENING = "opening"
    CLOSING = "closing"


@dataclass(frozen=True)
class Column:
    role: Role
    head: str
    """As it reads for the next period."""
    of: str = ""
    """What of it, where there is more than one such column: 本期金额 and 本期户数."""
    period: Period | None = None
    """The one it showed until now."""


def bare(cell: str) -> str:
    """Without units, spaces and emphasis: 本季（元） is 本季."""
    return _IN_BRACKETS.sub("", _SIGN.sub("", cell.strip("* ")))


def opened_by(label: str) -> str | None:
    """What a row such as 上期结余 or 期初未分配收益 opens with; None where it opens nothing."""
    found = _OPENS.fullmatch(bare(label))
    return None if found is None else _BALANCE.sub(BALANCE, found["of"])


def closed_by(label: str) -> str | None:
    """What a row such as 期末结余 or 期末未分配收益 closes with; None where it closes nothing."""
    found = _CLOSES.fullmatch(bare(label))
    return None if found is None else _BALANCE.sub(BALANCE, found["of"] or found["balance"] or "")


def moved_on(table: Table, words: NextWords) -> Table:
    """Any table but a ledger."""
    columns = _columns(table, words)
    closing = _closing_rows(table.rows)
    head, rows = tuple(column.head for column in columns), table.rows
    if any(column.role is not Role.STAYS for column in columns):
        sources = _sources(columns, words.own)
        rows = tuple(_by_columns(row, closing.get(at), columns, sources, words.own) for at, row in enumerate(rows))
    elif _lists_days(table, words.own):
        rows = (*[("",) * len(head)] * EMPTY_ROWS, *(sum_without_figures(row) for row in rows if _is_sum(row)))
    elif closing:
        rows = tuple(_by_label(row, closing.get(at), table.head) for at, row in enumerate(rows))
    else:
        remarks = {at for at, cell in enumerate(head) if _REASON.fullmatch(bare(cell))}
        rows = tuple(tuple(_cell(cell, at in remarks, words) for at, cell in enumerate(row)) for row in rows)
    return replace(table, head=head, rows=rows)


def _lists_days(table: Table, own: Period) -> bool:
    """Of meetings, questions or payments, each with its day within the period."""
    for at, head in enumerate(table.head):
        cells = [row[at] for row in table.rows if row[at] and not _is_sum(row)] if _OF_DAYS.search(head) else []
        days = [name for cell in cells for name in names(cell, own.year) if name.is_day and (name.start, name.end) == (0, len(cell))]
        within = sum(own.first_on <= day.first_on <= own.last_on for day in days)
        if cells and within * 10 >= len(cells) * 8:
            return True
    return False


def _is_sum(row: Row) -> bool:
    return any(map(is_total_label, row[:2]))


def sum_without_figures(row: Row, label: str = "") -> Row:
    label = next((cell for cell in row[:2] if is_total_label(cell)), label)
    return tuple(cell if cell == label else "" for cell in row)


def _cell(cell: str, is_remark: bool, words: NextWords) -> str:
    """Where it is nothing but the name of the period, that moves on; a remark such as 本季新增 goes."""
    if "![" in cell:
        return without_pictures(cell)
    if is_remark and re.match(rf"本(?:期|{_UNITS[words.own.unit]})", cell):
        return ""
    name = next(names(cell, words.own.year), None) if "年" in cell or "季" in cell else None
    return words.moved(cell) if name is not None and (name.start, name.end) == (0, len(cell)) else cell


def _columns(table: Table, words: NextWords) -> list[Column]:
    columns = [_column(head, words) for head in table.head]
    if any(column.role in (Role.PERIOD, Role.OPENING, Role.CLOSING) for column in columns):
        return columns
    is_of_changes = any("增减" in column.of for column in columns)
    if is_of_changes and not any(column.role is Role.STAYS and _holds_figures(table, at) for at, column in enumerate(columns)):
        return columns
    return [Column(Role.STAYS, column.head) for column in columns]


def _holds_figures(table: Table, column: int) -> bool:
    return bare(table.head[column]) not in NUMBERING and is_figure_column([row[column] for row in table.rows])


def _column(head: str, words: NextWords) -> Column:
    own, said = words.own, bare(head)
    name = next((name for name in names(head, own.year) if name.period is not None), None)
    if _DERIVED.fullmatch(said):
        return Column(Role.GOES, words.moved(head), said)
    if name is not None:
        return _named(head, name, own)
    if _OF_THE_YEAR.match(said) and own.unit != "year" and own.following().year == own.year:
        return Column(Role.STAYS, head)
    unit = _UNITS[own.unit]
    for pattern, role, period in (
        (r"本?[期年季月]末(.*)", Role.CLOSING, None),
        (r"(?:[期年季月]初|上[期年季月]末)(.*)", Role.OPENING, None),
        (rf"本(?:期|{unit})(.*)", Role.PERIOD, own),
        (rf"上(?:期|{unit})(.*)", Role.PERIOD, own.preceding()),
        (rf"(?:{_REASON.pattern})", Role.GOES, None),
    ):
        found = re.fullmatch(pattern, said)
        if found:
            return Column(role, head, _JUST_A_SUM.sub("", found[1] if found.re.groups else ""), period)
    return Column(Role.STAYS, head)


def _named(head: str, name: Name, own: Period) -> Column:
    """A period named in a head moves on by one, a part of the period into the next."""
    period, after = name.period, own.following()
    of = _JUST_A_SUM.sub("", bare(head[: name.start] + head[name.end :]))
    if period.unit == own.unit:
        return Column(Role.PERIOD, head[: name.start] + name.of(head, period.following()) + head[name.end :], of, period)
    if period.months[0] in own.months and period.year == own.year and len(period.months) < len(own.months):
        first = after.months[own.months.index(period.months[0])]
        part = Period(after.year, period.unit, (first - 1) // len(period.months) + 1)
        return Column(Role.PERIOD, head[: name.start] + name.of(head, part) + head[name.end :], of, period)
    return Column(Role.STAYS, head)


def _by_columns(row: Row, closing: Row | None, columns: Sequence[Column], sources: Sequence[int | None], own: Period) -> Row:
    def cell(at: int) -> str:
        if at >= len(columns) or columns[at].role is Role.STAYS:
            return row[at]
        if closing is not None and columns[at].period == own:
            return closing[at]
        source = sources[at]
        return "" if source is None else row[source]

    return tuple(map(cell, range(len(row))))


def _sources(columns: Sequence[Column], own: Period) -> list[int | None]:
    """For each column, the one whose cells come into it: of the same thing, or the only one there is."""
    places: dict[tuple[Role, Period | None], dict[str, int]] = {}
    for at, column in enumerate(columns):
        places.setdefault((column.role, column.period), {}).setdefault(column.of, at)

    def source(column: Column) -> int | None:
        if column.role is Role.OPENING:
            found = places.get((Role.CLOSING, None), {})
        elif column.role is Role.PERIOD and column.period.unit == own.unit:
            found = places.get((Role.PERIOD, column.period.following()), {})
        else:
            return None
        is_only_one = len(found) == 1 and len(places[column.role, column.period]) == 1
        is_unnamed = is_only_one and "" in (column.of, *found)
        return next(iter(found.values())) if is_unnamed else found.get(column.of)

    return [source(column) for column in columns]


def _closing_rows(rows: Sequence[Row]) -> dict[int, Row]:
    """For each row that opens the period, the one that closed it."""
    closing = {of: row for row in rows for label in row[:2] if (of := closed_by(label)) is not None}
    opening = {at: of for at, row in enumerate(rows) for label in row[:2] if (of := opened_by(label)) is not None}
    return {at: closing[of] for at, of in opening.items() if of in closing}


def _by_label(row: Row, closing: Row | None, head: Row) -> Row:
    def cell(at: int) -> str:
        if at < len(head) and bare(head[at]) in NUMBERING:
            return row[at]
        if closing is not None and (is_figure(closing[at]) or is_figure(row[at])):
            return closing[at]
        is_old = is_figure(row[at]) or (at < len(head) and _REASON.fullmatch(bare(head[at])))
        return "" if is_old else row[at]

    return tuple(map(cell, range(len(row))))
