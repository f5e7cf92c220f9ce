"""Whose word counts for a screen. Anybody on the network can open its page, and every page tells what it shows; once an admin
has said which device is the TV, only that one's seconds are proof."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Device:
    """What an admin has decided about one."""

    screen: str
    device: str
    """SHA-256 of the key that its page has made for itself."""
    is_ours: bool


class Standing(StrEnum):
    COUNTS = "counts"
    WAITS = "waits"
    """What it tells is held until somebody decides: a TV whose browser has forgotten its key must lose nothing."""
    REFUSED = "refused"


def ours(devices: Iterable[Device], screen: str) -> frozenset[str]:
    return frozenset(each.device for each in devices if each.screen == screen and each.is_ours)


def standing(devices: Iterable[Device], screen: str, device: str) -> Standing:
    """As long as nobody has said which is the TV, every device counts that was not refused."""
    decided = {each.device: each.is_ours for each in devices if each.screen == screen}
    if device in decided:
        return Standing.COUNTS if decided[device] else Standing.REFUSED
    return Standing.WAITS if any(decided.values()) else Standing.COUNTS


def code_of(device: str) -> str:
    """Short enough to be read out: A3F9."""
    return device[:4].upper()
