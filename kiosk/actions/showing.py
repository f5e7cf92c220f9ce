"""What the screens themselves say they have shown."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kiosk.actions.clocks import begin_clocks
from kiosk.errors import NotFound
from kiosk.rules.airings import LATE, AiredDay, Airing, is_believable
from kiosk.rules.notice import goes_to
from kiosk.store import airings, notices, opinions, screen_devices
from kiosk.store.board import Board
from kiosk.store.connection import transaction

_NOTHING_COMES_LATER = LATE + timedelta(days=2)


def note_shown(board: Board, number: int, version: int, screen: str, now: datetime) -> None:
    """Only the first time is kept; saying it again changes nothing."""
    if screen in opinions.first_shown(board.db, number, version):
        return
    with transaction(board.db):
        opinions.is_shown(board.db, number, version, screen, now)


def note_airings(board: Board, screen: str, run: str, told: Sequence[Airing], now: datetime, held_of: str = "") -> int:
    """Keeps what can be believed; how many of them were. `run` is the page that says so, from its opening to its closing.
    A screen tells of weeks ago too, when it may have been there for other categories: only names, which never change, count.
    `held_of` is the device that tells, where nobody has decided yet whether it is that screen."""
    began = {}
    for number, version in {(each.notice, each.version) for each in told}:
        stored = notices.get(board.db, number, version)
        began[number, version] = stored.notice.shows_from if stored and goes_to(stored.notice, screen) else None
    believed = [each for each in told if is_believable(each, began[each.notice, each.version], now)]
    if believed:
        with transaction(board.db):
            if held_of:
                screen_devices.hold(board.db, screen, held_of, run, believed)
            else:
                airings.note(board.db, screen, run, believed)
                begin_clocks(board, screen, believed, now)
    return len(believed)


def airings_of(board: Board, number: int) -> list[AiredDay]:
    """Raises NotFound for a notice that there is not."""
    if notices.get(board.db, number) is None:
        raise NotFound("notice.none_at_desk", number=number)
    return airings.of_notice(board.db, number, board.zone)


def compact_airings(board: Board, now: datetime) -> int:
    """Of days about which no screen can tell any more one line is kept for each text and screen."""
    before = now - _NOTHING_COMES_LATER
    if not airings.has_hours_before(board.db, before):
        return 0
    with transaction(board.db):
        return airings.compact(board.db, before, board.zone)


def drop_what_was_held(board: Board, now: datetime) -> None:
    """Nobody has said in two months that it was ours."""
    before = now - _NOTHING_COMES_LATER
    if screen_devices.has_held_before(board.db, before):
        with transaction(board.db):
            screen_devices.drop_before(board.db, before)
