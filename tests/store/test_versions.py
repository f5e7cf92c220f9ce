"""Versions of a notice: one is posted, one is on its way, and whoever changes one names the text they saw."""

import sqlite3
from dataclasses import replace

import pytest
from cast import DAY, HOUR, INSTANT, NOON, a_notice, a_posted_notice
from office import staff_of
from sqlite_utils import Database

from kiosk.errors import Unavailable
from kiosk.rules.notice import OPEN, Category, Kind, Status
from kiosk.rules.people import Role
from kiosk.rules.period import parse_period
from kiosk.store import audit, lists, notices, opinions, originals, people, screens, settings
from kiosk.store.audit import Deed
from kiosk.store.connection import integrity_faults, open_database
from kiosk.store.instants import to_text
from kiosk.store.migrations import migrations


@pytest.fixture
def db(board):
    return board.db


@pytest.fixture
def keep(db):
    """A notice with these statuses, one version each."""

    def insert(*statuses, **fields):
        number = notices.insert(db, dressed(statuses[0], 1, **fields), "<p>一</p>", "f", NOON)
        for version, status in enumerate(statuses[1:], 2):
            notices.insert_version(db, dressed(status, version, number=number, **fields), "<p>一</p>", "f", NOON)
        return number

    return insert


def dressed(status, version, **fields):
    up = {"published_at": NOON, "shows_from": NOON} if status not in (*OPEN, Status.RETURNED, Status.DISCARDED) else {}
    return a_notice(status=status, version=version, **up | fields)


@pytest.mark.parametrize(
    "one, other",
    [(one, other) for one in Status for other in sorted(OPEN) if one in OPEN] + [(Status.PUBLISHED, Status.PUBLISHED)],
)
def test_of_one_notice_one_version_is_posted_and_one_is_on_its_way(keep, one, other):
    with pytest.raises(sqlite3.IntegrityError):
        keep(one, other)


@pytest.mark.parametrize(
    "statuses",
    [
        (Status.PUBLISHED, Status.DRAFT),
        (Status.REPLACED, Status.PUBLISHED, Status.REVIEW),
        (Status.RETURNED, Status.RETURNED, Status.PASSED),
        (Status.WITHDRAWN, Status.DISCARDED, Status.RECHECK),
        (Status.CLOSED, Status.PUBLISHED),
        (Status.REPLACED, Status.REPLACED, Status.ARCHIVED),
    ],
)
def test_beside_it_there_may_be_as_many_old_ones_as_there_were(db, keep, statuses):
    number = keep(*statuses)
    assert tuple(each.notice.status for each in notices.versions(db, number)) == statuses
    keep(*statuses)


@pytest.mark.parametrize(
    "column, value",
    [("status", "'lost'"), ("status", "NULL"), ("version", "0"), ("revision", "NULL"), ("since", "NULL"), ("notice", "99"), ("title", "''"), ("published_at", "NULL")],
)
def test_what_must_never_be_is_refused_by_the_database_itself(db, keep, column, value):
    keep(Status.PUBLISHED)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(f"UPDATE versions SET {column} = {value}")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DISCARDED])
def test_only_a_draft_may_be_without_a_title(keep, status):
    assert keep(status, title="")


@pytest.mark.parametrize("statement", ["INSERT INTO authors VALUES (1, 2, 1)", "INSERT INTO authors VALUES (1, 1, 99)", "INSERT INTO first_shown VALUES (1, 9, 'hall', 'x')", "DELETE FROM notices", "DELETE FROM versions", "DELETE FROM people"])
def test_nothing_refers_to_what_is_not_there(board, db, keep, statement):
    staff_of(board)
    opinions.add_author(db, keep(Status.DRAFT), 1, 1)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)


class TestMoving:
    def test_names_the_text_it_was_decided_on(self, db, keep):
        number = keep(Status.REVIEW)
        before = notices.get(db, number)
        passed = replace(before.notice, status=Status.PASSED)
        for stale in (replace(before, revision=2), replace(before, revision=0), replace(before, notice=replace(before.notice, status=Status.RECHECK)), replace(before, notice=replace(before.notice, version=2))):
            assert not notices.move(db, stale, passed, NOON + HOUR)
        assert notices.get(db, number) == before
        assert notices.move(db, before, passed, NOON + HOUR, NOON + DAY)
        after = notices.get(db, number)
        assert (after.notice, after.revision, after.since, after.review_due_at) == (passed, 2, NOON + HOUR, NOON + DAY)
        assert not notices.move(db, before, passed, NOON + HOUR)

    def test_moves_no_other_version_and_no_other_notice(self, db, keep):
        number, other = keep(Status.RETURNED, Status.REVIEW), keep(Status.REVIEW)
        before = notices.get(db, number)
        assert notices.move(db, before, replace(before.notice, status=Status.PASSED), NOON)
        assert [each.notice.status for each in notices.versions(db, number)] == [Status.RETURNED, Status.PASSED]
        assert notices.get(db, other).notice.status is Status.REVIEW

    def test_brings_no_text_along(self, db, keep):
        before = notices.get(db, keep(Status.REVIEW))
        notices.move(db, before, replace(before.notice, status=Status.PASSED, title="换了标题", body="换了正文"), NOON)
        after = notices.get(db, 1)
        assert (after.notice.title, after.notice.body, after.html) == (before.notice.title, before.notice.body, before.html)


class TestSaving:
    def test_names_the_revision_it_was_typed_over(self, db, keep):
        before = notices.get(db, keep(Status.DRAFT))
        changed = replace(before, notice=replace(before.notice, title="新标题"), html="<p>新</p>", typed={"title": "新标题"})
        assert not notices.save(db, replace(changed, revision=2), "g")
        assert notices.get(db, 1) == before
        assert notices.save(db, changed, "g")
        assert notices.get(db, 1) == replace(changed, revision=2)
        assert not notices.save(db, changed, "g")

    @pytest.mark.parametrize("status", [status for status in Status if status is not Status.DRAFT])
    def test_writes_into_drafts_only(self, db, keep, status):
        before = notices.get(db, keep(status))
        assert not notices.save(db, replace(before, html="偷偷改过"), "g")
        assert not notices.attach_sources(db, replace(before.notice, sources=("单.pdf",)))
        assert notices.get(db, 1) == before

    def test_leaves_the_files_alone_which_have_their_own_way(self, db, keep):
        before = notices.get(db, keep(Status.DRAFT))
        assert notices.attach_sources(db, replace(before.notice, sources=("单.pdf",), title="不算数"))
        assert notices.save(db, before, "g")
        after = notices.get(db, 1)
        assert (after.notice.sources, after.notice.title, after.revision) == (("单.pdf",), before.notice.title, 2)


@pytest.mark.parametrize(
    "statuses, posted",
    [
        ((Status.DRAFT,), None),
        ((Status.PUBLISHED,), 1),
        ((Status.PUBLISHED, Status.DRAFT), 1),
        ((Status.REPLACED, Status.PUBLISHED), 2),
        ((Status.CLOSED, Status.PUBLISHED), 2),
        ((Status.WITHDRAWN, Status.REVIEW), 1),
        ((Status.REPLACED, Status.WITHDRAWN, Status.DRAFT), 2),
        ((Status.RETURNED, Status.DISCARDED), None),
    ],
)
def test_which_version_residents_can_or_could_last_read(db, keep, statuses, posted):
    stored = notices.posted(db, keep(*statuses))
    assert (stored and stored.notice.version) == posted


def test_a_closed_correction_does_not_hide_behind_what_it_replaced(db, keep):
    number = keep(Status.REPLACED, Status.CLOSED)
    assert notices.posted(db, number).notice.version == 2
    assert notices.posted_before(db, notices.get(db, number).notice) == 1
    assert notices.posted_before(db, notices.get(db, number, 1).notice) is None


class TestLines:
    def test_what_is_on_its_way_came_to_its_place_in_this_order(self, db, keep):
        numbers = [keep(status) for status in (Status.DRAFT, Status.REVIEW, Status.RECHECK, Status.PASSED)]
        keep(Status.PUBLISHED)
        keep(Status.DISCARDED)
        db.execute("UPDATE versions SET since = ? WHERE notice = ?", [to_text(NOON - HOUR), numbers[2]])
        assert [line.number for line in lists.on_their_way(db)] == [numbers[2], numbers[0], numbers[1], numbers[3]]

    def test_what_hangs_on_the_board_until_the_very_end(self, db, keep):
        number = keep(Status.PUBLISHED, shows_until=NOON + DAY)
        assert [line.number for line in lists.on_the_board(db, NOON + DAY - INSTANT)] == [number]
        assert lists.on_the_board(db, NOON + DAY) == []

    def test_a_line_says_who_wrote_it_and_what_was_last_said_of_it(self, board, db, keep):
        staff, number = staff_of(board), keep(Status.RETURNED, Status.DRAFT)
        for person in (2, 1):
            opinions.add_author(db, number, 2, person)
        opinions.give(db, number, 1, staff["reviewer"], "pass", "", NOON)
        opinions.give(db, number, 1, staff["other_reviewer"], "return", "合计不符。", NOON)
        (line,) = lists.on_their_way(db)
        assert (line.writers, line.authors, line.passed_by) == ("文书甲、文书乙", {1, 2}, set())
        assert (line.last_step, line.last_words, line.last_name) == ("return", "合计不符。", "监督乙")

    def test_when_a_screen_first_said_that_it_shows_it(self, db, keep):
        number = keep(Status.PUBLISHED)
        assert lists.on_the_board(db, NOON)[0].first_shown_at is None
        for minutes, screen in ((5, "gate"), (2, "hall"), (9, "hall")):
            opinions.is_shown(db, number, 1, screen, NOON.replace(minute=minutes))
        assert lists.on_the_board(db, NOON)[0].first_shown_at == NOON.replace(minute=2)
        assert opinions.first_shown(db, number, 1) == {"hall": NOON.replace(minute=2), "gate": NOON.replace(minute=5)}

    def test_a_correction_on_its_way_is_known_beside_what_it_corrects(self, db, keep):
        with_one, without = keep(Status.PUBLISHED, Status.REVIEW), keep(Status.PUBLISHED)
        told = {line.number: line.has_open_version for line in lists.on_the_board(db, NOON)}
        assert told == {with_one: True, without: False}

    def test_of_each_notice_its_newest_version_the_highest_number_first(self, db, keep):
        numbers = [keep(Status.PUBLISHED, Status.DRAFT), keep(Status.DISCARDED), keep(Status.PUBLISHED)]
        told = [(line.number, line.version, line.status) for line in lists.newest_of(db, [*numbers, 99])]
        first, second, third = numbers
        assert told == [(third, 1, Status.PUBLISHED), (second, 1, Status.DISCARDED), (first, 2, Status.DRAFT)]

    def test_what_was_posted_for_the_period_before(self, db, keep):
        before = keep(Status.CLOSED, period=parse_period("2026-Q2"))
        keep(Status.DRAFT, period=parse_period("2026-Q2"))
        keep(Status.PUBLISHED, period=parse_period("2026-Q2"), category=Category.LAND)
        keep(Status.PUBLISHED, period=parse_period("2026-Q1"))
        draft = notices.get(db, keep(Status.DRAFT, period=parse_period("2026-Q3"))).notice
        assert lists.period_before(db, draft) == before
        assert lists.period_before(db, replace(draft, period=None)) is None
        assert lists.period_before(db, replace(draft, kind=Kind.STANDING)) is None


class TestPeople:
    def test_whoever_has_left_has_no_session_even_if_one_was_forgotten(self, board, db):
        staff_of(board)
        people.begin_session(db, "token", 1, NOON, DAY)
        assert people.of_session(db, "token", NOON, DAY).name == "文书甲"
        people.change(db, 1, [Role.CLERK], is_active=False)
        assert people.of_session(db, "token", NOON, DAY) is None

    def test_a_name_is_given_once(self, board, db):
        staff_of(board)
        with pytest.raises(sqlite3.IntegrityError):
            people.add(db, "文书甲", "x", [Role.CLERK], must_change=False, now=NOON)

    def test_they_come_back_as_they_were_kept_those_who_left_last(self, board, db):
        staff = staff_of(board)
        people.change(db, 2, [Role.CLERK], is_active=False)
        everyone = people.all_people(db)
        assert everyone[0] == staff["clerk"].person
        assert (everyone[-1].name, everyone[-1].is_active) == ("文书乙", False)
        assert people.active_admins(db) == 1


OLD = {
    "category": "finance",
    "kind": "result",
    "body": "一\n",
    "html": "<p>一</p>",
    "priority": "normal",
    "fingerprint": "f",
    "created_at": to_text(NOON - DAY),
}
UP = {"status": "published", "published_at": to_text(NOON), "shows_from": to_text(NOON)}
OLD_NOTICES = [
    {"number": 1, "title": "停水", "index_number": "CW-2026-0001", "shows_until": to_text(NOON + DAY), **UP},
    {"number": 2, "title": "草稿", "status": "draft", "screens": '["hall"]', "period": "2026-Q3", "period_last_on": "2026-09-30", "sources": '["单.pdf"]'},
    {"number": 5, "title": "长期", "index_number": "CW-2026-0002", "issued_on": "2026-10-01", "objection_days": 7, "kind": "publicity", **UP},
]


@pytest.fixture
def old(tmp_path):
    """A database as the board without a desk left it."""
    path = tmp_path / "old" / "kiosk.db"
    path.parent.mkdir()
    database = Database(path)
    migrations.apply(database, stop_before="m003_versions")
    for notice in OLD_NOTICES:
        database.table("notices").insert(OLD | notice)
    database.execute("INSERT INTO originals VALUES (2, '单.pdf', 'd', 3)")
    database.execute("INSERT INTO pictures VALUES (1, 'p', 'png', x'89')")
    database.execute("INSERT INTO settings VALUES ('village', '\"安和村\"')")
    for name, rotation in (("hall", 0), ("gate", 90)):
        database.execute("INSERT INTO screens VALUES (?, '屏', 55, 4, ?, 1)", [name, rotation])
    for notice in OLD_NOTICES:
        audit.record(database, Deed("文书甲", "notice.imported", {"title": notice["title"]}, notice["number"]), NOON)
    database.conn.commit()
    database.close()
    return path


def rows(path, sql):
    with sqlite3.connect(path) as database:
        return database.execute(sql).fetchall()


class TestAnOldDatabase:
    @pytest.fixture
    def db(self, old):
        opened = open_database(old)
        yield opened
        opened.close()

    def test_is_brought_up_to_date_with_all_that_was_in_it(self, db):
        stopped, draft, standing = (notices.get(db, number) for number in (1, 2, 5))
        assert (stopped.notice.title, stopped.notice.status, stopped.notice.version) == ("停水", Status.PUBLISHED, 1)
        assert (stopped.notice.index_number, stopped.notice.shows_until) == ("CW-2026-0001", NOON + DAY)
        assert (stopped.html, stopped.since, stopped.created_at, stopped.revision) == ("<p>一</p>", NOON, NOON - DAY, 1)
        assert (draft.notice.status, draft.notice.screens, draft.notice.sources) == (Status.DRAFT, ("hall",), ("单.pdf",))
        assert (draft.notice.period, draft.since, draft.notice.index_number) == (parse_period("2026-Q3"), NOON - DAY, None)
        assert (standing.notice.kind, standing.notice.objection_days) == (Kind.PUBLICITY, 7)
        assert notices.count(db) == 3
        assert originals.of_notice(db, 2) == [originals.Original("单.pdf", "d", 3)]
        assert originals.shown_picture(db, "p", "png") == (b"\x89", [1])
        assert settings.settings(db).village.name == "安和村"
        assert {screen.name: screen.shape for screen in screens.all_screens(db)} == {"hall": "landscape", "gate": "portrait"}

    def test_is_sound_and_its_log_still_holds_together(self, db):
        assert integrity_faults(db) == []
        assert audit.first_broken_entry(db) is None
        assert db.execute("SELECT count(*) FROM audit").fetchone() == (3,)
        with pytest.raises(sqlite3.DatabaseError, match="append-only"):
            db.execute("DELETE FROM audit")

    def test_enforces_again_what_refers_to_what(self, db):
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        for statement in ("INSERT INTO originals VALUES (99, 'a', 'b', 1)", "INSERT INTO versions SELECT * FROM versions WHERE notice = 1", "DELETE FROM notices WHERE number = 2"):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(statement)

    def test_goes_on_numbering_where_it_was(self, db):
        assert notices.insert(db, a_notice(), "", "g", NOON) == 6
        with pytest.raises(sqlite3.IntegrityError):
            notices.insert(db, a_posted_notice(7, index_number="CW-2026-0002"), "", "h", NOON)

    def test_has_nobody_at_its_desk_yet(self, db):
        assert people.nobody_yet(db)

    def test_opened_again_stays_as_it_is(self, db, old):
        before = db.execute("SELECT * FROM versions ORDER BY notice").fetchall()
        again = open_database(old)
        assert again.execute("SELECT * FROM versions ORDER BY notice").fetchall() == before
        again.close()


@pytest.mark.parametrize("obstacle", ["CREATE TABLE versions (a)", "CREATE TABLE numbers (a)", "UPDATE notices SET status = 'lost' WHERE number = 5"])
def test_a_step_that_cannot_be_taken_leaves_the_old_database_as_it_was(old, obstacle):
    with sqlite3.connect(old) as database:
        database.execute(obstacle)
    before = rows(old, "SELECT * FROM notices"), rows(old, "SELECT name FROM _sqlite_migrations")
    with pytest.raises(Unavailable) as stuck:
        open_database(old)
    assert stuck.value.code == "store.half_migrated"
    assert (rows(old, "SELECT * FROM notices"), rows(old, "SELECT name FROM _sqlite_migrations")) == before


def test_killed_in_the_middle_of_a_step_it_is_taken_whole_the_next_time(old, monkeypatch):
    """As the power leaves it: the transaction of the step was never ended."""
    class PowerCut(BaseException):
        pass

    half = Database(old)
    real, steps_done = half.execute, []

    def cut(sql, *values):
        steps_done.append(sql)
        if "DROP TABLE notices" in sql:
            raise PowerCut
        return real(sql, *values)

    monkeypatch.setattr(half, "execute", cut)
    with pytest.raises(PowerCut):
        migrations.apply(half)
    half.close()
    assert any("INSERT INTO versions" in sql for sql in steps_done)
    db = open_database(old)
    assert notices.count(db) == 3
    assert integrity_faults(db) == []
    db.close()
