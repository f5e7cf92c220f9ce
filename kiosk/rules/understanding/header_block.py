"""The formal header of a published notice: 索引号, 发布机构, 文号, 发布日期 …, several to a line, blank ones among them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.rules.grids import Grid
from kiosk.rules.understanding.days import read_day
from kiosk.rules.understanding.lines import lines_of
from kiosk.rules.understanding.told import Found

_FIELDS = {
    "索引号": "index_number",
    "文号": "document_number",
    "发文字号": "document_number",
    "文件编号": "document_number",
    "名称": "title",
    "文件名称": "title",
    "标题": "title",
    "公开责任部门": "responsible_unit",
    "责任部门": "responsible_unit",
    "发布机构": "responsible_unit",
    "发文机关": "responsible_unit",
    "发布单位": "responsible_unit",
    "信息来源": "responsible_unit",
    "来源": "responsible_unit",
    "发文日期": "issued_on",
    "发布日期": "issued_on",
    "公开日期": "issued_on",
    "成文日期": "issued_on",
    "生成日期": "issued_on",
    "发布时间": "issued_on",
    "时间": "issued_on",
    "生效日期": "effective_on",
    "有效期": "valid_until",
}
_OTHERS = (
    "组配分类 主题分类 体裁分类 服务对象 公开目录 公开形式 公开方式 公开范围 公开时限 关键词 主题词 内容概述 废止日期 "
    "浏览次数 访问次数 阅读次数 点击数 字体大小 字体 字号 有效性"
).split()
_ALONE = frozenset(
    "索引号 文号 发文字号 公开责任部门 发布机构 发文机关 发文日期 发布日期 成文日期 发布时间 生效日期 废止日期".split()
) | set(_OTHERS)
"""Keys that make a line of the header even where they stand alone in it."""
_DAYS = frozenset({"issued_on", "effective_on", "valid_until"})
_KEYS = "|".join(sorted([*_FIELDS, *_OTHERS], key=len, reverse=True))
_KEY = re.compile(rf"(?:^|(?<=\s))(?P<key>{_KEYS}) ?[:：]")
_BARE_KEY = re.compile(rf"(?:{_KEYS}) ?[:：]?")
_RANKS = ("发文日期", "发布日期", "成文日期", "生成日期", "公开日期", "发布时间", "时间")
_SOURCES = ("公开责任部门", "责任部门", "发布机构", "发文机关", "发布单位")
_LONGEST_SOURCE = 40


@dataclass(frozen=True)
class HeaderLine:
    found: tuple[Found, ...]
    left_out: tuple[str, ...]
    """What has no field of its own: 组配分类：政策与标准."""


def read_header(line: str, at: int) -> HeaderLine | None:
    """None for a line that is none of a header; `at` is its place among the lines of the text."""
    keys = list(_KEY.finditer(line)) if len(line) <= 400 else []
    if (
        not keys
        or keys[0].start()
        or not (keys[0]["key"] in _ALONE or len(keys) > 1 or _is_sure(keys[0]["key"], line[keys[0].end() :]))
    ):
        return None
    found: list[Found] = []
    left_out: list[str] = []
    ends = [*(key.start() for key in keys[1:]), len(line)]
    for key, end in zip(keys, ends, strict=True):
        value = line[key.end() : end].strip()
        told = _found(key["key"], value, at)
        if told is not None:
            found.append(told)
        elif value.strip("[] "):
            left_out.append(f"{key['key']}：{value}")
    return HeaderLine(tuple(found), tuple(left_out))


def _is_sure(key: str, value: str) -> bool:
    """时间：2026-09-03 is one, 时间：明天上午 is a sentence of the notice."""
    field = _FIELDS.get(key, "")
    if field in _DAYS:
        return read_day(value) is not None
    return field == "responsible_unit" and 0 < len(value.strip()) <= _LONGEST_SOURCE and not re.search("[。，,；]", value)


def _found(key: str, value: str, at: int) -> Found | None:
    field = _FIELDS.get(key)
    if field is None or not value:
        return None
    if field in _DAYS:
        day = read_day(value)
        rank = _RANKS.index(key) if key in _RANKS else 0
        return None if day is None else Found(field, day, value, rank, "header", at)
    rank = 6 if field == "responsible_unit" and key not in _SOURCES else 0
    return Found(field, value, value, rank, "header", at)


def header_lines(grid: Grid) -> list[str] | None:
    """The lines of a header that was laid out as a table; None for any other."""
    lines = lines_of(grid)[:20]
    keys = [cell for line in lines for cell in line.cells if _BARE_KEY.fullmatch(cell) or _KEY.match(cell)]
    if (
        len(keys) < 3
        or len(grid.rows) > len(lines)
        or not any(key.startswith(("索引号", "发布机构", "文号", "发文日期", "公开责任部门")) for key in keys)
    ):
        return None
    return [_written(line.cells) for line in lines if line.filled]


def _written(cells: Sequence[str]) -> str:
    return " ".join(f"{cell.rstrip(':： ')}：" if _BARE_KEY.fullmatch(cell) else cell for cell in cells if cell)
