"""The steps of a notice: who may take which, from where, and never with what they wrote themselves."""

from dataclasses import replace

import pytest
from cast import STAFF

from kiosk.rules.notice import OPEN, WAS_POSTED, Status
from kiosk.rules.people import Person, Role
from kiosk.rules.steps import STEPS, Chain, Standing, after_pass, hindrance, possible, waits_for_somebody_else

# What the village was promised. step: who, from where, where to, ! with words, * never with one's own
PROMISED = """
    submit             clerk     draft                   review
    take_back          clerk     review,recheck,passed   returned
    discard            clerk     draft                   discarded
    return             reviewer  review,recheck          returned   !
    pass               reviewer  review,recheck          passed     *
    send_back          approver  passed                  returned   !
    publish            approver  passed                  published  *
    publish_urgently   approver  draft,review,recheck    published  !*
    pass_afterwards    reviewer  published,closed,withdrawn  published  *
    object             reviewer  published,closed,withdrawn  published  !
    correct            clerk     published,withdrawn     draft      !
    withdraw           approver  published               withdrawn  !
    archive            clerk     closed,withdrawn        archived
"""
ROWS = [line.split() for line in PROMISED.strip().splitlines()]
MARKS = {row[0]: row[4] if len(row) > 4 else "" for row in ROWS}
ROLES = {row[0]: Role(row[1]) for row in ROWS}
FROMS = {row[0]: {Status(each) for each in row[2].split(",")} for row in ROWS}
TOS = {row[0]: Status(row[3]) for row in ROWS}

OTHER = 99
"""Somebody else has written it."""


def somebody(*roles: Role) -> Person:
    return Person(1, "一肩挑", frozenset(roles))


def standing(status: Status, **changes: object) -> Standing:
    """With nothing in the way but the status: urgent, and its review still to come."""
    free = Standing(status, authors=frozenset({OTHER}), is_urgent=True, awaits_review=True)
    return replace(free, **changes)


def code_of(step: str, role: Role, status: Status, is_author: bool) -> str | None:
    if role is not ROLES[step]:
        return "step.not_your_role"
    if status not in FROMS[step]:
        return "step.too_late"
    if step == "archive":
        return "step.review_first"
    return "step.own_notice" if is_author and "*" in MARKS[step] else None


def test_there_are_no_other_steps():
    assert list(STEPS) == [row[0] for row in ROWS]


@pytest.mark.parametrize("name", STEPS)
def test_a_step_leads_where_it_was_promised(name):
    step = STEPS[name]
    assert (step.name, step.froms, step.to, step.role) == (name, FROMS[name], TOS[name], ROLES[name])
    assert (step.words, step.by_another) == ("!" in MARKS[name], "*" in MARKS[name])


def test_each_step_has_its_own_word_in_the_log():
    deeds = [step.deed for step in STEPS.values()]
    assert len(set(deeds)) == len(deeds)
    assert all(deed.startswith("notice.") for deed in deeds)


@pytest.mark.parametrize("is_author", [False, True], ids=["another's", "own"])
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", STEPS)
def test_every_step_from_every_status_by_every_role(name, role, is_author):
    person = somebody(role)
    authors = frozenset({person.number, OTHER}) if is_author else frozenset({OTHER})
    told = {status: hindrance(STEPS[name], standing(status, authors=authors), person) for status in Status}
    assert told == {status: code_of(name, role, status, is_author) for status in Status}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_who_only_looks_or_keeps_house_moves_nothing(who, status):
    assert possible(standing(status), STAFF[who]) == []


@pytest.mark.parametrize("status", Status)
def test_somebody_with_all_roles_never_passes_or_publishes_their_own(status):
    person = somebody(*Role)
    own = {step.name for step in possible(standing(status, authors=frozenset({person.number})), person)}
    assert own & {"pass", "publish", "publish_urgently", "pass_afterwards"} == set()
    others = {step.name for step in possible(standing(status), person)}
    assert others - own == {name for name in STEPS if status in FROMS[name] and "*" in MARKS[name]}


@pytest.mark.parametrize("status", [status for status in Status if not any(status in froms for froms in FROMS.values())])
def test_what_is_over_for_good_moves_no_more(status):
    assert status in {Status.ARCHIVED, Status.RETURNED, Status.REPLACED, Status.DISCARDED}
    assert possible(standing(status), somebody(*Role)) == []


@pytest.mark.parametrize(
    "status, who, steps",
    [
        (Status.DRAFT, "clerk", "submit discard"),
        (Status.DRAFT, "reviewer", ""),
        (Status.DRAFT, "approver", ""),
        (Status.REVIEW, "clerk", "take_back"),
        (Status.REVIEW, "reviewer", "return pass"),
        (Status.REVIEW, "approver", ""),
        (Status.RECHECK, "reviewer", "return pass"),
        (Status.PASSED, "clerk", "take_back"),
        (Status.PASSED, "reviewer", ""),
        (Status.PASSED, "approver", "send_back publish"),
        (Status.PUBLISHED, "clerk", "correct"),
        (Status.PUBLISHED, "reviewer", ""),
        (Status.PUBLISHED, "approver", "withdraw"),
        (Status.CLOSED, "clerk", "archive"),
        (Status.CLOSED, "approver", ""),
        (Status.WITHDRAWN, "clerk", "correct archive"),
    ],
)
def test_what_each_of_them_finds_on_an_ordinary_notice(status, who, steps):
    ordinary = standing(status, is_urgent=False, awaits_review=False)
    assert [step.name for step in possible(ordinary, STAFF[who])] == steps.split()


@pytest.mark.parametrize(
    "step, status, change, code",
    [
        ("publish_urgently", Status.REVIEW, {"is_urgent": False}, "step.not_urgent"),
        ("publish_urgently", Status.DRAFT, {"is_urgent": False}, "step.not_urgent"),
        ("publish_urgently", Status.RECHECK, {}, None),
        ("publish", Status.PASSED, {"is_urgent": False}, None),
        ("pass_afterwards", Status.PUBLISHED, {"awaits_review": False}, "step.reviewed_already"),
        ("object", Status.PUBLISHED, {"awaits_review": False}, "step.reviewed_already"),
        ("object", Status.PUBLISHED, {"authors": frozenset({1})}, None),
        ("archive", Status.CLOSED, {"awaits_review": False}, None),
        ("archive", Status.WITHDRAWN, {}, "step.review_first"),
        ("correct", Status.PUBLISHED, {"has_open_version": True}, "step.correction_on_its_way"),
        ("correct", Status.WITHDRAWN, {"has_open_version": True}, "step.correction_on_its_way"),
        ("withdraw", Status.PUBLISHED, {"has_open_version": True}, None),
        ("pass", Status.RECHECK, {"passed_by": frozenset({1})}, "step.passed_already"),
        ("pass", Status.RECHECK, {"passed_by": frozenset({2})}, None),
        ("return", Status.RECHECK, {"passed_by": frozenset({1})}, None),
        ("pass_afterwards", Status.PUBLISHED, {"passed_by": frozenset({1})}, None),
    ],
)
def test_what_else_stands_in_the_way(step, status, change, code):
    assert hindrance(STEPS[step], standing(status, **change), somebody(*Role)) == code


@pytest.mark.parametrize(
    "chain, status, after",
    [
        (Chain.TWO_TIER, Status.REVIEW, Status.PASSED),
        (Chain.THREE_TIER, Status.REVIEW, Status.RECHECK),
        (Chain.THREE_TIER, Status.RECHECK, Status.PASSED),
        (Chain.TWO_TIER, Status.RECHECK, Status.PASSED),  # the setting was changed meanwhile
    ],
)
def test_how_many_reviews_a_village_wants(chain, status, after):
    assert after_pass(status, chain) is after


def test_every_status_is_on_its_way_or_was_posted_or_came_to_nothing():
    assert set(Status) - OPEN - WAS_POSTED == {Status.RETURNED, Status.DISCARDED}
    assert OPEN & WAS_POSTED == set()


@pytest.mark.parametrize(
    "status, role, is_author, awaits_review, waits",
    [
        (Status.REVIEW, Role.REVIEWER, True, False, True),
        (Status.REVIEW, Role.REVIEWER, False, False, False),
        (Status.REVIEW, Role.CLERK, True, False, False),
        (Status.PASSED, Role.APPROVER, True, False, True),
        (Status.PUBLISHED, Role.REVIEWER, True, True, True),
        (Status.PUBLISHED, Role.REVIEWER, True, False, False),
        (Status.CLOSED, Role.REVIEWER, True, False, False),
    ],
)
def test_whoever_wrote_it_is_told_to_wait_only_where_they_could_act(status, role, is_author, awaits_review, waits):
    person = somebody(role)
    authors = frozenset({person.number} if is_author else {OTHER})
    there = standing(status, authors=authors, is_urgent=False, awaits_review=awaits_review)
    assert waits_for_somebody_else(there, person) is waits
