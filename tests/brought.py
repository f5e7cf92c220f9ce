"""Files as clerks bring them, and as nobody should: built here, byte by byte where no program would."""

import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

RARE = "𠮷䶮㛃𬭩"
ROSTER = (("序号", "户主姓名", "金额"), ("1", "张三", "70"), ("2", f"李四{RARE}", "140.5"), ("3", "王五", "0"))
"""As it comes out again, whatever it was written in."""

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = f'xmlns:office="{_OPEN}:office:1.0" xmlns:table="{_OPEN}:table:1.0" xmlns:text="{_OPEN}:text:1.0"'


def types(*overrides: str) -> str:
    default = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">{default}{"".join(overrides)}</Types>'


def links(sort: str, target: str, more: str = "") -> str:
    """A part's list of what it points at, which is one other part."""
    link = f'<Relationship Id="r1" Type="{LINKS}/{sort}" Target="{target}"{more}/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{link}</Relationships>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def with_part(data: bytes, name: str, part: str | bytes) -> bytes:
    """The same zip with one part more, or another in its place."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**parts, name: part})


def an_xlsx(fill: Callable[[Workbook, Worksheet], None]) -> bytes:
    written = BytesIO()
    book = xlsxwriter.Workbook(written)
    fill(book, book.add_worksheet("花名册"))
    book.close()
    return written.getvalue()


def a_roster_xlsx(rows: Iterable[Iterable[str]] = ROSTER) -> bytes:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell.replace(".", "").isdigit():
                    sheet.write_number(at, column, float(cell))
                else:
                    sheet.write_string(at, column, cell)

    return an_xlsx(fill)


def xlsx_of(sheet_data: str, styles: str = "") -> bytes:
    """One sheet, with this between <worksheet> and </worksheet>."""
    book = '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
    parts = {
        "[Content_Types].xml": types(),
        "_rels/.rels": links("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {_SHEET} xmlns:r="{LINKS}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": links("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f"<worksheet {_SHEET}>{sheet_data}</worksheet>",
    }
    return zipped(parts | ({"xl/styles.xml": styles} if styles else {}))


def cell(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def far_apart() -> bytes:
    return xlsx_of(
        f'<sheetData><row r="1">{cell("A1", "张三")}</row><row r="1048576">{cell("XFD1048576", "李四")}</row></sheetData>'
    )


def an_ods(table: str) -> bytes:
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS}>{body}</office:document-content>'
    manifest = f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0"/>'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def a_roster_ods() -> bytes:
    def written(text: str) -> str:
        if text.replace(".", "").isdigit():
            return f'<table:table-cell office:value-type="float" office:value="{text}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(written, row))}</table:table-row>" for row in ROSTER)
    return an_ods(f'<table:table table:name="花名册">{rows}</table:table>')


def an_xlsb() -> bytes:
    """The roster in the binary form, with nothing in it that can be left out."""
    book = _record(0x9C, struct.pack("<II", 0, 1) + _wide("r1") + _wide("花名册"))
    rows = b"".join(
        _record(0x00, struct.pack("<IIHHBI", at, 0, 300, 0, 0, 0))
        + b"".join(_cell_record(column, text) for column, text in enumerate(row))
        for at, row in enumerate(ROSTER)
    )
    reach = struct.pack("<IIII", 0, len(ROSTER) - 1, 0, 2)
    sheet = _record(0x81) + _record(0x94, reach) + _record(0x91) + rows + _record(0x92) + _record(0x82)
    return zipped(
        {
            "[Content_Types].xml": types(),
            "xl/workbook.bin": _record(0x83) + _record(0x8F) + book + _record(0x90) + _record(0x84),
            "xl/_rels/workbook.bin.rels": links("worksheet", "worksheets/sheet1.bin"),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _cell_record(column: int, text: str) -> bytes:
    at = struct.pack("<II", column, 0)
    if text.replace(".", "").isdigit():
        return _record(0x05, at + struct.pack("<d", float(text)))
    return _record(0x06, at + _wide(text))


def _record(number: int, body: bytes = b"") -> bytes:
    kind = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    length, size = b"", len(body)
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return kind + length + body


def _wide(text: str) -> bytes:
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def a_docx(body: str, **parts: str) -> bytes:
    """`body` between <w:body> and </w:body>; further parts of the folder word/ by their names, without .xml."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": types(f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'),
            "_rels/.rels": links("officeDocument", "word/document.xml"),
            "word/document.xml": word_part("document", f"<w:body>{body}</w:body>"),
            **{f"word/{name}.xml": part for name, part in parts.items()},
        }
    )


def word_part(name: str, inside: str) -> str:
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_WORD} {spaces}>{inside}</w:{name}>'


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: Iterable[str]) -> str:
    written = ("".join(row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in written)}</w:tbl>"


def an_ole(*names: str) -> bytes:
    """An empty OLE file with these entries at its top."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    sectors = (len(names) + 1 + 3) // 4
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<IIIII", header, 56, 4096, end, 0, end, 0)
    struct.pack_into("<109I", header, 76, 0, *[free] * 108)
    table = [0xFFFFFFFD, *range(2, sectors + 1), end]
    entries = [_entry("Root Entry", 5, child=1 if names else free)]
    entries += [_entry(name, 2, right=at + 2 if at + 1 < len(names) else free) for at, name in enumerate(names)]
    return (
        bytes(header)
        + struct.pack("<128I", *table, *[free] * (128 - len(table)))
        + b"".join(entries).ljust(sectors * 512, b"\x00")
    )


def _entry(name: str, sort: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    letters = name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(letters) + 2, sort, 1, 0xFFFFFFFF, right, child)
    return (letters.ljust(64, b"\x00") + links).ljust(116, b"\x00") + struct.pack("<IQ", 0xFFFFFFFE, 0)
