"""What is posted, for programs that ask again and again: JSON Feed 1.1 and Atom (RFC 4287)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Attached:
    address: str
    kind: str
    title: str


@dataclass(frozen=True)
class FeedItem:
    address: str
    title: str
    html: str
    published_at: datetime
    """When the notice first went up."""
    updated_at: datetime
    """When the version that hangs did."""
    unit: str
    tags: Sequence[str] = ()
    attached: Sequence[Attached] = ()


@dataclass(frozen=True)
class Feed:
    title: str
    home: str
    language: str
    updated_at: datetime
    items: Sequence[FeedItem]


def json_feed(feed: Feed, address: str) -> dict[str, object]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": address,
        "language": feed.language,
        "items": [_json_item(item) for item in feed.items],
    }


def _json_item(item: FeedItem) -> dict[str, object]:
    plain: dict[str, object] = {
        "id": item.address,
        "url": item.address,
        "title": item.title,
        "content_html": item.html,
        "date_published": item.published_at.isoformat(),
        "date_modified": item.updated_at.isoformat(),
        "tags": list(item.tags),
    }
    if item.unit:
        plain["authors"] = [{"name": item.unit}]
    if item.attached:
        plain["attachments"] = [{"url": each.address, "mime_type": each.kind, "title": each.title} for each in item.attached]
    return plain


def atom_feed(feed: Feed, address: str) -> bytes:
    """Made here: the libraries for it need lxml, or date an empty feed by the machine's clock, which may be wrong."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _say(root, "title", feed.title)
    _say(root, "id", feed.home)
    SubElement(root, "link", {"rel": "alternate", "href": feed.home})
    SubElement(root, "link", {"rel": "self", "href": address, "type": "application/atom+xml"})
    _say(root, "updated", feed.updated_at.isoformat())
    _say(SubElement(root, "author"), "name", feed.title)
    for item in feed.items:
        _entry(SubElement(root, "entry"), item)
    return tostring(root, "utf-8", xml_declaration=True)


def _entry(entry: Element, item: FeedItem) -> None:
    _say(entry, "title", item.title)
    _say(entry, "id", item.address)
    SubElement(entry, "link", {"rel": "alternate", "href": item.address})
    _say(entry, "published", item.published_at.isoformat())
    _say(entry, "updated", item.updated_at.isoformat())
    if item.unit:
        _say(SubElement(entry, "author"), "name", item.unit)
    for tag in item.tags:
        SubElement(entry, "category", {"term": _for_xml(tag)})
    for each in item.attached:
        link = {"rel": "enclosure", "href": each.address, "type": each.kind, "title": _for_xml(each.title)}
        SubElement(entry, "link", link)
    _say(entry, "content", item.html).set("type", "html")


def _say(parent: Element, tag: str, words: str) -> Element:
    element = SubElement(parent, tag)
    element.text = _for_xml(words)
    return element


def _for_xml(words: str) -> str:
    return _NOT_IN_XML.sub("", words)
