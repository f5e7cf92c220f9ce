"""A table as it is reckoned with: lines with their labels and figures. What stands side by side goes on below."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from kiosk.rules.amounts import Amount, read_amount
from kiosk.rules.cells import is_blank
from kiosk.rules.changed_words import plain
from kiosk.rules.placed_text import Piece, PlacedTable, Row
from kiosk.rules.table_kinds import Vocabulary, bare_head, unit_in_head

_SCALES = {"千元": 10**3, "万元": 10**4, "亿元": 10**8}
_UNIT_LINE = re.compile(r"单位[:：为]?\s*(?:人民币)?\s*(千元|万元|亿元|元)")
_NOT_MONEY = frozenset({"number", "day", "voucher", "area_mu", "head_count", "household_members", "age", "note"})
_ADDS_UP = re.compile(r"(?:^|.*[^计])(?:合计|总计|小计|共计)|(?:合计|总计|小计|共计|总额|总数).{0,8}|总额|总数")
_SPACES_AND_SIGNS = re.compile(r"[\s:：*]+")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_NUMBERING = re.compile(
    r"(?P<one>[一二三四五六七八九十]{1,3}[、.．])|(?P<two>[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?P<three>\d{1,2}[、.．](?!\d))|(?P<four>[（(]\d{1,2}[）)])|(?P<five>[①-⑳])"
)
_SIGN = re.compile(r"(?P<plus>加)[:：]|(?P<minus>减)[:：]")
_LEADING_SIGN = re.compile(r"^\s*(?:(?:其中|加|减)[:：]\s*)+")
GRADES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell that holds a number."""

    piece: Piece
    row: int
    column: int
    amount: Amount
    scale: int = 1
    """10000 where the head or the line above the table says 万元, and the cell itself does not."""

    @property
    def value(self) -> Decimal:
        """In 元, 亩, 户 …, with 万 multiplied out."""
        return self.amount.value * self.scale

    @property
    def step(self) -> Decimal:
        return self.amount.step * self.scale

    @property
    def is_scaled(self) -> bool:
        """Written in thousands or more, so that what it stands for was rounded."""
        return self.scale * self.amount.scale > 1


@dataclass(frozen=True, slots=True)
class Line:
    at: int
    """Its place among the lines of the sheet."""
    written: str
    """Its label, with the escapes of Markdown."""
    cells: Row
    row: int
    left: int = 0
    """The column that its first cell stands in."""
    grade: int = 0
    """1 of 一、 2 of （一） 3 of 1. and so on; 0 without a number."""
    adds_up: bool = False
    """合计, 小计, 流动资产合计 …"""

    @property
    def label(self) -> str:
        """As residents read it."""
        return plain(self.written)

    @property
    def name(self) -> str:
        """The label without its numbering, sign and brackets: 一、总收入 and 加：总收入（万元） are 总收入."""
        return bare_label(self.label)

    @property
    def is_of_which(self) -> bool:
        return self.written.startswith("其中")

    @property
    def sign(self) -> int:
        """1 of 加：, -1 of 减：, else 0."""
        if "加" not in self.written and "减" not in self.written:
            return 0
        found = _SIGN.match(_NUMBERING.sub("", self.written, count=1).strip())
        return 0 if found is None else (1 if found["plus"] else -1)

    @property
    def heads_a_section(self) -> bool:
        """流动资产： says what follows; a figure beside it is told again in the sum."""
        return self.written.rstrip().endswith((":", "："))

    @property
    def is_to_date(self) -> bool:
        """累计: contains earlier periods, that nobody sees here."""
        return "累计" in self.written and "折旧" not in self.written and "摊销" not in self.written


@lru_cache(maxsize=4096)
def bare_label(label: str) -> str:
    numbered = _NUMBERING.match(label.strip())
    bare = label.strip()[numbered.end() :] if numbered else label
    bare = _BRACKETS.sub("", bare) or bare
    return _SPACES_AND_SIGNS.sub("", _LEADING_SIGN.sub("", bare, count=1))


def is_sum_label(text: str) -> bool:
    if "计" not in text and "总" not in text:
        return False
    bare = _SPACES_AND_SIGNS.sub("", _BRACKETS.sub("", text))
    return len(bare) <= 24 and _ADDS_UP.fullmatch(bare) is not None


@dataclass(frozen=True, eq=False)
class Sheet:
    """Like none but itself, so that what was found out about it can be kept."""

    table: PlacedTable
    heads: tuple[str, ...]
    """Of one panel, where two stand side by side."""
    kind: str
    columns: Mapping[str, int]
    """What a column holds → its place in the panel."""
    roles: tuple[frozenset[str], ...]
    lines: tuple[Line, ...]
    unit: str
    """元 or 万元 of the line above the table; "" where none says."""

    @cached_property
    def _read(self) -> dict[int, tuple[Figure | None, ...]]:
        """By column, as they are asked for."""
        return {}

    def figure(self, line: Line, column: int) -> Figure | None:
        return self.figures(column)[line.at]

    def figures(self, column: int) -> tuple[Figure | None, ...]:
        """Of every line."""
        if column not in self._read:
            self._read[column] = tuple(self._figure(line, column) for line in self.lines)
        return self._read[column]

    def _figure(self, line: Line, column: int) -> Figure | None:
        if column >= len(line.cells) or not line.cells[column].raw:
            return None
        piece = line.cells[column]
        amount = read_amount(piece.raw) or (read_amount(piece.text) if "*" in piece.raw or "\\" in piece.raw else None)
        if amount is None:
            return None
        scale = 1 if amount.unit or amount.scale > 1 else self.scales[column]
        return Figure(piece, line.row, line.left + column, amount, scale)

    @cached_property
    def scales(self) -> tuple[int, ...]:
        return tuple(_SCALES.get(self.unit_of(at).partition("/")[0], 1) for at in range(len(self.heads)))

    def unit_of(self, column: int) -> str:
        """亩 of 面积（亩）, and for money what stands above the table."""
        own = unit_in_head(self.heads[column])
        return own or ("" if self.roles[column] & _NOT_MONEY else self.unit)

    def is_unread(self, line: Line, column: int) -> bool:
        """Words where a figure would stand."""
        if column >= len(line.cells):
            return False
        text = line.cells[column].text
        return not is_blank(text) and self.figure(line, column) is None

    def head(self, figure: Figure) -> str:
        return self.heads[figure.column % len(self.heads)]

    @cached_property
    def headed(self) -> Mapping[str, int]:
        """Each head without unit and brackets → its column; the first, where two say the same."""
        return {bare_head(head): at for at, head in reversed(list(enumerate(self.heads)))}

    @cached_property
    def sums(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.adds_up)


def sheet_of(table: PlacedTable, vocabulary: Vocabulary) -> Sheet:
    heads = tuple(piece.text for piece in table.head)
    width = _panel_width(heads)
    recognised = vocabulary.recognise(heads[:width])
    roles = tuple(frozenset(vocabulary.roles_of(head)) for head in heads[:width])
    lines = tuple(_lines(table, width, roles))
    found = _UNIT_LINE.search(table.before) or _UNIT_LINE.search(table.heading)
    said = [] if found is None else _UNIT_LINE.findall(table.before or table.heading)
    unit = said[0] if len(said) == 1 else ""
    return Sheet(table, heads[:width], recognised.name, recognised.columns, roles, lines, unit)


def _panel_width(heads: tuple[str, ...]) -> int:
    """Of 项目 年末 年初 项目 年末 年初, 3. Panels may differ in their first head: 资产 and 负债."""
    bare = [bare_head(head) for head in heads]
    for panels in (2, 3, 4):
        width, rest = divmod(len(bare), panels)
        if rest or width < 2:
            continue
        tails = {tuple(bare[at * width + 1 : (at + 1) * width]) for at in range(panels)}
        if len(tails) == 1 and (width > 2 or len(set(bare[::width])) == 1):
            return width
    return len(heads)


def _lines(table: PlacedTable, width: int, roles: tuple[frozenset[str], ...]) -> Iterator[Line]:
    labelled = _label_columns(roles)
    at = 0
    for left in range(0, len(table.head), width):
        for row, cells in enumerate(table.rows):
            panel = cells if width == len(table.head) == len(cells) else cells[left : left + width]
            written = _label(panel, labelled)
            yield Line(at, written, panel, row, left, _grade(written), is_sum_label(written))
            at += 1


def _label_columns(roles: tuple[frozenset[str], ...]) -> tuple[int, ...]:
    """Where the words of a row stand, the best first: a name rather than a number or a group."""
    wanted = ("entry", "summary", "household_head", "party", "project", "source", "villager_group")
    best = [at for want in wanted for at, each in enumerate(roles) if want in each]
    return tuple(dict.fromkeys([*best, *range(len(roles))]))


def _label(cells: Row, labelled: tuple[int, ...]) -> str:
    leading = (cell.raw.strip("*") for cell in cells[:3] if cell.raw)
    total = next((written for written in leading if is_sum_label(written)), None)
    if total is not None:
        return total
    written = (cells[at].raw.strip("*") for at in labelled if at < len(cells) and cells[at].raw)
    return next((each for each in written if read_amount(each) is None), "")


def _grade(label: str) -> int:
    found = _NUMBERING.match(label.strip())
    return 0 if found is None else GRADES[found.lastgroup or "one"]
