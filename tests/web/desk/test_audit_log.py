"""The log as it is read: in words, looked through, checked, and taken along without a formula in it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from cast import DAY, HOUR, NOON

from kiosk.actions.settle import change_screen, change_setting
from kiosk.rules.people import By, Role
from kiosk.rules.screen import Screen
from kiosk.store import audit
from kiosk.store.audit import Deed
from kiosk.store.connection import transaction
from kiosk.web.desk.audit_log import PER_PAGE, inert
from kiosk.wording.labels import DEEDS

ROW = re.compile(r"<td class=\"brief figure\">")


def record(board, who, deed, at=NOON, notice=None, **facts):
    with transaction(board.db):
        audit.record(board.db, Deed(who, deed, facts, notice), at)


@pytest.fixture
def told(board, auditor):
    """A week in the village, one deed a day at noon."""
    record(board, "文书甲", "notice.submitted", NOON, 7, title="第三季度财务收支", version=1, status="review", **{"from": "192.168.1.20"})
    record(board, "监督乙", "notice.returned", NOON + DAY, 7, title="第三季度财务收支", version=1, why="第三行与凭证不符", **{"from": "192.168.1.21"})
    record(board, "文书甲", "notice.submitted", NOON + 2 * DAY, 8, title="停水通知", version=1)
    record(board, "?", "person.sign_in_failed", NOON + 3 * DAY, **{"from": "10.0.0.9"})
    record(board, "管理员", "person.changed", NOON + 4 * DAY, name="文书甲", roles=["clerk", "reviewer"], old=["clerk"])
    return board


def rows(page):
    return len(ROW.findall(page.text))


def test_everything_is_told_in_words(auditor, told):
    page = auditor.get("/desk/audit").text
    for words in ("退回公告", "第三行与凭证不符", "192.168.1.21", "第7号", "第三季度财务收支", "没有这个名字", "审核中", "2026年10月11日"):
        assert words in page, words
    assert "经办人（文书、报账员） → 经办人（文书、报账员）、审核人（监督小组）" in page
    assert "notice.returned" not in re.sub(r'value="[^"]*"', "", page)
    assert "{" not in page.split("<main")[1] and "[&#34;" not in page


def test_a_change_of_a_setting_tells_what_was_there_before(auditor, board):
    change_setting(board, "display_days", 20, By("管理员", "192.168.1.9"), NOON)
    change_setting(board, "review_chain", "three_tier", By("管理员"), NOON)
    change_setting(board, "telephones", [{"name": "值班室", "number": "0000-1"}], By("管理员"), NOON)
    change_screen(board, Screen("hall", "村民大厅", diagonal_inch=65, slogans=True), By("管理员"), NOON)
    page = auditor.get("/desk/audit").text
    assert "15 → 20" in page and "公布期限（天）" in page
    assert "两名审核人" in page
    assert "（空） → 值班室 0000-1" in page
    assert "55 → 65" in page and "否 → 是" in page


@pytest.mark.parametrize(
    "asked, found",
    [
        ("", 5),
        ("who=文书甲", 2),
        ("who=无名", 0),
        ("deed=notice.submitted", 2),
        ("deed=notice.archived", 0),
        ("deed=no.such.deed", 0),
        ("notice=7", 2),
        ("notice=99", 0),
        ("since=2026-10-12", 3),
        ("until=2026-10-12", 3),
        ("since=2026-10-11&until=2026-10-11", 1),
        ("since=2026年10月13日", 2),
        ("since=2027-01-01", 0),
        ("words=凭证", 1),
        ("words=192.168.1.20", 1),
        ("words=停水", 1),
        ('words="', 0),
        ("words=%25", 0),
        ("who=文书甲&words=停水&notice=8", 1),
        ("who=' OR 1=1 --", 0),
    ],
)
def test_the_log_can_be_looked_through(auditor, told, asked, found):
    page = auditor.get(f"/desk/audit?{asked}")
    assert page.status_code == 200
    assert rows(page) == found
    assert ('class="nothing"' in page.text) is (found == 0)
    lines = list(csv.reader(io.StringIO(auditor.get(f"/desk/audit.csv?{asked}").text)))
    assert len(lines) == found + 2


@pytest.mark.parametrize("asked, field", [("since=soon", "since"), ("until=2026-13-01", "until"), ("until=9999-12-31", "until"), ("since=1900-01-01", "since"), ("notice=seven", "notice"), ("notice=７", "notice"), ("notice=99999999999999999999", "notice")])
def test_a_filter_that_cannot_be_is_told_beside_its_field(auditor, told, asked, field):
    page = auditor.get(f"/desk/audit?{asked}&who=文书甲")
    assert page.status_code == 422
    assert f'<a href="#{field}">' in page.text and f'id="{field}-fault-1"' in page.text
    assert '<option value="文书甲" selected>' in page.text
    assert auditor.get(f"/desk/audit.csv?{asked}").status_code == 422


def test_a_page_holds_a_hundred_and_the_next_one_goes_on_below(auditor, board):
    for number in range(PER_PAGE + 30):
        record(board, "文书甲", "notice.edited", NOON + number * HOUR, number + 1, title=f"公告{number}")
    first = auditor.get("/desk/audit?who=文书甲")
    assert rows(first) == PER_PAGE
    earlier = re.search(r'href="(/desk/audit\?before=[^"]+)"', first.text)[1].replace("&amp;", "&")
    second = auditor.get(earlier)
    assert rows(second) == 30
    titles = re.findall(r"公告(\d+)<", first.text + second.text)
    assert [int(title) for title in titles] == list(range(PER_PAGE + 29, -1, -1))
    assert "before=" not in second.text


def test_a_whole_log_says_so(auditor, told):
    assert "日志完整" in auditor.get("/desk/audit").text


def test_a_long_log_is_checked_in_part_and_on_request_as_a_whole(auditor, told, monkeypatch):
    monkeypatch.setattr("kiosk.web.desk.audit_log.LOOKED_AT_EACH_TIME", 2)
    told.db.execute("DROP TRIGGER audit_refuses_update")
    told.db.execute("UPDATE audit SET who = 'x' WHERE entry = 1")
    page = auditor.get("/desk/audit?who=监督乙").text
    assert "日志完整" in page and "check=1" in page and "最新的 2 条" in page
    page = auditor.get("/desk/audit?check=1&who=监督乙").text
    assert "第 1 条" in page and "日志完整" not in page and 'class="warning"' in page


def test_a_changed_newest_entry_is_found_at_once(auditor, told):
    told.db.execute("DROP TRIGGER audit_refuses_update")
    told.db.execute("UPDATE audit SET who = 'x' WHERE entry = 5")
    assert "第 5 条" in auditor.get("/desk/audit").text


def test_looking_writes_nothing(auditor, told):
    before = audit.head(told.db)
    for address in ("/desk/audit", "/desk/audit?check=1", "/desk/audit.csv"):
        auditor.get(address)
    assert audit.head(told.db) == before


def test_the_log_is_taken_along_as_a_spreadsheet(auditor, told):
    answer = auditor.get("/desk/audit.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    lines = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert lines[4][:6] == ["2", "2026-10-11 12:00:00", "监督乙", DEEDS_IN_CHINESE["notice.returned"], "7", "第三季度财务收支"]
    assert "第三行与凭证不符" in lines[4][6] and lines[4][7] == "192.168.1.21"
    assert lines[-1][1:] == ["5", audit.head(told.db)]
    assert lines[1][-1] == audit.head(told.db)


DEEDS_IN_CHINESE = {"notice.returned": "退回公告"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A", "  =cmd|' /C calc'!A0"])
def test_no_cell_begins_like_a_formula(auditor, board, cell):
    assert inert(cell) == f"'{cell}"
    record(board, cell, "notice.edited", title=cell, why=cell)
    lines = list(csv.reader(io.StringIO(auditor.get("/desk/audit.csv").text.lstrip("\ufeff"))))
    assert not [each for line in lines for each in line if each.lstrip(" ")[:1] and each.lstrip(" ")[:1] in "=+-@\t\r＝＋－＠"]


@pytest.mark.parametrize("cell", ["", " ", "停水通知", "12", "a=b", "'=1"])
def test_what_is_no_formula_stays_as_it_is(cell):
    assert inert(cell) == cell


def test_what_somebody_wrote_is_not_markup(auditor, board):
    record(board, "<b>甲", "notice.edited", title="<script>alert(1)</script>", why="<img src=x>")
    page = auditor.get("/desk/audit").text
    assert "<script>alert" not in page and "<img src=x" not in page and "<b>甲" not in page


@pytest.mark.parametrize(
    "facts",
    [{}, {"from": None}, {"why": None}, {"roles": "clerk"}, {"old": 5, "value": {"a": 1}}, {"name": "no_such_setting", "value": None}, {"name": ["x"]}, {"made_at": "soon"}, {"made_from": "template gone"}, {"new fact": [{"a": [1]}]}],
)
@pytest.mark.parametrize("deed", ["setting.changed", "screen.changed", "person.changed", "notice.begun", "no.such"])
def test_entries_of_any_age_and_shape_can_be_read(auditor, board, deed, facts):
    record(board, "甲", deed, **facts)
    assert auditor.get("/desk/audit").status_code == 200
    assert auditor.get("/desk/audit.csv").status_code == 200


def test_only_admin_and_auditor_read_the_log(admin, sign_in, told):
    for role in Role:
        somebody = sign_in(f"甲{role}", role)
        expected = 200 if role in (Role.ADMIN, Role.AUDITOR) else 403
        for address in ("/desk/audit", "/desk/audit.csv"):
            assert somebody.get(address).status_code == expected


def test_every_deed_can_be_chosen(auditor):
    page = auditor.get("/desk/audit").text
    assert [deed for deed in DEEDS if f'value="{deed}"' not in page] == []


def test_days_are_those_of_the_village(auditor, board):
    record(board, "甲", "notice.edited", NOON.replace(hour=0, minute=0), title="凌晨")
    record(board, "甲", "notice.edited", NOON.replace(hour=0, minute=0) - timedelta(seconds=1), title="前夜")
    page = auditor.get("/desk/audit?since=2026-10-10&until=2026-10-10").text
    assert "凌晨" in page and "前夜" not in page
