"""What the machine itself says of the time: its clock, a count of seconds that nobody can set, and whether the network keeps
its clock."""

import ctypes
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache


@dataclass(frozen=True)
class Machine:
    wall: Callable[[], datetime]
    """Aware, UTC."""
    steady: Callable[[], float]
    """Seconds, also of sleep; from when on they count does not matter."""
    is_network_time: Callable[[], bool]


def _wall() -> datetime:
    return datetime.now(UTC)


def _steady() -> float:
    """time.monotonic() stands still while a Linux machine sleeps, CLOCK_MONOTONIC on a Mac goes on."""
    kind = getattr(time, "CLOCK_BOOTTIME", None) or (time.CLOCK_MONOTONIC if sys.platform == "darwin" else None)
    return time.monotonic() if kind is None else time.clock_gettime(kind)


class _Timex(ctypes.Structure):
    """Of adjtimex(2)."""

    _fields_ = [
        ("modes", ctypes.c_uint),
        *((name, ctypes.c_long) for name in ("offset", "freq", "maxerror", "esterror")),
        ("status", ctypes.c_int),
        *((name, ctypes.c_long) for name in ("constant", "precision", "tolerance", "seconds", "fraction")),
        ("rest", ctypes.c_char * 256),
    ]


_NOT_SYNCHRONISED = 5
"""TIME_ERROR, also while no daemon has said that it keeps the clock."""
_SAME = timedelta(seconds=5)


@cache
def _adjtimex() -> Callable[..., int] | None:
    return getattr(ctypes.CDLL(None), "adjtimex", None) if sys.platform == "linux" else None


def _is_network_time() -> bool:
    """Only Linux tells. What the kernel keeps must be what this process is shown: some are run under a clock of their own."""
    ask, told = _adjtimex(), _Timex()
    if ask is None or not 0 <= ask(ctypes.byref(told)) < _NOT_SYNCHRONISED:
        return False
    return abs(_wall() - datetime.fromtimestamp(told.seconds, UTC)) < _SAME


THIS_MACHINE = Machine(_wall, _steady, _is_network_time)
