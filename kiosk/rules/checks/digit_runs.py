"""Digits that may belong together, however they are written: １３８-0013-8000, 1101 0119 0001 0100 1X, 一三八〇〇….

Everything here keeps its length: what is found in the narrow text stands at the same place in the written one.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

_NUMERALS = "〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖"
_NUMERAL = f"[{_NUMERALS}○幺]"
_CHINESE = re.compile(rf"{_NUMERAL}(?:[ \-.]?{_NUMERAL}){{10,}}")
_OF_CHINESE = str.maketrans("○幺" + _NUMERALS, "01" + "0123456789" * 2)
_LETTERED = re.compile(r"(?<![A-Za-z\d])(?=\d+[OolI])(?:1[3-9][\dOolI]{9}|[1-9][\dOolI]{16}[\dXOolI])(?![A-Za-z\d])")
"""A letter typed, or read by a scanner, for a nought or a one."""
_OF_LETTERS = str.maketrans("OolI", "0011")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_ALIKE = {
    "X": "ｘＸ×✕ХхxX",
    "-": "－—–‐‑‒―−﹣_＿",
    ".": "．·・‧",
    " ": "\u00a0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t",
    "(": "（",
    ")": "）",
    "*": "＊∗●•⁎",
    "\\": _INVISIBLE,
    "+": "＋",
}
_NARROW = str.maketrans({sign: narrow for narrow, signs in _ALIKE.items() for sign in signs})
_OTHER_DIGIT = re.compile(r"[^\W\x00-\x7f\u3400-\u9fffA-Za-z]")

# A backslash is what a body escapes with, and nothing is read where it stands.
_RUN = re.compile(r"(?:\d(?:[ \-.\\]{0,3}|[ ]?(?:&nbsp;|<br[ ]?/?>)[ ]?)){6,}\d(?:[ \-\\]?X)?")
_GROUP = re.compile(r"\d(?:\\{0,3}\d)*X?|X")
_LOOSE = re.compile(r"(?<!\d)\d{1,12}+(?:[ ]?(?:[/,，、~～()\[\]【】]{1,2}|\\?\*)[ ]?\d{1,12}+){1,17}X?")
_CELLS = re.compile(r"(?<=\|)[ ]*\d{1,17}[ ]*(?:\|[ ]*(?:\d{1,17}X?|X)[ ]*){1,18}(?=\|)")


def narrowed(text: str) -> str:
    """Half-width digits and signs, and digits for eleven or more Chinese numerals in a row and for letters among digits."""
    narrow = text.translate(_NARROW)
    if _OTHER_DIGIT.search(narrow):
        narrow = _OTHER_DIGIT.sub(lambda found: _digit(found[0]), narrow)
    narrow = _LETTERED.sub(lambda found: found[0].translate(_OF_LETTERS), narrow)
    return _CHINESE.sub(lambda found: found[0].translate(_OF_CHINESE), narrow)


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


@dataclass(frozen=True)
class Group:
    """`text[start:end]` are digits without anything to be seen between them; the last may be X."""

    start: int
    end: int
    digits: str


@dataclass(frozen=True)
class Run:
    """Groups with little between them: at least seven digits in all."""

    groups: tuple[Group, ...]
    between: tuple[str, ...]
    """What stands between each group and the next: spaces, hyphens, dots."""

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(each.digits) for each in self.groups)

    @cached_property
    def _joined(self) -> str:
        return "".join(each.digits for each in self.groups)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *accumulate(self.sizes))

    def digits(self, first: int, size: int) -> str:
        """Of so many groups."""
        return self._joined[self._starts[first] : self._starts[min(first + size, len(self.groups))]]

    def count_of(self, first: int, total: int) -> int:
        """How many groups from there on have just so many digits together; 0 where none have."""
        wanted = self._starts[first] + total
        at = bisect_left(self._starts, wanted, first)
        return at - first if at < len(self._starts) and self._starts[at] == wanted else 0

    def window(self, first: int, size: int) -> "Digits":
        """`size` groups, at least one."""
        groups = self.groups[first : first + max(size, 1)]
        between = {each.strip() or each[:1] for each in self.between[first : first + size - 1]}
        return Digits(groups, "".join(each.digits for each in groups), len(between) <= 1)


@dataclass(frozen=True)
class Digits:
    """Some groups of a run, read as one number."""

    groups: tuple[Group, ...]
    digits: str
    is_even: bool
    """The same stands between them all."""

    @property
    def start(self) -> int:
        return self.groups[0].start

    @property
    def end(self) -> int:
        return self.groups[-1].end

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(each.digits) for each in self.groups)


def runs(narrow: str) -> Iterator[Run]:
    for found in _RUN.finditer(narrow):
        yield run_of(narrow, found.start(), found.end())


def cell_runs(narrow: str) -> Iterator[Run]:
    """Neighbouring cells of nothing but digits, which may be one number cut to pieces."""
    for found in _CELLS.finditer(narrow):
        if sum(map(str.isdigit, found[0])) >= 11:
            yield run_of(narrow, found.start(), found.end())


def loose_runs(narrow: str) -> Iterator[Run]:
    """With signs between them that part numbers from each other more often than the pieces of one."""
    for found in _LOOSE.finditer(narrow):
        if sum(map(str.isdigit, found[0])) >= 11:
            yield run_of(narrow, found.start(), found.end())


def run_of(narrow: str, start: int, end: int) -> Run:
    if narrow[start:end].isdigit():
        return Run((Group(start, end, narrow[start:end]),), ())
    found = [Group(*found.span(), found[0].replace("\\", "")) for found in _GROUP.finditer(narrow, start, end)]
    groups = _with_their_x(found, narrow)
    between = (narrow[groups[at].end : groups[at + 1].start] for at in range(len(groups) - 1))
    return Run(groups, tuple(between))


def _with_their_x(groups: list[Group], narrow: str) -> tuple[Group, ...]:
    """A lone X closes the number before it, or has the next cell for itself; everywhere else it is a letter."""
    *others, last = groups
    if last.digits == "X" and others and "|" not in narrow[others[-1].end : last.start]:
        before = others.pop()
        last = Group(before.start, last.end, before.digits + "X")
    return tuple(each for each in (*others, last) if each.digits != "X" or each is last)


class Taken:
    """Stretches of the text that are read already, in their order; asked for from the beginning to the end."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._stretches = sorted(stretches)
        self._at = 0

    def _within(self, start: int, end: int) -> list[tuple[int, int]]:
        while self._at < len(self._stretches) and self._stretches[self._at][1] <= start:
            self._at += 1
        at, within = self._at, []
        while at < len(self._stretches) and self._stretches[at][0] < end:
            within.append(self._stretches[at])
            at += 1
        return within

    def touches(self, start: int, end: int) -> bool:
        return bool(self._within(start, end))

    def free_parts(self, narrow: str, run: Run) -> Iterator[Run]:
        at, end = run.groups[0].start, run.groups[-1].end
        within = self._within(at, end)
        if not within:
            yield run
            return
        for start, until in [*within, (end, end)]:
            if sum(map(str.isdigit, narrow[at:start])) >= 7:
                yield run_of(narrow, at, start)
            at = max(at, until)
