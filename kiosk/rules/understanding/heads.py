"""The head of a table: which rows it is made of, and what each column is called when it has several."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from kiosk.rules.cells import is_figure
from kiosk.rules.grids import Merge
from kiosk.rules.table_kinds import Vocabulary
from kiosk.rules.understanding.lines import PROSE, Line, narrow

MOST_ROWS = 3
"""Of one head."""
_LONGEST_NAME = 30
_COUNTED = re.compile(r"[(（]?(\d{1,2}|[①-⑳])[)）]?(?: ?[=＝].*)?")
_COUNTED_WORDS = frozenset("甲乙丙丁戊") | {"栏次", "行次", "栏目", "序号"}


@dataclass(frozen=True)
class Head:
    """Rows `first` to `last` of the sheet; a name for each of its columns, "" where none is given."""

    first: int
    last: int
    names: tuple[str, ...]


class Heads:
    """Looks for heads in one sheet."""

    def __init__(self, lines: Sequence[Line], merges: Sequence[Merge], vocabulary: Vocabulary) -> None:
        self.lines = lines
        self._merges: dict[int, list[Merge]] = {}
        for merge in merges:
            self._merges.setdefault(merge.top, []).append(merge)
        self._vocabulary = vocabulary
        self._roles: dict[str, frozenset[str]] = {}

    def _begun(self, first: int, last: int) -> list[Merge]:
        """What is merged from one of those rows on."""
        return [merge for row in range(first, last + 1) for merge in self._merges.get(row, ())]

    def roles(self, name: str) -> frozenset[str]:
        if name not in self._roles:
            self._roles[name] = frozenset(self._vocabulary.roles_of(name))
        return self._roles[name]

    def is_known(self, at: int) -> bool:
        """Its words are those that heads are made of: two columns or more, and half of all."""
        line = self.lines[at]
        if not self._may_be_head(line):
            return False
        known = [self.roles(line.cells[column]) for column in line.filled]
        told = [roles for roles in known if roles]
        return len(told) >= 2 and len(told) * 2 >= len(known) and len(frozenset().union(*told)) >= 2 and len(set(told)) >= 2

    def _may_be_head(self, line: Line) -> bool:
        if len(line.filled) < 2 or line.figures or line.is_total or line.is_aside:
            return False
        return all(len(line.cells[at]) <= _LONGEST_NAME for at in line.filled)

    def unknown(self, first: int, last: int) -> int | None:
        """Where none is known: the first row of words that is about as full as the rows below it."""
        filled = [len(line.filled) for line in self.lines[first : last + 1] if len(line.filled) > 1]
        if len(filled) < 2:
            return None
        wanted = max(2.0, median(filled) * 0.6)
        for at in range(first, last):
            line = self.lines[at]
            if len(line.filled) >= wanted and self._may_be_head(line) and len(self.lines[at + 1].filled) > 1:
                return at
            if line.figures > 1:
                return None
        return None

    def begun_at(self, at: int) -> Head:
        """With the rows above and below `at` that belong to it."""
        first = at - 1 if at and self._groups(at - 1, at) else at
        last = self._last(at)
        return Head(first, last, tuple(self._name(column, first, last) for column in range(len(self.lines[at].cells))))

    def _groups(self, above: int, at: int) -> bool:
        """A row of words, each of which stands over several columns of the row below it."""
        line = self.lines[above]
        if not self._may_be_head(line) or line.is_note or line.is_signature:
            return False
        spans = [merge for merge in self._begun(above, above) if merge.right > merge.left]
        if spans:
            return len(spans) >= 2 or any(merge.left > 0 for merge in spans)
        below = self.lines[at]
        return all(
            column + 1 < len(line.cells) and not line.cells[column + 1] and below.cells[column] and below.cells[column + 1]
            for column in line.filled
        )

    def _last(self, at: int) -> int:
        last = at
        while last + 1 < min(len(self.lines), at + MOST_ROWS) and self._goes_on(at, last + 1):
            last += 1
        return last

    def _goes_on(self, first: int, below: int) -> bool:
        line, above = self.lines[below], self.lines[below - 1]
        if not line.filled or line.figures or line.is_total or line.is_lone and not self._is_merged_into(first, below):
            return False
        if any(len(line.cells[at]) > _LONGEST_NAME for at in line.filled):
            return False
        if self._is_merged_into(first, below):
            return True
        if not self._has_figures_below(line, below):
            return False  # 项目 over 收入 | 经营收入: two columns of words under one name
        spans = [merge for merge in self._begun(first, below - 1) if merge.right > merge.left]
        within = {column for merge in spans for column in range(merge.left, merge.right + 1)}
        return set(line.filled) <= within if spans else self._stands_under_spans(above, line)

    def _has_figures_below(self, line: Line, at: int) -> bool:
        following = [each for each in self.lines[at + 1 : at + 6] if each.filled]
        return any(is_figure(each.cells[column]) for each in following for column in line.filled)

    def _is_merged_into(self, first: int, below: int) -> bool:
        """Some cell of the head reaches down into that row."""
        return any(below <= merge.bottom < first + MOST_ROWS for merge in self._begun(first, below - 1))

    @staticmethod
    def _stands_under_spans(above: Line, line: Line) -> bool:
        """Each of its words stands under a gap of the row above, or under the word before the gap; some gap is closed."""
        gap = [at for at, cell in enumerate(above.cells) if not cell and any(above.cells[:at])]
        before_gap = {at - 1 for at in gap}
        return set(line.filled) <= set(gap) | before_gap and any(at in gap for at in line.filled) and len(line.filled) > 1

    def _name(self, column: int, first: int, last: int) -> str:
        """补贴面积 水田 of a 水田 that stands under 补贴面积; what is said above is not said again."""
        said: list[str] = []
        for row in range(first, last + 1):
            text = self._text_at(row, column, last)
            if text and not any(text == each or each.endswith(text) for each in said):
                said.append(text)
        return " ".join(said)

    def _text_at(self, row: int, column: int, last: int) -> str:
        own = self.lines[row].cells[column]
        if own:
            return own
        for merge in self._begun(max(0, row - MOST_ROWS + 1), row):
            if row <= merge.bottom and merge.left <= column <= merge.right:
                return self.lines[merge.top].cells[merge.left]
        if row == last or any(merge.right > merge.left for merge in self._begun(row, row)):
            return ""
        cells = self.lines[row].cells
        left = next((at for at in range(column - 1, -1, -1) if cells[at]), None)
        deepest = self.lines[last].cells
        return cells[left] if left is not None and all(deepest[left : column + 1]) else ""


def is_numbering(line: Line, below: Line | None) -> bool:
    """1 2 3 4 under the names of a statutory form, that people may speak of column 3. A first entry is none."""
    texts = [narrow(line.cells[at]) for at in line.filled]
    counted = [text for text in texts if text not in _COUNTED_WORDS]
    if (
        len(counted) < 2
        or len(texts) < 3
        or texts[: len(texts) - len(counted)] != [each for each in texts if each in _COUNTED_WORDS]
    ):
        return False
    if not all(_COUNTED.fullmatch(text) for text in counted):
        return False
    numbers = [_number(text) for text in counted]
    first_below = narrow(below.cells[below.filled[0]]) if below and below.filled else ""
    return numbers == list(range(1, len(numbers) + 1)) and first_below != "2"


def _number(text: str) -> int:
    found = _COUNTED.fullmatch(text)
    word = found[1] if found else "0"
    return int(word) if word.isdecimal() else ord(word) - ord("①") + 1


def halves(names: Sequence[str]) -> int:
    """How many times the same names stand side by side: 2 for 指标名称 代码 数量 指标名称 代码 数量; 1 for no repetition."""
    for times in (2, 3, 4):
        width = len(names) // times
        if width * times == len(names) and len(set(names[:width])) > 1:
            if all(tuple(names[part * width : (part + 1) * width]) == tuple(names[:width]) for part in range(1, times)):
                return times
    return 1


def same_names(one: Sequence[str], other: Sequence[str]) -> bool:
    return list(_bare(one)) == list(_bare(other))


def _bare(names: Sequence[str]) -> Iterator[str]:
    return (re.sub(r"[\s:：]", "", narrow(name)) for name in names if name)


def is_title(line: Line) -> bool:
    return (
        line.is_lone
        and len(line.text) <= 2 * PROSE
        and not line.text.endswith(("。", "；", "：", ":"))
        and not is_figure(line.text)
    )
