"""How a village answered what residents asked in a year: for the yearly report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from statistics import median

from kiosk.rules.questions import Question, Satisfaction, Sort, State


@dataclass(frozen=True)
class AskedInYear:
    arrived: int = 0
    """All that came in, those that asked the same included."""
    answered: int = 0
    in_time: int = 0
    """Of those answered."""
    waiting: int = 0
    overdue: int = 0
    """Of those that wait."""
    longest_overdue_days: int = 0
    refused: int = 0
    joined: int = 0
    median_days: Decimal | None = None
    """To the reply; None while there is none."""
    satisfied: int = 0
    mostly_satisfied: int = 0
    not_satisfied: int = 0
    topics: int = 0
    """That residents wanted disclosed."""
    topics_disclosed: int = 0
    """By a notice or in words."""

    @property
    def late(self) -> int:
        return self.answered - self.in_time

    @property
    def rated(self) -> int:
        return self.satisfied + self.mostly_satisfied + self.not_satisfied

    @property
    def satisfaction_per_cent(self) -> Decimal | None:
        """Satisfied or mostly so, of those who said anything; None where nobody did."""
        if not self.rated:
            return None
        return (Decimal(100 * (self.satisfied + self.mostly_satisfied)) / self.rated).quantize(Decimal("0.1"))


def asked_in_year(questions: Sequence[Question], today: date, zone: tzinfo) -> AskedInYear:
    """`questions` are those that came in; what has become of them since counts, whenever it did."""
    answered = [each for each in questions if each.state is State.ANSWERED and each.answered_at is not None]
    waiting = [each for each in questions if each.is_open]
    late = [days for each in waiting if (days := each.days_late(today))]
    said = [each.satisfaction for each in questions]
    topics = [each for each in questions if each.sort is Sort.TOPIC and each.state is not State.JOINED]
    return AskedInYear(
        arrived=len(questions),
        answered=len(answered),
        in_time=sum(each.answered_at.astimezone(zone).date() <= each.due_on for each in answered),
        waiting=len(waiting),
        overdue=len(late),
        longest_overdue_days=max(late, default=0),
        refused=sum(each.state is State.REFUSED for each in questions),
        joined=sum(each.state is State.JOINED for each in questions),
        median_days=_median([(each.answered_at - each.arrived_at) / timedelta(days=1) for each in answered]),
        satisfied=said.count(Satisfaction.SATISFIED),
        mostly_satisfied=said.count(Satisfaction.MOSTLY),
        not_satisfied=said.count(Satisfaction.NOT),
        topics=len(topics),
        topics_disclosed=sum(each.state is State.ANSWERED for each in topics),
    )


def _median(days: Sequence[float]) -> Decimal | None:
    """To a tenth of a day."""
    return Decimal(str(median(days))).quantize(Decimal("0.1")) if days else None
