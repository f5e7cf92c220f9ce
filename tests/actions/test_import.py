"""Bringing notices in: all of it, or none; and everything that is wrong is told at once."""

import io
import json
from datetime import date

import pytest
from cast import DAY, GATE, NOON, TODAY, a_file, codes
from PIL import Image

from kiosk.actions.candidates import ORIGINAL_LIMIT
from kiosk.actions.import_notices import Posting, import_paths
from kiosk.actions.verify import verify
from kiosk.errors import Misuse, Unavailable
from kiosk.rules.notice import Category, Kind, Status
from kiosk.store import audit, notices, originals, screens
from kiosk.store.originals import digest_of


def problems(done):
    return [(outcome.path.name, problem.code, problem.line) for outcome in done.outcomes for problem in outcome.problems]


def deeds(board):
    rows = board.db.execute("SELECT who, deed, notice, facts FROM audit ORDER BY entry").fetchall()
    return [(who, deed, notice, json.loads(facts)) for who, deed, notice, facts in rows]


def a_photo(folder, name="plan.jpg", size=(40, 20)):
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, (10, 20, 30)).save(folder / name, exif=exif)
    return folder / name


def test_a_file_becomes_a_draft(board, bring, tmp_path):
    done = bring(a_file(tmp_path, title="停水通知"), now=NOON)
    assert done.went_in
    assert (done.outcomes[0].number, done.outcomes[0].is_published, done.outcomes[0].title) == (1, False, "停水通知")
    stored = notices.get(board.db, 1)
    assert stored.notice.status is Status.DRAFT
    assert stored.notice.index_number is None
    assert stored.html == "<p>本季收支已经审核。</p>"
    assert deeds(board) == [("文书甲", "notice.imported", 1, {"file": "notice.md", "status": "draft", "title": "停水通知"})]


def test_publishing_at_once_is_written_down_as_a_deed_of_its_own(board, bring, tmp_path):
    done = bring(a_file(tmp_path), now=NOON, publish=True)
    assert done.outcomes[0].is_published
    notice = notices.get(board.db, 1).notice
    assert (notice.status, notice.published_at, notice.shows_from) == (Status.PUBLISHED, NOON, NOON)
    assert [(who, deed, number) for who, deed, number, _ in deeds(board)] == [
        ("文书甲", "notice.imported", 1),
        ("文书甲", "notice.published", 1),
    ]
    assert deeds(board)[1][3]["index_number"] == "CW-2026-0001"
    assert audit.first_broken_entry(board.db) is None


def test_a_folder_comes_in_with_all_below_it_in_order(board, bring, tmp_path):
    a_file(tmp_path / "f", "b.md", title="乙")
    a_file(tmp_path / "f", "a.md", title="甲")
    a_file(tmp_path / "f" / "deep", "c.md", title="丙")
    (tmp_path / "f" / "readme.txt").write_text("not a notice")
    a_file(tmp_path / "f" / ".trash", "d.md", title="丁")
    done = bring(tmp_path / "f", now=NOON)
    assert [outcome.title for outcome in done.outcomes] == ["甲", "乙", "丙"]
    assert notices.count(board.db) == 3


def test_one_wrong_file_keeps_all_out_and_every_file_is_told_about(board, bring, tmp_path):
    a_file(tmp_path / "f", "1.md", title="好")
    a_file(tmp_path / "f", "2.md", title="坏", item="X99", screens=("nowhere",))
    (tmp_path / "f" / "3.md").write_text("没有开头", "utf-8")
    a_file(tmp_path / "f", "4.md", title="也好")
    done = bring(tmp_path / "f", now=NOON)
    assert not done.went_in
    assert [outcome.path.name for outcome in done.outcomes] == ["1.md", "2.md", "3.md", "4.md"]
    assert problems(done) == [
        ("2.md", "notice.unknown_item", 4),
        ("2.md", "notice.unknown_screen", 6),
        ("3.md", "front_matter.absent", 1),
    ]
    assert notices.count(board.db) == 0
    assert deeds(board) == []
    assert not board.originals.exists()


@pytest.mark.parametrize(
    "fields, code",
    [
        ({"item": "J07", "category": Category.FAMILY_PLANNING}, "notice.item_banned"),
        ({"item": "X99"}, "notice.unknown_item"),
        ({"screens": ("gate",)}, "notice.unknown_screen"),
        ({"objection_days": 7}, "notice.objection_without_publicity"),
        ({"issued_on": TODAY, "valid_until": TODAY + DAY}, "notice.valid_too_short"),
        ({"issued_on": TODAY, "valid_until": TODAY - DAY}, "notice.valid_before_start"),
        ({"sources": ("流水.xlsx",)}, "original.absent"),
        ({"body": "![图](plan.png)\n"}, "markdown.no_such_picture"),
        ({"body": "| 甲 |\n|---|\n| 1 | 2 |\n"}, "markdown.row_too_wide"),
        ({"body": "- " * 20 + "x\n"}, "markdown.too_deep"),
        ({"body": "x" * 500_001}, "markdown.too_long"),
    ],
)
@pytest.mark.parametrize("publish", [False, True])
def test_what_cannot_be_posted_stays_out(board, bring, tmp_path, fields, code, publish):
    done = bring(a_file(tmp_path, **fields), now=NOON, publish=publish)
    assert not done.went_in
    assert [found for _, found, _ in problems(done)] == [code]
    assert notices.count(board.db) == 0


def test_a_wrong_row_is_told_with_its_line_in_the_file(bring, tmp_path):
    done = bring(a_file(tmp_path, body="| 甲 |\n|---|\n| 1 | 2 |\n"), now=NOON)
    assert problems(done) == [("notice.md", "markdown.row_too_wide", 8)]


def test_a_folder_or_file_that_is_not_there_is_misuse(bring, tmp_path):
    good = a_file(tmp_path)
    with pytest.raises(Misuse) as wrong:
        bring(good, tmp_path / "gone.md", tmp_path / "lost")
    assert codes(wrong.value.problems) == ["file.absent", "file.absent"]


def test_a_folder_without_notices_is_misuse(bring, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(Misuse) as wrong:
        bring(tmp_path / "empty")
    assert wrong.value.code == "import.nothing_found"


@pytest.mark.parametrize("name", ["list.xlsx", "list.docx", "list.csv", "list", "list.txt"])
def test_a_file_of_another_kind_is_refused(bring, tmp_path, name):
    (tmp_path / name).write_bytes(b"PK")
    assert [code for _, code, _ in problems(bring(tmp_path / name))] == ["file.not_markdown"]


@pytest.mark.parametrize("data, code", [(b"x" * (1024 * 1024 + 1), "file.too_long"), (b"a\x00b", "file.control_character"), ("---\ntitle: 第三季度财务收支".encode("gbk"), "file.looks_like_gbk")])
def test_a_file_that_is_no_text_of_ours_is_refused(bring, tmp_path, data, code):
    (tmp_path / "a.md").write_bytes(data)
    assert [found for _, found, _ in problems(bring(tmp_path / "a.md"))] == [code]


def test_the_same_file_again_is_left_as_it_is(board, bring, tmp_path):
    file = a_file(tmp_path)
    bring(file, now=NOON, publish=True)
    before = deeds(board)
    again = bring(file, now=NOON + DAY, publish=True)
    assert again.went_in
    assert (again.outcomes[0].number, again.outcomes[0].same_as) == (None, 1)
    assert notices.count(board.db) == 1
    assert deeds(board) == before


def test_the_same_words_twice_in_one_import_come_in_once(board, bring, tmp_path):
    done = bring(a_file(tmp_path, "a.md"), a_file(tmp_path, "b.md"), now=NOON)
    assert [(outcome.number, outcome.same_as) for outcome in done.outcomes] == [(1, None), (None, 1)]


def test_the_same_file_named_twice_comes_in_once(board, bring, tmp_path):
    file = a_file(tmp_path, index_number="CW-1")
    bring(file, file, now=NOON)
    assert notices.count(board.db) == 1


def test_what_is_over_may_be_posted_anew(board, bring, tmp_path):
    file = a_file(tmp_path)
    bring(file, now=NOON, publish=True)
    again = bring(file, now=NOON + 100 * DAY, publish=True)
    assert again.outcomes[0].number == 2


def test_a_mended_file_is_another_notice(board, bring, tmp_path):
    bring(a_file(tmp_path), now=NOON)
    assert bring(a_file(tmp_path, body="更正。\n"), now=NOON).outcomes[0].number == 2


@pytest.mark.parametrize("publish", [False, True])
def test_an_index_number_is_given_once(board, bring, tmp_path, publish):
    bring(a_file(tmp_path, "a.md", index_number="CW-2026-0007"), now=NOON, publish=publish)
    done = bring(a_file(tmp_path, "b.md", index_number="CW-2026-0007", title="另一个"), now=NOON, publish=publish)
    assert [code for _, code, _ in problems(done)] == ["notice.index_taken"]
    assert notices.count(board.db) == 1


def test_two_files_with_one_index_number_stay_out(board, bring, tmp_path):
    a_file(tmp_path / "f", "a.md", index_number="CW-2026-0007", title="甲")
    a_file(tmp_path / "f", "b.md", index_number="CW-2026-0007", title="乙")
    done = bring(tmp_path / "f", now=NOON)
    assert [code for _, code, _ in problems(done)] == ["notice.index_twice"]
    assert notices.count(board.db) == 0


def index_numbers(board):
    return [notice.index_number for notice in notices.all_notices(board.db)]


def test_index_numbers_have_no_gaps_in_their_category_and_year(board, bring, tmp_path):
    wanted = [
        (Category.FINANCE, date(2026, 1, 5), "CW-2026-0001"),
        (Category.SUBSIDY, date(2026, 1, 5), "BT-2026-0001"),
        (Category.FINANCE, date(2026, 2, 5), "CW-2026-0002"),
        (Category.FINANCE, date(2025, 2, 5), "CW-2025-0001"),
        (Category.FINANCE, None, "CW-2026-0003"),
        (Category.SUBSIDY, None, "BT-2026-0002"),
    ]
    for place, (category, issued_on, _) in enumerate(wanted):
        a_file(tmp_path / "f", f"{place}.md", category=category, issued_on=issued_on, title=f"第{place}个", kind=Kind.RESULT)
    bring(tmp_path / "f", now=NOON, publish=True)
    assert index_numbers(board) == [number for _, _, number in wanted]


def test_a_draft_takes_no_index_number(board, bring, tmp_path):
    bring(a_file(tmp_path, "a.md", title="甲"), now=NOON)
    bring(a_file(tmp_path, "b.md", title="乙"), now=NOON, publish=True)
    assert index_numbers(board) == [None, "CW-2026-0001"]


def test_numbering_goes_on_after_the_highest_given_by_hand(board, bring, tmp_path):
    bring(a_file(tmp_path, "a.md", title="甲", index_number="CW-2026-0031"), now=NOON, publish=True)
    bring(a_file(tmp_path, "b.md", title="乙", index_number="CW-2026-旧-9999"), now=NOON, publish=True)
    bring(a_file(tmp_path, "c.md", title="丙"), now=NOON, publish=True)
    assert index_numbers(board)[2] == "CW-2026-0032"


@pytest.mark.parametrize("names", [("a.md", "b.md"), ("b.md", "a.md")])
def test_a_number_written_by_hand_and_one_given_in_the_same_import_do_not_meet(board, bring, tmp_path, names):
    without, by_hand = names
    a_file(tmp_path / "f", without, title="没有号")
    a_file(tmp_path / "f", by_hand, title="有号", index_number="CW-2026-0001")
    assert bring(tmp_path / "f", now=NOON, publish=True).went_in
    assert sorted(index_numbers(board)) == ["CW-2026-0001", "CW-2026-0002"]


def test_more_than_ten_thousand_notices_a_year_can_be_numbered(board, bring, tmp_path):
    bring(a_file(tmp_path, "a.md", title="甲", index_number="CW-2026-9999"), now=NOON, publish=True)
    bring(a_file(tmp_path, "b.md", title="乙"), now=NOON, publish=True)
    bring(a_file(tmp_path, "c.md", title="丙"), now=NOON, publish=True)
    assert index_numbers(board)[1:] == ["CW-2026-10000", "CW-2026-10001"]


def test_originals_are_kept_whole_by_their_digest(board, bring, tmp_path):
    (tmp_path / "流水.xlsx").write_bytes(b"PK\x03\x04 ledger")
    bring(a_file(tmp_path, sources=("流水.xlsx",)), now=NOON)
    (kept,) = originals.of_notice(board.db, 1)
    assert (kept.name, kept.digest, kept.size) == ("流水.xlsx", digest_of(b"PK\x03\x04 ledger"), 11)
    assert originals.read(board.originals, kept.digest) == b"PK\x03\x04 ledger"
    assert verify(board) == []


def test_a_picture_is_shown_without_what_the_camera_wrote(board, bring, tmp_path):
    photo = a_photo(tmp_path)
    assert b"SECRET" in photo.read_bytes()
    bring(a_file(tmp_path, sources=("plan.jpg",), body="![平面图](plan.jpg)\n"), now=NOON)
    digest, data = board.db.execute("SELECT digest, data FROM pictures").fetchone()
    assert b"SECRET" not in data
    assert digest == digest_of(data)
    assert f'src="/pictures/{digest}.jpg"' in notices.get(board.db, 1).html
    assert originals.read(board.originals, digest_of(photo.read_bytes())) == photo.read_bytes()


@pytest.mark.parametrize("name, data, code", [("plan.png", b"no picture", "picture.unreadable"), ("big.xlsx", b"x" * (ORIGINAL_LIMIT + 1), "original.too_large")])
def test_an_original_that_cannot_be_kept_is_told_on_its_line(bring, tmp_path, name, data, code):
    (tmp_path / name).write_bytes(data)
    assert problems(bring(a_file(tmp_path, sources=(name,)), now=NOON)) == [("notice.md", code, 5)]


def test_an_original_that_is_a_folder_is_told(bring, tmp_path):
    (tmp_path / "流水.xlsx").mkdir()
    assert [code for _, code, _ in problems(bring(a_file(tmp_path, sources=("流水.xlsx",))))] == ["original.absent"]


def test_a_screen_that_was_set_up_may_be_named(board, bring, tmp_path):
    screens.put(board.db, GATE)
    assert bring(a_file(tmp_path, screens=("gate",))).went_in


@pytest.mark.parametrize("item, days", [(None, 7), ("B01", 7), ("F14", 10), ("L02", 30)])
def test_an_objection_period_left_out_is_the_items_or_the_villages(board, bring, tmp_path, item, days):
    bring(a_file(tmp_path, kind=Kind.PUBLICITY, item=item), now=NOON)
    assert notices.get(board.db, 1).notice.objection_days == days


def test_what_is_issued_later_starts_that_morning(board, bring, tmp_path):
    bring(a_file(tmp_path, issued_on=TODAY + 2 * DAY), now=NOON, publish=True)
    notice = notices.get(board.db, 1).notice
    assert notice.published_at == NOON
    assert notice.shows_from == NOON.replace(hour=0) + 2 * DAY


def test_a_disk_that_takes_no_originals_takes_nothing_else(board, tmp_path, bring):
    board.originals.write_text("a file where the folder should be")
    (tmp_path / "流水.xlsx").write_bytes(b"PK")
    with pytest.raises(Unavailable) as refused:
        bring(a_file(tmp_path, sources=("流水.xlsx",)), now=NOON, publish=True)
    assert refused.value.code == "store.not_writable"
    assert notices.count(board.db) == 0
    assert deeds(board) == []


def test_a_database_that_takes_no_writes_says_so(board, tmp_path, bring):
    board.db.execute("PRAGMA query_only = ON")
    with pytest.raises(Unavailable) as refused:
        bring(a_file(tmp_path), now=NOON)
    assert refused.value.code == "store.not_writable"


def test_a_database_that_is_full_takes_nothing(board, tmp_path, bring):
    board.db.execute("PRAGMA max_page_count = 1")
    for number in range(4):
        a_file(tmp_path / "f", f"{number}.md", title=f"第{number}个", body="水" * 50_000)
    with pytest.raises(Unavailable) as refused:
        bring(tmp_path / "f", now=NOON)
    assert refused.value.code == "store.disk_full"
    assert notices.count(board.db) == 0


def test_progress_goes_over_every_file(board, tmp_path):
    files = [a_file(tmp_path / "f", f"{number}.md", title=f"第{number}个") for number in range(3)]
    seen = []

    def progress(paths):
        for path in paths:
            seen.append(path)
            yield path

    import_paths(board, [tmp_path / "f"], Posting("文书甲", NOON), progress)
    assert seen == files


def test_the_board_is_as_it_was_after_a_wrong_file_among_good_ones(board, bring, tmp_path):
    good = a_file(tmp_path, "good.md")
    (tmp_path / "流水.xlsx").write_bytes(b"PK")
    wrong = a_file(tmp_path, "wrong.md", sources=("流水.xlsx", "fehlt.xlsx"))
    done = bring(good, wrong, now=NOON, publish=True)
    assert not done.went_in
    assert notices.count(board.db) == 0
    assert not board.originals.exists()
