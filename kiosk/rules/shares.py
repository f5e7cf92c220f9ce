"""Shares of a whole that add up to the whole, however they are rounded."""

from collections.abc import Sequence
from decimal import Decimal

TENTHS = 1000
"""Of a per cent, in a hundred per cent."""


def shares(counts: Sequence[int]) -> list[Decimal]:
    """In per cent with one decimal, 100.0 together: what rounding down leaves over goes to the largest remainders, of equal
    ones to the first. All nothing where there is nothing."""
    whole = sum(counts)
    if not whole:
        return [Decimal("0.0")] * len(counts)
    tenths = [count * TENTHS // whole for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda at: -(counts[at] * TENTHS % whole))
    for at in by_remainder[: TENTHS - sum(tenths)]:
        tenths[at] += 1
    return [Decimal(each).scaleb(-1) for each in tenths]
