"""Numbers and lists out of `content/findings/`, as `About.limits` has them.

Raises ValueError naming the entry for data that is not of that kind: a mistake in our own files, not in a notice.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache


def number(limits: Mapping[str, object], name: str) -> Decimal:
    try:
        return Decimal(str(limits[name]))
    except (KeyError, InvalidOperation) as wrong:
        raise ValueError(name) from wrong


def count(limits: Mapping[str, object], name: str) -> int:
    return int(number(limits, name))


def words(limits: Mapping[str, object], name: str) -> tuple[str, ...]:
    listed = limits.get(name)
    if not isinstance(listed, list | tuple):
        raise ValueError(name)
    return tuple(map(str, listed))


def named(limits: Mapping[str, object], name: str) -> dict[str, str]:
    """A word for each name."""
    entries = limits.get(name)
    if not isinstance(entries, Mapping):
        raise ValueError(name)
    return {str(key): str(value) for key, value in entries.items()}


def patterns(limits: Mapping[str, object], name: str) -> dict[str, re.Pattern[str]]:
    """For each name a pattern that fits any of its words."""
    entries = limits.get(name)
    if not isinstance(entries, Mapping):
        raise ValueError(name)
    listed = ((str(key), words(entries, key)) for key in entries)
    return {key: _any_of(spellings) for key, spellings in listed}


def pattern(limits: Mapping[str, object], name: str) -> re.Pattern[str]:
    return _any_of(words(limits, name))


@lru_cache(maxsize=256)
def _any_of(spellings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in spellings) or "(?!)")
