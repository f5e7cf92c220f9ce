"""What was posted before: what residents still read of it, and what they find."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.rules.notice import Category, Kind, Notice, Status, is_live

WITHHOLDABLE = (*(category.value for category in Category), Kind.PUBLICITY.value)


@dataclass(frozen=True)
class Withheld:
    """Categories, and the kind `publicity`, of whose notices only the frame stays once their time is over.

    They name people: 个人信息保护法 art. 6 (no more, and art. 19, no longer, than the purpose needs).
    """

    codes: tuple[str, ...] = ("subsidy", "family_planning", "social_assistance", "publicity")

    def __post_init__(self) -> None:
        """Raises ValueError for what is neither a category nor that kind."""
        unknown = sorted(set(self.codes) - set(WITHHOLDABLE))
        if unknown:
            raise ValueError(unknown[0])

    def covers(self, notice: Notice) -> bool:
        return notice.category.value in self.codes or notice.kind.value in self.codes


OVER = frozenset({Status.PUBLISHED, Status.CLOSED, Status.ARCHIVED})
"""Of what hung to its end; what was withdrawn may have been archived since, which its opinions tell."""


def may_be_read(notice: Notice, now: datetime, withheld: Withheld, was_withdrawn: bool) -> bool:
    """By residents, of a version that was posted: while it hangs, and afterwards unless it names people."""
    if is_live(notice, now):
        return True
    has_begun = notice.shows_from is not None and notice.shows_from <= now
    return has_begun and stays_readable(notice.status, was_withdrawn, withheld.covers(notice))


def stays_readable(status: Status, was_withdrawn: bool, is_withheld: bool) -> bool:
    """Of what hangs no more."""
    return status in OVER and not was_withdrawn and not is_withheld
