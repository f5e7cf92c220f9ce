"""Periods and days of a notice that contradict each other: the file of the wrong year, an entry of another quarter, a
公示期 that is not as long as it says, a Friday that was a Tuesday."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kiosk.rules.amounts import read_count
from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.sheets import Sheet
from kiosk.rules.days import DayType, WorkCalendar, counted
from kiosk.rules.findings import Finding
from kiosk.rules.notice import Category, Kind
from kiosk.rules.period import Period
from kiosk.rules.period_names import Name, names
from kiosk.rules.placed_text import Piece
from kiosk.rules.places import Place

_WEEKDAYS = "一二三四五六日"
_YEARS = range(1949, 3000)
_DAY = r"(?:(?P<{0}year>\d{{4}})\s*年\s*)?(?:(?P<{0}month>\d{{1,2}})\s*月\s*)?(?P<{0}day>\d{{1,2}})\s*日"
_SPAN = re.compile(
    rf"公[示告]期?(?:限|间|时间)?[^。；\n]{{0,16}}?{_DAY.format('first_')}\s*(?:[—–~～至到-]+)\s*{_DAY.format('last_')}"
)
_UNTIL = re.compile(rf"公示[^。；\n]{{0,16}}?[到至]\s*{_DAY.format('last_')}(?:为止|止|结束)")
_DAYS_SAID = re.compile(
    r"公示(?:期|时间|期限)?(?:为|是|共)?\s*(?P<days>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?P<sort>个工作日|个?工作日|天|日)(?!内|[—–~～至到-])"
)
_WEEKDAY = re.compile(r"[\s（(，,]{0,3}(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])")
_ENTRY_DAY = re.compile(r"(?:(?P<year>\d{4})[-./年])?(?P<month>\d{1,2})[-./月](?P<day>\d{1,2})日?")


def days(listed: list[Sheet], about: About) -> Iterator[Finding]:
    yield from _title(about)
    yield from _issued(about)
    for sheet in listed:
        yield from _entries(sheet, about)
    for line in about.placed.lines:
        if "公示" in line.raw or "公告" in line.raw:
            yield from _objections(line, about)
        if any(word in line.raw for word in ("星期", "周", "礼拜")):
            yield from _weekdays(line, about)


def _title(about: About) -> Iterator[Finding]:
    period, title = about.notice.period, about.notice.title
    if period is None:
        return
    named = [name for name in names(title, period.year) if name.period is not None or name.is_day]
    with_year = [name for name in named if name.has_year]
    if with_year and not any(name.first_on.year == period.year for name in with_year):
        name = with_year[0]
        facts = {"said": title[name.start : name.end], "period": period.title}
        yield about.finding("completeness.wrong_year", Place("title", name.start, name.end), **facts)
        return
    finer = [name for name in named if name.period is not None and name.period.unit == period.unit]
    if finer and not any(name.period == period for name in finer):
        name = finer[0]
        facts = {"said": title[name.start : name.end], "period": period.title}
        yield about.finding("completeness.wrong_period", Place("title", name.start, name.end), **facts)


def _issued(about: About) -> Iterator[Finding]:
    """An account of a period is drawn up when it is over; a plan is made before."""
    notice = about.notice
    is_account = notice.kind is Kind.RESULT and notice.category in (Category.FINANCE, Category.SOCIAL_ASSISTANCE)
    is_plan = limits.pattern(about.limits, "completeness.plans").search(notice.title) is not None
    # Much that is told of a year is told within it: a project, a first half's subsidy. Its accounts are not.
    yearly = limits.words(about.limits, "completeness.yearly_accounts")
    is_year = notice.period is not None and notice.period.unit == "year" and notice.item not in yearly
    if notice.period is None or notice.issued_on is None or not is_account or is_plan or is_year:
        return
    if notice.issued_on <= notice.period.last_on:
        facts = {"issued": notice.issued_on, "period": notice.period.title, "ends": notice.period.last_on}
        yield about.finding("completeness.issued_too_early", Place("issued_on"), **facts)


def _entries(sheet: Sheet, about: About) -> Iterator[Finding]:
    """Days of a ledger outside its period, told together."""
    period = about.notice.period
    if period is None or sheet.kind != "ledger" or "day" not in sheet.columns:
        return
    column = sheet.columns["day"]
    outside: list[tuple[int, Piece]] = []
    for line in sheet.lines:
        cell = line.cells[column] if column < len(line.cells) else None
        if cell is not None and cell.raw and _is_outside(cell.text, period):
            outside.append((line.row, cell))
    if outside:
        row, cell = outside[0]
        shown = "、".join(each.text for _, each in outside[: limits.count(about.limits, "completeness.days_told")])
        place = sheet.table.place_of(cell, row, column)
        yield about.finding("completeness.date_outside", place, count=len(outside), days=shown, period=period.title)


def _is_outside(text: str, period: Period) -> bool:
    found = _ENTRY_DAY.fullmatch(text.strip())
    if found is not None:
        year = int(found["year"]) if found["year"] else period.year
        day = _day(year, int(found["month"]), int(found["day"]))
        return day is not None and not period.first_on <= day <= period.last_on
    named = [name for name in names(text, period.year) if name.is_day]
    return len(named) == 1 and not period.first_on <= named[0].first_on <= period.last_on


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _objections(line: Piece, about: About) -> Iterator[Finding]:
    notice = about.notice
    span = _SPAN.search(line.raw)
    said = _DAYS_SAID.search(line.raw)
    days_said = read_count(said["days"]) if said is not None else None
    wanted = notice.objection_days if notice.kind is Kind.PUBLICITY else None
    if said is not None and wanted is not None and days_said != wanted:
        place = line.place(said.start("days"), said.end())
        yield about.finding("completeness.objection_said", place, said=said[0], days=wanted)
    length = wanted or days_said
    if length is None:
        return
    day_type = _day_type(said, about)
    if span is not None:
        yield from _span(span, length, day_type, line, about)
        return
    until = _UNTIL.search(line.raw)
    first, last = notice.issued_on, _date(until, "last_", about.year, None) if until is not None else None
    if until is None or first is None or last is None:
        return
    ends = _ends(first, length, day_type, about.calendar, begun=(-1, 0, 1))
    if ends and last not in ends:
        facts = {"said": until[0], "days": length, "until": counted(first, length, day_type, about.calendar).last_on}
        yield about.finding("completeness.objection_until", line.place(*until.span()), **facts)


def _day_type(said: re.Match[str] | None, about: About) -> DayType:
    """As the text says it, else as the catalogue has it."""
    if said is not None:
        return DayType.WORKING if "工作" in said["sort"] else DayType.CALENDAR
    return about.item.objection_day_type if about.item is not None else DayType.CALENDAR


def _span(span: re.Match[str], length: int, day_type: DayType, line: Piece, about: About) -> Iterator[Finding]:
    """The day of posting itself may be counted or not: villages do both."""
    first = _date(span, "first_", about.year, None)
    last = None if first is None else _date(span, "last_", first.year, first.month)
    if first is None or last is None:
        return
    ends = _ends(first, length, day_type, about.calendar, begun=(-1, 0))
    if not ends or last in ends:
        return
    place = line.place(*span.span())
    if day_type is DayType.WORKING:
        facts = {"said": span[0], "days": length, "until": counted(first, length, day_type, about.calendar).last_on}
        yield about.finding("completeness.objection_working", place, **facts)
    else:
        facts = {"said": span[0], "days": length, "long": (last - first).days}
        yield about.finding("completeness.objection_dates", place, **facts)


def _ends(first: date, length: int, day_type: DayType, calendar: WorkCalendar, begun: tuple[int, ...]) -> set[date]:
    """The days on which it may end when it begins so many days after `first`; none where that cannot be told yet, for
    want of the holidays. A village that does not put off a last day off is let be."""
    periods = [counted(first + timedelta(days=each), length, day_type, calendar) for each in begun]
    if day_type is DayType.WORKING:
        return {each.last_on for each in periods} if all(each.is_sure for each in periods) else set()
    return {day for each in periods for day in (each.begun_on + timedelta(days=length), each.last_on)}


def _date(found: re.Match[str], part: str, year: int | None, month: int | None) -> date | None:
    of_year = int(found[f"{part}year"]) if found[f"{part}year"] else year
    of_month = int(found[f"{part}month"]) if found[f"{part}month"] else month
    return None if of_year is None or of_month is None else _day(of_year, of_month, int(found[f"{part}day"]))


def _weekdays(line: Piece, about: About) -> Iterator[Finding]:
    year = about.year
    named: Sequence[Name] = [name for name in names(line.raw, year or 1) if name.is_day and (name.has_year or year is not None)]
    for name in named:
        found = _WEEKDAY.match(line.raw, name.end)
        if found is None:
            continue
        right = _WEEKDAYS[name.first_on.weekday()]
        if found["weekday"].replace("天", "日") != right:
            place = line.place(name.start, found.end())
            yield about.finding("completeness.weekday", place, said=line.raw[name.start : found.end()], weekday=right)
