"""Index numbers (索引号): how the board gives them, and what is wanting among those that were given."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kiosk.rules.notice import Category

# No figure may follow the serial: it is read back out of the numbers.
_PATTERN = re.compile(r"(?=.{1,40}\Z)(?:[^{}]|\{(?:prefix|year)\})*\{serial(?::0[1-8])?\}[^{}\d]*")
_BLANK = re.compile(r"(\{[^}]*\})")
_SERIAL_DIGITS = 12


@dataclass(frozen=True)
class Series:
    """What is counted together: the parts that the pattern has, None for one that it has not."""

    prefix: str | None
    year: int | None


@dataclass(frozen=True)
class Numbering:
    """How the board gives index numbers."""

    pattern: str
    """With the blanks {prefix}, {year} and {serial}."""
    prefixes: dict[Category, str]

    def __post_init__(self) -> None:
        """Raises ValueError for a pattern with other blanks, or without a serial that ends it."""
        if not _PATTERN.fullmatch(self.pattern):
            raise ValueError(self.pattern)

    def index_number(self, category: Category, year: int, serial: int) -> str:
        return self.pattern.format(prefix=self.prefixes[category], year=year, serial=serial)

    def series(self, category: Category, year: int) -> Series:
        prefix = self.prefixes[category] if "{prefix}" in self.pattern else None
        return Series(prefix, year if "{year}" in self.pattern else None)

    def read(self, number: str) -> tuple[Series, int] | None:
        """The series and the serial of a number; None for one that was not made by this pattern."""
        found = self._form.fullmatch(number)
        if found is None:
            return None
        parts = found.groupdict()
        year = parts.get("year")
        return Series(parts.get("prefix"), int(year) if year else None), int(parts["serial"])

    def start_of(self, category: Category, year: int) -> str:
        """With which every number of that series begins."""
        return self.pattern.partition("{serial")[0].format(prefix=self.prefixes[category], year=year)

    @cached_property
    def _form(self) -> re.Pattern[str]:
        known = sorted(set(self.prefixes.values()), key=len, reverse=True)  # the longest first: A1 before A
        first = {
            "{prefix}": rf"(?P<prefix>{'|'.join(map(re.escape, known))})",
            "{year}": r"(?P<year>[0-9]{4})",
        }
        again = {"{prefix}": "(?P=prefix)", "{year}": "(?P=year)"}
        forms, met = [], set()
        for part in _BLANK.split(self.pattern):
            if part.startswith("{serial"):
                forms.append(rf"(?P<serial>[0-9]{{1,{_SERIAL_DIGITS}}})")
            elif part in first:
                forms.append(again[part] if part in met else first[part])
                met.add(part)
            else:
                forms.append(re.escape(part))
        return re.compile("".join(forms))


def next_serial(numbering: Numbering, category: Category, year: int, given: Iterable[str]) -> int:
    """The first after the highest given: what a paper register had before is not given a second time."""
    wanted, held = numbering.series(category, year), set(given)
    read = filter(None, map(numbering.read, held))
    serial = max((serial for series, serial in read if series == wanted), default=0) + 1
    while numbering.index_number(category, year, serial) in held:  # A with 11 is A1 with 1, where nothing stands between
        serial += 1
    return serial


@dataclass(frozen=True)
class Given:
    """An index number, by whom it was given, and what has become of its notice."""

    number: int
    index_number: str
    by_board: bool | None
    """False for one that came with a file; None where nobody has kept it."""
    is_posted: bool


@dataclass(frozen=True)
class Gap:
    """Serials that nothing bears, from the first to the last, and the number that was given after them."""

    first: int
    last: int
    after: Given


@dataclass(frozen=True)
class Register:
    """One series as it stands."""

    series: Series
    count: int
    highest: int
    gaps: tuple[Gap, ...]


def registers(numbering: Numbering, given: Iterable[Given]) -> tuple[list[Register], list[Given]]:
    """Each series, the newest year first; and the numbers that the pattern does not make."""
    of_series: Mapping[Series, dict[int, Given]] = defaultdict(dict)
    others = []
    for each in given:
        read = numbering.read(each.index_number)
        if read is None:
            others.append(each)
        else:
            of_series[read[0]][read[1]] = each
    made = [_register(series, held) for series, held in of_series.items()]
    return sorted(made, key=lambda register: (-(register.series.year or 0), register.series.prefix or "")), others


def _register(series: Series, held: Mapping[int, Given]) -> Register:
    gaps, before = [], 0
    for serial in sorted(held):
        if serial > before + 1:
            gaps.append(Gap(before + 1, serial - 1, held[serial]))
        before = serial
    return Register(series, len(held), before, tuple(gaps))
