"""A figure written anew in the manner of the cell it goes into: thousands marks, decimals, width, sign and unit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kiosk.rules.amounts import EXACT, read_amount
from kiosk.rules.changed_words import plain
from kiosk.rules.checks.reckoning.sheets import Figure
from kiosk.rules.findings import Edit

_SIGNS = "+＋\\-−－—–△▲"
_NUMBER = re.compile(
    rf"(?P<open>[（(])?(?P<sign>\\?[{_SIGNS}])?(?P<yen>[¥￥] ?)?(?P<later>\\?[{_SIGNS}])?"
    r"(?P<digits>[0-9０-９](?:[0-9０-９,，.．]|[ \u00a0\u3000](?=[0-9０-９]{3}))*|[.．][0-9０-９]+)(?(open)[）)]|)"
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_PLUS = ("+", "＋")


@dataclass(frozen=True)
class Manner:
    """How the figures of a column are written; what a cell itself does not show is taken from its neighbours."""

    mark: str = ""
    """Between thousands."""
    plus: str = ""
    minus: str = "-"
    decimals: int = 0


def manner_of(raws: Iterable[str]) -> Manner:
    mark = plus = ""
    minus = "-"
    decimals = 0
    for raw in raws:
        found = _NUMBER.search(raw)
        if found is None:
            continue
        mark = mark or _mark(found["digits"])
        sign = found["sign"] or found["later"] or ""
        if sign[-1:] in _PLUS:
            plus = plus or sign
        elif sign:
            minus = sign
        decimals = max(decimals, _decimals(found["digits"]))
    return Manner(mark, plus, minus, decimals)


def _mark(digits: str) -> str:
    return next((sign for sign in digits if sign in ",， \u00a0\u3000"), "")


def _decimals(digits: str) -> int:
    return len(re.split(r"[.．]", digits, maxsplit=1)[1]) if re.search(r"[.．]", digits) else 0


def rewritten(raw: str, value: Decimal, manner: Manner = Manner()) -> tuple[int, int, str] | None:
    """`raw[start:end]` becomes the text; None where it holds no number in figures. `value` in the cell's own unit."""
    found = _NUMBER.search(raw)
    if found is None:
        return None
    digits = found["digits"]
    own = re.sub(r"[,， \u00a0\u3000]", "", digits)
    is_long_without_mark = not _mark(digits) and len(re.split(r"[.．]", own, maxsplit=1)[0]) > 3
    mark = _mark(digits) or ("" if is_long_without_mark else manner.mark)
    words = _digits(abs(value), max(_decimals(digits), _needed(value)), mark)
    if digits[0] in "０１２３４５６７８９":
        words = words.translate(_WIDE)
    if "．" in digits or digits[0] in "０１２３４５６７８９":
        words = words.replace(".", "．")
    sign = found["sign"] or found["later"] or ""
    yen = found["yen"] or ""
    is_bracketed = bool(found["open"]) and found[0][-1] in "）)" and not sign
    if value < 0:
        if is_bracketed:
            return found.start(), found.end(), f"{found[0][0]}{yen}{words}{found[0][-1]}"
        negative = sign if sign and sign[-1] not in _PLUS else manner.minus
        return found.start(), found.end(), f"{negative}{yen}{words}"
    plus = sign if sign[-1:] in _PLUS else manner.plus
    return found.start(), found.end(), f"{plus if value > 0 else ''}{yen}{words}"


def _needed(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _digits(value: Decimal, decimals: int, mark: str) -> str:
    words = f"{value:,.{decimals}f}"
    return words.replace(",", mark)


def in_its_unit(figure: Figure, value: Decimal) -> Decimal:
    """What the cell would have to say for that many 元, 亩 …; in 万元 no finer than it is written."""
    scale = figure.scale * figure.amount.scale
    if scale == 1:
        return value
    return (value / scale).quantize(figure.step / scale, ROUND_HALF_UP, EXACT)


def said(figure: Figure, value: Decimal, manner: Manner = Manner()) -> str:
    """The cell's text with the other value."""
    change = rewritten(figure.piece.raw, in_its_unit(figure, value), manner)
    if change is None:
        return format(in_its_unit(figure, value).normalize(), "f")
    start, end, words = change
    return (figure.piece.raw[:start] + words + figure.piece.raw[end:]).replace("\\", "").strip("*")


def edit(figure: Figure, value: Decimal, manner: Manner = Manner()) -> tuple[Edit, ...]:
    """Nothing where the cell could not be read back as that value."""
    raw, wanted = figure.piece.raw, in_its_unit(figure, value)
    change = rewritten(raw, wanted, manner)
    if change is None:
        return ()
    start, end, words = change
    read = read_amount(plain(f"{raw[:start]}{words}{raw[end:]}".strip("*")))
    if read is None or read.value != wanted * figure.amount.scale:
        return ()
    return (Edit(figure.piece.start + start, figure.piece.start + end, words),)
