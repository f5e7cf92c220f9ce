"""面积 × 标准 = 金额, 数量 × 单价 = 金额, 人数 × 人均 = 筹资, row by row.

A rate that is printed once stands for the rows below it too. Where the printed rate was rounded, most rows differ a
little: then that is the reason, and is told as one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kiosk.rules.amounts import EXACT
from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.equations import names_of_columns
from kiosk.rules.checks.reckoning.mismatch import Mismatch
from kiosk.rules.checks.reckoning.sheets import Figure, Sheet

PRODUCT = "arithmetic.product"


@dataclass(frozen=True)
class Product:
    quantity: Figure
    rate: Figure
    result: Figure
    step: Decimal
    """What the last digit of the finest result in the column stands for."""

    @property
    def exact(self) -> Decimal:
        return self.quantity.value * self.rate.value

    @property
    def expected(self) -> Decimal:
        return self.exact.quantize(self.step, ROUND_HALF_UP, EXACT)

    @property
    def difference(self) -> Decimal:
        return abs(self.result.value - self.exact)

    @property
    def fits(self) -> bool:
        """To half of the last digit that is written."""
        return self.difference <= max(self.step, self.result.step) / 2

    @property
    def is_cut(self) -> bool:
        """The digits behind were dropped instead of rounded."""
        return self.difference < self.step

    @property
    def rate_explains(self) -> bool:
        """Of a rate that is written to the cent; 82 and 3.1 are what they are."""
        is_fine = self.rate.step <= Decimal("0.01")
        return is_fine and self.difference <= abs(self.quantity.value) * self.rate.step / 2 + self.step / 2


def products(sheet: Sheet, about: About) -> Iterator[Mismatch]:
    columns = names_of_columns(sheet, about)
    told: set[int] = set()
    for text, share in limits.named(about.limits, "arithmetic.products").items():
        result, quantity, rate = text.replace("=", " ").replace("×", " ").split()
        if not {result, quantity, rate} <= columns.keys() or columns[result] in told:
            continue
        if len({columns[each] for each in (result, quantity, rate)}) == 3:
            told.add(columns[result])
            rows = list(_rows(sheet, columns[quantity], columns[rate], columns[result]))
            yield from _mismatches(rows, Decimal(share), about)


def _rows(sheet: Sheet, quantity: int, rate: int, result: int) -> Iterator[Product]:
    results = [figure for line, figure in zip(sheet.lines, sheet.figures(result), strict=True) if figure and not line.adds_up]
    step = min((figure.step for figure in results), default=Decimal("0.01"))
    above: Figure | None = None
    for line in sheet.lines:
        if line.adds_up:
            continue
        own = sheet.figure(line, rate)
        # Words where a rate would stand (停发) are no rate, and none for the rows below.
        above = own if own is not None or sheet.is_unread(line, rate) else above
        number, amount = sheet.figure(line, quantity), sheet.figure(line, result)
        if number is not None and above is not None and amount is not None and above.amount.unit != "%":
            yield Product(number, above, amount, step)


def _mismatches(rows: Sequence[Product], share: Decimal, about: About) -> Iterator[Mismatch]:
    """`share`: how many of the rows must fit before anybody believes that this is how the results came about."""
    off = [each for each in rows if not each.fits]
    if not off or len(rows) - len(off) < share * len(rows):
        return
    tolerance = limits.number(about.limits, "arithmetic.tolerance")
    by_rate = [each for each in off if each.rate_explains]
    # One row that differs among many that come out to the cent has no rounded rate.
    rate_is_rounded = len(by_rate) * 2 > len(rows)
    for each in off:
        off_by = abs(each.result.value - each.expected)
        is_rounding = each.is_cut or off_by <= tolerance or rate_is_rounded and each.rate_explains
        slack = off_by if is_rounding else Decimal()
        yield Mismatch(PRODUCT, each.result, each.expected, slack, may_be_mended=not is_rounding)


@dataclass(frozen=True)
class OneRate:
    """A roster with the same rate in every row."""

    sheet: Sheet
    rate: Decimal
    rows: int
    areas: Mapping[int, Figure | None]
    """Of the totals, by row."""

    def comes_to(self, total: Mismatch) -> bool:
        """It is the whole area times the rate, where the rows were rounded each for itself."""
        figure = total.figure
        area = self.areas.get(figure.row)
        if area is None or figure.column % len(self.sheet.heads) != self.sheet.columns["amount"]:
            return False
        by_rate = abs(area.value * self.rate - figure.value) <= figure.step / 2
        return by_rate and abs(total.difference) <= self.rows * figure.step / 2


def one_rate(sheet: Sheet) -> OneRate | None:
    columns = sheet.columns
    if not {"area_mu", "rate", "amount"} <= columns.keys():
        return None
    rates = {figure.value for figure in sheet.figures(columns["rate"]) if figure is not None}
    rows = sum(figure is not None for figure in sheet.figures(columns["amount"]))
    areas = {line.row: sheet.figure(line, columns["area_mu"]) for line in reversed(sheet.sums)}
    return OneRate(sheet, rates.pop(), rows, areas) if len(rates) == 1 else None
