"""What follows from a screen's size and from where people stand: how large the letters are, and how many find room.

The browser measures for itself; these are its results over eight usual screens, to a row or two.
"""

from dataclasses import dataclass

from kiosk.rules.screen import Screen
from kiosk.rules.village import Pace

PICTURE = {"landscape": (1920, 1080), "portrait": (1080, 1920)}
"""Pixels of the usual television."""
LINES_LEAST, CHARACTERS_LEAST = 16, 18
"""However far people stand, so many of the least letters find room, down and across (static/js/screen/shape.js)."""
AROUND = {"landscape": 5.2, "portrait": 17}
"""In least letters: the band, the foot and what else stands above and below a page's head and table."""
HEAD_LEAST, QR_MM = 3.4, 120
"""The page's head is as high as its QR code: in least letters, and on the glass."""
TABLE_HEAD, TABLE_ROW = 1.42, 1.43
SIDES = 2.1
TEXT, CHARACTERS_MOST = 1.37, 40
"""Running text that fills its page, in least letters; and never more in a line."""


@dataclass(frozen=True)
class Legible:
    letters_px: int
    letters_mm: int
    characters: int
    """In a line of running text."""
    rows: int
    """Of a table on one page, about: a wide one has fewer."""
    is_too_far: bool
    """The picture has no room for letters as large as they would have to be."""


def legible(screen: Screen, pace: Pace) -> Legible:
    width, height = PICTURE[screen.shape]
    wanted = screen.minimum_px(width, height)
    letter = min(wanted, height // LINES_LEAST, width // CHARACTERS_LEAST)
    px_per_mm = wanted / screen.minimum_mm
    head = max(QR_MM * px_per_mm, letter * HEAD_LEAST)
    room = height - head - letter * (AROUND[screen.shape] + TABLE_HEAD)
    return Legible(
        letters_px=letter,
        letters_mm=round(letter / px_per_mm),
        characters=min(CHARACTERS_MOST, int((width - letter * SIDES) / (letter * TEXT))),
        rows=max(1, min(pace.rows_per_page, int(room / (letter * TABLE_ROW)))),
        is_too_far=letter < wanted,
    )
