"""Small parts of an office file that are read as a whole: styles, lists, the names of sheets."""

from xml.etree import ElementTree

from kiosk.documents.opening.archives import Archive
from kiosk.errors import Refused


def tree_of(archive: Archive, name: str, limit: int) -> ElementTree.Element:
    """An empty one where there is none, or where it has more than so many bytes. Raises Refused for a part that is damaged,
    or declares entities."""
    written = archive.read(name, limit)
    if written is None:
        return ElementTree.Element("none")
    if b"<!DOCTYPE" in written:
        raise Refused("opening.bomb")
    try:
        return ElementTree.fromstring(written)
    except (ElementTree.ParseError, ValueError, LookupError) as broken:
        raise Refused("opening.damaged") from broken


def local(tag: str) -> str:
    """Without its vocabulary."""
    return tag.rpartition("}")[2]
