"""The working days of the country, as the State Council arranges them (国务院办公厅关于部分节假日安排的通知)."""

from functools import cache

from kiosk.rules.days import WorkCalendar


@cache
def work_calendar() -> WorkCalendar:
    from chinese_calendar import holidays, workdays  # only when something is to be counted

    years = range(min(holidays).year, max(holidays).year + 1)
    return WorkCalendar(frozenset(holidays), frozenset(workdays), frozenset(years))
