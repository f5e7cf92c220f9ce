"""Dates in words."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.rules.screen_health import Health
from kiosk.web.this_request import config, language, ngettext, the_time
from kiosk.web.this_request import gettext as _

WEEKDAYS = "一二三四五六日"


def day_words(day: date) -> str:
    """2026年10月8日（周四）, or Thu 8 Oct 2026."""
    if language() == "en":
        return day.strftime("%a %d %b %Y").replace(" 0", " ")
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def plain_day_words(instant: datetime, zone: ZoneInfo) -> str:
    """2026年10月8日, or 8 Oct 2026: in lists, where the day of the week tells nothing."""
    day = instant.astimezone(zone).date()
    return f"{day.day} {day:%b %Y}" if language() == "en" else f"{day.year}年{day.month}月{day.day}日"


def month_words(day: date) -> str:
    """2026年10月, or Oct 2026."""
    return f"{day:%b %Y}" if language() == "en" else f"{day.year}年{day.month}月"


def short_day_words(day: date) -> str:
    """10月8日, or 8 Oct: where the year goes without saying."""
    return f"{day.day} {day:%b}" if language() == "en" else f"{day.month}月{day.day}日"


def day_in_words(day: date, year: int) -> str:
    """Among days of that year: 10月8日, or with its year where it is of another one."""
    words = short_day_words(day)
    if day.year == year:
        return words
    return f"{words} {day.year}" if language() == "en" else f"{day.year}年{words}"


def clock_words(instant: datetime) -> str:
    """10:32:05, in the village's time."""
    return f"{instant.astimezone(config().zone):%H:%M:%S}"


def clock_of_words(health: Health | None) -> str:
    """How a screen's clock goes: right, or by how much it is ahead or behind."""
    if health is None or health.clock_ahead is None:
        return "—"
    if not health.clock_is_off:
        return _("right")
    words = _("{time} ahead") if health.clock_ahead > timedelta(0) else _("{time} behind")
    return words.format(time=lasted_words(int(abs(health.clock_ahead).total_seconds())))


def moment_words(instant: datetime) -> str:
    """10:32 for today, else 10月8日（周四）10:32, with the year where it is another one."""
    now, local = (each.astimezone(config().zone) for each in (the_time(), instant))
    if local.date() == now.date():
        return f"{local:%H:%M}"
    day = day_words(local.date()) if local.year != now.year else weekday_words(local.date())
    return f"{day} {local:%H:%M}" if language() == "en" else f"{day}{local:%H:%M}"


def dated_words(instant: datetime, zone: ZoneInfo) -> str:
    """2026年10月8日（周四）10:32: for whoever may read it another day."""
    local = instant.astimezone(zone)
    return f"{day_words(local.date())} {local:%H:%M}" if language() == "en" else f"{day_words(local.date())}{local:%H:%M}"


def exact_words(instant: datetime, zone: ZoneInfo) -> str:
    """2026年10月8日 10:32, or 8 Oct 2026 10:32: in the tables of a record, where the day of the week tells nothing."""
    local = instant.astimezone(zone)
    day = f"{local.day} {local:%b %Y}" if language() == "en" else f"{local.year}年{local.month}月{local.day}日"
    return f"{day} {local:%H:%M}"


def weekday_words(day: date) -> str:
    """10月8日（周四）, or Thu 8 Oct."""
    if language() == "en":
        return day.strftime("%a %d %b").replace(" 0", " ")
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def ago_words(instant: datetime) -> str:
    """How long ago, in the largest unit that fits: 3 days, 5 hours, 20 minutes."""
    minutes = max(0, int((the_time() - instant).total_seconds() // 60))
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    if minutes < 48 * 60:
        return ngettext("{count} hour", "{count} hours", minutes // 60).format(count=minutes // 60)
    return ngettext("{count} day", "{count} days", minutes // 1440).format(count=minutes // 1440)


def lasted_words(seconds: int) -> str:
    """40 seconds, 20 minutes, 3 hours 20 minutes."""
    hours, minutes = divmod(seconds // 60, 60)
    if not hours and not minutes:
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    of_hour = ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    if not hours:
        return of_hour
    whole = ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return _("{hours} {minutes}").format(hours=whole, minutes=of_hour) if minutes else whole


def waited_words(instant: datetime) -> str:
    """How long something has been waiting since then."""
    if the_time() - instant < timedelta(minutes=1):
        return _("just come in")
    return _("waiting for {ago}").format(ago=ago_words(instant))


def last_day_words(until: datetime | None, zone: ZoneInfo) -> str:
    """The last day a notice can be seen, `until` being the first instant it cannot."""
    if until is None:
        return _("stays posted")
    return day_words((until - timedelta(microseconds=1)).astimezone(zone).date())
