"""How long a notice must stand on the screen to be read: an estimate before any page is measured."""

import math
import re

from kiosk.rules.village import Pace

_NEW_SLIDE = re.compile(r"^(?:##?(?!#)\s*\S.*|\s{0,3}-{3,}\s*)$", re.MULTILINE)
_TABLE_ROW = re.compile(r"^\s*\|?.*\|.*$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[\s|:-]+$")
_SILENT = re.compile(r"[\s#*_>`|\\\[\]()-]+")

CHARACTERS_PER_PAGE = 150


def page_seconds(characters: int, rows: int, pace: Pace) -> float:
    """Seconds for one page: a base, the text at reading speed, the rows of its tables by count."""
    return max(pace.least_seconds, pace.base_seconds + characters / pace.characters_per_second + rows * pace.row_seconds)


def reading_seconds(body: str, seconds: int | None, pace: Pace) -> int:
    """Seconds the whole notice takes, all its pages; `seconds` is what the clerk asked for each page."""
    total = 0.0
    for part in _NEW_SLIDE.split(body):
        rows = [line for line in _TABLE_ROW.findall(part) if not _TABLE_RULE.match(line)]
        body_rows = max(0, len(rows) - 1)
        characters = len(_SILENT.sub("", _TABLE_ROW.sub("", part)))
        if not body_rows and not characters:
            continue
        pages = max(1, math.ceil(body_rows / pace.rows_per_page) + characters // CHARACTERS_PER_PAGE)
        needed = page_seconds(math.ceil(characters / pages), math.ceil(body_rows / pages), pace)
        total += pages * (seconds or needed)
    return round(total) or round(seconds or pace.least_seconds)
