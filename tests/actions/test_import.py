"""Bringing notices in: all of it, or none; and everything that is wrong is told at once."""

import json
from datetime import date

import pytest
from cast import DAY, GATE, NOON, TODAY, a_file, codes
from PIL import Image

from kiosk.actions.candidates import ORIGINAL_LIMIT
from kiosk.actions.import_notices import Posting, import_paths
from kiosk.actions.settle import change_setting
from kiosk.actions.verify import verify
from kiosk.errors import Misuse, Unavailable
from kiosk.rules.notice import Category, Kind, Status
from kiosk.rules.people import By
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


def what_became(done):
    words = {False: "new", True: "was there"}
    return [(each.number, words[each.was_there], "published" if each.is_published else "draft") for each in done.outcomes]


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
        ({"body": "x" * 20_001}, "markdown.block_too_long"),
        ({"body": "| 甲 | 乙 |\n| 1 | 2 |\n"}, "markdown.broken_table"),
        ({"body": "甲\t乙\n1\t2\n"}, "markdown.tabs"),
        ({"body": "共【填写：户数】户。\n"}, "notice.blank"),
        ({"body": "共【填写"}, "notice.blank"),
        ({"body": "| 甲 |\n|---|\n| 【填写：金额】 |\n"}, "notice.blank"),
        ({"title": "关于【事项】的通知"}, "notice.blank_in_title"),
        ({"title": "【年份】年收支公开"}, "notice.blank_in_title"),
        ({"title": "【填写：名称】的公示"}, "notice.blank_in_title"),
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


def test_every_blank_is_told_with_its_line(bring, tmp_path):
    body = "共【填写：户数】户，【填写：人数】人。\n\n无。\n\n联系人：【填写：职务】\n"
    done = bring(a_file(tmp_path, title="关于【事项】的通知", body=body), now=NOON)
    assert problems(done) == [
        ("notice.md", "notice.blank_in_title", 2),
        ("notice.md", "notice.blank", 6),
        ("notice.md", "notice.blank", 10),
    ]


@pytest.mark.parametrize("title", ["【紧急】停水通知", "关于《【2026】12号文》的通知", "【公示】低保名单"])
def test_brackets_that_are_no_blank_may_stand(bring, tmp_path, title):
    assert bring(a_file(tmp_path, title=title, body="依据【2026】12号文，请填写表格。\n"), now=NOON).went_in


def test_a_folder_or_file_that_is_not_there_is_misuse(bring, tmp_path):
    good = a_file(tmp_path)
    with pytest.raises(Misuse) as wrong:
        bring(good, tmp_path / "gone.md", tmp_path / "lost")
    assert codes(wrong.value.problems) == ["file.absent", "file.absent"]
    assert [problem.file for problem in wrong.value.problems] == [str(tmp_path / "gone.md"), str(tmp_path / "lost")]


@pytest.mark.parametrize("content", [[], ["readme.txt"], [".hidden.md"], [".git/a.md"]])
def test_a_folder_without_notices_is_misuse(bring, tmp_path, content):
    folder = tmp_path / "empty"
    folder.mkdir()
    for name in content:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    with pytest.raises(Misuse) as wrong:
        bring(folder)
    assert wrong.value.code == "import.nothing_found"


@pytest.fixture
def secret(tmp_path):
    """A file of the machine's that is nobody's notice."""
    return a_file(tmp_path / "elsewhere", "secret.md", title="机密")


def test_a_link_out_of_the_folder_is_left_out(board, bring, secret, tmp_path):
    folder = tmp_path / "f"
    inside = a_file(folder, "a.md", title="甲")
    (folder / "out.md").symlink_to(secret)
    (folder / "deep").symlink_to(secret.parent, target_is_directory=True)
    (folder / "broken.md").symlink_to(tmp_path / "gone.md")
    (folder / "within.md").symlink_to(inside)
    done = bring(folder, now=NOON)
    assert [outcome.title for outcome in done.outcomes] == ["甲"]


@pytest.mark.parametrize("fields", [{"sources": ("流水.xlsx",)}, {"sources": ("plan.png",)}, {"body": "![图](plan.png)\n"}])
def test_an_original_that_links_out_of_the_folder_is_refused(board, bring, tmp_path, fields):
    for name in ("流水.xlsx", "plan.png"):
        (tmp_path / name).symlink_to("/etc/hostname")
    done = bring(a_file(tmp_path, **fields), now=NOON, publish=True)
    assert "original.absent" in [code for _, code, _ in problems(done)]
    assert notices.count(board.db) == 0
    assert not board.originals.exists()


@pytest.mark.parametrize("target", ["/etc/hostname", "/dev/zero", "/proc/self/environ"])
def test_a_notice_that_is_only_a_link_to_the_machine_itself_is_refused(board, bring, tmp_path, target):
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "a.md").symlink_to(target)
    with pytest.raises(Misuse):
        bring(tmp_path / "f")
    assert not bring(tmp_path / "f" / "a.md").went_in


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
    assert what_became(again) == [(1, "was there", "published")]
    assert notices.count(board.db) == 1
    assert deeds(board) == before


@pytest.mark.parametrize("publish, state", [(False, "draft"), (True, "published")])
def test_the_same_words_twice_in_one_import_come_in_once(board, bring, tmp_path, publish, state):
    done = bring(a_file(tmp_path, "a.md"), a_file(tmp_path, "b.md"), now=NOON, publish=publish)
    assert what_became(done) == [(1, "new", state), (1, "was there", state)]
    assert notices.count(board.db) == 1
    assert [deed for _, deed, _, _ in deeds(board)] == ["notice.imported", "notice.published"][: 1 + publish]


@pytest.mark.parametrize("publish", [False, True])
def test_the_same_file_named_twice_is_one_where_it_was_first_named(board, bring, tmp_path, publish):
    folder = tmp_path / "f"
    file = a_file(folder, "a.md", index_number="CW-1", title="甲")
    other = a_file(folder, "b.md", title="乙")
    (tmp_path / "link.md").symlink_to(file)
    done = bring(file, other, file, folder, folder / ".." / "f" / "a.md", tmp_path / "link.md", now=NOON, publish=publish)
    assert [(outcome.path, outcome.title) for outcome in done.outcomes] == [(file, "甲"), (other, "乙")]
    assert notices.count(board.db) == 2


def test_a_draft_imported_again_to_be_published_goes_up(board, bring, tmp_path):
    file = a_file(tmp_path)
    assert what_became(bring(file, now=NOON)) == [(1, "new", "draft")]
    assert what_became(bring(file, now=NOON)) == [(1, "was there", "draft")]
    assert what_became(bring(file, now=NOON + DAY, publish=True)) == [(1, "new", "published")]
    notice = notices.get(board.db, 1).notice
    assert (notice.status, notice.published_at, notice.index_number) == (Status.PUBLISHED, NOON + DAY, "CW-2026-0001")
    assert [deed for _, deed, _, _ in deeds(board)] == ["notice.imported", "notice.published"]
    assert what_became(bring(file, now=NOON + DAY)) == [(1, "was there", "published")]


def test_a_draft_keeps_the_index_number_in_its_file_when_it_goes_up(board, bring, tmp_path):
    file = a_file(tmp_path, index_number="CW-2026-0031")
    bring(file, now=NOON)
    assert bring(file, now=NOON, publish=True).went_in
    assert index_numbers(board) == ["CW-2026-0031"]


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


@pytest.mark.parametrize("pattern, given", [("安公{prefix}〔{year}〕{serial}号", "安公CW〔2026〕{}号"), ("{serial}", "{}"), ("{year}{serial:03}", "202600{}")])
def test_numbering_goes_on_in_the_villages_own_pattern(board, bring, tmp_path, pattern, given):
    change_setting(board, "index_number_pattern", pattern, By("甲"), NOON)
    for title in "甲乙丙":
        assert bring(a_file(tmp_path, f"{title}.md", title=title), now=NOON, publish=True).went_in
    assert index_numbers(board) == [given.format(serial) for serial in (1, 2, 3)]


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


def test_a_picture_beside_the_notice_is_taken_in_though_nobody_listed_it(board, bring, tmp_path):
    photo = a_photo(tmp_path)
    (tmp_path / "流水.xlsx").write_bytes(b"PK")
    body = "![平面图](plan.jpg)\n\n![又一次](plan.jpg)\n"
    assert bring(a_file(tmp_path, sources=("流水.xlsx",), body=body), now=NOON).went_in
    assert [each.name for each in originals.of_notice(board.db, 1)] == ["流水.xlsx", "plan.jpg"]
    stored = notices.get(board.db, 1)
    assert stored.notice.sources == ("流水.xlsx", "plan.jpg")
    assert stored.notice.body == body
    assert stored.html.count('src="/pictures/') == 2
    assert originals.read(board.originals, digest_of(photo.read_bytes())) == photo.read_bytes()


@pytest.mark.parametrize("address", ["../plan.jpg", "f/plan.jpg", "./plan.jpg", "/etc/hostname", "plan.xlsx", "notice.md", ".plan.jpg"])
def test_only_a_picture_right_beside_the_notice_is_taken_in_by_itself(board, bring, tmp_path, address):
    folder = tmp_path / "g"
    for place in (tmp_path, folder, folder / "f"):
        a_photo(place)
    (folder / ".plan.jpg").write_bytes(a_photo(folder).read_bytes())
    (folder / "plan.xlsx").write_bytes(b"PK")
    done = bring(a_file(folder, body=f"![图]({address})\n"), now=NOON)
    assert [code for _, code, _ in problems(done)] == ["markdown.no_such_picture"]


def test_a_photograph_with_several_pictures_in_one_file_comes_in(board, bring, tmp_path):
    Image.new("RGB", (40, 20)).save(tmp_path / "IMG_1.jpg", "MPO", save_all=True, append_images=[Image.new("RGB", (40, 20))])
    assert bring(a_file(tmp_path, body="![现场](IMG_1.jpg)\n"), now=NOON).went_in
    assert board.db.execute("SELECT extension FROM pictures").fetchall() == [("jpg",)]


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
        a_file(tmp_path / "f", f"{number}.md", title=f"第{number}个", body=("水" * 1000 + "\n\n") * 100)
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
