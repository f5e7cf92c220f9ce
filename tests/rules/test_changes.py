"""What changed between two notices: words in a paragraph, cells in a row, rows in a table; nothing else is marked."""

import random
from datetime import date

import pytest
from cast import a_notice
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.alignment import Effort, matches
from kiosk.rules.changed_tables import Change, Fold, RowChange, TableChange, TableCounts
from kiosk.rules.changed_words import Mark, Pieces, compare_words, plain
from kiosk.rules.changes import Changes, Counts, ProseChange, compare
from kiosk.rules.notice import Category
from kiosk.rules.period import Period
from kiosk.rules.tables import Sort, blocks


def marked(pieces: Pieces) -> str:
    """电费[-412-][+420+]元"""
    signs = {Mark.SAME: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "[+{}+]"}
    return "".join(signs[piece.mark].format(piece.text) for piece in pieces)


def text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def between(old: str, new: str, **how: int | None) -> Changes:
    return compare(a_notice(body=old), a_notice(body=new), **how)


def seen(changes: Changes) -> list[str]:
    """Each block in a line: its change, and what stands on either side."""
    return [f"{each.count} folded" if isinstance(each, Fold) else f"{each.change}: {side(each.old)} | {side(each.new)}" for each in changes.body]


def side(pieces: tuple[object, ...]) -> str:
    return " ".join(map(marked, pieces)) if pieces and isinstance(pieces[0], tuple) else marked(pieces)


def the_table(changes: Changes) -> TableChange:
    (table,) = [each for each in changes.body if isinstance(each, TableChange)]
    return table


def rows_of(changes: Changes) -> list[str]:
    return [
        f"… {row.count}" if isinstance(row, Fold) else f"{row.change}: {' '.join(map(marked, row.old))} | {' '.join(map(marked, row.new))}"
        for row in the_table(changes).rows
    ]


@pytest.mark.parametrize(
    "old, new, left, right",
    [
        ("", "", "", ""),
        ("", "甲", "", "[+甲+]"),
        ("甲", "", "[-甲-]", ""),
        ("电费", "电费", "电费", "电费"),
        ("收入143,257.23元，支出102,714.91元。", "收入150,000.00元，支出102,714.91元。", "收入[-143,257.23-]元，支出102,714.91元。", "收入[+150,000.00+]元，支出102,714.91元。"),
        ("每亩82.00元", "每亩82.50元", "每亩[-82.00-]元", "每亩[+82.50+]元"),
        ("1,000元", "10,000元", "[-1,000-]元", "[+10,000+]元"),
        ("增加３，２８４．５元", "增加３，２８４．６元", "增加[-３，２８４．５-]元", "增加[+３，２８４．６+]元"),
        ("占60%", "占65%", "占[-60%-]", "占[+65%+]"),
        ("电话0000-1234567。", "电话0000-1234568。", "电话[-0000-1234567-]。", "电话[+0000-1234568+]。"),
        ("户主罗*涛、李*。", "户主罗*成、李*。", "户主[-罗*涛-]、李*。", "户主[+罗*成+]、李*。"),
        ("购printer一台", "购scanner一台", "购[-printer-]一台", "购[+scanner+]一台"),
        ("2026年第三季度收支", "2026年第四季度收支", "2026年[-第三季度-]收支", "2026年[+第四季度+]收支"),
        ("2026年9月30日前", "2026年12月31日前", "2026年[-9月30日-]前", "2026年[+12月31日+]前"),
        ("本季新增1户2人", "本季新增1户2人，退出1户", "本季新增1户2人", "本季新增1户2人[+，退出1户+]"),
        ("支部党员大会，讨论路灯养护", "支部党员大会，审议公开内容", "支部党员大会，[-讨论路灯养护-]", "支部党员大会，[+审议公开内容+]"),
        ("电费都是当月交上月的。", "门面房租金没交，已书面催告。", "[-电费都是当月交上月的。-]", "[+门面房租金没交，已书面催告。+]"),
        ("甲组路灯\n乙组路灯", "甲组路灯\n丙组路灯", "甲组路灯\n[-乙-]组路灯", "甲组路灯\n[+丙+]组路灯"),
    ],
)
def test_words_that_changed_are_marked_and_no_others(old, new, left, right):
    assert tuple(map(marked, compare_words(old, new, Effort()))) == (left, right)


TEXT = st.text(alphabet="收支结余电费的，。元年月日第三季度 0123.,*\n", max_size=60)


@given(TEXT, TEXT)
def test_the_pieces_of_a_side_are_its_text(old, new):
    left, right = compare_words(old, new, Effort())
    assert (text(left), text(right)) == (old, new)
    assert Mark.ADDED not in {piece.mark for piece in left}
    assert Mark.REMOVED not in {piece.mark for piece in right}
    kept = [[piece.text for piece in pieces if piece.mark is Mark.SAME] for pieces in (left, right)]
    assert kept[0] == kept[1]


@given(TEXT, TEXT)
def test_neighbouring_changes_are_one(old, new):
    for pieces in compare_words(old, new, Effort()):
        assert all(piece.text for piece in pieces)
        assert all(Mark.SAME in (one.mark, other.mark) for one, other in zip(pieces, pieces[1:], strict=False))


@given(st.lists(st.sampled_from("abcde"), max_size=40), st.lists(st.sampled_from("abcde"), max_size=40), st.sampled_from([0, 20, 10_000]))
def test_matches_are_equal_and_rise_however_little_work_is_allowed(old, new, work):
    pairs = matches(old, new, Effort(work))
    assert all(old[left] == new[right] for left, right in pairs)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in zip(pairs, pairs[1:], strict=False))


@pytest.mark.parametrize(
    "old, new, body, count",
    [
        ("一句话\n\n二\n", "一句话\n\n二\n", ["2 folded"], 0),
        ("一句话\n\n二\n", "\n\n一句话\n\n\n二", ["2 folded"], 0),
        ("", "公示七天\n", ["added:  | [+公示七天+]"], 1),
        ("公示七天\n", "", ["removed: [-公示七天-] | "], 1),
        ("公示7天。\n", "公示10天。\n", ["changed: 公示[-7-]天。 | 公示[+10+]天。"], 1),
        ("收到的都已答复。\n", "门前路灯亮了\n", ["replaced: [-收到的都已答复。-] | [+门前路灯亮了+]"], 1),
        ("张\\*明出资。\n", "张*明出资。\n", ["same: 张*明出资。 | 张*明出资。"], 0),
        ("## 说明\n", "# 说明\n", ["changed: [-说明-] | [+说明+]"], 1),
        ("## 说明\n", "- 说明\n", ["removed: [-说明-] | ", "added:  | [+- 说明+]"], 2),
        ("甲在前。\n\n乙在后。\n", "甲在前。\n\n新来一段话\n\n乙在后。\n", ["same: 甲在前。 | 甲在前。", "added:  | [+新来一段话+]", "same: 乙在后。 | 乙在后。"], 1),
        ("## 说明\n\n一\n\n二\n\n三\n\n四句话\n", "## 说明\n\n一\n\n二\n\n三\n\n四句话，改了\n", ["same: 说明 | 说明", "2 folded", "same: 三 | 三", "changed: 四句话 | 四句话[+，改了+]"], 1),
        ("一\n\n二\n\n三\n\n四句话\n", "一\n\n二\n\n三\n\n四句话，改了\n", ["2 folded", "same: 三 | 三", "changed: 四句话 | 四句话[+，改了+]"], 1),
        ("- 监督：0000-1234567\n- 值班：0000-1234501\n", "- 监督：0000-1234567\n- 值班：0000-1234502\n", ["changed: - 监督：0000-1234567\n- 值班：[-0000-1234501-] | - 监督：0000-1234567\n- 值班：[+0000-1234502+]"], 1),
    ],
)
def test_a_body_is_compared_block_by_block(old, new, body, count):
    changes = between(old, new)
    assert seen(changes) == body
    assert changes.counts.blocks == count
    assert changes.is_none is (count == 0)


LEDGER = """\
| 日期 | 摘要 | 支出（元） |
|---|---|---:|
| 7月1日 | 路灯电费 | 986.40 |
| 7月2日 | 网络和电话费 | 199.00 |
| 7月3日 | 垃圾清运费 | 1,500.00 |
| 7月4日 | 公开资料印制 | 286.00 |
| 7月5日 | 办公用品 | 486.50 |
| 7月6日 | 村道修补 | 2,760.00 |
| 7月7日 | 饮用水消毒药剂 | 640.00 |
| 合计 | | 6,857.90 |
"""


@pytest.mark.parametrize(
    "what, becomes, rows, counts",
    [
        ("199.00", "209.00", ["same: 7月1日 路灯电费 986.40 | 7月1日 路灯电费 986.40", "changed: 7月2日 网络和电话费 [-199.00-] | 7月2日 网络和电话费 [+209.00+]", "same", "same", "… 4"], TableCounts(rows_changed=1)),
        ("| 7月2日 | 网络和电话费 | 199.00 |\n", "", ["same", "removed: [-7月2日-] [-网络和电话费-] [-199.00-] | ", "same", "same", "… 4"], TableCounts(rows_removed=1)),
        ("| 7月2日 |", "| 7月1日 | 报刊费 | 60.00 |\n| 7月2日 |", ["same", "added:  | [+7月1日+] [+报刊费+] [+60.00+]", "same", "same", "… 5"], TableCounts(rows_added=1)),
        ("| 7月2日 | 网络和电话费 | 199.00 |", "| 7月9日 | 代理记账 | 800.00 |", ["same", "replaced: [-7月2日-] [-网络和电话费-] [-199.00-] | [+7月9日+] [+代理记账+] [+800.00+]", "same", "same", "… 4"], TableCounts(rows_added=1, rows_removed=1)),
        ("网络和电话费", "网络费", ["same", "changed: 7月2日 网络[-和电话-]费 199.00 | 7月2日 网络费 199.00", "same", "same", "… 4"], TableCounts(rows_changed=1)),
        ("| | 6,857.90", "| 7笔 | 6,857.90", ["… 5", "same", "same", "changed: 合计  6,857.90 | 合计 [+7笔+] 6,857.90"], TableCounts(rows_changed=1)),
        ("| 合计 |", "| 合　计 |", ["… 5", "same", "same", "changed"], TableCounts(rows_changed=1)),
    ],
)
def test_a_table_is_compared_row_by_row_and_cell_by_cell(what, becomes, rows, counts):
    changes = between(LEDGER, LEDGER.replace(what, becomes, 1))
    assert [row[: len(expected)] for row, expected in zip(rows_of(changes), rows, strict=True)] == rows
    assert changes.counts.tables == counts


def test_rows_of_the_period_before_are_set_beside_those_of_this_one():
    old = "| 日期 | 摘要 | 支出 |\n|---|---|---|\n| 7月1日 | 上季结余 | |\n| 7月4日 | 路灯电费 | 986.40 |\n| 合计 | 本季1笔 | 986.40 |\n"
    new = "| 日期 | 摘要 | 支出 |\n|---|---|---|\n| 10月1日 | 上季结余 | |\n| 10月4日 | 路灯电费 | 912.10 |\n| | | |\n| 合计 | | |\n"
    assert rows_of(between(old, new)) == [
        "changed: [-7月-]1日 上季结余  | [+10月+]1日 上季结余 ",
        "changed: [-7月-]4日 路灯电费 [-986.40-] | [+10月+]4日 路灯电费 [+912.10+]",
        "changed: 合计 [-本季1笔-] [-986.40-] | 合计  ",
    ]


def test_a_row_is_known_by_its_label_when_all_else_is_emptied():
    old = "| 项目 | 增减 | 原因 |\n|---|---|---|\n| 经营 | +1.00 | 门面房租金未交 |\n| 补助 | +2.00 | 路灯补助 |\n"
    new = "| 项目 | 增减 | 原因 |\n|---|---|---|\n| 经营 | | |\n| 补助 | | |\n"
    assert between(old, new).counts.tables == TableCounts(rows_changed=2)


def test_another_household_of_the_group_is_another_row():
    old = "| 村民小组 | 户主 | 标准 | 金额 |\n|---|---|---|---|\n| 一组 | 罗\\*涛 | 82.00 | 181.22 |\n| 一组 | 卢\\*福 | 82.00 | 118.90 |\n"
    assert between(old, old.replace("罗\\*涛 | 82.00 | 181.22", "罗\\*成 | 82.00 | 563.34")).counts.tables == TableCounts(rows_added=1, rows_removed=1)
    assert between(old, old.replace("罗\\*涛", "罗\\*成")).counts.tables == TableCounts(rows_changed=1)


def test_the_columns_of_figures_are_told():
    table = the_table(between(LEDGER, LEDGER.replace("199.00", "209.00")))
    assert (table.old_figures, table.new_figures) == ({2}, {2})


def test_a_row_that_moved_is_gone_here_and_new_there():
    moved = LEDGER.replace("| 7月1日 | 路灯电费 | 986.40 |\n", "").replace("| 合计", "| 7月1日 | 路灯电费 | 986.40 |\n| 合计")
    assert between(LEDGER, moved).counts.tables == TableCounts(rows_added=1, rows_removed=1)


def test_rows_are_the_same_when_only_their_number_moved_on():
    roster = "| 序号 | 户主 | 面积（亩） |\n|---|---|---:|\n" + "".join(f"| {at} | 张*{name} | {at}.50 |\n" for at, name in enumerate("甲乙丙丁戊己庚", 1))
    without = "| 序号 | 户主 | 面积（亩） |\n|---|---|---:|\n" + "".join(f"| {at - 1} | 张*{name} | {at}.50 |\n" for at, name in enumerate("乙丙丁戊己庚", 2))
    changes = between(roster, without)
    assert changes.counts.tables == TableCounts(rows_removed=1, rows_renumbered=6)
    assert the_table(changes).rows[-1] == Fold(4, renumbered=4)


def test_rows_are_known_again_by_their_words_when_every_figure_changed():
    old = "| 户主 | 标准 | 金额 |\n|---|---:|---:|\n" + "".join(f"| 张*{chr(0x4E00 + at)} | 82.00 | {at}.10 |\n" for at in range(300))
    new = "| 户主 | 标准 | 金额 |\n|---|---:|---:|\n" + "".join(f"| 张*{chr(0x4E00 + at)} | 85.00 | {at}.90 |\n" for at in range(300))
    assert between(old, new).counts.tables == TableCounts(rows_changed=300)


@pytest.mark.parametrize(
    "old, new, heads, row, counts",
    [
        ("甲|乙", "甲|乙|丙", ("甲 乙", "甲 乙 [+丙+]"), ("一 二", "一 二 [+三+]"), TableCounts(rows_changed=1, columns_added=1)),
        ("甲|乙|丙", "甲|丙", ("甲 [-乙-] 丙", "甲 丙"), ("一 [-二-] 三", "一 三"), TableCounts(rows_changed=1, columns_removed=1)),
        ("甲|金额", "甲|金额（元）", ("甲 金额", "甲 金额[+（元）+]"), ("一 二", "一 二"), TableCounts(columns_renamed=1)),
        ("户主|面积", "姓名|面积", ("[-户主-] 面积", "[+姓名+] 面积"), ("一 二", "一 二"), TableCounts(columns_renamed=1)),
    ],
)
def test_columns_come_and_go(old, new, heads, row, counts):
    cells = "一二三"

    def table(heads: str) -> str:
        names = heads.split("|")
        values = [cells["甲乙丙".index(name)] if name in "甲乙丙" else cells[at] for at, name in enumerate(names)]
        return f"{heads}\n{'|'.join('---' for _ in names)}\n{'|'.join(values)}\n"

    changes = between(table(old), table(new), around=None)
    found = the_table(changes)
    assert (side(found.old), side(found.new)) == heads
    assert (side(found.rows[0].old), side(found.rows[0].new)) == row
    assert changes.counts.tables == counts
    assert found.change is Change.CHANGED


@pytest.mark.parametrize(
    "old, new, change, counts",
    [
        ("", LEDGER, Change.ADDED, TableCounts(tables_added=1, rows_added=8)),
        (LEDGER, "", Change.REMOVED, TableCounts(tables_removed=1, rows_removed=8)),
        (LEDGER, LEDGER.replace(" | ", "|"), None, TableCounts()),
        (LEDGER, LEDGER.replace("---:", "---"), None, TableCounts()),
    ],
)
def test_whole_tables_come_and_go(old, new, change, counts):
    changes = between(old, new)
    assert changes.counts.tables == counts
    if change is None:
        assert changes.is_none
    else:
        assert the_table(changes).change is change
        assert {row.change for row in the_table(changes).rows} == {change}


def test_the_table_of_income_is_not_taken_for_that_of_expense():
    head = "| 项目 | 本季（元） |\n|---|---:|\n"
    income, expense = head + "| 经营收入 | 1.00 |\n| 补助收入 | 2.00 |\n", head + "| 经营支出 | 3.00 |\n| 管理费用 | 4.00 |\n"
    changes = between(f"## 收入\n\n{income}\n## 支出\n\n{expense}", f"## 支出\n\n{expense.replace('3.00', '5.00')}")
    assert changes.counts.tables == TableCounts(tables_removed=1, rows_changed=1, rows_removed=2)


def test_a_row_wider_than_its_head_is_shown_with_what_is_too_much():
    old = "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n| 三 | 四 |\n"
    changes = between(old, old.replace("| 三 | 四 |", "| 三 | 四 | 五 | 六 |"), around=None)
    assert rows_of(changes)[-1] == "changed: 三 四 | 三 四 [+五 | 六+]"


def test_fields_are_compared_each_by_its_name():
    old = a_notice(title="第三季度财务收支", period=Period(2026, "quarter", 3), issued_on=date(2026, 10, 8), supervision_phone=None)
    new = a_notice(title="第四季度财务收支", period=Period(2026, "quarter", 4), issued_on=date(2026, 10, 8), supervision_phone="0000-1234567", category=Category.SUBSIDY)
    changes = compare(old, new)
    assert [(each.key, each.before, each.after) for each in changes.fields] == [
        ("title", "第三季度财务收支", "第四季度财务收支"),
        ("category", Category.FINANCE, Category.SUBSIDY),
        ("period", Period(2026, "quarter", 3), Period(2026, "quarter", 4)),
        ("supervision_phone", None, "0000-1234567"),
    ]
    assert marked(changes.fields[0].old) == "[-第三季度-]财务收支"
    assert marked(changes.fields[3].new) == "[+0000-1234567+]"
    assert changes.counts == Counts(fields=4)
    assert not changes.is_none


def test_what_the_board_gives_a_notice_is_no_change():
    assert compare(a_notice(), a_notice(number=7, index_number="CW-2026-0001", version=2)).is_none


def a_roster(rows: list[list[str]]) -> str:
    lines = "".join(f"| {at} | {' | '.join(row)} |\n" for at, row in enumerate(rows, 1))
    return f"| 序号 | 村民小组 | 户主姓名 | 面积（亩） | 标准（元/亩） | 金额（元） |\n|---|---|---|---|---|---|\n{lines}"


def households(count: int) -> list[list[str]]:
    return [[f"{'一二三四五'[at % 5]}组", f"罗\\*{chr(0x4E00 + at % 700)}", f"{at % 97 / 10:.2f}", "82.00", f"{at % 97 * 8.2:.2f}"] for at in range(count)]


def test_in_a_roster_of_five_thousand_just_the_changed_rows_are_shown():
    chance = random.Random(3)
    old, new = households(5000), households(5000)
    for at in chance.sample(range(5000), 50):
        new[at][2] = "99.99"
    del new[4000]
    new.insert(100, ["六组", "王\\*", "1.00", "82.00", "82.00"])
    changes = between(a_roster(old), a_roster(new))
    counts = changes.counts.tables
    assert (counts.rows_changed, counts.rows_added, counts.rows_removed) == (50, 1, 1)
    assert counts.rows_renumbered > 3800
    assert not changes.is_rough
    rows = the_table(changes).rows
    assert sum(row.count for row in rows if isinstance(row, Fold)) + sum(isinstance(row, RowChange) for row in rows) == 5001
    assert len(rows) < 350


def test_of_very_many_changes_only_so_many_are_shown_and_the_others_counted():
    changes = between(a_roster(households(3000)), a_roster([[*row[:2], "0.01", *row[3:]] for row in households(3000)]), most=100)
    rows = the_table(changes).rows
    assert sum(isinstance(row, RowChange) and row.change is Change.CHANGED for row in rows) == 100
    assert rows[-1].changed > 2800
    assert changes.counts.tables.rows_changed == 100 + sum(row.changed for row in rows if isinstance(row, Fold))


LENGTH = 60_000
HOSTILE = [
    ("字甲" * (LENGTH // 2), "字乙" * (LENGTH // 2)),
    ("甲，乙，" * (LENGTH // 4), "乙，丙，甲，" * (LENGTH // 6)),
    ("一\n\n二\n\n" * (LENGTH // 6), "二\n\n三\n\n一\n\n" * (LENGTH // 9)),
    ("#一\n" * (LENGTH // 3), "#二\n" * (LENGTH // 3)),
    ("|a|b|\n|-|-|\n" + "|||\n" * (LENGTH // 4), "|a|b|\n|-|-|\n" + "||||\n|1||\n" * (LENGTH // 10)),
    ("|a|b|\n|-|-|\n|1|2|\n\n" * (LENGTH // 20), "|a|c|\n|-|-|\n|1|3|\n\n" * (LENGTH // 20)),
    ("|" + "甲|" * (LENGTH // 6) + "\n|" + "-|" * (LENGTH // 6), "|" + "乙|" * (LENGTH // 6) + "\n|" + "-|" * (LENGTH // 6)),
]


@pytest.mark.parametrize("old, new", HOSTILE)
def test_hostile_bodies_are_compared_without_getting_lost(old, new):
    changes = between(old, new)
    assert not changes.is_none
    assert len(changes.body) <= 3100


def test_what_cannot_be_compared_in_reasonable_time_is_all_gone_and_all_new():
    chance = random.Random(3)
    old, new = ("".join(chance.choices("收支结余电费", k=20_000)) for _ in range(2))
    changes = between(old, new)
    assert changes.is_rough
    assert seen(changes) == [f"changed: [-{old}-] | [+{new}+]"]


PARAGRAPH = st.text(alphabet="收支结余，。1.5元", min_size=1, max_size=12).map(str.strip).filter(bool)
CELL = st.text(alphabet="收支1.5元", max_size=3)
A_TABLE = st.integers(2, 3).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=5).map(
        lambda rows: "\n".join([f"| {' | '.join('甲乙丙'[:width])} |", "|" + "---|" * width, *(f"| {' | '.join(row)} |" for row in rows)])
    )
)
BODY = st.lists(st.one_of(PARAGRAPH, PARAGRAPH.map("## {}".format), PARAGRAPH.map("- {}".format), A_TABLE), max_size=6).map("\n\n".join)


def as_shown(body: str) -> list[str]:
    shown: list[str] = []
    for block in blocks(body):
        if block.table is not None:
            shown += ["".join(row) for row in (block.table.head, *block.table.rows)]
        else:
            shown.append(plain(block.text.removeprefix("##").strip() if block.sort is Sort.HEADING else block.text))
    return [line for line in shown if line]


def side_of(changes: Changes, name: str) -> list[str]:
    lines: list[str] = []
    for each in changes.body:
        if isinstance(each, ProseChange):
            lines.append(text(getattr(each, name)))
        elif isinstance(each, TableChange):
            lines += ["".join(map(text, getattr(row, name))) for row in (each, *each.rows)]
    return [line for line in lines if line]


@given(BODY, BODY)
def test_each_side_holds_all_of_its_text_in_its_order(old, new):
    changes = between(old, new, around=None)
    assert side_of(changes, "old") == as_shown(old)
    assert side_of(changes, "new") == as_shown(new)


@given(BODY)
def test_a_text_is_no_different_from_itself(body):
    changes = between(body, body)
    assert changes.is_none
    assert all(isinstance(each, Fold | ProseChange | TableChange) and getattr(each, "change", Change.SAME) is Change.SAME for each in changes.body)
