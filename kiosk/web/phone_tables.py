"""A notice's tables as a phone shows them."""

from collections.abc import Sequence
from functools import lru_cache

from kiosk.documents.page_tables import in_cards
from kiosk.shipped import vocabulary

LEADING = frozenset(
    "number day voucher villager_group household_head summary entry party project source fee_item".split()
)
"""Columns that need no head beside them: 7月2日 光伏发电款 or 3 一组 张*明 says what a row is about."""
PAGES_KEPT = 6


@lru_cache(PAGES_KEPT)
def on_a_phone(html: str, percent: int, whole: bool) -> str:
    """A long roster is gone through once, not for everybody who reads it."""
    return in_cards(html, leads, percent / 100, whole)


def leads(heads: Sequence[str]) -> frozenset[int]:
    """The first column, and those behind it up to the first that would not be understood alone."""
    roles = [LEADING.intersection(vocabulary().roles_of(head)) for head in heads]
    first_other = next((at for at, known in enumerate(roles) if at and not known), len(heads))
    return frozenset(range(first_other))
