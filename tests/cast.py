"""The things our tests speak of: one noon in Anhe village, a notice, a file, a screen, and the people at the desk."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.documents import front_matter
from kiosk.rules.catalogue import Default, DisclosureItem, DueRule
from kiosk.rules.days import DayType, WorkCalendar
from kiosk.rules.notice import Category, Kind, Notice, Status
from kiosk.rules.people import Person, Role
from kiosk.rules.screen import Screen
from kiosk.rules.village import Pace, Terms

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 10, 10, 12, tzinfo=SHANGHAI)
TODAY = NOON.date()
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)

TERMS = Terms()
WEEKENDS = WorkCalendar()
"""Of years whose holidays nobody knows."""
PACE = Pace()
HALL = Screen("hall", "村民大厅")
GATE = Screen("gate", "村口")

STAFF = {
    "clerk": Person(1, "文书甲", frozenset({Role.CLERK})),
    "other_clerk": Person(2, "文书乙", frozenset({Role.CLERK})),
    "reviewer": Person(3, "监督甲", frozenset({Role.REVIEWER})),
    "other_reviewer": Person(4, "监督乙", frozenset({Role.REVIEWER})),
    "approver": Person(5, "主任", frozenset({Role.APPROVER})),
    "auditor": Person(6, "巡察员", frozenset({Role.AUDITOR})),
    "admin": Person(7, "管理员", frozenset({Role.ADMIN})),
    "all_hands": Person(8, "一肩挑", frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER})),
}
"""Who works at the desk of Anhe village. In a small one, one person does everything but what they wrote themselves."""
STRANGER = "生人"
"""Nobody's name."""


class MovedClock:
    """What an application takes for the time: a test may move `now`."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)


def a_notice(**changes: object) -> Notice:
    """A draft of a result, as it stands in a file."""
    plain = Notice("第三季度财务收支", Category.FINANCE, Kind.RESULT, "本季收支已经审核。\n")
    return replace(plain, **changes)


def a_posted_notice(number: int = 1, **changes: object) -> Notice:
    """Up since an hour before noon, for as long as it stands."""
    up = {
        "number": number,
        "status": Status.PUBLISHED,
        "published_at": NOON - HOUR,
        "shows_from": NOON - HOUR,
        "index_number": f"CW-2026-{number:04}",
    }
    return a_notice(**up | changes)


def an_item(**changes: object) -> DisclosureItem:
    plain = DisclosureItem(
        code="X01",
        title="某事项",
        category=Category.FINANCE,
        default=Default.ON,
        frequency="quarterly",
        due_rule="",
        due=DueRule(1, is_after=True, day=None),
        due_working_days=None,
        objection_days=None,
        objection_day_type=DayType.CALENDAR,
        restarts_on_objection=False,
        display_days=15,
        drafted_by="",
        reviewed_by="",
        approved_by="",
        may_show="",
        must_hide="",
        legal_basis="",
        evidence="",
    )
    return replace(plain, **changes)


def a_file(folder: Path, name: str = "notice.md", **changes: object) -> Path:
    """A notice as a clerk would hand it in."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(front_matter.write(a_notice(**changes)).encode("utf-8"))
    return path


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)


def days_from_today(days: int) -> date:
    """Counted from the day the test really runs, for what the running server decides by its own clock."""
    return datetime.now(UTC).astimezone(SHANGHAI).date() + timedelta(days=days)


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]
