"""What a cell holds, as text: the figure that the spreadsheet shows, the day as 2026-09-03, words without hidden signs."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kiosk.documents.opening.limits import CELL_LIMIT

Value = int | float | str | bool | time | date | datetime | timedelta

EXACT_LIMIT = 10**15
"""A spreadsheet keeps fifteen digits of a number: from here on, the last ones are not those that were typed."""
_BREAKS = re.compile(r"\s*[\t-\r\x1c-\x1e\x85\u2028\u2029]\s*")
# Signs that nobody sees; what joins or varies letters of rare names stays, and so do private ones.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SHORTEST_PLAIN = -30
"""Powers of ten: a smaller number is written with its exponent."""


def words(text: str) -> str:
    """One line, without what cannot be shown; every character of a name stays as it is."""
    if not text.isprintable():
        text = _UNSEEN.sub("", _BREAKS.sub(" ", text)).replace("\xa0", " ")
    return text.strip()


def words_of_cell(text: str) -> tuple[str, bool]:
    """And whether it had to be cut."""
    return words(text[:CELL_LIMIT]), len(text) > CELL_LIMIT


def small_number(text: str, otherwise: int) -> int:
    """A count or a level, as office files write it of their cells and lists."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def text_of(value: Value, is_percent: bool = False) -> str:
    """As the spreadsheet shows it in a wide cell without a format: 0.3 for 0.1 + 0.2, 1234, 0.00001."""
    if isinstance(value, str):
        return words(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _percentage(value) if is_percent else _number(value)
    return _moment(value)


def is_rounded(value: Value) -> bool:
    """The digits behind the fifteenth were lost before the file was saved."""
    return isinstance(value, int | float) and abs(value) >= EXACT_LIMIT


def _number(value: int | float) -> str:
    shown = format(value, ".15g")
    if "e" not in shown:
        return "0" if shown == "-0" else shown
    return _plain(Decimal(shown))


def _percentage(value: int | float) -> str:
    shown = Decimal(format(value, ".15g"))
    return f"{_plain(shown * 100)}%" if shown.is_finite() else str(shown)


def _plain(number: Decimal) -> str:
    if not number.is_finite() or number.adjusted() < _SHORTEST_PLAIN or number.adjusted() > -_SHORTEST_PLAIN:
        return str(number)
    shown = format(number, "f")
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) or "0"


def _moment(value: time | date | datetime | timedelta) -> str:
    if isinstance(value, datetime):
        whole = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return whole.date().isoformat() if whole.time() == time() else f"{whole.date().isoformat()} {_clock(whole.time())}"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
    return _clock(value) if isinstance(value, time) else value.isoformat()


def _clock(value: time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")
