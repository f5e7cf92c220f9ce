"""The desk: where notices are written, reviewed and published. Each module hangs its pages on the door."""

from kiosk.web.desk import (
    attached,
    audit_log,
    copies,
    editing,
    guide,
    inbox,
    lost,
    notices,
    people,
    screen_settings,
    screens,
    sign_in,
    village,
)
from kiosk.web.desk.door import IDLE, Sessions, furnish, pages
from kiosk.web.desk.rendering import SharedRenderer
from kiosk.web.desk.sign_in import Failures, first_code

__all__ = ["IDLE", "Failures", "Sessions", "SharedRenderer", "attached", "audit_log", "copies", "editing", "first_code", "furnish", "guide", "inbox", "lost", "notices", "pages", "people", "screen_settings", "screens", "sign_in", "village"]
