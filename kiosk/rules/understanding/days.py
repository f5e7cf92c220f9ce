"""Days as notices write them: 2026年9月3日, 2026-09-03 16:20, 二〇二六年九月三日, ２０２６／９／３."""

import re
import unicodedata
from datetime import date

from kiosk.rules.amounts import read_count

_DIGITS = "〇一二三四五六七八九"
_ZEROS = str.maketrans("○零O", "〇〇〇")
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_DAY = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)"
    rf"|(?P<year_word>\d{{4}}|[一二][〇○零O一二三四五六七八九]{{3}})年"
    rf"(?P<month_word>\d{{1,2}}|{_NUMERAL})月(?P<day_word>\d{{1,2}}|{_NUMERAL})日?"
)
_LABEL = re.compile(r"^[^\d:：]{0,6}(?:日期|时间)[:：]")
_HOUR = re.compile(r"(?:\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}[时点](?:\d{1,2}分)?)$")
_LIMIT = 40


def day_in(text: str) -> date | None:
    """The first day that a text names with its year."""
    for found in _DAY.finditer(_plain(text)):
        day = _date(found)
        if day is not None:
            return day
    return None


def read_day(text: str) -> date | None:
    """Of a text that is a day, with or without the hour and 日期：before it; None for any other."""
    if len(text) > _LIMIT:
        return None
    plain = _LABEL.sub("", _plain(text))
    found = _DAY.match(plain)
    rest = plain[found.end() :].strip() if found else ""
    return _date(found) if found and (not rest or _HOUR.fullmatch(rest)) else None


def is_day(text: str) -> bool:
    return read_day(text) is not None


def _plain(text: str) -> str:
    """A space stays only where two figures would run together."""
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", unicodedata.normalize("NFKC", text[:2000]))


def _date(found: re.Match[str]) -> date | None:
    words = (found["year"] or found["year_word"], found["month"] or found["month_word"], found["day"] or found["day_word"])
    year, month, day = map(_number, words)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(word: str) -> int:
    if len(word) == 4 and not word.isdecimal():
        return int("".join(str(_DIGITS.index(sign)) for sign in word.translate(_ZEROS)))
    return read_count(word)
