"""kill -9 in the middle of saves and steps: nothing acknowledged is lost, and nothing is half done."""

import contextlib
import http.client
import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser.hall import Hall, until
from cast import SHANGHAI, a_notice
from office import staff_of
from visitor import Visitor, seat

from kiosk.actions.verify import verify
from kiosk.config import Config, read_config
from kiosk.documents.typing import as_typed
from kiosk.rules.notice import Status
from kiosk.rules.people import Role
from kiosk.rules.steps import STEPS
from kiosk.store import audit, notices, opinions
from kiosk.store.board import Board, open_board

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")

KILLS = 200
TESTS = Path(__file__).parent
COMES_BACK = ("return", "send_back", "take_back")


@dataclass(frozen=True)
class Acknowledged:
    deed: str
    number: int
    version: int
    revision: int
    mark: str


class Machine:
    """Works until it is killed."""

    def __init__(self, data: Path) -> None:
        environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)]), "PYTHONUTF8": "1"}
        command = [sys.executable, str(TESTS / "at_work.py"), str(data)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=environ)

    def work_until_killed(self, round_: int, deeds: int, pause: float) -> list[Acknowledged]:
        """What it had acknowledged; killed so many seconds after so many deeds."""
        self.process.stdin.write(f"{round_}\n")
        self.process.stdin.flush()
        lines, child, told = iter(self.process.stdout.readline, ""), 0, []
        for line in lines:
            kind, *words = line.split()
            if kind == "ended":
                return told
            if kind == "child":
                child = int(words[0])
            else:
                deed, number, version, revision, mark = words
                told.append(Acknowledged(deed, int(number), int(version), int(revision), mark))
            if child and len(told) >= deeds and pause >= 0:
                time.sleep(pause)
                os.kill(child, signal.SIGKILL)
                pause = -1
        raise AssertionError("the machine itself has ended")

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(tmp_path / "data", "127.0.0.1", 8080, SHANGHAI, "zh", "")


@pytest.fixture
def machine(config: Config) -> Iterator[Machine]:
    board = open_board(config)
    staff_of(board)
    board.close()
    running = Machine(config.data)
    yield running
    running.end()


def is_there(board: Board, told: Acknowledged) -> bool:
    """The deed itself, or what was done upon it later."""
    stored = notices.get(board.db, told.number, told.version)
    if stored is None or stored.revision < told.revision:
        return False
    if told.deed == "save":
        return stored.revision > told.revision or told.mark in stored.notice.body
    if told.deed == "attach":
        kept = board.db.execute("SELECT count(*) FROM originals WHERE notice = ?", [told.number]).fetchone()[0]
        return kept > 0 and "单.csv" in stored.notice.sources
    if told.deed in STEPS:
        return any(each.step == told.deed and each.version == told.version for each in opinions.of_notice(board.db, told.number))
    return told.deed == "begun"


def statuses_by_the_log(entries: list[audit.Entry]) -> list[Status]:
    """Where every version of a notice stands, if the log alone is believed."""
    steps, found = {step.deed: step for step in STEPS.values()}, []
    for entry in entries:
        if entry.deed == "notice.begun":
            found.append(Status.DRAFT)
        if entry.deed not in steps:
            continue
        step, at = steps[entry.deed], int(str(entry.facts["version"])) - 1
        if step.name == "correct":
            found.append(Status.DRAFT)
            continue
        if step.to is Status.PUBLISHED and Status.PUBLISHED in found[:at]:
            found[found.index(Status.PUBLISHED)] = Status.REPLACED
        found[at] = step.to
        if step.name in COMES_BACK:
            found.append(Status.DRAFT)
    return found


def make_sure_nothing_is_half_done(board: Board, number: int) -> None:
    versions = notices.versions(board.db, number)
    entries = list(audit.entries(board.db, audit.Wanted(notice=number)))[::-1]
    assert [each.notice.status for each in versions] == statuses_by_the_log(entries), number
    said = [(each.step, each.version) for each in opinions.of_notice(board.db, number)]
    deeds = {step.deed: step.name for step in STEPS.values()}
    assert said == [(deeds[entry.deed], entry.facts["version"]) for entry in entries if entry.deed in deeds], number
    for each in versions:
        assert opinions.authors(board.db, number, each.notice.version), number
        assert (each.typed is None) or each.notice.status in (Status.DRAFT, Status.DISCARDED)
        is_up = each.notice.published_at is not None
        assert is_up is (each.notice.status in (Status.PUBLISHED, Status.REPLACED, Status.WITHDRAWN, Status.ARCHIVED, Status.CLOSED))
    attached = sum(entry.deed == "notice.original_attached" for entry in entries)
    assert bool(attached) is any(each.notice.sources for each in versions)


def test_the_machine_killed_two_hundred_times(machine, config):
    chance, told_of = random.Random(2026), Counter()
    for round_ in range(KILLS):
        told = machine.work_until_killed(round_, chance.randrange(14), chance.uniform(0, 0.008))
        board = open_board(config)
        lost = [each for each in told if not is_there(board, each)]
        assert lost == [], f"acknowledged and lost in round {round_}"
        newest = notices.count(board.db)
        for number in {newest, newest - 1} - {0}:
            make_sure_nothing_is_half_done(board, number)
        told_of.update(each.deed for each in told)
        board.close()
    board = open_board(config)
    assert verify(board) == [], "the chain, the database, the head beside it and every original"
    for number in range(1, notices.count(board.db) + 1):
        make_sure_nothing_is_half_done(board, number)
    board.close()
    assert set(told_of) == {"begun", "save", "attach", *STEPS}, "every deed was among them"
    assert told_of.total() > KILLS


ROUNDS = 3
CLERKS = 6


def save_until_it_is_over(hall: Hall, clerk: Visitor, told: list[Acknowledged]) -> None:
    """Begins notices, saves each a few times and hands it in, until nobody answers any more."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        for life in itertools.count():
            begun = clerk.post("/desk/notices", {"template": "announcement"})
            number, revision = int(begun.location.split("/")[3]), 1
            told.append(Acknowledged("begun", number, 1, 1, "-"))
            for each in range(3):
                mark = f"{clerk.name}.{life}.{each}"
                sent = as_typed(a_notice(body=f"第 {mark} 稿\n")) | {"version": "1", "revision": str(revision)}
                answer = clerk.post(f"/desk/notices/{number}/draft", sent, HX_Request="true")
                assert answer.status == 200, answer.text
                revision += 1
                told.append(Acknowledged("save", number, 1, revision, mark))
            answer = clerk.post(f"/desk/notices/{number}/submit", {"version": "1", "revision": str(revision)})
            assert answer.status == 303, answer.text
            told.append(Acknowledged("submit", number, 1, revision + 1, "-"))


def test_the_server_killed_under_its_clerks(tmp_path):
    hall, chance = Hall(tmp_path).start(), random.Random(2026)
    seated = seat(hall, {f"文书{each}": Role.CLERK for each in range(CLERKS)})
    config = read_config({"KIOSK_DATA": str(hall.data)})
    for _ in range(ROUNDS):
        told: list[Acknowledged] = []
        threads = [threading.Thread(target=save_until_it_is_over, args=[hall, clerk, told]) for clerk in seated.values()]
        for thread in threads:
            thread.start()
        until(lambda told=told: len(told) >= 20, "the clerks are at work")
        time.sleep(chance.uniform(0, 0.2))
        hall.kill()
        for thread in threads:
            thread.join()
        board = open_board(config)
        assert [each for each in told if not is_there(board, each)] == []
        assert verify(board) == []
        for number in range(1, notices.count(board.db) + 1):
            make_sure_nothing_is_half_done(board, number)
        board.close()
        hall.start()
    hall.kill()
