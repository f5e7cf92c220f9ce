"""Periods and days where they are named in a running text, and the same spelling for another one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.rules.period import Period, parse_period

_NUMERALS = "〇一二三四五六七八九"
_MONTHS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_HALVES = "上下"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ZEROS = str.maketrans("○零", "〇〇")
# Letter for letter, so that what is found in the one stands at the same place in the other.
_NARROW = str.maketrans("０１２３４５６７８９．／　—–－~～至到", "0123456789./ -------")

_YEAR = r"(?P<year>[0-9]{4}|[一二][〇○零一二三四五六七八九]{3})"
_MONTH = r"(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY = r"[0-9]{1,2}"
_FROM = rf"(?P<first>{_MONTH})"
_TILL = rf"(?:(?P<last_year>[0-9]{{4}})~年~)?(?P<last>{_MONTH})"
_QUARTER = r"第?~(?P<quarter>[一二三四1-4])~季~"
# What begins like another form and goes on stands before it; ~ is where spaces may stand.
_WITH_YEAR = (
    rf"{_YEAR}~年~{_FROM}~月~(?P<first_day>{_DAY})~日~-+~{_TILL}~月~(?P<last_day>{_DAY})~日",
    rf"{_YEAR}~年~{_FROM}~月?份?~-+~{_TILL}~月份?(?!~[0-9])",
    rf"{_YEAR}\.{_FROM}-(?P<last>{_MONTH})(?:月份?)?(?![0-9.])",
    rf"{_YEAR}~年~(?P<month>{_MONTH})~月~(?P<day>{_DAY})~日",
    rf"{_YEAR}[-./](?P<month>[0-9]{{1,2}})[-./](?P<day>{_DAY})(?![0-9])",
    rf"{_YEAR}~(?:年度?)?~(?P<half>[上下])半年",
    rf"{_YEAR}~(?:年度?)?~{_QUARTER}度?(?!节)",
    rf"{_YEAR}-?[Qq](?P<quarter>[1-4])(?![0-9])",
    rf"{_YEAR}-?[Hh](?P<half>[12])(?![0-9])",
    rf"{_YEAR}~年~(?P<month>{_MONTH})~月份?(?!~[0-9])",
    rf"{_YEAR}-(?P<padded_month>[01][0-9])(?![0-9-])",
    rf"{_YEAR}[./](?P<month>[0-9]{{1,2}})(?![0-9./]|[元万亿亩户人%])",
    rf"{_YEAR}~年度?(?!~(?:第|[0-9]))",
)
_WITHOUT_YEAR = (
    rf"{_FROM}~月~(?P<first_day>{_DAY})~日~-+~{_TILL}~月~(?P<last_day>{_DAY})~日",
    rf"{_FROM}~月?份?~-+~{_TILL}~月份?(?!~[0-9])",
    rf"(?P<month>{_MONTH})~月~(?P<day>{_DAY})~日",
    r"(?P<half>[上下])半年",
    rf"{_QUARTER}度",
    rf"(?P<month>{_MONTH})~月份?(?!~[0-9])",
)
_FORMS = tuple(re.compile(form.replace("~", " {,2}").replace("-+", "-{1,3}")) for form in (*_WITH_YEAR, *_WITHOUT_YEAR))
_NOT_BEFORE = r"(?<![0-9A-Za-z〔.])(?<![0-9][-/])"


def _either(forms: tuple[re.Pattern[str], ...]) -> str:
    return "|".join(re.sub(r"\(\?P<\w+>", "(?:", form.pattern) for form in forms)


_ANY = re.compile(
    f"{_NOT_BEFORE}(?:{_either(_FORMS[: len(_WITH_YEAR)])}|(?<![年第])(?:{_either(_FORMS[len(_WITH_YEAR) :])}))"
)


@dataclass(frozen=True)
class Name:
    """`text[start:end]` names a period, a day, or months that are no period of ours."""

    start: int
    end: int
    first_on: date
    period: Period | None
    is_day: bool
    has_year: bool
    parts: tuple[tuple[int, int, str], ...]
    """From where to where stands what: year, month, last_day …"""

    def of(self, text: str, period: Period) -> str:
        """Spelled the same, of another period."""
        return self._spelled(text, period.first_on, period.last_on, period.ordinal)

    def on(self, text: str, day: date) -> str:
        """Spelled the same, of another day."""
        return self._spelled(text, day, day, 0)

    def _spelled(self, text: str, first: date, last: date, ordinal: int) -> str:
        values = {"year": first.year, "last_year": last.year, "half": ordinal, "quarter": ordinal}
        values |= {"month": first.month, "padded_month": first.month, "first": first.month, "last": last.month}
        values |= {"day": first.day, "first_day": first.day, "last_day": last.day}
        spelled, at = "", self.start
        for start, end, part in self.parts:
            spelled += text[at:start] + _numeral(values[part], text[start:end], part)
            at = end
        return spelled + text[at : self.end]


def names(text: str, year: int) -> Iterator[Name]:
    """In their order; where no year is named, `year` is meant."""
    narrow = text.translate(_NARROW)
    for found in _ANY.finditer(narrow):
        form = next(form for each in _FORMS if (form := each.fullmatch(found[0])))
        name = _name(form, found.start(), year)
        if name is not None:
            yield name


def _name(form: re.Match[str], at: int, year: int) -> Name | None:
    """None for what the calendar has not."""
    said = {part: words for part, words in form.groupdict().items() if words}
    of_year = _number(said["year"]) if "year" in said else year
    try:
        first_on, period = _meant(said, of_year)
    except ValueError:
        return None
    parts = sorted((at + form.start(part), at + form.end(part), part) for part in said)
    return Name(at + form.start(), at + form.end(), first_on, period, "day" in said, "year" in said, tuple(parts))


def _meant(said: dict[str, str], year: int) -> tuple[date, Period | None]:
    """Raises ValueError for what the calendar has not."""
    if "day" in said:
        return date(year, _number(said["month"]), int(said["day"])), None
    if "half" in said or "quarter" in said:
        unit = "half" if "half" in said else "quarter"
        ordinal = _HALVES.index(said[unit]) + 1 if said[unit] in _HALVES else _number(said[unit])
        period = parse_period(f"{year}-{unit[0]}{ordinal}")
    elif "first" in said:
        period = _of_months(said, year)
        if period is None:
            return date(year, _number(said["first"]), int(said.get("first_day", 1))), None
    else:
        month = said.get("month") or said.get("padded_month")
        period = parse_period(f"{year}-{_number(month)}" if month else f"{year}")
    if period is None:
        raise ValueError(said)
    return period.first_on, period


def _of_months(said: dict[str, str], year: int) -> Period | None:
    if _number(said.get("last_year") or str(year)) != year:
        return None
    period = parse_period(f"{year}年{_number(said['first'])}-{_number(said['last'])}月")
    if period is None or "first_day" not in said:
        return period
    days = (int(said["first_day"]), int(said["last_day"]))
    return period if days == (1, period.last_on.day) else None


def _number(words: str) -> int:
    if words.isdecimal():
        return int(words)
    if words in _MONTHS:
        return _MONTHS.index(words)
    return int("".join(str(_NUMERALS.index(sign)) for sign in words.translate(_ZEROS)))


def _numeral(value: int, like: str, part: str) -> str:
    if like in _HALVES:
        return _HALVES[value - 1]
    if not like.isdecimal():
        zero = next((sign for sign in like if sign in "○零"), "〇")
        return "".join(_NUMERALS[int(digit)] for digit in str(value)).replace("〇", zero) if len(like) == 4 else _MONTHS[value]
    is_padded = part == "padded_month" or like[0] in "0０"
    digits = str(value).zfill(2 if is_padded else 1)
    return digits if like.isascii() else digits.translate(_WIDE)
