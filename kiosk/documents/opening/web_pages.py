"""Pages of the web, and what Excel, WPS and Word put on the clipboard: only what stands in paragraphs and tables is looked
at, after everything else was taken off. Nothing is fetched."""

import email
import email.policy
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import nh3

from kiosk.documents.opening.encodings import Decoded, decode
from kiosk.documents.opening.flow import Flow
from kiosk.documents.opening.opened import Text
from kiosk.documents.opening.values import small_number
from kiosk.errors import Problem, Refused

_BLOCKS = {"p", "div", "li", "dt", "dd", "blockquote", "pre", "section", "article", "caption", "center", "header", "footer"}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_TABLE = {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
_KEPT = {*_BLOCKS, *_HEADINGS, *_TABLE, "br", "ol", "ul"}
_GONE = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea", "button"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_CLIPBOARD_HEAD = re.compile(r"Version:[\d.]+\s.{0,400}?(?=<)", re.DOTALL)
_PICTURE = re.compile(r"<img\b|<v:imagedata\b", re.IGNORECASE)
_HEAD_BYTES = 4096


class _Page(HTMLParser):
    """Reads what is left after cleaning, where every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.flow = Flow(is_page=True)
        self._lists: list[int | None] = []
        """Of each list the number of its last point; None for one without numbers."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.flow.break_line()
        elif tag == "table":
            self.flow.begin_table()
        elif tag == "tr":
            self.flow.begin_row()
        elif tag in ("td", "th"):
            spans = dict(attrs)
            self.flow.begin_cell(*(small_number(spans.get(each) or "", 1) for each in ("colspan", "rowspan")))
        elif tag in ("ol", "ul"):
            self.flow.end_block()
            self._lists.append(0 if tag == "ol" else None)
        elif tag in _BLOCKS or tag in _HEADINGS:
            self.flow.end_block()
            self._begin_point(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.flow.end_table()
        elif tag in ("ol", "ul"):
            self.flow.end_block()
            self._lists = self._lists[:-1]
        elif tag in _BLOCKS or tag in _HEADINGS:
            self.flow.end_block(_HEADINGS.get(tag, 0))

    def handle_data(self, data: str) -> None:
        self.flow.say(data)

    def _begin_point(self, tag: str) -> None:
        number = self._lists[-1] if self._lists else None
        if tag == "li" and number is not None:
            self._lists[-1] = number + 1
            self.flow.say(f"{number + 1}. ")


def read_html(html: str) -> Text:
    """Raises Refused for a table beyond the limits."""
    spans = {"colspan", "rowspan"}
    html = _CLIPBOARD_HEAD.sub("", html, count=1) if html.startswith("Version:") else html
    clean = nh3.clean(
        html, tags=_KEPT, attributes={"td": spans, "th": spans}, clean_content_tags=_GONE, strip_comments=True, link_rel=None
    )
    page = _Page()
    page.feed(clean)
    page.close()
    parts = tuple(page.flow.finished())
    pictures = [Problem("opening.pictures")] if _PICTURE.search(html) else []
    return Text(parts, (*pictures, *page.flow.remarks()))


def decode_html(data: bytes) -> Decoded:
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    return decode(data, declared[1].decode("ascii", "replace") if declared else "")


def pages_in(data: bytes) -> list[Decoded]:
    """The pages of a .mht file (“web page, single file”). Raises Refused where there is none."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = list(_pages(message.walk()))
    if not pages:
        raise Refused("opening.nothing_inside")
    return pages


def _pages(parts: Iterator[email.message.Message]) -> Iterator[Decoded]:
    for part in parts:
        if part.get_content_type() == "text/html":
            written = part.get_payload(decode=True) or b""
            yield (
                decode_html(written)
                if _CHARSET.search(written[:_HEAD_BYTES])
                else decode(written, part.get_content_charset() or "")
            )
