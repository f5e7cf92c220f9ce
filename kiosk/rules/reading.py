"""How long a notice must stand on the screen to be read: an estimate before any page is measured."""

import math
import re
from functools import lru_cache

from kiosk.rules.village import Pace

_NEW_SLIDE = re.compile(r"##?(?!#)[ \t]*\S|[ ]{0,3}-{3,}[ \t]*$")
_SILENT = re.compile(r"[\s#*_>`|\\\[\]()-]+")

CHARACTERS_PER_PAGE = 150


def page_seconds(characters: int, rows: int, pace: Pace) -> float:
    """Seconds for one page: a base, the text at reading speed, the rows of its tables by count."""
    return max(pace.least_seconds, pace.base_seconds + characters / pace.characters_per_second + rows * pace.row_seconds)


@lru_cache(maxsize=1024)
def reading_seconds(body: str, seconds: int | None, pace: Pace) -> int:
    """Seconds the whole notice takes, all its pages; `seconds` is what the clerk asked for each page."""
    total = 0.0
    for characters, rows in _slides(body):
        pages = _pages(characters, rows, pace)
        needed = page_seconds(math.ceil(characters / pages), math.ceil(rows / pages), pace)
        total += pages * (seconds or needed)
    return round(total) or round(seconds or pace.least_seconds)


def _slides(body: str) -> list[tuple[int, int]]:
    """Characters of text and rows of tables (heads left out) on each slide that has any."""
    slides = [(0, 0)]
    for line in body.split("\n"):
        if _NEW_SLIDE.match(line):
            slides.append((0, 0))
        characters, rows = slides[-1]
        if "|" not in line:
            slides[-1] = (characters + len(_SILENT.sub("", line)), rows)
        elif set(line) - set(" |:-\t\r"):
            slides[-1] = (characters, rows + 1)
        else:
            slides[-1] = (characters, max(0, rows - 1))  # the rule below a head: the row above was no row
    return [slide for slide in slides if any(slide)]


def page_count(body: str, pace: Pace) -> int:
    """Pages on the hall's screen, its tables included."""
    return sum(_pages(characters, rows, pace) for characters, rows in _slides(body))


def text_pages(body: str) -> int:
    """Pages of sentences alone: a roster must be whole, however long. A few words share the page of their table."""
    slides = _slides(body)
    beside_tables = sum(characters // CHARACTERS_PER_PAGE for characters, rows in slides if rows)
    return beside_tables + sum(math.ceil(characters / CHARACTERS_PER_PAGE) for characters, rows in slides if not rows)


def _pages(characters: int, rows: int, pace: Pace) -> int:
    return max(1, math.ceil(rows / pace.rows_per_page) + characters // CHARACTERS_PER_PAGE)
