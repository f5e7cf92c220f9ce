"""How well persons' data is told from everything else, on lines labelled by hand (tests/data/privacy/labelled.tsv).

Each is plain, hard (an unusual spelling) or a trap (nothing of a person's). Rows of a table are parted by //, the head first.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.rules.checks.looking import a_table, codes, look

LABELLED = Path(__file__).parents[2] / "data" / "privacy" / "labelled.tsv"
LEAST_FOUND = {"plain": 0.99, "hard": 0.97}
MOST_FALSE_ALARMS = 0.02


@dataclass(frozen=True)
class Line:
    sort: str
    item: str | None
    expected: frozenset[str]
    text: str

    @property
    def found(self) -> frozenset[str]:
        rows = self.text.split(" // ")
        body = a_table(*rows) if len(rows) > 1 else self.text + "\n"
        return frozenset(code.partition(".")[2] for code in codes(look(body, item=self.item)))


@cache
def lines() -> tuple[Line, ...]:
    fields = (line.split("\t") for line in LABELLED.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return tuple(
        Line(sort, None if item == "-" else item, frozenset() if expected == "-" else frozenset(expected.split(",")), text)
        for sort, item, expected, text in fields
    )


def of(sort: str) -> list[Line]:
    return [line for line in lines() if line.sort == sort]


def test_there_are_lines_enough_and_half_of_them_are_traps():
    assert len(lines()) >= 300
    assert len(of("trap")) * 2 >= len(lines()) - 1


@pytest.mark.parametrize("sort", ["plain", "hard"])
def test_what_is_a_persons_is_found(sort):
    missed = [(line.text, sorted(line.expected - line.found)) for line in of(sort) if not line.expected <= line.found]
    assert len(missed) <= (1 - LEAST_FOUND[sort]) * len(of(sort)), missed


def test_what_is_nobodys_is_left_alone():
    alarms = [(line.text, sorted(line.found)) for line in of("trap") if line.found]
    assert len(alarms) <= MOST_FALSE_ALARMS * len(of("trap")), alarms
