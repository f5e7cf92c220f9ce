"""Markdown to HTML that can only be read, never run.

`render` may take long on hostile text; `kiosk.documents.rendering` calls it in a process that can be stopped.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

import markdown
import nh3
from markdown.blockprocessors import BlockParser
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from kiosk.rules.cells import is_figure_column, is_total_label
from kiosk.rules.tables import separated

BODY_LIMIT = 500_000
"""Characters of one body: a roster of about 5,000 households."""
BLOCK_LIMIT = 20_000
"""Characters of one paragraph: a hundred pages on a TV, and as much as a slow one lays out without a halt."""
DEPTH_LIMIT = 8
"""Lists and quotes inside one another."""

_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"align"},
    "th": {"align"},
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
}
_CLASSES = {
    "td": {"figure"},
    "th": {"figure"},
    "tr": {"total"},
    "div": {"footnote"},
    "a": {"footnote-ref", "footnote-backref", "telephone"},
}
_TAGS = set(
    "a abbr b blockquote br code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre "
    "s strong sub sup table tbody td th thead tr ul".split()
)
_SCHEMES = {"http", "https", "mailto", "tel"}

_MARKERS = re.compile(r"^[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)+")
_DIVIDER = re.compile(r"^\s{0,3}([-*_])([ \t]*\1){2,}[ \t]*$")
_MARKER = re.compile(r">|[-*+]|\d{1,9}[.)]")
_BARS = re.compile(r"\s*[|｜].*[|｜]")
_TABBED = re.compile(r"\S\t+[^|\t\s]")
_TELEPHONE = r"(?<![\d-])\d{3,4}-\d{6,8}(?![\d-])"

# A star inside or behind a word is a mask (张*明, 138****1234, 李*), not emphasis. So two stars after a letter open only
# before another letter (这是**重点**内容), and a single one opens only where no letter stands before it.
_STRONG = r"(?<!\*)((?<!\w)\*\*|\*\*(?=\w))(?!\*)(?=\S)([^*]+)(?<=\S)\*\*(?!\*)"
_EMPHASIS = r"(?<![\w*])(\*)([^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"

# Most cells of a roster are plain words or a masked name; they need no inline patterns, which take most of the time.
_ESCAPE = re.compile(r"\\([\\*_`\[\]])")
_MARKED = re.compile(r"[_`\\\[\]!<>&~:@^\x02\x03]|\d-\d|" + f"(?:{_STRONG})|(?:{_EMPHASIS})")


@dataclass(frozen=True)
class Picture:
    """A picture of the notice's own: where it is fetched from and its size in pixels."""

    url: str
    width: int
    height: int


class BadMarkdown(ValueError):
    """`excerpt` is a piece of the body where the fault stands, `within` a larger piece around it, to tell it from
    an earlier one that reads the same."""

    within = ""

    def __init__(self, code: str, excerpt: str = "", **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.excerpt = excerpt
        self.facts = facts


def line_of_long_block(body: str) -> int | None:
    """The line, from 1, on which a paragraph or a table row begins that is longer than BLOCK_LIMIT; None if nowhere."""
    begun, length = 1, 0
    for number, line in enumerate(body.split("\n"), 1):
        if not line.strip() or "|" in line:
            begun, length = number, 0
        length += len(line)
        if length > BLOCK_LIMIT:
            return begun
        if not line.strip():
            begun, length = number + 1, 0
    return None


def line_of_excess(body: str) -> int | None:
    """The line, from 1, where lists or quotes first stand deeper than DEPTH_LIMIT; None if nowhere."""
    for number, line in enumerate(body.split("\n"), 1):
        found = _MARKERS.match(line)
        if found is None or _DIVIDER.match(line):
            continue
        spaced = line.expandtabs(4)
        indent = len(spaced) - len(spaced.lstrip(" "))
        if indent // 4 + len(_MARKER.findall(found[0])) > DEPTH_LIMIT:
            return number
    return None


def render(body: str, pictures: dict[str, Picture]) -> str:
    """Safe HTML of a body. Raises BadMarkdown for a picture that is not the notice's own or a row wider than its head."""
    converter = markdown.Markdown(
        extensions=[FootnoteExtension(BACKLINK_TEXT="↩", BACKLINK_TITLE=""), Nl2BrExtension(), SaneListExtension()], output_format="html"
    )
    _leave_out_what_clerks_never_mean(converter)
    converter.preprocessors.register(_Separated(converter), "separated", 10)
    converter.parser.blockprocessors.register(_Table(converter.parser), "table", 75)
    converter.ESCAPED_CHARS.append("|")
    converter.inlinePatterns.register(SimpleTagInlineProcessor(_STRONG, "strong"), "strong", 60)
    converter.inlinePatterns.register(SimpleTagInlineProcessor(_EMPHASIS, "em"), "emphasis", 55)
    converter.inlinePatterns.register(_Telephone(_TELEPHONE), "telephone", 50)
    converter.treeprocessors.register(_Figures(converter, pictures), "figures", 5)
    for line, following in pairwise(body.split("\n")):
        if _TABBED.search(line) and _TABBED.search(following):
            raise BadMarkdown("markdown.tabs", line.strip())
    try:
        html = converter.convert(body)
    except RecursionError as deep:
        raise BadMarkdown("markdown.too_deep", limit=DEPTH_LIMIT) from deep
    return clean(html)


def clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def without_links(html: str) -> str:
    """For the TV, where nobody can follow a link and several notices share one page: nothing to click, no ids."""
    attributes = {tag: names - {"id"} for tag, names in _ATTRIBUTES.items()}
    unlinked = re.sub(r'<a[^>]*class="footnote-backref"[^>]*>.*?</a>', "", html)
    return nh3.clean(unlinked, tags=_TAGS, attributes=attributes | {"a": set()}, allowed_classes=_CLASSES, link_rel=None)


def _leave_out_what_clerks_never_mean(converter: markdown.Markdown) -> None:
    converter.preprocessors.deregister("html_block")
    for name in (
        "html",
        "autolink",
        "automail",
        "reference",
        "short_reference",
        "image_reference",
        "short_image_ref",
        "em_strong",
    ):
        converter.inlinePatterns.deregister(name)
    # A line of dashes under a sentence is a new slide, not a heading.
    for name in ("code", "reference", "setextheader"):
        converter.parser.blockprocessors.deregister(name)


class _Separated(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return separated(lines)


class _Table(TableProcessor):
    """Tables whose plain cells skip the inline patterns, and that never drop a cell without a word."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser, {"use_align_attribute": True})

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        block = blocks[0]
        try:
            super().run(parent, blocks)
        except BadMarkdown as wrong:
            wrong.within = block
            raise

    def _build_row(self, row: str, parent: ElementTree.Element, align: list[str | None]) -> None:
        cells = self._split_row(row)
        if len(cells) < len(align) and is_total_label(cells[0].strip()):
            raise BadMarkdown("markdown.total_too_short", row.strip(), cells=len(cells), columns=len(align))
        if any(cell.strip() for cell in cells[len(align) :]):
            raise BadMarkdown("markdown.row_too_wide", row.strip(), cells=len(cells), columns=len(align))
        line = ElementTree.SubElement(parent, "tr")
        for index, alignment in enumerate(align):
            cell = ElementTree.SubElement(line, "th" if parent.tag == "thead" else "td")
            text = cells[index].strip() if index < len(cells) else ""
            has_escapes = "\\" in text  # few cells of a roster have any
            plain = _ESCAPE.sub("", text) if has_escapes else text
            cell.text = text if _MARKED.search(plain) else AtomicString(_ESCAPE.sub(r"\1", text) if has_escapes else text)
            if alignment:
                cell.set("align", alignment)


class _Telephone(InlineProcessor):
    """Telephone numbers can be called from a phone, and never break at their hyphen."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, found: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:
        element = ElementTree.Element("a", {"class": "telephone", "href": f"tel:{found[0]}"})
        element.text = AtomicString(found[0])
        return element, found.start(0), found.end(0)


class _Figures(Treeprocessor):
    """Marks figures and totals in tables, and finds the notice's own pictures."""

    def __init__(self, converter: markdown.Markdown, pictures: dict[str, Picture]) -> None:
        super().__init__(converter)
        self.pictures = pictures

    def run(self, root: ElementTree.Element) -> None:
        for table in root.iter("table"):
            _mark_table(table)
        for image in root.iter("img"):
            self._resolve(image)
        for paragraph in root.iter("p"):
            _make_sure_it_is_no_table(paragraph)
            _frame(paragraph)

    def _resolve(self, image: ElementTree.Element) -> None:
        name = image.get("src", "")
        picture = self.pictures.get(name)
        if picture is None:
            raise BadMarkdown("markdown.no_such_picture", f"({name}", name=name)
        image.attrib.pop("title", None)
        image.set("src", picture.url)
        image.set("width", str(picture.width))
        image.set("height", str(picture.height))


def _mark_table(table: ElementTree.Element) -> None:
    heads = table.findall("thead/tr/th")
    rows = [row.findall("td") for row in table.findall("tbody/tr")]
    texts = [["".join(cell.itertext()).strip() for cell in row] for row in rows]
    for column, head in enumerate(heads):
        if is_figure_column([row[column] for row in texts]):
            for cell in (head, *(row[column] for row in rows)):
                cell.set("class", "figure")
    for row, words in zip(table.findall("tbody/tr"), texts, strict=True):
        label = next((word for word in words[:2] if word), "")
        if is_total_label(label):
            row.set("class", "total")


def _make_sure_it_is_no_table(paragraph: ElementTree.Element) -> None:
    """Raises BadMarkdown where a clerk meant a table and residents would read bars."""
    for line in "".join(paragraph.itertext()).split("\n"):
        if _BARS.match(line):
            raise BadMarkdown("markdown.broken_table", line.strip())


def _frame(paragraph: ElementTree.Element) -> None:
    """A picture alone in its paragraph becomes a figure, its description the caption."""
    alone = len(paragraph) == 1 and not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()
    if alone and paragraph[0].tag == "img":
        image = paragraph[0]
        paragraph.tag = "figure"
        paragraph.text = image.tail = None
        if image.get("alt"):
            ElementTree.SubElement(paragraph, "figcaption").text = AtomicString(image.get("alt", ""))
