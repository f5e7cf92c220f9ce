"""A year of Anhe village that a clerk can add up by hand, told of by tests of its report.

    2025-12-01  账目公示         finance       result, to be compared with
    2026-01-01                   the board begins to be asked for what is due
    2026-03-02  补贴名册         subsidy       before a decision; withdrawn on 03-07: 5 days of 15
    2026-04-10  第一季度收支     finance F01   due 04-15: in time; corrected on 04-20
    2026-05-06  四议两公开       governance    one of the four major matters of a year
    2026-06-01  停水通知         announcement  hangs a day, discloses nothing
    2026-06-03  防汛通知         announcement  urgent at 9:00; reviewed on 06-04 at 15:00, six hours late
    2026-07-22  第二季度收支     finance F01   due 07-15: seven days late; returned once before
    2026-08-03  =带着问题的名册  governance    went up although it names somebody's number
                第三季度收支     finance F01   due 10-15: on 11-01 missing for 17 days
"""

from datetime import date, datetime, timedelta

from cast import DAY, HOUR, local
from office import Office

from kiosk.actions.steps import close_what_is_over
from kiosk.rules.airings import Airing
from kiosk.rules.notice import Category, Kind, Priority
from kiosk.rules.period import Period
from kiosk.store import airings
from kiosk.store.connection import transaction

NOW = local(2026, 11, 1, 12)
LATER = timedelta(days=2)
"""From handing in to publishing, where nothing else is said."""


def live_through(office: Office) -> dict[str, int]:
    """The numbers of its notices by a word of their titles."""
    office.board.db.execute("INSERT INTO notices (number, created_at) VALUES (1, '2025-01-01T00:00:00.000000Z')")
    found = {"before": _posted(office, local(2025, 12, 1, 9), title="账目公示")}
    found["roster"] = _posted(office, local(2026, 3, 2, 9), title="补贴名册", category=Category.SUBSIDY, kind=Kind.PUBLICITY, objection_days=7)
    _at(office, local(2026, 3, 7, 9)).take("approver", "withdraw", found["roster"], "名单有误")
    found["first"] = _posted(office, local(2026, 4, 10, 9), title="第一季度收支", item="F01", period=Period(2026, "quarter", 1))
    _at(office, local(2026, 4, 20, 9)).walk(found["first"], "correct", "submit", "pass", "publish")
    found["major"] = _posted(office, local(2026, 5, 6, 9), title="四议两公开", item="V01", category=Category.GOVERNANCE)
    plain = {"category": Category.ANNOUNCEMENT, "kind": Kind.ANNOUNCEMENT}
    found["water"] = _posted(office, local(2026, 6, 1, 9), title="停水通知", valid_until=date(2026, 6, 2), **plain)
    _at(office, local(2026, 6, 3, 9))
    found["urgent"] = office.begin(title="防汛通知", priority=Priority.URGENT, **plain)
    office.take("approver", "publish_urgently", found["urgent"], "汛情紧急")
    office.now += 30 * HOUR
    office.take("reviewer", "pass_afterwards", found["urgent"])
    second = {"title": "第二季度收支", "item": "F01", "period": Period(2026, "quarter", 2)}
    found["second"] = _posted(office, local(2026, 7, 22, 9), "return", "submit", **second)
    _at(office, local(2026, 8, 3, 9))
    found["private"] = office.begin(title="=带着问题的名册", category=Category.GOVERNANCE, body="联系人张三，身份证号 11010119000101001X。\n")
    office.walk(found["private"], "submit", "pass")
    office.take("approver", "publish", found["private"], "本人书面同意公开。")
    _shown(office, found["second"], local(2026, 7, 22), 16)
    _shown(office, found["major"], local(2026, 5, 6), 10)
    close_what_is_over(office.board, "公开栏", NOW)
    office.now = NOW
    return found


def _at(office: Office, now: datetime) -> Office:
    office.now = now
    return office


def _posted(office: Office, at: datetime, *between: str, **fields: object) -> int:
    _at(office, at - LATER)
    number = office.walk(office.begin(**fields), "submit", *between, "pass")
    return _at(office, at).walk(number, "publish")


def _shown(office: Office, number: int, first: datetime, days: int) -> None:
    hours = [first + day * DAY + 10 * HOUR for day in range(days)]
    told = [Airing(number, 1, hour, 300, hour, hour + HOUR / 2, frozenset({1})) for hour in hours]
    with transaction(office.board.db):
        airings.note(office.board.db, "hall", "a" * 8, told)
