"""A notice from its first word to the archive: who moved it, when, from where and why, and never half."""

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from cast import DAY, HOUR, INSTANT, NOON, SHANGHAI, TODAY, a_notice, codes
from office import DOES, Office, everything_in

from kiosk.actions import attach, drafts, steps
from kiosk.actions.drafts import Overtaken, Seen
from kiosk.actions.steps import TooLate, close_what_is_over, mark_of_files, take_step
from kiosk.errors import Forbidden, KioskError, NotFound, Refused
from kiosk.rules.notice import Category, Kind, Priority, Status
from kiosk.rules.people import By
from kiosk.rules.steps import STEPS, WORDS_LIMIT
from kiosk.store import audit, lists, notices, opinions, settings
from kiosk.store.board import reopen_board

DRAFT, REVIEW, RECHECK, PASSED, PUBLISHED = Status.DRAFT, Status.REVIEW, Status.RECHECK, Status.PASSED, Status.PUBLISHED
RETURNED, REPLACED, WITHDRAWN, CLOSED, ARCHIVED = Status.RETURNED, Status.REPLACED, Status.WITHDRAWN, Status.CLOSED, Status.ARCHIVED
URGENT = {"priority": Priority.URGENT, "category": Category.ANNOUNCEMENT, "kind": Kind.ANNOUNCEMENT}


def three_tiers(office):
    settings.put(office.board.db, "review_chain", "three_tier")


def to_place(office, step, **fields):
    """A notice on which that step can be taken next."""
    way = {
        "submit": "",
        "discard": "",
        "take_back": "submit",
        "return": "submit",
        "pass": "submit",
        "publish": "submit pass",
        "send_back": "submit pass",
        "publish_urgently": "submit",
        "pass_afterwards": "submit publish_urgently",
        "object": "submit publish_urgently",
        "correct": "submit pass publish",
        "withdraw": "submit pass publish",
        "archive": "submit pass publish withdraw",
    }[step]
    urgent = URGENT if step in ("publish_urgently", "pass_afterwards", "object") else {}
    return office.walk(office.begin(**urgent | fields), *way.split())


def take(office, step, number, who="", seen=None):
    office.take(who or DOES[step], step, number, "说明理由。" if STEPS[step].words else "", seen)


def test_a_whole_life(office):
    number = office.begin()
    office.take("clerk", "submit", number)
    assert office.statuses(number) == [REVIEW]
    office.take("reviewer", "return", number, "合计与分项不符。")
    assert office.statuses(number) == [RETURNED, DRAFT]
    office.save("clerk", number, body="本季收支已经重新核对。\n")
    office.take("clerk", "submit", number)
    office.take("reviewer", "pass", number, "账目清楚。")
    assert office.statuses(number) == [RETURNED, PASSED]
    office.now += HOUR
    office.take("approver", "publish", number)
    up = office.newest(number).notice
    assert (up.status, up.index_number, up.published_at, up.shows_from) == (PUBLISHED, "CW-2026-0001", office.now, office.now)

    office.now += DAY
    office.take("clerk", "correct", number, "漏了一笔水费。")
    assert office.statuses(number) == [RETURNED, PUBLISHED, DRAFT]
    assert notices.posted(office.board.db, number).notice.version == 2
    office.save("clerk", number, body="本季收支，含水费。\n")
    office.walk(number, "submit", "pass")
    assert notices.posted(office.board.db, number).notice.version == 2, "the old text stays up until the new one is"
    office.now += HOUR
    office.take("approver", "publish", number)
    assert office.statuses(number) == [RETURNED, REPLACED, PUBLISHED]
    up = office.newest(number).notice
    assert (up.index_number, up.shows_from, up.body) == ("CW-2026-0001", office.now, "本季收支，含水费。\n")

    office.now += DAY
    office.take("approver", "withdraw", number, "账户有误。")
    office.take("clerk", "archive", number)
    assert office.statuses(number) == [RETURNED, REPLACED, ARCHIVED]
    assert office.log(number) == [
        ("文书甲", "begun"),
        ("文书甲", "submitted"),
        ("监督甲", "returned"),
        ("文书甲", "edited"),
        ("文书甲", "submitted"),
        ("监督甲", "passed"),
        ("主任", "published"),
        ("文书甲", "correction_begun"),
        ("文书甲", "edited"),
        ("文书甲", "submitted"),
        ("监督甲", "passed"),
        ("主任", "published"),
        ("主任", "withdrawn"),
        ("文书甲", "archived"),
    ]
    assert audit.first_broken_entry(office.board.db) is None


@pytest.mark.parametrize("step", STEPS)
def test_who_when_from_where_and_why_stand_in_the_log(office, step):
    number = to_place(office, step)
    seen = office.seen(number)
    office.now += HOUR
    take(office, step, number)
    entry = office.entries(number)[-1]
    by = office.staff[DOES[step]]
    assert (entry.who, entry.at, entry.deed, entry.notice) == (by.name, office.now, STEPS[step].deed, number)
    assert (entry.facts["from"], entry.facts["version"]) == (by.address, seen.version)
    assert entry.facts.get("why") == ("说明理由。" if STEPS[step].words else None)
    assert entry.facts["title"] == "第三季度财务收支"
    opinion = opinions.of_notice(office.board.db, number)[-1]
    assert (opinion.name, opinion.person, opinion.step, opinion.version, opinion.at) == (by.name, by.person.number, step, seen.version, office.now)
    assert opinion.words == ("说明理由。" if STEPS[step].words else "")


@pytest.mark.parametrize("step", STEPS)
def test_one_step_is_one_entry(office, step):
    number = to_place(office, step)
    before = len(office.entries())
    take(office, step, number)
    assert len(office.entries()) == before + 1


@pytest.mark.parametrize("step, status", [(name, step.to) for name, step in STEPS.items() if name not in ("return", "send_back", "take_back", "correct")])
def test_a_step_leads_where_it_should_and_since_when_is_known(office, step, status):
    number = to_place(office, step)
    since = office.newest(number).since
    office.now += HOUR
    take(office, step, number)
    stored = office.newest(number)
    assert stored.notice.status is status
    assert stored.since == (since if step in ("pass_afterwards", "object") else office.now)


@pytest.mark.parametrize("step", ["return", "send_back", "take_back"])
def test_what_comes_back_is_a_new_draft_beside_the_text_that_was_judged(office, step):
    number = to_place(office, step)
    office.now += HOUR
    take(office, step, number)
    judged, draft = notices.versions(office.board.db, number)
    assert (judged.notice.status, draft.notice.status, draft.notice.version) == (RETURNED, DRAFT, 2)
    assert draft.notice == replace(judged.notice, version=2, status=DRAFT)
    assert (draft.html, draft.since, draft.revision, draft.review_due_at) == (judged.html, office.now, 1, None)
    office.save("clerk", number, body="改过的正文。\n")
    assert office.newest(number, 1).notice.body == "本季收支已经审核。\n"


@pytest.mark.parametrize("step", ["return", "send_back", "take_back"])
def test_whoever_wrote_what_comes_back_has_written_its_new_draft(office, step):
    number = office.begin("clerk")
    office.save("other_clerk", number, body="二人合写。\n")
    office.walk(number, *{"send_back": ["submit", "pass"]}.get(step, ["submit"]))
    take(office, step, number)
    assert office.authors(number, 2) == ["文书甲", "文书乙"]


def test_a_correction_is_written_by_all_who_wrote_what_it_corrects(office):
    """Else somebody would pass their own words, with one figure in them mended by another."""
    number = office.begin("all_hands")
    office.walk(number, "submit", "pass", "publish")
    office.take("clerk", "correct", number, "漏了一笔水费。")
    assert office.authors(number, 2) == ["文书甲", "一肩挑"]
    office.save("clerk", number, body="水费 86 元。\n")
    office.take("clerk", "submit", number)
    with pytest.raises(Forbidden) as own:
        office.take("all_hands", "pass", number)
    assert own.value.code == "step.own_notice"


@pytest.mark.parametrize("typed", [{}, {"body": "\n本季收支已经审核。\n\n"}], ids=["untouched", "as it was"])
def test_a_correction_that_corrects_nothing_is_not_handed_in(office, typed):
    number = office.post()
    office.take("clerk", "correct", number, "漏了一笔。")
    if typed:
        office.save("clerk", number, **typed)
    with pytest.raises(Refused) as nothing:
        office.take("clerk", "submit", number)
    assert nothing.value.code == "step.nothing_corrected"
    office.save("clerk", number, document_number="安政发〔2026〕12号")
    office.walk(number, "submit")


def test_what_was_withdrawn_by_mistake_is_handed_in_again_as_it_was(office):
    number = office.walk(office.post(), "withdraw")
    office.take("clerk", "correct", number, "撤错了。")
    office.walk(number, "submit", "pass", "publish")


def test_only_one_correction_at_a_time(office):
    number = office.post()
    office.take("clerk", "correct", number, "漏了一笔。")
    with pytest.raises(TooLate) as second:
        office.take("other_clerk", "correct", number, "漏了一笔。", office.seen(number, 1))
    assert second.value.code == "step.correction_on_its_way"
    office.take("clerk", "discard", number)
    office.take("other_clerk", "correct", number, "漏了一笔。", office.seen(number, 1))
    assert office.statuses(number) == [PUBLISHED, Status.DISCARDED, DRAFT]


def test_what_was_withdrawn_is_corrected_and_goes_up_again_under_its_number(office):
    number = office.walk(office.post(), "withdraw", "correct")
    assert office.statuses(number) == [WITHDRAWN, DRAFT]
    office.walk(number, "submit", "pass", "publish")
    assert office.statuses(number) == [WITHDRAWN, PUBLISHED]
    assert office.newest(number).notice.index_number == "CW-2026-0001"


def test_a_correction_begins_at_once_where_the_first_text_would_have_waited(office):
    number = office.post(issued_on=TODAY + DAY)
    assert office.newest(number).notice.shows_from == NOON.replace(hour=0) + DAY
    office.now += 2 * DAY
    office.walk(number, "correct", "submit", "pass", "publish")
    assert office.newest(number).notice.shows_from == office.now


def test_between_the_old_text_and_its_correction_there_is_no_gap(office):
    number = office.walk(office.post(), "correct")
    office.save("clerk", number, issued_on=str(TODAY + 3 * DAY))
    office.walk(number, "submit", "pass", "publish")
    assert office.newest(number).notice.shows_from == office.now


def test_every_notice_has_an_index_number_of_its_own(office):
    numbers = [office.post(title=f"第{each}笔") for each in "一二三"]
    assert [office.newest(number).notice.index_number for number in numbers] == ["CW-2026-0001", "CW-2026-0002", "CW-2026-0003"]


class TestUrgently:
    def test_it_goes_up_before_its_review_which_must_follow_within_a_day(self, office):
        number = office.walk(office.begin(**URGENT), "submit")
        office.now += HOUR
        office.take("approver", "publish_urgently", number, "水管爆裂。")
        stored = office.newest(number)
        assert (stored.notice.status, stored.notice.shows_from) == (PUBLISHED, office.now)
        assert stored.review_due_at == office.now + timedelta(hours=24)
        assert [line.number for line in lists.wanting(office.board.db)] == [number]

    def test_straight_from_the_draft(self, office):
        number = office.begin(**URGENT)
        office.save("clerk", number, body="**全村**停水。\n")
        office.take("approver", "publish_urgently", number, "水管爆裂。")
        stored = office.newest(number)
        assert (stored.notice.status, stored.notice.body, stored.typed) == (PUBLISHED, "**全村**停水。\n", None)
        assert "<strong>全村</strong>" in stored.html

    def test_its_review_afterwards(self, office):
        number = to_place(office, "pass_afterwards")
        office.now += 30 * HOUR
        office.take("reviewer", "pass_afterwards", number, "情况属实。")
        stored = office.newest(number)
        assert (stored.notice.status, stored.review_due_at) == (PUBLISHED, None)
        assert lists.wanting(office.board.db) == []
        for step in ("pass_afterwards", "object"):
            with pytest.raises(TooLate) as again:
                take(office, step, number, "other_reviewer")
            assert again.value.code == "step.reviewed_already"

    def test_an_objection_waits_for_the_head_until_it_is_answered(self, office):
        number = to_place(office, "object")
        office.take("reviewer", "object", number, "时间写错了。")
        stored = office.newest(number)
        assert (stored.notice.status, stored.review_due_at) == (PUBLISHED, None)
        (line,) = lists.wanting(office.board.db)
        assert (line.number, line.last_step, line.last_words) == (number, "object", "时间写错了。")
        office.take("approver", "withdraw", number, "重新核实。")
        assert lists.wanting(office.board.db) == []

    @pytest.mark.parametrize("end", ["closed", "withdrawn"])
    def test_its_review_is_still_wanted_when_it_hangs_no_more(self, office, end):
        number = to_place(office, "pass_afterwards")
        if end == "closed":
            office.now += 400 * DAY
            assert close_what_is_over(office.board, "系统时钟", office.now) == 1
        else:
            office.take("approver", "withdraw", number, "水已来了。")
        assert [line.number for line in lists.wanting(office.board.db)] == [number]
        with pytest.raises(TooLate) as early:
            office.take("clerk", "archive", number)
        assert early.value.code == "step.review_first"
        office.take("reviewer", "pass_afterwards", number, "情况属实。")
        assert office.newest(number).notice.status == end
        assert lists.wanting(office.board.db) == []
        office.take("clerk", "archive", number)

    def test_a_file_that_came_after_the_head_looked_does_not_go_up_unseen(self, office):
        number = office.begin(**URGENT)
        seen = replace(office.seen(number), files=mark_of_files(office.newest(number).notice))
        attach.attach(office.board, number, [("名单.csv", b"1")], office.staff["clerk"], office.now)
        with pytest.raises(TooLate) as unseen:
            office.take("approver", "publish_urgently", number, "水管爆裂。", seen)
        assert unseen.value.code == "step.changed_meanwhile"
        seen = replace(office.seen(number), files=mark_of_files(office.newest(number).notice))
        office.take("approver", "publish_urgently", number, "水管爆裂。", seen)

    def test_what_is_not_urgent_waits_for_its_review(self, office):
        number = office.walk(office.begin(), "submit")
        with pytest.raises(Refused) as slow:
            office.take("approver", "publish_urgently", number, "我很着急。")
        assert slow.value.code == "step.not_urgent"
        assert office.statuses(number) == [REVIEW]

    def test_a_correction_of_it_may_go_up_at_once_too(self, office):
        number = office.walk(to_place(office, "object"), "correct")
        office.save("clerk", number, body="更正：**后天**停水。\n")
        office.take("approver", "publish_urgently", number, "时间写错了。")
        assert office.statuses(number) == [REPLACED, PUBLISHED]


class TestThreeTiers:
    def test_two_people_review_one_after_the_other(self, office):
        three_tiers(office)
        number = office.walk(office.begin(), "submit", "pass")
        assert office.statuses(number) == [RECHECK]
        with pytest.raises(Forbidden) as again:
            office.take("reviewer", "pass", number)
        assert again.value.code == "step.passed_already"
        office.take("other_reviewer", "pass", number)
        assert office.statuses(number) == [PASSED]
        assert office.entries(number)[-1].facts["status"] == "passed"
        office.take("approver", "publish", number)
        assert office.statuses(number) == [PUBLISHED]

    def test_after_a_return_both_examine_the_new_text(self, office):
        three_tiers(office)
        number = office.walk(office.begin(), "submit", "pass")
        office.take("other_reviewer", "return", number, "再核对一遍。")
        office.walk(number, "submit", "pass")
        assert office.statuses(number) == [RETURNED, RECHECK]

    def test_nobody_publishes_what_was_reviewed_once(self, office):
        three_tiers(office)
        number = office.walk(office.begin(), "submit", "pass")
        with pytest.raises(TooLate) as early:
            office.take("approver", "publish", number)
        assert early.value.code == "step.too_late"


@pytest.mark.parametrize("step", [name for name, step in STEPS.items() if step.by_another])
@pytest.mark.parametrize("wrote", ["began", "typed a word"])
def test_nobody_judges_their_own_words(office, step, wrote):
    urgent = URGENT if step in ("publish_urgently", "pass_afterwards") else {}
    number = office.begin("all_hands" if wrote == "began" else "clerk", **urgent)
    if wrote != "began":
        office.save("all_hands", number, body="本季收支已经审核，无误。\n")
    office.walk(number, *{"pass": ["submit"], "publish": ["submit", "pass"], "publish_urgently": ["submit"]}.get(step, ["submit", "publish_urgently"]))
    before = everything_in(office.board)
    with pytest.raises(Forbidden) as own:
        take(office, step, number, "all_hands")
    assert own.value.code == "step.own_notice"
    assert everything_in(office.board) == before


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", ["clerk", "reviewer", "approver", "auditor", "admin"])
def test_nobody_takes_another_roles_step(office, step, who):
    if DOES[step] == who:
        return
    number = to_place(office, step)
    before = everything_in(office.board)
    with pytest.raises(Forbidden) as other:
        take(office, step, number, who)
    assert other.value.code == "step.not_your_role"
    assert everything_in(office.board) == before


@pytest.mark.parametrize("step", STEPS)
def test_the_machine_itself_takes_no_step(office, step):
    number = to_place(office, step)
    with pytest.raises(Forbidden):
        take_step(office.board, step, office.seen(number), By("本机"), "说明理由。", NOON, office.renderer, office.checker)


@pytest.mark.parametrize("step", STEPS)
def test_the_same_step_twice_is_taken_once(office, step):
    number = to_place(office, step)
    seen = office.seen(number)
    take(office, step, number)
    before = everything_in(office.board)
    with pytest.raises(TooLate):
        take(office, step, number, seen=seen)
    assert everything_in(office.board) == before


@pytest.mark.parametrize("step", STEPS)
def test_a_step_on_a_text_that_has_changed_meanwhile_is_not_taken(office, step):
    number = to_place(office, step)
    seen = office.seen(number)
    stale = replace(seen, revision=seen.revision - 1)
    before = everything_in(office.board)
    with pytest.raises(TooLate) as late:
        take(office, step, number, seen=stale)
    assert late.value.code == "step.changed_meanwhile"
    assert everything_in(office.board) == before


@pytest.mark.parametrize("number, version", [(99, 1), (1, 2), (1, 0), (1, -1)])
def test_there_is_nothing_to_do_with_what_is_not_there(office, number, version):
    office.begin()
    with pytest.raises(NotFound):
        office.take("clerk", "submit", number, seen=Seen(number, version, 1))


@pytest.mark.parametrize("step", [name for name, step in STEPS.items() if step.words])
@pytest.mark.parametrize("words, code", [("", "step.words_missing"), (" \n　", "step.words_missing"), ("字" * (WORDS_LIMIT + 1), "step.words_too_long")])
def test_a_reason_is_asked_for_and_kept_short(office, step, words, code):
    number = to_place(office, step)
    before = everything_in(office.board)
    with pytest.raises(Refused) as wrong:
        office.take(DOES[step], step, number, words)
    assert [(problem.code, problem.key) for problem in wrong.value.problems] == [(code, "words")]
    assert everything_in(office.board) == before


def test_an_opinion_may_go_with_a_pass_and_is_kept_as_it_was_given(office):
    number = office.walk(office.begin(), "submit")
    office.take("reviewer", "pass", number, f"  {'字' * WORDS_LIMIT}\n")
    assert opinions.of_notice(office.board.db, number)[-1].words == "字" * WORDS_LIMIT


@pytest.mark.parametrize(
    "typed, keys",
    [
        ({"title": ""}, ["title"]),
        ({"title": "【填写：年份】财务收支"}, ["title"]),
        ({"body": "合计【填写：金额】元。"}, ["body"]),
        ({"issued_on": "昨天"}, ["issued_on"]),
        ({"screens": "nowhere"}, ["screens"]),
        ({"item": "X99"}, ["item"]),
        ({"objection_days": "7"}, ["objection_days"]),
        ({"title": "", "seconds": "1", "body": "[" * 30_000}, ["body", "seconds", "title"]),
    ],
)
@pytest.mark.parametrize("step", ["submit", "publish_urgently"])
def test_only_what_can_be_posted_as_it_stands_goes_on(office, step, typed, keys):
    number = office.begin(priority=Priority.URGENT)
    office.save("clerk", number, **typed)
    before = everything_in(office.board)
    with pytest.raises(Refused) as wrong:
        take(office, step, number)
    assert sorted({problem.key for problem in wrong.value.problems}) == keys
    assert everything_in(office.board) == before


def test_a_screen_that_was_taken_down_meanwhile_is_found_before_publishing(office):
    number = office.walk(office.begin(screens=("hall",)), "submit", "pass")
    office.board.db.execute("UPDATE screens SET name = 'gate'")
    with pytest.raises(Refused) as wrong:
        office.take("approver", "publish", number)
    assert codes(wrong.value.problems) == ["notice.unknown_screen"]
    office.take("approver", "send_back", number, "大屏已拆。")


def test_a_publicity_notice_without_days_gets_the_villages_when_it_is_handed_in(office):
    number = office.walk(office.begin(kind=Kind.PUBLICITY), "submit")
    assert office.newest(number).notice.objection_days == 7


@pytest.mark.parametrize("step", STEPS)
def test_when_the_log_takes_no_entry_nothing_has_moved(office, step):
    number = to_place(office, step)
    office.board.db.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END")
    before = everything_in(office.board)
    with pytest.raises(KioskError):
        take(office, step, number)
    assert everything_in(office.board) == before
    office.board.db.execute("DROP TRIGGER full")
    take(office, step, number)


@pytest.mark.parametrize("table", ["opinions", "versions", "authors"])
@pytest.mark.parametrize("step", ["return", "correct"])
def test_when_any_part_of_it_fails_nothing_has_moved(office, step, table):
    number = to_place(office, step)
    office.board.db.execute(f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END")
    before = everything_in(office.board)
    with pytest.raises(KioskError):
        take(office, step, number)
    assert everything_in(office.board) == before


def frozen(stored):
    when = dict.fromkeys(("published_at", "shows_from", "shows_until", "hangs_from", "given"))
    notice = replace(stored.notice, status=DRAFT, index_number=None, **when)
    return notice, stored.html, stored.typed, stored.created_at


@pytest.mark.parametrize("way", ["submit", "submit pass", "submit pass publish", "submit pass publish withdraw", "submit return", "submit pass publish correct"])
def test_a_text_that_was_handed_in_never_changes(office, way):
    number = office.begin(body="**第三**季度。\n")
    office.take("clerk", "submit", number)
    handed_in = frozen(office.newest(number, 1))
    settings.put(office.board.db, "objection_days", 30)
    for step in way.split()[1:]:
        take(office, step, number)
    with pytest.raises(Overtaken):
        office.save("clerk", number, office.seen(number, 1), body="偷偷改过。\n", title="换了标题")
    stored = office.newest(number, 1)
    assert not notices.save(office.board.db, replace(stored, html="偷偷改过"), "x")
    assert frozen(office.newest(number, 1)) == handed_in


@pytest.mark.parametrize("way", ["submit", "submit pass", "submit pass publish"])
def test_nothing_is_attached_to_a_text_that_was_handed_in(office, way):
    number = office.walk(office.begin(), *way.split())
    before = everything_in(office.board)
    with pytest.raises(KioskError) as late:
        attach.attach(office.board, number, [("单.pdf", b"%PDF-1.7")], office.staff["clerk"], NOON)
    assert late.value.code == "original.not_a_draft"
    assert everything_in(office.board) == before


# Whoever loses must be told; nothing may be moved twice.
AT_ONCE = [
    ("submit", "clerk submit", "other_clerk submit"),
    ("submit", "clerk submit", "other_clerk discard"),
    ("publish_urgently", "approver publish_urgently", "reviewer pass"),
    ("publish_urgently", "approver publish_urgently", "reviewer return"),
    ("pass", "reviewer pass", "other_reviewer pass"),
    ("pass", "reviewer pass", "other_reviewer return"),
    ("pass", "reviewer pass", "clerk take_back"),
    ("publish", "approver publish", "approver publish"),
    ("publish", "approver publish", "approver send_back"),
    ("publish", "approver publish", "clerk take_back"),
    ("object", "reviewer object", "other_reviewer pass_afterwards"),
    ("correct", "clerk correct", "other_clerk correct"),
    ("correct", "clerk correct", "approver withdraw"),
    ("archive", "clerk archive", "other_clerk correct"),
]


@pytest.mark.parametrize("place, one, other", AT_ONCE, ids=[f"{one} / {other}" for _, one, other in AT_ONCE])
def test_of_two_at_once_exactly_one_wins(office, config, renderer, checker, place, one, other):
    number = to_place(office, place)
    seen = office.seen(number)
    together, outcomes = threading.Barrier(2), []

    def at_another_desk(words):
        who, step = words.split()
        board = reopen_board(config)
        desk = Office(board, renderer, checker, office.staff)
        together.wait()
        try:
            take(desk, step, number, who, seen)
            outcomes.append(words)
        except TooLate as late:
            outcomes.append(late)
        finally:
            board.close()

    before = len(office.entries())
    threads = [threading.Thread(target=at_another_desk, args=[words]) for words in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(outcome) is str for outcome in outcomes) == [False, True], outcomes
    assert len(office.entries()) == before + 1
    assert audit.first_broken_entry(office.board.db) is None


class Meanwhile:
    """Renders as ever, but while it does somebody else is quicker: between what is read and what is written."""

    def __init__(self, renderer, deed):
        self.renderer, self.deed = renderer, deed

    def html(self, body, pictures=None):
        deed, self.deed = self.deed, lambda: None
        deed()
        return self.renderer.html(body, pictures)


@pytest.mark.parametrize(
    "way, step, quicker",
    [
        ("", "submit", "other_clerk discard"),
        ("", "submit", "other_clerk save"),
        ("", "publish_urgently", "other_clerk save"),
        ("submit", "publish_urgently", "clerk take_back"),
        ("submit", "pass", "clerk take_back"),
        ("submit pass", "publish", "clerk take_back"),
        ("submit pass", "publish", "approver send_back"),
    ],
)
def test_somebody_is_quicker_between_reading_and_writing(office, config, way, step, quicker):
    # A text without a picture is not rendered again, and this one only looks as if it had one.
    number = office.walk(office.begin(body="价目`![`。\n", **URGENT), *way.split())
    other, (who, deed) = Office(reopen_board(config), office.renderer, office.checker, office.staff), quicker.split()

    def be_quicker():
        other.save(who, number, title="抢先一步") if deed == "save" else take(other, deed, number, who)

    slow = replace(office, renderer=Meanwhile(office.renderer, be_quicker))
    with pytest.raises(TooLate) as late:
        take(slow, step, number)
    assert late.value.code == "step.changed_meanwhile"
    assert office.entries(number)[-1].deed == ("notice.edited" if deed == "save" else STEPS[deed].deed)
    assert step not in [opinion.step for opinion in opinions.of_notice(office.board.db, number)]
    other.board.close()


@pytest.mark.parametrize("days, short", [(0, 15), (1, 14), (14, 1), (15, 0)])
def test_taking_it_down_early_is_written_down(office, days, short):
    number = office.post()
    office.now += days * DAY
    assert steps.days_short(office.board, office.newest(number).notice, office.now) == short
    office.take("approver", "withdraw", number, "账户有误。")
    assert office.entries(number)[-1].facts["days_short"] == short


class TestWhenItsTimeIsUp:
    def test_it_is_closed_by_the_clock_and_not_an_instant_earlier(self, office):
        number = office.post(valid_until=TODAY + 20 * DAY)
        until = office.newest(number).notice.shows_until
        assert until == NOON.replace(hour=0) + 21 * DAY
        assert close_what_is_over(office.board, "时钟", until - INSTANT) == 0
        assert office.statuses(number) == [PUBLISHED]
        assert close_what_is_over(office.board, "时钟", until) == 1
        assert (office.statuses(number), office.newest(number).since) == ([CLOSED], until)
        assert office.log(number)[-1] == ("时钟", "closed")
        assert close_what_is_over(office.board, "时钟", until + DAY) == 0
        take(office, "archive", number)
        assert office.statuses(number) == [ARCHIVED]

    def test_what_stands_for_good_is_never_closed(self, office):
        number = office.post(kind=Kind.STANDING)
        assert close_what_is_over(office.board, "时钟", NOON + 4000 * DAY) == 0
        assert office.statuses(number) == [PUBLISHED]

    def test_all_that_is_over_is_closed_and_nothing_else(self, office):
        short, long = office.post(valid_until=TODAY + 20 * DAY), office.post(valid_until=TODAY + 40 * DAY)
        assert close_what_is_over(office.board, "时钟", NOON + 30 * DAY) == 1
        assert (office.statuses(short), office.statuses(long)) == ([CLOSED], [PUBLISHED])

    def test_a_broken_row_keeps_no_other_from_being_closed(self, office):
        broken, sound = office.post(valid_until=TODAY + 20 * DAY), office.post(valid_until=TODAY + 20 * DAY)
        office.board.db.execute("UPDATE versions SET category = 'weather' WHERE notice = ?", [broken])
        close_what_is_over(office.board, "时钟", NOON + 30 * DAY)
        assert office.statuses(sound) == [CLOSED]

    def test_somebody_withdraws_it_at_that_very_moment(self, office, config):
        number = office.post(valid_until=TODAY + 20 * DAY)
        before = office.newest(number)
        office.now += 30 * DAY
        office.take("approver", "withdraw", number, "到期前撤下。")
        assert not notices.move(office.board.db, before, replace(before.notice, status=CLOSED), office.now)
        assert close_what_is_over(office.board, "时钟", office.now) == 0
        assert office.statuses(number) == [WITHDRAWN]

    def test_two_clocks_close_each_of_them_once(self, office, config):
        numbers = [office.post(title=f"第{each}件", valid_until=TODAY + 20 * DAY) for each in range(12)]
        together = threading.Barrier(2)

        def close():
            own = reopen_board(config)
            together.wait()
            close_what_is_over(own, "时钟", NOON + 30 * DAY)
            own.close()

        threads = [threading.Thread(target=close) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [office.log(number).count(("时钟", "closed")) for number in numbers] == [1] * 12

    def test_a_correction_on_its_way_goes_up_after_it_was_closed(self, office):
        number = office.walk(office.post(valid_until=TODAY + 20 * DAY), "correct")
        office.now += 30 * DAY
        close_what_is_over(office.board, "时钟", office.now)
        assert office.statuses(number) == [CLOSED, DRAFT]
        office.save("clerk", number, valid_until=str((office.now + 20 * DAY).astimezone(SHANGHAI).date()))
        office.walk(number, "submit", "pass", "publish")
        assert office.statuses(number) == [CLOSED, PUBLISHED]


def test_nothing_is_said_of_a_notice_that_nobody_wrote_down_twice(office):
    """The text of every entry can be read back."""
    office.walk(office.post(), "correct", "submit", "pass", "publish", "withdraw")
    for facts, in office.board.db.execute("SELECT facts FROM audit").fetchall():
        assert isinstance(json.loads(facts), dict)


def test_a_new_notice_says_from_what_it_was_begun(office):
    number = drafts.begin(office.board, replace(a_notice(), index_number="X-1", number=77), office.staff["clerk"], "template: finance-ledger", office.renderer, NOON)
    (entry,) = office.entries(number)
    assert (entry.who, entry.deed, entry.facts["made_from"], entry.facts["from"]) == ("文书甲", "notice.begun", "template: finance-ledger", "192.0.2.1")
    assert (office.newest(number).notice.index_number, office.authors(number)) == (None, ["文书甲"])
