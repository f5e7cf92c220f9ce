"""What the village must post: what is overdue and due as a list to work down, and the whole year at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions import begin_duties
from kiosk.actions import duties as deeds
from kiosk.errors import Misuse, Refused
from kiosk.rules.duties import Duty, DutyState
from kiosk.rules.notice import Category, Status
from kiosk.rules.people import WORKS, Role
from kiosk.rules.period import Period
from kiosk.store import duties as kept
from kiosk.store.duties import UnderWay
from kiosk.web.desk.door import allowed, by, me, pages
from kiosk.web.desk.questions import topics_due
from kiosk.web.desk.rendering import renderer
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, the_time, today
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import DUTY_STATES

YEARS_BACK = 20


@dataclass(frozen=True)
class ToDo:
    """A duty that presses, and the notice for it that is on its way."""

    duty: Duty
    days_late: int
    under_way: UnderWay | None

    @property
    def is_draft(self) -> bool:
        return self.under_way is not None and self.under_way.status is Status.DRAFT


@dataclass(frozen=True)
class Cell:
    duty: Duty
    label: str
    state: str
    days_late: int
    is_under_way: bool


@dataclass(frozen=True)
class Row:
    code: str
    title: str
    cells: list[Cell]


def to_do(found: Sequence[Duty]) -> list[ToDo]:
    return _with_what_is_under_way(found, kept.under_way(board().db))


def _with_what_is_under_way(found: Sequence[Duty], under_way: dict[tuple[str, str], UnderWay]) -> list[ToDo]:
    return [ToDo(duty, duty.days_late(today()), under_way.get(duty.key)) for duty in found]


@pages.get("/duties")
@allowed()
def duties() -> str:
    return _page()


def _page(wrong: Refused | None = None, tried: tuple[str, str] = ("", "")) -> str:
    year = _year()
    this_year = deeds.year_of_duties(board(), year, today())
    found, under_way = deeds.pressing_duties(board(), today()), kept.under_way(board().db)
    pressing = _with_what_is_under_way(found, under_way)
    begun = under_way.keys() | kept.prepared(board().db, (duty.key for duty in found))
    return render_template(
        "desk/duties.html",
        year=year,
        this_year=today().year,
        may_go_back=year > max(this_year.began_on.year, today().year - YEARS_BACK),
        may_go_on=year <= today().year,
        of_year=this_year,
        pressing=pressing,
        begun=sum(each.under_way is not None for each in pressing),
        to_prepare=sum(duty.key not in begun for duty in begin_duties.with_an_earlier_one(board(), found)),
        groups=[(category, rows) for category in Category if (rows := _rows(this_year.duties, category, under_way))],
        problems=words_of(wrong) if wrong else [],
        tried=tried,
        said=request.form.get("words", ""),
        can_write=me().has(Role.CLERK),
        may_subscribe=me().has(*WORKS),
        may_exempt=me().has(Role.APPROVER),
        topics=topics_due(),
        prepared=request.args.get("prepared", "") if request.args.get("prepared", "").isdecimal() else "",
    )


def _year() -> int:
    asked = request.args.get("year", "")
    this = today().year
    return min(max(int(asked), this - YEARS_BACK), this + 1) if asked.isdecimal() and len(asked) == 4 else this


def _rows(found: Sequence[Duty], category: Category, under_way: dict[tuple[str, str], UnderWay]) -> list[Row]:
    of_category = [duty for duty in found if duty.item.category is category]
    return [
        Row(code, cells[0].item.title, [_cell(duty, duty.key in under_way) for duty in cells])
        for code, group in groupby(of_category, key=lambda duty: duty.item.code)
        if (cells := list(group))
    ]


def _cell(duty: Duty, is_under_way: bool) -> Cell:
    return Cell(duty, short_period(duty.period), _(DUTY_STATES[duty.state]), duty.days_late(today()), is_under_way)


def short_period(period: Period | None) -> str:
    """Within its year: 一季度, 9月, 上半年, 全年."""
    if period is None:
        return ""
    match period.unit:
        case "year":
            return _("whole year")
        case "half":
            return _("{half} half").format(half="上下"[period.ordinal - 1])
        case "quarter":
            return _("quarter {ordinal}").format(ordinal="一二三四"[period.ordinal - 1])
    return _("month {number}").format(number=period.ordinal)


def _asked_for() -> Duty:
    """Raises Misuse for a form that names none, NotFound for what is no duty."""
    code, period = request.form.get("item", ""), request.form.get("period", "")
    if not code or len(code) > 8 or len(period) > 8:
        raise Misuse("page.misunderstood")
    return deeds.duty_named(board(), code, period, today())


@pages.post("/duties/begin")
@allowed(Role.CLERK)
def begin_duty() -> ResponseReturnValue:
    number = begin_duties.begin_duty(board(), _asked_for(), by(), renderer(), the_time())
    return redirect(url_for("desk.edit", number=number), 303)


@pages.post("/duties/prepare")
@allowed(Role.CLERK)
def prepare_duties() -> ResponseReturnValue:
    due = begin_duties.to_be_prepared(board(), today())
    count = begin_duties.prepare_duties(board(), due, by(), renderer(), the_time())
    return redirect(url_for("desk.duties", prepared=count), 303)


@pages.post("/duties/exempt")
@allowed(Role.APPROVER)
def exempt_duty() -> ResponseReturnValue:
    duty = _asked_for()
    try:
        deeds.exempt(board(), duty, request.form.get("words", "")[:5000], by(), the_time())
    except Refused as wrong:
        return _page(wrong, duty.key), 422
    return _back_to_the_year()


@pages.post("/duties/require")
@allowed(Role.APPROVER)
def require_duty() -> ResponseReturnValue:
    deeds.require(board(), _asked_for(), by(), the_time())
    return _back_to_the_year()


def _back_to_the_year() -> ResponseReturnValue:
    """That was looked at when the form was sent."""
    year = _year()
    return redirect(url_for("desk.duties") if year == today().year else url_for("desk.duties", year=year, _anchor="year"), 303)


def overdue(found: Sequence[Duty]) -> int:
    return sum(duty.state is DutyState.OVERDUE for duty in found)
