"""Residents' phones: what is posted now, and one notice to read at leisure."""

import re
import threading
from datetime import datetime
from functools import lru_cache
from html import unescape
from itertools import groupby

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions.accounts_shown import accounts_shown
from kiosk.actions.attach import contents_of
from kiosk.actions.now import ever_posted, hanging, objections_to
from kiosk.actions.take_along import as_csv, as_workbook
from kiosk.errors import NotFound, TakenAway
from kiosk.rules.archive import may_be_read
from kiosk.rules.notice import CATEGORY_ORDER, Notice, is_live
from kiosk.store import notices, opinions, originals, replies, settings
from kiosk.store.notices import StoredNotice
from kiosk.store.opinions import Opinion
from kiosk.web.charts import charts_on_phone
from kiosk.web.desk.attached import download
from kiosk.web.desk.door import signed_in
from kiosk.web.letters import wanted
from kiosk.web.phone_tables import on_a_phone
from kiosk.web.sheets import paper_size, sheet_of, why_corrected
from kiosk.web.static_files import FOR_GOOD
from kiosk.web.this_request import board, config, on_air, the_time, today

pages = Blueprint("residents", __name__)

KINDS_OF_PICTURE = {"png": "image/png", "jpg": "image/jpeg"}
REPLIES_MOST = 20
"""To questions about one notice, the newest."""


@pages.get("/")
def home() -> str:
    now = the_time()
    live = [each.notice for each in hanging(board(), now)]
    live.sort(key=lambda notice: (CATEGORY_ORDER.index(notice.category), -notice.shows_from.timestamp()))
    by_category = [(category, list(group)) for category, group in groupby(live, key=lambda notice: notice.category)]
    return render_template(
        "residents/home.html",
        village=settings.settings(board().db).village,
        urgent=[notice for notice in live if notice.is_urgent],
        by_category=by_category,
        days_left=lambda notice: _days_left(notice, now),
        objections_to=lambda notice: objections_to(notice, config().zone, on_air().shown.settings),
        today=today(),
    )


def _days_left(notice: Notice, now: datetime) -> int | None:
    if notice.shows_until is None:
        return None
    zone = config().zone
    return (notice.shows_until.astimezone(zone).date() - now.astimezone(zone).date()).days


@pages.get("/notices/<int(max=2147483647):number>")
def notice(number: int) -> ResponseReturnValue:
    now = the_time()
    stored = _public(number, now)
    held = settings.settings(board().db)
    village = held.village
    withdrawn = _withdrawal(stored)
    is_readable = may_be_read(stored.notice, now, held.withheld, withdrawn is not None)
    is_whole = request.args.get("tables") == "whole"
    page = render_template(
        "residents/notice.html",
        village=village,
        notice=stored.notice,
        html=on_a_phone(stored.html, wanted().size, is_whole),
        is_whole=is_whole,
        posted_on=stored.notice.shows_from.astimezone(config().zone).date(),
        is_live=is_live(stored.notice, now),
        is_readable=is_readable,
        names_people=held.withheld.covers(stored.notice),
        days_left=_days_left(stored.notice, now),
        objections=objections_to(stored.notice, config().zone, on_air().shown.settings),
        today=today(),
        phone=village.phone_of(stored.notice),
        unit=village.unit_of(stored.notice),
        corrected=why_corrected(stored.notice),
        withdrawn=withdrawn,
        charts=charts_on_phone(accounts_shown(board(), stored.notice, now), stored.notice.period) if is_readable else "",
        tables=_headings_of_tables(stored.html),
        replies=replies.about(board().db, number, REPLIES_MOST, config().zone) if is_readable else [],
        files=[each for each in originals.of_notice(board().db, number) if each.name in stored.notice.public_sources],
    )
    answer = make_response(page, 200 if is_readable else 410)
    if held.withheld.covers(stored.notice):
        answer.headers["X-Robots-Tag"] = "noindex, noarchive"  # what a machine keeps, it keeps when the days are over
    return answer


_HEADING_OR_TABLE = re.compile(r"<h[1-6]>(?P<heading>[^<]*)</h[1-6]>|<table>")


def _headings_of_tables(html: str) -> list[str]:
    """Of each table the heading it stands under, "" for none: read off the page, for a roster of thousands is long."""
    headings, heading = [], ""
    for found in _HEADING_OR_TABLE.finditer(html):
        if found["heading"] is None:
            headings.append(unescape(heading))
        else:
            heading = found["heading"]
    return headings


def _withdrawal(stored: StoredNotice) -> Opinion | None:
    return opinions.withdrawal(board().db, stored.notice)


@pages.get("/notices/<int(max=2147483647):number>/print")
def notice_on_paper(number: int) -> ResponseReturnValue:
    """For the board outside. What can no longer be read is not printed either: its page says so."""
    stored = _public(number, the_time())
    if not _is_readable(stored):
        return notice(number)
    page = render_template(
        "paper/notice.html",
        sheet=sheet_of(stored, settings.settings(board().db)),
        size=paper_size(),
        address_with=lambda size: url_for("residents.notice_on_paper", number=number, size=size),
        is_at_desk=signed_in() is not None,
        now=the_time(),
    )
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"  # the page that is to be found is the notice's own
    return answer


@pages.get("/notices/<int(max=2147483647):number>/files/<digest>")
def file(number: int, digest: str) -> Response:
    """An attached file that was opened to residents, for as long as the notice hangs."""
    now = the_time()
    stored = _public(number, now)
    for each in originals.of_notice(board().db, number):
        if each.digest == digest and each.name in stored.notice.public_sources and is_live(stored.notice, now):
            return download(contents_of(board(), number, each), each.name)
    raise NotFound("page.none")


@pages.get("/notices/<int(max=2147483647):number>/tables/<int(max=999):place>.<any(csv, xlsx):kind>")
def table(number: int, place: int, kind: str) -> Response:
    """A table of a notice, counted from 1, for as long as it can be read."""
    stored = _public(number, the_time())
    if not _is_readable(stored):
        raise NotFound("page.none")
    with _one_at_a_time:
        data = _made(stored.notice, place - 1, kind)
    return download(data, f"{stored.notice.title}-{place}.{kind}")


TABLES_KEPT = 6
_one_at_a_time = threading.Lock()


@lru_cache(TABLES_KEPT)
def _made(notice: Notice, place: int, kind: str) -> bytes:
    """A long roster takes half a second, and a whole village may ask for it on the same evening: once is enough."""
    return as_csv(notice, place) if kind == "csv" else as_workbook(notice, place)


@pages.get("/pictures/<digest>.<extension>")
def picture(digest: str, extension: str) -> Response:
    if on_air().lost is not None:
        kept = on_air().picture(f"{digest}.{extension}", the_time())
        if kept is None:
            raise NotFound("page.none")
        return _as_picture(kept, extension)
    data, numbers = originals.shown_picture(board().db, digest, extension)
    is_seen = any(_shows(number, digest) for number in numbers)
    if not numbers or not is_seen and signed_in() is None:
        raise NotFound("page.none")
    response = _as_picture(data, extension)
    if not is_seen:
        response.headers["Cache-Control"] = "no-store"  # only for who has signed in, and for as long as they have
    return response


def _as_picture(data: bytes, extension: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = KINDS_OF_PICTURE[extension]
    response.headers["Cache-Control"] = FOR_GOOD.replace("public", "private")  # no cache between keeps it past its time
    return response


def _shows(number: int, digest: str) -> bool:
    """Whether the picture stands in the text of that notice that residents can read."""
    stored = notices.posted(board().db, number)
    return stored is not None and _is_readable(stored) and f"/pictures/{digest}." in stored.html


def _is_readable(stored: StoredNotice) -> bool:
    withheld = settings.settings(board().db).withheld
    return may_be_read(stored.notice, the_time(), withheld, _withdrawal(stored) is not None)


def _public(number: int, now: datetime) -> StoredNotice:
    """What was ever posted keeps its page; a draft, or one whose time has not come, does not exist here."""
    stored = ever_posted(board(), number, now)
    if stored is None:
        raise NotFound("notice.none")
    return stored


def readable_notice(number: int, now: datetime) -> StoredNotice:
    """Raises NotFound for what was never posted, TakenAway for what cannot be read any more."""
    stored = _public(number, now)
    if not _is_readable(stored):
        raise TakenAway("notice.not_readable")
    return stored
