"""A village with its whole catalogue switched on, from one New Year to the next: every day the chores are done, the screen
tells what it has shown, and whoever has something to do at the desk does it. What comes of it is a table to check by hand:
`tests/data/a_year.txt`."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from cast import SHANGHAI, STAFF, MovedClock
from office import staff_of

from kiosk.actions.begin_duties import prepare_duties, to_be_prepared
from kiosk.actions.drafts import draft_of, typed_of
from kiosk.actions.duties import pressing_duties, year_of_duties
from kiosk.actions.steps import close_what_is_over
from kiosk.rules.catalogue import POSTING_DAY, Default
from kiosk.rules.duties import DutyState
from kiosk.rules.people import By
from kiosk.shipped import catalogue_rows
from kiosk.store import audit
from kiosk.store.audit import Wanted
from kiosk.web.application import create_app

TABLE = Path(__file__).parents[2] / "data" / "a_year.txt"
FIRST, LAST = date(2026, 1, 1), date(2027, 2, 2)
MACHINE = By("时钟")
LATE = {"subsidy": 9, "social_assistance": 4}
"""How many days after the due day a category is posted; the others two days before."""
NEVER = {"V12", "S06"}
"""Items that this village forgets."""
DARK = [date(2026, 4, 20) + timedelta(days=day) for day in range(4)]
"""The screen was broken."""


class Village:
    """Its clock, and its people at their browsers."""

    def __init__(self, app, board, sign_in, clock, renderer):
        self.board, self.clock, self.renderer = board, clock, renderer
        self.sign_in, self.look, self.tv = sign_in, app.extensions["on_air"].look, app.test_client()

    def at(self, who):
        return self.sign_in(STAFF[who].name)

    @property
    def today(self):
        return self.clock.now.astimezone(SHANGHAI).date()

    def switch_everything_on(self):
        admin = self.at("admin")
        for code, row in catalogue_rows().items():
            if row["default"] in (Default.OFF, Default.ELECTION):
                typed = dict(row) | {"default": "on", "due_day": row["due_day"].replace(POSTING_DAY, "")}
                page = admin.get(f"/desk/catalogue/{code}").text
                mark = page.split('name="mark" value="')[1].split('"')[0]
                assert admin.post(f"/desk/catalogue/{code}", typed | {"mark": mark}).status_code == 303

    def live_a_day(self):
        self.clock.now = datetime(self.today.year, self.today.month, self.today.day, 0, 1, tzinfo=SHANGHAI)
        close_what_is_over(self.board, MACHINE.name, self.clock())
        prepare_duties(self.board, to_be_prepared(self.board, self.today), MACHINE, self.renderer, self.clock())
        self.clock.now += timedelta(hours=9)
        self.meet_what_is_due()
        self.clock.now += timedelta(hours=3)
        self.look()
        if self.today not in DARK:
            self.tell()
        self.clock.now += timedelta(days=1)

    def meet_what_is_due(self):
        ready = [duty for duty in pressing_duties(self.board, self.today) if duty.item.code not in NEVER and self.is_time_for(duty)]
        if not ready:
            return
        clerk, reviewer, approver = map(self.at, ("clerk", "reviewer", "approver"))
        for duty in ready:
            begun = clerk.post("/desk/duties/begin", {"item": duty.item.code, "period": duty.period.code if duty.period else ""})
            number = int(begun.headers["Location"].split("/")[3])
            typed = typed_of(draft_of(self.board, number)) | {"title": f"{duty.period.title if duty.period else ''}{duty.item.title}", "body": "已经审核，内容属实。"}
            self.send(clerk, number, "submit", typed)
            self.send(reviewer, number, "pass", {})
            self.send(approver, number, "publish", {"words": "按规定公开。"})

    def is_time_for(self, duty):
        if duty.due_on is None:
            return True
        return self.today >= duty.due_on + timedelta(days=LATE.get(duty.item.category.value, -2))

    def send(self, somebody, number, step, typed):
        stored = draft_of(self.board, number)
        seen = {"version": stored.notice.version, "revision": stored.revision}
        answer = somebody.post(f"/desk/notices/{number}/{step}", typed | seen)
        assert answer.status_code == 303, answer.text

    def tell(self):
        """Everything that hangs was on the screen for a minute of this hour."""
        rows = self.board.db.execute(
            "SELECT notice, version FROM versions WHERE status = 'published' AND (shows_until IS NULL OR shows_until > ?)",
            [self.clock().strftime("%Y-%m-%dT%H:%M:%S.%fZ")],
        ).fetchall()
        now = self.clock()
        told = {"hour": now.strftime("%Y-%m-%dT%H"), "seconds": 60, "first": (now + timedelta(minutes=1)).isoformat(), "last": (now + timedelta(minutes=2)).isoformat(), "pages": [1]}
        self.clock.now += timedelta(minutes=5)
        for start in range(0, len(rows), 100):
            airings = [told | {"notice": notice, "version": version} for notice, version in rows[start : start + 100]]
            answer = self.tv.post("/screen/hall/airings", json={"run": "abcdefgh", "airings": airings})
            assert answer.json == {"believed": len(airings), "not_believed": 0}


@pytest.fixture
def clock():
    return MovedClock(datetime(2026, 1, 1, 8, tzinfo=SHANGHAI))


@pytest.fixture
def app(config, board, clock, _compiled, renderer, checker):
    staff_of(board, clock())
    made = create_app(config, clock)
    made.extensions |= {"renderer": renderer, "checker": checker, "reader": checker}
    yield made
    made.extensions["on_air"]._board.close()


def what_came_of_it(board):
    """Of every duty of the year: when it was due, posted, and closed, and where it stands at the end."""
    closed = {entry.notice: entry.at.astimezone(SHANGHAI).date() for entry in audit.entries(board.db, Wanted()) if entry.deed == "notice.closed"}
    for duty in year_of_duties(board, 2026, LAST).duties:
        if duty.state is DutyState.NOT_APPLICABLE:
            continue
        posting = duty.posting
        days = (posting.posted_on, closed.get(posting.number)) if posting else (None, None)
        dates = [day.isoformat() if day else "-" for day in (duty.due_on, *days)]
        late = (posting.posted_on - duty.due_on).days if posting and duty.due_on else duty.days_late(LAST)
        yield " ".join([f"{duty.item.code:5}", f"{duty.period.code if duty.period else '-':8}", *(f"{each:10}" for each in dates), f"{late:+4}", duty.state.value, str(duty.days_required)])


def test_a_year_of_the_whole_catalogue(app, board, sign_in, clock, renderer):
    village = Village(app, board, sign_in, clock, renderer)
    village.switch_everything_on()
    while village.today < LAST:
        village.live_a_day()
    found = ["item  period   due        posted     closed     late state   days wanting", *what_came_of_it(board)]
    assert found == TABLE.read_text("utf-8").splitlines()
