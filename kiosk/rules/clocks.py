"""How long a notice goes on hanging: its two clocks, objection period and display period, run while screens prove to show it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WAITS_AT_MOST = 2
"""A screen that is broken for good must not leave a roster hanging for ever (个人信息保护法 art. 19): what is waited for, and
what was missed, prolong a posting to so many times its days at most."""


@dataclass(frozen=True)
class Clocked:
    """What decides besides the day."""

    posted_on: date
    begun_on: date | None
    """None while no screen has proved to show it."""
    required: int
    """Days that it must be shown after the day on which it begins."""
    proven_days: int | None
    """Of them, those before today on which a screen has shown it; None where no screen tells anything."""
    has_open_objection: bool


class Kept(StrEnum):
    """Why it goes on hanging after its planned last day, as the log has it."""

    OBJECTION = "notice.kept_for_objection"
    UNSHOWN = "notice.kept_unshown"
    MADE_UP = "notice.kept_for_dark_days"


def is_waiting(clocked: Clocked, today: date) -> bool:
    """Its days have not begun, and are still waited for."""
    return clocked.begun_on is None and today <= clocked.posted_on + timedelta(days=WAITS_AT_MOST * clocked.required)


def hangs_until(planned: date, clocked: Clocked, today: date) -> date:
    """The last day: as `planned`, which is reckoned from the day on which it began; later by the days on which nothing was
    shown, and as long as no screen has shown it yet or an objection waits for its answer. Today counts as shown until it is
    over."""
    last_on = planned
    if clocked.begun_on is not None and clocked.proven_days is not None and clocked.required:
        until = clocked.begun_on + timedelta(days=WAITS_AT_MOST * clocked.required)
        made_up = today + timedelta(days=clocked.required - _gone(clocked, today))
        last_on = max(last_on, min(until, made_up))
    if clocked.has_open_objection or is_waiting(clocked, today):
        last_on = max(last_on, today + timedelta(days=1))
    return last_on


def why_kept(planned: date, clocked: Clocked, today: date) -> Kept | None:
    """None where it ends as planned."""
    if clocked.has_open_objection:
        return Kept.OBJECTION
    if is_waiting(clocked, today):
        return Kept.UNSHOWN
    return Kept.MADE_UP if hangs_until(planned, clocked, today) > planned else None


def days_wanting(clocked: Clocked, today: date) -> int:
    """Of those that it must be shown, how many would be missed if it came down today."""
    return max(0, clocked.required - _gone(clocked, today))


def unshown_since(clocked: Clocked, shown: Collection[date], today: date) -> date | None:
    """The last day on which a screen has shown what must still be shown, or that of its posting; None where that was
    yesterday or today, and where no screen tells anything."""
    if clocked.begun_on is not None and clocked.proven_days is None or not days_wanting(clocked, today):
        return None
    last_on = max(shown, default=clocked.begun_on or clocked.posted_on)
    return last_on if last_on < today - timedelta(days=1) else None


def _gone(clocked: Clocked, today: date) -> int:
    """Today counts until it is over."""
    if clocked.begun_on is None:
        return 0
    if clocked.proven_days is None:
        return (today - clocked.begun_on).days
    return clocked.proven_days + (1 if today > clocked.begun_on else 0)
