"""Styles and lists of a Word file: which styles are headings, and how lists are numbered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from kiosk.documents.opening.archives import Archive
from kiosk.documents.opening.values import small_number
from kiosk.documents.opening.word_numbering import Level, Numbering
from kiosk.documents.opening.xml_parts import local, tree_of

_PART_LIMIT = 4 * 1024 * 1024
_BASED_ON_LIMIT = 10


@dataclass(frozen=True)
class Style:
    outline: int | None = None
    """0 for the highest heading; None for what is no heading."""
    list_name: str = ""
    list_level: int = 0
    based_on: str = ""


def styles_of(archive: Archive) -> Mapping[str, Style]:
    """By the name that paragraphs call them by."""
    own = {_value(each, "styleId"): _style(each) for each in _children(tree_of(archive, "word/styles.xml", _PART_LIMIT), "style")}
    return {name: _with_inherited(style, own) for name, style in own.items()}


def numbering_of(archive: Archive) -> Numbering:
    numbering = Numbering()
    tree = tree_of(archive, "word/numbering.xml", _PART_LIMIT)
    for pattern in _children(tree, "abstractNum"):
        numbering.levels[_value(pattern, "abstractNumId")] = {
            _level_of(each): _level(each) for each in _children(pattern, "lvl")
        }
    for each in _children(tree, "num"):
        name = _value(each, "numId")
        numbering.patterns[name] = _under(each, "abstractNumId")
        restarts = {_level_of(over): small_number(_under(over, "startOverride"), 1) for over in _children(each, "lvlOverride")}
        numbering.restarts[name] = restarts
    return numbering


def _style(style: ElementTree.Element) -> Style:
    name = _under(style, "name").lower()
    outline: int | None = None
    if name.startswith("heading ") and name[8:].isdigit():
        outline = int(name[8:]) - 1
    elif name == "title":
        outline = 0
    for each in style.iter():
        if local(each.tag) == "outlineLvl":
            outline = small_number(_value(each, "val"), 9)
    lists = {local(each.tag): _value(each, "val") for each in style.iter() if local(each.tag) in ("numId", "ilvl")}
    return Style(outline, lists.get("numId", ""), small_number(lists.get("ilvl", ""), 0), _under(style, "basedOn"))


def _with_inherited(style: Style, own: Mapping[str, Style]) -> Style:
    outline, list_name, list_level, above = style.outline, style.list_name, style.list_level, style.based_on
    for _ in range(_BASED_ON_LIMIT):
        parent = own.get(above)
        if parent is None:
            break
        outline = parent.outline if outline is None else outline
        if not list_name:
            list_name, list_level = parent.list_name, parent.list_level
        above = parent.based_on
    return Style(outline, list_name, list_level)


def _level(level: ElementTree.Element) -> Level:
    text = _under(level, "lvlText")
    return Level(small_number(_under(level, "start"), 1), _under(level, "numFmt") or "decimal", text)


def _level_of(element: ElementTree.Element) -> int:
    return small_number(_value(element, "ilvl"), 0)


def _children(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in element if local(each.tag) == name)


def _under(element: ElementTree.Element, name: str) -> str:
    return next((_value(each, "val") for each in _children(element, name)), "")


def _value(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.items() if local(key) == name), "")
