"""The whole board as files, and back."""

from datetime import UTC, timedelta

import pytest
import yaml
from cast import DAY, GATE, HOUR, NOON, SHANGHAI, a_file
from PIL import Image

from kiosk.actions.export_board import export
from kiosk.actions.import_notices import Posting, import_paths
from kiosk.actions.sample_village import fill
from kiosk.actions.settle import change_screen, change_setting
from kiosk.actions.verify import verify
from kiosk.config import Config
from kiosk.documents.front_matter import write
from kiosk.errors import KioskError, Refused
from kiosk.rules.airings import Airing
from kiosk.rules.notice import Kind, Priority, Status
from kiosk.rules.people import By
from kiosk.rules.screen import Screen
from kiosk.store import airings, audit, notices, screens, settings
from kiosk.store.board import open_board
from kiosk.store.connection import transaction

MINUTE = timedelta(minutes=1)


@pytest.fixture
def another_board(tmp_path):
    opened = open_board(Config(tmp_path / "other", "127.0.0.1", 8080, SHANGHAI, "zh", ""))
    yield opened
    opened.close()


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def furnished(board, bring, tmp_path):
    """A board with every sort of notice on it."""
    folder = tmp_path / "in"
    change_screen(board, GATE, By("甲"), NOON)
    change_screen(board, Screen("hall", "大厅", 65, 3.5, 90, True), By("甲"), NOON)
    change_setting(board, "village", "安和村", By("甲"), NOON)
    change_setting(board, "display_days", 20, By("甲"), NOON)
    folder.mkdir()
    Image.new("RGB", (30, 20)).save(folder / "plan.png")
    (folder / "流水.xlsx").write_bytes(b"PK\x03\x04")
    bring(a_file(folder, "a.md", title="草稿", body="\r\n\r\n一\r\n"), now=NOON)
    bring(a_file(folder, "b.md", title="图", sources=("plan.png", "流水.xlsx"), body="![图](plan.png)\n"), now=NOON, publish=True)
    bring(a_file(folder, "c.md", title="公示", kind=Kind.PUBLICITY), now=NOON - 40 * DAY, publish=True)
    bring(a_file(folder, "d.md", title="急", priority=Priority.URGENT, screens=("gate",)), now=NOON + HOUR, publish=True)
    return board


def test_a_board_comes_back_the_same_on_an_empty_one(board, another_board, bring, tmp_path):
    furnished(board, bring, tmp_path)
    assert export(board, tmp_path / "first") == 4
    assert import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON)).went_in
    assert list(notices.all_notices(another_board.db)) == list(notices.all_notices(board.db))
    assert screens.all_screens(another_board.db) == screens.all_screens(board.db)
    assert settings.settings(another_board.db) == settings.settings(board.db)
    for notice in notices.all_notices(board.db):
        assert notices.get(another_board.db, notice.number).html == notices.get(board.db, notice.number).html
    export(another_board, tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")
    assert verify(another_board) == []
    assert another_board.db.execute("SELECT deed FROM audit").fetchone() == ("board.restored",)


def test_publishing_what_comes_back_publishes_only_the_drafts(board, another_board, bring, tmp_path):
    furnished(board, bring, tmp_path)
    export(board, tmp_path / "first")
    import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON, publish=True))
    published = another_board.db.execute("SELECT notice FROM audit WHERE deed = 'notice.published'").fetchall()
    assert published == [(1,)]


def test_the_sample_village_comes_back_the_same(board, another_board, tmp_path):
    assert fill(board, "甲", NOON).went_in
    count = export(board, tmp_path / "first")
    assert count == notices.count(board.db) > 20
    import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON))
    export(another_board, tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")


def test_an_empty_board_comes_back_too(board, another_board, tmp_path):
    change_setting(board, "village", "安和村", By("甲"), NOON)
    assert export(board, tmp_path / "first") == 0
    assert import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON)).went_in
    assert settings.settings(another_board.db).village.name == "安和村"


def test_a_file_mended_after_the_export_comes_in_as_a_draft(board, another_board, bring, tmp_path):
    furnished(board, bring, tmp_path)
    export(board, tmp_path / "first")
    mended = tmp_path / "first" / "00003" / "notice.md"
    mended.write_bytes(mended.read_bytes() + "更正。\n".encode())
    import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON))
    states = {notice.number: notice.status for notice in notices.all_notices(another_board.db)}
    assert states == {1: Status.DRAFT, 2: Status.PUBLISHED, 3: Status.DRAFT, 4: Status.PUBLISHED}
    assert notices.get(another_board.db, 3).notice.shows_from is None


def test_on_a_board_in_use_an_export_is_only_files(board, another_board, bring, tmp_path):
    furnished(board, bring, tmp_path)
    export(board, tmp_path / "first")
    import_paths(another_board, [a_file(tmp_path, title="已有")], Posting("乙", NOON))
    screens.put(another_board.db, GATE)
    done = import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON))
    assert done.went_in
    assert [each.status for each in notices.all_notices(another_board.db)] == [Status.DRAFT] * 5
    assert settings.own_values(another_board.db) == {}


def test_an_exported_notice_is_a_file_a_clerk_can_read(board, bring, tmp_path):
    furnished(board, bring, tmp_path)
    export(board, tmp_path / "first")
    files = contents(tmp_path / "first")
    assert files["00002/notice.md"].decode() == write(notices.get(board.db, 2).notice)
    assert files["00002/流水.xlsx"] == b"PK\x03\x04"
    assert set(yaml.safe_load(files["board.yaml"])) == {"settings", "screens", "catalogue", "notices"}


def test_a_folder_in_use_is_not_written_into(board, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    with pytest.raises(Refused) as refused:
        export(board, tmp_path / "full")
    assert refused.value.code == "export.not_empty"
    assert contents(tmp_path / "full") == {"mine": b"x"}


def test_an_export_that_fails_leaves_nothing_behind(board, bring, tmp_path):
    furnished(board, bring, tmp_path)
    for path in board.originals.rglob("*"):
        if path.is_file():
            path.unlink()
    before = set(tmp_path.iterdir())
    with pytest.raises((OSError, KioskError)):
        export(board, tmp_path / "first")
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "settings_text, code",
    [("colour: red", "settings.unknown"), ("display_days: many", "bundle.manifest"), ("telephones: [1]", "bundle.manifest"), ("index_number_pattern: x", "bundle.manifest")],
)
def test_a_manifest_with_strange_settings_is_refused(another_board, tmp_path, settings_text, code):
    a_file(tmp_path / "f")
    (tmp_path / "f" / "board.yaml").write_text(f"settings: {{{settings_text}}}\n")
    with pytest.raises(Refused) as refused:
        import_paths(another_board, [tmp_path / "f"], Posting("乙", NOON))
    assert refused.value.code == code
    assert refused.value.problems[0].file.endswith("board.yaml")
    assert audit.head(another_board.db) == ""


@pytest.mark.parametrize(
    "entry",
    [
        {"status": "published", "published_at": None, "shows_from": None},
        {"status": "published", "published_at": "2026-10-10T12:00:00", "shows_from": "2026-10-10T12:00:00"},
        {"status": "draft"},
        {"status": "draft", "published_at": None, "shows_from": None, "shows_until": "2026-12-31T16:00:00+00:00"},
        {"shows_until": "2026-10-10T04:00:00+00:00"},
        {"published_at": "0001-01-01T00:00:00+08:00"},
        {"shows_until": "9999-12-31T23:59:59-12:00"},
        {"given": {"display": "15", "least": 15, "day_type": "calendar", "is_for_good": False}},
        {"given": {"display": 15, "least": 15, "day_type": "lunar", "is_for_good": False}},
        {"given": 15},
        {"number": True},
        {"number": 0},
        {"number": -5},
        {"number": "seven"},
        {"number": 10**30},
    ],
)
def test_a_manifest_that_lies_about_a_notice_is_refused_in_words(board, another_board, bring, tmp_path, entry):
    """Whoever mends a manifest by hand and errs is told so; nothing of it comes in."""
    bring(a_file(tmp_path, index_number="CW-1"), now=NOON, publish=True)
    export(board, tmp_path / "first")
    manifest = tmp_path / "first" / "board.yaml"
    listed = yaml.safe_load(manifest.read_text("utf-8"))
    listed["notices"][0] |= entry
    manifest.write_text(yaml.safe_dump(listed), "utf-8")
    with pytest.raises(Refused):
        import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON))
    assert notices.count(another_board.db) == 0


def test_a_manifest_that_gives_one_number_twice_brings_nothing_in(board, another_board, bring, tmp_path):
    furnished(board, bring, tmp_path)
    export(board, tmp_path / "first")
    manifest = tmp_path / "first" / "board.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("number: 2\n", "number: 3\n"), "utf-8")
    with pytest.raises(Refused) as refused:
        import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON))
    assert refused.value.code == "store.conflict"
    assert notices.count(another_board.db) == 0
    assert settings.own_values(another_board.db) == {}
    assert audit.head(another_board.db) == ""


def test_what_screens_have_shown_goes_out_to_be_read_and_proves_nothing_elsewhere(board, another_board, bring, tmp_path):
    furnished(board, bring, tmp_path)
    hour = NOON.replace(minute=0).astimezone(UTC)
    with transaction(board.db):
        airings.note(board.db, "hall", "a" * 8, [Airing(2, 1, hour, 60, hour, hour + 2 * MINUTE, frozenset({1}))])
    export(board, tmp_path / "first")
    told = contents(tmp_path / "first")["airings/00002.csv"].decode("utf-8-sig").splitlines()
    assert told == ["day,screen,version,seconds,from,until,hours", "2026-10-10,hall,1,60,2026-10-10T12:00:00+08:00,2026-10-10T12:02:00+08:00,12"]
    done = import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON))
    assert done.went_in and not done.passed_over
    assert airings.of_notice(another_board.db, 2, SHANGHAI) == []
    assert len(import_paths(another_board, [tmp_path / "first"], Posting("乙", NOON)).outcomes) == 4
