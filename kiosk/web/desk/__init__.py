"""The desk: where notices are written, reviewed and published. Each module hangs its pages on the door."""

from kiosk.web.desk import (
    attached,
    editing,
    inbox,
    notices,
    screens,
    sign_in,
)
from kiosk.web.desk.door import IDLE, furnish, pages
from kiosk.web.desk.rendering import SharedRenderer
from kiosk.web.desk.sign_in import Failures, first_code

__all__ = ["IDLE", "Failures", "SharedRenderer", "attached", "editing", "first_code", "furnish", "inbox", "notices", "pages", "screens", "sign_in"]
