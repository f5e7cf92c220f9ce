"""When and why a screen showed nothing although it should have."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cause(StrEnum):
    SCREEN_DARK = "screen_dark"
    """The screen's page told nothing, or told that nothing can be seen, while the board itself was running."""
    BOARD_OFF = "board_off"
    """The board itself was not running: a power cut, or somebody switched it off."""
    CLOCK_WRONG = "clock_wrong"
    """The hour was not known, and so nothing counts."""


@dataclass(frozen=True)
class Outage:
    screen: str | None
    """None for all of them."""
    began_at: datetime
    ended_at: datetime | None
    """None for what still lasts."""
    cause: Cause
