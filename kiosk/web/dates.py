"""Dates in words."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.web.this_request import gettext as _
from kiosk.web.this_request import language

WEEKDAYS = "一二三四五六日"


def day_words(day: date) -> str:
    """2026年10月8日（周四）, or Thu 8 Oct 2026."""
    if language() == "en":
        return day.strftime("%a %d %b %Y").replace(" 0", " ")
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def short_day_words(day: date) -> str:
    """10月8日, or 8 Oct: where the year goes without saying."""
    return f"{day.day} {day:%b}" if language() == "en" else f"{day.month}月{day.day}日"


def last_day_words(until: datetime | None, zone: ZoneInfo) -> str:
    """The last day a notice can be seen, `until` being the first instant it cannot."""
    if until is None:
        return _("stays posted")
    return day_words((until - timedelta(microseconds=1)).astimezone(zone).date())
