"""A notice is looked over before it goes up: by whoever writes it, and once more when the head publishes it."""

from dataclasses import replace

import pytest
from cast import DAY, NOON, a_notice, codes

from kiosk.actions.check import findings_of, mends_of, overview_of, telephones_of, village_of
from kiosk.actions.checker import WAITING_SECONDS, Checker, Village
from kiosk.errors import Refused
from kiosk.rules.findings import SHOWN, Level, mended
from kiosk.rules.notice import Category, Priority, Status
from kiosk.rules.period import parse_period
from kiosk.rules.places import BODY
from kiosk.store import audit, settings
from kiosk.store.audit import Wanted

ID = "11010119000101001X"
"""A number with its check digit right, of nobody."""
PRIVATE = f"联系人张三，身份证号 {ID}，电话 13800138000。\n"
WRONG_SUM = "| 项目 | 金额（元） |\n|---|---:|\n| 路灯 | 100.00 |\n| 清淤 | 200.00 |\n| 合计 | 350.00 |\n"


def codes_of(office, **fields) -> set[str]:
    return {each.code for each in findings_of(office.board, a_notice(**fields), office.checker)}


def test_personal_numbers_and_wrong_sums_are_found(office):
    found = findings_of(office.board, a_notice(body=PRIVATE + "\n" + WRONG_SUM), office.checker)
    assert [each.family for each in found if each.level is Level.BLOCK][:1] == ["privacy"]
    assert {"privacy", "arithmetic"} <= {each.family for each in found}
    assert found[0].basis


def test_one_click_masks_and_the_next_look_finds_nothing(office):
    found = findings_of(office.board, a_notice(body=PRIVATE), office.checker)
    body = mended(PRIVATE, [edit for each in found if each.family == "privacy" for edit in each.mend], BODY)
    assert "张三" in body and ID not in body and "13800138000" not in body
    assert "privacy" not in {each.family for each in findings_of(office.board, a_notice(body=body), office.checker)}


def test_the_villages_own_telephones_may_be_read_by_all(office):
    body = "有疑问请打 0000-7654321 或 13900139000。\n"
    settings.put(office.board.db, "supervision_phone", "0000-7654321")
    settings.put(office.board.db, "telephones", [{"name": "值班室", "number": "139 0013 9000"}])
    assert telephones_of(settings.settings(office.board.db)) == {"00007654321", "13900139000"}
    assert not [code for code in codes_of(office, body=body) if code.startswith("privacy")]


def test_two_numbers_in_one_field_are_two(office):
    settings.put(office.board.db, "supervision_phone", "0000-7654321、0000-7654322")
    assert telephones_of(settings.settings(office.board.db)) == {"00007654321", "00007654322"}


def test_what_was_posted_for_the_period_before_is_known(office):
    fields = {"item": "F01", "category": Category.FINANCE}
    before = office.post(title="2026年第二季度财务", period=parse_period("2026-Q2"), **fields)
    now = a_notice(title="2026年第三季度财务", period=parse_period("2026-Q3"), **fields)
    assert village_of(office.board, now).last_period.number == before
    assert village_of(office.board, a_notice()).last_period is None


def test_findings_cross_from_the_child_as_they_were(office, checker):
    (found,) = [each for each in findings_of(office.board, a_notice(body=PRIVATE), checker) if ID in PRIVATE[each.place.start : each.place.end]][:1]
    assert PRIVATE[found.place.start : found.place.end] == ID
    assert found.mend and all(edit.key == BODY for edit in found.mend)


@pytest.mark.parametrize("fields", [{"title": ""}, {"title": "字" * 300}, {"body": ""}, {"period": parse_period("2026-Q3"), "issued_on": NOON.date(), "screens": ("hall",), "objection_days": 7}])
def test_whatever_a_draft_holds_is_looked_over(checker, fields):
    assert isinstance(checker.findings(a_notice(**fields), Village()), list)


def test_a_child_that_is_stopped_says_so_and_the_next_question_is_answered():
    with Checker(waiting_seconds=0) as own:
        with pytest.raises(Refused) as stopped:
            own.findings(a_notice(), Village())
        assert stopped.value.code == "check.too_long"
        own.waiting_seconds = WAITING_SECONDS
        own.findings(a_notice(), Village())


class TestOfManyFindings:
    MANY = "\n".join(f"张三，电话 1380013{at:04}。\n" for at in range(500)) + f"\n{WRONG_SUM}\n{WRONG_SUM}"

    def test_a_page_gets_the_gravest_and_how_many_there_are_in_all(self, office):
        notice = a_notice(body=self.MANY, category=Category.FINANCE)
        found, seen = findings_of(office.board, notice, office.checker), overview_of(office.board, notice, office.checker)
        assert [each.key for each in seen.shown] == [each.key for each in found[:SHOWN]]
        assert sum(seen.counts.values()) == len(found) > 500
        assert seen.counts[Level.BLOCK] == sum(each.level is Level.BLOCK for each in found)
        assert seen.private == sum(len(each.mend) for each in found if each.family == "privacy") >= 500
        assert set(seen.blocking) == {each.code for each in found if each.level is Level.BLOCK}

    def test_what_mends_them_stays_with_the_child_until_it_is_asked_for(self, office):
        notice = a_notice(body=self.MANY)
        seen = overview_of(office.board, notice, office.checker)
        assert not any(each.mend for each in seen.shown)
        assert seen.shown[0].key in seen.mendable
        (edit,) = mends_of(office.board, notice, office.checker, seen.shown[0].key)
        assert self.MANY[edit.start : edit.end] == "13800130000"

    def test_one_click_masks_those_that_no_page_shows(self, office):
        edits = mends_of(office.board, a_notice(body=self.MANY), office.checker, "privacy")
        body = mended(self.MANY, edits, BODY)
        assert "1380013" not in body and body.count("张三") == 500
        assert overview_of(office.board, a_notice(body=body), office.checker).private == 0

    def test_each_names_the_head_of_its_column(self, office):
        seen = overview_of(office.board, a_notice(body=f"{WRONG_SUM}\n{WRONG_SUM}"), office.checker)
        sums = [each for each in seen.shown if each.code == "arithmetic.total"]
        assert seen.tables == len(sums) == 2
        assert {seen.columns[each.key] for each in sums} == {"金额（元）"}


class TestATextThatIsStopped:
    @pytest.fixture
    def stopped(self, office):
        with Checker(waiting_seconds=0) as own:
            yield replace(office, checker=own)

    @pytest.mark.parametrize("way, step", [(("submit", "pass"), "publish"), (("submit",), "publish_urgently")])
    def test_does_not_go_up_whatever_the_head_writes(self, office, stopped, way, step):
        number = office.walk(office.begin(priority=Priority.URGENT), *way)
        before = office.statuses(number)
        with pytest.raises(Refused) as refused:
            stopped.take("approver", step, number, "本人书面同意公开。")
        assert codes(refused.value.problems) == ["check.too_long"]
        assert office.statuses(number) == before

    def test_goes_back_and_goes_up_once_it_can_be_looked_over(self, office, stopped):
        number = stopped.walk(stopped.begin(), "submit", "pass", "send_back", "submit", "pass")
        office.walk(number, "publish")
        assert office.statuses(number)[-1] is Status.PUBLISHED


class TestPublishing:
    def test_wants_the_heads_reason_in_writing_and_the_log_keeps_it(self, office):
        number = office.walk(office.begin(body=PRIVATE), "submit", "pass")
        with pytest.raises(Refused) as unexplained:
            office.take("approver", "publish", number)
        assert codes(unexplained.value.problems) == ["step.blocks_unexplained"]
        assert office.statuses(number) == [Status.PASSED]
        office.take("approver", "publish", number, "本人书面同意公开。")
        assert office.statuses(number) == [Status.PUBLISHED]
        (entry,) = audit.entries(office.board.db, Wanted(notice=number, deed="notice.published"))
        assert entry.facts["why"] == "本人书面同意公开。"
        assert any(code.startswith("privacy.") for code in entry.facts["overrides"])

    def test_of_what_is_in_order_wants_no_words(self, office):
        number = office.walk(office.begin(), "submit", "pass", "publish")
        (entry,) = audit.entries(office.board.db, Wanted(notice=number, deed="notice.published"))
        assert "overrides" not in entry.facts

    def test_urgently_keeps_what_it_went_up_in_spite_of(self, office):
        number = office.walk(office.begin(body=PRIVATE, priority=Priority.URGENT), "submit", "publish_urgently")
        (entry,) = audit.entries(office.board.db, Wanted(notice=number, deed="notice.published_urgently"))
        assert any(code.startswith("privacy.") for code in entry.facts["overrides"])

    def test_a_telephone_that_the_village_publishes_since_is_no_hindrance(self, office):
        number = office.walk(office.begin(body="王五，13900139000。\n"), "submit", "pass")
        settings.put(office.board.db, "telephones", [{"name": "王五", "number": "13900139000"}])
        office.now += DAY
        office.take("approver", "publish", number)
