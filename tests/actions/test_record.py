"""A publicity record says what was done, stays as it was issued, and is told apart from a forged one."""

from datetime import UTC, timedelta

import pytest
from cast import DAY, HOUR, NOON, SHANGHAI, STAFF
from office import Office, staff_of

from kiosk.actions import issue_record, record
from kiosk.actions.outages import note_darkness
from kiosk.documents.front_matter import write
from kiosk.documents.record_json import record_from_json, record_to_json
from kiosk.errors import NotFound, Refused
from kiosk.rules.airings import Airing
from kiosk.rules.interruptions import Why
from kiosk.rules.notice import Kind
from kiosk.rules.objections import Objection
from kiosk.rules.people import By
from kiosk.rules.record import Hand
from kiosk.rules.village import Screen
from kiosk.store import airings, audit, audit_head, notices, records, screens
from kiosk.store.connection import transaction
from kiosk.store.originals import digest_of

LATER = NOON + 3 * DAY
CLERK = By("文书甲", "192.0.2.1", STAFF["clerk"])


@pytest.fixture
def office(board, renderer, checker):
    screens.put(board.db, Screen("hall", "村民大厅", opens_at="08:00", closes_at="18:00"))
    return Office(board, renderer, checker, staff_of(board), NOON)


@pytest.fixture
def number(office):
    return office.post(kind=Kind.PUBLICITY, objection_days=7)


def show(board, number, day, hours=range(8, 18), screen="hall", version=1):
    beginnings = ((NOON + day * DAY).replace(hour=hour).astimezone(UTC) for hour in hours)
    told = [Airing(number, version, hour, 300, hour, hour + timedelta(minutes=30), frozenset({1})) for hour in beginnings]
    with transaction(board.db):
        airings.note(board.db, screen, "a" * 8, told)


def issued(board, number, now=LATER, form="form-0001"):
    found = records.get(board.db, issue_record.issue(board, number, form, CLERK, now))
    assert found is not None
    return found


def test_it_tells_what_was_posted_by_whom_and_for_how_long(board, office, number):
    show(board, number, 0, range(13, 18))
    show(board, number, 1)
    told = record.record_of(board, number, "文书甲", NOON + DAY + 6 * HOUR)
    assert [(each.hand, each.who) for each in told.hands] == [
        (Hand.PROPOSED, "文书甲"),
        (Hand.PASSED, "监督甲"),
        (Hand.PUBLISHED, "主任"),
    ]
    (version,) = told.versions
    assert version.digest == digest_of(write(notices.get(board.db, number).notice).encode())
    assert (version.hung_from, version.hung_until) == (NOON, None)
    assert (told.objection_period.days, told.objection_period.begun_on, told.display_days) == (7, NOON.date(), 15)
    assert (told.hung_days, told.proven_days, told.proven_seconds) == (1, 2, 15 * 300)
    assert [(each.title, each.days) for each in told.screens] == [("村民大厅", 2)]
    assert told.interruptions == ()
    assert told.head == record.ChainHead(*vars(audit_head.in_log(board.db)).values())


def test_an_hour_in_which_the_screen_showed_something_else_is_no_interruption(board, office, number):
    other = office.post(title="别的公告")
    show(board, other, 0, range(8, 18))
    show(board, number, 0, [12, 13])
    show(board, number, 1, range(8, 14))
    for minutes, hours in ((0, 3), (5, 4)):  # what was shown in the hour that has just ended may still be on its way
        told = record.record_of(board, number, "文书甲", NOON + DAY + 6 * HOUR + timedelta(minutes=minutes))
        (gap,) = told.interruptions
        assert (gap.began_at, gap.hours, gap.why) == (NOON + DAY + 2 * HOUR, hours, Why.UNKNOWN)


def test_an_hour_in_which_the_screen_was_known_to_be_dark_says_so(board, office, number):
    show(board, number, 0, range(12, 18))
    note_darkness(board, {"hall": NOON + 4 * HOUR}, NOON + 4 * HOUR)
    note_darkness(board, {}, NOON + 6 * HOUR)
    with transaction(board.db):
        board.db.execute("DELETE FROM airings WHERE hour BETWEEN '2026-10-10T08' AND '2026-10-10T09'")
    told = record.record_of(board, number, "文书甲", NOON + 8 * HOUR)
    assert [(each.began_at, each.hours, each.why) for each in told.interruptions] == [(NOON + 4 * HOUR, 2, Why.SCREEN_DARK)]


def test_a_screen_that_hangs_no_longer_keeps_what_it_has_shown_and_is_dark_no_more(board, office, number):
    screens.put(board.db, Screen("gate", "村口"))
    show(board, number, 0, range(12, 18))
    show(board, number, 0, [13], screen="gate")
    screens.take_away(board.db, "gate", NOON + 2 * HOUR)
    told = record.record_of(board, number, "文书甲", NOON + 8 * HOUR)
    assert [(each.title, each.days) for each in told.screens] == [("村口", 1), ("村民大厅", 1)]
    assert told.interruptions == ()


def test_interruptions_are_the_same_when_only_days_are_left(board, office, number):
    show(board, number, 0, [12, 13, 16])
    now = NOON + 100 * DAY
    before = record.record_of(board, number, "文书甲", now)
    with transaction(board.db):
        airings.compact(board.db, now, SHANGHAI)
    assert record.record_of(board, number, "文书甲", now) == before


def test_a_screen_that_came_later_or_told_nothing_was_not_dark_before(board, office, number):
    screens.put(board.db, Screen("gate", "村口", opens_at="08:00", closes_at="18:00"))
    screens.put(board.db, Screen("shop", "小店"))
    show(board, number, 0, range(12, 18))
    show(board, number, 1)
    show(board, number, 1, range(14, 18), screen="gate")
    told = record.record_of(board, number, "文书甲", NOON + DAY + 6 * HOUR)
    assert told.interruptions == ()
    assert {each.name: each.first_at is None for each in told.screens} == {"gate": False, "hall": False, "shop": True}


def test_taking_it_down_early_stands_there_with_its_reason_and_the_days_wanting(board, office, number):
    office.now = NOON + 2 * DAY
    office.take("approver", "withdraw", number, "名单有误")
    told = record.record_of(board, number, "文书甲", LATER)
    assert (told.taken_down.at, told.taken_down.why, told.taken_down.days_short) == (NOON + 2 * DAY, "名单有误", 13)
    assert (told.hung_until, told.hung_days) == (NOON + 2 * DAY, 2)


def test_a_correction_is_a_version_with_what_was_corrected_and_the_gap_before_it(board, office, number):
    office.now = NOON + DAY
    office.take("approver", "withdraw", number, "名单有误")
    office.take("clerk", "correct", number, "补上漏掉的一户")
    office.save("clerk", number, body="补上的一户。")
    office.now = NOON + 2 * DAY
    office.walk(number, "submit", "pass", "publish")
    told = record.record_of(board, number, "文书甲", LATER)
    assert [(each.version, each.why) for each in told.versions] == [(1, ""), (2, "补上漏掉的一户")]
    assert len({each.digest for each in told.versions}) == 2
    assert [(each.why, each.began_at, each.ended_at) for each in told.interruptions] == [(Why.TAKEN_DOWN, NOON + DAY, NOON + 2 * DAY)]
    assert told.taken_down is None


def test_objections_are_told_without_who_made_them(board, office, number, monkeypatch):
    objection = Objection(1, number, 1, NOON, "面积不对", "文书乙", "已复核", NOON + HOUR, "文书乙")
    monkeypatch.setattr(record, "told_by_others", lambda *_: ([objection], []))
    text = record_to_json(record.record_of(board, number, "文书甲", LATER))
    assert "面积不对" in text and "已复核" in text
    assert "文书乙" not in text


def test_what_never_hung_has_no_record(board, office):
    with pytest.raises(Refused) as refused:
        record.record_of(board, office.begin(), "文书甲", LATER)
    assert refused.value.code == "record.never_posted"
    with pytest.raises(NotFound):
        record.record_of(board, 999, "文书甲", LATER)


def test_the_json_gives_the_record_back_and_is_the_same_each_time(board, office, number):
    show(board, number, 0, [9, 14])
    told = record.record_of(board, number, "文书甲", LATER)
    text = record_to_json(told)
    assert record_from_json(text) == told
    assert record_to_json(record_from_json(text)) == text


def test_a_form_sent_twice_issues_one_record_and_another_form_another(board, office, number):
    one, again = issued(board, number), issued(board, number, LATER + HOUR)
    assert one == again
    other = issued(board, number, LATER, "form-0002")
    assert other.record != one.record and other.code != one.code
    assert [each.deed for each in office.entries(number)].count("notice.record_issued") == 2


def test_what_was_issued_stays_whatever_happens_to_the_notice(board, office, number):
    one = issued(board, number)
    office.now = LATER + DAY
    office.take("approver", "withdraw", number, "名单有误")
    found = issue_record.check(board, one.code)
    assert found.is_in_log and found.issued == one
    assert found.record.taken_down is None and found.record.issued_at == LATER


def test_nothing_was_issued_under_another_code(board, office, number):
    issued(board, number)
    assert issue_record.check(board, "ABCD-EFGH-JKLM-NPQR") is None


@pytest.mark.parametrize("verb", ["UPDATE publicity_records SET content = '{}'", "DELETE FROM publicity_records"])
def test_the_database_itself_refuses_to_change_one(board, office, number, verb):
    issued(board, number)
    with pytest.raises(Refused), transaction(board.db):
        board.db.execute(verb)


def test_one_that_was_changed_all_the_same_shows_nothing_of_itself(board, office, number):
    one = issued(board, number)
    board.db.execute("DROP TRIGGER publicity_records_refuse_update")
    board.db.execute("UPDATE publicity_records SET content = replace(content, '第三季度', '第四季度')")
    found = issue_record.check(board, one.code)
    assert found.record is None and not found.is_in_log


def test_content_and_digest_changed_together_are_not_what_the_log_says(board, office, number):
    one = issued(board, number)
    forged = one.content.replace("第三季度", "第四季度")
    assert forged != one.content
    board.db.execute("DROP TRIGGER publicity_records_refuse_update")
    board.db.execute("UPDATE publicity_records SET content = ?, digest = ?", [forged, digest_of(forged.encode())])
    assert not issue_record.check(board, one.code).is_in_log


def test_a_log_that_has_lost_its_head_is_told(board, office, number):
    one = issued(board, number)
    board.db.execute("DROP TRIGGER audit_refuses_update")
    board.db.execute("UPDATE audit SET digest = 'x' WHERE entry = ?", [one.head_entry])
    found = issue_record.check(board, one.code)
    assert found.record is not None and not found.is_in_log


def test_what_is_done_while_it_is_gathered_stands_in_it(board, office, number, monkeypatch):
    """Somebody takes it down between reading and writing: head and content must not contradict each other."""
    gather, calls = record.record_of, []

    def slowly(*asked):
        told = gather(*asked)
        if not calls:
            office.now = LATER - HOUR
            office.take("approver", "withdraw", number, "名单有误")
        calls.append(told)
        return told

    monkeypatch.setattr(issue_record, "record_of", slowly)
    found = issue_record.check(board, issued(board, number).code)
    assert len(calls) == 2 and found.is_in_log
    assert found.record.taken_down.why == "名单有误"


def test_the_log_names_the_record_and_not_its_code(board, office, number):
    one = issued(board, number)
    entry = next(audit.entries(board.db, audit.Wanted(deed=issue_record.DEED)))
    assert (entry.who, entry.notice, entry.facts["record"]) == ("文书甲", number, one.record)
    assert one.code not in str(entry.facts)
