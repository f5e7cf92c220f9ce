"""Figures as villages write them: 1,234.50元, ３.２万元, 82元/亩, 15%, 壹拾捌万柒仟叁佰伍拾陆元整.

What they are worth is a Decimal in 元, 亩, … : 万 and 亿 are multiplied out, a percentage is a hundredth.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

FIGURE_LIMIT = 60
"""Characters; a longer text is no figure."""
LARGEST = 10**12
"""No amount of a village; from here on it is the number of a card, a person or a document."""
EXACT = Context(prec=200)
"""To round in: the usual 28 digits do not hold a product of two figures, and rounding one that they do not hold fails."""
_DIGITS_WRITTEN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = rf"[+-]?(?:¥ ?)?[+-]?(?:{_DIGITS_WRITTEN})"
_SCALES = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3, "": 1}
_SCALE = "|".join(scale for scale in _SCALES if scale)
# What begins like another unit and goes on stands before it.
UNITS = (
    "元|圆|亩|户次|户|人次|人|口|笔|件|项|处|个|次|吨|公斤|斤|度|平方米|立方米|米|公里|公顷|工日|盏|座|块|只|台|套|株|棵|头"
    "|辆|张|份|根|间|月|年|天|日|%|‰"
)
_PER = r"(?:[/每][^\s/每\d]{1,6}){1,2}"
_WHOLE = re.compile(rf"(?P<number>{_NUMBER}) ?(?P<scale>{_SCALE})? ?(?P<unit>{UNITS})?(?P<per>{_PER})?")
_SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_IN_BRACKETS = re.compile(rf"\(¥?({_DIGITS_WRITTEN})((?:{_SCALE})?(?:{UNITS})?)\)((?:{_SCALE})?(?:{UNITS})?)")
_IN_TEXT = re.compile(
    rf"(?<![\dA-Za-z.,〔\[-])(?<!\d，)(?P<number>{_NUMBER})(?P<gap> {{0,2}})"
    rf"(?P<scale>{_SCALE})?(?P<unit>{UNITS})?(?P<per>/\w)?(?!\d)"
)
_SIGNS = str.maketrans("−—–－＋，．￥△▲", "----+,.¥--")
# Letter for letter, so that what is found in the one stands at the same place in the other. A wide comma is one of a
# sentence, unless the figures beside it are wide too.
_NARROW = str.maketrans("０１２３４５６７８９．－−＋％￥", "0123456789.--+%¥")
_WIDE_MARK = re.compile(r"(?<=[０-９])，(?=[０-９]{3})")
_MEASURED_IN_NUMERALS = re.compile(
    r"(?P<number>[零〇一二两三四五六七八九十百千万亿]{1,16})(?P<unit>元|圆|亩|户|人|笔|件|项)整?"
)

_SPELLINGS = ("零〇○", "壹一", "贰貳二两兩", "叁參三", "肆四", "伍五", "陆陸六", "柒七", "捌八", "玖九")
_DIGITS = {sign: value for value, signs in enumerate(_SPELLINGS) for sign in signs}
_TENS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CAPITAL_DIGITS = "壹贰貳叁參肆伍陆陸柒捌玖"
_CAPITAL_SIGNS = f"零{_CAPITAL_DIGITS}拾佰仟万萬亿億"
_CAPITALS = re.compile(
    rf"(?:人民币)?(?:(?P<yuan>[{_CAPITAL_SIGNS}]+)[元圆])?零?"
    rf"(?:(?P<jiao>[{_CAPITAL_DIGITS}])角)?零?(?:(?P<fen>[{_CAPITAL_DIGITS}])分)?(?:零角)?(?:零分)?[整正]?"
)


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
    scale: int = 1
    """10000 where 万 is written; the value has it multiplied out."""


_PLAIN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,20})(?:\.[0-9]{1,20})?")
# Most cells of words hold no sign that a figure has, and need no closer look.
_MAY_BE_ONE = re.compile(rf"[\d{''.join((*_SPELLINGS, *_TENS))}]")


@lru_cache(maxsize=4096)
def read_amount(text: str) -> Amount | None:
    """What a whole cell is worth; None for words, and for what is empty."""
    if len(text) > FIGURE_LIMIT:
        return None
    if _PLAIN.fullmatch(text):
        value = Decimal(text.replace(",", ""))
        return Amount(value, step=_step(text)) if value < LARGEST else None
    if not _MAY_BE_ONE.search(text):
        return None
    plain = unicodedata.normalize("NFKC", text.strip()).translate(_SIGNS)
    plain = _SPACED.sub("", plain)
    in_brackets = _IN_BRACKETS.fullmatch(plain)  # as bookkeepers write what is below nothing
    if in_brackets is not None:
        plain = f"-{in_brackets[1]}{in_brackets[2] or in_brackets[3]}"
    found = _WHOLE.fullmatch(plain)
    if found is not None:
        return _amount(found, re.sub("^[/每]", "", found["per"] or ""))
    return _in_numerals(plain)


def _amount(found: re.Match[str], per: str = "") -> Amount | None:
    digits = re.sub(r"[,¥ ]", "", found["number"])
    scale = _SCALES[found["scale"] or ""]
    try:
        number = Decimal(digits)
    except InvalidOperation:  # two signs
        return None
    unit = {"圆": "元", "口": "人"}.get(found["unit"] or "", found["unit"] or "")
    if abs(number * scale) >= LARGEST:
        return None
    hundredth = {"%": 100, "‰": 1000}.get(unit, 1)
    return Amount(number * scale / hundredth, unit, _step(digits) * scale / hundredth, per, scale)


def name_of_scale(scale: int) -> str:
    """万 of 10,000, in which figures are told again; "" of what is told in full."""
    return {10**3: "千", 10**4: "万", 10**8: "亿"}.get(scale, "")


def _step(digits: str) -> Decimal:
    return Decimal(1).scaleb(-len(digits.partition(".")[2]))


def _in_numerals(plain: str) -> Amount | None:
    """三百二十元, 十二户, 壹佰元整; without a unit a word such as 一 is no figure."""
    found = _MEASURED_IN_NUMERALS.fullmatch(plain)
    if found is not None:
        number = read_numerals(found["number"])
        return None if number is None else Amount(Decimal(number), {"圆": "元"}.get(found["unit"], found["unit"]))
    in_yuan = read_capitals(plain)
    return None if in_yuan is None else Amount(in_yuan, "元", Decimal("0.01"))


@dataclass(frozen=True)
class Named:
    """`text[start:end]` names an amount in a sentence."""

    start: int
    end: int
    amount: Amount


def amounts_in(text: str) -> Iterator[Named]:
    """In figures with a unit, a thousands mark or decimals, and in capital numerals, in their order."""
    named = list(figures_in(text))
    named += (
        Named(each.start, each.end, Amount(each.value, "元", Decimal("0.01")))
        for each in capitals_in(text)
        if each.value is not None
    )
    return iter(sorted(named, key=lambda each: each.start))


def figures_in(text: str) -> Iterator[Named]:
    """Without those in capital numerals."""
    narrow = _WIDE_MARK.sub(",", text).translate(_NARROW)
    for found in _IN_TEXT.finditer(narrow):
        if found["unit"] or "," in found["number"] or "." in found["number"]:
            amount = _amount(found, (found["per"] or "").removeprefix("/"))
            if amount is not None:
                yield Named(*found.span(), amount)


@dataclass(frozen=True)
class Capitals:
    """`text[start:end]` is an amount in capital numerals (大写金额); `value` None where it does not read."""

    start: int
    end: int
    value: Decimal | None


_NO_CAPITAL = r"\s\\*，。；、,;()（）|\dA-Za-z"
_WRITTEN_CAPITALS = re.compile(
    rf"(?:人民币)?[{_CAPITAL_DIGITS}](?:"
    rf"[^{_NO_CAPITAL}元圆]{{0,40}}[元圆]零?(?:[^{_NO_CAPITAL}整正]{{1,2}}[角分]零?){{0,2}}[整正]?"
    rf"|角(?:[{_CAPITAL_DIGITS}]分)?[整正]?|分[整正]?)"
)


def capitals_in(text: str) -> Iterator[Capitals]:
    for found in _WRITTEN_CAPITALS.finditer(text):
        value = read_capitals(found[0])
        if value is not None or _is_spelled_wrong(found[0]):
            yield Capitals(*found.span(), value)


def _is_spelled_wrong(written: str) -> bool:
    """陆家村李公元 is no amount that somebody spelled wrong."""
    signs = sum(sign in _CAPITAL_SIGNS for sign in written)
    return signs > 2 and signs * 2 > len(written)


@lru_cache(maxsize=4096)
def read_capitals(text: str) -> Decimal | None:
    """元 of an amount in capital numerals; None where it does not read."""
    found = _CAPITALS.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        return None
    yuan = read_numerals(found["yuan"] or "零")
    if yuan is None or not (found["yuan"] or found["jiao"] or found["fen"]):
        return None
    jiao, fen = (_DIGITS[found[part] or "零"] for part in ("jiao", "fen"))
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


def read_count(text: str) -> int:
    """15 and 十五 are 15; 0 where it does not read."""
    return int(text) if text.isdecimal() else read_numerals(text) or 0


def in_capitals(value: Decimal) -> str:
    """As a voucher has it: 187356 is 壹拾捌万柒仟叁佰伍拾陆元整. For amounts below a trillion."""
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
            words += ("", "万", "亿", "万亿", "亿亿")[place // 4]
    return words
