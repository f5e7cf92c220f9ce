"""Which of the old goes with which of the new: equals in their order, then the like with the like, in bounded work."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile, zip_longest
from typing import NamedTuple

Pair = tuple[int, int]
Likeness = Callable[[int, int], float]
"""Of an old one and a new one, by their places; 0 where they cannot be one and the same."""
_Link = tuple[Pair, "_Link | None"]
AT_ONCE = 50_000
"""Pairs of equals up to which the longest run is looked for without dividing first."""
COST_OF_LIKENESS = 8
"""Of one pair, where one pair of equals costs 1."""


@dataclass
class Effort:
    """What one comparison may still cost: 1 is about a microsecond. What would cost more is left undone."""

    left: int = 1_000_000
    fell_short: bool = False

    def allows(self, cost: int) -> bool:
        if cost > self.left:
            self.fell_short = True
            return False
        self.left -= cost
        return True


class Step(NamedTuple):
    """An index on either side; None where nothing stands across. `belong`: one is the other, changed or not."""

    old: int | None
    new: int | None
    belong: bool


def steps(pairs: Iterable[Pair], old: int, new: int) -> Iterator[Step]:
    """All of both sides from top to bottom. What belongs to nothing stands beside what came in its place."""
    for olds, news in gaps(pairs, old, new):
        for left, right in zip_longest(olds, news):
            yield Step(left, right, belong=False)
        if olds.stop < old or news.stop < new:
            yield Step(olds.stop, news.stop, belong=True)


def gaps(pairs: Iterable[Pair], old: int, new: int) -> Iterator[tuple[range, range]]:
    """What lies before each pair and behind the last; often nothing."""
    for (left, right), (next_left, next_right) in pairwise([(-1, -1), *pairs, (old, new)]):
        yield range(left + 1, next_left), range(right + 1, next_right)


def matches(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[Pair]:
    """Pairs of equals, rising on both sides: the most there are, or where that costs too much, first those that stand
    once on either side, then the most between these."""
    alike = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(old, new, strict=False)))
    ends = zip(reversed(old[alike:]), reversed(new[alike:]), strict=False)
    alike_at_end = sum(1 for _ in takewhile(lambda both: both[0] == both[1], ends))
    middle = _between(old[alike : len(old) - alike_at_end], new[alike : len(new) - alike_at_end], effort)
    return [
        *((at, at) for at in range(alike)),
        *((alike + left, alike + right) for left, right in middle),
        *((len(old) - at, len(new) - at) for at in range(alike_at_end, 0, -1)),
    ]


def _between(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[Pair]:
    if _pairs_of_equals(old, new) <= AT_ONCE:
        return _most(old, new, effort)
    anchors = _anchors(old, new, effort)
    found: list[Pair] = []
    for (olds, news), anchor in zip_longest(gaps(anchors, len(old), len(new)), anchors):
        within = _most([old[at] for at in olds], [new[at] for at in news], effort)
        found += ((olds.start + left, news.start + right) for left, right in within)
        if anchor is not None:
            found.append(anchor)
    return found


def _pairs_of_equals(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    in_new = Counter(new)
    return sum(times * in_new[key] for key, times in Counter(old).items())


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[Pair]:
    once = {key for key, times in Counter(old).items() if times == 1} & {key for key, times in Counter(new).items() if times == 1}
    place = {key: at for at, key in enumerate(new) if key in once}
    return _longest_rising((at, place[key]) for at, key in enumerate(old) if key in once) if effort.allows(len(once)) else []


def _most(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[Pair]:
    """The longest common subsequence, by Hunt and Szymanski's way: a rising run through all pairs of equals."""
    if not effort.allows(_pairs_of_equals(old, new)):
        return []
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at in range(len(new) - 1, -1, -1):
        places[new[at]].append(at)
    return _longest_rising((left, right) for left, key in enumerate(old) for right in places.get(key, ()))


def _longest_rising(pairs: Iterable[Pair]) -> list[Pair]:
    """Of pairs whose left side never falls, the right side falling where the left stays the same."""
    least: list[int] = []
    runs: list[_Link] = []
    for pair in pairs:
        at = bisect_left(least, pair[1])
        link = (pair, runs[at - 1] if at else None)
        least[at : at + 1] = [pair[1]]
        runs[at : at + 1] = [link]
    found: list[Pair] = []
    link = runs[-1] if runs else None
    while link is not None:
        found.append(link[0])
        link = link[1]
    return found[::-1]


def with_the_like(pairs: Sequence[Pair], old: int, new: int, likeness: Likeness, effort: Effort) -> list[Pair]:
    """The pairs, and between them further ones that are alike."""
    found: list[Pair] = []
    for (olds, news), pair in zip_longest(gaps(pairs, old, new), pairs):
        if olds and news:
            found += _alike(olds, news, likeness, effort)
        if pair is not None:
            found.append(pair)
    return found


def _alike(olds: range, news: range, likeness: Likeness, effort: Effort) -> Iterable[Pair]:
    """Rising pairs whose likeness adds up to the most; where that costs too much, those that stand side by side."""
    if not effort.allows(len(olds) * len(news) * COST_OF_LIKENESS):
        beside = list(zip(olds, news, strict=False)) if effort.allows(min(len(olds), len(news)) * COST_OF_LIKENESS) else []
        return [pair for pair in beside if likeness(*pair) > 0]
    alike = [[likeness(left, right) for right in news] for left in olds]
    worth = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for left in range(len(olds) - 1, -1, -1):
        for right in range(len(news) - 1, -1, -1):
            together = alike[left][right] + worth[left + 1][right + 1]
            worth[left][right] = max(together, worth[left + 1][right], worth[left][right + 1])
    return ((olds[left], news[right]) for left, right in _best_way(alike, worth))


def _best_way(alike: list[list[float]], worth: list[list[float]]) -> Iterator[Pair]:
    left = right = 0
    while left < len(alike) and right < len(alike[0]):
        here, likeness = worth[left][right], alike[left][right]
        if likeness > 0 and here == likeness + worth[left + 1][right + 1]:
            yield left, right
            left, right = left + 1, right + 1
        elif here == worth[left + 1][right]:
            left += 1
        else:
            right += 1
