"""Sums named in sentences against the tables: 面积422.18亩，金额34,618.76元 must be the totals of those columns.

A sentence may speak of anything, so a figure is doubted only where something ties it to the table: another figure of the
same sentence that is a total of that table, the very name of a line, or a total with two digits changed about.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kiosk.rules.amounts import Named
from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.checks.reckoning.equations import names_of_lines, value_named
from kiosk.rules.checks.reckoning.ledgers import Accounts
from kiosk.rules.checks.reckoning.mismatch import plain_unit
from kiosk.rules.checks.reckoning.prose import Sentence
from kiosk.rules.checks.reckoning.sheets import Sheet
from kiosk.rules.checks.reckoning.sums import columns_to_add
from kiosk.rules.findings import Finding
from kiosk.rules.table_kinds import bare_head

DIFFERS = "arithmetic.prose_differs"
UNITS = "arithmetic.unit_slip"
UNIT_LINE = "arithmetic.unit_contradiction"
NOT_COMPARED = "arithmetic.not_compared"
_TEN_THOUSAND = Decimal(10**4)
_BEFORE_NAME = re.compile(
    r"^(?:截至.{0,12}?|\d{4}年(?:度|末)?|[本全][期季月年村]度?|年末|期末|村集体|集体|其中|我村|共|现有|的)+"
)
_OF_PARTS = re.compile("其中|另")
_BEHIND_NAME = re.compile(r"(?:合计|共计|总计|共|为|是|达|达到|约)+$")


@dataclass(frozen=True)
class Total:
    value: Decimal
    unit: str
    words: frozenset[str]
    """How a sentence would call it: 面积, 补贴面积."""
    table: int


def prose_against_tables(
    said: Sequence[Sentence], listed: Sequence[Sheet], ledger: Accounts | None, about: About
) -> Iterator[Finding]:
    summed = [sheet for sheet in listed if sheet.sums]
    near = summed[: limits.count(about.limits, "arithmetic.tables_compared")]
    totals = [total for sheet in near for total in _totals(sheet, about)]
    compared = list(_first(said, limits.count(about.limits, "arithmetic.comparisons") // max(len(totals), 1)))
    known = _all_values(listed) if compared else frozenset()
    named = _named_values(listed, ledger, about) if compared else {}
    for sentence in compared:
        yield from _against_tables(sentence, totals, named, known, about)
    if said and (len(near) < len(summed) or len(compared) < len(said)):
        facts = {"amounts": _count(compared), "all_amounts": _count(said), "tables": len(near), "all_tables": len(summed)}
        yield about.finding(NOT_COMPARED, **facts)


def _first(said: Iterable[Sentence], most: int) -> Iterator[Sentence]:
    """So many that they hold no more amounts than that."""
    for sentence in said:
        most -= len(sentence.amounts)
        if most < 0:
            return
        yield sentence


def _count(said: Iterable[Sentence]) -> int:
    return sum(len(sentence.amounts) for sentence in said)


def _against_tables(
    sentence: Sentence, totals: Sequence[Total], named: Mapping[str, Sequence[Decimal]], known: frozenset[Decimal], about: About
) -> Iterator[Finding]:
    doubted = list(_anchored(sentence, totals, known)) or list(_alike(sentence, totals, known))
    for amount, total in doubted:
        yield _differs(sentence, amount, total.value, about)
    told = {each.start for each, _ in doubted}
    for amount in sentence.amounts:
        if amount.start not in told:
            yield from _unit_slip(sentence, amount, totals, known, about)
            yield from _by_name(sentence, amount, named, known, about)


def _totals(sheet: Sheet, about: About) -> Iterator[Total]:
    for column in columns_to_add(sheet, about):
        unit = plain_unit(sheet, column)
        written = [figure for line in sheet.sums if (figure := sheet.figure(line, column))]
        if not written:
            continue
        last = written[-1]
        words = frozenset({bare_head(sheet.heads[column])} | _names_of(sheet.roles[column], about))
        yield Total(last.value, last.amount.unit or unit, words, sheet.table.place)


def _names_of(roles: frozenset[str], about: About) -> set[str]:
    spoken = frozenset({"area_mu", "amount", "income", "expense", "allowance", "villagers"})
    return {word for role in roles & spoken for word in about.vocabulary.columns.get(role, ()) if word.isalpha()}


def _all_values(listed: Sequence[Sheet]) -> frozenset[Decimal]:
    return frozenset(
        figure.value for sheet in listed for at in range(len(sheet.heads)) for figure in sheet.figures(at) if figure is not None
    )


def _named_values(listed: Sequence[Sheet], ledger: Accounts | None, about: About) -> Mapping[str, Sequence[Decimal]]:
    """What the lines of statements and the ledger say, by their names; the least first."""
    found: dict[str, set[Decimal]] = {}
    for sheet in listed:
        for name, lines in names_of_lines(sheet, about).items():
            figures = (sheet.figure(line, column) for line in lines for column in columns_to_add(sheet, about))
            found.setdefault(name, set()).update(figure.value for figure in figures if figure is not None)
    if ledger is not None:
        values = {"income": ledger.income, "expense": ledger.expense, "closing_balance": ledger.closing}
        for name, value in values.items():
            if value is not None:
                found.setdefault(name, set()).add(value)
    return {name: sorted(values) for name, values in found.items()}


def _speaks_of(called: str, total: Total) -> bool:
    plain = _BEHIND_NAME.sub("", called)
    return any(plain.endswith(word) for word in total.words)


def _anchored(sentence: Sentence, totals: Sequence[Total], known: frozenset[Decimal]) -> Iterator[tuple[Named, Total]]:
    """Of a sentence that names totals of one table, those that differ."""
    named = {(each.amount.value, each.amount.unit) for each in sentence.amounts if not each.amount.per}
    right = {total.table for total in totals if (total.value, total.unit) in named}
    others = _OF_PARTS.search(sentence.text)
    for amount in sentence.amounts if right else ():
        if amount.amount.per or amount.amount.value in known or amount.amount.scale > 1:
            continue
        if others is not None and others.end() <= amount.start:
            continue
        called = sentence.called(amount)
        meant = [t for t in totals if t.unit == amount.amount.unit and t.table in right and _speaks_of(called, t)]
        if meant and len({total.value for total in meant}) == 1 and not _is_of_another(called):
            yield amount, meant[0]


def _is_of_another(called: str) -> bool:
    """另外3户面积…, 其中一组面积…, 增加面积…, 上年金额…"""
    return re.search(r"另|其中|[一二三四五六七八九十]组|增|减|上|去年|每|平均|核减|未|不", called) is not None


def _alike(sentence: Sentence, totals: Sequence[Total], known: frozenset[Decimal]) -> Iterator[tuple[Named, Total]]:
    """34,618.67 where the table has 34,618.76."""
    for amount in sentence.amounts:
        if amount.amount.per or amount.amount.value in known:
            continue
        alike = [t for t in totals if t.unit == amount.amount.unit and _nearly_same(amount.amount.value, t.value)]
        called = sentence.called(amount) if alike else ""
        meant = next((t for t in alike if _speaks_of(called, t)), None)
        if meant is not None and not _is_of_another(called):
            yield amount, meant


def _nearly_same(one: Decimal, other: Decimal) -> bool:
    """As long, with one digit wrong or two neighbours changed about, of at least five."""
    left, right = (format(each.normalize(), "f") for each in (one, other))
    if len(left) != len(right) or len(left) < 5:
        return False
    off = [at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    is_swap = len(off) == 2 and off[1] - off[0] == 1 and left[off[0]] == right[off[1]] and left[off[1]] == right[off[0]]
    return len(off) == 1 or is_swap


def _unit_slip(
    sentence: Sentence, amount: Named, totals: Sequence[Total], known: frozenset[Decimal], about: About
) -> Iterator[Finding]:
    """Ten thousand times what the table says, or a ten-thousandth of it."""
    value = amount.amount.value
    if amount.amount.unit != "元" or amount.amount.per or value in known or not value:
        return
    for total in totals:
        slack = amount.amount.step / 2
        times = (
            abs(value - total.value * _TEN_THOUSAND) <= slack
            or abs(value * _TEN_THOUSAND - total.value) <= slack * _TEN_THOUSAND
        )
        if times and total.value and total.unit in ("元", "") and _is_telling(total.value):
            facts = {"found": sentence.said(amount), "table": total.table + 1, "total": format(total.value, ",f")}
            yield about.finding(UNITS, sentence.place(amount), **facts)
            return


def _is_telling(value: Decimal) -> bool:
    """Of four digits at least: 20,000 is ten thousand times many a 2."""
    return len(value.normalize().as_tuple().digits) >= 4


def _by_name(
    sentence: Sentence, amount: Named, named: Mapping[str, Sequence[Decimal]], known: frozenset[Decimal], about: About
) -> Iterator[Finding]:
    """资产总额1,547,046.89元: the line of that name, whole and nothing else."""
    if not named or amount.amount.unit != "元" or amount.amount.per or amount.amount.value in known:
        return
    called = _BEHIND_NAME.sub("", _BEFORE_NAME.sub("", sentence.called(amount)))
    name = value_named(called, about) if called in limits.words(about.limits, "arithmetic.names_in_prose") else ""
    values = named.get(name, ())
    if not values:
        return
    nearest = _nearest(amount.amount.value, values)
    slack = max(
        limits.number(about.limits, "arithmetic.tolerance"), amount.amount.step / 2 if amount.amount.scale > 1 else Decimal()
    )
    if abs(amount.amount.value - nearest) > slack:
        yield _differs(sentence, amount, nearest, about)


def _nearest(value: Decimal, values: Sequence[Decimal]) -> Decimal:
    at = bisect_left(values, value)
    return min(values[max(at - 1, 0) : at + 1], key=lambda other: abs(other - value))


def _differs(sentence: Sentence, amount: Named, value: Decimal, about: About) -> Finding:
    return about.finding(
        DIFFERS,
        sentence.place(amount),
        found=sentence.said(amount),
        expected=f"{format(value, ',f')}{amount.amount.unit}",
        difference=f"{format(abs(amount.amount.value - value), ',f')}{amount.amount.unit}",
    )


def unit_contradictions(sheet: Sheet, about: About) -> Iterator[Finding]:
    """单位：万元 above a column that says 元."""
    if sheet.unit not in ("千元", "万元", "亿元"):
        return
    for at, piece in enumerate(sheet.table.head):
        if re.search(r"[（(](?:单位[:：]?)?元[）)]", piece.text):
            place_facts = {"table": sheet.table.place + 1, "unit": sheet.unit, "column": piece.text}
            yield about.finding(UNIT_LINE, sheet.table.place_of_head(at), **place_facts)
            return
