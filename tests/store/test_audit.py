"""The audit log: a chain nobody can change without being found out."""

import sqlite3

import pytest
from cast import NOON

from kiosk.store import audit
from kiosk.store.audit import Deed
from kiosk.store.connection import transaction


@pytest.fixture
def log(board):
    for number in range(1, 6):
        with transaction(board.db):
            audit.record(board.db, Deed("文书甲", "notice.imported", {"title": "停水", "n": number}, number), NOON)
    return board.db


def unlocked(db):
    """Somebody with the file and a free afternoon."""
    db.execute("DROP TRIGGER audit_refuses_update")
    db.execute("DROP TRIGGER audit_refuses_delete")
    return db


def test_an_untouched_log_holds_together(log):
    assert audit.first_broken_entry(log) is None
    assert audit.head(log) == log.execute("SELECT digest FROM audit WHERE entry = 5").fetchone()[0]


def test_an_empty_log_holds_together(board):
    assert audit.first_broken_entry(board.db) is None
    assert audit.head(board.db) == ""


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = '乙' WHERE entry = 3", "DELETE FROM audit WHERE entry = 3", "DELETE FROM audit"])
def test_even_sql_cannot_change_the_log(log, statement):
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        log.execute(statement)
    assert audit.first_broken_entry(log) is None


@pytest.mark.parametrize("statement", ["REPLACE INTO audit SELECT entry, at, '乙', deed, notice, facts, previous, digest FROM audit WHERE entry = 3", "INSERT OR REPLACE INTO audit VALUES (3, '', '', '', 1, '{}', '', 'x')"])
def test_a_replacement_cannot_change_the_log_unseen(log, statement):
    try:
        log.execute(statement)
    except sqlite3.DatabaseError:
        return
    assert audit.first_broken_entry(log) is not None


@pytest.mark.parametrize(
    "statement, entry",
    [
        ("UPDATE audit SET who = '乙' WHERE entry = 3", 3),
        ("UPDATE audit SET at = '2026-01-01T00:00:00.000000Z' WHERE entry = 1", 1),
        ("UPDATE audit SET deed = 'nothing' WHERE entry = 5", 5),
        ("UPDATE audit SET notice = NULL WHERE entry = 2", 2),
        ("UPDATE audit SET facts = '{}' WHERE entry = 4", 4),
        ("UPDATE audit SET previous = '' WHERE entry = 4", 4),
        ("UPDATE audit SET digest = 'x' WHERE entry = 4", 4),
        ("DELETE FROM audit WHERE entry = 1", 2),
        ("DELETE FROM audit WHERE entry = 3", 4),
        ("UPDATE audit SET entry = 99 WHERE entry = 3", 4),
    ],
)
def test_tampering_is_found_where_it_was_done(log, statement, entry):
    unlocked(log).execute(statement)
    assert audit.first_broken_entry(log) == entry


def test_a_deed_that_failed_left_no_entry(log):
    with pytest.raises(RuntimeError), transaction(log):
        audit.record(log, Deed("文书甲", "x", {}), NOON)
        raise RuntimeError
    assert log.execute("SELECT count(*) FROM audit").fetchone() == (5,)


def test_words_of_every_script_are_kept(board):
    with transaction(board.db):
        audit.record(board.db, Deed("王𠮷", "x", {"为什么": "“引号”\n换行"}), NOON)
    assert audit.first_broken_entry(board.db) is None
    assert board.db.execute("SELECT who, facts FROM audit").fetchone() == ("王𠮷", '{"为什么": "“引号”\\n换行"}')


def test_a_part_of_the_log_can_be_looked_at(log):
    unlocked(log).execute("UPDATE audit SET who = '乙' WHERE entry = 2")
    assert audit.first_broken_entry(log) == 2
    assert audit.first_broken_entry(log, after=1) == 2
    assert audit.first_broken_entry(log, after=2) is None
    log.execute("UPDATE audit SET previous = 'x' WHERE entry = 4")
    assert audit.first_broken_entry(log, after=3) == 4
    assert audit.first_broken_entry(log, after=5) is None


def test_everybody_who_did_something_is_named_once(board):
    assert audit.names(board.db) == []
    for who in ("乙", "甲", "乙", "?"):
        with transaction(board.db):
            audit.record(board.db, Deed(who, "x", {}), NOON)
    assert sorted(audit.names(board.db)) == ["?", "乙", "甲"]
    assert audit.last_entry(board.db) == 4


@pytest.mark.parametrize("words, found", [("停水", 5), ('"', 0), ("%", 0), ("停\\水", 0), ("没有", 0)])
def test_words_are_looked_for_as_they_are(log, words, found):
    assert len(list(audit.entries(log, audit.Wanted(words=words)))) == found
