"""Numbers and lists out of `content/findings/`, as `About.limits` has them.

Raises ValueError naming the entry for data that is not of that kind: a mistake in our own files, not in a notice.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache


class Limits(dict[str, object]):
    """Never changed once it is made, so that what was read out of it is kept: it is asked for at every table and figure."""

    def __hash__(self) -> int:
        return id(self)


_kept = lru_cache(maxsize=1024)


@_kept
def number(limits: Limits, name: str) -> Decimal:
    try:
        return Decimal(str(limits[name]))
    except (KeyError, InvalidOperation) as wrong:
        raise ValueError(name) from wrong


@_kept
def count(limits: Limits, name: str) -> int:
    return int(number(limits, name))


@_kept
def words(limits: Limits, name: str) -> tuple[str, ...]:
    return _words(limits, name)


def _words(entries: Mapping[str, object], name: str) -> tuple[str, ...]:
    listed = entries.get(name)
    if not isinstance(listed, list | tuple):
        raise ValueError(name)
    return tuple(map(str, listed))


@_kept
def named(limits: Limits, name: str) -> Mapping[str, str]:
    """A word for each name."""
    entries = limits.get(name)
    if not isinstance(entries, Mapping):
        raise ValueError(name)
    return {str(key): str(value) for key, value in entries.items()}


@_kept
def patterns(limits: Limits, name: str) -> Mapping[str, re.Pattern[str]]:
    """For each name a pattern that fits any of its words."""
    entries = limits.get(name)
    if not isinstance(entries, Mapping):
        raise ValueError(name)
    listed = ((str(key), _words(entries, key)) for key in entries)
    return {key: _any_of(spellings) for key, spellings in listed}


@_kept
def pattern(limits: Limits, name: str) -> re.Pattern[str]:
    return _any_of(words(limits, name))


@lru_cache(maxsize=256)
def _any_of(spellings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in spellings) or "(?!)")


@_kept
def any_pattern(limits: Limits, name: str) -> re.Pattern[str]:
    """Fits whatever one of the patterns of that name fits: most lines and heads are none of them."""
    return re.compile("|".join(each.pattern for each in patterns(limits, name).values()) or "(?!)")
