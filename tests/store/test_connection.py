"""The database: nothing acknowledged is lost, nothing lost is taken for new."""

import contextlib
import os
import shutil
import sqlite3
import stat

import pytest

from kiosk.errors import Refused, Unavailable
from kiosk.store.connection import (
    STARTED,
    damage,
    data_version,
    faults,
    file_identity,
    integrity_faults,
    is_new,
    open_database,
    reconnect,
    transaction,
)

GARBAGE = [b"not a database at all, but longer than nothing", b"SQLite format 3\x00" + b"\xff" * 4096, b"\x00" * 8192]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "kiosk.db"


@pytest.fixture
def db(path):
    opened = open_database(path)
    yield opened
    opened.close()


def test_writes_are_in_a_log_and_on_the_disk_before_they_are_acknowledged(db, path):
    again = reconnect(path)
    for each in (db, again):
        assert each.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert each.execute("PRAGMA synchronous").fetchone() == (2,)
        assert each.execute("PRAGMA foreign_keys").fetchone() == (1,)
    again.close()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_is_nobody_elses(db, path):
    assert mode(path.parent) == 0o700


def test_a_folder_that_was_there_keeps_the_mode_somebody_gave_it(path):
    path.parent.mkdir()
    path.parent.chmod(0o750)
    open_database(path).close()
    open_database(path).close()
    assert mode(path.parent) == 0o750


def test_the_database_and_its_log_are_nobody_elses_even_in_an_open_folder(path):
    path.parent.mkdir()
    path.parent.chmod(0o755)
    before = os.umask(0)
    try:
        db = open_database(path)
        db.execute("INSERT INTO settings VALUES ('village', '1')")
        files = [each for each in path.parent.iterdir() if each.name != STARTED]
        assert {each.name for each in files} == {"kiosk.db", "kiosk.db-wal", "kiosk.db-shm"}
        assert {mode(each) for each in files} == {0o600}
        assert mode(path.parent / STARTED) == 0o600
        db.close()
    finally:
        os.umask(before)


def test_the_steps_are_taken_once(path):
    for _ in range(3):
        db = open_database(path)
        taken = db.execute("SELECT name, count(*) FROM _sqlite_migrations GROUP BY name").fetchall()
        db.close()
    assert taken and {times for _, times in taken} == {1}


def test_every_table_of_ours_is_strict(db):
    tables = [row for row in db.execute("PRAGMA table_list").fetchall() if not row[1].startswith(("sqlite_", "_sqlite"))]
    ours = [row for row in tables if row[2] == "table"]  # not those by which SQLite itself keeps an index of words
    assert {row[1] for row in ours} >= {"notices", "originals", "pictures", "settings", "screens", "audit"}
    assert [row[1] for row in ours if not row[5]] == []


def test_a_first_start_leaves_its_mark(path):
    assert is_new(path)
    open_database(path).close()
    assert not is_new(path)
    assert (path.parent / STARTED).exists()


@pytest.mark.parametrize("trace", ["kiosk.db", "kiosk.db-wal", "started", "originals/"])
def test_any_trace_of_a_board_means_that_there_was_one(path, trace):
    path.parent.mkdir()
    assert is_new(path)
    left = path.parent / trace
    left.mkdir() if trace.endswith("/") else left.write_bytes(b"")
    assert not is_new(path)
    with pytest.raises(Unavailable) as lost:
        open_database(path)
    assert lost.value.code == "store.database_lost"


def test_other_peoples_files_in_the_folder_are_no_board(path):
    path.parent.mkdir()
    (path.parent / "lost+found").mkdir()
    (path.parent / "notes.txt").write_text("x")
    open_database(path).close()


@pytest.mark.parametrize("with_folder", [True, False])
def test_a_further_connection_never_makes_a_board(path, with_folder):
    if with_folder:
        path.parent.mkdir()
    with pytest.raises(Unavailable) as lost:
        reconnect(path)
    assert lost.value.code == "store.database_lost"
    assert list(path.parent.glob("*")) == []


def test_the_file_at_the_databases_address_is_known_again(db, path):
    first = file_identity(db)
    assert file_identity(db) == first
    shutil.copy(path, path.with_name("copy"))
    os.replace(path.with_name("copy"), path)
    assert file_identity(db) != first
    path.unlink()
    with pytest.raises(FileNotFoundError):
        file_identity(db)


@pytest.mark.parametrize("opening", [open_database, reconnect])
def test_a_lost_database_is_not_taken_for_a_first_start(path, opening):
    open_database(path).close()
    path.unlink()
    with pytest.raises(Unavailable) as lost:
        opening(path)
    assert lost.value.code == "store.database_lost"
    assert not path.exists()


@pytest.mark.parametrize("opening", [open_database, reconnect])
@pytest.mark.parametrize("with_mark", [True, False])
def test_a_database_of_no_length_is_left_as_it_is(path, opening, with_mark):
    open_database(path).close()
    path.write_bytes(b"")
    if not with_mark:
        (path.parent / STARTED).unlink()
    with pytest.raises(Unavailable) as lost:
        opening(path)
    assert lost.value.code == "store.database_lost"
    assert path.read_bytes() == b""


@pytest.mark.parametrize("opening", [open_database, reconnect])
@pytest.mark.parametrize("garbage", GARBAGE)
def test_a_damaged_database_is_told_and_left_as_it_is(path, garbage, opening):
    open_database(path).close()
    path.write_bytes(garbage)
    with pytest.raises(Unavailable) as damaged:
        opening(path)
    assert damaged.value.code == "store.damaged"
    assert path.read_bytes() == garbage


def test_a_database_that_was_never_started_here_is_brought_up_to_date(path):
    open_database(path).close()
    (path.parent / STARTED).unlink()
    open_database(path).close()
    assert (path.parent / STARTED).exists()


def test_a_file_where_the_folder_should_be_is_told(tmp_path):
    (tmp_path / "data").write_text("I am a file")
    with pytest.raises(Unavailable) as refused:
        open_database(tmp_path / "data" / "kiosk.db")
    assert refused.value.code == "store.not_writable"


def test_a_folder_where_the_database_should_be_is_told(path):
    path.mkdir(parents=True)
    with pytest.raises(Unavailable) as refused:
        open_database(path)
    assert refused.value.code in ("store.not_writable", "store.database_lost")


def test_a_folder_within_a_file_is_told(tmp_path):
    (tmp_path / "data").write_text("I am a file")
    with pytest.raises(Unavailable):
        open_database(tmp_path / "data" / "deeper" / "kiosk.db")


def test_a_transaction_is_all_or_nothing(db):
    with pytest.raises(RuntimeError), transaction(db):
        db.execute("INSERT INTO settings VALUES ('village', '1')")
        raise RuntimeError
    assert db.execute("SELECT count(*) FROM settings").fetchone() == (0,)
    with transaction(db):
        db.execute("INSERT INTO settings VALUES ('village', '1')")
    assert db.execute("SELECT count(*) FROM settings").fetchone() == (1,)
    assert not db.conn.in_transaction


def test_a_helper_of_sqlite_utils_does_not_end_a_transaction_early(db):
    with pytest.raises(RuntimeError), transaction(db):
        db.table("settings").insert({"name": "a", "value": "1"})
        db.table("settings").upsert({"name": "b", "value": "1"}, pk="name")
        raise RuntimeError
    assert db.execute("SELECT count(*) FROM settings").fetchone() == (0,)


def test_while_one_writes_another_is_told_to_wait(db, path):
    other = reconnect(path)
    other.execute("PRAGMA busy_timeout = 1")
    with transaction(db):
        db.execute("INSERT INTO settings VALUES ('village', '1')")
        with pytest.raises(Unavailable) as busy, transaction(other):
            pass
    assert busy.value.code == "store.busy"
    other.close()


def test_a_read_goes_on_while_another_writes(db, path):
    other = reconnect(path)
    with transaction(db):
        db.execute("INSERT INTO settings VALUES ('village', '1')")
        assert other.execute("SELECT count(*) FROM settings").fetchone() == (0,)
    assert other.execute("SELECT count(*) FROM settings").fetchone() == (1,)
    other.close()


def test_the_version_changes_when_another_connection_wrote(db, path):
    other = reconnect(path)
    before = data_version(db)
    assert data_version(db) == before
    other.execute("INSERT INTO settings VALUES ('village', '1')")
    assert data_version(db) != before
    other.close()


@pytest.mark.parametrize(
    "fault, code",
    [
        (OSError(28, "No space left on device"), "store.disk_full"),
        (OSError(30, "Read-only file system"), "store.not_writable"),
        (OSError(13, "Permission denied"), "store.not_writable"),
        (sqlite3.OperationalError("something else"), "store.fault"),
        (sqlite3.DatabaseError("file is not a database"), "store.damaged"),
    ],
)
def test_what_the_disk_says_becomes_a_sentence(path, fault, code):
    with pytest.raises(Unavailable) as told, faults(path):
        raise fault
    assert told.value.code == code


def test_what_may_not_be_is_refused_and_nothing_of_the_deed_stays(db):
    with pytest.raises(Refused) as refused, transaction(db):
        db.execute("INSERT INTO settings VALUES ('a', '1')")
        db.execute("INSERT INTO settings VALUES ('a', '2')")
    assert refused.value.code == "store.conflict"
    assert db.execute("SELECT count(*) FROM settings").fetchone() == (0,)


def test_a_full_disk_is_told(db):
    db.execute("PRAGMA max_page_count = 1")
    with pytest.raises(Unavailable) as full, transaction(db):
        for number in range(2000):
            db.execute("INSERT INTO settings VALUES (?, ?)", [f"s{number}", "x" * 2000])
    assert full.value.code == "store.disk_full"
    assert db.execute("SELECT count(*) FROM settings").fetchone() == (0,)


def test_a_database_opened_only_to_be_read_is_told(db):
    db.execute("PRAGMA query_only = ON")
    with pytest.raises(Unavailable) as refused, transaction(db):
        db.execute("INSERT INTO settings VALUES ('a', '1')")
    assert refused.value.code == "store.not_writable"


def test_a_sound_database_has_no_faults(db):
    assert integrity_faults(db) == []


def test_a_reference_to_nothing_is_a_fault(db):
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("INSERT INTO originals VALUES (7, 'a', 'b', 1)")
    assert integrity_faults(db) == ["originals 1"]


def test_a_database_of_a_newer_program_is_told_and_left_as_it_is(db, path):
    db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('kiosk', 'm999_later', '')")
    with pytest.raises(Unavailable) as newer:
        open_database(path)
    assert newer.value.code == "store.newer"
    assert "m999_later" in str(newer.value.problems[0].facts["step"])


@pytest.mark.parametrize(
    "left_half_way",
    [
        "DELETE FROM _sqlite_migrations WHERE name > 'm002'",
        "DELETE FROM _sqlite_migrations WHERE name = 'm001_the_board'",
        "DELETE FROM _sqlite_migrations WHERE name = 'm004_people'",
    ],
)
def test_a_database_that_was_left_half_way_is_told_and_left_as_it_is(db, path, left_half_way):
    db.execute(left_half_way)
    tables = db.table_names()
    for _ in range(2):
        with pytest.raises(Unavailable) as half:
            open_database(path)
        assert half.value.code == "store.half_migrated"
    assert db.table_names() == tables


def test_a_sound_database_without_any_table_of_ours_is_a_lost_one(path):
    """As a lost log of the first day leaves it."""
    open_database(path).close()
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(Unavailable) as lost:
        open_database(path)
    assert lost.value.code == "store.database_lost"


def test_a_board_that_has_been_there_is_never_begun_again(path):
    with pytest.raises(Unavailable) as lost:
        open_database(path, may_begin=False)
    assert lost.value.code == "store.database_lost"
    assert not path.exists()


def test_our_own_mistakes_are_not_told_as_damage(db, path):
    with pytest.raises(sqlite3.ProgrammingError), faults(path):
        db.conn.execute("SELECT ?", [])


def test_damage_to_a_page_is_found(db, path):
    assert damage(db) is None
    root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'settings'").fetchone()[0]
    db.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    again = reconnect(path)
    assert damage(again)
    again.close()
