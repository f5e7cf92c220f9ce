"""A new draft: from last period's notice, or from a template."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kiosk.rules.next_ledgers import ledger_of, ledgers_moved_on
from kiosk.rules.next_tables import moved_on
from kiosk.rules.next_words import NextWords, without_pictures
from kiosk.rules.notice import Kind, Notice, Status
from kiosk.rules.period import UNIT_OF, Period
from kiosk.rules.tables import Block, blocks, body_of

_UNIT_IN_TITLE = {"【月份】": "month", "【季度】": "quarter", "【半年】": "half", "【年份】": "year", "【年度】": "year"}
_PERIOD_IN_TITLE = re.compile(r"【年份】年(?:第【季度】季度|【月份】月份?|【半年】)")


def begin_next(notice: Notice, today: date) -> Notice:
    """What can be carried over is; what was true of the old period is emptied in tables and asked anew in words."""
    draft = _fresh(notice, today)
    if notice.period is None:
        return replace(draft, body=without_pictures(notice.body))
    words = NextWords(notice.period)
    return replace(
        draft,
        period=notice.period.following(),
        title=words.title(notice.title),
        body=body_of(_texts(blocks(notice.body), words)),
    )


def _texts(body: list[Block], words: NextWords) -> Iterator[str]:
    ledgers = {at: ledger for at, block in enumerate(body) if block.table and (ledger := ledger_of(block.table))}
    tables = dict(zip(ledgers, ledgers_moved_on([*ledgers.values()], words), strict=True))
    for at, block in enumerate(body):
        if block.table is None:
            yield words.brought_up(block.text)
        else:
            table = tables.get(at) or moved_on(block.table, words)
            yield block.text if table == block.table else table.written()


def from_template(notice: Notice, today: date, period: Period | None = None, frequency: str = "") -> Notice:
    """The blanks of its title that name the period are filled; all others are the clerk's. Where no period is given, it
    is the one that the catalogue's `frequency` or the title asks for."""
    period = period or _period(notice, today, frequency)
    draft = _fresh(notice, today)
    return draft if period is None else replace(draft, period=period, title=_titled(notice.title, period))


def _period(notice: Notice, today: date, frequency: str) -> Period | None:
    """The last one that is complete; but a publicity or a standing notice of a year speaks of the year that runs."""
    unit = UNIT_OF.get(frequency) or next((unit for blank, unit in _UNIT_IN_TITLE.items() if blank in notice.title), None)
    if unit is None:
        return None
    month = Period(today.year, "month", today.month)
    running = next(period for period in _around(month) if period.unit == unit)
    if unit == "year" and (notice.kind in (Kind.PUBLICITY, Kind.STANDING) or frequency != "yearly"):
        return running
    return running.preceding()


def _around(month: Period) -> tuple[Period, ...]:
    at, year = month.ordinal - 1, month.year
    return month, Period(year, "quarter", at // 3 + 1), Period(year, "half", at // 6 + 1), Period(year, "year")


def _titled(title: str, period: Period) -> str:
    title = _PERIOD_IN_TITLE.sub(period.title, title)
    for blank, words in (
        ("【年份】", str(period.year)),
        ("【年度】", str(period.year)),
        ("【季度】", "一二三四"[(period.ordinal - 1) % 4]),
        ("【月份】", str(period.ordinal)),
        ("【半年】", f"{'上下'[(period.ordinal - 1) % 2]}半年"),
    ):
        title = title.replace(blank, words)
    return title


def _fresh(notice: Notice, today: date) -> Notice:
    return replace(
        notice,
        issued_on=today,
        effective_on=None,
        valid_until=None,
        index_number=None,
        document_number=None,
        sources=(),
        public_sources=(),
        number=None,
        version=1,
        status=Status.DRAFT,
        published_at=None,
        shows_from=None,
        shows_until=None,
        hangs_from=None,
        given=None,
        clock_begun_at=None,
        waits_for_proof=False,
    )
