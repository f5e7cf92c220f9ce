"""Questions on a real board: what is kept of them, who may do what, and what is deleted when."""

from datetime import timedelta

import pytest
from cast import DAY, NOON, codes
from office import everything_in, staff_of

from kiosk.actions import asking, questions
from kiosk.actions.asking import Sent
from kiosk.actions.questions import Seen
from kiosk.actions.settle import change_setting
from kiosk.actions.steps import TooLate
from kiosk.errors import Forbidden, KioskError, NotFound, Refused
from kiosk.rules.people import By
from kiosk.rules.questions import Satisfaction, State, Way
from kiosk.store import audit, copies, replies
from kiosk.store import questions as kept
from kiosk.store.connection import place_of, transaction

RESIDENT = By("村民")
WORDS = "路灯电费为什么比上季度多？"


@pytest.fixture(autouse=True)
def staff(board):
    return staff_of(board)


@pytest.fixture
def by(staff):
    return staff.__getitem__


@pytest.fixture
def ask(board, checker):
    codes_given = iter(f"CODE-{number}" for number in range(100))

    def send(words=WORDS, code=None, now=NOON, by=RESIDENT, **changes):
        sent = Sent(**{"sort": "question", "words": words} | changes)
        return asking.ask(board, sent, code or next(codes_given), by, now, checker)

    return send


@pytest.fixture
def seen(board):
    return lambda number: Seen(number, kept.get(board.db, number).revision)


@pytest.fixture
def registered(board, ask, seen, by):
    def make(**changes):
        number = ask(**changes)
        questions.register(board, seen(number), changes.get("sort", "question"), None, by("clerk"), NOON)
        return number

    return make


@pytest.fixture
def walk(board, seen, by, checker):
    def go(number, *steps, now=NOON):
        for step in steps:
            if step == "submit":
                questions.write_reply(board, seen(number), "电费为什么多？", "新装了38盏灯。", True, by("clerk"), now, checker)
            else:
                who = {"pass": "reviewer", "return": "reviewer", "publish": "approver", "withdraw": "approver"}[step]
                questions.take_step(board, step, seen(number), by(who), "看一下数字", now)

    return go


def state(board, number):
    return kept.get(board.db, number).state


@pytest.mark.parametrize(
    "words, masked",
    [
        ("我的手机13800138000没人打", "我的手机138****8000没人打"),
        ("身份证11010519491231002X，请查", "身份证110***********002X，请查"),
        ("```\n卡号6222021234567890123\n```", "```\n卡号***************0123\n```"),
        ("打监督电话0000-1234567没人接", "打监督电话0000-1234567没人接"),
        ("本季交了3427.00元，上季2016年的12345678元？", "本季交了3427.00元，上季2016年的12345678元？"),
    ],
)
def test_personal_numbers_never_reach_the_database(board, ask, by, words, masked):
    change_setting(board, "supervision_phone", "0000-1234567", by("admin"), NOON)
    assert kept.get(board.db, ask(words=words)).words == masked
    assert words == masked or words not in str(everything_in(board))


def test_the_log_holds_nothing_of_what_was_written(board, registered, walk, by):
    number = registered(name="户主甲", telephone="0000-7654321")
    walk(number, "submit", "return", "submit", "pass", "publish")
    log = str([vars(each) for each in audit.entries(board.db, audit.Wanted())])
    for words in ("路灯", "电费", "户主甲", "7654321", "38盏", "看一下数字"):
        assert words not in log, words
    assert '"question.published"' in str(board.db.execute("SELECT json_group_array(deed) FROM audit").fetchone()[0])


def test_a_form_sent_twice_is_one_question(board, ask):
    assert ask(code="SAME") == ask(code="SAME")
    assert len(kept.all_open(board.db)) == 1


def test_the_same_question_is_joined_and_gets_the_same_reply(board, registered, ask, walk):
    number = registered()
    other = ask(words="路灯电费，为什么比上季度多", code="OTHER")
    assert (state(board, other), kept.get(board.db, other).joined_to) == (State.JOINED, number)
    with pytest.raises(KioskError) as early:
        asking.rate(board, "OTHER", "satisfied", RESIDENT, NOON)
    assert early.value.code == "question.not_answered_yet"
    walk(number, "submit", "pass", "publish")
    asking.rate(board, "OTHER", "satisfied", RESIDENT, NOON)
    asking.rate(board, "OTHER", "not", RESIDENT, NOON)
    assert kept.get(board.db, other).satisfaction is Satisfaction.NOT
    late = ask(now=NOON + DAY)
    assert (state(board, late), kept.get(board.db, late).closed_at) == (State.JOINED, NOON + DAY)
    assert state(board, ask(now=NOON + 40 * DAY)) is State.RECEIVED


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"words": "  ？！ "}, "question.no_words"),
        ({"words": "字" * 501}, "question.words_too_long"),
        ({"words": "看 www.a.com"}, "question.link"),
        ({"sort": "joke"}, "question.no_sort"),
        ({"name": "甲" * 31}, "question.name_too_long"),
        ({"telephone": "1" * 31}, "question.telephone_too_long"),
        ({"notice": 999}, "question.no_such_notice"),
    ],
)
def test_what_cannot_be_taken(board, ask, changes, code):
    with pytest.raises(Refused) as wrong:
        ask(**changes)
    assert codes(wrong.value.problems) == [code]
    assert kept.count_received(board.db) == 0


def test_about_a_draft_nobody_can_ask(post, ask):
    with pytest.raises(Refused):
        ask(notice=post(publish=False))


def test_when_too_many_wait_no_more_are_taken_online(board, ask, by):
    change_setting(board, "questions_waiting", 2, by("admin"), NOON)
    ask(words="一件")
    ask(words="两件")
    with pytest.raises(Refused) as full:
        ask(words="三件")
    assert full.value.code == "question.too_many_waiting"
    ask(words="当面问的", way=Way.COUNTER, by=by("clerk"))


def test_the_whole_way_of_a_reply(board, registered, walk, by, seen):
    number = registered()
    walk(number, "submit")
    with pytest.raises(Forbidden):
        questions.take_step(board, "pass", seen(number), by("clerk"), "", NOON)
    walk(number, "return")
    assert kept.get(board.db, number).reply == "新装了38盏灯。"
    walk(number, "submit", "pass", "publish", now=NOON + DAY)
    [reply] = replies.since(board.db, NOON, 9, board.zone)
    assert (reply.asked, reply.reply, reply.answered_at) == ("电费为什么多？", "新装了38盏灯。", NOON + DAY)
    walk(number, "withdraw")
    assert replies.since(board.db, NOON - DAY, 9, board.zone) == []
    assert kept.get(board.db, number).closed_at is None


def test_nobody_passes_or_publishes_what_they_wrote(board, registered, by, seen, checker):
    number = registered()
    questions.write_reply(board, seen(number), "问？", "答。", True, by("all_hands"), NOON, checker)
    with pytest.raises(Forbidden) as own:
        questions.take_step(board, "pass", seen(number), by("all_hands"), "", NOON)
    assert own.value.code == "question.own_reply"
    questions.take_step(board, "pass", seen(number), by("reviewer"), "", NOON)
    with pytest.raises(Forbidden):
        questions.take_step(board, "publish", seen(number), by("all_hands"), "", NOON)


def test_three_tiers_want_two_reviewers(board, registered, walk, by, seen):
    change_setting(board, "review_chain", "three_tier", by("admin"), NOON)
    number = registered()
    walk(number, "submit", "pass")
    assert state(board, number) is State.RECHECK
    with pytest.raises(Forbidden) as twice:
        walk(number, "pass")
    assert twice.value.code == "question.passed_already"
    questions.take_step(board, "pass", seen(number), by("other_reviewer"), "", NOON)
    assert state(board, number) is State.PASSED


def test_who_looked_at_it_before_somebody_else_was_first_is_told(board, ask, by, seen):
    number = ask()
    looked = seen(number)
    questions.register(board, looked, "question", None, by("other_clerk"), NOON)
    for deed in (
        lambda: questions.register(board, looked, "question", None, by("clerk"), NOON),
        lambda: questions.refuse(board, looked, "abuse", "骂人", by("clerk"), NOON),
        lambda: questions.join(board, looked, number, by("clerk"), NOON),
    ):
        with pytest.raises(TooLate):
            deed()
    assert state(board, number) is State.REGISTERED


def test_a_reply_that_cannot_be_shown_is_not_handed_in(board, registered, by, seen, checker):
    number = registered()
    for reply in ("请打13800138000找他", "账号6222021234567890128", "看 www.a.com", "", "字" * 601):
        with pytest.raises(Refused):
            questions.write_reply(board, seen(number), "问？", reply, True, by("clerk"), NOON, checker)
    assert state(board, number) is State.REGISTERED


def test_a_refusal_wants_a_reason_and_words_and_the_supervision_group_can_undo_it(board, ask, by, seen):
    number = ask()
    for refusal, words in (("because", "不是村里的事"), ("not_ours", " ")):
        with pytest.raises(Refused):
            questions.refuse(board, seen(number), refusal, words, by("clerk"), NOON)
    questions.refuse(board, seen(number), "not_ours", "这是镇上管的，请到镇便民中心", by("clerk"), NOON)
    with pytest.raises(Forbidden):
        questions.reopen(board, seen(number), "应当答复", by("clerk"), NOON)
    questions.reopen(board, seen(number), "应当答复", by("reviewer"), NOON)
    found = kept.get(board.db, number)
    assert (found.state, found.refusal, found.closed_at) == (State.REGISTERED, None, None)


def test_joining_takes_along_what_was_joined_before(board, ask, by, seen, walk):
    first, second = ask(words="甲"), ask(words="乙")
    third = ask(words="乙。")
    for to in (None, second, 999):
        with pytest.raises(Refused):
            questions.join(board, seen(second), to, by("clerk"), NOON)
    questions.join(board, seen(second), first, by("clerk"), NOON)
    assert [each.number for each in kept.joined(board.db, first)] == [second, third]
    questions.register(board, seen(first), "question", None, by("clerk"), NOON)
    walk(first, "submit", "pass", "publish")
    assert {kept.get(board.db, each).closed_at for each in (first, second, third)} == {NOON}


def test_a_topic_is_answered_by_the_notice_that_discloses_it(board, registered, by, seen, post):
    number = registered(words="请公开机动地发包", sort="topic")
    draft, up = post(now=NOON, publish=False), post(now=NOON, title="机动地发包情况")
    for notice in (None, draft, 999):
        with pytest.raises(Refused):
            questions.disclose(board, seen(number), notice, by("clerk"), NOON)
    questions.disclose(board, seen(number), up, by("clerk"), NOON)
    assert replies.to(board.db, number, board.zone).answer_title == "机动地发包情况"


def test_what_was_promised_to_be_deleted_is_deleted_and_then_gone_from_the_disk(board, registered, walk, ask):
    number = registered(name="户主甲", telephone="0000-7654321", code="KNOWN")
    waiting = ask(words="还没有答复的", name="户主乙")
    walk(number, "submit", "pass", "publish")
    with transaction(board.db):
        kept.say(board.db, number, By("监督甲"), "return", "问到户主甲家了", NOON)
    clock = By("系统时钟")

    the_day = NOON.replace(hour=0) + 30 * DAY
    asking.purge(board, clock, the_day - timedelta(seconds=1))
    assert kept.get(board.db, number).name == "户主甲"
    asking.purge(board, clock, the_day)
    found = kept.get(board.db, number)
    assert (found.name, found.telephone, found.words) == ("", "", WORDS)

    asking.purge(board, clock, NOON + 366 * DAY)
    found = kept.get(board.db, number)
    assert (found.words, found.is_purged, found.reply) == ("", True, "新装了38盏灯。")
    assert not any("户主甲" in each.words for each in kept.said(board.db, number)), "what others wrote beside it"
    assert kept.with_code(board.db, "KNOWN") is None
    with pytest.raises(NotFound):
        asking.rate(board, "KNOWN", "satisfied", RESIDENT, NOON + 366 * DAY)
    assert kept.get(board.db, waiting).name == "户主乙"
    board.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert "户主甲".encode() not in place_of(board.db).read_bytes()
    log = [each.facts for each in audit.entries(board.db, audit.Wanted(deed="question.purged"))]
    assert log == [{"contacts": 0, "texts": 1}, {"contacts": 1, "texts": 0}]
    before = everything_in(board)
    asking.purge(board, clock, NOON + 367 * DAY)
    assert everything_in(board) == before


def test_copies_that_are_kept_for_years_hold_no_names(board, ask, tmp_path):
    ask(name="户主甲", telephone="0000-7654321")
    place = tmp_path / "kiosk-copy.db"
    copies.make(place_of(board.db), place)
    assert kept.all_open(board.db)[0].name == "户主甲"
    with copies.opened(place) as db:
        assert [(each.words, each.name, each.telephone) for each in kept.all_open(db)] == [(WORDS, "", "")]
    assert "户主甲".encode() not in place.read_bytes()
