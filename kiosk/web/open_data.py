"""Open data: what residents can read, for programs. Nothing here is not on the residents' pages as well."""

import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

import yaml
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import __version__
from kiosk.actions.record import digest_of_version
from kiosk.actions.take_along import tables_of
from kiosk.config import resource
from kiosk.documents.open_data import Plain, PostedVersion, item_plain, notice_frame, table_plain, versions_plain
from kiosk.errors import Misuse, NotFound
from kiosk.rules.catalogue import Default
from kiosk.rules.notice import CATEGORY_ORDER, Category, Notice, is_live
from kiosk.rules.period import Period, parse_period
from kiosk.rules.village import Settings
from kiosk.shipped import LOADER
from kiosk.store import notices, originals, settings
from kiosk.web.for_programs import JSON, KEPT_BY_NOBODY_ELSE, MAY_BE_KEPT, as_json, from_afar, kept, open_to_all, posted_now
from kiosk.web.residents import readable_notice
from kiosk.web.this_request import board, config, own_address, the_time
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES

pages = Blueprint("open_data", __name__)
pages.after_request(open_to_all)

PER_PAGE, PER_PAGE_MOST = 50, 100
PAGE_MOST = 10_000


@pages.get("/data")
def data() -> str:
    newest = next((each.notice.number for each in posted_now(the_time())), 1)
    return render_template(
        "residents/data.html",
        village=settings.settings(board().db).village,
        home=own_address(),
        categories=[(each.value, _(CATEGORIES[each])) for each in CATEGORY_ORDER],
        example=f"/api/notices/{newest}",
        per_page_most=PER_PAGE_MOST,
    )


@pages.get("/api/openapi.json")
def description() -> Response:
    return kept(_described(), JSON)


@cache
def _described() -> bytes:
    plain = yaml.load((resource("content") / "openapi.yaml").read_text("utf-8"), LOADER)
    plain["info"]["version"] = __version__
    return as_json(plain)


@pages.get("/api/notices")
def listed() -> Response:
    asked = _asked({"category", "period", "page", "per_page"})
    category = _choice("category", asked.get("category"), [each.value for each in Category])
    period = _period(asked.get("period"))
    page = _whole("page", asked.get("page"), 1, PAGE_MOST)
    per_page = _whole("per_page", asked.get("per_page"), PER_PAGE, PER_PAGE_MOST)
    found = [each.notice for each in posted_now(the_time()) if _is_asked_for(each.notice, category, period)]
    here = found[(page - 1) * per_page : page * per_page]
    held = settings.settings(board().db)
    answer = {"total": len(found), "page": page, "per_page": per_page, "notices": [_frame(each, held) for each in here]}
    return kept(as_json(answer), JSON)


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
        "html": from_afar(stored.html),
        "tables": json.loads(_tables(stored.notice, own_address())),
        "files": _files(stored.notice),
        "versions": versions_plain(_versions(number, stored.notice.version), zone),
    }
    return kept(as_json(answer), JSON, KEPT_BY_NOBODY_ELSE if names_people else MAY_BE_KEPT)


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
    return as_json([table_plain(each, f"{home}/notices/{notice.number}") for each in tables_of(notice)])


@pages.get("/api/catalogue")
def catalogue() -> Response:
    _asked(set())
    posted = defaultdict(list)
    for each in posted_now(the_time()):
        posted[each.notice.item].append(each.notice.number)
    items = settings.settings(board().db).catalogue.values()
    in_use = [item_plain(item, posted[item.code]) for item in items if item.default in (Default.ON, Default.POLICY_ONLY)]
    return kept(as_json({"items": in_use}), JSON)


@pages.get("/api/<path:anything>")
def nothing(anything: str) -> ResponseReturnValue:
    raise NotFound("page.none")


def _frame(notice: Notice, held: Settings) -> Plain:
    village = held.village
    given = {
        "responsible_unit": village.unit_of(notice) or None,
        "supervision_phone": village.phone_of(notice) or None,
    }
    return notice_frame(notice, own_address(), config().zone, held.withheld.covers(notice)) | given


def _asked(known: set[str]) -> dict[str, str]:
    """What stands behind the question mark. Raises Misuse for a name that says nothing, so that a slip is not taken for "all"."""
    for name in request.args:
        if not known:
            raise Misuse("api.no_parameters", key=_short(name))
        if name not in known:
            raise Misuse("api.parameter", key=_short(name), allowed="、".join(sorted(known)))
        if len(request.args.getlist(name)) > 1:
            raise Misuse("api.parameter_twice", key=name)
    return request.args.to_dict()


def _choice(key: str, value: str | None, allowed: Iterable[str]) -> str | None:
    if value is not None and value not in allowed:
        raise Misuse("field.not_allowed", key=key, value=_short(value), allowed="、".join(allowed))
    return value


def _period(value: str | None) -> Period | None:
    """In the one spelling that the description gives; people may write it otherwise elsewhere."""
    period = parse_period(value) if value is not None else None
    if value is not None and (period is None or period.code != value):
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
