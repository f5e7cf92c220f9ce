"""What was tried against the way in from the township, and against tables that are taken along, and once got through."""

import io
import json
import os
import re
import signal
import threading
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from werkzeug.datastructures import FileStorage
from xlsxwriter import Workbook

from kiosk.actions import township
from kiosk.actions.checker import Checker, Village
from kiosk.actions.drafts import Overtaken, Seen, typed_of
from kiosk.actions.import_notices import Posting, import_paths
from kiosk.actions.reading import Read
from kiosk.documents import unpacking
from kiosk.documents.child import Child
from kiosk.documents.safe_html import BODY_LIMIT
from kiosk.documents.spreadsheets_out import product
from kiosk.errors import Refused
from kiosk.rules.amounts import LARGEST, in_capitals, read_amount
from kiosk.rules.notice import Category, Kind, Notice
from kiosk.store import audit, notices
from kiosk.store.audit import Deed
from kiosk.store.connection import transaction
from kiosk.web.desk.attached import download

from .conftest import AtTheDesk

HEAD = ["序号", "村民小组", "姓名", "面积（亩）", "标准（元/亩）", "金额（元）"]
IDENTITY = "000000190001010076"


def a_roster(households: int) -> bytes:
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        page = book.add_worksheet("清册")
        page.write_row(0, 0, HEAD)
        for at in range(1, households + 1):
            page.write_row(at, 0, [at, "一组", "张三", 2, 82, 164])
    return written.getvalue()


def titles(board) -> list[str]:
    return [row[0] for row in board.db.execute("SELECT title FROM versions ORDER BY notice").fetchall()]


def test_no_part_of_a_long_roster_is_taken_for_another_that_came_in_just_before(board, checker, tmp_path):
    file = tmp_path / "清册.xlsx"
    file.write_bytes(a_roster(10_100))
    posting = Posting("文书甲", datetime.now(UTC))
    done = import_paths(board, [file], posting, checker=checker)
    assert [each.was_there for each in done.outcomes] == [False] * 3
    assert len({each.number for each in done.outcomes}) == len(titles(board)) == 3
    rows = sum(len(re.findall(r"\| 一组 \|", notices.get(board.db, each.number).notice.body)) for each in done.outcomes)
    assert rows == 10_100
    again = import_paths(board, [file], posting, checker=checker)
    assert [(each.number, each.was_there) for each in again.outcomes] == [(each.number, True) for each in done.outcomes]
    assert len(titles(board)) == 3


@pytest.mark.parametrize("thrown_away", [(0,), (1,), (2,), (0, 1), (0, 2)])
def test_of_a_roster_whose_parts_were_partly_thrown_away_only_these_come_in_anew(office, checker, tmp_path, monkeypatch, thrown_away):
    monkeypatch.setattr("kiosk.rules.long_tables.in_parts.__defaults__", (10,))
    file = tmp_path / "清册.xlsx"
    file.write_bytes(a_roster(25))
    posting = Posting("本机", datetime.now(UTC))
    first = [each.number for each in import_paths(office.board, [file], posting, checker=checker).outcomes]
    for part in thrown_away:
        office.take("clerk", "discard", first[part])
    again = import_paths(office.board, [file], posting, checker=checker).outcomes
    assert [each.was_there for each in again] == [part not in thrown_away for part in range(3)]
    assert [each.number for each in again if each.was_there] == [number for part, number in enumerate(first) if part not in thrown_away]
    third = import_paths(office.board, [file], posting, checker=checker).outcomes
    assert [(each.number, each.was_there) for each in third] == [(each.number, True) for each in again]


def test_a_part_is_known_again_under_another_title(office, checker, tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.rules.long_tables.in_parts.__defaults__", (10,))
    file = tmp_path / "清册.xlsx"
    file.write_bytes(a_roster(25))
    posting = Posting("本机", datetime.now(UTC))
    first = [each.number for each in import_paths(office.board, [file], posting, checker=checker).outcomes]
    office.save("clerk", first[1], title="安和村补贴清册")
    again = import_paths(office.board, [file], posting, checker=checker).outcomes
    assert [(each.number, each.was_there) for each in again] == [(number, True) for number in first]


def drop(clerk: AtTheDesk, households: int) -> None:
    sent = FileStorage(io.BytesIO(a_roster(households)), "清册.xlsx")
    assert clerk.post("/desk/files", {"file": sent}, content_type="multipart/form-data").status_code == 303


def a_read(*bodies: str) -> Read:
    first, *further = (Notice("清册", Category.SUBSIDY, Kind.RESULT, body) for body in bodies)
    return Read(first, (), tuple(further))


def test_the_parts_of_a_roster_come_in_together_or_not_at_all(office, board, renderer, monkeypatch):
    written, record = [], audit.record

    def stumble(*given: object) -> None:
        written.append(given)
        if len(written) == 3:
            raise Refused("store.busy")
        record(*given)

    monkeypatch.setattr(audit, "record", stumble)
    before, by, now = titles(board), office.staff["clerk"], datetime.now(UTC)
    with pytest.raises(Refused):
        township.begin_from(board, a_read("一\n", "二\n", "三\n"), "清册.xlsx", b"PK", by, renderer, now)
    assert titles(board) == before


def test_a_text_that_no_draft_could_hold_makes_none(office, board, renderer):
    before = titles(board)
    with pytest.raises(Refused) as refused:
        township.begin_from(board, a_read("字" * (BODY_LIMIT + 1)), "", b"", office.staff["clerk"], renderer, datetime.now(UTC))
    assert refused.value.code == "markdown.too_long"
    assert titles(board) == before


@pytest.mark.parametrize("name", ["清册（2026年）.xlsx", "a\r\nX-Evil: 1.csv", '"; x=y.csv', "题/..\\名.csv", "𠮷\ud800.csv", ""])
def test_a_download_has_a_header_of_one_ascii_line_whatever_it_is_called(app, name):
    with app.test_request_context():
        header = download(b"", name).headers["Content-Disposition"]
    assert header.isascii() and header.isprintable()
    if "\ud800" not in name:
        assert unquote(header.partition("filename*=UTF-8''")[2]) == name


@pytest.mark.parametrize("digits", ["999999190001010071", "9" * 26, "6222020000000000000", f"{LARGEST}"])
def test_the_number_of_a_card_is_no_amount_and_keeps_nothing_else_from_being_found(checker, digits):
    assert read_amount(digits) is None and read_amount(f"{digits}元") is None
    rows = "\n".join(f"| 张三 | {digits} | {digits} | {digits} | 13900000000 |" for _ in range(3))
    body = f"| 姓名 | 面积（亩） | 标准（元/亩） | 金额（元） | 手机 |\n|---|---|---|---|---|\n{rows}\n"
    found = checker.findings(Notice("清册", Category.SUBSIDY, Kind.RESULT, body), Village())
    assert "privacy.mobile" in {each.code for each in found}


@pytest.mark.parametrize("area, rate", [("999999999999", "0.123456789012345678901"), ("999999999999.99", "999999999999.99")])
def test_a_product_has_more_digits_than_decimals_usually_hold(checker, area, rate):
    assert product(area, rate).partition(".")[2].isdigit()
    body = f"| 姓名 | 面积（亩） | 标准（元/亩） | 金额（元） |\n|---|---|---|---|\n| 张三 | {area} | {rate} | 0.{'0' * 30}1 |\n"
    assert checker.findings(Notice("清册", Category.SUBSIDY, Kind.RESULT, body), Village())
    assert in_capitals(read_amount("999999999999").value * 10**6).endswith("元整")


def test_whoever_types_waits_no_longer_than_a_moment_for_what_another_has_looked_over():
    with Checker(patience=0.05) as checker:
        began, held = threading.Event(), threading.Event()

        def hold() -> None:
            with checker._lock:
                began.set()
                held.wait(10)

        busy = threading.Thread(target=hold)
        busy.start()
        began.wait(10)
        try:
            with pytest.raises(Refused) as refused:
                checker.findings(Notice("题", Category.FINANCE, Kind.RESULT, "字\n"), Village())
        finally:
            held.set()
            busy.join()
    assert refused.value.code == "child.busy"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal on Windows")
def test_a_child_that_was_killed_while_it_rested_is_no_fault_of_the_next_question():
    with Child("kiosk.documents.rendering") as child:
        assert "html" in child.ask({"body": "字", "pictures": {}})
        os.kill(child.process.pid, signal.SIGKILL)
        os.waitid(os.P_PID, child.process.pid, os.WEXITED | os.WNOWAIT)
        assert "html" in child.ask({"body": "字", "pictures": {}})


def test_what_is_pasted_waits_for_its_turn_like_a_file_and_stays_typed(at_desk):
    clerk = at_desk("clerk")
    turns = [unpacking.one_of_few("original.busy") for _ in range(unpacking.AT_ONCE)]
    for turn in turns:
        turn.__enter__()
    try:
        answer = clerk.post("/desk/files", {"text": "姓名\t金额\n张三\t2\n"})
    finally:
        for turn in turns:
            turn.__exit__(None, None, None)
    assert answer.status_code == 422 and "张三\t2" in answer.text
    assert "粘贴的内容还没有读" in answer.text


@pytest.mark.parametrize("body", ["字" * 600_001, "字" * (BODY_LIMIT + 1)])
def test_what_is_too_long_to_mend_stays_typed(office, at_desk, board, body):
    number = office.begin("clerk")
    stored = notices.get(board.db, number)
    seen = {"version": stored.notice.version, "revision": stored.revision, "mend": "privacy"}
    answer = at_desk("clerk").post(f"/desk/notices/{number}/mend", seen | {"title": "题", "body": body})
    assert answer.status_code == 422
    assert body in answer.text


class TestATextWhoseCheckIsStopped:
    SENTENCE = "没能检查完，所以不能发布；请分成几篇公告，或者缩短后再试。"

    @pytest.fixture
    def stopped(self, app):
        with Checker(waiting_seconds=0) as own:
            app.extensions["checker"] = own
            yield

    def test_its_writer_reads_what_to_do(self, office, at_desk, stopped):
        number = office.begin("clerk")
        assert self.SENTENCE in at_desk("clerk").get(f"/desk/notices/{number}/edit").text

    def test_its_head_reads_so_before_and_after_publishing_and_can_send_it_back(self, office, at_desk, stopped):
        number = office.walk(office.begin("clerk"), "submit", "pass")
        head, seen = at_desk("approver"), office.seen(number)
        page = head.get(f"/desk/notices/{number}").text
        steps = page[page.index('class="steps"') : page.index('id="findings"')]
        assert self.SENTENCE in steps and f"/desk/notices/{number}/send-back" in steps
        form = {"version": seen.version, "revision": seen.revision, "words": "同意公开"}
        answer = head.post(f"/desk/notices/{number}/publish", form)
        assert answer.status_code == 422 and self.SENTENCE in answer.text
        assert head.post(f"/desk/notices/{number}/send-back", form).status_code == 303


def test_every_place_of_a_text_with_thousands_is_masked_by_one_click(office, at_desk, board):
    body = "\n".join(f"张三，电话 1380013{at:04}。\n" for at in range(2000))
    number = office.begin("clerk", body=body)
    stored, clerk = notices.get(board.db, number), at_desk("clerk")
    page = clerk.get(f"/desk/notices/{number}/edit").text
    assert page.count("<li data-level") == 60 and "2000处" in page
    seen = {"version": stored.notice.version, "revision": stored.revision, "mend": "privacy", "title": "题", "body": body}
    assert clerk.post(f"/desk/notices/{number}/mend", seen).status_code == 303
    masked = typed_of(notices.get(board.db, number))["body"]
    assert "1380013" not in masked and masked.count("张三") == 2000


def test_no_whole_identity_number_stands_in_the_log(at_desk, board):
    data = a_roster(2)
    sent = FileStorage(io.BytesIO(data), f"张三{IDENTITY}.xlsx")
    answer = at_desk("clerk").post("/desk/files", {"file": sent}, content_type="multipart/form-data")
    assert answer.status_code == 303
    facts = {"why": f"本人（{IDENTITY}）同意", "digest": "a" * 23 + IDENTITY + "b" * 23}
    with transaction(board.db):
        audit.record(board.db, Deed("主任", "notice.published", facts), datetime.now(UTC))
    assert audit.first_broken_entry(board.db) is None
    told = "\n".join(row[0] for row in board.db.execute("SELECT facts FROM audit").fetchall())
    assert "000***********0076" in told
    assert told.count(IDENTITY) == 1, "in the digest alone, which is none"
    assert json.loads(told.splitlines()[-1])["why"].endswith("）同意")


def test_a_table_that_a_whole_village_asks_for_is_made_once(office, client, monkeypatch):
    from kiosk.web import residents

    made = []
    monkeypatch.setattr(residents, "as_csv", lambda notice, place: made.append(place) or b"x")
    residents._made.cache_clear()
    number = office.post(body="| 姓名 | 金额（元） |\n|---|---|\n| 张\\*明 | 2 |\n")
    for _ in range(5):
        assert client.get(f"/notices/{number}/tables/1.csv").data == b"x"
    residents._made.cache_clear()
    assert made == [0]


def test_another_part_too_long_for_one_draft_goes_on_in_further_ones_and_twice_makes_no_more(office, at_desk, board):
    clerk = at_desk("clerk")
    drop(clerk, 5_200)
    digest = board.db.execute("SELECT digest FROM originals").fetchone()[0]
    (number,) = board.db.execute("SELECT min(number) FROM notices").fetchone()
    first = titles(board)
    assert len(first) == 2

    def read(region: str) -> None:
        revision = str(notices.get(board.db, number).revision)
        choice = {"version": "1", "revision": revision, "sheet": "0", "region": region}
        assert clerk.post(f"/desk/notices/{number}/read/{digest}", choice).status_code == 303

    read("A1:F5102")
    assert len(titles(board)) == 3
    rows = {each: len(re.findall(r"\| 一组 \|", notices.get(board.db, each).notice.body)) for each in (number, number + 2)}
    assert sum(rows.values()) == 5_101
    read("A1:F5102")
    assert len(titles(board)) == 3
    page = clerk.get(f"/desk/notices/{number}/read/{digest}").text
    assert all(f'href="/desk/notices/{each}/edit"' in page for each in (number, number + 1, number + 2))
    originals_of_last = board.db.execute("SELECT name FROM originals WHERE notice = ?", [number + 2]).fetchall()
    assert originals_of_last == [("清册.xlsx",)]


def test_where_somebody_else_saved_meanwhile_no_further_part_is_begun(office, at_desk, board, renderer):
    clerk = at_desk("clerk")
    drop(clerk, 30)
    digest = board.db.execute("SELECT digest FROM originals").fetchone()[0]
    (number,) = board.db.execute("SELECT max(number) FROM notices").fetchone()
    read, now = a_read("甲", "乙", "丙"), datetime.now(UTC)
    with pytest.raises(Overtaken):
        township.read_again(board, Seen(number, 1, 99), read, None, digest, office.staff["clerk"], renderer, now)
    assert len(titles(board)) == 1
