"""Copies of the whole board: made, carried away, and put back without anything half done."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from cast import DAY, HOUR, NOON, SECOND, SHANGHAI, a_file, codes

from kiosk.actions import safekeeping
from kiosk.actions.safekeeping import make_copies, make_portable, note_loss, put_back
from kiosk.actions.settle import change_setting
from kiosk.actions.verify import verify, verify_copy
from kiosk.config import Config
from kiosk.errors import KioskError, Refused, Unavailable
from kiosk.rules.people import By, Role
from kiosk.store import audit, audit_head, copies, disks, originals, people, settings
from kiosk.store.board import open_board
from kiosk.store.connection import data_version, reconnect, transaction
from kiosk.store.originals import digest_of

ADMIN = By("管理员", "192.0.2.7")
PICTURE = b"PK\x03\x04 an original"


@pytest.fixture
def village(board, bring, tmp_path):
    """A board with a name, a notice and its original."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "流水.xlsx").write_bytes(PICTURE)
    assert bring(a_file(tmp_path / "in", sources=("流水.xlsx",)), publish=True).went_in
    rename(board, "甲村")
    return board


def rename(board, name, now=NOON):
    change_setting(board, "village", name, By("文书甲"), now)


def name_of(config):
    with closing(reconnect(config.database)) as db:
        return settings.settings(db).village.name


def is_sound(config):
    board = open_board(config)
    try:
        assert verify(board) == []
    finally:
        board.close()
    return True


def newest(config):
    return copies.listed(config.backups)[0].path


def deeds(config):
    with closing(reconnect(config.database)) as db:
        return [row[0] for row in db.execute("SELECT deed FROM audit ORDER BY entry").fetchall()]


@pytest.fixture
def second(village, tmp_path):
    """A folder that the village named for its copies."""
    folder = tmp_path / "disk" / "copies"
    folder.mkdir(parents=True)
    change_setting(village, "backup_folder", str(folder), By("管理员"), NOON)
    return folder


# Making


def test_a_copy_is_made_beside_the_data(village, config):
    (made,) = make_copies(config, NOON)
    assert (made.problems, made.copy.parent) == ((), config.backups)
    assert verify_copy(config, made.copy) == []
    assert config.backups.stat().st_mode & 0o777 == 0o700


def test_only_what_is_due_is_made(village, config):
    for hours, expected in [(0, 1), (1, 0), (14, 0), (15, 1), (16, 0)]:
        assert len(make_copies(config, NOON + hours * HOUR, only_due=True)) == expected, hours


def test_on_a_second_disk_the_originals_are_kept_too(second, config):
    near, far = make_copies(config, NOON)
    assert far.copy.parent == second
    assert originals.read(second / "originals", digest_of(PICTURE)) == PICTURE
    shutil.rmtree(config.originals)
    assert verify_copy(config, far.copy) == []
    assert codes(verify_copy(config, near.copy)) == ["verify.original_lost"]


def test_an_original_that_broke_on_the_second_disk_is_written_again(second, config):
    make_copies(config, NOON)
    originals.path_of(second / "originals", digest_of(PICTURE)).write_bytes(b"short")
    make_copies(config, NOON + DAY)
    assert originals.read(second / "originals", digest_of(PICTURE)) == PICTURE


def test_a_folder_on_the_same_disk_is_no_second_disk(second, config):
    _near, far = make_copies(config, NOON)
    assert far.copy is not None
    assert codes(far.problems) == ["copies.same_disk"]


def test_a_disk_that_is_not_plugged_in_is_told_and_not_made_up(second, config):
    second.rmdir()
    near, far = make_copies(config, NOON)
    assert near.copy is not None
    assert (far.copy, codes(far.problems)) == (None, ["copies.no_second_disk"])
    assert not second.exists()


def test_an_original_that_is_gone_is_told_and_the_copy_stands(village, config):
    shutil.rmtree(config.originals)
    (made,) = make_copies(config, NOON)
    assert made.copy is not None
    assert codes(made.problems) == ["verify.original_lost"]


@pytest.mark.parametrize("place", ["stick/kiosk-backups", "village/stick/kiosk-backups", "kiosk-backups"])
def test_a_disk_that_was_prepared_is_found(village, config, tmp_path, monkeypatch, place):
    media = tmp_path / "media"
    folder = media / place
    folder.mkdir(parents=True)
    monkeypatch.setattr(disks, "MOUNTS", (media, tmp_path / "none"))
    assert disks.prepared_folders() == [], "a folder is no disk"
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == folder.parent)
    assert disks.prepared_folders() == [folder]
    assert [made.place.folder for made in make_copies(config, NOON)] == [config.backups, folder]


def test_a_disk_that_nobody_prepared_is_never_written_to(village, config, tmp_path, monkeypatch):
    (tmp_path / "media" / "stick").mkdir(parents=True)
    monkeypatch.setattr(disks, "MOUNTS", (tmp_path / "media",))
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    make_copies(config, NOON)
    assert list((tmp_path / "media" / "stick").iterdir()) == []


def test_the_oldest_are_thinned_out_and_another_boards_are_left_alone(second, config, tmp_path):
    (made, _far) = make_copies(config, NOON)
    other = another_board(tmp_path / "other")
    (foreign,) = make_copies(other, NOON)
    for night in range(1, 60):
        shutil.copy(made.copy, second / f"kiosk-{copies.stamp(NOON - night * DAY)}.db")
        shutil.copy(foreign.copy, second / f"kiosk-{copies.stamp(NOON - night * DAY - HOUR)}.db")
    make_copies(config, NOON + DAY)
    origins = [copy.origin for copy in copies.listed(second)]
    theirs = copies.listed(other.backups)[0].origin
    assert origins.count(theirs) == 59
    assert len(origins) - 59 < 25


def another_board(folder):
    config = Config(folder, "127.0.0.1", 8080, SHANGHAI, "zh", "")
    board = open_board(config)
    rename(board, "另一个村")
    board.close()
    return config


def test_with_a_damaged_database_no_copy_is_made_and_the_old_ones_stay(village, config):
    (made,) = make_copies(config, NOON)
    village.db.execute("DROP TRIGGER audit_refuses_update")
    village.db.execute("UPDATE audit SET who = '乙' WHERE entry = 1")
    (failed,) = make_copies(config, NOON + DAY)
    assert (failed.copy, codes(failed.problems)) == (None, ["verify.audit"])
    assert [copy.path for copy in copies.listed(config.backups)] == [made.copy]


def test_two_at_once_make_one(village, config):
    with copies.one_at_a_time(config.data), pytest.raises(Unavailable) as busy:
        make_copies(config, NOON)
    assert busy.value.code == "copies.busy"


# Carrying away


def test_a_portable_copy_holds_everything(village, config, tmp_path):
    target = tmp_path / "carried.zip"
    assert make_portable(config, target, NOON) == []
    shutil.rmtree(config.originals)
    assert verify_copy(config, target) == []
    assert target.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_no_file_is_written_over(village, config, tmp_path):
    (tmp_path / "mine.zip").write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        make_portable(config, tmp_path / "mine.zip", NOON)
    assert refused.value.code == "copy.exists"
    assert (tmp_path / "mine.zip").read_bytes() == b"mine"


def test_into_a_folder_that_is_not_there_nothing_is_written(village, config, tmp_path):
    with pytest.raises(Unavailable) as refused:
        make_portable(config, tmp_path / "none" / "a.zip", NOON)
    assert refused.value.code == "store.not_writable"


# Putting back


@pytest.fixture(params=["copy", "second disk", "portable"])
def carried(request, village, second, config, tmp_path):
    """A copy of each kind, of the day before the village was renamed."""
    near, far = make_copies(config, NOON)
    make_portable(config, tmp_path / "carried.zip", NOON)
    rename(village, "乙村", NOON + HOUR)
    return {"copy": near.copy, "second disk": far.copy, "portable": tmp_path / "carried.zip"}[request.param]


def test_a_copy_is_put_back_while_the_board_is_in_use(carried, village, config):
    version = data_version(village.db)
    done = put_back(config, carried, ADMIN, NOON + 2 * HOUR)
    assert settings.settings(village.db).village.name == "甲村", "an open connection sees it"
    assert data_version(village.db) != version
    assert done.problems == ()
    rename(village, "丙村", NOON + 3 * HOUR)
    assert is_sound(config)


def test_what_was_there_is_kept_to_the_last_deed(carried, village, config):
    before = audit_head.in_log(village.db)
    done = put_back(config, carried, ADMIN, NOON + 2 * HOUR)
    assert done.kept.parent == config.backups
    with copies.opened(done.kept) as db:
        assert settings.settings(db).village.name == "乙村"
        assert audit_head.in_log(db) == before
    put_back(config, done.kept, ADMIN, NOON + 3 * HOUR)
    assert name_of(config) == "乙村"
    assert is_sound(config)


def test_the_log_says_what_was_put_back_by_whom_and_what_was_set_aside(carried, config):
    done = put_back(config, carried, ADMIN, NOON + 2 * HOUR)
    with closing(reconnect(config.database)) as db:
        entry = next(audit.entries(db, audit.Wanted(), limit=1))
        assert audit.first_broken_entry(db) is None
    assert (entry.who, entry.deed) == (ADMIN.name, "board.put_back")
    assert entry.facts["copy"] == carried.name
    assert entry.facts["from"] == ADMIN.address
    assert done.kept.name.startswith(entry.facts["kept_as"])
    assert entry.facts["set_aside_from_entry"] == done.lost_since == entry.entry


def test_the_head_of_the_log_is_that_of_the_copy(carried, village, config):
    for _ in range(9):
        rename(village, "乙村")
    put_back(config, carried, ADMIN, NOON + 2 * HOUR)
    with closing(reconnect(config.database)) as db:
        assert audit_head.written(config.data) == audit_head.in_log(db)


def test_nobody_is_signed_in_afterwards(village, config):
    with transaction(village.db):
        number = people.add(village.db, "管理员", "x", [Role.ADMIN], False, NOON)
        people.begin_session(village.db, "token", number, NOON, DAY)
    (made,) = make_copies(config, NOON)
    put_back(config, made.copy, ADMIN, NOON)
    assert people.of_session(village.db, "token", NOON, DAY) is None
    assert people.named(village.db, "管理员") is not None


def test_originals_come_back_with_a_copy_that_has_them(second, config, tmp_path):
    _near, far = make_copies(config, NOON)
    make_portable(config, tmp_path / "carried.zip", NOON)
    for source in (far.copy, tmp_path / "carried.zip"):
        shutil.rmtree(config.originals)
        assert put_back(config, source, ADMIN, NOON).problems == ()
        assert originals.read(config.originals, digest_of(PICTURE)) == PICTURE


def test_originals_that_nobody_has_are_told(village, config):
    (made,) = make_copies(config, NOON)
    shutil.rmtree(config.originals)
    assert codes(put_back(config, made.copy, ADMIN, NOON).problems) == ["verify.original_lost"]
    assert name_of(config) == "甲村"


def test_a_board_comes_up_on_another_machine(carried, config, tmp_path):
    other = Config(tmp_path / "new machine", "127.0.0.1", 8080, SHANGHAI, "zh", "")
    done = put_back(other, carried, ADMIN, NOON)
    assert (done.kept, done.lost_since) == (None, None)
    assert name_of(other) == "甲村"
    assert (other.data / "started").exists()


def test_on_another_board_all_of_its_log_is_set_aside(carried, tmp_path):
    other = another_board(tmp_path / "other")
    done = put_back(other, carried, ADMIN, NOON)
    assert (name_of(other), done.lost_since) == ("甲村", 1)


def test_a_copy_of_an_older_program_is_brought_up_to_date(village, config, tmp_path):
    older = tmp_path / "kiosk-20250101T000000Z.db"
    with closing(sqlite3.connect(older)) as plain:
        copies.bring_up_to_date.__globals__["migrations"].apply(copies.Database(plain), stop_before="m003_versions")
        plain.execute("INSERT INTO settings VALUES ('village', '\"古村\"')")
        plain.commit()
    put_back(config, older, ADMIN, NOON)
    assert name_of(config) == "古村"
    assert is_sound(config)


# Into a board that cannot be used


def gone(path):
    path.unlink()


def emptied(path):
    path.write_bytes(b"")


def garbage(path):
    path.write_bytes(b"garbage" * 1000)


def truncated(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def rubbish_inside(path):
    data = bytearray(path.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 300] = b"\xff" * 300
    path.write_bytes(data)


def half_migrated(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name > 'm003'")
        db.commit()


def of_a_newer_program(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('kiosk', 'm999_later', '')")
        db.commit()


def without_tables(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")


def all_gone(path):
    for each in path.parent.glob("kiosk.db*"):
        each.unlink()


ACCIDENTS = [gone, emptied, garbage, truncated, rubbish_inside, half_migrated, of_a_newer_program, without_tables, all_gone]


@pytest.mark.parametrize("accident", ACCIDENTS, ids=lambda accident: accident.__name__)
def test_a_copy_takes_the_place_of_a_database_that_cannot_be_used(carried, village, config, accident):
    village.db.close()
    accident(config.database)
    damaged = {each.name: each.read_bytes() for each in config.data.glob("kiosk.db*")}
    done = put_back(config, carried, ADMIN, NOON + DAY)
    assert name_of(config) == "甲村"
    assert is_sound(config)
    if damaged:
        assert done.kept.is_dir()
        assert (done.kept / "kiosk.db").read_bytes() == damaged["kiosk.db"] or accident in (half_migrated, of_a_newer_program, without_tables)
    assert deeds(config)[-1] == "board.put_back"


@pytest.mark.parametrize("accident", [emptied, garbage, truncated], ids=lambda accident: accident.__name__)
def test_a_connection_that_was_open_all_the_while_harms_nothing(carried, village, config, accident):
    """SQLite removes the log by name when the last connection closes: it must not be the new one's."""
    accident(config.database)
    put_back(config, carried, ADMIN, NOON + DAY)
    board = open_board(config)
    rename(board, "丙村")
    village.db.close()
    rename(board, "丁村")
    board.close()
    assert name_of(config) == "丁村"
    assert is_sound(config)


def test_what_was_set_aside_is_listed_and_kept_when_it_happens_twice(carried, village, config):
    village.db.close()
    for times in range(2):
        garbage(config.database)
        put_back(config, carried, ADMIN, NOON + DAY)
        aside = [copy for copy in copies.listed(config.backups) if copy.series == copies.BEFORE_RESTORE]
        assert len(aside) == times + 1
        assert name_of(config) == "甲村"


@pytest.mark.parametrize("accident", [emptied, garbage, truncated, rubbish_inside, of_a_newer_program, without_tables], ids=lambda accident: accident.__name__)
def test_a_copy_that_is_not_whole_changes_nothing(village, config, accident):
    (made,) = make_copies(config, NOON)
    accident(made.copy)
    before = everything(config)
    with pytest.raises(Refused):
        put_back(config, made.copy, ADMIN, NOON)
    assert everything(config) == before
    assert name_of(config) == "甲村"


def everything(config):
    return {each: each.read_bytes() for each in config.data.rglob("*") if each.is_file() and each.suffix not in (".db-shm", ".lock")}


def test_who_may_not_put_it_back_changes_nothing(carried, config):
    def refuse(_board):
        raise Refused("sign_in.wrong")

    before = everything(config)
    with pytest.raises(Refused):
        put_back(config, carried, ADMIN, NOON, check=refuse)
    assert everything(config) == before


def test_while_somebody_writes_for_long_it_is_not_put_back(carried, village, config, monkeypatch):
    monkeypatch.setattr(safekeeping.restoring, "BUSY_SECONDS", 0.2)
    with transaction(village.db), pytest.raises(Unavailable) as busy:
        put_back(config, carried, ADMIN, NOON)
    assert busy.value.code == "store.busy"
    assert name_of(config) == "乙村"


def test_of_two_at_once_one_is_told_to_wait(carried, config):
    outcomes = []

    def put():
        try:
            outcomes.append(put_back(config, carried, ADMIN, NOON))
        except KioskError as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {each for each in outcomes if isinstance(each, str)} <= {"copies.busy"}
    assert name_of(config) == "甲村"
    assert is_sound(config)


def test_what_is_done_meanwhile_is_either_kept_aside_or_stays(carried, village, config):
    """A clerk saves as fast as they can while the copy is put back: no acknowledged deed is in neither."""
    acknowledged, stop = [], threading.Event()

    def save():
        board = open_board(config)
        number = 0
        while not stop.is_set():
            number += 1
            try:
                rename(board, f"第{number}次")
                acknowledged.append(f"第{number}次")
            except Unavailable:
                continue
        board.close()

    clerk = threading.Thread(target=save)
    clerk.start()
    while len(acknowledged) < 20:
        time.sleep(0.005)
    done = put_back(config, carried, ADMIN, NOON + DAY)
    while len(acknowledged) < 40:
        time.sleep(0.005)
    stop.set()
    clerk.join()
    kept = []
    for path in (done.kept, config.database):
        with closing(reconnect(path)) as db:
            kept += [entry.facts["value"] for entry in audit.entries(db, audit.Wanted(deed="setting.changed"))]
    assert set(acknowledged) <= set(kept)
    assert is_sound(config)


# Entries that are lost


def lose_the_log(config):
    """As it is when a process was killed and its log removed with the traces of it."""
    for ending in ("-wal", "-shm"):
        config.database.with_name(config.database.name + ending).unlink()


def test_a_lost_log_is_found_counted_and_noted(config):
    board = open_board(config)
    rename(board, "甲村")
    board.close()
    board = open_board(config)
    for number in range(7):
        rename(board, f"{number}村")
    shutil.copytree(config.data, config.data.parent / "after a crash")
    board.close()
    crashed = Config(config.data.parent / "after a crash", "127.0.0.1", 8080, SHANGHAI, "zh", "")
    lose_the_log(crashed)
    board = open_board(crashed)
    (problem,) = verify(board)
    assert (problem.code, problem.facts) == ("verify.entries_lost", {"entries": 7, "since": 2, "until": 8})
    loss = note_loss(board, "本机", NOON)
    assert loss.entries == 7
    entry = next(audit.entries(board.db, audit.Wanted(), limit=1))
    assert (entry.deed, entry.facts["entries"], entry.facts["from_entry"]) == ("audit.entries_lost", 7, 2)
    assert verify(board) == []
    assert note_loss(board, "本机", NOON) is None
    board.close()


def test_a_lost_log_of_the_first_day_is_no_first_start(config):
    board = open_board(config)
    rename(board, "甲村")
    shutil.copytree(config.data, config.data.parent / "after a crash")
    board.close()
    crashed = Config(config.data.parent / "after a crash", "127.0.0.1", 8080, SHANGHAI, "zh", "")
    lose_the_log(crashed)
    with pytest.raises(Unavailable) as lost:
        open_board(crashed)
    assert lost.value.code == "store.database_lost"


# Killed in the middle


CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from kiosk.actions.safekeeping import make_copies, put_back
from kiosk.config import Config
from kiosk.rules.people import By
config = Config(Path(sys.argv[2]), "127.0.0.1", 8080, ZoneInfo("Asia/Shanghai"), "zh", "")
print("ready", flush=True)
while True:
    if sys.argv[1] == "copies":
        make_copies(config, datetime.now(UTC))
    else:
        put_back(config, Path(sys.argv[3]), By("子进程"), datetime.now(UTC))
"""


def killed_after(seconds, *words):
    child = subprocess.Popen([sys.executable, "-c", CHILD, *map(str, words)], stdout=subprocess.PIPE)
    child.stdout.readline()
    time.sleep(seconds)
    child.kill()
    child.wait()
    child.stdout.close()


def test_killed_while_copying_nothing_half_done_is_taken_for_a_copy(village, config):
    for turn in range(6):
        killed_after(0.013 * turn, "copies", config.data)
        for copy in copies.listed(config.backups):
            assert verify_copy(config, copy.path) == []
    make_copies(config, NOON)
    assert not [each for each in config.backups.iterdir() if each.name.startswith(".")]
    assert is_sound(config)


@pytest.mark.parametrize("accident", [None, garbage], ids=["sound", "damaged"])
def test_killed_while_putting_back_it_is_as_before_or_as_after(village, config, tmp_path, accident):
    make_portable(config, tmp_path / "carried.zip", NOON)
    rename(village, "乙村")
    village.db.close()
    for turn in range(6):
        if accident:
            accident(config.database)
        killed_after(0.013 * turn, "put back", config.data, tmp_path / "carried.zip")
        try:
            assert name_of(config) in ("甲村", "乙村")
            assert is_sound(config)
        except Unavailable as unusable:
            assert accident and unusable.code in ("store.damaged", "store.database_lost")
    put_back(config, tmp_path / "carried.zip", ADMIN, datetime.now(SHANGHAI) + SECOND)
    assert name_of(config) == "甲村"
    assert is_sound(config)
    assert not (config.data / "restoring").exists()
