"""The whole board as files, such that importing them on an empty board gives the same board back."""

import shutil
from functools import partial
from pathlib import Path

from kiosk.documents import bundle, front_matter
from kiosk.rules.notice import Notice
from kiosk.store import notices, originals, screens, settings
from kiosk.store.board import Board
from kiosk.store.originals import digest_of


def export(board: Board, folder: Path) -> int:
    """The number of notices written. Raises Refused when the folder is not empty; leaves nothing half written."""
    growing = bundle.claim(folder)
    try:
        entries = [_write(board, growing, notice) for notice in notices.all_notices(board.db)]
        bundle.write_manifest(growing, settings.own_values(board.db), screens.all_screens(board.db), entries)
        bundle.settle(growing, folder)
    except BaseException:
        shutil.rmtree(growing, ignore_errors=True)
        raise
    return len(entries)


def _write(board: Board, folder: Path, notice: Notice) -> bundle.Entry:
    text = front_matter.write(notice).encode("utf-8")
    number = notice.number or 0
    files = {
        each.name: partial(originals.read, board.originals, each.digest)
        for each in originals.of_notice(board.db, number)
    }
    bundle.write_notice(folder, notice, text, files)
    return bundle.Entry(
        file=f"{bundle.folder_name(number)}/{bundle.NOTICE_FILE}",
        digest=digest_of(text),
        number=number,
        status=notice.status,
        published_at=notice.published_at,
        shows_from=notice.shows_from,
        shows_until=notice.shows_until,
    )
