"""What must be posted, at the desk: the list to work down, the year, the buttons, and the calendar that others read."""

import re
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from cast import SHANGHAI, MovedClock, a_file
from icalendar import Calendar

from kiosk.actions import begin_duties
from kiosk.actions import duties as deeds
from kiosk.actions.import_notices import Posting, import_paths
from kiosk.actions.showing import note_airings
from kiosk.rules.airings import Airing
from kiosk.rules.duties import DutyState
from kiosk.rules.notice import Category, Kind
from kiosk.rules.people import By, Role
from kiosk.rules.period import Period
from kiosk.shipped import catalogue_rows
from kiosk.store import audit, calendar_feeds, notices, people, settings
from kiosk.store import duties as kept
from kiosk.store.audit import Wanted
from kiosk.store.board import open_board
from kiosk.web.application import create_app
from kiosk.web.caretaker import preparing

Q2, Q3 = Period(2026, "quarter", 2), Period(2026, "quarter", 3)
OCTOBER_5 = datetime(2026, 10, 5, 9, tzinfo=SHANGHAI)
OCTOBER_27 = datetime(2026, 10, 27, 9, tzinfo=SHANGHAI)
MACHINE = By("时钟")


@pytest.fixture
def clock():
    return MovedClock(OCTOBER_27)


@pytest.fixture
def app(config, board, clock, _compiled, renderer, checker, tmp_path):
    """A board that began in July with the accounts of the second quarter."""
    accounts = {"title": "2026年第二季度村级财务收支公开", "item": "F01", "period": Q2, "body": "| 摘要 | 收入 |\n| --- | --- |\n| 租金 | 100 |\n"}
    import_paths(board, [a_file(tmp_path / "q2", **accounts)], Posting("文书甲", datetime(2026, 7, 10, 9, tzinfo=SHANGHAI), publish=True))
    board.db.execute("UPDATE notices SET created_at = '2026-07-01T00:00:00.000000Z'")
    board.db.conn.commit()
    made = create_app(config, clock)
    made.extensions |= {"renderer": renderer, "checker": checker, "reader": checker}
    yield made
    made.extensions["on_air"]._board.close()


@pytest.fixture
def approver(sign_in):
    return sign_in("主任", Role.APPROVER)


F01 = {"item": "F01", "period": "2026-Q3"}


def statuses(board, item="F01"):
    rows = board.db.execute("SELECT title, status, period FROM versions WHERE item = ? AND status <> 'published'", [item])
    return rows.fetchall()


def test_what_is_overdue_leads_the_page_and_the_clerks_inbox(clerk):
    for address in ("/desk/duties", "/desk/"):
        page = clerk.get(address).text
        found = re.findall(r'<li class="line duty-line" data-state="(\w+)">.*?<b class="duty-title">([^<]*)</b>.*?<strong class="late">([^<]*)<', page, re.S)
        assert {state for state, _title, _words in found} == {"overdue"}
        assert ("overdue", "2026年第三季度 村级财务收支明细（逐项逐笔）", "已逾期 12 天，应于2026年10月15日（周四）公开") in found


def test_the_year_shows_each_period_with_its_state(clerk):
    page = clerk.get("/desk/duties").text
    row = re.search(r"村级财务收支明细（逐项逐笔） <small>F01</small></th>(.*?)</tr>", page, re.S)[1]
    assert re.findall(r'<li class="cell" data-state="(\w+)"', row) == ["not_applicable", "posted", "overdue", "not_yet"]
    assert "公告栏启用以前" in row and "12 天" in row
    assert "重大事项：已公开 0 次，每年至少 4 次" in page and "还差 4 次" in page


def test_the_button_begins_from_last_periods_notice(clerk, board):
    answer = clerk.post("/desk/duties/begin", F01)
    assert answer.status_code == 303
    assert statuses(board) == [("2026年第三季度村级财务收支公开", "draft", "2026-Q3")]


def test_pressed_twice_it_leads_to_the_same_draft(clerk, board):
    places = {clerk.post("/desk/duties/begin", F01).headers["Location"] for _time in range(2)}
    assert len(places) == 1 == len(statuses(board))
    assert re.search(rf'<a class="button" href="{places.pop()}">', clerk.get("/desk/duties").text)


@pytest.mark.parametrize(
    "item, period, kind, title",
    [
        ("V08", "2026-H1", Kind.RESULT, "2026年上半年村务监督委员会工作报告"),  # from its line in the catalogue
        ("B08", "2026-Q3", Kind.PUBLICITY, "2026年第三季度残疾人两项补贴"),
        ("V04", "", Kind.STANDING, "村民自治章程和村规民约"),
    ],
)
def test_without_an_earlier_one_it_begins_from_the_catalogue(clerk, board, item, period, kind, title):
    clerk.post("/desk/duties/begin", {"item": item, "period": period})
    number = board.db.execute("SELECT notice FROM versions WHERE item = ?", [item]).fetchone()[0]
    begun = notices.get(board.db, number).notice
    assert (begun.kind, begun.title, begun.period.code if begun.period else "") == (kind, title, period)


def test_with_a_template_it_begins_from_that(clerk, board):
    clerk.post("/desk/duties/begin", {"item": "F04", "period": "2026"})
    assert "|" in board.db.execute("SELECT body FROM versions WHERE item = 'F04'").fetchone()[0]


@pytest.mark.parametrize("form, status", [({}, 400), ({"item": "X" * 20}, 400), ({"item": "F99", "period": "2026-Q3"}, 404), ({"item": "F01", "period": "2011-Q1"}, 404), ({"item": "J07", "period": ""}, 404)])
def test_what_is_no_duty_begins_nothing(clerk, board, form, status):
    assert clerk.post("/desk/duties/begin", form).status_code == status
    assert board.db.execute("SELECT count(*) FROM notices").fetchone()[0] == 1


class TestPrepared:
    def test_the_set_is_begun_in_one_go_and_only_once(self, clerk, board):
        for _time in range(2):
            assert clerk.post("/desk/duties/prepare").status_code == 303
        assert statuses(board) == [("2026年第三季度村级财务收支公开", "draft", "2026-Q3")]
        assert "已准备好 1 份草稿" in clerk.get("/desk/duties?prepared=1").text

    def test_the_machine_does_it_in_the_month_of_the_posting_day_and_not_again_when_thrown_away(self, app, board, renderer):
        prepare = preparing(MACHINE, renderer)
        prepare(board, datetime(2026, 9, 30, 12, tzinfo=SHANGHAI))
        assert statuses(board) == []
        prepare(board, OCTOBER_5)
        assert [status for _title, status, _period in statuses(board)] == ["draft"]
        board.db.execute("UPDATE versions SET status = 'discarded' WHERE status = 'draft'")
        board.db.conn.commit()
        preparing(MACHINE, renderer)(board, OCTOBER_27)
        assert [status for _title, status, _period in statuses(board)] == ["discarded"]

    def test_nobody_has_written_what_the_machine_prepared(self, app, board, renderer):
        preparing(MACHINE, renderer)(board, OCTOBER_5)
        assert board.db.execute("SELECT count(*) FROM authors").fetchone()[0] == 0

    def test_at_the_same_time_it_is_begun_once(self, app, board, renderer, config):
        """All four have seen that nothing is begun yet before any of them begins."""
        ready, made = Barrier(4), []

        def prepare():
            own = open_board(config)
            duties = begin_duties.to_be_prepared(own, OCTOBER_27.date())
            begun = [(duty, begin_duties._begun(own, duty, OCTOBER_27.date(), renderer)) for duty in duties]
            ready.wait()
            made.append(begin_duties.begin_what_is_fresh(own, begun, MACHINE, OCTOBER_27))
            own.close()

        threads = [Thread(target=prepare) for _each in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert sorted(made) == [0, 0, 0, 1]
        assert len(statuses(board)) == 1


def test_what_happened_is_late_by_the_working_days_that_the_village_sets(admin, clerk, board, bring, tmp_path):
    row = dict(catalogue_rows()["V01"]) | {"due_working_days": "3"}
    mark = re.search(r'name="mark" value="(\w+)"', admin.get("/desk/catalogue/V01").text)[1]
    assert admin.post("/desk/catalogue/V01", row | {"mark": mark}).status_code == 303
    resolution = {"title": "决议公开", "category": Category.GOVERNANCE, "item": "V01", "issued_on": date(2026, 9, 1)}
    bring(a_file(tmp_path / "v01", **resolution), now=datetime(2026, 9, 10, 9, tzinfo=SHANGHAI), publish=True)
    duty = deeds.duty_named(board, "V01", "", date(2026, 10, 27))
    assert (duty.due_on, duty.is_late) == (date(2026, 9, 4), True)
    page = clerk.get(f"/desk/notices/{duty.posting.number}").text
    assert "2026年9月4日（周五）前：发文后 3 个工作日内" in page and "晚了 6 天" in page
    assert "个工作日内" not in clerk.get("/desk/notices/1").text


def test_days_of_before_any_screen_told_are_not_wiped_out_by_its_first_telling(app, board):
    number = board.db.execute("SELECT notice FROM versions WHERE item = 'F01'").fetchone()[0]
    at = datetime(2026, 10, 26, 4, tzinfo=UTC)
    assert note_airings(board, "hall", "abcdefgh", [Airing(number, 1, at, 60, at, at + timedelta(minutes=2), frozenset({1}))], at + timedelta(minutes=3)) == 1
    duty = deeds.duty_named(board, "F01", "2026-Q2", date(2026, 10, 27))
    assert (duty.days_required, duty.is_proven) == (0, False)


def test_nothing_is_begun_from_what_was_withdrawn(app, board):
    with board.db.conn:
        board.db.execute("UPDATE versions SET status = 'archived'")
        board.db.execute("INSERT INTO opinions (notice, version, name, step, words, at) SELECT notice, version, '主任', 'withdraw', '写错了', '2026-10-01T00:00:00.000000Z' FROM versions")
    assert kept.last_of(board.db, "F01") is None
    assert kept.ever_posted(board.db, ["F01"]) == set()


class TestNothingToPost:
    def test_the_head_notes_why_and_takes_it_back(self, approver, board, clerk):
        assert approver.post("/desk/duties/exempt", F01 | {"words": "本季没有收支"}).status_code == 303
        assert deeds.duty_named(board, "F01", "2026-Q3", date(2026, 10, 27)).state is DutyState.NOT_APPLICABLE
        assert "本季没有收支" in clerk.get("/desk/duties").text
        for _time in range(2):
            approver.post("/desk/duties/require", F01)
        assert deeds.duty_named(board, "F01", "2026-Q3", date(2026, 10, 27)).state is DutyState.OVERDUE
        done = [entry.deed for entry in audit.entries(board.db, Wanted()) if entry.deed.startswith("duty.")]
        assert done == ["duty.required", "duty.exempted"]

    def test_it_may_be_known_long_before_it_is_due(self, approver, board):
        later = {"item": "F01", "period": "2026-Q4"}
        assert deeds.duty_named(board, "F01", "2026-Q4", date(2026, 10, 27)).state is DutyState.NOT_YET
        page = approver.get("/desk/duties").text
        assert 'for="words-F012026-Q4"' in page and 'for="words-F012026-Q2"' not in page  # which is posted
        answer = approver.post("/desk/duties/exempt?year=2027", later | {"words": "已并入年度决算"})
        assert answer.headers["Location"].endswith("/desk/duties?year=2027#year")
        assert deeds.duty_named(board, "F01", "2026-Q4", date(2026, 10, 27)).exempt == "已并入年度决算"

    @pytest.mark.parametrize("words", ["", " ", "长" * 501])
    def test_not_without_a_reason(self, approver, board, words):
        answer = approver.post("/desk/duties/exempt", F01 | {"words": words})
        assert answer.status_code == 422 and "请写明无须公开的原因" in answer.text
        assert kept.exemptions(board.db) == {}

    def test_what_was_posted_all_the_same_counts_as_posted(self, approver, board):
        with board.db.conn:
            kept.exempt(board.db, ("F01", "2026-Q2"), "没有", "主任", OCTOBER_5)
        assert deeds.duty_named(board, "F01", "2026-Q2", date(2026, 10, 27)).state is DutyState.POSTED


class TestCalendar:
    def address(self, somebody):
        return re.search(r"/desk/calendar/[\w-]+\.ics", somebody.post("/desk/duties/calendar").text)[0]

    def test_a_telephone_reads_what_is_due_without_signing_in(self, clerk, app):
        answer = app.test_client().get(self.address(clerk))
        assert answer.content_type == "text/calendar; charset=utf-8"
        events = {str(event["uid"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}
        late = events["F01-2026-Q3@village-kiosk"]
        assert late["dtstart"].dt == date(2026, 10, 15)
        assert late["summary"] == "已逾期：2026年第三季度村级财务收支明细（逐项逐笔）"
        assert events["F01-2026-Q4@village-kiosk"]["summary"].startswith("应公开：")
        assert "F01-2026-Q2@village-kiosk" not in events  # posted
        assert [alarm["trigger"].dt for alarm in late.walk("VALARM")] == [timedelta(days=-3, hours=9), timedelta(hours=9)]

    def test_unchanged_it_is_not_sent_again(self, clerk, app):
        address, phone = self.address(clerk), app.test_client()
        first = phone.get(address)
        again = phone.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert {each.headers["Cache-Control"] for each in (first, again)} == {"private, no-cache"}
        assert phone.get("/desk/calendar/nobodys.ics").headers["Cache-Control"] == "no-store"

    def test_a_new_address_or_a_stop_ends_the_old_one(self, clerk, app):
        old, phone = self.address(clerk), app.test_client()
        new = self.address(clerk)
        assert [phone.get(each).status_code for each in (old, new)] == [404, 200]
        clerk.post("/desk/duties/calendar/stop")
        assert phone.get(new).status_code == 404

    def test_of_somebody_who_is_gone_it_says_nothing(self, clerk, app, board):
        address = self.address(clerk)
        with board.db.conn:
            people.change(board.db, clerk.number, {Role.CLERK}, is_active=False)
        assert app.test_client().get(address).status_code == 404

    @pytest.mark.parametrize("roles, status", [({Role.AUDITOR}, 404), ({Role.AUDITOR, Role.CLERK}, 200)])
    def test_of_somebody_who_only_looks_on_by_now_it_says_nothing(self, clerk, app, board, roles, status):
        address = self.address(clerk)
        with board.db.conn:
            people.change(board.db, clerk.number, roles, is_active=True)
        assert app.test_client().get(address).status_code == status

    def test_an_admin_stops_somebody_elses_without_disabling_them(self, clerk, admin, app, board):
        address, page = self.address(clerk), f"/desk/people/{clerk.number}"
        assert "停用这个日历" in admin.get(page).text
        for _time in range(2):
            assert admin.post(f"{page}/calendar/stop").status_code == 303
        assert app.test_client().get(address).status_code == 404
        assert "停用这个日历" not in admin.get(page).text
        told = [(entry.who, entry.facts["name"]) for entry in audit.entries(board.db, Wanted(deed="calendar.stopped_of"))]
        assert told == [(admin.name, clerk.name)]
        assert app.test_client().get(self.address(clerk)).status_code == 200

    def test_the_secret_itself_is_kept_nowhere(self, clerk, board):
        secret = self.address(clerk).split("/")[-1].removesuffix(".ics")
        assert not any(secret in "\n".join(map(str, row)) for row in board.db.execute("SELECT * FROM calendar_feeds").fetchall())
        assert calendar_feeds.owner(board.db, secret).number == clerk.number
        assert secret not in "".join(str(entry.facts) for entry in audit.entries(board.db, Wanted()))

    def test_no_draft_is_told(self, clerk, app):
        clerk.post("/desk/duties/begin", F01)
        assert "收支公开" not in app.test_client().get(self.address(clerk)).text


class TestOnTheScreen:
    def foot(self, app, look):
        look()
        return re.search(r'data-through="([^"]*)"', app.test_client().get("/screen/hall/slides").text)[1]

    def test_it_says_for_how_long_only_if_the_village_wants_it(self, app, board, look, clock):
        look = app.extensions["on_air"].look
        assert self.foot(app, look) == "财务公开至2026年第二季度"
        with board.db.conn:
            settings.put(board.db, "overdue_on_screen", "yes")
        assert "财务公开已逾期 12 天" in self.foot(app, look)
        clock.now += timedelta(days=1)
        assert "财务公开已逾期 13 天" in self.foot(app, look)


    def test_it_says_of_all_three_pillars_where_there_is_room(self, app, bring, tmp_path):
        subsidy = {"title": "补贴发放", "category": Category.SUBSIDY, "period": Period(2026, "month", 9)}
        bring(a_file(tmp_path / "subsidy", **subsidy), now=datetime(2026, 10, 20, 9, tzinfo=SHANGHAI), publish=True)
        app.extensions["on_air"].look()
        page = app.test_client().get("/screen/hall/slides").text
        assert re.search(r'data-all-through="([^"]*)"', page)[1] == "公开至：财务第二季度，补贴9月"


def test_a_day_of_another_year_carries_its_year(clerk):
    page = clerk.get("/desk/duties").text
    assert "2027年1月15日前" in page
    assert "2026年10月" not in page[page.index('class="matrix"') :]


def test_who_reviews_is_warned_of_what_is_overdue(sign_in):
    assert "项公开已逾期" in sign_in("监督甲", Role.REVIEWER).get("/desk/").text


@pytest.mark.parametrize("year", ["1900", "9999", "x", "２０２６", "20260"])
def test_any_year_is_answered(clerk, year):
    assert clerk.get(f"/desk/duties?year={year}").status_code == 200
