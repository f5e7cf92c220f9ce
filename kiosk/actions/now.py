"""What is on the air, read from the board."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.errors import Misuse
from kiosk.rules.catalogue import DayType
from kiosk.rules.notice import Notice
from kiosk.rules.playlist import Entry, playlist
from kiosk.rules.posting import ObjectionPeriod, objection_period
from kiosk.shipped import catalogue
from kiosk.store import notices, screens, settings
from kiosk.store.board import Board


def playlist_of(board: Board, screen_name: str, at: datetime) -> list[Entry]:
    """Raises Misuse for a screen there is not."""
    screen = screens.get(board.db, screen_name)
    if screen is None:
        allowed = "、".join(each.name for each in screens.all_screens(board.db))
        raise Misuse("screen.unknown", value=screen_name, allowed=allowed)
    stored, _ = notices.published_now_or_later(board.db, at)
    pace = settings.settings(board.db).pace
    return playlist([each.notice for each in stored], screen, at, board.zone, pace)


def objections_to(notice: Notice, zone: ZoneInfo) -> ObjectionPeriod | None:
    """The objection period whose day can be told. Working days cannot be counted without the holidays, and a wrong
    count would be worse than none."""
    item = catalogue().get(notice.item or "")
    if item is not None and item.objection_day_type is DayType.WORKING:
        return None
    return objection_period(notice, zone)
