"""The clerk: what is written for the board, and how it goes up."""

import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.hall import config_of, spawn
from kiosk.actions.import_notices import Posting, import_paths
from kiosk.actions.publish import put_up
from kiosk.documents.safe_html import render
from kiosk.rules.notice import Category, Kind, Notice
from kiosk.store import notices, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board, open_board
from kiosk.store.connection import transaction

WHO = "bench"


class Publisher:
    """A second process, as `kiosk import --publish` is, but with its start not counted."""

    def __init__(self, data: Path) -> None:
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=publish_as_told, args=(str(data), theirs), daemon=True)

    def __enter__(self) -> "Publisher":
        self._process.start()
        self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.send(None)
        self._process.join()

    def publish(self, text: str) -> float:
        """Seconds of time.time() at which the commit returned."""
        self._pipe.send(text)
        return self._pipe.recv()


def publish_as_told(data: str, pipe: Connection) -> None:
    board = open_board(config_of(Path(data)))
    pipe.send("ready")
    while (text := pipe.recv()) is not None:
        take_in(board, text, publish=True)
        pipe.send(time.time())
    board.close()


def take_in(board: Board, text: str, publish: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        file = Path(folder) / "notice.md"
        file.write_text(text, "utf-8")
        done = import_paths(board, [file], Posting(WHO, datetime.now(UTC), publish))
    if not done.went_in:
        raise RuntimeError(f"refused: {[problem.code for outcome in done.outcomes for problem in outcome.problems]}")


def a_notice(title: str, body: str) -> Notice:
    return Notice(title=title, category=Category.SUBSIDY, kind=Kind.RESULT, body=body)


def post(board: Board, draft: Notice) -> None:
    """Publishes without the front door, so that what follows can be measured whatever that lets in."""
    now = datetime.now(UTC)
    html = render(draft.body, {})
    with transaction(board.db):
        stored = notices.get(board.db, notices.insert(board.db, draft, html, draft.title, now))
        put_up(board, stored, settings.settings(board.db), Deed(WHO, "notice.published", {}), now)


def announcement(title: str, priority: str = "normal") -> str:
    body = f"{title}：明天上午八点至十点，全村停水检修，请各户提前储水。"
    return f"---\ntitle: {title}\ncategory: announcement\npriority: {priority}\n---\n\n{body}\n"


def roster(title: str, rows: int) -> str:
    return f"---\ntitle: {title}\ncategory: subsidy\n---\n\n{roster_table(rows)}"


def roster_table(rows: int) -> str:
    lines = ["| 序号 | 户主 | 组别 | 面积（亩） | 金额（元） |", "|---|---|---|---:|---:|"]
    for row in range(1, rows + 1):
        acres = row % 9 + row % 7 / 10
        lines.append(f"| {row} | 农户{row:05} | 第{row % 12 + 1}村民小组 | {acres:.2f} | {acres * 129:,.2f} |")
    return "\n".join(lines) + "\n"
