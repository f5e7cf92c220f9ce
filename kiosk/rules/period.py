"""Reporting periods (报告期): a year, a half-year, a quarter or a month."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

UNIT_OF = {"monthly": "month", "quarterly": "quarter", "half_yearly": "half", "yearly": "year"}
"""By how often something is due in the catalogue."""
_ORDINALS = "一二三四"
MONTHS_IN = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_DASHES = str.maketrans("—–－~～至", "------")

_SPELLINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})(?:年度?)?",
        r"(?P<year>\d{4})-?H(?P<half>[12])",
        r"(?P<year>\d{4})-?Q(?P<quarter>[1-4])",
        r"(?P<year>\d{4})[-./年](?P<month>\d{1,2})(?:月份?)?",
        r"(?P<year>\d{4})年?(?P<half_word>[上下])半年",
        r"(?P<year>\d{4})年?第?(?P<quarter_word>[一二三四1-4])季度?",
        r"(?P<year>\d{4})[-./年](?P<first>\d{1,2})-(?P<last>\d{1,2})(?:月份?)?",
    )
)


@dataclass(frozen=True)
class Period:
    year: int
    unit: str
    """year, half, quarter or month."""
    ordinal: int = 1
    """Which one of the year, from 1."""

    @property
    def months(self) -> tuple[int, ...]:
        length = MONTHS_IN[self.unit]
        first = (self.ordinal - 1) * length + 1
        return tuple(range(first, first + length))

    @property
    def first_on(self) -> date:
        return date(self.year, self.months[0], 1)

    @property
    def last_on(self) -> date:
        return self.following().first_on - timedelta(days=1)

    @property
    def code(self) -> str:
        """2026, 2026-H1, 2026-Q3 or 2026-09."""
        suffix = {"year": "", "half": f"-H{self.ordinal}", "quarter": f"-Q{self.ordinal}", "month": f"-{self.ordinal:02}"}
        return f"{self.year}{suffix[self.unit]}"

    @property
    def title(self) -> str:
        """As a village writes it: 2026年度, 2026年上半年, 2026年第三季度, 2026年9月."""
        return {
            "year": f"{self.year}年度",
            "half": f"{self.year}年{'上下'[(self.ordinal - 1) % 2]}半年",
            "quarter": f"{self.year}年第{_ORDINALS[(self.ordinal - 1) % 4]}季度",
            "month": f"{self.year}年{self.ordinal}月",
        }[self.unit]

    def following(self) -> "Period":
        return self._moved(1)

    def preceding(self) -> "Period":
        return self._moved(-1)

    def _moved(self, by: int) -> "Period":
        per_year = 12 // MONTHS_IN[self.unit]
        year, ordinal = divmod(self.year * per_year + self.ordinal - 1 + by, per_year)
        return Period(year, self.unit, ordinal + 1)


def parse_period(text: str) -> Period | None:
    """The period a text names in any of the spellings villages use, or None."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    plain = re.sub(r"\s+", "", plain).upper()
    for spelling in _SPELLINGS:
        found = spelling.fullmatch(plain)
        if found:
            return _from_words(found.groupdict())
    return None


def _from_words(words: dict[str, str | None]) -> Period | None:
    year = int(words["year"] or 0)
    if not 1949 <= year <= 2999:
        return None
    if words.get("half"):
        return Period(year, "half", int(words["half"] or 0))
    if words.get("half_word"):
        return Period(year, "half", "上下".index(words["half_word"] or "上") + 1)
    if words.get("quarter"):
        return Period(year, "quarter", int(words["quarter"] or 0))
    if words.get("quarter_word"):
        word = words["quarter_word"] or "一"
        return Period(year, "quarter", int(word) if word.isdigit() else _ORDINALS.index(word) + 1)
    if words.get("month"):
        month = int(words["month"] or 0)
        return Period(year, "month", month) if 1 <= month <= 12 else None
    if words.get("first"):
        return _of_months(year, int(words["first"] or 0), int(words["last"] or 0))
    return Period(year, "year")


def _of_months(year: int, first: int, last: int) -> Period | None:
    for unit, length in MONTHS_IN.items():
        if last - first + 1 == length and first % length == 1 % length and 1 <= first and last <= 12:
            return Period(year, unit, (first - 1) // length + 1)
    return None


def periods_of(year: int, unit: str) -> list[Period]:
    return [Period(year, unit, ordinal) for ordinal in range(1, 12 // MONTHS_IN[unit] + 1)]


def last_complete_quarter(day: date) -> Period:
    return Period(day.year, "quarter", (day.month - 1) // 3 + 1).preceding()
