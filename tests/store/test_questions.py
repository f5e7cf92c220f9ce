"""Questions in the database: what is asked every day goes through an index, however many were ever asked."""

import pytest
from cast import NOON, SHANGHAI
from sqlite_utils import Database

from kiosk.store import questions, replies

EVERY_DAY = {
    "all_open": lambda db: questions.all_open(db),
    "said_of_open": lambda db: questions.said_of_open(db),
    "count_received": lambda db: questions.count_received(db),
    "closed": lambda db: questions.closed(db, 99, 9),
    "alike": lambda db: questions.alike(db, "同", None, NOON),
    "with_code": lambda db: questions.with_code(db, "ABCD"),
    "joined": lambda db: questions.joined(db, 1),
    "arrived_between": lambda db: questions.arrived_between(db, NOON, NOON),
    "count_to_purge": lambda db: questions.count_to_purge(db, NOON, NOON),
    "since": lambda db: replies.since(db, NOON, 9, SHANGHAI),
    "about": lambda db: replies.about(db, 1, 9, SHANGHAI),
    "before": lambda db: replies.before(db, NOON, 9, SHANGHAI),
    "newest": lambda db: replies.before(db, None, 9, SHANGHAI),
}


@pytest.fixture(scope="module")
def db(_begun):
    return Database(_begun / "kiosk.db")


@pytest.mark.parametrize("ask", EVERY_DAY.values(), ids=EVERY_DAY)
def test_nothing_that_is_asked_every_day_goes_through_the_whole_table(db, ask):
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    ask(db)
    db.conn.set_trace_callback(None)
    steps = [row[3] for sql in asked if "SELECT" in sql for row in db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    assert steps
    assert [step for step in steps if step.startswith("SCAN") and "USING INDEX" not in step] == []
