"""The whole board as files, such that importing them on an empty board gives the same board back."""

import shutil
from functools import partial
from pathlib import Path

from kiosk.documents import bundle, front_matter
from kiosk.documents.spreadsheets_out import csv_of
from kiosk.rules.notice import OPEN, Notice
from kiosk.store import airings, catalogue, notices, originals, screens, settings
from kiosk.store.board import Board
from kiosk.store.originals import digest_of


def export(board: Board, folder: Path) -> int:
    """The number of notices written. Raises Refused when the folder is not empty; leaves nothing half written."""
    growing = bundle.claim(folder)
    try:
        entries = [_write(board, growing, notice) for notice in notices.all_notices(board.db) if _is_wanted(board, notice)]
        for number in sorted({entry.number for entry in entries}):
            _write_airings(board, growing, number)
        village = (settings.own_values(board.db), screens.all_screens(board.db), catalogue.entries(board.db))
        bundle.write_manifest(growing, *village, entries)
        bundle.settle(growing, folder)
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise
    return len({entry.number for entry in entries})


def _is_wanted(board: Board, notice: Notice) -> bool:
    """What residents can read or could last read, and what is on its way; the earlier versions are in the copies."""
    posted = notices.posted(board.db, notice.number or 0)
    is_newest_posted = posted is not None and posted.notice.version == notice.version
    return is_newest_posted or notice.status in OPEN


def _write(board: Board, folder: Path, notice: Notice) -> bundle.Entry:
    text = front_matter.write(notice).encode("utf-8")
    number = notice.number or 0
    files = {
        each.name: partial(originals.read, board.originals, each.digest)
        for each in originals.of_notice(board.db, number)
        if each.name in notice.sources
    }
    return bundle.Entry(
        file=bundle.write_notice(folder, notice, text, files),
        digest=digest_of(text),
        number=number,
        version=notice.version,
        status=notice.status,
        published_at=notice.published_at,
        shows_from=notice.shows_from,
        shows_until=notice.shows_until,
        hangs_from=notice.hangs_from,
        given=notice.given,
    )


AIRINGS_HEAD = ("day", "screen", "version", "seconds", "from", "until", "hours")


def _write_airings(board: Board, folder: Path, number: int) -> None:
    """As the screens themselves have told, in the village's time."""
    days = airings.of_notice(board.db, number, board.zone)
    if not days:
        return
    rows = [
        (
            day.on.isoformat(),
            day.screen,
            str(day.version),
            str(day.seconds),
            *(at.astimezone(board.zone).isoformat(timespec="seconds") for at in (day.first_at, day.last_at)),
            " ".join(map(str, sorted(day.hours))),
        )
        for day in days
    ]
    bundle.write_airings(folder, number, csv_of(AIRINGS_HEAD, rows))
