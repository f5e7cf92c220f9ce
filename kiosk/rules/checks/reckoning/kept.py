"""What is asked about a table again and again, found out once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.sheets import Sheet

T = TypeVar("T")


def kept(look: Callable[[Sheet, About], T]) -> Callable[[Sheet, About], T]:
    """A sheet is of one notice, so it is asked with one `About` only; nobody may change what comes back."""
    known: WeakKeyDictionary[Sheet, T] = WeakKeyDictionary()

    @wraps(look)
    def asked(sheet: Sheet, about: About) -> T:
        if sheet not in known:
            known[sheet] = look(sheet, about)
        return known[sheet]

    return asked
