"""The pinyin initials of a title (财务收支 is C W S Z), by which it is found with few keys on a touch screen."""

import unicodedata
from importlib.util import find_spec
from pathlib import Path

_letters: dict[str, str] = {}
"""Of every character met so far."""


def initials(words: str) -> list[str]:
    """For each character that can be typed, the letters that it may begin with: 重庆2026 is ["zc", "q", "2", "0", "2", "6"]."""
    characters = unicodedata.normalize("NFKC", words).lower()
    unknown = {each for each in characters if each not in _letters}
    if unknown:
        _letters.update(_read(unknown))
    return [letters for each in characters if (letters := _letters[each])]


def _read(characters: set[str]) -> dict[str, str]:
    """"" for a character that no key stands for.

    Of pypinyin's table only the lines that are wanted are read: imported, it would keep 14 MB of it, with its phrases 60, and
    read as a whole it takes longer than all the rest of a start. Phrases would only choose between readings, and here any
    usual one may be typed.
    """
    plain = {each: each if each.isascii() and each.isalnum() else "" for each in characters}
    if all(each.isascii() for each in characters):
        return plain
    table = _table().read_bytes()
    return plain | {each: _first_letters(readings) for each in characters if (readings := _readings(table, each))}


def _readings(table: bytes, character: str) -> str:
    key = b'"%d": "' % ord(character)
    at = table.find(key)
    return table[at + len(key) : table.index(b'"', at + len(key))].decode("utf-8") if at >= 0 else ""


def _table() -> Path:
    found = find_spec("pypinyin")
    return Path(found.origin).with_name("pinyin_dict.json")


def _first_letters(readings: str) -> str:
    """Of "zhòng,chóng,tóng", the usual ones first: zc. What comes third is read in old books alone, and finds what nobody meant."""
    letters = dict.fromkeys(unicodedata.normalize("NFD", each)[0] for each in readings.split(","))
    return "".join(list(letters)[:2])
