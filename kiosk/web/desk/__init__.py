"""The desk: where notices are written, reviewed and published. Each module hangs its pages on the door."""

from kiosk.web.desk import (
    answering,
    archive,
    attached,
    audit_log,
    calendar_feed,
    catalogue,
    catalogue_item,
    catalogue_news,
    clock,
    copies,
    duties,
    editing,
    guide,
    inbox,
    index_numbers,
    lost,
    mending,
    notices,
    objections,
    people,
    printing,
    questions,
    records,
    report,
    screen_devices,
    screen_settings,
    screens,
    sign_in,
    slips,
    township,
    village,
)
from kiosk.web.desk.door import IDLE, Sessions, furnish, pages
from kiosk.web.desk.readings import Readings
from kiosk.web.desk.sign_in import Failures, first_code

__all__ = ["Failures", "IDLE", "Readings", "Sessions", "answering", "archive", "attached", "audit_log", "calendar_feed", "catalogue", "catalogue_item", "catalogue_news", "clock", "copies", "duties", "editing", "first_code", "furnish", "guide", "inbox", "index_numbers", "lost", "mending", "notices", "objections", "pages", "people", "printing", "questions", "records", "report", "screen_devices", "screen_settings", "screens", "sign_in", "slips", "township", "village"]
