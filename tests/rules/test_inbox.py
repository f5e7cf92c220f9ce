"""What waits for whom: every notice on its way waits for somebody, and nothing waits for the wrong one."""

import pytest
from cast import STAFF

from kiosk.rules.inbox import Task, task_for
from kiosk.rules.notice import OPEN, Status
from kiosk.rules.steps import Standing

DRAFT, REVIEW, RECHECK, PASSED, PUBLISHED = Status.DRAFT, Status.REVIEW, Status.RECHECK, Status.PASSED, Status.PUBLISHED
ALL_HANDS = STAFF["all_hands"].number


def at(status: Status, **changes: object) -> Standing:
    return Standing(status, **{"authors": frozenset({STAFF["clerk"].number})} | changes)


@pytest.mark.parametrize(
    "who, standing, last_step, task",
    [
        ("clerk", at(DRAFT), "", Task.WRITE),
        ("clerk", at(DRAFT), "return", Task.MEND),
        ("clerk", at(DRAFT), "send_back", Task.MEND),
        ("clerk", at(DRAFT), "take_back", Task.WRITE),
        ("clerk", at(DRAFT), "correct", Task.WRITE),
        ("other_clerk", at(DRAFT), "return", Task.MEND),
        ("clerk", at(REVIEW), "submit", None),
        ("clerk", at(PASSED), "pass", None),
        ("clerk", at(PUBLISHED), "publish", None),
        ("clerk", at(PUBLISHED, awaits_review=True), "object", None),
        ("clerk", at(Status.CLOSED), "publish", None),
        ("reviewer", at(DRAFT), "", None),
        ("reviewer", at(REVIEW), "submit", Task.REVIEW),
        ("reviewer", at(RECHECK), "pass", Task.REVIEW),
        ("reviewer", at(RECHECK, passed_by=frozenset({3})), "pass", None),
        ("other_reviewer", at(RECHECK, passed_by=frozenset({3})), "pass", Task.REVIEW),
        ("reviewer", at(PASSED), "pass", None),
        ("reviewer", at(PUBLISHED), "publish", None),
        ("reviewer", at(PUBLISHED, awaits_review=True), "publish_urgently", Task.REVIEW_AFTERWARDS),
        ("reviewer", at(PUBLISHED), "object", None),
        ("reviewer", at(REVIEW, is_urgent=True), "submit", Task.REVIEW),
        ("approver", at(DRAFT), "", None),
        ("approver", at(DRAFT, is_urgent=True), "", None),  # still being written
        ("approver", at(REVIEW), "submit", None),
        ("approver", at(REVIEW, is_urgent=True), "submit", Task.PUBLISH_URGENTLY),
        ("approver", at(RECHECK, is_urgent=True), "pass", Task.PUBLISH_URGENTLY),
        ("approver", at(PASSED), "pass", Task.PUBLISH),
        ("approver", at(PASSED, is_urgent=True), "pass", Task.PUBLISH),
        ("approver", at(PUBLISHED), "publish", None),
        ("approver", at(PUBLISHED, awaits_review=True), "publish_urgently", None),
        ("approver", at(PUBLISHED), "object", Task.ANSWER_OBJECTION),
        ("approver", at(Status.WITHDRAWN), "object", None),
        ("all_hands", at(REVIEW, authors=frozenset({ALL_HANDS})), "submit", None),
        ("all_hands", at(PASSED, authors=frozenset({ALL_HANDS})), "pass", None),
        ("all_hands", at(PUBLISHED, awaits_review=True, authors=frozenset({ALL_HANDS})), "publish_urgently", None),
        ("all_hands", at(REVIEW), "submit", Task.REVIEW),
        ("all_hands", at(REVIEW, is_urgent=True), "submit", Task.REVIEW),  # the lawful way is offered first
        ("all_hands", at(PASSED), "pass", Task.PUBLISH),
        ("all_hands", at(DRAFT), "return", Task.MEND),
    ],
)
def test_what_waits_for_whom(who, standing, last_step, task):
    assert task_for(STAFF[who], standing, last_step) is task


@pytest.mark.parametrize("last_step", ["", "submit", "object", "return", "publish_urgently"])
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_nothing_ever_waits_for_who_only_looks_or_keeps_house(who, status, last_step):
    assert task_for(STAFF[who], at(status, is_urgent=True, awaits_review=True), last_step) is None


@pytest.mark.parametrize("status", sorted(OPEN))
def test_a_notice_on_its_way_always_waits_for_somebody(status):
    waiting = {task_for(person, at(status, passed_by=frozenset({3})), "") for person in STAFF.values()}
    assert waiting - {None} != set()


def test_the_most_pressing_stands_first():
    assert list(Task)[:2] == [Task.REVIEW_AFTERWARDS, Task.PUBLISH_URGENTLY]
