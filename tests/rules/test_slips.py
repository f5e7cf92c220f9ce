"""A slip for each household of a roster, and none for a total."""

import pytest

from kiosk.rules.placed_text import placed
from kiosk.rules.slips import slips_of

ROSTER = """\
| 序号 | 户主姓名 | 金额（元） |
|---|---|---:|
| 1 | 张\\*明 | 82.00 |
|  | — |  |
| 2 | 李\\* |
| **合计** |  | 164.00 |
"""


def made(columns, household=1):
    return slips_of(placed(ROSTER).tables[0], columns, household)


def test_every_household_has_one_and_neither_a_total_nor_an_empty_row_has():
    assert [(each.number, each.household) for each in made([0])] == [(1, "张*明"), (2, "李*")]


@pytest.mark.parametrize(
    "columns, cells",
    [
        ([2], [(("金额（元）", "82.00"),), (("金额（元）", ""),)]),
        ([1, 0], [(("户主姓名", "张*明"), ("序号", "1")), (("户主姓名", "李*"), ("序号", "2"))]),
    ],
)
def test_what_was_chosen_stands_on_it_with_its_head_as_residents_read_it(columns, cells):
    assert [each.cells for each in made(columns)] == cells


def test_where_no_column_names_a_household_the_stub_has_none():
    assert {each.household for each in made([0], household=None)} == {""}
