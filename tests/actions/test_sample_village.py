"""The sample village, whatever the day of the first start: everything is up, and every sum comes out."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from cast import SHANGHAI, TERMS, local

from kiosk.actions.now import playlist_of
from kiosk.actions.sample_village import fill
from kiosk.config import Config
from kiosk.documents.holidays import work_calendar
from kiosk.rules.notice import Category, is_live
from kiosk.rules.posting import display_days
from kiosk.shipped import catalogue
from kiosk.store import notices
from kiosk.store.board import Board, open_board

STARTS = [
    local(2026, 10, 10, 12),
    local(2026, 10, 1),
    local(2026, 12, 31, 23, 59),
    local(2027, 1, 1, 0, 1),
    local(2028, 2, 29, 9),
    local(2027, 7, 2, 8),
]


def is_a_sum(cell: str) -> bool:
    return re.fullmatch(r"[−+-]?[\d,]+(\.\d+)?", cell) is not None


def amount(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "").replace("−", "-") or "0")


def tables(body: str) -> list[list[list[str]]]:
    """Rows of cells of each table, its head first, the rule under the head left out."""
    found: list[list[list[str]]] = [[]]
    for line in body.splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not all(re.fullmatch(":?-+:?", cell) for cell in cells):
                found[-1].append(cells)
        elif found[-1]:
            found.append([])
    return [table for table in found if table]


def column(table: list[list[str]], head: str) -> int:
    return next(index for index, cell in enumerate(table[0]) if cell.startswith(head))


@pytest.fixture(scope="module", params=STARTS, ids=lambda start: f"{start:%Y-%m-%d}")
def started(request, tmp_path_factory) -> Iterator[tuple[Board, datetime]]:
    board = open_board(Config(tmp_path_factory.mktemp("board"), "127.0.0.1", 8080, SHANGHAI, "zh", ""))
    done = fill(board, "第一次", request.param)
    assert done.went_in, [outcome.problems for outcome in done.outcomes if outcome.problems]
    yield board, request.param
    board.close()


def the_notice(board: Board, item: str):
    return next(each for each in notices.all_notices(board.db) if each.item == item)


def test_everything_is_up_on_the_day_of_the_start(started):
    board, start = started
    everything = list(notices.all_notices(board.db))
    assert len(everything) == 22
    assert [each.title for each in everything if not is_live(each, start)] == []
    assert {entry.notice.number for entry in playlist_of(board, "hall", start)} == {each.number for each in everything}


def test_the_three_pillars_are_all_there(started):
    board, _ = started
    assert {each.category for each in notices.all_notices(board.db)} == set(Category)


def test_nothing_of_it_breaks_the_law_of_display(started):
    board, _ = started
    for notice in notices.all_notices(board.db):
        if notice.shows_until is not None:
            posted_on = notice.shows_from.astimezone(SHANGHAI).date()
            up = notice.shows_until.astimezone(SHANGHAI).date() - posted_on
            needed = display_days(notice, catalogue().get(notice.item or ""), TERMS, posted_on, work_calendar())
            assert up.days - 1 >= needed, notice.title


def test_nothing_of_it_claims_to_be_from_after_today(started):
    board, start = started
    today = start.astimezone(SHANGHAI).date()
    assert [each.title for each in notices.all_notices(board.db) if (each.issued_on or date.min) > today] == []
    assert [each.title for each in notices.all_notices(board.db) if each.published_at > start] == []


def test_nothing_of_it_shows_a_blank_left_unfilled(started):
    board, _ = started
    assert [each.title for each in notices.all_notices(board.db) if re.search(r"\{\{|\}\}|\{%|None", each.body + each.title)] == []


def test_nothing_of_it_shows_a_whole_number_of_a_person(started):
    board, _ = started
    for notice in notices.all_notices(board.db):
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)62\d{14,17}(?!\d)", notice.body), notice.title


def test_the_ledgers_balance_runs_and_its_totals_come_out(started):
    board, _ = started
    ledger = tables(the_notice(board, "F01").body)[0]
    income, expense, balance = (column(ledger, head) for head in ("收入", "支出", "余额"))
    opening, *rows, total = ledger[1:]
    running = amount(opening[balance])
    for row in rows:
        running += amount(row[income]) - amount(row[expense])
        assert amount(row[balance]) == running, row
    assert amount(total[income]) == sum(amount(row[income]) for row in rows)
    assert amount(total[expense]) == sum(amount(row[expense]) for row in rows)
    assert amount(total[balance]) == running
    assert f"本季{len(rows)}笔" in total[1]


def test_the_ledgers_days_are_days_of_its_quarter_in_order(started):
    board, _ = started
    notice = the_notice(board, "F01")
    days = [tuple(map(int, re.match(r"(\d+)月(\d+)日", row[0]).groups())) for row in tables(notice.body)[0][1:-1]]
    assert days == sorted(days)
    assert {month for month, _ in days} == set(notice.period.months)
    assert all(date(notice.period.year, month, day) for month, day in days)


def test_the_ledgers_summaries_agree_with_it(started):
    board, _ = started
    ledger, income, _, expense, _, balance, *_ = tables(the_notice(board, "F01").body)
    total = ledger[-1]
    assert amount(income[-1][1]) == amount(total[2]) == sum(amount(row[1]) for row in income[1:-1])
    assert amount(expense[-1][1]) == amount(total[3]) == sum(amount(row[1]) for row in expense[1:-1])
    for table in (income, expense):
        for row in table[1:]:
            assert amount(row[1]) - amount(row[2]) == amount(row[3]), row
    sums = {row[0]: amount(row[1]) for row in balance[1:]}
    assert sums["上季结余"] + sums["加：本季收入"] - sums["减：本季支出"] == sums["期末结余"]
    assert sums["其中：库存现金"] + sums["其中：银行存款"] == sums["期末结余"] == amount(total[4])


def test_on_the_roster_area_times_rate_is_the_amount(started):
    board, _ = started
    groups, roster = tables(the_notice(board, "B01").body)[:2]
    group, area, rate, money = (column(roster, head) for head in ("村民小组", "面积", "标准", "金额"))
    rows = [row for row in roster[1:] if row[0].isdigit()]
    assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert amount(row[area]) * amount(row[rate]) == amount(row[money]), row
    for name, households, mu, yuan in groups[1:-1]:
        of_group = [row for row in rows if row[group] == name]
        assert int(households) == len(of_group)
        assert amount(mu) == sum(amount(row[area]) for row in of_group)
        assert amount(yuan) == sum(amount(row[money]) for row in of_group)
    for table, columns in ((groups, (1, 2, 3)), (roster, (area, money))):
        totals = [row for row in table[1:] if "合计" in "".join(row[:2])]
        for total in totals:
            for place in columns:
                if is_a_sum(total[place]):
                    parts = [amount(row[place]) for row in table[1:] if row is not total]
                    assert amount(total[place]) == sum(parts)


def test_totals_of_every_table_come_out(started):
    """Where a table ends with 合计 and a column is all plain sums, they add up (balance columns run, and do not)."""
    board, _ = started
    checked = 0
    for notice in notices.all_notices(board.db):
        for table in tables(notice.body):
            head, *rows = table
            if len(rows) < 3 or rows[-1][0] != "合计" or any(re.match("小计|其中|减", row[0]) for row in rows):
                continue
            for place, name in enumerate(head):
                cells = [row[place] for row in rows]
                if re.match("余额|标准|序号|比例", name) or not all(is_a_sum(cell) for cell in cells if cell) or not cells[-1]:
                    continue
                assert sum(amount(cell) for cell in cells[:-1]) == amount(cells[-1]), (notice.title, name)
                checked += 1
    assert checked > 10
