"""`kiosk check` and `kiosk import` at the door: what was found, where, and with which exit code."""

import io
import json

import pytest
from cast import a_file
from xlsxwriter import Workbook

from kiosk.actions import check
from kiosk.actions.checker import Checker
from kiosk.store import settings
from kiosk.store.board import open_board

PRIVATE = "张三，身份证号 11010119000101001X。\n"
CLEAN = {"body": "明天停水，请提前接水。\n"}


def a_roster(folder, name="清册.xlsx", wrong=0.0, rows=2, down=0):
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(down, 0, ["安和村2026年耕地地力保护补贴清册"])
        page.write_row(down + 1, 0, ["序号", "村民小组", "户主姓名", "面积（亩）", "标准（元/亩）", "金额（元）"])
        for at in range(1, rows + 1):
            page.write_row(down + 1 + at, 0, [at, "一组", f"农户{at}", 2, 82, 164])
        page.write_row(down + 2 + rows, 0, ["合计", "", "", 2 * rows, "", 164 * rows + wrong])
    path = folder / name
    path.write_bytes(written.getvalue())
    return path


def entries(result):
    return json.loads(result.stdout)


def test_what_must_be_mended_is_told_with_its_line_and_its_law(kiosk, tmp_path):
    file = a_file(tmp_path, body=f"一\n\n{PRIVATE}")
    result = kiosk("check", file)
    assert result.exit_code == 1
    body_line = file.read_text("utf-8").split("\n").index(PRIVATE.strip()) + 1
    assert f"[须改] {file} 第{body_line}行：" in result.stdout
    assert "依据：" in result.stdout and "个人信息保护法" in result.stdout
    assert "11010119000101001X" not in result.output


def test_as_json_it_says_what_stands_there_and_what_would_mend_it(kiosk, tmp_path):
    file = a_file(tmp_path, body=PRIVATE)
    result = kiosk("check", file, "--json")
    assert result.exit_code == 1
    (found,) = [each for each in entries(result) if each["code"] == "privacy.identity_number"]
    assert (found["level"], found["field"], found["text"]) == ("block", "body", "11010119000101001X")
    assert found["mend"][0]["from"] == "11010119000101001X" and "\\*" in found["mend"][0]["to"]
    assert found["basis"] and found["line"] == file.read_text("utf-8").split("\n").index(PRIVATE.strip()) + 1


def test_what_could_not_be_looked_over_to_its_end_is_told_with_what_to_do(kiosk, tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.cli.checking.Checker", lambda: Checker(waiting_seconds=0))
    file = a_file(tmp_path, **CLEAN)
    result = kiosk("check", file)
    assert result.exit_code == 1
    assert str(file) in result.stderr and "没能检查完" in result.stderr and "请分成几篇公告" in result.stderr


def test_a_notice_in_order_ends_with_nothing(kiosk, tmp_path):
    result = kiosk("check", a_file(tmp_path, **CLEAN))
    assert result.exit_code == 0
    assert "[须改]" not in result.stdout


def test_a_spreadsheet_is_looked_over_without_being_taken_in(kiosk, config, tmp_path):
    result = kiosk("check", a_roster(tmp_path, wrong=10), "--json")
    assert result.exit_code == 1
    (found,) = [each for each in entries(result) if each["code"].startswith("arithmetic.") and each["level"] == "block"]
    assert (found["text"], found["mend"][0]["to"], found["row"], found["column"]) == ("338", "328", 2, 5)
    assert not config.database.exists(), "looking makes no board"


@pytest.mark.parametrize("down", [0, 3])
def test_what_is_found_in_a_spreadsheet_is_told_with_the_row_that_the_clerk_sees(kiosk, tmp_path, down):
    file = a_roster(tmp_path, wrong=10, down=down)
    assert f"[须改] {file} 原表第{5 + down}行：" in kiosk("check", file).stdout
    found = [each for each in entries(kiosk("check", file, "--json")) if each["level"] == "block"]
    assert [each["sheet_row"] for each in found] == [5 + down]


def test_the_parts_of_a_long_roster_name_no_row_that_is_another_ones(kiosk, tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.rules.long_tables.in_parts.__defaults__", (10,))
    found = entries(kiosk("check", a_roster(tmp_path, rows=25), "--json"))
    assert {each["sheet_row"] for each in found if "sheet_row" in each} == {0}


def test_the_boards_own_telephones_are_known_where_there_is_one(kiosk, config, tmp_path):
    file = a_file(tmp_path, body="请找李四，13900139000。\n")
    assert kiosk("check", file).exit_code == 1
    board = open_board(config)
    settings.put(board.db, "telephones", [{"name": "值班室", "number": "13900139000"}])
    assert check.telephones_of(settings.settings(board.db)) == {"13900139000"}
    board.close()
    assert kiosk("check", file).exit_code == 0


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_several_files_are_told_about_one_after_the_other(kiosk, tmp_path, as_json):
    good, broken, absent = a_file(tmp_path, "good.md", **CLEAN), tmp_path / "broken.xlsx", tmp_path / "nothing.md"
    broken.write_bytes(b"PK\x03\x04")
    result = kiosk("check", good, broken, *as_json)
    assert result.exit_code == 1
    assert "broken.xlsx" in result.output
    assert kiosk("check", good, absent, *as_json).exit_code == 2


def test_a_notice_file_with_a_wrong_key_is_told_with_its_line(kiosk, tmp_path):
    file = tmp_path / "x.md"
    file.write_text("---\ntitle: 停水\ncategroy: announcement\n---\n停水\n", "utf-8")
    result = kiosk("check", file)
    assert result.exit_code == 1 and "第3行" in result.output and "category" in result.output


class TestImport:
    def test_of_a_roster_says_in_one_line_what_became_of_it(self, kiosk, tmp_path):
        file = a_roster(tmp_path)
        result = kiosk("import", file)
        assert result.exit_code == 0
        (line,) = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
        assert line.startswith(f"{file}：“安和村2026年耕地地力保护补贴清册”")

    def test_a_second_time_says_so(self, kiosk, tmp_path):
        file = a_roster(tmp_path)
        kiosk("import", file)
        again = kiosk("import", file)
        assert again.exit_code == 0 and "以前已存为草稿" in again.stdout
        assert "1 " in kiosk("export", tmp_path / "out").stdout

    @pytest.mark.parametrize("wrong, code", [(0, 0), (10, 1)])
    def test_what_must_be_mended_is_not_published(self, kiosk, tmp_path, wrong, code):
        result = kiosk("import", a_roster(tmp_path, wrong=wrong), "--publish")
        assert result.exit_code == code
        assert ("没有导入任何公告" in result.output) is bool(code)

    def test_a_notice_file_with_a_number_in_it_is_not_published_either(self, kiosk, tmp_path):
        result = kiosk("import", a_file(tmp_path, body=PRIVATE), "--publish")
        assert result.exit_code == 1 and "身份证号" in result.output
        assert kiosk("import", a_file(tmp_path, body=PRIVATE)).exit_code == 0

    def test_a_folder_brings_its_spreadsheets_but_not_those_that_belong_to_a_notice(self, kiosk, tmp_path):
        folder = tmp_path / "f"
        folder.mkdir()
        a_roster(folder, "清册.xlsx"), a_roster(folder, "流水.xlsx", rows=3)
        a_file(folder, sources=("流水.xlsx",))
        result = kiosk("import", folder)
        assert result.exit_code == 0
        assert "清册.xlsx" in result.stdout and "流水.xlsx" not in result.stdout

    def test_what_a_folder_holds_besides_is_counted_by_its_kind(self, kiosk, tmp_path):
        folder = tmp_path / "f"
        folder.mkdir()
        a_roster(folder, "清册.xlsx")
        for name in ("会议.pdf", "签到.PDF", "照片.jpg", "说明", ".隐藏.pdf", "~$清册.xlsx", "流水.pdf"):
            (folder / name).write_bytes(b"x")
        a_file(folder, sources=("流水.pdf",))
        result = kiosk("import", folder)
        assert result.exit_code == 0
        assert "另有 4 个文件不属于能读入的种类，没有读入：.pdf 2、没有扩展名 1、.jpg 1。" in result.stdout

    def test_of_a_folder_of_notices_alone_nothing_more_is_said(self, kiosk, tmp_path):
        a_file(tmp_path / "f", **CLEAN)
        assert kiosk("export", tmp_path / "empty").exit_code == 0
        assert "没有读入" not in kiosk("import", tmp_path / "f").output
        kiosk("export", tmp_path / "out")
        assert "没有读入" not in kiosk("import", tmp_path / "out").output

    def test_a_roster_too_long_for_one_notice_becomes_several(self, kiosk, tmp_path, monkeypatch):
        monkeypatch.setattr("kiosk.rules.long_tables.in_parts.__defaults__", (10,))
        result = kiosk("import", a_roster(tmp_path, rows=25))
        assert result.exit_code == 0
        assert [f"第{part}部分，共3部分" in result.stdout for part in (1, 2, 3)] == [True] * 3
        assert "[须改]" not in result.stdout and "须改" not in result.stdout

    def test_text_without_fields_is_read_as_from_outside(self, kiosk, tmp_path):
        file = tmp_path / "通知.md"
        file.write_text("关于停水的通知\n\n明天停水，请各户提前接水。\n\n安和村村民委员会\n2026年10月8日\n", "utf-8")
        result = kiosk("import", file)
        assert result.exit_code == 0 and "关于停水的通知" in result.stdout
