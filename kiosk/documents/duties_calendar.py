"""Duties as a calendar that telephones and mail programs subscribe to (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

MORNING = timedelta(hours=9)
ALARMS = (timedelta(days=-3) + MORNING, MORNING)
"""From the beginning of the day on which it is due."""
READ_AGAIN_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Appointment:
    uid: str
    """The same for ever, so that what has moved is not there twice."""
    on: date
    title: str
    words: str
    address: str


def calendar_of(name: str, appointments: Iterable[Appointment]) -> bytes:
    """The same appointments make the same bytes."""
    from icalendar import Alarm, Calendar, Event  # most requests need none of it

    calendar = Calendar()
    calendar.add("prodid", "-//village-kiosk//duties//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for each in appointments:
        event = Event()
        event.add("uid", each.uid)
        event.add("dtstamp", datetime.combine(each.on, time.min, UTC))
        event.add("dtstart", each.on)
        event.add("dtend", each.on + timedelta(days=1))
        event.add("summary", each.title)
        event.add("description", each.words)
        event.add("url", each.address)
        event.add("transp", "TRANSPARENT")
        for trigger in ALARMS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", each.title)
            alarm.add("trigger", trigger)
            event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical()
