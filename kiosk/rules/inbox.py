"""What waits for whom."""

from enum import StrEnum

from kiosk.rules.notice import Status
from kiosk.rules.people import Person, Role
from kiosk.rules.steps import Standing, possible


class Task(StrEnum):
    """In the order in which they stand in the inbox."""

    REVIEW_AFTERWARDS = "review_afterwards"
    PUBLISH_URGENTLY = "publish_urgently"
    ANSWER_OBJECTION = "answer_objection"
    REVIEW = "review"
    PUBLISH = "publish"
    MEND = "mend"
    WRITE = "write"


_BY_STEP = {"pass_afterwards": Task.REVIEW_AFTERWARDS, "pass": Task.REVIEW, "publish": Task.PUBLISH}
SENT_BACK = frozenset({"return", "send_back"})


def task_for(person: Person, standing: Standing, last_step: str) -> Task | None:
    """What this person is to do about a notice; None when nothing waits for them. `last_step` is the last thing anybody
    said or did about it."""
    steps = {step.name for step in possible(standing, person)}
    for name, task in _BY_STEP.items():
        if name in steps:
            return task
    if "publish_urgently" in steps and standing.status is not Status.DRAFT:
        return Task.PUBLISH_URGENTLY
    if standing.status is Status.PUBLISHED and last_step == "object" and person.has(Role.APPROVER):
        return Task.ANSWER_OBJECTION
    if "submit" in steps:
        return Task.MEND if last_step in SENT_BACK else Task.WRITE
    return None
