"""At the desk a file from the township becomes a draft that is looked over, and what was not understood is said."""

import io
import re
import threading
from datetime import datetime
from urllib.parse import unquote

import pytest
from cast import SHANGHAI
from python_calamine import CalamineWorkbook
from werkzeug.datastructures import FileStorage
from xlsxwriter import Workbook

from kiosk.actions import take_along
from kiosk.actions.reading import region_name, region_named
from kiosk.errors import Misuse
from kiosk.rules.notice import Category
from kiosk.rules.period import parse_period
from kiosk.rules.tables import Table, blocks
from kiosk.store import notices, opinions, originals
from kiosk.store.originals import digest_of
from kiosk.web.desk.readings import Readings

HEAD = ["序号", "村民小组", "户主姓名", "面积（亩）", "标准（元/亩）", "金额（元）"]
ROWS = [[1, "一组", "张三", 2.21, 82, 181.22], [2, "二组", "李四", 1.5, 82, 123], ["合计", "", "", 3.71, "", 304.22]]


def a_workbook(rows=ROWS, title="安和村2026年耕地地力保护补贴清册公示", head=HEAD, down=0, **more_sheets) -> bytes:
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        for name, table in {"清册": [[title], ["单位：元"], head, *rows], **more_sheets}.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(table):
                page.write_row(down + at, 0, row)
    return written.getvalue()


def bring(clerk, data: bytes = b"", name: str = "清册.xlsx", **fields: str):
    file = {"file": FileStorage(io.BytesIO(data), name)} if data else {}
    return clerk.post("/desk/files", fields | file, content_type="multipart/form-data")


def number_in(answer) -> int:
    return int(re.search(r"/desk/notices/(\d+)/", answer.headers["Location"])[1])


def tables_in(body: str) -> list[Table]:
    return [block.table for block in blocks(body) if block.table]


def newest(board, number: int):
    return notices.get(board.db, number).notice


def test_a_roster_becomes_a_draft_with_the_file_beside_it(clerk, board):
    data = a_workbook()
    answer = bring(clerk, data)
    assert answer.status_code == 303
    number = number_in(answer)
    notice = newest(board, number)
    assert (notice.title, notice.item, notice.period.code) == ("安和村2026年耕地地力保护补贴清册公示", "B01", "2026")
    assert "| 1 | 一组 | 张三 | 2.21 | 82 | 181.22 |" in notice.body
    assert [each.digest for each in originals.of_notice(board.db, number)] == [digest_of(data)]
    assert notice.sources == ("清册.xlsx",)
    page = clerk.get(answer.headers["Location"]).text
    assert "看看读得对不对" in page and "A1:F6" in page


def test_what_was_found_stands_beside_how_it_was_read(clerk):
    rows = [[1, "一组", "张三", 2.21, 82, 181.22], ["合计", "", "", 2.21, "", 999]]
    page = clerk.get(bring(clerk, a_workbook(rows)).headers["Location"]).text
    assert "须改" in page and "999" in page


def test_the_same_file_a_second_time_is_asked_about(clerk, board):
    data = a_workbook()
    number = number_in(bring(clerk, data))
    again = bring(clerk, data, "改了名.xlsx")
    assert again.status_code == 409
    assert "以前读入过" in again.text and f"/desk/notices/{number}" in again.text
    assert notices.count(board.db) == 1
    once_more = bring(clerk, digest=digest_of(data))
    assert once_more.status_code == 303 and number_in(once_more) != number
    assert newest(board, number_in(once_more)).sources == ("清册.xlsx",)


def test_what_was_thrown_away_does_not_count(office, clerk, board):
    number = number_in(bring(clerk, a_workbook()))
    office.take("clerk", "discard", number)
    assert bring(clerk, a_workbook()).status_code == 303


def test_what_came_together_with_a_file_that_cannot_be_read_is_named_too(clerk):
    answer = bring(clerk, b"%PDF-1.7", "单.pdf", others="清册.xlsx")
    assert answer.status_code == 422
    assert "这次读的是“单.pdf”" in answer.text and "一份一份地交：清册.xlsx" in answer.text


@pytest.mark.parametrize("data, name", [(b"\x00\x01junk" * 50, "清册.xlsx"), (b"", ""), (b"PK\x03\x04", "清册.xlsx"), (b"%PDF-1.7", "单.pdf"), (b"x", "a.exe")])
def test_what_cannot_be_read_is_told_on_the_same_page_and_leaves_nothing(clerk, board, data, name):
    answer = bring(clerk, data, name, text="")
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text and "从镇里的文件开始" in answer.text
    assert notices.count(board.db) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "序号\t姓名\t金额（元）\r\n1\t张三\t20\r\n2\t李四\t30\r\n合计\t\t50\r\n"},
        {"html": "<table><tr><td>序号<td>姓名<td>金额（元）<tr><td>1<td>张三<td>20<tr><td>2<td>李四<td>30<tr><td>合计<td><td>50</table>", "text": "别的"},
    ],
    ids=["words", "cells"],
)
def test_what_is_pasted_becomes_a_draft_too(clerk, board, fields):
    answer = bring(clerk, **fields)
    number = number_in(answer)
    assert "| 1 | 张三 | 20 |" in newest(board, number).body
    assert clerk.get(answer.headers["Location"]).status_code == 200
    assert originals.of_notice(board.db, number) == []


def test_a_notice_file_comes_in_as_it_says_itself(clerk, board):
    text = "---\ntitle: 停水通知\ncategory: announcement\n---\n\n明天停水。\n"
    number = number_in(bring(clerk, text.encode(), "停水.md"))
    assert (newest(board, number).title, newest(board, number).body) == ("停水通知", "\n明天停水。\n")
    wrong = bring(clerk, b"---\ntitle: x\ncategory: nothing\n---\n", "x.md")
    assert wrong.status_code == 422


def test_a_foreign_index_number_is_left_and_said(clerk, board):
    text = "索引号：11000000000000000Y/202610-00075\n名称：关于停水的通知\n\n明天停水，请各户提前接水。\n"
    answer = bring(clerk, text.encode(), "停水.txt")
    assert newest(board, number_in(answer)).index_number is None
    assert "11000000000000000Y/202610-00075" in clerk.get(answer.headers["Location"]).text


def read_otherwise(clerk, board, number, **fields):
    (original,) = originals.of_notice(board.db, number)
    stored = notices.get(board.db, number)
    seen = {"version": str(stored.notice.version), "revision": str(stored.revision)}
    return clerk.post(f"/desk/notices/{number}/read/{original.digest}", seen | fields)


class TestReadingOtherwise:
    @pytest.fixture
    def number(self, clerk):
        second = {"汇总": [["某村汇总表"], ["项目", "金额（元）"], ["路灯", 100], ["合计", 100]]}
        return number_in(bring(clerk, a_workbook(**second)))

    def test_another_sheet_takes_the_place_of_the_text_which_is_set_aside(self, clerk, board, number):
        old = newest(board, number).body
        assert read_otherwise(clerk, board, number, sheet="1", region="A1:F6").status_code == 303
        assert "路灯" in newest(board, number).body and "张三" not in newest(board, number).body
        (aside,) = opinions.all_set_aside(board.db, number, 1)
        assert aside.typed["body"] == old

    def test_a_part_of_the_sheet(self, clerk, board, number):
        assert read_otherwise(clerk, board, number, sheet="0", region="a1：f5").status_code == 303
        assert "张三" in newest(board, number).body and "合计" not in newest(board, number).body

    @pytest.mark.parametrize("region", ["nothing", "A1", "Z90:Z99", "A0:B2"])
    def test_a_part_that_is_not_there_changes_nothing_and_stays_typed(self, clerk, board, number, region):
        before = newest(board, number)
        answer = read_otherwise(clerk, board, number, sheet="0", region=region)
        assert answer.status_code == 422
        assert f'value="{region}"' in answer.text
        assert newest(board, number) == before

    def test_by_two_at_once_the_later_is_told(self, clerk, board, number):
        (original,) = originals.of_notice(board.db, number)
        answer = clerk.post(f"/desk/notices/{number}/read/{original.digest}", {"version": "1", "revision": "0", "sheet": "1"})
        assert answer.status_code == 409

    def test_any_workbook_can_be_read_as_a_whole(self, clerk, board, number):
        assert read_otherwise(clerk, board, number, sheet="all", region="A1:F5").status_code == 303
        body = newest(board, number).body
        assert re.findall("## .*", body) == ["## 清册", "## 某村汇总表"]
        assert len(tables_in(body)) == 2

    def test_and_one_sheet_of_it_again(self, clerk, board, number):
        read_otherwise(clerk, board, number, sheet="all")
        read_otherwise(clerk, board, number, sheet="1", region="")
        assert "路灯" in newest(board, number).body and "张三" not in newest(board, number).body

    def test_of_what_is_no_draft_any_more_is_not_offered(self, office, clerk, board, number):
        office.save("clerk", number, body="定稿。\n")
        office.walk(number, "submit")
        (original,) = originals.of_notice(board.db, number)
        assert clerk.get(f"/desk/notices/{number}/read/{original.digest}").status_code == 303


def test_rows_and_columns_are_named_as_the_sheet_names_them(clerk):
    page = clerk.get(bring(clerk, a_workbook(down=4)).headers["Location"]).text
    assert "A5:F10" in page


@pytest.mark.parametrize("region, name", [((0, 0, 19, 5), "A1:F20"), ((3, 26, 3, 27), "AA4:AB4")])
def test_parts_of_sheets_have_names(region, name):
    assert region_name(region) == name
    assert region_named(name) == region
    assert region_named(name.lower().replace(":", "：")) == region


@pytest.mark.parametrize("text", ["", "A", "1:2", "A1:", "AAAA1:B2", "A1:B99999999"])
def test_what_names_no_part_is_refused(text):
    with pytest.raises(Misuse):
        region_named(text)


def test_a_reading_can_be_followed_and_stopped_by_whoever_began_it():
    readings = Readings()
    reading = readings.begin(1, "k")
    reading.progress(300)
    assert readings.of(1, "k").rows == 300
    assert readings.of(2, "k") is None
    threading.Thread(target=reading.stop.set).start()
    assert reading.stop.wait(5)
    readings.end(1, "k")
    assert readings.of(1, "k") is None


def test_a_reading_of_nobody_is_told_so(clerk):
    assert clerk.get("/desk/readings/x").json == {"rows": None}
    assert clerk.post("/desk/readings/x/stop").status_code == 303


def test_what_goes_out_to_be_filled_in_comes_back_without_questions(clerk, board):
    today = datetime.now(SHANGHAI).date()
    title, data = take_along.empty_workbook(board, "subsidy-roster", today)
    assert clerk.get("/desk/sheets/subsidy-roster.xlsx").data == data
    head, *_ = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    number = number_in(bring(clerk, a_workbook(title=title, head=head), f"{title}.xlsx"))
    assert newest(board, number).item == "B01"
    assert clerk.get("/desk/sheets/nothing.xlsx").status_code == 404


def test_the_name_of_a_download_crosses_in_plain_letters_and_comes_out_in_chinese(clerk):
    said = clerk.get("/desk/sheets/fee-table.xlsx").headers["Content-Disposition"]
    assert said.isascii(), "waitress sends nothing else"
    assert "收费项目和标准公示.xlsx" in unquote(said)


def test_last_periods_workbook_has_its_households(office, clerk, board):
    body = "| 序号 | 村民小组 | 户主姓名 | 面积（亩） | 标准（元/亩） | 金额（元） |\n|---|---|---|---|---|---|\n| 1 | 一组 | 张\\*明 | 2 | 82 | 164 |\n| 合计 | | | 2 | | 164 |\n"
    number = office.post(title="2025年度耕地地力保护补贴清册", category=Category.SUBSIDY, item="B01", body=body)
    answer = clerk.get(f"/desk/notices/{number}/next.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    back = number_in(bring(clerk, answer.data, "填好.xlsx"))
    assert "张\\*明" in newest(board, back).body


LEDGER = """## 收支明细

单位：元

| 日期 | 摘要 | 收入（元） | 支出（元） | 余额（元） |
|---|---|---|---|---|
| 7月1日 | 上期结余 | | | 100 |
| 7月5日 | 鱼塘承包费 | 500 | | 600 |
| 8月2日 | 路灯电费 | | 80 | 520 |
| 合计 | | 500 | 80 | 520 |

## 支出分类与说明

| 支出类别 | 本期（元） | 上期（元） | 增减（元） | 变动原因 |
|---|---|---|---|---|
| 公益支出 | 80 | 70 | 10 | 路灯加了一盏 |
| 合计 | 80 | 70 | 10 | |
"""


def test_a_workbook_of_several_sheets_comes_back_as_one_notice_with_whoever_posts_it(office, clerk, board):
    facts = {"title": "2026年第三季度村级财务收支公开", "category": Category.FINANCE, "item": "F01"}
    posted = office.post(**facts, period=parse_period("2026-Q3"), body=LEDGER, responsible_unit="村委会财务组")
    data = clerk.get(f"/desk/notices/{posted}/next.xlsx").data
    answer = bring(clerk, data, "填好.xlsx")
    notice = newest(board, number_in(answer))
    assert re.findall("## .*", notice.body) == ["## 收支明细", "## 支出分类与说明"]
    assert [len(table.rows) for table in tables_in(notice.body)] == [2, 2]
    assert (notice.title, notice.period.code, notice.item) == ("2026年第四季度村级财务收支公开", "2026-Q4", "F01")
    assert notice.responsible_unit == "村委会财务组"
    assert 'value="all" checked' in clerk.get(answer.headers["Location"]).text
