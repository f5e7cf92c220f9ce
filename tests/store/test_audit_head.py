"""The head of the audit log is known outside the database too: a lost log takes no entry with it unseen."""

import os

import pytest
from cast import NOON

from kiosk.store import audit, audit_head
from kiosk.store.audit import Deed
from kiosk.store.audit_head import NAME, Head, Loss
from kiosk.store.connection import open_database, transaction


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "kiosk.db"


@pytest.fixture
def db(path):
    opened = open_database(path)
    yield opened
    opened.close()


def write(db, times=1):
    for _ in range(times):
        with transaction(db):
            audit.record(db, Deed("文书甲", "x", {}), NOON)


def without(db, since):
    """As a lost write-ahead log leaves it: sound, only older."""
    db.execute("DROP TRIGGER audit_refuses_delete")
    db.execute("DELETE FROM audit WHERE entry >= ?", [since])


def test_after_every_deed_the_file_names_its_entry(db, path):
    assert audit_head.written(path.parent) is None
    for entry in (1, 2, 3):
        write(db)
        assert audit_head.written(path.parent) == audit_head.in_log(db) == Head(entry, audit.head(db))
    assert audit_head.loss(db, path.parent) is None


def test_what_writes_no_entry_writes_no_file(db, path):
    write(db)
    before = (path.parent / NAME).stat().st_mtime_ns, (path.parent / NAME).stat().st_ino
    with transaction(db):
        db.execute("INSERT INTO settings VALUES ('a', '1')")
    assert ((path.parent / NAME).stat().st_mtime_ns, (path.parent / NAME).stat().st_ino) == before


def test_a_deed_that_failed_is_not_named(db, path):
    write(db)
    with pytest.raises(RuntimeError), transaction(db):
        audit.record(db, Deed("文书甲", "x", {}), NOON)
        raise RuntimeError
    assert audit_head.written(path.parent).entry == 1


def test_the_log_may_be_ahead_of_the_file(db, path):
    write(db)
    first = (path.parent / NAME).read_text()
    write(db, 3)
    (path.parent / NAME).write_text(first)
    assert audit_head.loss(db, path.parent) is None
    write(db)
    assert audit_head.written(path.parent).entry == 5


@pytest.mark.parametrize("since, lost", [(1, 5), (3, 3), (5, 1)])
def test_entries_that_are_gone_are_counted(db, path, since, lost):
    write(db, 5)
    known = audit_head.in_log(db)
    without(db, since)
    assert audit_head.loss(db, path.parent) == Loss(known, since)
    assert audit_head.loss(db, path.parent).entries == lost


def test_other_entries_in_their_place_are_found_out(db, path):
    write(db, 5)
    without(db, 3)
    for _ in range(4):
        with transaction(db):
            audit.record(db, Deed("乙", "another deed", {}), NOON)
    assert audit.first_broken_entry(db) is None
    assert audit_head.written(path.parent).entry == 5, "a new deed does not wipe the trace away"
    assert audit_head.loss(db, path.parent).known.entry == 5


def test_once_it_is_noted_the_file_begins_anew(db, path):
    write(db, 5)
    without(db, 3)
    audit_head.write_down(db, anew=True)
    assert audit_head.loss(db, path.parent) is None
    assert audit_head.written(path.parent).entry == 2


@pytest.mark.parametrize("text", ["", "5", "five x", "5 x y", "\x00" * 70])
def test_a_file_that_cannot_be_made_out_tells_nothing(db, path, text):
    write(db)
    (path.parent / NAME).write_text(text)
    assert audit_head.written(path.parent) is None
    assert audit_head.loss(db, path.parent) is None
    write(db)
    assert audit_head.written(path.parent).entry == 2


@pytest.mark.parametrize("broken", ["fsync", "replace"])
@pytest.mark.parametrize("number", [28, 30, 5])
def test_a_disk_that_takes_no_file_fails_no_deed(db, path, monkeypatch, broken, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    write(db)
    monkeypatch.setattr(os, broken, refuse)
    write(db)
    monkeypatch.undo()
    assert audit_head.in_log(db).entry == 2
    assert audit_head.written(path.parent).entry == 1
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []


def test_the_file_is_nobody_elses(db, path):
    write(db)
    assert (path.parent / NAME).stat().st_mode & 0o777 == 0o600


def test_the_newest_entry_two_logs_share_is_found(tmp_path):
    one, other = open_database(tmp_path / "a" / "kiosk.db"), open_database(tmp_path / "b" / "kiosk.db")
    assert audit_head.last_common(one, other) == 0
    for length in range(1, 12):
        write(one)
        write(other)
        assert audit_head.last_common(one, other) == length
    for _ in range(5):
        with transaction(other):
            audit.record(other, Deed("乙", "another deed", {}), NOON)
        assert audit_head.last_common(one, other) == audit_head.last_common(other, one) == 11
    write(one)
    assert audit_head.last_common(one, other) == 11
    one.close()
    other.close()
