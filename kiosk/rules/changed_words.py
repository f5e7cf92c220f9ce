"""Two texts word by word: what of the old is gone, and what of the new has come."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.rules.alignment import Effort, Pair, gaps, matches

# Else every character is a word of its own.
_WORD = re.compile(
    "|".join(
        (
            r"\d{3,4}-\d{6,8}",  # a telephone number
            r"\d{4}年度?|\d{1,2}月|\d{1,2}日|第?[一二三四]季度?",
            r"\d+(?:[,，]\d{3})*(?:[.．]\d+)?[%％‰]?",  # a figure with its thousands marks and decimals
            r"[^\W\dA-Za-z_]\*+[^\W\dA-Za-z_]?",  # a masked name
            r"[A-Za-z]+",
            r"[^\S\n]+",
            ".",
        )
    ),
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|-])")
_ACCIDENT = 2
"""Words that two texts share by accident, between words that differ: marked as changed with them."""


class Mark(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    mark: Mark
    text: str


Pieces = tuple[Piece, ...]
Words = tuple[str, ...]


def plain(markdown: str) -> str:
    """As a resident reads it: 张\\*明 is 张*明."""
    return _ESCAPE.sub(r"\1", markdown) if "\\" in markdown else markdown


def words(text: str) -> Words:
    return tuple(_WORD.findall(text))


def compare_words(old: str, new: str, effort: Effort) -> tuple[Pieces, Pieces]:
    """The old text in pieces the same or removed, and the new one in pieces the same or added."""
    if old == new:
        return unchanged(old), unchanged(new)
    olds, news = words(old), words(new)
    stretches = _settled(list(_stretches(olds, news, matches(olds, news, effort))))
    kept = sum(len(each.old) for each in stretches if each.is_same)
    if kept * 3 < max(len(olds), len(news)):
        return removed(old), added(new)
    left = (Piece(Mark.SAME if each.is_same else Mark.REMOVED, "".join(each.old)) for each in stretches if each.old)
    right = (Piece(Mark.SAME if each.is_same else Mark.ADDED, "".join(each.new)) for each in stretches if each.new)
    return tuple(left), tuple(right)


def unchanged(text: str) -> Pieces:
    return (Piece(Mark.SAME, text),) if text else ()


def removed(text: str) -> Pieces:
    return (Piece(Mark.REMOVED, text),) if text else ()


def added(text: str) -> Pieces:
    return (Piece(Mark.ADDED, text),) if text else ()


@dataclass
class _Stretch:
    is_same: bool
    old: list[str]
    new: list[str]

    def takes(self, other: "_Stretch") -> None:
        self.old += other.old
        self.new += other.new


def _stretches(old: Words, new: Words, pairs: Sequence[Pair]) -> Iterator[_Stretch]:
    """Same and changed ones by turns."""
    same: list[str] = []
    for olds, news in gaps(pairs, len(old), len(new)):
        if olds or news:
            if same:
                yield _Stretch(True, same, same)
            yield _Stretch(False, [*old[olds.start : olds.stop]], [*new[news.start : news.stop]])
            same = []
        same += old[olds.stop : olds.stop + 1]
    if same:
        yield _Stretch(True, same, same)


def _settled(stretches: list[_Stretch]) -> list[_Stretch]:
    """Without accidents: 10月8日 → 11月9日 is one change, not two around 月."""
    settled: list[_Stretch] = []
    for at, each in enumerate(stretches):
        is_inside = each.is_same and settled and at + 1 < len(stretches)
        is_changed = not each.is_same or (is_inside and _is_accident(each.old, settled[-1], stretches[at + 1]))
        if is_changed and settled and not settled[-1].is_same:
            settled[-1].takes(each)
        else:
            settled.append(each)
    return settled


def _is_accident(same: list[str], before: _Stretch, after: _Stretch) -> bool:
    is_short = len(same) <= min(_ACCIDENT, _length(before), _length(after))
    return is_short and not any(word[0].isdigit() or word == "\n" for word in same)


def _length(stretch: _Stretch) -> int:
    return max(len(stretch.old), len(stretch.new))
