"""Find my household: the rosters posted now. Whom somebody looks for is looked for on their phone and never comes here."""

from functools import lru_cache

from flask import Blueprint, Response, render_template, url_for

from kiosk.actions.now import hanging
from kiosk.documents.page_tables import heads_in, name_and_unit, tables_in
from kiosk.errors import NotFound
from kiosk.rules.notice import CATEGORY_ORDER, Kind, is_live
from kiosk.shipped import vocabulary
from kiosk.store import notices, settings
from kiosk.store.notices import StoredNotice
from kiosk.web.for_programs import JSON, KEPT_BY_NOBODY_ELSE, as_json, kept
from kiosk.web.this_request import board, the_time

pages = Blueprint("find", __name__)

ROSTERS_KEPT = 6


@pages.get("/find")
def form() -> str:
    rosters = [each.notice for each in hanging(board(), the_time()) if _is_roster(each)]
    rosters.sort(key=lambda notice: CATEGORY_ORDER.index(notice.category))
    return render_template("residents/find.html", village=settings.settings(board().db).village, rosters=rosters)


@pages.get("/find/<int(max=2147483647):number>.json")
def roster(number: int) -> Response:
    """What residents read on its page, for as long as it hangs: `heads` with the units of their figures, `names` the
    columns in which people stand."""
    now = the_time()
    stored = notices.posted(board().db, number)
    if stored is None or not is_live(stored.notice, now) or not _is_roster(stored):
        raise NotFound("page.none")
    notice = stored.notice
    data = _written(notice.title, notice.category.value, url_for("residents.notice", number=number), stored.html)
    return kept(data, JSON, KEPT_BY_NOBODY_ELSE)


def _is_roster(stored: StoredNotice) -> bool:
    """What always hangs names who is on duty and whom to call: no household."""
    return stored.notice.kind is not Kind.STANDING and any(map(_name_columns, heads_in(stored.html)))


def _name_columns(heads: tuple[str, ...]) -> list[int]:
    return [at for at, head in enumerate(heads) if "household_head" in vocabulary().roles_of(head)]


@lru_cache(ROSTERS_KEPT)
def _written(title: str, category: str, address: str, html: str) -> bytes:
    tables = [
        {"heads": [name_and_unit(head) for head in table.heads], "names": _name_columns(table.heads), "rows": table.rows}
        for table in tables_in(html)
        if _name_columns(table.heads)
    ]
    made = {"title": title, "category": category, "address": address, "tables": tables}
    return as_json(made)
