"""What a table cell is: a figure, a total, or words."""

import re
import unicodedata
from collections.abc import Sequence

_FIGURE = re.compile(r"[+-]?[¥￥]?[+-]?\d[\d,]*(?:\.\d+)?(?:%|‰|元|万元|亿元|亩|万|人|户|次|件|个|项)?")
_BLANK = re.compile(r"[-—–/\s]*")
_TOTAL = re.compile(r"(?:本[月季年期])?(?:合计|总计|小计|共计|累计|总额)(?:[（(].*[)）])?[:：]?|.{1,8}(?:合计|总计)")


def is_blank(cell: str) -> bool:
    """Empty, or a dash standing for nothing."""
    return _BLANK.fullmatch(cell) is not None


FIGURE_LIMIT = 60
"""Characters; a longer cell holds words, and a great many accents take long to be put in order."""


def is_figure(cell: str) -> bool:
    if len(cell) > FIGURE_LIMIT:
        return False
    plain = unicodedata.normalize("NFKC", cell).replace(" ", "").replace("−", "-")
    return _FIGURE.fullmatch(plain) is not None


def is_total_label(cell: str) -> bool:
    return _TOTAL.fullmatch(re.sub(r"\s+", "", cell)) is not None


def is_total_row(row: Sequence[str]) -> bool:
    """What it is stands in one of its first cells, behind a number or a group."""
    return any(map(is_total_label, row[:3]))


def is_figure_column(cells: list[str]) -> bool:
    """Most of what is written in it are figures, and there is at least one."""
    written = [cell for cell in cells if not is_blank(cell)]
    figures = sum(map(is_figure, written))
    return figures > 0 and figures * 10 >= len(written) * 8
