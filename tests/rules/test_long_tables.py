"""A roster of tens of thousands becomes several notices, and no household is lost between them."""

import pytest
from cast import a_notice

from kiosk.rules.amounts import read_amount
from kiosk.rules.long_tables import LABEL, in_parts, part_in
from kiosk.rules.placed_text import placed


def a_roster(rows: int, total: bool = True) -> str:
    entries = [f"| {at} | 一组 | 张{at} | 2.5 | {at}.10 |" for at in range(1, rows + 1)]
    sums = [f"| 合计 |  |  | {rows * 2.5} | {sum(range(1, rows + 1)) + rows / 10:.2f} |"] if total else []
    head = ["| 序号 | 村民小组 | 户主姓名 | 面积（亩） | 金额（元） |", "| --- | --- | --- | ---: | ---: |"]
    return "\n".join(["单位：元", "", *head, *entries, *sums, "", "填表人：张三", ""])


def entries_of(parts) -> list[str]:
    return [row[0].text for part in parts for table in placed(part.body).tables for row in table.rows if row[0].text != LABEL]


@pytest.mark.parametrize("body", ["没有表格。\n", a_roster(10), ""])
def test_what_is_short_enough_stays_one(body):
    notice = a_notice(body=body)
    assert in_parts(notice, 11) == [notice]


@pytest.mark.parametrize("rows, parts", [(11, 2), (20, 2), (21, 3), (99, 10)])
def test_every_row_is_in_one_part_and_in_its_order(rows, parts):
    made = in_parts(a_notice(title="补贴清册", body=a_roster(rows)), 10)
    assert [part.title for part in made] == [f"补贴清册（第{at}部分，共{parts}部分）" for at in range(1, parts + 1)]
    assert entries_of(made) == [str(at) for at in range(1, rows + 1)]


def test_each_part_is_known_by_its_title():
    made = in_parts(a_notice(title="补贴清册", body=a_roster(99)), 10)
    assert [part_in(part.title) for part in made] == [(at, 10) for at in range(10)]
    assert part_in("补贴清册（第一批）") is None


def test_each_part_adds_up_to_its_own_total_and_the_last_says_the_whole():
    made = in_parts(a_notice(body=a_roster(25)), 10)
    for part in made:
        (table,) = placed(part.body).tables
        *rows, total = table.rows
        assert total[0].text == LABEL
        assert read_amount(total[4].text).value == sum(read_amount(row[4].text).value for row in rows)
    assert "全部合计：面积（亩）62.5，金额（元）327.50。" in made[-1].body
    assert "全部合计" not in made[0].body


def test_what_stands_above_opens_each_part_and_what_stands_below_closes_the_last():
    made = in_parts(a_notice(body=a_roster(25)), 10)
    assert all(part.body.startswith("单位：元\n") for part in made)
    assert ["填表人：张三" in part.body for part in made] == [False, False, True]


def test_without_a_total_nothing_is_summed_up():
    made = in_parts(a_notice(body=a_roster(25, total=False)), 10)
    assert len(entries_of(made)) == 25
    assert LABEL not in made[0].body and "全部合计" not in made[-1].body
