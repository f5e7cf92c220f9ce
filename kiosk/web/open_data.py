"""Open data: what residents can read, for programs. Nothing here is not on the residents' pages as well."""

import hashlib
import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache

import yaml
from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import __version__
from kiosk.actions.record import digest_of_version
from kiosk.actions.take_along import tables_of
from kiosk.config import resource
from kiosk.documents.feeds import Attached, Feed, FeedItem, atom_feed, json_feed
from kiosk.documents.open_data import Plain, PostedVersion, item_plain, notice_frame, table_plain, versions_plain
from kiosk.errors import Misuse, NotFound
from kiosk.rules.catalogue import Default
from kiosk.rules.notice import CATEGORY_ORDER, Category, Notice, is_live
from kiosk.rules.period import Period, parse_period
from kiosk.rules.posting import start_of
from kiosk.rules.village import Settings
from kiosk.shipped import LOADER
from kiosk.store import notices, originals, settings
from kiosk.store.notices import StoredNotice
from kiosk.web.residents import readable_notice
from kiosk.web.this_request import board, config, own_address, the_time, today
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES

pages = Blueprint("open_data", __name__)

JSON = "application/json"
FEED_MOST = 100
"""The newest; whoever asks more seldom than so many go up reads the list."""
PER_PAGE, PER_PAGE_MOST = 50, 100
PAGE_MOST = 10_000
MAY_BE_KEPT = "public, max-age=60"
"""Seconds: a notice that is withdrawn is gone everywhere a minute later."""
KEPT_BY_NOBODY_ELSE = "private, no-cache"
"""What names people, for as long as they may be named."""
_PERIOD = re.compile(r"\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?", re.ASCII)
_PICTURE = re.compile(r'(?<=src=")(?=/pictures/)')


@pages.after_request
def _for_every_page(response: Response) -> Response:
    """Pages of other origins may read it: there is nothing in it that belongs to whoever asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    return response


@pages.get("/data")
def data() -> str:
    newest = next((each.notice.number for each in _posted_now(the_time())), 1)
    return render_template(
        "residents/data.html",
        village=settings.settings(board().db).village,
        home=own_address(),
        categories=[(each.value, _(CATEGORIES[each])) for each in CATEGORY_ORDER],
        example=f"/api/notices/{newest}",
        per_page_most=PER_PAGE_MOST,
    )


@pages.get("/feed.json")
def feed_of_json() -> Response:
    return _kept(_json(json_feed(_feed(), f"{own_address()}/feed.json")), "application/feed+json")


@pages.get("/feed.xml")
def feed_of_atom() -> Response:
    return _kept(atom_feed(_feed(), f"{own_address()}/feed.xml"), "application/atom+xml; charset=utf-8")


def _feed() -> Feed:
    held, zone = settings.settings(board().db), config().zone
    live = _posted_now(the_time())[:FEED_MOST]
    first = notices.first_posted(board().db, [each.notice.number for each in live])
    with_table = notices.with_table(board().db, [each.notice.number for each in live])
    items = [_item(each, held, first, each.notice.number in with_table) for each in live]
    newest = max((item.updated_at for item in items), default=start_of(today(), zone))
    title = f"{held.village.name} · {_('Village affairs disclosure')}"
    return Feed(title, f"{own_address()}/", "zh-CN", newest, items)


def _item(stored: StoredNotice, held: Settings, first: dict[int, datetime], has_table: bool) -> FeedItem:
    """Without the text where it names people: a feed reader keeps what it has fetched for good, and here their days end."""
    notice, zone = stored.notice, config().zone
    address = f"{own_address()}/notices/{notice.number}"
    names_people = held.withheld.covers(notice)
    withheld = f"<p>{_('This notice names villagers. It can be read on its own page for as long as it is posted.')}</p>"
    period = [notice.period.title] if notice.period else []
    return FeedItem(
        address=address,
        title=notice.title,
        html=withheld if names_people else _from_afar(stored.html),
        published_at=first[notice.number].astimezone(zone),
        updated_at=notice.shows_from.astimezone(zone),
        unit=notice.responsible_unit or held.village.responsible_unit,
        tags=[_(CATEGORIES[notice.category]), *period],
        attached=_first_table(address) if has_table and not names_people else (),
    )


def _from_afar(html: str) -> str:
    """With the pictures where they are for somebody else."""
    return _PICTURE.sub(own_address(), html)


def _first_table(address: str) -> tuple[Attached, ...]:
    return (Attached(f"{address}/tables/1.csv", "text/csv", _("First table")),)


@pages.get("/api/openapi.json")
def description() -> Response:
    return _kept(_described(), JSON)


@cache
def _described() -> bytes:
    plain = yaml.load((resource("content") / "openapi.yaml").read_text("utf-8"), LOADER)
    plain["info"]["version"] = __version__
    return _json(plain)


@pages.get("/api/notices")
def listed() -> Response:
    asked = _asked({"category", "period", "page", "per_page"})
    category = _choice("category", asked.get("category"), [each.value for each in Category])
    period = _period(asked.get("period"))
    page = _whole("page", asked.get("page"), 1, PAGE_MOST)
    per_page = _whole("per_page", asked.get("per_page"), PER_PAGE, PER_PAGE_MOST)
    found = [each.notice for each in _posted_now(the_time()) if _is_asked_for(each.notice, category, period)]
    here = found[(page - 1) * per_page : page * per_page]
    held = settings.settings(board().db)
    answer = {"total": len(found), "page": page, "per_page": per_page, "notices": [_frame(each, held) for each in here]}
    return _kept(_json(answer), JSON)


def _is_asked_for(notice: Notice, category: str | None, period: Period | None) -> bool:
    return (category is None or notice.category.value == category) and (period is None or notice.period == period)


@pages.get("/api/notices/<int(min=1, max=2147483647):number>")
def details(number: int) -> Response:
    _asked(set())
    stored = readable_notice(number, the_time())
    held = settings.settings(board().db)
    names_people = held.withheld.covers(stored.notice)
    zone = config().zone
    answer = _frame(stored.notice, held) | {
        "is_posted": is_live(stored.notice, the_time()),
        "html": _from_afar(stored.html),
        "tables": json.loads(_tables(stored.notice, own_address())),
        "files": _files(stored.notice),
        "versions": versions_plain(_versions(number, stored.notice.version), zone),
    }
    return _kept(_json(answer), JSON, KEPT_BY_NOBODY_ELSE if names_people else MAY_BE_KEPT)


def _versions(number: int, until: int) -> list[PostedVersion]:
    """Those that ever hung, up to the one that can be read."""
    stored = [each.notice for each in notices.versions(board().db, number) if each.notice.version <= until]
    return [PostedVersion(each.version, digest_of_version(each), each.shows_from) for each in stored if each.published_at]


def _files(notice: Notice) -> list[Plain]:
    if not is_live(notice, the_time()):
        return []
    address = f"{own_address()}/notices/{notice.number}/files"
    held = originals.of_notice(board().db, notice.number)
    return [{"name": each.name, "address": f"{address}/{each.digest}"} for each in held if each.name in notice.public_sources]


TABLES_KEPT = 6
_one_at_a_time = threading.Lock()


def _tables(notice: Notice, home: str) -> bytes:
    """A long roster takes half a second to be read, and other programs ask when everybody does."""
    with _one_at_a_time:
        return _read_tables(notice, home)


@lru_cache(TABLES_KEPT)
def _read_tables(notice: Notice, home: str) -> bytes:
    return _json([table_plain(each, f"{home}/notices/{notice.number}") for each in tables_of(notice)])


@pages.get("/api/catalogue")
def catalogue() -> Response:
    _asked(set())
    posted = defaultdict(list)
    for each in _posted_now(the_time()):
        posted[each.notice.item].append(each.notice.number)
    items = settings.settings(board().db).catalogue.values()
    in_use = [item_plain(item, posted[item.code]) for item in items if item.default in (Default.ON, Default.POLICY_ONLY)]
    return _kept(_json({"items": in_use}), JSON)


@pages.get("/api/<path:anything>")
def nothing(anything: str) -> ResponseReturnValue:
    raise NotFound("page.none")


def _posted_now(now: datetime) -> list[StoredNotice]:
    """The newest first."""
    stored, _broken = notices.published_now_or_later(board().db, now)
    live = [each for each in stored if is_live(each.notice, now)]
    return sorted(live, key=lambda each: (each.notice.shows_from, each.notice.number), reverse=True)


def _frame(notice: Notice, held: Settings) -> Plain:
    village = held.village
    given = {
        "responsible_unit": notice.responsible_unit or village.responsible_unit or None,
        "supervision_phone": notice.supervision_phone or village.supervision_phone or None,
    }
    return notice_frame(notice, own_address(), config().zone, held.withheld.covers(notice)) | given


def _asked(known: set[str]) -> dict[str, str]:
    """What stands behind the question mark. Raises Misuse for a name that says nothing, so that a slip is not taken for "all"."""
    for name in request.args:
        if name not in known:
            raise Misuse("api.parameter", key=_short(name), allowed="、".join(sorted(known)) or "-")
        if len(request.args.getlist(name)) > 1:
            raise Misuse("api.parameter_twice", key=name)
    return request.args.to_dict()


def _choice(key: str, value: str | None, allowed: Iterable[str]) -> str | None:
    if value is not None and value not in allowed:
        raise Misuse("field.not_allowed", key=key, value=_short(value), allowed="、".join(allowed))
    return value


def _period(value: str | None) -> Period | None:
    period = parse_period(value) if value is not None and _PERIOD.fullmatch(value) else None
    if value is not None and period is None:
        raise Misuse("field.not_allowed", key="period", value=_short(value), allowed="2026、2026-H1、2026-Q3、2026-09")
    return period


def _whole(key: str, value: str | None, default: int, most: int) -> int:
    if value is None:
        return default
    if not re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII) or int(value) > most:
        raise Misuse("field.not_in_range", key=key, value=_short(value), least=1, most=most)
    return int(value)


def _short(value: str) -> str:
    return value[:60]


def _json(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _kept(data: bytes, kind: str, how: str = MAY_BE_KEPT) -> Response:
    """With a mark by which whoever asks again is told that nothing has changed."""
    response = make_response(data)
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = how
    response.headers["X-Robots-Tag"] = "noindex, noarchive"  # the page that is to be found is the notice's own
    response.set_etag(hashlib.sha256(data).hexdigest()[:16], weak=True)  # it may be packed on its way
    return response.make_conditional(request)
