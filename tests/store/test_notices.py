"""Notices in the database: what must never be is refused, what is kept comes back the same."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest
from cast import DAY, HOUR, INSTANT, NOON, SHANGHAI, TODAY, a_notice, a_posted_notice
from hypothesis import given
from hypothesis import strategies as st

from kiosk.actions.publish import put_up
from kiosk.errors import KioskError
from kiosk.rules.notice import Category, Kind, Priority, Status
from kiosk.rules.period import parse_period
from kiosk.store import audit, notices, settings
from kiosk.store.audit import Deed
from kiosk.store.board import reopen_board
from kiosk.store.connection import transaction
from kiosk.store.instants import from_text, to_text


@pytest.fixture
def keep(board):
    def insert(notice, html="<p>一</p>", fingerprint="f") -> int:
        return notices.insert(board.db, notice, html, fingerprint, NOON)

    return insert


FULL = a_posted_notice(
    31,
    category=Category.SUBSIDY,
    kind=Kind.PUBLICITY,
    body="\r\n一\n",
    item="B01",
    period=parse_period("2026-H1"),
    responsible_unit="村委会",
    issued_on=TODAY,
    effective_on=TODAY + DAY,
    valid_until=TODAY + 30 * DAY,
    objection_days=7,
    document_number="安政发〔2026〕12号",
    supervision_phone="0000-1234567",
    screens=("hall", "gate"),
    seconds=20,
    priority=Priority.URGENT,
    sources=("流水.xlsx", "图.png"),
    shows_until=NOON + 31 * DAY,
)


@pytest.mark.parametrize("notice", [a_notice(number=1), a_posted_notice(2), FULL])
def test_a_notice_comes_back_as_it_was_kept(board, keep, notice):
    assert keep(notice) == notice.number
    stored = notices.get(board.db, notice.number)
    assert stored.notice == notice
    assert stored.html == "<p>一</p>"
    assert list(notices.all_notices(board.db)) == [notice]


def test_which_posted_notices_hold_a_table_goes_by_what_residents_read(board, keep):
    keep(a_posted_notice(1), html="<table></table>")
    keep(a_posted_notice(2), html="<p>没有表</p>")
    keep(a_notice(number=3), html="<table></table>")
    keep(a_posted_notice(4, status=Status.REPLACED), html="<table></table>")
    notices.insert_version(board.db, a_posted_notice(4, version=2, published_at=NOON), "<p>没有表了</p>", "f", NOON)
    keep(a_posted_notice(5), html="<table></table>")
    assert notices.with_table(board.db, [1, 2, 3, 4, 99]) == {1}


def test_the_board_numbers_notices_from_one(board, keep):
    assert [keep(a_notice()) for _ in range(3)] == [1, 2, 3]
    assert notices.count(board.db) == 3


def test_there_is_nothing_where_there_is_nothing(board):
    assert notices.get(board.db, 1) is None
    assert list(notices.all_notices(board.db)) == []


@pytest.mark.parametrize(
    "column, value",
    [
        ("title", "''"),
        ("title", "NULL"),
        ("body", "NULL"),
        ("html", "NULL"),
        ("category", "NULL"),
        ("priority", "'high'"),
        ("priority", "NULL"),
        ("objection_days", "0"),
        ("objection_days", "-7"),
        ("objection_days", "'seven'"),
        ("seconds", "0"),
        ("seconds", "2.5"),
        ("published_at", "NULL"),
        ("shows_from", "NULL"),
        ("title", "x'00'"),
        ("notice", "'one'"),
    ],
)
def test_what_must_never_be_is_refused_by_the_database_itself(board, keep, column, value):
    keep(a_posted_notice(1))
    with pytest.raises(sqlite3.IntegrityError):
        board.db.execute(f"UPDATE versions SET {column} = {value}")


def test_two_notices_never_bear_one_index_number(keep):
    keep(a_posted_notice(1, index_number="CW-2026-0001"))
    with pytest.raises(sqlite3.IntegrityError):
        keep(a_posted_notice(2, index_number="CW-2026-0001"))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO originals VALUES (99, 'a', 'b', 1)",
        "INSERT INTO originals VALUES (1, 'a', 'b', -1)",
        "INSERT INTO pictures VALUES (1, 'a', 'svg', x'00')",
        "INSERT INTO pictures VALUES (99, 'a', 'png', x'00')",
        "INSERT INTO pictures VALUES (1, 'a', 'png', 'text')",
        "INSERT INTO screens VALUES ('a', 'b', 9, 4, 0, 0, 'landscape', NULL, NULL, '[]', '[]', NULL)",
        "INSERT INTO screens VALUES ('a', 'b', 55, 21, 0, 0, 'landscape', NULL, NULL, '[]', '[]', NULL)",
        "INSERT INTO screens VALUES ('a', 'b', 55, 4, 45, 0, 'landscape', NULL, NULL, '[]', '[]', NULL)",
        "INSERT INTO screens VALUES ('a', 'b', 55, 4, 0, 2, 'landscape', NULL, NULL, '[]', '[]', NULL)",
        "INSERT INTO screens VALUES ('a', 'b', 55, 4, 0, 0, 'landscape', NULL, NULL, '[', '[]', NULL)",
        "INSERT INTO screen_outages VALUES ('a', '2026-10-10', '2026-10-10', '2026-10-09', 'screen_dark')",
        "INSERT INTO screen_outages VALUES ('a', '2026-10-10', '2026-10-10', NULL, 'sunspots')",
        "INSERT INTO screen_outages VALUES ('a', '1', '2', NULL, 'screen_dark'), ('a', '2', '3', NULL, 'screen_dark')",
        "INSERT INTO screen_devices VALUES ('a', 'd', 2, '1', 'b')",
        "INSERT INTO held_airings VALUES ('a', 'd', 'r', 'h', 1, 1, 3601, '1', '2', '[]')",
        "INSERT INTO settings VALUES ('a', NULL)",
    ],
)
def test_other_tables_refuse_what_must_never_be(board, keep, statement):
    keep(a_notice())
    with pytest.raises(sqlite3.IntegrityError):
        board.db.execute(statement)


def test_what_is_published_and_not_over_is_found_in_order_of_number(board, keep):
    keep(a_notice(number=1))
    keep(a_posted_notice(2, shows_until=NOON))
    keep(a_posted_notice(5, shows_until=NOON + INSTANT))
    keep(a_posted_notice(4, shows_from=NOON + HOUR))
    keep(a_posted_notice(3))
    stored, broken = notices.published_now_or_later(board.db, NOON)
    assert [each.notice.number for each in stored] == [3, 4, 5]
    assert broken == []


def test_a_row_of_another_programs_doing_is_named_and_the_rest_goes_on(board, keep):
    keep(a_posted_notice(1))
    keep(a_posted_notice(2))
    keep(a_posted_notice(3))
    board.db.execute("UPDATE versions SET category = 'weather' WHERE notice = 1")
    board.db.execute("UPDATE versions SET issued_on = 'soon' WHERE notice = 2")
    stored, broken = notices.published_now_or_later(board.db, NOON)
    assert [each.notice.number for each in stored] == [3]
    assert [row.number for row in broken] == [1, 2]
    assert all(row.reason for row in broken)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE versions SET screens = '{'",
        "UPDATE versions SET screens = '5'",
        "UPDATE versions SET shows_until = 'soon'",
        "UPDATE versions SET shows_from = '2026-10-10T04:00:00'",
        "UPDATE versions SET kind = 'x'",
        "UPDATE versions SET period = '2026-Q9', period_last_on = '2026-12-31'",
    ],
)
def test_whatever_another_program_wrote_the_rest_goes_on(board, keep, statement):
    keep(a_posted_notice(1))
    board.db.execute(statement)
    keep(a_posted_notice(2))
    stored, broken = notices.published_now_or_later(board.db, NOON)
    assert 2 in [each.notice.number for each in stored]
    for each in stored:
        assert each.notice.shows_from.tzinfo is not None
    assert len(stored) + len(broken) == 2


@pytest.mark.parametrize(
    "until, found",
    [(None, True), (NOON + INSTANT, True), (NOON, False), (NOON - HOUR, False)],
)
def test_the_same_notice_is_known_until_it_is_over(board, keep, until, found):
    keep(a_posted_notice(7, shows_until=until), fingerprint="same")
    assert notices.same_and_not_over(board.db, "same", NOON) == (7 if found else None)
    assert notices.same_and_not_over(board.db, "other", NOON) is None


def test_the_newest_complete_period_posted_is_found(board, keep):
    for number, period in enumerate(["2026-Q1", "2026-Q2", "2025", "2026-Q4"], 1):
        keep(a_posted_notice(number, period=parse_period(period)))
    keep(a_notice(number=9, period=parse_period("2026-Q3")))
    assert notices.posted_through(board.db, Category.FINANCE, date(2026, 10, 10)).code == "2026-Q2"
    assert notices.posted_through(board.db, Category.LAND, date(2026, 10, 10)) is None


def test_the_same_draft_published_twice_at_once_goes_up_once(board, config, keep):
    number = keep(a_notice())
    draft = notices.get(board.db, number)
    other = reopen_board(config)
    with transaction(board.db):
        put_up(board, draft, settings.settings(board.db), Deed("甲", "notice.published", {}), NOON)
    with pytest.raises(KioskError) as late, transaction(other.db):
        put_up(other, draft, settings.settings(other.db), Deed("乙", "notice.published", {}), NOON)
    assert late.value.code == "notice.no_draft"
    deeds = board.db.execute("SELECT who, deed FROM audit").fetchall()
    assert deeds == [("甲", "notice.published")]
    assert notices.get(board.db, number).notice.index_number == "CW-2026-0001"
    other.close()


def test_the_state_is_read_back_after_publishing(board, keep):
    number = keep(a_notice())
    with transaction(board.db):
        up = put_up(board, notices.get(board.db, number), settings.settings(board.db), Deed("甲", "notice.published", {}), NOON)
    stored = notices.get(board.db, number).notice
    assert stored == up
    assert stored.status is Status.PUBLISHED
    assert audit.first_broken_entry(board.db) is None


# Summer time made an hour of some Shanghai nights (1986 to 1991) that never was.
INSTANTS = st.datetimes(
    datetime(1949, 1, 1), datetime(2999, 12, 31), timezones=st.sampled_from([UTC, SHANGHAI]), allow_imaginary=False
)


@given(INSTANTS, INSTANTS)
def test_the_order_of_the_text_is_the_order_of_time(one, other):
    # By the same clock: in the hour that summer time gave back, two zones never agree.
    assert (to_text(one) < to_text(other)) is (one.astimezone(UTC) < other.astimezone(UTC))
    assert from_text(to_text(one)) == one.astimezone(UTC)


@pytest.mark.parametrize("by", [INSTANT, timedelta(milliseconds=1), timedelta(seconds=1), DAY])
def test_the_smallest_step_of_time_shows_in_the_text(by):
    assert to_text(NOON - by) < to_text(NOON) < to_text(NOON + by)
    assert to_text(NOON) == "2026-10-10T04:00:00.000000Z"


def test_no_instant_is_no_text():
    assert to_text(None) is None
    assert from_text(None) is None
