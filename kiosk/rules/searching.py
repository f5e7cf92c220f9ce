"""Words that are looked for, and texts that they are looked for in: Chinese letter by letter, the rest run by run.

Both are brought to one form: full-width or half-width, capital or small, 12,345.00 or 12345.00 are the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORDS_LIMIT = 100
"""Characters of which a search is read."""
PHRASES_LIMIT = 8
BREAK = "¦"
"""Stands where a line or a cell ends: what is searched for never begins in one and ends in the next."""

# Letters of the scripts that are written without blanks, the private letters of old name lists among them.
_ALONE = (
    r"\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u30fa\u30fc-\u318f\u31a0-\u31ff\u3400-\u9fff\ua000-\ud7ff"
    r"\ue000-\ufaff\U00020000-\U0003ffff\U000f0000-\U0010fffd"
)
_RUN = r"a-z\u00df-\u02af\u0370-\u1fff"
_TOKEN = re.compile(rf"[0-9]+|[{_RUN}]+|[{_ALONE}]|{BREAK}")
_MARKS = re.compile(r"[\u0300-\u036f\u3099\u309a]+")
_GROUPING = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_ENDS = re.compile(r"[\n|]+")
_BETWEEN_PHRASES = re.compile(r"[\s、，；。！？…]+")


def segmented(text: str) -> str:
    """The letters, figures and words of a text with blanks between them."""
    return " ".join(_TOKEN.findall(_ENDS.sub(f" {BREAK} ", _folded(text.replace(BREAK, " ")))))


def _folded(text: str) -> str:
    if not text.isascii():
        # First, for a long row of accents would take minutes to be put in order.
        text = "".join(each for each in text if not unicodedata.combining(each))
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return _GROUPING.sub("", text.casefold())


def phrases(words: str) -> tuple[str, ...]:
    """What must stand in a text, each next to itself, segmented; none where there is nothing to look for."""
    return _all_phrases(words)[:PHRASES_LIMIT]


def _all_phrases(words: str) -> tuple[str, ...]:
    found = (segmented(each.replace("|", " ")) for each in _BETWEEN_PHRASES.split(words[:WORDS_LIMIT]))
    return tuple(dict.fromkeys(filter(None, found)))


def is_cut(words: str) -> bool:
    """More was written than is looked for."""
    return len(words) > WORDS_LIMIT or len(_all_phrases(words)) > PHRASES_LIMIT


def goes_on(phrase: str) -> bool:
    """Its last word may be the beginning of a longer one: a single letter or figure would be the beginning of too many."""
    last = phrase.rpartition(" ")[2]
    return len(last) > 1


def stands_in(phrase: str, text: str) -> bool:
    """Both segmented."""
    return f" {phrase}{'' if goes_on(phrase) else ' '}" in f" {text} "


@dataclass(frozen=True)
class Piece:
    words: str
    is_found: bool = False


AROUND = 24
"""Characters before what was found, and thrice as many after it."""
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Letter for letter, so that what is found in the one stands at the same place in the other."""
_MARKUP = re.compile(r"\*\*([^*|\n]+)\*\*|^#+|\\|:?-{3,}:?|!?\[([^\]\n]*)\]\([^)\n]*\)", re.MULTILINE)
_CELL_ENDS = re.compile(r"\s*\|[\s|]*")
_BLANKS = re.compile(r"\s+")
_OF_A_NUMBER = frozenset("0123456789.,")
_NUMBER_LIMIT = 20


def marked(text: str, wanted: Iterable[str]) -> list[Piece]:
    """The whole text in pieces, those that were looked for apart."""
    pieces, done = [], 0
    for start, end in _places(text, wanted):
        pieces += [Piece(text[done:start]), Piece(text[start:end], True)]
        done = end
    return [each for each in (*pieces, Piece(text[done:])) if each.words]


def excerpt(body: str, wanted: tuple[str, ...]) -> list[Piece]:
    """Of a Markdown text what stands around the first thing that was looked for; nothing where none of it is there."""
    place = next(_places(body, wanted, once=True), None)
    if place is None:
        return []
    start, end = _without_cutting_numbers(body, max(0, place[0] - AROUND), min(len(body), place[1] + 3 * AROUND))
    around = _BLANKS.sub(" ", _CELL_ENDS.sub(" · ", _MARKUP.sub(r"\1\2", body[start:end]))).strip(" ·")
    pieces = marked(around, wanted)
    return [*([Piece("…")] if start else []), *pieces, *([Piece("…")] if end < len(body) else [])]


def _without_cutting_numbers(body: str, start: int, end: int) -> tuple[int, int]:
    """Half of an amount would be another amount."""
    for _step in range(_NUMBER_LIMIT):
        if 0 < start and body[start - 1] in _OF_A_NUMBER and body[start] in _OF_A_NUMBER:
            start -= 1
        if end < len(body) and body[end - 1] in _OF_A_NUMBER and body[end] in _OF_A_NUMBER:
            end += 1
    return start, end


def _places(text: str, wanted: Iterable[str], once: bool = False) -> Iterator[tuple[int, int]]:
    """Where a person would see it in the text as it is written; a few forms that were folded are not seen."""
    forms = [_as_written(phrase) for phrase in wanted]
    if not forms:
        return
    finder = re.compile("|".join(sorted(forms, key=len, reverse=True)), re.IGNORECASE)
    for found in finder.finditer(text.translate(_NARROW)):
        yield found.span()
        if once:
            return


def _as_written(phrase: str) -> str:
    """In a pattern: between its words may stand what is no word, but no end of a line or a cell."""
    words = phrase.split(" ")
    forms = [",?".join(each) if each.isdecimal() else re.escape(each) for each in words]
    before = r"(?<![0-9])" if words[0].isdecimal() else ""
    after = r"(?![0-9])" if words[-1].isdecimal() and not goes_on(phrase) else ""
    return before + r"[^\w\n|]{0,6}".join(forms) + after
