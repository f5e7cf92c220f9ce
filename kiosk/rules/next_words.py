"""The words of a notice for its next period: its period moved on wherever it is named, and what was true of the old one
asked anew."""

import re
from bisect import bisect
from dataclasses import dataclass
from datetime import date

from kiosk.rules.period import Period
from kiosk.rules.period_names import Name, names

_DIGITS = str.maketrans("０１２３４５６７８９．", "0123456789.")
_NUMBER = r"[0-9]+(?:[,，][0-9]{3}(?![0-9]))*(?:\.[0-9]+)?"
_UNIT = r"亿|万|千元|元|亩|户|人|笔|%|％|‰|件|项|处|名|吨|平方米|公里|个百分点"
_ALONE = r"(?<![0-9A-Za-z第])(?<![0-9][.,-])[+＋−－-]?"
_CAPITALS = "壹贰叁肆伍陆柒捌玖"
_NUMERALS = "二两三四五六七八九十"
# With a unit; or as sums of money are written; or in capitals; or in words (but not the one household of 一户一宅).
_FIGURE = re.compile(
    "|".join(
        (
            rf"{_ALONE}{_NUMBER}(?:[-—–－~～至到]{{1,3}}{_NUMBER})?(?=[多余来]? {{,2}}(?:{_UNIT}))",
            rf"{_ALONE}(?:[0-9]{{1,3}}(?:[,，][0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+\.[0-9]{{2}})(?![0-9.,])",
            rf"(?<![{_CAPITALS}])[{_CAPITALS}][{_CAPITALS}拾佰仟萬万亿零]{{,30}}[元圆](?:[{_CAPITALS}零]{{1,2}}[角分]){{,2}}[整正]?",
            rf"(?<![第每一百千{_NUMERALS}])(?:[{_NUMERALS}]|一(?=[十百千万]))[一百千万亿零〇点{_NUMERALS}]{{,20}}(?=[多余来]?(?:元|亩|户|人|笔))",
        )
    )
)
# Titles and numbers of documents, blanks, addresses of links: none of it speaks of the period.
_KEPT = re.compile(r"《[^《》\n]{,200}》|〔[^〔〕\n]{,20}〕|\[[0-9]{4}\]|【[^【】\n]{,300}】|\]\([^()\n]{,300}\)")
_UP_TO = re.compile(r"(?:截至|截止|至|到) *$")
_OF_A_LAW = re.compile(r"》 *[（(][^（()）]*$")
_IN_FORCE = re.compile(r" {,2}起?(?:施行|执行|实施|生效|修正|修订)")
_ANOTHER_TIME = re.compile(r" {,2}(?:起|以前|之前|前|以来|以后|之后|后|开始)")
_MARKER = re.compile(r"\s*(?:(?:[-*+>]|[0-9]{1,9}[.)])\s+)?")
_CHECKED_BY = re.compile(r"监督委员会|监督小组|理财小组|监事会")
_CHECKED = re.compile(r"[已经].{0,40}审[核查]")
_OPINION = re.compile(r"^(.{0,20}(?:审核|监督)意见[:：])(?!【).+$", re.MULTILINE)
_PICTURE = re.compile(r"!\[([^\[\]\n]{,300})\]\([^()\n]{,300}\)")


def asked_anew(words: str) -> str:
    """A blank in their place: a notice cannot be handed in until somebody has filled it."""
    return f"【填写：上期为{words}】"


def without_pictures(text: str) -> str:
    """A new notice has no files of its own yet."""
    return _PICTURE.sub(lambda found: f"【填写：放入图片 {found[1].replace('】', '')}】", text)


@dataclass(frozen=True)
class NextWords:
    own: Period
    """The period that the old words speak of."""

    def title(self, text: str) -> str:
        """In 2026年财务公开（第四季度） the year moves on as well, though it stands apart from its quarter."""
        is_split = any(not name.has_year and name.period == self.own for name in names(text, self.own.year))
        return self._answered(text, asks=True, moves_years=is_split)

    def moved(self, text: str) -> str:
        """The period becomes the next one, the one before it becomes the period; all else stays."""
        return self._answered(text)

    def brought_up(self, text: str) -> str:
        """Moved on; figures, days and findings of the old period are asked anew."""
        text = _OPINION.sub(r"\1【填写：意见和日期】。", without_pictures(text))
        return "".join(map(self._sentence, re.split(r"(?<=[。\n])", text)))

    def _sentence(self, text: str) -> str:
        said = text.rstrip("。\n")
        is_finding = "【" not in said and _CHECKED_BY.search(said) and _CHECKED.search(said)
        if not is_finding:
            return self._answered(text, asks=True)
        start = _MARKER.match(said).end()
        return text[:start] + asked_anew(said[start:]) + text[len(said) :]

    def _answered(self, text: str, asks: bool = False, moves_years: bool = False) -> str:
        kept = _Spans([found.span() for found in _KEPT.finditer(text)])
        found = [name for name in names(text, self.own.year) if (name.start, name.end) not in kept]
        answers: list[tuple[int, int, str]] = []
        for name in found:
            answer = self._next(text, name, moves_years)
            if answer is None and asks and self._is_stale(text, name):
                answer = asked_anew(text[name.start : name.end])
            if answer is not None:
                answers.append((name.start, name.end, answer))
        if asks:
            named = _Spans([(name.start, name.end) for name in found])
            figures = (figure.span() for figure in _FIGURE.finditer(text.translate(_DIGITS)))
            answers += ((*span, asked_anew(text[slice(*span)])) for span in figures if span not in kept and span not in named)
        return _replaced(text, sorted(answers))

    def _next(self, text: str, name: Name, moves_years: bool) -> str | None:
        """The name of what comes after; None where it is not of this period."""
        own, before, after = self.own, self.own.preceding(), self.own.following()
        if name.is_day:
            last_on = next((to.last_on for at, to in ((own, after), (before, own)) if _is_on(name, at.last_on)), None)
            return name.on(text, last_on) if last_on and _UP_TO.search(text, max(0, name.start - 8), name.start) else None
        if name.period is None or _ANOTHER_TIME.match(text, name.end) or _is_of_a_law(text, name):
            return None
        if name.period == own:
            return name.of(text, after)
        if name.period == before or (not name.has_year and name.period == Period(own.year, own.unit, before.ordinal)):
            return name.of(text, own)
        if name.period == Period(own.year - 1, own.unit, own.ordinal) and "同期" in _sentence_around(text, name):
            return name.of(text, Period(after.year - 1, after.unit, after.ordinal))
        if moves_years and name.period == Period(own.year, "year"):
            return name.of(text, Period(after.year, "year"))
        return None

    def _is_stale(self, text: str, name: Name) -> bool:
        if _IN_FORCE.match(text, name.end) or _is_of_a_law(text, name):
            return False
        if name.has_year:
            return name.first_on >= self.own.first_on
        return name.first_on.month in {*self.own.months, *self.own.following().months}


def _is_on(name: Name, day: date) -> bool:
    return name.first_on == day or (not name.has_year and (name.first_on.month, name.first_on.day) == (day.month, day.day))


def _is_of_a_law(text: str, name: Name) -> bool:
    """As 2025年 in 《村民委员会组织法》（2025年修正）."""
    if name.period is not None and name.period.unit != "year":
        return False
    return _OF_A_LAW.search(text, max(0, name.start - 20), name.start) is not None


def _sentence_around(text: str, name: Name) -> str:
    before = re.split(r"[。；\n]", text[max(0, name.start - 100) : name.start])[-1]
    return before + re.split(r"[。；\n]", text[name.start : name.end + 100], maxsplit=1)[0]


class _Spans:
    """Stretches of a text that do not overlap, in their order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def __contains__(self, span: object) -> bool:
        """Whether it touches one of them."""
        start, end = span
        at = bisect(self._starts, end - 1)
        return at > 0 and self._spans[at - 1][1] > start


def _replaced(text: str, answers: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, answer in answers:
        pieces += [text[at:start], answer]
        at = end
    return "".join([*pieces, text[at:]])
