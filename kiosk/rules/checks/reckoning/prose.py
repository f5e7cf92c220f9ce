"""Sums named in sentences, against each other: a whole and its 其中, a list and its 共, two prices and what lies between."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kiosk.rules.amounts import EXACT, Named, amounts_in, name_of_scale
from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.findings import Finding
from kiosk.rules.places import Place

PARTS = "arithmetic.parts_of_whole"
LIST = "arithmetic.list_in_prose"
BETWEEN = "arithmetic.difference_in_prose"
PRODUCT = "arithmetic.product_in_prose"
TWICE = "arithmetic.same_in_two_units"
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")
_OF_WHICH = re.compile(r"其中[:：]?")
_CLAUSE = re.compile(r"[，,；;：:（(]")
_REST = re.compile(r"其他|其它|其余|剩余|另")
_TOTAL_BEHIND = re.compile(
    r"[，,]?\s*(?:以上)?(?:[两二三四五六七八九十\d]+项)?(?:相加)?(?:一)?(?:合计|共计|总计|共)(?:为|是)?[:：]?\s*"
)
_JOINS = re.compile(r"[、和及]\s*\S{0,20}|[、和及]")
_COMPARED = re.compile(r"[，,]?\s*比[^，,。；;]{1,16}?")
_LESS = re.compile(r"(?:节约|减少|下降|少|降低|节省|结余)了?")
_MORE = re.compile(r"(?:增加|增长|多|超出|超|上升)了?")
_MARK = re.compile(r"[，,。；;：:、（(]")
_NO_WORDS = re.compile(r"[\s*#>]|^[-\d.]+")
_SAME = re.compile(r"\s*+[（(]?\s*+(?:即|合|折合|也就是|等于|约|约合)?\s*+")


@dataclass(frozen=True, eq=False)
class Sentence:
    text: str
    start: int
    """In the body."""
    amounts: tuple[Named, ...]

    @cached_property
    def money(self) -> tuple[Named, ...]:
        return tuple(each for each in self.amounts if _is_money(each))

    def called(self, amount: Named) -> str:
        """The words right before it, back to where the clause begins."""
        before = bisect_left(self._marks, amount.start)
        clause = self.text[self._marks[before - 1] + 1 if before else 0 : amount.start]
        return _NO_WORDS.sub("", clause)

    @cached_property
    def _marks(self) -> list[int]:
        return [found.start() for found in _MARK.finditer(self.text)]

    def said(self, amount: Named) -> str:
        return self.text[amount.start : amount.end]

    def place(self, amount: Named) -> Place:
        return Place(start=self.start + amount.start, end=self.start + amount.end)


def sentences(about: About) -> Iterator[Sentence]:
    """Longer ones are lists that lost their lines: nobody could tell what belongs together, nor read on."""
    longest = limits.count(about.limits, "arithmetic.sentence_characters")
    for line in about.placed.lines:
        for found in _SENTENCE.finditer(line.raw):
            amounts = tuple(amounts_in(found[0])) if len(found[0]) <= longest else ()
            if amounts:
                yield Sentence(found[0], line.start + found.start(), amounts)


def prose(said: Iterable[Sentence], about: About) -> Iterator[Finding]:
    before: Sentence | None = None
    for sentence in said:
        yield from _parts(sentence, before, about)
        yield from _lists(sentence, about)
        yield from _differences(sentence, about)
        yield from _products(sentence, about)
        yield from _twice(sentence, about)
        before = sentence


def _is_money(each: Named) -> bool:
    return each.amount.unit == "元" and not each.amount.per


def _slack(amounts: Sequence[Named], about: About) -> Decimal:
    """Half of the last digit of each that is written in 万元; else the cent."""
    tolerance = limits.number(about.limits, "arithmetic.tolerance")
    scaled = [each.amount.step for each in amounts if each.amount.scale > 1]
    return max(tolerance, max(scaled) / 2 * len(amounts)) if scaled else tolerance


def _sum(amounts: Sequence[Named]) -> Decimal:
    return sum((each.amount.value for each in amounts), Decimal())


def _figure(value: Decimal, like: Named) -> str:
    """元 or 万元 as the other is written."""
    return f"{format((value / like.amount.scale).normalize(), ',f')}{name_of_scale(like.amount.scale)}{like.amount.unit}"


def _parts(sentence: Sentence, before: Sentence | None, about: About) -> Iterator[Finding]:
    """项目总投资…万元，其中甲…万元，乙…万元，其他…万元."""
    found = _OF_WHICH.search(sentence.text)
    if found is None or len(_OF_WHICH.findall(sentence.text)) > 1:
        return
    ahead = [each for each in sentence.money if each.end <= found.start()]
    if found.start() == 0 and before is not None:
        ahead = list(before.money)
    parts = _one_for_each_clause(sentence, [each for each in sentence.money if each.start >= found.end()])
    if not ahead or len(parts) < 2:
        return
    whole, total = ahead[-1], _sum(parts)
    difference = total - whole.amount.value
    slack = _slack([whole, *parts], about)
    # The parts need not be all there are; but more than the whole they cannot be, nor nearly it by accident.
    near = limits.number(about.limits, "arithmetic.nearly_whole")
    is_all = _REST.search(sentence.text[found.end() :]) is not None or abs(difference) <= abs(whole.amount.value) * near
    if abs(difference) <= slack or any(each.amount.value >= whole.amount.value for each in parts):
        return
    if difference > 0 or is_all:
        origin = before if found.start() == 0 and before is not None else sentence
        yield about.finding(
            PARTS,
            origin.place(whole),
            whole=origin.said(whole),
            expected=_figure(total, whole),
            difference=_figure(abs(difference), whole),
        )


def _one_for_each_clause(sentence: Sentence, parts: Sequence[Named]) -> list[Named]:
    """Nothing where a clause has two amounts: nobody knows which of them is the part."""
    begins = [found.start() for found in _CLAUSE.finditer(sentence.text)]
    clauses = [bisect_left(begins, each.start) for each in parts]
    joined = [sentence.text[left.end : right.start] for left, right in zip(parts, parts[1:], strict=False)]
    is_list = all(
        clause != after or "、" in between for clause, after, between in zip(clauses, clauses[1:], joined, strict=False)
    )
    return list(parts) if is_list else []


def _lists(sentence: Sentence, about: About) -> Iterator[Finding]:
    """灯具1,980.00元、基础360.00元，共2,340.00元."""
    first = 0
    for at in range(1, len(sentence.money)):
        total = sentence.money[at]
        between = sentence.text[sentence.money[at - 1].end : total.start]
        if at - first > 1 and _TOTAL_BEHIND.fullmatch(between):
            yield from _list(sentence.money[first:at], total, sentence, about)
        if not _JOINS.fullmatch(between):
            first = at


def _list(parts: Sequence[Named], total: Named, sentence: Sentence, about: About) -> Iterator[Finding]:
    expected = _sum(parts)
    difference = abs(expected - total.amount.value)
    if difference > _slack([*parts, total], about):
        facts = {"found": sentence.said(total), "expected": _figure(expected, total), "difference": _figure(difference, total)}
        yield about.finding(LIST, sentence.place(total), **facts)


def _differences(sentence: Sentence, about: About) -> Iterator[Finding]:
    """结算价92,460.00元，比预算98,600.00元节约6,140.00元."""
    money = sentence.money
    for first, second, third in zip(money, money[1:], money[2:], strict=False):
        between = sentence.text[second.end : third.start].strip()
        less, more = _LESS.fullmatch(between), _MORE.fullmatch(between)
        if not (less or more) or not _COMPARED.fullmatch(sentence.text[first.end : second.start]):
            continue
        expected = (second.amount.value - first.amount.value) * (1 if less else -1)
        if abs(expected - third.amount.value) > _slack([first, second, third], about):
            facts = {"found": sentence.said(third), "expected": _figure(expected, third)}
            yield about.finding(BETWEEN, sentence.place(third), **facts)


def _products(sentence: Sentence, about: About) -> Iterator[Finding]:
    """10742.5亩，标准为3.1元/亩，共计33301.75元: of a part of a sentence that names one of each."""
    starts = [each.start for each in sentence.amounts]
    for part in re.finditer(r"[^；;]+", sentence.text):
        within = sentence.amounts[bisect_left(starts, part.start()) : bisect_left(starts, part.end())]
        areas = [each for each in within if each.amount.unit == "亩" and not each.amount.per]
        rates = [each for each in within if each.amount.unit == "元" and each.amount.per == "亩"]
        money = [each for each in within if _is_money(each)]
        if not len(areas) == len(rates) == len(money) == 1 or not areas[0].start < rates[0].start < money[0].start:
            continue
        exact = areas[0].amount.value * rates[0].amount.value
        is_fine = rates[0].amount.step <= Decimal("0.01")  # 82 and 3.1 are what they are
        rounding = areas[0].amount.value * rates[0].amount.step / 2 if is_fine else Decimal()
        off = abs(exact - money[0].amount.value)
        if off > money[0].amount.step and off > _slack(money, about):
            code = "arithmetic.product_in_prose_rounding" if off <= rounding else PRODUCT
            facts = {"found": sentence.said(money[0]), "expected": _figure(exact.quantize(Decimal("0.01"), context=EXACT), money[0])}
            yield about.finding(code, sentence.place(money[0]), **facts)


def _twice(sentence: Sentence, about: About) -> Iterator[Finding]:
    """1,259万元（即12,590,000元): the same amount in both units."""
    money = sentence.money
    for first, second in zip(money, money[1:], strict=False):
        between = sentence.text[first.end : second.start]
        is_same = (first.amount.scale > 1) != (second.amount.scale > 1) and between.strip() and _SAME.fullmatch(between)
        if is_same and "(" in between.replace("（", "(") or is_same and re.search("即|合|等于|也就是", between):
            off = abs(first.amount.value - second.amount.value)
            if off > max(first.amount.step, second.amount.step) / 2:
                yield about.finding(TWICE, sentence.place(second), first=sentence.said(first), second=sentence.said(second))
