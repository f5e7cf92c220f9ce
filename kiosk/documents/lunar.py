"""The lunar calendar (农历), for the date at the top of the screen."""

from datetime import date, timedelta
from functools import cache

from borax.calendars.lunardate import LunarDate


def lunar_months(today: date, count: int = 14) -> list[tuple[str, str]]:
    """The month that `today` lies in and those after it: first day in ISO form, and name (十月, 闰六月).

    Browsers have a Chinese calendar too, but not every one begins the first month of 2027 on the right day.
    """
    months = []
    day = today
    for _ in range(count):
        first, name = _month_of(day)
        months.append((first.isoformat(), name))
        day = first + timedelta(days=45)  # somewhere in the next month, which has 29 or 30 days
    return months


@cache
def _month_of(day: date) -> tuple[date, str]:
    lunar = LunarDate.from_solar(day)
    return day - timedelta(days=lunar.day - 1), f"{'闰' if lunar.leap else ''}{lunar.cn_month}月"
