"""The caretaker: chores every minute, none of which keeps another waiting."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from cast import DAY, NOON, SECOND, codes, local

from kiosk.rules.people import By
from kiosk.store import copies, disks
from kiosk.store import questions as kept
from kiosk.web.caretaker import AFTER_A_FAULT, Caretaker, Copying, do, purging

TONIGHT = local(2026, 10, 11, 3)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def copying(board, config):
    return Copying(config)


def refuse(_):
    raise OSError(28, "No space left on device")


def made(config):
    return [copy.made_at for copy in copies.listed(config.backups)]


def test_every_chore_is_done_again_and_again_whatever_the_others_do():
    done, hangs = [], threading.Event()

    def failing():
        done.append("failing")
        raise RuntimeError("broken")

    def hanging():
        done.append("hanging")
        hangs.wait(5)

    caretaker = Caretaker([failing, hanging, lambda: done.append("good")], every_seconds=0.01)
    caretaker.begin()
    until = time.monotonic() + 5
    while done.count("good") < 3 or done.count("failing") < 3:
        assert time.monotonic() < until, done
        time.sleep(0.01)
    caretaker.leave()
    hangs.set()
    assert done.count("hanging") == 1


@pytest.mark.parametrize("fault", [RuntimeError("x"), OSError(5, "x"), MemoryError(), KeyError("x")])
def test_a_fault_is_logged_and_no_more(fault, caplog):
    def failing():
        raise fault

    do(failing)
    assert "a chore failed" in caplog.text


def test_the_first_copy_is_made_at_once_and_then_one_a_night(copying, config):
    for at in (NOON, NOON + MINUTE, TONIGHT - SECOND, TONIGHT, TONIGHT + MINUTE, TONIGHT + DAY):
        copying.when_due(at)
    assert made(config) == [TONIGHT + DAY, TONIGHT, NOON]
    assert copying.problems == []


def test_a_machine_that_was_off_at_night_makes_it_when_it_is_on_again(copying, config):
    copying.when_due(NOON)
    copying.when_due(NOON + 3 * DAY)
    assert made(config) == [NOON + 3 * DAY, NOON]


def test_after_a_fault_it_rests_and_tries_again(copying, config, monkeypatch):
    tries = []

    def refuse_and_count(handle):
        tries.append(handle)
        refuse(handle)

    monkeypatch.setattr(os, "fsync", refuse_and_count)
    for minute in range(10):
        copying.when_due(NOON + minute * MINUTE)
    assert len(tries) == 1
    assert codes(copying.problems) == ["store.disk_full"]
    monkeypatch.undo()
    copying.when_due(NOON + AFTER_A_FAULT)
    assert made(config) == [NOON + AFTER_A_FAULT]
    assert copying.problems == []


def test_a_clock_that_was_set_back_does_not_make_it_rest_for_ever(copying, config, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        copying.when_due(NOON + 365 * DAY)
    copying.when_due(NOON)
    assert made(config) == [NOON]


def test_while_another_process_makes_copies_it_waits_its_turn(copying, config):
    with copies.one_at_a_time(config.data):
        copying.when_due(NOON)
    assert (made(config), copying.problems) == ([], [])
    copying.when_due(NOON + MINUTE)
    assert made(config) == [NOON + MINUTE]


def test_of_two_processes_one_makes_tonights(copying, config):
    other = Copying(config)
    for each in (copying, other, copying):
        each.when_due(TONIGHT)
    assert made(config) == [TONIGHT]


def test_the_fault_of_a_disk_that_was_taken_away_is_forgotten(copying, config, tmp_path, monkeypatch):
    stick = tmp_path / "stick" / "kiosk-backups"
    stick.mkdir(parents=True)
    found = [stick]
    monkeypatch.setattr(disks, "prepared_folders", lambda: list(found))
    copying.when_due(NOON)
    assert codes(copying.problems) == ["copies.same_disk"]
    found.clear()
    copying.when_due(NOON + MINUTE)
    assert copying.problems == []


def test_the_server_has_it_ready(app):
    copying = app.extensions["copying"]
    copying.when_due(datetime.now(UTC))
    assert len(made(copying.config)) == 1


def test_what_askers_were_promised_is_deleted_once_a_day_and_after_every_start(board):
    ended = "'answered', '', '2026-09-10T00:00:00.000000Z', '2026-09-10T00:00:00.000000Z'"

    def somebody_asks():
        with board.db.conn:
            board.db.execute(
                f"""INSERT INTO questions (sort, way, arrived_at, due_on, words, name, telephone, state, likeness, answered_at,
                    closed_at) VALUES ('question', 'box', '2026-09-01T00:00:00.000000Z', '2026-09-11', '问', '户主甲', '', {ended})"""
            )

    def names():
        return [each.name for each in kept.closed(board.db, 99, 9)]

    chore = purging(By("系统时钟"))
    somebody_asks()
    chore(board, NOON)
    assert names() == [""]
    somebody_asks()
    chore(board, NOON + SECOND)
    assert names() == ["户主甲", ""]
    chore(board, NOON + DAY)
    assert names() == ["", ""]
    somebody_asks()
    purging(By("系统时钟"))(board, NOON + DAY)
    assert names() == ["", "", ""]
