"""Words for people who read standing, at five metres, and not for long: short sentences, no shorthand, few pages."""

import re
from collections.abc import Iterator

from kiosk.rules.checks import limits
from kiosk.rules.checks.about import About
from kiosk.rules.findings import Finding
from kiosk.rules.placed_text import HEADING_LIMIT
from kiosk.rules.reading import page_count, text_pages

_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")
_STRETCH = re.compile(r"[^，,、：:（）()“”\"《》—…。！？!?；;]+")
_MARKS = re.compile(r"^[\s>]*(?:[-*+]|\d{1,3}[.)])?\s*")
_LONGEST_WORD = 8
_LATIN = re.compile(rf"(?<![A-Za-z0-9._/@-])[A-Z]{{2,{_LONGEST_WORD}}}(?![A-Za-z0-9._/@-])")
_LINK = re.compile(r"(?:https?://|www\.)\S+|!?\[[^\]\[\n]{0,200}\]\([^)\n]{0,500}\)")


def plain_words(about: About) -> Iterator[Finding]:
    """At most ten, so that the grave findings are not buried; then one that says how many more."""
    most = limits.count(about.limits, "plain.told")
    found = [*_pages(about), *_headings(about), *_words(about), *_sentences(about)]
    yield from found[:most]
    if len(found) > most:
        yield about.finding("plain.more", found[most].place, count=len(found) - most)


def _pages(about: About) -> Iterator[Finding]:
    body, pace = about.notice.body, about.pace
    limit = limits.count(about.limits, "plain.pages")
    of_text, whole = text_pages(body), page_count(body, pace)
    if of_text > limit:
        yield about.finding("plain.pages", pages=of_text, limit=limit)
    elif whole > limits.count(about.limits, "plain.pages_with_tables"):
        yield about.finding("plain.pages_with_tables", pages=whole)


def _headings(about: About) -> Iterator[Finding]:
    for line in about.placed.lines:
        if line.raw.startswith("#") and len(line.raw) > HEADING_LIMIT:
            place = line.place(0, len(line.raw))
            yield about.finding("plain.long_heading", place, length=len(line.raw), limit=HEADING_LIMIT)


def _sentences(about: About) -> Iterator[Finding]:
    whole = limits.count(about.limits, "plain.sentence_characters")
    stretch = limits.count(about.limits, "plain.stretch_characters")
    paragraph = limits.count(about.limits, "plain.paragraph_characters")
    for line in about.placed.lines:
        if line.raw.startswith("#"):
            continue
        if _length(line.raw) > paragraph:
            yield about.finding(
                "plain.long_paragraph", line.place(0, len(line.raw)), length=_length(line.raw), limit=paragraph
            )
        for found in _SENTENCE.finditer(line.raw):
            said = _MARKS.sub("", _LINK.sub("", found[0]))
            longest = max(map(len, _STRETCH.findall(said)), default=0)
            length, begins = len(said), said[:12]
            if length > whole:
                yield about.finding(
                    "plain.long_sentence", line.place(*found.span()), begins=begins, length=length, limit=whole
                )
            elif longest > stretch:
                facts = {"begins": begins, "length": longest, "limit": stretch}
                yield about.finding("plain.long_stretch", line.place(*found.span()), **facts)


def _length(text: str) -> int:
    return len(_MARKS.sub("", _LINK.sub("", text)))


def _words(about: About) -> Iterator[Finding]:
    """Each once, where it stands first, unless the notice says what it means."""
    body = about.notice.body
    known = limits.named(about.limits, "plain.abbreviations")
    fine = frozenset(limits.words(about.limits, "plain.needs_no_explanation"))
    pieces = [*about.placed.lines, *(piece for table in about.placed.tables for piece in table.head)]
    spelled = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))) or "(?!)")
    explained = _explained_capitals(body)
    seen: set[str] = set()
    for piece in pieces:
        text = _LINK.sub(lambda link: " " * len(link[0]), piece.raw)
        found = sorted([*spelled.finditer(text), *_LATIN.finditer(text)], key=lambda each: each.start())
        for each in found:
            word = each[0]
            if word in seen or word in fine:
                continue
            seen.add(word)
            if word in explained or word in known and _explains(body, word, known[word]):
                continue
            place = piece.place(*each.span())
            if word in known:
                yield about.finding("plain.abbreviation", place, word=word, meaning=known[word])
            else:
                yield about.finding("plain.unknown_abbreviation", place, word=word)


_SAID_BEHIND = r"[”\"》]?\s*(?:[（(](?:即|指|是指|包括|全称)?|，?(?:即|是指|指的是|就是|包括))\s*[^）)，。\d]{2}"
_SAID_BEFORE = r"(?:简称|以下称|下称|又称|又叫|俗称)[:：]?\s*[“\"《]?"
_CAPITALS_EXPLAINED = (
    re.compile(rf"(?<![A-Z])(?P<behind>[A-Z]{{2,}}+)(?={_SAID_BEHIND})"),
    re.compile(rf"{_SAID_BEFORE}(?P<before>[A-Z]{{2,8}})|[（(][“\"《]?(?P<within>[A-Z]{{2,8}})[”\"》]?[）)]"),
)


def _explained_capitals(body: str) -> frozenset[str]:
    """Every word in capital letters that is said what it means, found in one pass: a text may have thousands of them. Of
    letters that go on, each beginning or end may be meant."""
    explained: set[str] = set()
    for found in (found for sort in _CAPITALS_EXPLAINED for found in sort.finditer(body)):
        word = found[0] if found.lastgroup is None else found[found.lastgroup]
        sizes = range(2, min(len(word), _LONGEST_WORD) + 1)
        if found.lastgroup == "within":
            explained.add(word)
        else:
            explained.update(word[-size:] if found.lastgroup == "behind" else word[:size] for size in sizes)
    return frozenset(explained)


def _explains(body: str, word: str, meaning: str) -> bool:
    """三资（资金、资产、资源）, （简称三资）, 三资是指…, or the full words themselves."""
    quoted = rf"[“\"《]?{re.escape(word)}[”\"》]?"
    behind = rf"{re.escape(word)}{_SAID_BEHIND}"
    before = rf"{_SAID_BEFORE}{re.escape(word)}|[（(]{quoted}[）)]"
    return bool(meaning) and meaning in body or re.search(f"{behind}|{before}", body) is not None
