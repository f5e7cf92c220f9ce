"""Feeds are made for readers of which nothing is known: what is in them must be well formed whatever was typed."""

from xml.etree import ElementTree

from cast import NOON

from kiosk.documents.feeds import Attached, Feed, FeedItem, atom_feed, json_feed

HARD = "<账目> & \"𠮷\" \x00\x0b\ufffe"
HOME = "http://192.0.2.10:8080"


def a_feed(title: str) -> Feed:
    attached = (Attached(f"{HOME}/notices/1/tables/1.csv", "text/csv", title),)
    item = FeedItem(f"{HOME}/notices/1", title, f"<p>{title}</p>", NOON, NOON, title, (title,), attached)
    return Feed(title, f"{HOME}/", "zh-CN", NOON, [item])


def test_what_xml_cannot_hold_is_left_out_of_it_and_the_rest_comes_through():
    root = ElementTree.fromstring(atom_feed(a_feed(HARD), f"{HOME}/feed.xml"))
    name = "{http://www.w3.org/2005/Atom}"
    entry = root.find(f"{name}entry")
    assert entry.findtext(f"{name}title") == '<账目> & "𠮷" '
    assert entry.findtext(f"{name}content").startswith("<p><账目>")
    assert entry.find(f"{name}category").get("term") == entry.find(f"{name}link[@rel='enclosure']").get("title") == '<账目> & "𠮷" '


def test_a_feed_names_its_own_address_and_when_it_was_made():
    root = ElementTree.fromstring(atom_feed(a_feed("账目"), f"{HOME}/feed.xml"))
    name = "{http://www.w3.org/2005/Atom}"
    assert root.find(f"{name}link[@rel='self']").get("href") == f"{HOME}/feed.xml"
    assert root.findtext(f"{name}updated") == "2026-10-10T12:00:00+08:00"
    assert json_feed(a_feed("账目"), f"{HOME}/feed.json")["feed_url"] == f"{HOME}/feed.json"
