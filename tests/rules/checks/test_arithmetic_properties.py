"""Arithmetic findings vanish exactly when the sum is put right."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reckoner import a_table, codes, put_right, reckoned, written_at, yuan

FEN = st.integers(1, 5_000_000).map(lambda fen: Decimal(fen) / 100)
OFF = st.integers(2, 900_000).map(lambda fen: Decimal(fen) / 100)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Derived:
    """A right body, and where a figure stands in it that follows from others."""

    body: str
    cells: tuple[tuple[str, Decimal], ...]
    """The line it stands in begins so, and ends with the value or has it in the column."""


def total(values: list[Decimal]) -> Decimal:
    return sum(values, Decimal())


@st.composite
def rosters(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int]]]:
    areas = [Decimal(each) / 100 for each in draw(st.lists(st.integers(1, 9999), min_size=2, max_size=12))]
    rate = Decimal(draw(st.integers(100, 20_000))) / 100
    merged = draw(st.booleans())
    amounts = [(area * rate).quantize(CENT, ROUND_HALF_UP) for area in areas]
    rows = [
        [str(at), "张\\*三", f"{a:.2f}", f"{rate:.2f}" if not merged or at == 0 else "", yuan(m)]
        for at, (a, m) in enumerate(zip(areas, amounts, strict=True))
    ]
    rows.append(["合计", "", f"{total(areas):.2f}", "", yuan(total(amounts))])
    derived = [(at, 4) for at in range(len(rows))] + [(len(rows) - 1, 2)]
    return [["序号", "户主姓名", "面积（亩）", "标准（元/亩）", "金额（元）"], *rows], derived


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int]]]:
    balance = opening = draw(FEN)
    income = expense = Decimal()
    rows = [["7月1日", "上期结余", "", "", yuan(opening)]]
    for at, (amount, comes) in enumerate(draw(st.lists(st.tuples(FEN, st.booleans()), min_size=2, max_size=10))):
        balance += amount if comes else -amount
        income, expense = income + (amount if comes else 0), expense + (0 if comes else amount)
        rows.append([f"7月{at + 2}日", "收付款项", yuan(amount) if comes else "", "" if comes else yuan(amount), yuan(balance)])
    rows.append(["合计", "", yuan(income), yuan(expense), yuan(balance)])
    derived = [(at, 4) for at in range(1, len(rows))] + [
        (len(rows) - 1, at) for at, sum_ in ((2, income), (3, expense)) if sum_
    ]
    return [["日期", "摘要", "收入（元）", "支出（元）", "余额（元）"], *rows], derived


@st.composite
def debts(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int]]]:
    lines = [
        (start, added, min(reduced, start + added))
        for start, added, reduced in draw(st.lists(st.tuples(FEN, FEN, FEN), min_size=2, max_size=8))
    ]
    rows = [[f"单位{at}", *map(yuan, (a, b, c, a + b - c)), ""] for at, (a, b, c) in enumerate(lines)]
    sums = [total([line[at] for line in lines]) for at in range(3)]
    rows.append(["合计", *map(yuan, (*sums, sums[0] + sums[1] - sums[2])), ""])
    derived = [(at, 4) for at in range(len(rows))] + [(len(rows) - 1, at) for at in (1, 2, 3)]
    return [["单位", "期初（元）", "增加（元）", "减少（元）", "期末（元）", "原因"], *rows], derived


@st.composite
def subtotalled(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int]]]:
    groups = draw(st.lists(st.lists(FEN, min_size=1, max_size=4), min_size=2, max_size=4))
    rows, derived = [], []
    for at, values in enumerate(groups):
        rows += [[f"费用{at}{place}号", yuan(value)] for place, value in enumerate(values)]
        rows.append(["小计", yuan(total(values))])
        derived.append((len(rows) - 1, 1))
    rows.append(["总计", yuan(total([total(values) for values in groups]))])
    return [["用途", "金额（元）"], *rows], [*derived, (len(rows) - 1, 1)]


@st.composite
def statements(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int]]]:
    opening, income, cash = draw(FEN), draw(FEN), draw(FEN)
    expense = Decimal(draw(st.integers(0, int(opening + income))))
    closing = opening + income - expense
    rows = [
        ["上季结余", yuan(opening)],
        ["加：本季收入", yuan(income)],
        ["减：本季支出", yuan(expense)],
        ["期末结余", yuan(closing)],
    ]
    rows += [["其中：库存现金", yuan(min(cash, closing))], ["其中：银行存款", yuan(closing - min(cash, closing))]]
    return [["项目", "金额（元）"], *rows], [(3, 1)]


@st.composite
def balance_sheets(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int]]]:
    """Liabilities of what the assets are worth."""
    money, stock, gross, worn = (draw(FEN) for _ in range(4))
    worn = min(worn, gross)
    debt = draw(st.integers(1, 99)) * (money + stock + gross - worn) / 100
    debt = debt.quantize(CENT)
    assets, current = money + stock + gross - worn, money + stock
    lines = [("货币资金", money), ("存货", stock), ("流动资产合计", current), ("固定资产原值", gross), ("减：累计折旧", worn)]
    lines += [("固定资产净值", gross - worn), ("非流动资产合计", gross - worn), ("资产总计", assets)]
    lines += [
        ("应付款项", debt),
        ("负债合计", debt),
        ("资本", assets - debt),
        ("所有者权益合计", assets - debt),
        ("负债和所有者权益总计", assets),
    ]
    derived = [(at, 2) for at, (label, _) in enumerate(lines) if label.endswith(("合计", "总计", "净值"))]
    rows = [[label, "", yuan(value), yuan(value)] for label, value in lines]
    return [["项目", "附注", "年末数（元）", "年初数（元）"], *rows], derived


TABLES = st.one_of(rosters(), ledgers(), debts(), subtotalled(), statements(), balance_sheets())


def body_of(table: list[list[str]]) -> str:
    head, *rows = (" | ".join(row) for row in table)
    return a_table(head, *rows)


@given(TABLES)
@settings(max_examples=150)
def test_a_right_table_has_no_finding(drawn):
    table, _ = drawn
    assert reckoned(body_of(table)) == []


@given(TABLES, st.data(), OFF)
@settings(max_examples=200)
def test_a_derived_cell_that_is_off_is_found_with_what_it_should_be_and_one_click_mends_it(drawn, data, off):
    table, derived = drawn
    row, column = data.draw(st.sampled_from(derived))
    right = table[row + 1][column]
    table[row + 1][column] = yuan(Decimal(right.replace(",", "")) + off)
    body = body_of(table)
    findings = reckoned(body)
    here = [each for each in findings if (each.place.row, each.place.column) == (row, column)]
    assert len(here) == 1, codes(findings)
    assert written_at(body, here[0]) == table[row + 1][column]
    if "break" not in here[0].code:
        assert here[0].facts["expected"] == right
    mended = put_right(body, here)
    if here[0].mend:
        table[row + 1][column] = right
        assert mended == body_of(table)
        assert reckoned(mended) == []


@given(TABLES, st.data())
def test_a_cent_is_put_down_to_rounding_and_keeps_nothing_from_the_board(drawn, data):
    table, derived = drawn
    row, column = data.draw(st.sampled_from(derived))
    right = table[row + 1][column]
    table[row + 1][column] = yuan(Decimal(right.replace(",", "")) + CENT)
    assert {each.level for each in reckoned(body_of(table))} <= {"note", "warn"}


Maker = Callable[[str], str]
MANNERS: dict[str, Maker] = {
    "plain": lambda text: text.replace(",", ""),
    "marks": lambda text: text,
    "wide": lambda text: text.translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，")),
    "unit": lambda text: f"{text}元",
    "yen": lambda text: f"¥{text}",
    "bold": lambda text: f"**{text}**",
    "spaced": lambda text: text.replace(",", " "),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_the_mend_is_written_in_the_manner_of_the_cell(manner):
    write = MANNERS[manner]
    body = a_table("用途 | 金额（元）", f"甲 | {write('12,000.50')}", f"乙 | {write('800.00')}", f"合计 | {write('12,900.50')}")
    [finding] = reckoned(body)
    assert put_right(body, [finding]) == body.replace(write("12,900.50"), write("12,800.50"))
    assert reckoned(put_right(body, [finding])) == []
