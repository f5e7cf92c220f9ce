"""Feeds of what is posted now, for readers that ask again and again and keep what they get."""

from datetime import datetime

from flask import Blueprint, Response

from kiosk.documents.feeds import Attached, Feed, FeedItem, atom_feed, json_feed
from kiosk.rules.posting import start_of
from kiosk.rules.village import Settings
from kiosk.store import notices, settings
from kiosk.store.notices import StoredNotice
from kiosk.web.for_programs import as_json, from_afar, kept, open_to_all, posted_now
from kiosk.web.this_request import board, config, own_address, the_time, today
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import CATEGORIES

pages = Blueprint("feeds", __name__)
pages.after_request(open_to_all)

FEED_MOST = 100
"""The newest; whoever asks more seldom than so many go up reads the list."""


@pages.get("/feed.json")
def feed_of_json() -> Response:
    return kept(as_json(json_feed(_feed(), f"{own_address()}/feed.json")), "application/feed+json")


@pages.get("/feed.xml")
def feed_of_atom() -> Response:
    return kept(atom_feed(_feed(), f"{own_address()}/feed.xml"), "application/atom+xml; charset=utf-8")


def _feed() -> Feed:
    held, zone = settings.settings(board().db), config().zone
    live = posted_now(the_time())[:FEED_MOST]
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
        html=withheld if names_people else from_afar(stored.html),
        published_at=first[notice.number].astimezone(zone),
        updated_at=notice.shows_from.astimezone(zone),
        unit=held.village.unit_of(notice),
        tags=[_(CATEGORIES[notice.category]), *period],
        attached=_first_table(address) if has_table and not names_people else (),
    )


def _first_table(address: str) -> tuple[Attached, ...]:
    return (Attached(f"{address}/tables/1.csv", "text/csv", _("First table")),)
