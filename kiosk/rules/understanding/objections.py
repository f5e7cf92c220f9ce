"""How long a notice says it may be objected to: 公示期为7天, 公示期限：2025年6月12日—6月18日."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kiosk.rules.amounts import read_count

_NAMED = r"(?:公示|公告|异议)(?:期限?|时间|日期)?"
_STATED = re.compile(
    rf"{_NAMED}[^。；\d年月每栏]{{0,10}}?(?P<days>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})"
    rf"(?:\([一二三四五六七八九十]+\))?个?(?P<working>工作)?(?:自然|日历)?[日天](?!前|内?向|至|起|—)"
)
_TOTAL = re.compile(r"共(?P<days>\d{1,3})个?(?P<working>工作)?[日天]")
_RANGE = re.compile(
    rf"{_NAMED}[^。；\d]{{0,12}}?(?P<year>\d{{4}})[年\-./](?P<month>\d{{1,2}})[月\-./](?P<day>\d{{1,2}})日?起?[-—–~至到]+"
    r"(?:(?P<last_year>\d{4})[年\-./])?(?:(?P<last_month>\d{1,2})[月\-./])?(?P<last_day>\d{1,2})日?"
)
_LIMIT = range(1, 366)


@dataclass(frozen=True)
class Objections:
    days: int
    working: bool
    text: str
    said_otherwise: int = 0
    """Days from the first to the last that it names, where that is another number."""


def objections_in(text: str) -> Objections | None:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:4000]))
    dated = next((days for found in _RANGE.finditer(plain) if (days := _days(found)) in _LIMIT), 0)
    stated = _STATED.search(plain) or (_TOTAL.search(plain) if dated else None)
    if stated is not None and read_count(stated["days"]) in _LIMIT:
        days, working = read_count(stated["days"]), bool(stated["working"])
        return Objections(days, working, stated[0], dated if dated and dated != days and not working else 0)
    found = _RANGE.search(plain)
    return Objections(dated, False, found[0]) if dated and found else None


def _days(found: re.Match[str]) -> int:
    """The first and the last day included; 0 for what the calendar has not."""
    year, month = int(found["year"]), int(found["month"])
    last_month = int(found["last_month"] or month)
    last_year = int(found["last_year"] or (year + 1 if last_month < month else year))
    try:
        first, last = date(year, month, int(found["day"])), date(last_year, last_month, int(found["last_day"]))
    except ValueError:
        return 0
    return (last - first).days + 1
