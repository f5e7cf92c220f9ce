"""What is on the air, read from the board."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from kiosk.documents.holidays import work_calendar
from kiosk.errors import Misuse
from kiosk.rules.days import ObjectionDays
from kiosk.rules.notice import Notice, is_live
from kiosk.rules.playlist import Entry, playlist
from kiosk.rules.posting import objection_period
from kiosk.rules.questions import Reply
from kiosk.rules.reply_wall import WALL_MOST, wall
from kiosk.rules.screen import Screen
from kiosk.rules.village import Settings
from kiosk.store import notices, replies, screens, settings
from kiosk.store.board import Board
from kiosk.store.notices import StoredNotice


def playlist_of(board: Board, screen_name: str, at: datetime) -> list[Entry]:
    """Raises Misuse for a screen there is not."""
    screen = screens.get(board.db, screen_name)
    if screen is None:
        allowed = "、".join(each.name for each in screens.all_screens(board.db))
        raise Misuse("screen.unknown", value=screen_name, allowed=allowed)
    stored, _ = notices.published_now_or_later(board.db, at)
    held = settings.settings(board.db)
    said = wall(replies_shown(board, held, at), held.questions, at, board.zone)
    up = [each.notice for each in stored] + ([said.notice] if said else [])
    return round_of(up, screen, at, board.zone, held)


def hanging(board: Board, now: datetime) -> list[StoredNotice]:
    """What everybody can read on the board at that moment."""
    stored, _broken = notices.published_now_or_later(board.db, now)
    return [each for each in stored if is_live(each.notice, now)]


def ever_posted(board: Board, number: int, now: datetime) -> StoredNotice | None:
    """Of a notice that has hung, or hangs, the version last read; None for a draft and for one whose time has not come."""
    stored = notices.posted(board.db, number)
    is_there = stored is not None and stored.notice.shows_from is not None and stored.notice.shows_from <= now
    return stored if is_there else None


def replies_shown(board: Board, held: Settings, at: datetime) -> list[Reply]:
    """That may be on the wall of replies."""
    since = at - timedelta(days=held.questions.shown_days + 1)
    return replies.since(board.db, since, WALL_MOST, board.zone)


def round_of(stored: Iterable[Notice], screen: Screen, at: datetime, zone: ZoneInfo, held: Settings) -> list[Entry]:
    return playlist(stored, screen, at, zone, held.pace, partial(objections_to, zone=zone, held=held))


def objections_to(notice: Notice, zone: ZoneInfo, held: Settings) -> ObjectionDays | None:
    """In calendar or in working days, as the catalogue had it for the notice's item."""
    return objection_period(notice, held.catalogue.get(notice.item or ""), zone, work_calendar())
