"""How often a password may be tried: guessing is slowed down, and nobody can lock somebody else out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limit:
    tries: int
    within: timedelta


# A browser that this person has signed in with before counts by itself: what strangers try cannot shut it out.
KNOWN_BROWSER = Limit(10, timedelta(minutes=15))
STRANGERS_TO_A_NAME = Limit(10, timedelta(minutes=15))
ONE_ADDRESS = Limit(30, timedelta(minutes=15))
FIRST_CODE = Limit(10, timedelta(minutes=15))
RECORD_CODES = Limit(20, timedelta(minutes=15))
# A family shares a telephone, and the hall's wireless network one address; whoever floods the desk sends many more.
QUESTIONS_FROM_ONE_ADDRESS = Limit(10, timedelta(hours=1))
QUESTIONS_IN_ALL = Limit(60, timedelta(hours=1))


def free_again_at(failures: Sequence[datetime], limit: Limit, now: datetime) -> datetime | None:
    """When the next try is allowed, or None when it is now. `failures` in the order in which they happened."""
    recent = [failed_at for failed_at in failures if failed_at > now - limit.within]
    if len(recent) < limit.tries:
        return None
    return recent[-limit.tries] + limit.within


def minutes_until(free_at: datetime, now: datetime) -> int:
    """As somebody is told who must wait: a minute that has begun counts."""
    return math.ceil((free_at - now).total_seconds() / 60)
