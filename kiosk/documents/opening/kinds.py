"""What a file is by its contents; its ending is only what somebody called it."""

import re
from enum import StrEnum
from pathlib import PurePosixPath

from kiosk.documents.opening import ole
from kiosk.documents.opening.archives import Archive
from kiosk.errors import Refused


class Kind(StrEnum):
    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    HTML = "html"
    MHTML = "mht"
    TEXT = "txt"


_ENDINGS = {
    Kind.XLSX: {".xlsx", ".xlsm", ".xltx", ".xltm"},
    Kind.XLSB: {".xlsb"},
    Kind.XLS: {".xls", ".xlt", ".et", ".ett"},
    Kind.ODS: {".ods", ".ots"},
    Kind.DOCX: {".docx", ".docm", ".dotx"},
    Kind.HTML: {".html", ".htm", ".xhtml"},
    Kind.MHTML: {".mht", ".mhtml"},
}
_OFFICE = {".doc", ".wps", ".pdf", *set().union(*_ENDINGS.values())}

_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00")
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh91AY", b"\xfd7zXZ")
_OLD_SHEETS = (b"\x09\x08", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
"""How workbooks from before 1997 begin."""
_WHOLE_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|table|meta|title|style|div|font|center|tr|p)\b",
    re.I | re.S,
)
_LOOKED_AT = 8192
"""Bytes that are enough to tell a text of one sort from another."""
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def kind_of(data: bytes, archive: Archive | None) -> Kind:
    """`archive` where the file is a zip. Raises Refused for what is of no kind that can be read, with what to do."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Refused("opening.empty_file")
    if archive is not None:
        return _zipped(archive)
    if data.startswith(ole.MAGIC):
        return _contained(data)
    if _is_picture(data):
        raise Refused("opening.picture")
    if data.startswith(_PACKED):
        raise Refused("opening.packed")
    if data.startswith(_OLD_SHEETS):
        raise Refused("opening.old_sheet")
    if data.startswith(b"{\\rtf"):
        raise Refused("opening.old_word")
    return _written(data)


def _zipped(archive: Archive) -> Kind:
    names = archive.names
    if "word/document.xml" in names or archive.has_folder("word/"):
        return Kind.DOCX
    if any(name.startswith("xl/workbook.") and name.endswith(".bin") for name in names):
        return Kind.XLSB
    if archive.has_folder("xl/"):
        return Kind.XLSX
    sort = archive.start_of("mimetype", 100).decode("latin-1")
    if "opendocument.spreadsheet" in sort:
        return Kind.ODS
    if "opendocument.text" in sort:
        raise Refused("opening.old_word")
    if "opendocument" in sort or archive.has_folder("ppt/"):
        raise Refused("opening.other_office")
    raise Refused("opening.packed")


def _contained(data: bytes) -> Kind:
    names = ole.top_names(data)
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise Refused("opening.locked")
    if {"Workbook", "Book", "WORKBOOK", "BOOK"} & names:
        return Kind.XLS
    if "WordDocument" in names:
        raise Refused("opening.old_word")
    if "PowerPoint Document" in names:
        raise Refused("opening.other_office")
    raise Refused("opening.damaged")


def _written(data: bytes) -> Kind:
    start = data[:_LOOKED_AT]
    if start.startswith(_BOMS):
        start = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise Refused("opening.old_sheet")
    if b"schemas.microsoft.com/office/word/2003" in start or b"schemas.microsoft.com/office/2006/xmlPackage" in start:
        raise Refused("opening.old_word")
    if re.match(rb"(?i)\s*(?:MIME-Version:|From:|Content-Type:)", start) and re.search(
        rb"(?i)content-type:\s*multipart/", start
    ):
        return Kind.MHTML
    return Kind.HTML if _WHOLE_PAGE.match(start) else Kind.TEXT


def _is_picture(data: bytes) -> bool:
    """Or a PDF."""
    is_bitmap = data.startswith(b"BM") and data[6:10] == bytes(4)
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    is_of_a_phone = data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1")
    return data.startswith(_PICTURES) or is_bitmap or is_webp or is_of_a_phone


def is_misnamed(kind: Kind, name: str) -> bool:
    ending = PurePosixPath(name).suffix.lower()
    return ending in _OFFICE and ending not in _ENDINGS.get(kind, set())
