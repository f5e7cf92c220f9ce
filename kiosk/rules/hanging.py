"""From when until when the versions of a notice have hung, and on how many days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import zip_longest

from kiosk.rules.notice import Notice

Span = tuple[datetime, datetime]
_INSTANT = timedelta(microseconds=1)


def spans(posted: Sequence[Notice], withdrawn: Mapping[int, datetime], now: datetime) -> list[Span]:
    """One for each time without a gap; `posted` are the versions in their order, `withdrawn` when which of them was taken
    down."""
    found: list[Span] = []
    for version, followed_at in zip_longest(posted, [each.shows_from for each in posted[1:]]):
        began = version.shows_from
        if began is None or began > now:
            continue
        ends = [now, version.shows_until, withdrawn.get(version.version), followed_at]
        end = max(began, min(each for each in ends if each is not None))
        if found and found[-1][1] >= began:
            found[-1] = (found[-1][0], end)
        else:
            found.append((began, end))
    return found


def hung_days(hung: Iterable[Span], zone: tzinfo) -> int:
    """Without the day of each posting (民法典 art. 201); of what comes down at midnight the day before is the last."""
    days = ((began.astimezone(zone).date(), (end - _INSTANT).astimezone(zone).date()) for began, end in hung)
    return sum(max(0, (last_on - first_on).days) for first_on, last_on in days)
