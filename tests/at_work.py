"""A clerk's machine to be switched off in the middle of its work: tests/test_killed.py starts this and kills its children.

For every line on standard input a child begins where the one before was stopped: it saves, attaches and takes steps
without a pause, and says on standard output what the board has acknowledged. The imports are paid for once.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from office import Office

from kiosk.actions import attach
from kiosk.actions.checker import Village, looked_over
from kiosk.config import Config
from kiosk.documents.safe_html import render
from kiosk.rules.findings import Overview, overview
from kiosk.rules.notice import Category, Kind, Notice, Priority
from kiosk.rules.people import By
from kiosk.store import people
from kiosk.store.board import Board, reopen_board

URGENT = {"priority": Priority.URGENT, "category": Category.ANNOUNCEMENT, "kind": Kind.ANNOUNCEMENT}
LIVES = (
    "save save submit pass publish correct save submit pass publish withdraw archive",
    "save submit return save attach submit pass send_back save submit take_back discard",
    "attach save submit publish_urgently object correct save publish_urgently pass_afterwards withdraw",
)


class InThisProcess:
    """Renders and looks over without a child of its own, which would live on when its parent is killed."""

    def html(self, body: str, pictures: dict[str, object] | None = None) -> str:
        return render(body, pictures or {})

    def overview(self, notice: Notice, village: Village) -> Overview:
        about, found = looked_over(notice, village)
        return overview(found, about.placed.tables)


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def work(board: Board, round_: str) -> None:
    staff = {person.name: By(person.name, "192.0.2.1", person) for person in people.all_people(board.db)}
    office = Office(board, InThisProcess(), InThisProcess(), {"clerk": staff["文书甲"], "reviewer": staff["监督甲"], "approver": staff["主任"]})
    life = 0
    while True:
        way = LIVES[(int(round_) + life) % len(LIVES)].split()
        office.now = datetime.now(UTC)
        number = office.begin(**URGENT if "publish_urgently" in way else {})
        say("ack", "begun", number, 1, 1, "-")
        for place, deed in enumerate(way):
            office.now = datetime.now(UTC)
            version, mark = office.newest(number).notice.version, f"{round_}.{life}.{place}"
            if deed == "save":
                office.save("clerk", number, body=f"第 {mark} 稿\n")
            elif deed == "attach":
                attach.attach(board, number, [("单.csv", mark.encode())], staff["文书甲"], office.now)
            else:
                office.walk(number, deed)
            stored = office.newest(number, version)
            say("ack", deed, number, version, stored.revision, mark)
        life += 1


def main(data: str) -> None:
    config = Config(Path(data), "127.0.0.1", 8080, ZoneInfo("Asia/Shanghai"), "zh", "")
    looked_over(Notice("停水", Category.ANNOUNCEMENT, Kind.ANNOUNCEMENT, "今晚停水。"), Village())  # what it loads is paid for once too
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(reopen_board(config), line.strip())
        say("child", child)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main(sys.argv[1])
