"""The numbers that Word puts before paragraphs by itself (一、 1. ①): they stand in no text, and a notice needs them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_LEVELS = 9


def in_chinese(number: int, digits: str = _DIGITS, ten: str = "十", hundred: str = "百") -> str:
    """Up to 999: 三, 十, 十二, 二十, 一百零五."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = digits[hundreds] + hundred if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else digits[tens]) + ten
    elif hundreds and ones:
        said += "零"
    return said + (digits[ones] if ones else "")


def _in_circle(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else f"({number})"


def _in_letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 26 * 5 else str(number)


def _in_roman(number: int) -> str:
    said = ""
    for value, sign in _ROMAN if 0 < number < 4000 else ():
        said += sign * (number // value)
        number %= value
    return said or str(number)


def _capital(number: int) -> str:
    return in_chinese(number, _CAPITALS, "拾", "佰")


_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
)
_FORMS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, in_chinese),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _capital),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _in_circle),
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + at: ord("０") + at for at in range(10)}),
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "lowerLetter": _in_letters,
    "upperLetter": lambda number: _in_letters(number).upper(),
    "lowerRoman": lambda number: _in_roman(number).lower(),
    "upperRoman": _in_roman,
}


@dataclass
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    """What stands before the paragraph: %1 is the number of the first level, %2 of the second …"""


@dataclass
class Numbering:
    """How the numbered paragraphs of one document are counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    """By the name of the list's pattern."""
    patterns: dict[str, str] = field(default_factory=dict)
    """Which pattern a list goes by."""
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    """Lists that begin anew, and with which number."""
    _counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _begun: set[str] = field(default_factory=set)

    def mark(self, list_name: str, at: int) -> str:
        """What Word shows before the next paragraph of that list and level; "" for none, and for mere dots."""
        pattern = self.patterns.get(list_name, "")
        levels = self.levels.get(pattern, {})
        level = levels.get(at)
        if level is None or not 0 <= at < _LEVELS:
            return ""
        counts = self._counts[pattern]
        if list_name not in self._begun:
            self._begun.add(list_name)
            restart = self.restarts.get(list_name, {}).get(at)
            if restart is not None:
                counts[at:] = [restart - 1]
        while len(counts) <= at:
            counts.append(levels.get(len(counts), Level()).start - 1)
        del counts[at + 1 :]
        counts[at] += 1
        return _written(level.text, levels, counts) if level.form not in ("bullet", "none") else ""


def _written(text: str, levels: Mapping[int, Level], counts: list[int]) -> str:
    for at in range(_LEVELS):
        if f"%{at + 1}" in text:
            number = counts[at] if at < len(counts) else levels.get(at, Level()).start
            text = text.replace(f"%{at + 1}", _FORMS.get(levels.get(at, Level()).form, str)(max(number, 0)))
    ends_openly = text[-1:].isalnum() or text.endswith(".")
    return f"{text} " if ends_openly else text
