"""The TV: the page that turns by itself, its slides, and what it reports back."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NoReturn

from flask import (
    Blueprint,
    Flask,
    Response,
    make_response,
    render_template,
    request,
    send_from_directory,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from kiosk.actions.now import objections_to, round_of
from kiosk.actions.showing import note_airings, note_shown
from kiosk.config import resource
from kiosk.documents.holidays import work_calendar
from kiosk.documents.initials import initials
from kiosk.documents.lunar import lunar_months
from kiosk.documents.qr import qr_svg
from kiosk.documents.safe_html import without_links
from kiosk.errors import NotFound, Refused, TakenAway
from kiosk.rules.accounts_by_head import Account
from kiosk.rules.airings import Airing
from kiosk.rules.days import ObjectionDays
from kiosk.rules.destinations import is_for
from kiosk.rules.notice import Category, Notice, is_live
from kiosk.rules.period import Period
from kiosk.rules.posting import posting_window
from kiosk.rules.reply_wall import WALL_NUMBER, Wall
from kiosk.rules.screen import Screen
from kiosk.rules.screen_devices import Standing
from kiosk.rules.village import Settings
from kiosk.store.notices import StoredNotice
from kiosk.web.charts import charts_on_screen
from kiosk.web.devices import device_of, standing_of
from kiosk.web.on_air import Shown
from kiosk.web.this_request import board, clock, config, on_air, the_time
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES

pages = Blueprint("screens", __name__)

LONG = "public, max-age=31536000"
REASON_LIMIT = 300
REPORT_LIMIT = 4096
"""Bytes."""
AIRINGS_BYTES = 256 * 1024
AIRINGS_AT_ONCE = 100
PAGES_MOST = 5000
NUMBER_MOST = 2**31
LATER = "", 503
"""The hour is not known. A screen keeps what it could not tell, and tells it again."""
_RUN = re.compile(r"[0-9a-z]{8,40}")


@dataclass(frozen=True)
class Slide:
    """A notice before it is cut into pages, which only the browser can do."""

    notice: Notice
    html: str
    charts: str
    """Behind its own words."""
    qr: str
    objections: ObjectionDays | None
    phone: str
    unit: str
    posted_on: date

    @property
    def initials(self) -> str:
        """Of the title and the category's word, as static/js/screen/finding.js reads them."""
        return " / ".join(" ".join(initials(words)) for words in (self.notice.title, _(CATEGORIES[self.notice.category])))

    @property
    def version(self) -> str:
        """Names everything that can be seen of it, so that an unchanged one need not be measured again."""
        seen = f"{self.notice}{self.html}{self.charts}{self.qr}{self.phone}{self.unit}{self.objections}"
        return hashlib.sha256(seen.encode("utf-8")).hexdigest()[:12]


def slides_of(app: Flask, shown: Shown, screen: Screen) -> str:
    """The fragment at `/screen/<screen>/slides`."""
    posted: dict[int | None, StoredNotice | Wall] = {each.notice.number: each for each in shown.posted}
    with app.app_context():
        replies = shown.wall(config().zone)
        if replies is not None:
            posted[WALL_NUMBER] = replies
        entries = round_of(shown.notices(config().zone), screen, shown.now, config().zone, shown.settings)
        order = [entry.notice.number for entry in entries]
        accounts = {each.number: each.accounts for each in shown.accounts}
        up = [(posted[number], accounts.get(number or 0, ())) for number in dict.fromkeys(order)]
        slides = [_slide(each.notice, _posted_html(each.html), shown.settings, of_it) for each, of_it in up]
        return _fragment(slides, order, screen, shown.settings, shown.now, (_through(shown), _all_through(shown)))


@lru_cache(maxsize=256)
def _posted_html(html: str) -> str:
    """Of what is posted alone: what is typed at the desk is another text at every key."""
    return without_links(html)


def slides_of_one(notice: Notice, html: str, screen: Screen, accounts: tuple[Account, ...] = ()) -> str:
    """The fragment with one notice that is not posted yet, as it would be if it were posted now."""
    settings, now = on_air().shown.settings, the_time()
    window = posting_window(notice, settings.catalogue.get(notice.item or ""), settings.terms, now, config().zone, work_calendar())
    up = replace(notice, published_at=now, shows_from=window.shows_from, shows_until=window.shows_until)
    return _fragment([_slide(up, without_links(html), settings, accounts)], [notice.number or 0], screen, settings, now, ("", ""))


def _slide(notice: Notice, html: str, settings: Settings, accounts: tuple[Account, ...] = ()) -> Slide:
    zone = config().zone
    return Slide(
        notice=notice,
        html=html,
        charts=charts_on_screen(accounts, notice.period),
        qr=qr_svg(config().address + ("/ask" if notice.number == WALL_NUMBER else f"/notices/{notice.number}")),
        objections=objections_to(notice, zone, settings),
        phone=notice.supervision_phone or settings.village.supervision_phone,
        posted_on=notice.shows_from.astimezone(zone).date(),
        unit=notice.responsible_unit or settings.village.responsible_unit,
    )


def _fragment(
    slides: list[Slide], order: list[int], screen: Screen, settings: Settings, now: datetime, through: tuple[str, str]
) -> str:
    return render_template(
        "screen/_slides.html",
        screen=screen,
        village=settings.village,
        pace=settings.pace,
        order=json.dumps(order),
        slides=slides,
        zone=str(config().zone),
        lunar=json.dumps(lunar_months(now.astimezone(config().zone).date()), ensure_ascii=False),
        through=through[0],
        all_through=through[1],
    )


def _through(shown: Shown) -> str:
    """How current the board is, in words: what is overdue if the village wants it told, else up to when finance is disclosed."""
    today = shown.now.astimezone(config().zone).date()
    late = [(_(CATEGORIES[each.category]), (today - each.due_on).days) for each in shown.overdue]
    if late:
        return _("; ").join(_("{pillar} overdue for {days} days").format(pillar=pillar, days=days) for pillar, days in late)
    finance = next((each.period for each in shown.through if each.category is Category.FINANCE), None)
    return _("Finance disclosed to {period}").format(period=finance.title) if finance else ""


def _all_through(shown: Shown) -> str:
    """The same of all three pillars, for a foot with room for it; "" where it says no more, or something is overdue."""
    if shown.overdue or all(each.category is Category.FINANCE for each in shown.through):
        return ""
    year = shown.now.astimezone(config().zone).year
    told = [_("{pillar} {period}").format(pillar=_(CATEGORIES[each.category]), period=_briefly(each.period, year)) for each in shown.through]
    return _("Disclosed to: {periods}").format(periods=_(", ").join(told))


def _briefly(period: Period, year: int) -> str:
    """Without its year, if it is this one."""
    return period.title.removeprefix(f"{year}年") if period.unit != "year" else period.title


_TITLE_BREAK = re.compile(r"(年度|季度|半年|\d月|年(?!第|度|上半|下半|\d)|(?<=..)[：，。）”])(?!$)")


def breakable(title: str) -> Markup:
    """A large title may break behind its period and behind punctuation, rather than anywhere."""
    pieces = _TITLE_BREAK.sub("\\1\n", title).split("\n")
    return Markup("<wbr>").join(pieces)


_PERIOD_AHEAD = re.compile(r"^\d{4}年(?:第[一二三四]季度|度|[上下]半年|\d{1,2}月)?(?=.{4})")


def without_period(title: str) -> str:
    """What tells a title from its neighbours, all of which begin with the same quarter."""
    return _PERIOD_AHEAD.sub("", title)


@pages.get("/screen/worker.js")
def worker() -> Response:
    """The service worker, whose address decides which pages it may keep."""
    response = send_from_directory(resource("static"), "js/screen/worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response


@pages.get("/screen/<name>")
def screen(name: str) -> Response:
    """The page itself says nothing that changes: it may be kept, and opened again when the server is gone."""
    shown = screen_named(name)
    response = make_response(render_template("screen/screen.html", screen=shown))
    response.headers["Cache-Control"] = LONG
    return response


@pages.get("/screen/<name>/slides")
def unknown_slides(name: str) -> ResponseReturnValue:
    """Known screens are answered before Flask, by PollDoor."""
    _none_named(name)


@pages.post("/screen/<name>/skipped")
def skipped(name: str) -> ResponseReturnValue:
    """A screen names a notice that it could not lay out: JSON {"notice": number, "reason": text}.

    Anybody may say so, and so it is only remembered, within bounds, and never written.
    """
    request.max_content_length = REPORT_LIMIT
    shown = screen_named(name)
    told = json_object()
    number = told.get("notice")
    now = the_time()
    on_screen = [each.notice for each in on_air().shown.posted if is_live(each.notice, now) and is_for(each.notice, shown)]
    if type(number) is not int or number not in [notice.number for notice in on_screen]:
        raise Refused("notice.none")
    words = str(told.get("reason", "")).encode("utf-8", "replace").decode("utf-8")
    on_air().skipped[shown.name, number] = " ".join(words.split())[:REASON_LIMIT]
    return "", 204


@pages.post("/screen/<name>/shown")
def shown(name: str) -> ResponseReturnValue:
    """A screen says that a text is on its glass: JSON {"notice": number, "version": number}.

    Anybody may say so, so it is believed only of what is posted on that screen now, and kept once for each text. 202 means
    heard, but not kept as long as it is not known whether this is the TV.
    """
    request.max_content_length = REPORT_LIMIT
    screen_now = screen_named(name)
    told, now = json_object(), the_time()
    number, version = told.get("notice"), told.get("version")
    on_screen = [each.notice for each in on_air().shown.posted if is_live(each.notice, now) and is_for(each.notice, screen_now)]
    if type(number) is not int or type(version) is not int or (number, version) not in [(each.number, each.version) for each in on_screen]:
        raise Refused("notice.none")
    if clock().held().doubt is not None:
        return LATER
    if standing_of(name, told) is not Standing.COUNTS:
        return "", 202
    note_shown(board(), number, version, screen_now.name, now)
    return "", 204


@pages.post("/screen/<name>/airings")
def airings(name: str) -> ResponseReturnValue:
    """A screen says how long it has shown what: JSON {"device": its key, "run": letters and digits, "airings": [{"notice", "version", "hour":
    "2026-11-25T08", "seconds", "first", "last", "pages": [1, 2]}, …]}, instants in UTC.

    Anybody may say so; believed is only what can have been. What is not is not asked for again.
    """
    request.max_content_length = AIRINGS_BYTES
    told, given = json_object(), _screen_that_was(name)
    run, entries = told.get("run"), told.get("airings")
    if not (isinstance(run, str) and _RUN.fullmatch(run) and isinstance(entries, list) and len(entries) <= AIRINGS_AT_ONCE):
        raise Refused("screen.airings_form")
    if clock().held().doubt is not None:
        return LATER
    read = [airing for entry in entries if (airing := _airing(entry)) is not None]
    stands = standing_of(given.name, told)
    if stands is Standing.REFUSED:
        read = []
    held_of = device_of(told) if stands is Standing.WAITS else ""
    believed = note_airings(board(), given.name, run, read, the_time(), held_of)
    return {"believed": believed, "not_believed": len(entries) - believed}


def _airing(entry: object) -> Airing | None:
    """None for what says nothing that could be believed."""
    try:
        hour = datetime.strptime(entry["hour"], "%Y-%m-%dT%H").replace(tzinfo=UTC)
        first_at, last_at = (datetime.fromisoformat(entry[name]).astimezone(UTC) for name in ("first", "last"))
        numbers = [entry["notice"], entry["version"], entry["seconds"], *entry["pages"]]
    except (TypeError, KeyError, ValueError, OverflowError):
        return None
    if not all(type(number) is int and 0 < number < NUMBER_MOST for number in numbers) or len(numbers) > PAGES_MOST:
        return None
    notice, version, seconds, *seen = numbers
    return Airing(notice, version, hour, seconds, first_at, last_at, frozenset(seen))


def json_object() -> dict[str, object]:
    try:
        told = request.get_json(silent=True)
    except RecursionError:
        told = None
    return told if isinstance(told, dict) else {}


def screen_named(name: str) -> Screen:
    """Raises NotFound for a screen there is not, TakenAway for one that hangs no longer."""
    for each in on_air().shown.screens:
        if each.name == name:
            return each
    return _none_named(name)


def _screen_that_was(name: str) -> Screen:
    """One that was taken away may still tell what it has shown until then."""
    for each in on_air().shown.taken_away:
        if each.name == name:
            return each
    return screen_named(name)


def _none_named(name: str) -> NoReturn:
    if any(each.name == name for each in on_air().shown.taken_away):
        raise TakenAway("screen.taken_away")
    raise NotFound("screen.unknown", value=name, allowed=_names())


def _names() -> str:
    return "、".join(on_air().slides)
