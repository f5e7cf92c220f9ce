"""A sheet row by row, and what each row beside the table itself is: a unit line, a note, a signature line, a page's 续表."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from kiosk.rules.cells import is_figure, is_total_label
from kiosk.rules.grids import Grid
from kiosk.rules.understanding.days import is_day

_UNIT = "万元|千元|亿元|元|亩|公顷|平方米|户|人|公斤|斤|吨|米|公里|个|件|%"
_UNITS = rf"(?:人民币)?(?:{_UNIT})(?: ?[、，,/／和及] ?(?:{_UNIT}))*"
_UNIT_LINE = re.compile(rf"(?:^|(?<=[\s（(【]))(?:计量|金额|货币|面积|数量)?单 ?位 ?[:：]? ?(?P<units>{_UNITS}) ?[)）】]?$")
_MAKER = re.compile(
    r"(?:(?:编制|填报|报送|填表|制表|公开|公示|发布|核算|上报)(?:单位|部门|机构)|单位名称|单位|填报村|村名) ?(?:[（(][^）)]{1,4}[)）])? ?[:：] ?(?P<name>.+)"
)
_ASIDE = re.compile(
    r"(?:编制|填报|报送|填表|制表|公开|公示|发布|核算|上报)(?:单位|部门|机构|日期|时间)?.{0,6}[:：].*"
    r"|(?:单位|单位名称|村名|填报村|会计期间|所属期|报告期|日期|时间|年度|科目|账户|乡镇|村组) ?[:：].*"
)
_NOTE = re.compile(r"[（(【]?(?:备 ?注|附 ?注|注释?|填表说明|编制说明|说 ?明)[】）)]?(?:\d|[ :：.、]|$)|[※★▲]")
_SIGNS = r"(?:[（(]?(?:签字|签名|签章|盖章|公章|章)[）)]?)"
_SIGNATURE = re.compile(
    rf"(?:(?:填表|制表|制单|编制|审核|复核|经办|经手|负责|审批|签发|校对|统计|报账|记账|证明|领款|主管|分管)(?:人|员|领导)?{_SIGNS}? ?[:：]"
    rf"|(?:主任|书记|支书|会计|出纳|组长|村长|理事长|监事长|监委会|监督委员会|理财小组|村委会|村民委员会)[^:：，。]{{0,8}}?{_SIGNS}? ?[:：]"
    rf"|[（(](?:盖|公|签)章[）)]|(?:签字|签名|签章|盖章) ?[:：]|(?:填表|制表|报送|公示|公开)(?:日期|时间) ?[:：])"
)
_CONTINUED = re.compile(
    r"(?:[附表]*[\d一二三四五六七八九十]*[-—－ ]*)?(?:续 ?表|[（(]续 ?表?[）)]|接 ?上 ?[页表])[ \d一二三四五六七八九十（()）]*|.*[（(]续 ?表?[\d一二三四五六]*[）)]"
)
_MARK_OF_CONTINUED = re.compile(
    r"[（(]?续 ?表?[\d一二三四五六]*[）)]?$|^[附表]*[\d一二三四五六七八九十]*[-—－ ]*续 ?表[-—－ ]*"
)
PROSE = 40
"""Characters; a longer text is a sentence, no head and no title of a column."""


@dataclass(frozen=True)
class Remark:
    """Something that was not understood, left out or assumed; `code` names its sentence in `kiosk.wording`."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A row of a sheet; its cells without needless spaces."""

    cells: tuple[str, ...]

    @cached_property
    def filled(self) -> tuple[int, ...]:
        return tuple(at for at, cell in enumerate(self.cells) if cell)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What stands in its cells; a cell that ends in a colon goes together with the next."""
        said: list[str] = []
        for at in self.filled:
            if said and said[-1].endswith((":", "：")) and not re.search("[:：]", self.cells[at]):
                said[-1] += self.cells[at]
            else:
                said.append(self.cells[at])
        return tuple(said)

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    @property
    def is_empty(self) -> bool:
        return not self.filled

    @property
    def is_lone(self) -> bool:
        """One cell with text in it."""
        return len(self.filled) == 1

    @cached_property
    def figures(self) -> int:
        return sum(is_figure(self.cells[at]) for at in self.filled)

    @property
    def is_total(self) -> bool:
        return any(is_total_label(self.cells[at]) for at in self.filled[:2])

    @property
    def is_aside(self) -> bool:
        """编制单位：X | 2020年12月31日 | 单位：万元."""
        return bool(self.filled) and all(is_aside(text) for text in self.texts)

    @property
    def is_note(self) -> bool:
        return bool(self.filled) and _NOTE.match(self.texts[0]) is not None

    @property
    def is_signature(self) -> bool:
        if not self.filled or self.figures > 1 or self.is_total:
            return False
        return _SIGNATURE.search(self.text) is not None or all(is_day(text) for text in self.texts)

    @property
    def is_continuation(self) -> bool:
        """续表, or a title with（续）behind it."""
        return self.is_lone and len(self.text) <= PROSE and _CONTINUED.fullmatch(self.text) is not None


def lines_of(grid: Grid) -> list[Line]:
    return [Line(tuple(map(tidy, row))) for row in grid.rows]


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Without the spaces and line breaks around and between its words that only make it look wider."""
    return " ".join(text.split())


def narrow(text: str) -> str:
    """With figures and signs of the narrow kind."""
    return unicodedata.normalize("NFKC", text) if len(text) <= 200 else text


def is_aside(text: str) -> bool:
    return (
        units_in(text) is not None
        and len(text) <= PROSE
        or is_day(text)
        or len(text) <= 60
        and _ASIDE.fullmatch(text) is not None
    )


def units_in(text: str) -> tuple[str, ...] | None:
    """元 and 亩 of 单位：元、亩, at the end of a line; None where no unit is named."""
    found = _UNIT_LINE.search(text) if len(text) <= 200 else None
    return tuple(re.findall(_UNIT, found["units"])) if found else None


def without_units(text: str) -> str:
    """A title that has the unit behind it, without it."""
    found = _UNIT_LINE.search(text) if len(text) <= 200 else None
    return text[: found.start()].rstrip(" （(【") if found else text


def maker_in(text: str) -> str:
    """安和村 of 编制单位：安和村; "" for none."""
    found = _MAKER.fullmatch(text) if len(text) <= 80 and units_in(text) is None else None
    return found["name"].strip() if found else ""


def without_continuation(title: str) -> str:
    return _MARK_OF_CONTINUED.sub("", title).strip()
