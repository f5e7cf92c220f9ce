"""What residents ask: its clock, whose turn it is, what cannot be sent, and how the year is counted."""

from dataclasses import replace
from datetime import date

import pytest
from cast import DAY, HOUR, NOON, SHANGHAI, STAFF, TODAY, WEEKENDS

from kiosk.rules.asked_in_year import AskedInYear, asked_in_year
from kiosk.rules.days import DayType
from kiosk.rules.questions import (
    Question,
    Reply,
    Satisfaction,
    Sort,
    State,
    Terms,
    Way,
    clock,
    has_link,
    likeness,
    standing,
    state_after,
    waits_for,
)
from kiosk.rules.record_codes import made_of, typed
from kiosk.rules.reply_wall import WALL_MOST, WALL_NUMBER, wall
from kiosk.rules.steps import Chain

TERMS = Terms()
ASKED = Question(1, Sort.QUESTION, Way.ONLINE, NOON, date(2026, 10, 20), State.RECEIVED, 1, words="路灯为什么不亮？")
REPLY = Reply(1, Sort.QUESTION, "路灯为什么不亮？", "线路断了。\n明天修好。", TODAY, NOON)


@pytest.mark.parametrize(
    "terms, last_on",
    [
        (TERMS, date(2026, 10, 20)),
        (Terms(days=7), date(2026, 10, 19)),  # the 17th is a Saturday
        (Terms(day_type=DayType.WORKING), date(2026, 10, 23)),
    ],
)
def test_the_clock_begins_on_the_day_after(terms, last_on):
    assert clock(TODAY, terms, WEEKENDS).last_on == last_on


@pytest.mark.parametrize(
    "words",
    ["看 http://a.example", "HTTPS：／／a", "加 www.abc", "到 taobao.com 买", "ｂａｉｄｕ．ｃｏｍ", "abc。com", "x . top", "好看t.cn/a", "3.com不是"],
)
def test_addresses_of_the_internet_are_known(words):
    assert has_link(words)


@pytest.mark.parametrize("words", ["每月1.5元", "为什么？请说明。谢谢", "见2026.10.8的公告", "A.B两组", "关了。tv坏了"])
def test_what_is_no_address_may_be_written(words):
    assert not has_link(words)


@pytest.mark.parametrize("other", ["路灯 为什么不亮", "路灯为什么不亮？？", "路灯，为什么不亮!"])
def test_the_same_question_is_known_again(other):
    assert likeness(other) == likeness("路灯为什么不亮")


def test_a_text_of_signs_alone_says_nothing():
    assert likeness("？？…… !") == ""


def test_a_code_can_be_typed_as_it_was_made():
    code = made_of(bytes(range(32)))
    assert typed(code.lower().replace("-", " ")) == code
    assert made_of(bytes(range(1, 33))) != code


REGISTERED = replace(ASKED, state=State.REGISTERED)


@pytest.mark.parametrize(
    "question, who, waits",
    [
        (ASKED, "clerk", True),
        (ASKED, "reviewer", False),
        (REGISTERED, "clerk", True),
        (replace(REGISTERED, assigned_to=2), "clerk", False),
        (replace(REGISTERED, assigned_to=2), "other_clerk", True),
        (replace(REGISTERED, assigned_to=99), "clerk", True),  # to somebody who has left
        (replace(ASKED, state=State.REVIEW), "reviewer", True),
        (replace(ASKED, state=State.REVIEW), "all_hands", False),  # who wrote it
        (replace(ASKED, state=State.PASSED), "approver", True),
        (replace(ASKED, state=State.PASSED), "reviewer", False),
        (replace(ASKED, state=State.ANSWERED), "approver", False),
    ],
)
def test_whose_turn_it_is(question, who, waits):
    where = standing(question.state, frozenset({STAFF["all_hands"].number}), frozenset())
    assert waits_for(question, where, STAFF[who], {1, 2}) is waits


@pytest.mark.parametrize(
    "step, state, chain, after",
    [
        ("submit", State.REGISTERED, Chain.TWO_TIER, State.REVIEW),
        ("pass", State.REVIEW, Chain.TWO_TIER, State.PASSED),
        ("pass", State.REVIEW, Chain.THREE_TIER, State.RECHECK),
        ("pass", State.RECHECK, Chain.THREE_TIER, State.PASSED),
        ("publish", State.PASSED, Chain.TWO_TIER, State.ANSWERED),
        ("return", State.REVIEW, Chain.TWO_TIER, State.REGISTERED),
        ("withdraw", State.ANSWERED, Chain.TWO_TIER, State.REGISTERED),
    ],
)
def test_where_a_step_leads(step, state, chain, after):
    assert state_after(step, state, chain) is after


def test_the_wall_has_a_page_for_each_reply_and_nothing_of_who_asked():
    topic = Reply(2, Sort.TOPIC, "", "", TODAY, NOON - HOUR, answer_notice=7, answer_title="机动地发包")
    shown = wall([REPLY, topic], TERMS, NOON, SHANGHAI)
    assert shown.notice.number == WALL_NUMBER
    assert shown.html.count("<h2>") == 2
    for words in ("问：路灯为什么不亮？", "<p>答：线路断了。</p><p>明天修好。</p>", "村民点题：机动地发包", "见本栏公告《机动地发包》", "10月10日收到"):
        assert words in shown.html, words


def test_a_reply_leaves_the_wall_when_its_days_are_over():
    last_day = NOON.replace(hour=0) + 16 * DAY
    assert wall([REPLY], TERMS, last_day - HOUR, SHANGHAI).notice.shows_until == last_day
    assert wall([REPLY], TERMS, last_day, SHANGHAI) is None
    assert wall([], TERMS, NOON, SHANGHAI) is None


def test_the_wall_ends_with_the_reply_that_ends_first_and_holds_the_newest():
    replies = [replace(REPLY, question=number, answered_at=NOON - number * DAY) for number in range(12)]
    shown = wall(replies, TERMS, NOON, SHANGHAI)
    assert shown.html.count("<h2>") == WALL_MOST
    assert shown.notice.shows_until == NOON.replace(hour=0) + (16 - (WALL_MOST - 1)) * DAY


def test_nothing_in_a_reply_can_run():
    shown = wall([replace(REPLY, asked="<script>", reply="<b>x")], TERMS, NOON, SHANGHAI)
    assert "<script>" not in shown.html and "<b>" not in shown.html


def answered(number, days, **changes):
    return replace(ASKED, number=number, state=State.ANSWERED, answered_at=NOON + days * DAY, **changes)


def test_the_year_of_questions_by_hand():
    questions = [
        answered(1, 2, satisfaction=Satisfaction.SATISFIED),
        answered(2, 4, satisfaction=Satisfaction.NOT, sort=Sort.TOPIC),
        answered(3, 12, satisfaction=Satisfaction.MOSTLY),
        replace(ASKED, number=4),
        replace(ASKED, number=5, due_on=date(2026, 11, 30)),
        replace(ASKED, number=6, state=State.REFUSED),
        replace(ASKED, number=7, state=State.JOINED, sort=Sort.TOPIC, satisfaction=Satisfaction.SATISFIED),
        replace(ASKED, number=8, sort=Sort.TOPIC, due_on=date(2026, 11, 30)),
    ]
    told = asked_in_year(questions, date(2026, 10, 25), SHANGHAI)
    assert (told.arrived, told.answered, told.in_time, told.late) == (8, 3, 2, 1)
    assert (told.waiting, told.overdue, told.longest_overdue_days, told.refused, told.joined) == (3, 1, 5, 1, 1)
    assert (f"{told.median_days}", f"{told.satisfaction_per_cent}") == ("4.0", "75.0")
    assert (told.topics, told.topics_disclosed) == (2, 1)


def test_a_year_without_questions_has_no_rates():
    assert asked_in_year([], TODAY, SHANGHAI) == AskedInYear()
    assert AskedInYear().satisfaction_per_cent is None
