"""From when until when the versions of a notice have hung, and on how many days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

from kiosk.rules.notice import Notice

Span = tuple[datetime, datetime]


def spans(posted: Sequence[Notice], withdrawn: Mapping[int, datetime], now: datetime) -> list[Span]:
    """One for each time without a gap; `posted` are the versions in their order, `withdrawn` when which of them was taken
    down."""
    found: list[Span] = []
    for version, after in zip(posted, [*posted[1:], None], strict=True):
        began = version.shows_from
        if began is None or began > now:
            continue
        ends = [now, version.shows_until, withdrawn.get(version.version), after.shows_from if after else None]
        end = max(began, min(each for each in ends if each is not None))
        if found and found[-1][1] >= began:
            found[-1] = (found[-1][0], end)
        else:
            found.append((began, end))
    return found


def hung_days(hung: Iterable[Span], zone: tzinfo) -> int:
    """Without the day of each posting (民法典 art. 201)."""
    return sum((end.astimezone(zone).date() - began.astimezone(zone).date()).days for began, end in hung)
