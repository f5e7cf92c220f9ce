"""What tells the time to everything that decides by it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Aware, UTC."""


def by_the_machine() -> datetime:
    return datetime.now(UTC)
