"""What hangs, or hung in a month, printed in one go for the board outside: chosen here, a sheet of contents on top."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.documents.qr import qr_svg
from kiosk.errors import KioskError, Problem, Refused
from kiosk.rules.archive import stays_readable
from kiosk.rules.notice import CATEGORY_ORDER
from kiosk.rules.period import Period
from kiosk.rules.posting import start_of
from kiosk.store import archive, lists, notices, settings
from kiosk.store.archive import Posted, Wanted
from kiosk.web.desk.door import allowed, pages
from kiosk.web.faults import words_of
from kiosk.web.sheets import SIZES, paper_size, sheet_of
from kiosk.web.this_request import board, config, number_in, own_address, the_time, today

SHEETS_MOST = 60
"""Notices in one document; each may have many pages."""
MONTHS_OFFERED = 13


@dataclass(frozen=True)
class Printable:
    posted: Posted
    may_be_printed: bool
    """Only what residents may read is: what names people comes down when its days are over, from the paper board too."""


@pages.get("/print")
@allowed()
def printing() -> ResponseReturnValue:
    return _page(_offered(), is_chosen=lambda number: "none" not in request.args)


@pages.get("/print/sheets")
@allowed()
def printed_sheets() -> ResponseReturnValue:
    asked = {number for text in request.args.getlist("notice") if (number := number_in(text)) is not None}
    posted = [each.posted for each in _printable(list(asked)) if each.may_be_printed]
    try:
        _make_sure_of(len(posted))
    except Refused as wrong:
        return _page(_offered(), is_chosen=asked.__contains__, wrong=wrong), 422
    stored = [notices.posted(board().db, each.number) for each in posted]
    held, month, contents = settings.settings(board().db), _month(), "contents" in request.args
    kept = {"notice": sorted(asked), "month": month.code if month else None, "contents": 1 if contents else None}
    return render_template(
        "paper/booklet.html",
        sheets=[sheet_of(each, held) for each in stored if each is not None],
        left_out=len(asked) - len(posted),
        with_contents=contents,
        month=month,
        village=held.village,
        size=paper_size(),
        address_with=lambda size: url_for("desk.printed_sheets", **kept, size=size),
        today=today(),
        now=the_time(),
        address=own_address(),
        qr=qr_svg(f"{own_address()}/"),
    )


def _make_sure_of(count: int) -> None:
    if not count:
        raise Refused.because([Problem("print.nothing_chosen", key="notices")])
    if count > SHEETS_MOST:
        raise Refused.because([Problem("print.too_many", {"count": count, "most": SHEETS_MOST}, key="notices")])


def _page(offered: list[Printable], is_chosen: Callable[[int], bool], wrong: KioskError | None = None) -> str:
    return render_template(
        "desk/printing.html",
        offered=offered,
        is_chosen=is_chosen,
        months=_months(),
        month=_month(),
        sizes=SIZES,
        size=paper_size(),
        with_contents=wrong is None or "contents" in request.args,
        problems=words_of(wrong) if wrong else [],
    )


def _months() -> list[Period]:
    """This one and those before it."""
    day = today()
    found = [Period(day.year, "month", day.month)]
    while len(found) < MONTHS_OFFERED:
        found.append(found[-1].preceding())
    return found


def _month() -> Period | None:
    """None for what hangs now."""
    return next((each for each in _months() if each.code == request.args.get("month")), None)


def _offered() -> list[Printable]:
    month = _month()
    if month is None:
        return _printable([line.number for line in lists.on_the_board(board().db, the_time())])
    since, until = start_of(month.first_on, config().zone), start_of(month.following().first_on, config().zone)
    withheld = settings.settings(board().db).withheld
    return _printable(archive.for_residents(board().db, Wanted(since=since, until=until), withheld, the_time()).numbers)


def _printable(numbers: list[int]) -> list[Printable]:
    """By category, as the residents' page has them."""
    withheld, now = settings.settings(board().db).withheld, the_time()
    posted = archive.posted(board().db, numbers, withheld, now, with_texts=False)
    posted.sort(key=lambda each: (CATEGORY_ORDER.index(each.category), each.shows_from, each.number))
    return [Printable(each, _may_be_read(each)) for each in posted]


def _may_be_read(posted: Posted) -> bool:
    return posted.hangs(the_time()) or stays_readable(posted.status, posted.was_withdrawn, posted.is_withheld)
