"""The steps of a notice: proposed by the clerk, reviewed by the supervision group, published by the head.

村民委员会组织法 arts. 35 and 37: the committee posts, the supervision group oversees. Nobody passes or publishes what
they wrote themselves.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.rules.notice import Status
from kiosk.rules.people import Person, Role


class Chain(StrEnum):
    """How many look at a notice between the clerk and the board."""

    TWO_TIER = "two_tier"
    """The supervision group reviews, the head publishes."""
    THREE_TIER = "three_tier"
    """Two people review one after the other, then the head publishes."""


REVIEWS = {Chain.TWO_TIER: 1, Chain.THREE_TIER: 2}


@dataclass(frozen=True)
class Step:
    """`to` is where it leads; `words` whether an opinion or a reason must be given."""

    name: str
    deed: str
    """Its name in the audit log."""
    froms: frozenset[Status]
    to: Status
    role: Role
    words: bool = False
    by_another: bool = False
    """Nobody does this to what they wrote themselves."""


def _step(
    name: str, deed: str, froms: set[Status], to: Status, role: Role, *, words: bool = False, by_another: bool = False
) -> tuple[str, Step]:
    return name, Step(name, f"notice.{deed}", frozenset(froms), to, role, words, by_another)


REVIEWED = {Status.REVIEW, Status.RECHECK}
WENT_UP = {Status.PUBLISHED, Status.CLOSED, Status.WITHDRAWN}
"""What went up before its review is reviewed although it hangs no more; reviewing moves it nowhere."""

STEPS: dict[str, Step] = dict(
    (
        _step("submit", "submitted", {Status.DRAFT}, Status.REVIEW, Role.CLERK),
        _step("take_back", "taken_back", REVIEWED | {Status.PASSED}, Status.RETURNED, Role.CLERK),
        _step("discard", "discarded", {Status.DRAFT}, Status.DISCARDED, Role.CLERK),
        _step("return", "returned", REVIEWED, Status.RETURNED, Role.REVIEWER, words=True),
        _step("pass", "passed", REVIEWED, Status.PASSED, Role.REVIEWER, by_another=True),
        _step("send_back", "sent_back", {Status.PASSED}, Status.RETURNED, Role.APPROVER, words=True),
        _step("publish", "published", {Status.PASSED}, Status.PUBLISHED, Role.APPROVER, by_another=True),
        _step(
            "publish_urgently",
            "published_urgently",
            {Status.DRAFT} | REVIEWED,
            Status.PUBLISHED,
            Role.APPROVER,
            words=True,
            by_another=True,
        ),
        _step("pass_afterwards", "passed_afterwards", WENT_UP, Status.PUBLISHED, Role.REVIEWER, by_another=True),
        _step("object", "objected_to", WENT_UP, Status.PUBLISHED, Role.REVIEWER, words=True),
        _step("correct", "correction_begun", {Status.PUBLISHED, Status.WITHDRAWN}, Status.DRAFT, Role.CLERK, words=True),
        _step("withdraw", "withdrawn", {Status.PUBLISHED}, Status.WITHDRAWN, Role.APPROVER, words=True),
        _step("archive", "archived", {Status.CLOSED, Status.WITHDRAWN}, Status.ARCHIVED, Role.CLERK),
    )
)

PUTS_UP = frozenset({"publish", "publish_urgently"})
AFTERWARDS = frozenset({"pass_afterwards", "object"})
URGENT_REVIEW_HOURS = 24
"""An emergency notice may go up before its review, which must follow within this time."""
WORDS_LIMIT = 500


@dataclass(frozen=True)
class Standing:
    """What decides about a step besides the person: where the version is and who has had a hand in it."""

    status: Status
    authors: frozenset[int] = frozenset()
    """Numbers of the people who wrote it."""
    passed_by: frozenset[int] = frozenset()
    """Those who have passed it in an earlier review."""
    is_urgent: bool = False
    awaits_review: bool = False
    """It went up before its review."""
    has_open_version: bool = False
    """A correction of it is on its way."""


def after_pass(status: Status, chain: Chain) -> Status:
    is_first_of_two = status is Status.REVIEW and chain is Chain.THREE_TIER
    return Status.RECHECK if is_first_of_two else Status.PASSED


def hindrance(step: Step, standing: Standing, person: Person) -> str | None:
    """The code of why this person cannot take the step now; None when nothing is in the way."""
    if not person.has(step.role):
        return "step.not_your_role"
    if standing.status not in step.froms:
        return "step.too_late"
    if step.by_another and person.number in standing.authors:
        return "step.own_notice"
    if step.name == "pass" and person.number in standing.passed_by:
        return "step.passed_already"
    if step.name == "publish_urgently" and not standing.is_urgent:
        return "step.not_urgent"
    if step.name in AFTERWARDS and not standing.awaits_review:
        return "step.reviewed_already"
    if step.name == "archive" and standing.awaits_review:
        return "step.review_first"
    if step.name == "correct" and standing.has_open_version:
        return "step.correction_on_its_way"
    return None


def possible(standing: Standing, person: Person) -> list[Step]:
    return [step for step in STEPS.values() if hindrance(step, standing, person) is None]


def waits_for_somebody_else(standing: Standing, person: Person) -> bool:
    """This person could take the next step, had they not written the notice."""
    unwritten = replace(standing, authors=frozenset())
    return any(step.by_another and person.number in standing.authors for step in possible(unwritten, person))
