"""The command line: what it says, what it exits with, and never a stack trace."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from cast import GATE, NOON, a_file, a_notice

from kiosk import __version__
from kiosk.cli import main
from kiosk.documents.front_matter import write
from kiosk.rules.airings import Airing
from kiosk.rules.notice import Category
from kiosk.rules.screen import Screen
from kiosk.store import airings, originals, screens
from kiosk.store.board import open_board
from kiosk.store.connection import transaction
from kiosk.store.originals import digest_of

COMMANDS = sorted(main.commands)
AT_NOON = NOON.isoformat()


def said(result):
    return result.output + result.stderr


def is_clean(result, code):
    """Ended as it should, without an exception that nobody caught."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in said(result)
    assert result.exit_code == code, said(result)
    return True


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(kiosk, command, option):
    result = kiosk(command, option)
    assert is_clean(result, 0)
    assert command in result.output


def test_the_help_names_every_command(kiosk):
    result = kiosk("--help")
    assert is_clean(result, 0)
    assert all(command in result.output for command in COMMANDS)


def test_the_version_is_told(kiosk):
    assert kiosk("--version").output.strip() == __version__


@pytest.mark.parametrize(
    "words",
    [
        ["import"],
        ["import", "gone.md"],
        ["import", "gone-folder/"],
        ["export"],
        ["render"],
        ["render", "gone.md"],
        ["restore"],
        ["restore", "gone.zip"],
        ["verify", "gone.db"],
        ["playlist", "--screen", "nowhere"],
        ["playlist", "--at", "soon"],
        ["playlist", "--at", "2026-13-01"],
        ["playlist", "--at", ""],
        ["playlist", "--at", "0001-01-01"],
        ["playlist", "--at", "1948-12-31"],
        ["playlist", "--at", "9999-12-31T23:59:59"],
        ["settings", "display_days", "0"],
        ["settings", "display_days", "NaN"],
        ["settings", "least_seconds", "Infinity"],
        ["settings", "village", "[" * 5000],
        ["settings", "index_number_pattern", "{year}"],
        ["screen", "gate", "--title", ""],
        ["screen", "gate", "--title", "a\nb"],
        ["due", "--at", "soon"],
        ["due", "--at", "2026-13-01"],
        ["due", "--at", "2026-10-08T09:30"],
        ["due", "--at", "0001-01-01"],
        ["due", "--at", "9999-12-31"],
        ["due", "--at", ""],
        ["playlist", "--colour"],
        ["settings", "colour"],
        ["settings", "colour", "red"],
        ["settings", "display_days", "many"],
        ["screen", "gate", "--diagonal", "5"],
        ["screen", "gate", "--diagonal", "big"],
        ["screen", "gate", "--diagonal", "nan"],
        ["screen", "gate", "--rotation", "45"],
        ["screen", "gate", "--shape", "round"],
        ["screen", "gate", "--opens", "08:00"],
        ["screen", "gate", "--opens", "08:00", "--closes", "08:00"],
        ["screen", "gate", "--opens", "8", "--closes", "20"],
        ["user", "add", "甲"],
        ["screen", "Gate"],
        ["serve", "--port", "0"],
        ["serve", "--port", "http"],
        ["serve", "--host", "256.0.0.1"],
        ["nonsense"],
        ["--nonsense"],
    ],
)
def test_misuse_is_told_and_exits_with_two(kiosk, words):
    result = kiosk(*words)
    assert is_clean(result, 2)
    assert said(result).strip()


@pytest.mark.parametrize("name, value", [("KIOSK_PORT", "http"), ("KIOSK_TIMEZONE", "Beijing"), ("KIOSK_LANGUAGE", "de"), ("KIOSK_ADDRESS", "192.0.2.10")])
@pytest.mark.parametrize("command", [["playlist"], ["due"], ["settings"], ["screen"], ["verify"], ["serve"]])
def test_a_wrong_variable_stops_every_command_in_one_sentence(kiosk, command, name, value):
    result = kiosk(*command, **{name: value})
    assert is_clean(result, 2)
    assert name in said(result) and value in said(result)


def test_without_a_command_the_help_is_shown(kiosk):
    result = kiosk()
    assert result.exit_code in (0, 2)
    assert "import" in said(result)


@pytest.mark.parametrize("words, found", [([], 1), (["--publish"], 1)])
def test_a_notice_is_imported(kiosk, tmp_path, words, found):
    result = kiosk("import", a_file(tmp_path, title="停水通知"), *words)
    assert is_clean(result, 0)
    assert len(result.output.splitlines()) == found
    assert "停水通知" in result.output and "notice.md" in result.output


def test_what_was_found_in_each_file_is_one_line_of_it(kiosk, tmp_path):
    a_file(tmp_path / "f", "a.md", title="好的")
    (tmp_path / "f" / "b.md").write_text("---\ntitle: 题\ncatagory: finance\n---\n", "utf-8")
    result = kiosk("import", tmp_path / "f")
    assert is_clean(result, 1)
    assert "好的" in said(result)
    assert "b.md" in result.stderr and "catagory" in result.stderr and "3" in result.stderr
    assert "[]" in kiosk("playlist", "--json").output


def test_the_name_given_stands_in_the_audit_log(kiosk, config, tmp_path):
    kiosk("import", a_file(tmp_path), "--publish", "--as", "文书甲")
    board = open_board(config)
    assert board.db.execute("SELECT who, deed FROM audit").fetchall() == [("文书甲", "notice.imported"), ("文书甲", "notice.published")]
    board.close()


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff\xfe", "---\ntitle: 第三季度财务收支\n---\n".encode("gbk"), b"---\n", b"---\n---\n", b"---\n[\n---\n", b"x" * 1_100_000])
@pytest.mark.parametrize("command", ["import", "render"])
def test_a_file_that_cannot_be_read_is_a_finding(kiosk, tmp_path, command, data):
    (tmp_path / "bad.md").write_bytes(data)
    if command == "render" and data == b"":
        assert is_clean(kiosk(command, tmp_path / "bad.md"), 0)
        return
    result = kiosk(command, tmp_path / "bad.md")
    assert is_clean(result, 1)
    assert "bad.md" in said(result)


def test_a_folder_cannot_be_rendered(kiosk, tmp_path):
    (tmp_path / "f.md").mkdir()
    result = kiosk("render", tmp_path / "f.md")
    assert result.exit_code in (1, 2)
    assert is_clean(result, result.exit_code)


def test_a_notice_is_rendered_with_and_without_its_head(kiosk, tmp_path):
    body = "**停水** <script>alert(1)</script>\n"
    (tmp_path / "bare.md").write_text(body, "utf-8")
    (tmp_path / "whole.md").write_text(write(a_notice(body=body)), "utf-8")
    bare, whole = (kiosk("render", tmp_path / name) for name in ("bare.md", "whole.md"))
    assert is_clean(bare, 0) and is_clean(whole, 0)
    assert bare.stdout == whole.stdout == "<p><strong>停水</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_a_bare_text_may_begin_with_a_rule(kiosk, tmp_path):
    (tmp_path / "bare.md").write_text("-----\n\n停水\n", "utf-8")
    result = kiosk("render", tmp_path / "bare.md")
    assert is_clean(result, 0)
    assert "停水" in result.stdout


def test_rendering_tells_the_line_of_the_file(kiosk, tmp_path):
    result = kiosk("render", a_file(tmp_path, body="| 甲 |\n|---|\n| 1 | 2 |\n"))
    assert is_clean(result, 1)
    assert "8" in result.stderr


def test_rendering_makes_no_board(kiosk, config, tmp_path):
    kiosk("render", a_file(tmp_path))
    assert not config.data.exists()


def test_the_playlist_as_json(kiosk, tmp_path):
    kiosk("import", a_file(tmp_path, title="停水通知"), "--publish")
    result = kiosk("playlist", "--screen", "hall", "--json")
    assert is_clean(result, 0)
    (entry,) = json.loads(result.stdout)
    assert set(entry) >= {"notice", "title", "category", "period", "priority", "seconds", "reason", "why", "until"}
    assert (entry["notice"], entry["title"], entry["category"], entry["reason"]) == (1, "停水通知", "finance", "posted")
    assert isinstance(entry["seconds"], int)


@pytest.mark.parametrize("at", ["2026-10-10", "2026-10-10T12:00", "2026-10-10T12:00:00+08:00", "2026-10-10T04:00:00Z", "20261010", "1949-01-01", "2999-12-31T23:59:59"])
def test_the_playlist_of_any_moment(kiosk, at):
    assert is_clean(kiosk("playlist", "--at", at), 0)
    assert json.loads(kiosk("playlist", "--at", at, "--json").stdout) == []


def test_the_playlist_in_words(kiosk, tmp_path):
    kiosk("import", a_file(tmp_path, title="停水通知"), "--publish")
    result = kiosk("playlist")
    assert is_clean(result, 0)
    assert "停水通知" in result.stdout and "12" in result.stdout


def test_a_setting_is_shown_changed_and_written_down(kiosk, config):
    assert "display_days = 15" in kiosk("settings").stdout
    result = kiosk("settings", "display_days", "20", "--as", "甲")
    assert is_clean(result, 0)
    assert "display_days = 20" in result.stdout
    assert "display_days = 20" in kiosk("settings", "display_days").stdout
    kiosk("settings", "village", "安和村")
    assert '"安和村"' in kiosk("settings", "village").stdout
    board = open_board(config)
    assert [row[0] for row in board.db.execute("SELECT deed FROM audit").fetchall()] == ["setting.changed"] * 2
    board.close()


def test_a_name_of_digits_is_still_a_name(kiosk):
    assert is_clean(kiosk("settings", "village", "1958"), 0)
    assert is_clean(kiosk("playlist"), 0)


def test_a_screen_is_set_up_changed_and_written_down(kiosk, config):
    assert is_clean(kiosk("screen", "gate", "--title", "村口", "--diagonal", "43", "--distance", "2.5", "--rotation", "90", "--slogans"), 0)
    assert is_clean(kiosk("screen", "gate", "--no-slogans"), 0)
    assert is_clean(kiosk("screen", "gate"), 0)
    board = open_board(config)
    gate = screens.get(board.db, "gate")
    assert (gate.title, gate.diagonal_inch, gate.distance_m, gate.rotation, gate.slogans) == ("村口", 43, 2.5, 90, False)
    assert [row[0] for row in board.db.execute("SELECT deed FROM audit").fetchall()] == ["screen.changed"] * 2
    board.close()
    assert GATE.title in kiosk("screen").stdout


def test_an_export_comes_back(kiosk, tmp_path):
    kiosk("import", a_file(tmp_path), "--publish")
    result = kiosk("export", tmp_path / "out")
    assert is_clean(result, 0)
    again = kiosk("import", tmp_path / "out", KIOSK_DATA=str(tmp_path / "other"))
    assert is_clean(again, 0)
    assert json.loads(kiosk("playlist", "--json", KIOSK_DATA=str(tmp_path / "other")).stdout) == json.loads(kiosk("playlist", "--json").stdout)


def test_an_export_into_a_full_folder_is_a_finding(kiosk, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    assert is_clean(kiosk("export", tmp_path / "full"), 1)


def test_verify_finds_what_was_changed(kiosk, config, tmp_path):
    (tmp_path / "流水.xlsx").write_bytes(b"PK")
    kiosk("import", a_file(tmp_path, sources=("流水.xlsx",)))
    assert is_clean(kiosk("verify"), 0)
    originals.path_of(config.originals, digest_of(b"PK")).write_bytes(b"KP")
    result = kiosk("verify")
    assert is_clean(result, 1)
    assert "流水.xlsx" in result.stderr


@pytest.mark.parametrize("command", [["playlist"], ["due"], ["settings"], ["screen"], ["verify"], ["export", "out"], ["backup", "out.zip"]])
@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000])
def test_a_damaged_database_is_told_by_every_command(kiosk, config, command, damage):
    kiosk("settings")
    config.database.write_bytes(damage)
    result = kiosk(*command)
    assert is_clean(result, 1)
    assert str(config.database) in said(result)
    assert config.database.read_bytes() == damage


@pytest.mark.parametrize("command", [["playlist"], ["settings", "village", "x"], ["verify"], ["serve", "--port", "8299"]])
def test_a_data_folder_that_is_a_file_is_told(kiosk, tmp_path, command):
    (tmp_path / "file").write_text("x")
    assert is_clean(kiosk(*command, KIOSK_DATA=str(tmp_path / "file")), 1)


@pytest.mark.parametrize("language, words", [("zh", "没有"), ("en", "There is no such file")])
def test_the_command_line_speaks_the_language_set(tmp_path, language, words):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    environment |= {"KIOSK_LANGUAGE": language, "KIOSK_DATA": str(tmp_path / "data"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-m", "kiosk", "import", "gone.md"], env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_screen_gets_hours_and_a_shape_and_loses_them_again(kiosk, config):
    result = kiosk("screen", "gate", "--title", "村口", "--shape", "portrait", "--opens", "18:00", "--closes", "02:00")
    assert is_clean(result, 0) and "18:00 至 02:00" in result.output
    assert is_clean(kiosk("screen", "gate", "--opens", "17:30"), 0)
    board = open_board(config)
    gate = screens.get(board.db, "gate")
    assert (gate.shape, gate.opens_at, gate.closes_at) == ("portrait", "17:30", "02:00")
    assert is_clean(kiosk("screen", "gate", "--all-hours"), 0)
    gate = screens.get(board.db, "gate")
    assert (gate.opens_at, gate.closes_at) == (None, None)
    board.close()


def test_a_screen_gets_categories_and_slogans_loses_them_again_and_is_taken_away(kiosk, config):
    result = kiosk("screen", "gate", "--category", "fees", "--category", "finance", "--slogan", "有疑问就提", "--slogan", "有提问就答")
    assert is_clean(result, 0) and "收费，财务" in result.output
    board = open_board(config)
    gate = screens.get(board.db, "gate")
    assert (gate.categories, gate.own_slogans) == ((Category.FEES, Category.FINANCE), ("有疑问就提", "有提问就答"))
    assert is_clean(kiosk("screen", "gate", "--title", "村口"), 0)
    assert screens.get(board.db, "gate").categories == gate.categories
    assert is_clean(kiosk("screen", "gate", "--all-categories", "--village-slogans"), 0)
    assert screens.get(board.db, "gate") == Screen("gate", "村口")
    assert is_clean(kiosk("screen", "gate", "--take-away"), 0)
    assert [each.name for each in screens.all_screens(board.db)] == ["hall"]
    board.close()
    for name, words in [("hall", "唯一的一块大屏"), ("gate", "没有叫“gate”的大屏")]:
        refused = kiosk("screen", name, "--take-away")
        assert is_clean(refused, 1) and words in said(refused)


def test_airings_say_when_and_how_long_a_notice_was_on_screen(board, kiosk, post):
    posted_at = datetime(2026, 10, 8, 1, tzinfo=UTC)
    number = post(now=posted_at, valid_until=date(2026, 12, 31))
    assert kiosk("airings", number).output.strip() == "没有屏幕报告过展示它。"
    hour = datetime(2026, 10, 9, 0, tzinfo=UTC)
    shown = Airing(number, 1, hour, 130, hour + timedelta(minutes=5), hour + timedelta(minutes=40), frozenset({1, 2}))
    with transaction(board.db):
        airings.note(board.db, "hall", "a" * 8, [shown])
    told = kiosk("airings", number)
    assert told.exit_code == 0
    assert "2026-10-09  hall  第 1 版  08:05 至 08:40，共 2 分 10 秒，分布在 1 个小时" in told.output
    (day,) = json.loads(kiosk("airings", number, "--json").output)
    assert day == {
        "day": "2026-10-09",
        "screen": "hall",
        "version": 1,
        "seconds": 130,
        "from": "2026-10-09T08:05:00+08:00",
        "until": "2026-10-09T08:40:00+08:00",
        "hours": [8],
        "pages": 2,
    }


def test_airings_of_what_there_is_not(kiosk):
    assert kiosk("airings", 99).exit_code == 1
    assert kiosk("airings", "x").exit_code == 2
    assert kiosk("airings", 0).exit_code == 2
