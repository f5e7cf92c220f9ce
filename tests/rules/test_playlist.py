"""What a screen shows in one round, and in which order."""

from collections import Counter
from datetime import timedelta
from itertools import groupby, pairwise

import pytest
from cast import GATE, HALL, HOUR, INSTANT, NOON, PACE, SHANGHAI, WEEKENDS, a_notice, a_posted_notice
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.rules.notice import Category, Kind, Priority, Status, goes_to, is_live
from kiosk.rules.period import Period
from kiosk.rules.playlist import URGENT_AGAIN_AFTER, Reason, playlist
from kiosk.rules.posting import objection_period

NORMAL, PINNED, URGENT = Priority.NORMAL, Priority.PINNED, Priority.URGENT


def objections_to(notice):
    return objection_period(notice, None, SHANGHAI, WEEKENDS)


def round_of(notices, screen=HALL, now=NOON):
    return playlist(notices, screen, now, SHANGHAI, PACE, objections_to)


def numbers(entries):
    return [entry.notice.number for entry in entries]


@st.composite
def boards(draw, priorities=st.sampled_from([NORMAL] * 6 + [PINNED, URGENT]), most=12, always_live=False):
    """Notices of every sort, up, over, to come, drafts, on this screen and on others."""
    notices = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        shows_from = NOON - timedelta(hours=draw(st.integers(1 if always_live else -2, 400)))
        shows_until = draw(st.none() | st.integers(1 if always_live else -3, 300))
        notices.append(
            a_posted_notice(
                number,
                category=draw(st.sampled_from(Category)),
                kind=draw(st.sampled_from(Kind)),
                priority=draw(priorities),
                period=draw(st.none() | st.builds(Period, st.integers(2024, 2026), st.just("quarter"), st.integers(1, 4))),
                item=draw(st.sampled_from([None, "F01", "F04"])),
                objection_days=draw(st.none() | st.integers(1, 30)),
                screens=() if always_live else draw(st.sampled_from([(), (), ("hall",), ("gate",), ("gate", "hall")])),
                status=Status.PUBLISHED if always_live else draw(st.sampled_from([Status.PUBLISHED] * 4 + [Status.DRAFT])),
                published_at=shows_from,
                shows_from=shows_from,
                shows_until=None if shows_until is None else NOON + timedelta(hours=shows_until),
            )
        )
    return notices


@given(boards())
def test_every_live_notice_is_in_the_round_and_nothing_else(notices):
    live = {notice.number for notice in notices if is_live(notice, NOON) and goes_to(notice, "hall")}
    assert set(numbers(round_of(notices))) == live


@given(boards())
def test_a_plain_notice_comes_once_a_round(notices):
    times = Counter(numbers(round_of(notices)))
    assert all(times[each.number] == 1 for each in notices if each.number in times and each.priority is NORMAL)


@given(boards(), st.randoms(use_true_random=False))
def test_the_order_in_which_notices_arrive_does_not_matter(notices, random):
    shuffled = notices[:]
    random.shuffle(shuffled)
    assert round_of(shuffled) == round_of(notices)


@given(boards())
def test_urgent_notices_lead_and_come_again_after_every_three(notices):
    entries = round_of(notices)
    urgent = [number for number in dict.fromkeys(numbers(entries)) if number in urgent_numbers(notices)]
    assume(urgent)
    stretches = [(is_urgent, numbers(group)) for is_urgent, group in groupby(entries, lambda each: each.notice.is_urgent)]
    assert stretches[0][0]
    for is_urgent, stretch in stretches:
        if is_urgent:
            assert stretch == urgent
        else:
            assert len(stretch) <= URGENT_AGAIN_AFTER
    assert all(len(stretch) == URGENT_AGAIN_AFTER for is_urgent, stretch in stretches[:-1] if not is_urgent)


def urgent_numbers(notices):
    return {notice.number for notice in notices if notice.is_urgent}


@given(boards(priorities=st.sampled_from([NORMAL] * 4 + [PINNED]), always_live=True))
def test_a_pinned_notice_comes_more_often_than_any_other(notices):
    times = Counter(numbers(round_of(notices)))
    assume(len(times) > 2)
    pinned = [times[notice.number] for notice in notices if notice.is_pinned]
    assert all(each >= 2 for each in pinned)


@given(boards(priorities=st.sampled_from([NORMAL] * 4 + [PINNED]), always_live=True))
def test_nothing_stands_beside_itself_while_there_is_something_else(notices):
    order = numbers(round_of(notices))
    assume(len(set(order)) > 1)
    assert all(one != next_one for one, next_one in pairwise(order))


@given(boards(priorities=st.sampled_from([NORMAL] * 4 + [PINNED]), always_live=True))
def test_the_end_of_a_round_does_not_repeat_as_the_start_of_the_next(notices):
    order = numbers(round_of(notices))
    assume(len(set(order)) > 1)
    assert order[-1] != order[0]


@given(st.lists(st.sampled_from(Category), max_size=60))
def test_every_category_has_its_share_of_every_stretch_to_within_one_place(categories):
    notices = [a_posted_notice(number, category=category) for number, category in enumerate(categories, 1)]
    order = [entry.notice.category for entry in round_of(notices)]
    whole = Counter(order)
    for category in whole:
        placed = 0
        for place, each in enumerate(order, 1):
            placed += each is category
            assert abs(placed - place * whole[category] / len(order)) < 1


@given(boards(priorities=st.just(NORMAL), always_live=True))
def test_in_a_category_newest_periods_go_before_earlier_ones(notices):
    entries = round_of(notices)
    for category in Category:
        reasons = [entry.reason for entry in entries if entry.notice.category is category]
        if Reason.EARLIER_PERIOD in reasons:
            rest = reasons[reasons.index(Reason.EARLIER_PERIOD) :]
            assert set(rest) == {Reason.EARLIER_PERIOD}


@given(boards(priorities=st.just(NORMAL), always_live=True))
def test_an_earlier_period_never_goes_before_a_newer_one_of_its_duty(notices):
    plain = [n for n in notices if n.period and n.kind in (Kind.RESULT, Kind.ANNOUNCEMENT)]
    entries = round_of(plain)
    for category in Category:
        for duty in ("F01", "F04", None):
            periods = [e.notice.period.last_on for e in entries if (e.notice.category, e.notice.item) == (category, duty)]
            assert periods == sorted(periods, reverse=True)


@given(boards())
def test_every_entry_stands_for_at_least_the_least_time(notices):
    assert all(entry.seconds >= PACE.least_seconds for entry in round_of(notices))


def test_an_empty_board_has_an_empty_round():
    assert round_of([]) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.DRAFT},
        {"shows_until": NOON},
        {"shows_from": NOON + INSTANT},
        {"screens": ("gate",)},
    ],
)
@pytest.mark.parametrize("priority", list(Priority))
def test_what_is_a_draft_over_to_come_or_elsewhere_is_not_shown_however_urgent(changes, priority):
    assert round_of([a_posted_notice(priority=priority, **changes)]) == []


def test_a_notice_for_the_gate_is_shown_at_the_gate():
    assert numbers(round_of([a_posted_notice(screens=("gate",))], screen=GATE)) == [1]


def test_one_urgent_notice_between_seven_others():
    others = [a_posted_notice(number, published_at=NOON - number * HOUR) for number in range(1, 8)]
    urgent = a_posted_notice(99, category=Category.ANNOUNCEMENT, priority=URGENT)
    assert numbers(round_of([*others, urgent])) == [99, 1, 2, 3, 99, 4, 5, 6, 99, 7]


def test_urgent_notices_alone_come_once():
    assert numbers(round_of([a_posted_notice(1, priority=URGENT), a_posted_notice(2, priority=URGENT)])) == [1, 2]


def test_one_pinned_notice_alone_comes_once():
    assert numbers(round_of([a_posted_notice(1, priority=PINNED)])) == [1]


def test_one_pinned_notice_and_one_other_take_turns():
    assert numbers(round_of([a_posted_notice(1, priority=PINNED), a_posted_notice(2)])) == [1, 2]


def test_a_pinned_notice_comes_again_after_every_five():
    entries = round_of([a_posted_notice(n, priority=PINNED if n == 1 else NORMAL) for n in range(1, 22)])
    assert Counter(numbers(entries))[1] == 4


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"priority": URGENT, "period": Period(2026, "quarter", 3)}, Reason.URGENT),
        ({"priority": PINNED, "kind": Kind.STANDING}, Reason.PINNED),
        ({"kind": Kind.PUBLICITY, "objection_days": 7}, Reason.OBJECTION_PERIOD),
        ({"kind": Kind.PUBLICITY, "objection_days": 7, "shows_from": NOON - timedelta(days=7)}, Reason.OBJECTION_PERIOD),
        ({"kind": Kind.PUBLICITY, "objection_days": 7, "shows_from": NOON - timedelta(days=8)}, Reason.POSTED),
        ({"kind": Kind.STANDING}, Reason.STANDING),
        ({"period": Period(2026, "quarter", 3)}, Reason.CURRENT_PERIOD),
        ({"period": Period(2019, "year")}, Reason.CURRENT_PERIOD),
        ({}, Reason.POSTED),
    ],
)
def test_every_notice_says_why_it_is_shown(changes, reason):
    assert [entry.reason for entry in round_of([a_posted_notice(**changes)])] == [reason]


def test_an_earlier_period_of_the_same_duty_is_called_so():
    third, second = (a_posted_notice(q, item="F01", period=Period(2026, "quarter", q)) for q in (3, 2))
    other_duty = a_posted_notice(9, item="F04", period=Period(2026, "quarter", 1))
    reasons = {entry.notice.number: entry.reason for entry in round_of([second, third, other_duty])}
    assert reasons == {3: Reason.CURRENT_PERIOD, 2: Reason.EARLIER_PERIOD, 9: Reason.CURRENT_PERIOD}


def test_objections_still_open_go_before_this_periods_results():
    result = a_posted_notice(1, period=Period(2026, "quarter", 3))
    objections = a_posted_notice(2, kind=Kind.PUBLICITY, objection_days=7)
    assert numbers(round_of([result, objections])) == [2, 1]


def test_a_category_with_much_does_not_crowd_out_the_others():
    notices = [a_posted_notice(n) for n in range(1, 10)]
    notices += [a_posted_notice(n, category=Category.SUBSIDY) for n in range(10, 13)]
    order = [entry.notice.category for entry in round_of(notices)]
    for start in range(0, 12, 4):
        assert order[start : start + 4].count(Category.SUBSIDY) == 1


def test_a_file_that_was_never_published_is_not_shown():
    assert round_of([a_notice()]) == []
