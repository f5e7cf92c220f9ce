"""Which encoding a text is in: what marks itself as Unicode is believed; else UTF-8 if it fits, and of GB18030 and Big5 the
one that makes the more common characters of it."""

import codecs
import re
from dataclasses import dataclass

from kiosk.errors import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
"""Bytes that are enough to judge by."""
_DAMAGE_LIMIT = 200
"""One character in so many may be damaged."""
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    """As people call it: UTF-8, GB18030, Big5 …"""
    is_guessed: bool = False
    damaged: int = 0
    """Characters that could not be read; a � stands for each."""


def decode(data: bytes, declared: str = "") -> Decoded:
    """`declared` is what the file says of itself; it is believed where it fits. Raises Refused for what is no text."""
    decoded = _decode(data, declared)
    text = decoded.text
    if decoded.damaged * _DAMAGE_LIMIT > len(text) or len(_CONTROL.findall(text)) * _DAMAGE_LIMIT > len(text):
        raise Refused("opening.no_text")
    return decoded


def _decode(data: bytes, declared: str) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    by_itself = _fits(data, "utf-8")
    if by_itself is not None and b"\x00" not in data:
        return Decoded(by_itself, "UTF-8")
    said = _known(declared)
    if said and (fitting := _fits(data, said)) is not None:
        return Decoded(fitting, _name(said))
    wide = _without_mark(data)
    if wide:
        return _decoded(data, wide, is_guessed=True)
    return _chinese(data)


def _without_mark(data: bytes) -> str:
    """UTF-16 that does not say so: digits, commas and line ends make every other byte zero, or half of them."""
    sample = data[: _SAMPLE // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample) or min(even, odd) * 20 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _chinese(data: bytes) -> Decoded:
    mainland, taiwan = _fits(data, "gb18030"), _fits(data, "cp950") or _fits(data, "big5hkscs")
    if mainland is None and taiwan is None:
        whole = [_decoded(data, encoding, is_guessed=True) for encoding in ("gb18030", "utf-8", "cp950")]
        return min(whole, key=lambda each: each.damaged)
    if taiwan is None or (mainland is not None and _common_in_mainland(mainland) >= _common_in_taiwan(taiwan)):
        return Decoded(mainland or "", "GB18030", is_guessed=True)
    return Decoded(taiwan, "Big5", is_guessed=True)


def _common_in_mainland(text: str) -> float:
    """Share of the characters of GB 2312, level 1 (3,755 of them, by their sound), and its signs."""
    return _share(text, "gb18030", range(0xB0, 0xD8))


def _common_in_taiwan(text: str) -> float:
    """Share of the 5,401 frequent characters of Big5."""
    return _share(text, "cp950", range(0xA4, 0xC7))


def _share(text: str, encoding: str, leads: range) -> float:
    foreign = [each for each in text[:_SAMPLE] if ord(each) > 0x7F]
    han = [each for each in foreign if _HAN.match(each)]
    written = (each.encode(encoding, "replace") for each in han)
    common = sum(1 for each in written if len(each) == 2 and each[0] in leads and (encoding != "gb18030" or each[1] > 0xA0))
    signs = sum(1 for each in foreign if each in "，。、；：？！（）《》“”‘’「」【】—…　％／．－＋￥〇○")
    return (common + signs) / (len(foreign) or 1)


def _fits(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, encoding: str, is_guessed: bool = False) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, _name(encoding), is_guessed, text.count("\ufffd"))


def _known(declared: str) -> str:
    """gb2312 is said of what is GBK or GB18030. UTF-16 said in plain letters is never true."""
    plain = declared.strip().lower().replace("_", "-")
    if plain in ("gb2312", "gbk", "gb18030", "cp936", "x-gbk", "gb-2312-80", "936"):
        return "gb18030"
    return {"big5": "cp950", "big5-hkscs": "big5hkscs", "utf-8": "utf-8", "utf8": "utf-8"}.get(plain, "")


def _name(encoding: str) -> str:
    return {"gb18030": "GB18030", "cp950": "Big5", "big5hkscs": "Big5"}.get(
        encoding, encoding.upper().removesuffix("-LE").removesuffix("-BE")
    )
