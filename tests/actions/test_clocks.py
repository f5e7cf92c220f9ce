"""The two clocks on a board: they wait for a screen's proof, run, are kept up, begin anew, and end by themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from cast import DAY, HOUR, SHANGHAI, STAFF, codes
from office import Office, staff_of

from kiosk.actions import objections as deeds
from kiosk.actions.clocks import clocks_of, keep_clocks, unshown
from kiosk.actions.settle import change_setting
from kiosk.actions.showing import note_airings
from kiosk.actions.steps import TooLate, close_what_is_over
from kiosk.errors import NotFound, Refused
from kiosk.rules.airings import Airing
from kiosk.rules.notice import Category, Kind, Status
from kiosk.store import notices, objections, people

MARCH_2 = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
ROSTER = {"title": "低保公示", "category": Category.SOCIAL_ASSISTANCE, "kind": Kind.PUBLICITY, "item": "S01", "objection_days": 7}
FORM = "0123456789abcdef"


@pytest.fixture
def office(board, renderer, checker):
    return Office(board, renderer, checker, staff_of(board, MARCH_2), MARCH_2)


def tell(board, number, at, seconds=30, version=1):
    """The hall's screen has shown it."""
    began = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    first = at.astimezone(UTC)
    airing = Airing(number, version, began, seconds, first, first + timedelta(seconds=seconds), frozenset({1}))
    return note_airings(board, "hall", "abcdefgh", [airing], at + timedelta(minutes=2))


@pytest.fixture
def told(office, board):
    """A board whose screen tells what it shows."""
    number = office.post(title="先前的", category=Category.GOVERNANCE)
    office.now = MARCH_2 + HOUR
    assert tell(board, number, MARCH_2 + timedelta(minutes=5)) == 1
    return number


def up_until(office, number):
    return office.newest(number).notice.shows_until.astimezone(SHANGHAI).date() - DAY


def closed_on(office, number):
    return next(entry.at for entry in office.entries(number) if entry.deed == "notice.closed").astimezone(SHANGHAI).date()


def go_on(board, number, first, days, but=(), version=1):
    """Shown every day at noon, but on some."""
    for day in range(days):
        at = first + day * DAY
        if day not in but:
            tell(board, number, at, version=version)
        keep_clocks(board, "时钟", at + timedelta(minutes=5))


def test_the_days_begin_when_a_screen_has_shown_it_and_not_with_the_click(told, office, board):
    number = office.post(**ROSTER)
    assert clocks_of(board, office.newest(number).notice, office.now).is_waiting
    tell(board, number, MARCH_2 + 4 * DAY)
    notice = office.newest(number).notice
    clocks = clocks_of(board, notice, MARCH_2 + 6 * DAY)
    assert (clocks.begun_on, clocks.day, clocks.required) == ((MARCH_2 + 4 * DAY).date(), 2, 15)
    assert clocks.objection.begun_on == clocks.begun_on
    assert up_until(office, number) == (MARCH_2 + 19 * DAY).date()
    assert ("hall", "clock_begun") in office.log(number)


def test_a_second_proof_begins_nothing_anew(told, office, board):
    number = office.post(**ROSTER)
    for day in (1, 2, 3):
        tell(board, number, MARCH_2 + day * DAY)
    assert clocks_of(board, office.newest(number).notice, office.now).begun_on == (MARCH_2 + DAY).date()
    assert [deed for _who, deed in office.log(number)].count("clock_begun") == 1


def test_what_flits_by_begins_nothing(told, office, board):
    number = office.post(**ROSTER)
    tell(board, number, MARCH_2 + DAY, seconds=4)
    assert office.newest(number).notice.waits_for_proof


def test_on_a_board_whose_screens_tell_nothing_the_days_run_from_the_posting(office, board):
    number = office.post(**ROSTER)
    notice = office.newest(number).notice
    assert not notice.waits_for_proof
    assert up_until(office, number) == (MARCH_2 + 15 * DAY).date()


def test_what_no_screen_shows_is_kept_up_but_not_for_ever(told, office, board):
    number = office.post(**ROSTER)
    for day in range(40):
        now = MARCH_2 + day * DAY
        keep_clocks(board, "时钟", now)
        close_what_is_over(board, "时钟", now)
    assert office.newest(number).notice.status is Status.CLOSED
    assert closed_on(office, number) == (MARCH_2 + 31 * DAY).date()


@pytest.mark.parametrize("dark, last", [((), 15), ((3, 4), 17)])
def test_it_closes_by_itself_when_it_has_been_shown_long_enough(told, office, board, dark, last):
    number = office.post(**ROSTER)
    go_on(board, number, MARCH_2 + 2 * HOUR, 22, but=dark)
    assert up_until(office, number) == (MARCH_2 + last * DAY).date()
    close_what_is_over(board, "时钟", MARCH_2 + (last + 1) * DAY)
    assert office.newest(number).notice.status is Status.CLOSED


def test_a_correction_goes_on_with_what_its_notice_began(told, office, board):
    number = office.post(**ROSTER)
    tell(board, number, MARCH_2 + DAY)
    office.now = MARCH_2 + 2 * DAY
    office.walk(number, "correct", "submit", "pass", "publish")
    notice = office.newest(number).notice
    assert (notice.version, notice.waits_for_proof) == (2, False)
    assert notice.counts_from.astimezone(SHANGHAI).date() == (MARCH_2 + DAY).date()


@pytest.mark.parametrize("dark, last", [((), 15), ((3, 4), 17)])
def test_a_correction_ends_when_its_notice_would_have(told, office, board, dark, last):
    number = office.post(**ROSTER)
    go_on(board, number, MARCH_2 + 2 * HOUR, 9, but=dark)
    office.now = MARCH_2 + 9 * DAY
    office.walk(number, "correct", "submit", "pass", "publish")
    go_on(board, number, office.now + HOUR, 8, version=2)
    assert up_until(office, number) == (MARCH_2 + last * DAY).date()


def test_where_screens_tell_nothing_a_correction_counts_from_when_its_notice_went_up(office, board):
    number = office.post(**ROSTER)
    office.now = MARCH_2 + 8 * DAY
    office.walk(number, "correct", "submit", "pass", "publish")
    notice = office.newest(number).notice
    assert (notice.version, notice.counts_from) == (2, MARCH_2)
    assert up_until(office, number) == (MARCH_2 + 15 * DAY).date()
    assert clocks_of(board, notice, office.now).day == 8


def test_a_correction_makes_nobody_wait_longer_for_a_screen(told, office, board):
    number = office.post(**ROSTER)
    for day in range(28):
        keep_clocks(board, "时钟", MARCH_2 + day * DAY)
    office.now = MARCH_2 + 28 * DAY
    office.walk(number, "correct", "submit", "pass", "publish")
    assert office.newest(number).notice.waits_for_proof
    for day in range(28, 40):
        close_what_is_over(board, "时钟", MARCH_2 + day * DAY)
    assert closed_on(office, number) == (MARCH_2 + 31 * DAY).date()


def test_a_correction_of_what_a_longer_date_kept_up_is_still_there_to_be_read(office, board):
    number = office.post(title="通报", valid_until=(MARCH_2 + 60 * DAY).date())
    office.now = MARCH_2 + 30 * DAY
    office.walk(number, "correct")
    office.save("clerk", number, valid_until="", body="更正：有效期写错了。")
    office.walk(number, "submit", "pass", "publish")
    assert up_until(office, number) == office.now.date()


def test_what_is_set_later_changes_nothing_for_what_hangs(told, office, board):
    number = office.post(**ROSTER)
    tell(board, number, MARCH_2 + HOUR)
    change_setting(board, "display_days", 60, office.staff["admin"], MARCH_2 + DAY)
    go_on(board, number, MARCH_2 + DAY, 15)
    assert up_until(office, number) == (MARCH_2 + 15 * DAY).date()
    assert clocks_of(board, office.newest(number).notice, MARCH_2 + 15 * DAY).required == 15
    office.now = MARCH_2 + 15 * DAY
    office.walk(number, "correct", "submit", "pass", "publish")
    assert clocks_of(board, office.newest(number).notice, office.now).required == 15


@pytest.mark.parametrize("dark, short", [((), 9), ((2, 3), 11)])
def test_taken_down_early_the_log_says_how_many_days_were_wanting(told, office, board, dark, short):
    number = office.post(**ROSTER)
    go_on(board, number, MARCH_2 + DAY, 6, but=dark)
    office.now = MARCH_2 + 7 * DAY
    office.take("approver", "withdraw", number, "写错了人。")
    assert office.entries(number)[-1].facts["days_short"] == short


def test_why_it_stays_up_longer_stands_in_the_log_once(told, office, board):
    dark, unshown = office.post(**ROSTER), office.post(**ROSTER | {"title": "另一张"})
    go_on(board, dark, MARCH_2 + 2 * HOUR, 22, but=(3, 4))
    assert office.log(dark).count(("时钟", "kept_for_dark_days")) == 1
    assert office.log(unshown).count(("时钟", "kept_unshown")) == 1


def test_what_no_screen_ever_showed_is_closed_with_these_words(told, office, board):
    number, shown = office.post(**ROSTER), office.post(**ROSTER | {"title": "另一张"})
    go_on(board, shown, MARCH_2 + 2 * HOUR, 16)
    for day in range(40):
        close_what_is_over(board, "时钟", MARCH_2 + day * DAY)
    closed = {each.notice: each.facts for each in office.entries() if each.deed == "notice.closed"}
    assert closed[number]["never_shown"] is True
    assert "never_shown" not in closed[shown]


@pytest.mark.parametrize("today, since", [(3, []), (6, []), (7, [5])])
def test_what_must_be_shown_and_is_not_is_named_with_its_last_day(told, office, board, today, since):
    number, now = office.post(**ROSTER), MARCH_2 + today * DAY
    go_on(board, number, MARCH_2 + 2 * HOUR, min(today, 6))
    found = unshown(board, [office.newest(number).notice], now)
    assert found == [(office.newest(number).notice, (MARCH_2 + day * DAY).date()) for day in since]


def test_what_was_shown_for_all_its_days_may_be_dark(told, office, board):
    number = office.post(title="通报", valid_until=(MARCH_2 + 60 * DAY).date())
    go_on(board, number, MARCH_2 + 2 * HOUR, 16)
    assert unshown(board, [office.newest(number).notice], MARCH_2 + 30 * DAY) == []


def register(board, office, number, words="家里有车。", form=FORM, now=None, **others):
    deeds.register(board, number, words, others.get("way", "counter"), others.get("person", ""), form, office.staff["clerk"], now or office.now)


class Meanwhile:
    """Somebody else does something, once, just after what is over by then was looked for."""

    def __init__(self, monkeypatch, by_then, deed):
        self.by_then, self.deed, self.look = by_then, deed, notices.published_and_over
        monkeypatch.setattr(notices, "published_and_over", self)

    def __call__(self, db, at):
        found, deed = self.look(db, at), self.deed
        if at == self.by_then and deed is not None:
            self.deed = None
            deed()
        return found


def test_a_proof_that_comes_while_it_is_looked_at_is_not_lost(told, office, board, monkeypatch):
    number = office.post(**ROSTER)
    now = MARCH_2 + 15 * DAY
    tell(board, told, now - HOUR)
    Meanwhile(monkeypatch, now.replace(hour=0) + 2 * DAY, lambda: tell(board, number, now - timedelta(minutes=5)))
    keep_clocks(board, "时钟", now)
    notice = office.newest(number).notice
    assert (notice.waits_for_proof, notice.clock_begun_at) == (False, now - timedelta(minutes=5))
    assert up_until(office, number) == (now + 15 * DAY).date()


def test_nothing_closes_over_an_objection_of_the_same_moment(told, office, board, monkeypatch):
    number = office.post(**ROSTER)
    go_on(board, number, MARCH_2 + 2 * HOUR, 16)
    now = MARCH_2 + 16 * DAY
    Meanwhile(monkeypatch, now, lambda: register(board, office, number, now=now))
    close_what_is_over(board, "时钟", now)
    assert len(objections.all_open(board.db)) == 1
    assert office.newest(number).notice.status is Status.PUBLISHED


def answer(board, office, now, words="已经核实。", number=1):
    """Proposed by the clerk, given by the head."""
    if not objections.get(board.db, number).objection.proposed_by:
        deeds.propose(board, number, words, "", office.staff["clerk"], now)
    deeds.answer(board, number, words, objections.get(board.db, number).objection.mark, office.staff["approver"], now)


class TestObjections:
    def test_it_stays_up_until_the_answer_and_its_days_begin_anew(self, told, office, board):
        number = office.post(**ROSTER)
        go_on(board, number, MARCH_2 + 2 * HOUR, 5)
        register(board, office, number, now=MARCH_2 + 5 * DAY)
        for day in range(5, 30):
            keep_clocks(board, "时钟", MARCH_2 + day * DAY)
            close_what_is_over(board, "时钟", MARCH_2 + day * DAY)
            assert office.newest(number).notice.status is Status.PUBLISHED
        answered = MARCH_2 + 30 * DAY
        answer(board, office, answered)
        clocks = clocks_of(board, office.newest(number).notice, answered + DAY)
        assert (clocks.begun_on, clocks.day, clocks.open_objections) == (answered.date(), 1, 0)
        assert ("主任", "clock_restarted") in office.log(number)
        assert [deed for _who, deed in office.log(number)].count("kept_for_objection") == 1

    def test_what_no_screen_has_shown_yet_is_never_objected_to_too_late(self, told, office, board):
        number = office.post(**ROSTER)
        register(board, office, number, now=MARCH_2 + 12 * DAY)
        assert not objections.registered(board.db, number)[0].is_late

    def test_elsewhere_the_days_go_on(self, told, office, board):
        number = office.post(**ROSTER | {"item": "B01", "category": Category.SUBSIDY})
        tell(board, number, MARCH_2 + DAY)
        register(board, office, number, now=MARCH_2 + 2 * DAY)
        answer(board, office, MARCH_2 + 3 * DAY)
        assert clocks_of(board, office.newest(number).notice, office.now).begun_on == (MARCH_2 + DAY).date()

    def test_the_same_form_twice_is_one_objection(self, told, office, board):
        number = office.post(**ROSTER)
        for _time in range(2):
            register(board, office, number)
        assert len(objections.registered(board.db, number)) == 1

    def test_answered_twice_the_second_is_told(self, told, office, board):
        number = office.post(**ROSTER)
        register(board, office, number)
        answer(board, office, office.now)
        with pytest.raises(TooLate) as told_so:
            answer(board, office, office.now, "另一个答复。")
        assert told_so.value.code == "objection.answered"
        assert objections.of_notice(board.db, number)[0].answer == "已经核实。"

    def test_after_its_days_it_is_registered_as_late(self, told, office, board):
        number = office.post(**ROSTER)
        tell(board, number, MARCH_2 + DAY)
        register(board, office, number, now=MARCH_2 + 9 * DAY)
        assert objections.registered(board.db, number)[0].is_late

    @pytest.mark.parametrize(
        "changes, code",
        [({"words": " "}, "objection.no_words"), ({"words": "长" * 1001}, "objection.no_words"), ({"person": "长" * 101}, "objection.person_too_long"), ({"way": "pigeon"}, "page.misunderstood"), ({"form": ""}, "page.misunderstood")],
    )
    def test_what_is_wrong_is_told_and_nothing_is_kept(self, told, office, board, changes, code):
        number = office.post(**ROSTER)
        with pytest.raises(Refused) as refused:
            register(board, office, number, **changes)
        assert codes(refused.value.problems) == [code]
        assert objections.registered(board.db, number) == []

    def test_only_what_is_posted_before_a_decision_is_objected_to(self, told, office, board):
        with pytest.raises(Refused):
            register(board, office, told)
        with pytest.raises(NotFound):
            register(board, office, 99)
        with pytest.raises(NotFound):
            deeds.answer(board, 99, "好", "", office.staff["approver"], office.now)

    def test_who_objected_stands_nowhere_but_at_the_desk(self, told, office, board):
        number = office.post(**ROSTER)
        register(board, office, number, person="村民甲 0000-7654321")
        assert "0000-7654321" not in "".join(str(entry.facts) for entry in office.entries())
        assert objections.registered(board.db, number)[0].person == "村民甲 0000-7654321"


class TestTheSecondLook:
    @pytest.fixture
    def number(self, office, board):
        number = office.post(**ROSTER | {"item": "B01", "category": Category.SUBSIDY})
        register(board, office, number)
        return number

    def give(self, board, office, who="approver", words="已经核实。", seen=None):
        mark = objections.get(board.db, 1).objection.mark if seen is None else seen
        deeds.answer(board, 1, words, mark, office.staff[who], office.now)

    def test_the_head_gives_nothing_that_nobody_has_proposed(self, number, office, board):
        with pytest.raises(Refused) as refused:
            self.give(board, office)
        assert codes(refused.value.problems) == ["objection.not_proposed"]

    def test_nobody_gives_what_they_have_proposed(self, number, office, board):
        deeds.propose(board, 1, "已经核实。", "", office.staff["all_hands"], office.now)
        with pytest.raises(Refused) as refused:
            self.give(board, office, "all_hands")
        assert codes(refused.value.problems) == ["objection.own_proposal"]

    def test_who_proposed_and_who_gave_stands_in_the_log(self, number, office, board):
        deeds.propose(board, 1, "已经核实。", "", office.staff["reviewer"], office.now)
        self.give(board, office, words="已经核实，不属实。")
        found = objections.get(board.db, 1).objection
        assert (found.proposed_by, found.answered_by, found.answer) == ("监督甲", "主任", "已经核实，不属实。")
        last = next(each for each in reversed(office.entries(number)) if each.deed == "objection.answered")
        assert (last.facts["proposed_by"], last.facts["changed"]) == ("监督甲", True)

    def test_a_village_of_one_answers_alone(self, number, office, board):
        for person in STAFF.values():
            if person.name != "主任":
                people.change(board.db, person.number, person.roles, False)
        self.give(board, office)
        assert objections.get(board.db, 1).objection.answered_by == "主任"

    def test_what_was_proposed_meanwhile_is_read_first(self, number, office, board):
        deeds.propose(board, 1, "已经核实。", "", office.staff["clerk"], office.now)
        seen = objections.get(board.db, 1).objection.mark
        deeds.propose(board, 1, "属实，已经更正。", seen, office.staff["reviewer"], office.now + HOUR)
        for deed in (lambda: self.give(board, office, seen=seen), lambda: deeds.propose(board, 1, "第三个", seen, office.staff["clerk"], office.now)):
            with pytest.raises(TooLate) as late:
                deed()
            assert late.value.code == "objection.proposed_meanwhile"

    def test_the_same_proposal_sent_twice_is_one(self, number, office, board):
        for _time in range(2):
            deeds.propose(board, 1, "已经核实。", "", office.staff["clerk"], office.now)
        assert [deed for _who, deed in office.log(number)].count("objection.proposed") == 1
