"""Fifty clerks, reviewers and approvers at once against a real server: every acknowledged save is there, every notice is
moved once, and the log holds together."""

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browser.hall import Hall
from cast import a_notice
from visitor import Visitor, form_of, seat

from kiosk.actions.drafts import typed_of
from kiosk.actions.verify import verify
from kiosk.config import read_config
from kiosk.documents.typing import as_typed
from kiosk.rules.notice import Status
from kiosk.rules.people import Role
from kiosk.store import audit, notices, opinions
from kiosk.store.board import Board, open_board

CLERKS, REVIEWERS, APPROVERS = 25, 20, 5
SHARED = 5
"""Drafts in which every clerk writes."""
SAVES = 3
RIVALS = 4
"""Reviewers who take up one notice at the same time."""
PATIENCE = 120
"""Seconds until the test gives up."""


@dataclass
class Record:
    """What the server has acknowledged, and what it has refused."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    saved: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    """By number and revision: the mark of the text, and whether it was chosen over another's."""
    twice: list[tuple[int, int]] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    steps: list[tuple[int, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    handed_in: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)

    def of(self, answer):
        with self.lock:
            self.statuses[answer.status] += 1
        return answer


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    running = Hall(tmp_path).start()
    yield running
    running.kill()


def typed(mark: str) -> dict[str, str]:
    return as_typed(a_notice(title=mark, body=f"写的是 {mark} 。"))


def begin(record: Record, clerk: Visitor) -> int:
    answer = record.of(clerk.post("/desk/notices", {"template": "announcement"}))
    return int(answer.location.split("/")[3])


def save(record: Record, clerk: Visitor, number: int, revision: int, mark: str, over: bool = False) -> int:
    """The revision to go on from."""
    sent = typed(mark) | {"version": "1", "revision": str(revision), "over": str(revision) if over else ""}
    answer = record.of(clerk.post(f"/desk/notices/{number}/draft", sent, HX_Request="true"))
    if answer.status == 409:
        with record.lock:
            record.refused.append((number, mark))
        return save(record, clerk, number, int(re.search(r'data-conflict data-revision="(\d+)"', answer.text)[1]), f"{mark}'", over=True)
    new = int(re.search(r'data-revision="(\d+)"', answer.text)[1])
    with record.lock:
        if (number, new) in record.saved:
            record.twice.append((number, new))
        record.saved[number, new] = (mark, over)
    return new


def write(record: Record, clerk: Visitor, shared: list[int]) -> None:
    own = begin(record, clerk)
    revision = 1
    for each in range(SAVES):
        revision = save(record, clerk, own, revision, f"{clerk.name}-own-{each}")
        number = shared[(each + int(clerk.name[2:])) % SHARED]
        save(record, clerk, number, 1, f"{clerk.name}-{number}-{each}")
    answer = record.of(clerk.post(f"/desk/notices/{own}/submit", {"version": "1", "revision": str(revision)}))
    assert answer.status == 303, answer.text
    with record.lock:
        record.handed_in.append(own)


def take(record: Record, person: Visitor, number: int, step: str, to: list[int]) -> None:
    """As a person does: opens the page, and clicks if the button is there."""
    form = form_of(record.of(person.get(f"/desk/notices/{number}")), step)
    if form is None:
        return
    answer = record.of(person.post(f"/desk/notices/{number}/{step}", form))
    if answer.status == 303:
        with record.lock:
            record.steps.append((number, step))
            to.append(number)


def keep_taking(record: Record, person: Visitor, place: int, step: str, waiting: list[int], to: list[int], rivals: int, of: int) -> None:
    tried = 0
    while tried < CLERKS:
        with record.lock:
            new = waiting[tried:]
        for number in new:
            if (number + place) % of < rivals:
                take(record, person, number, step, to)
        tried += len(new)
        threading.Event().wait(0.05)


def work(record: Record, seated: dict[str, Visitor], shared: list[int]) -> None:
    start, failures = threading.Barrier(len(seated)), []

    def at_work(visitor: Visitor) -> None:
        start.wait()
        kind, place = visitor.name[:2], int(visitor.name[2:])
        try:
            if kind == "文书":
                write(record, visitor, shared)
            elif kind == "监督":
                keep_taking(record, visitor, place, "pass", record.handed_in, record.passed, RIVALS, REVIEWERS)
            else:
                keep_taking(record, visitor, place, "publish", record.passed, [], 2, APPROVERS)
        except BaseException as failure:
            failures.append((visitor.name, failure))
            raise

    threads = [threading.Thread(target=at_work, args=[visitor], daemon=True) for visitor in seated.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert failures == []
        assert not thread.is_alive()


def marks_in(texts) -> set[str]:
    return {re.search(r"写的是 (\S+) 。", text)[1] for text in texts if "写的是" in text}


def test_fifty_at_once(hall):
    staff = {f"文书{each}": Role.CLERK for each in range(CLERKS)}
    staff |= {f"监督{each}": Role.REVIEWER for each in range(REVIEWERS)}
    staff |= {f"主任{each}": Role.APPROVER for each in range(APPROVERS)}
    seated, record = seat(hall, staff), Record()
    shared = [begin(record, seated["文书0"]) for _ in range(SHARED)]
    work(record, seated, shared)
    board = open_board(read_config({"KIOSK_DATA": str(hall.data)}))

    assert set(record.statuses) <= {200, 303, 409}, record.statuses
    assert len(record.refused) > CLERKS, "they did write over one another"
    every_save_is_there(board, record)
    every_notice_was_moved_once(board, record)
    assert verify(board) == []
    assert sorted(hall.numbers().values()) == sorted(record.handed_in), "all of them hang on the screen"
    board.close()


def every_save_is_there(board: Board, record: Record) -> None:
    assert record.twice == [], "two saves were both told to be the same revision"
    last: dict[int, int] = defaultdict(int)
    aside = {number: marks_in(text.typed["body"] for text in opinions.all_set_aside(board.db, number, 1)) for number, _ in record.saved}
    for (number, revision), (_, is_over) in record.saved.items():
        last[number] = max(last[number], revision)
        if is_over:
            before = record.saved.get((number, revision - 1))
            assert before is None or before[0] in aside[number], "what was written over is set aside"
    for number, revision in last.items():
        stored = notices.get(board.db, number)
        assert record.saved[number, revision][0] in stored.notice.title
        assert marks_in([typed_of(stored)["body"]]) == {record.saved[number, revision][0]}
        assert sorted(each for of, each in record.saved if of == number) == list(range(2, revision + 1)), "no save was swallowed"
    for number, mark in record.refused:
        assert mark in aside[number], "what came second is set aside"


def every_notice_was_moved_once(board: Board, record: Record) -> None:
    assert len(record.handed_in) == CLERKS
    assert Counter(record.steps) == Counter([(number, step) for number in record.handed_in for step in ("pass", "publish")])
    for number in record.handed_in:
        deeds = [entry.deed.removeprefix("notice.") for entry in audit.entries(board.db, audit.Wanted(notice=number))][::-1]
        assert deeds == ["begun", "submitted", "passed", "published"]
        assert [each.step for each in opinions.of_notice(board.db, number)] == ["submit", "pass", "publish"]
        assert notices.get(board.db, number).notice.status is Status.PUBLISHED
    indexes = sorted(notices.get(board.db, number).notice.index_number.rsplit("-", 1)[1] for number in record.handed_in)
    assert indexes == [f"{serial:04}" for serial in range(1, CLERKS + 1)]
