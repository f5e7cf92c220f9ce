"""Which notices a screen shows: those that name it, and of those that name none what it is there for."""

from collections.abc import Iterable

from kiosk.rules.notice import Notice
from kiosk.rules.screen import Screen


def is_for(notice: Notice, screen: Screen) -> bool:
    """Whoever names a screen means that one, whatever it is there for; and what is urgent is kept from nobody."""
    if notice.screens:
        return screen.name in notice.screens
    return notice.is_urgent or not screen.categories or notice.category in screen.categories


def goes_nowhere(notice: Notice, screens: Iterable[Screen]) -> bool:
    """A notice that nobody can see: it names only screens that were taken away, or no screen is there for its category."""
    return not any(is_for(notice, each) for each in screens)
