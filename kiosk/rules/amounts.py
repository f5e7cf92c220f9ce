"""Figures as villages write them: 1,234.50元, ３.２万元, 82元/亩, 15%, 壹拾捌万柒仟叁佰伍拾陆元整.

What they are worth is a Decimal in 元, 亩, … : 万 and 亿 are multiplied out, a percentage is a hundredth.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

FIGURE_LIMIT = 60
"""Characters; a longer text is no figure."""
_NUMBER = r"[+-]?[¥￥]?[+-]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
_SCALE = r"亿|千万|百万|十万|万|千"
_SCALES = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3, "": 1}
UNITS = "元|圆|亩|户|人|口|笔|件|项|处|个|次|吨|公斤|斤|度|平方米|米|公里|公顷|月|年|天|日|%|‰"
_WHOLE = re.compile(rf"(?P<number>{_NUMBER}) ?(?P<scale>{_SCALE})? ?(?P<unit>{UNITS})?(?P<per>/[^\s/\d]{{1,6}})?")
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u3000](?=\d{3}(?!\d))")
_IN_TEXT = re.compile(rf"(?<![\dA-Za-z.,〔\[-])(?P<number>{_NUMBER})(?P<gap> {{0,2}})(?P<scale>{_SCALE})?(?P<unit>{UNITS})?(?![\d])")
_SIGNS = str.maketrans("−—–－＋，．￥", "----+,.¥")
# Letter for letter, so that what is found in the one stands at the same place in the other.
_NARROW = str.maketrans("０１２３４５６７８９．，－−＋％￥", "0123456789.,--+%¥")

_DIGITS = {sign: value for value, signs in enumerate(("零〇○", "壹一", "贰貳二两", "叁參三", "肆四", "伍五", "陆陸六", "柒七", "捌八", "玖九")) for sign in signs}
_TENS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CAPITAL_SIGNS = "零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億"
_CAPITALS = re.compile(rf"(?:人民币)?(?:(?P<yuan>[{_CAPITAL_SIGNS}]+)[元圆])?(?:(?P<jiao>[零壹贰貳叁參肆伍陆陸柒捌玖])角)?零?(?:(?P<fen>[零壹贰貳叁參肆伍陆陸柒捌玖])分)?[整正]?")


@dataclass(frozen=True)
class Amount:
    value: Decimal
    """In its unit: 3.2万元 is 32000, 15% is 0.15."""
    unit: str = ""
    """元, 亩, 户 …, % for a percentage; "" where none is written."""
    step: Decimal = Decimal(1)
    """What the last written digit stands for: 0.01 of 12.50元, 100 of 418.29万元. Half of it may be lost to rounding."""
    per: str = ""
    """亩 of 元/亩."""


def read_amount(text: str) -> Amount | None:
    """What a whole cell is worth; None for words, and for what is empty."""
    if len(text) > FIGURE_LIMIT:
        return None
    plain = unicodedata.normalize("NFKC", text.strip()).translate(_SIGNS)
    plain = _SPACED.sub("", plain)
    in_brackets = re.fullmatch(r"\(([\d,.]+)\)", plain)  # as bookkeepers write what is below nothing
    found = _WHOLE.fullmatch(f"-{in_brackets[1]}" if in_brackets else plain)
    return None if found is None else _amount(found, (found["per"] or "").removeprefix("/"))


def _amount(found: re.Match[str], per: str = "") -> Amount | None:
    digits = re.sub(r"[,，¥￥]", "", found["number"])
    scale = _SCALES[found["scale"] or ""]
    try:
        number = Decimal(digits)
    except InvalidOperation:  # two signs
        return None
    unit = {"圆": "元", "口": "人"}.get(found["unit"] or "", found["unit"] or "")
    hundredth = {"%": 100, "‰": 1000}.get(unit, 1)
    step = Decimal(1).scaleb(-len(digits.partition(".")[2])) * scale / hundredth
    return Amount(number * scale / hundredth, unit, step, per)


@dataclass(frozen=True)
class Named:
    """`text[start:end]` names an amount in a sentence."""

    start: int
    end: int
    amount: Amount


def amounts_in(text: str) -> Iterator[Named]:
    """In figures with a unit or a thousands mark, and in capital numerals, in their order."""
    narrow = text.translate(_NARROW)
    found = [each for each in _IN_TEXT.finditer(narrow) if each["unit"] or "," in each["number"] or "." in each["number"]]
    named = [Named(*each.span(), amount) for each in found if (amount := _amount(each)) is not None]
    named += (Named(each.start, each.end, Amount(each.value, "元", Decimal("0.01"))) for each in capitals_in(text) if each.value is not None)
    return iter(sorted(named, key=lambda each: each.start))


@dataclass(frozen=True)
class Capitals:
    """`text[start:end]` is an amount in capital numerals (大写金额); `value` None where it does not read."""

    start: int
    end: int
    value: Decimal | None


_WRITTEN_CAPITALS = re.compile(rf"(?:人民币)?[壹贰貳叁參肆伍陆陸柒捌玖拾][^\s，。；、,;()（）\dA-Za-z]{{0,40}}?[元圆](?:[^\s，。；、,;()（）\dA-Za-z]{{1,2}}[角分]零?){{0,2}}[整正]?")


def capitals_in(text: str) -> Iterator[Capitals]:
    for found in _WRITTEN_CAPITALS.finditer(text):
        yield Capitals(*found.span(), read_capitals(found[0]))


def read_capitals(text: str) -> Decimal | None:
    """元 of an amount in capital numerals; None where it does not read."""
    found = _CAPITALS.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        return None
    yuan = read_numerals(found["yuan"] or "零")
    if yuan is None or not (found["yuan"] or found["jiao"] or found["fen"]):
        return None
    jiao, fen = (_DIGITS[found[part]] if found[part] else 0 for part in ("jiao", "fen"))
    return Decimal(yuan) + Decimal(jiao * 10 + fen) / 100


def read_numerals(text: str) -> int | None:
    """三百二十 and 叁佰贰拾 are 320; None where it does not read."""
    total = section = 0
    digit: int | None = None
    least_ten = least_myriad = 10**12
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        elif sign in _TENS:
            ten = _TENS[sign]
            if ten >= least_ten or digit == 0 and ten != 10:
                return None
            section, digit, least_ten = section + (1 if digit is None else digit) * ten, None, ten
        elif sign in _MYRIADS:
            myriad = _MYRIADS[sign]
            if myriad >= least_myriad or not section + (digit or 0):
                return None
            total, section, digit, least_ten, least_myriad = total + (section + (digit or 0)) * myriad, 0, None, 10**12, myriad
        else:
            return None
    return total + section + (digit or 0)


def in_capitals(value: Decimal) -> str:
    """As a voucher has it: 187356 is 壹拾捌万柒仟叁佰伍拾陆元整. For amounts from 0 to a trillion."""
    fen = int((abs(value) * 100).to_integral_value())
    yuan, rest = divmod(fen, 100)
    words = f"{_section_words(yuan)}元" if yuan else ""
    jiao, last = divmod(rest, 10)
    signs = "零壹贰叁肆伍陆柒捌玖"
    if not rest:
        return f"{words or '零元'}整"
    if jiao:
        words += f"{signs[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{signs[last]}分" if last else "")


def _section_words(number: int) -> str:
    signs, tens = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
    words, pending_zero = "", False
    digits = str(number)
    for at, digit in enumerate(digits):
        place = len(digits) - 1 - at
        if digit == "0":
            pending_zero = bool(words)
        else:
            words += ("零" if pending_zero else "") + signs[int(digit)] + tens[place % 4]
            pending_zero = False
        if place and place % 4 == 0 and int(digits[max(0, at - 3) : at + 1]):
            words += ("", "万", "亿", "万亿")[place // 4]
    return words
