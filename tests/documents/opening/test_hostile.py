"""Whatever is brought, there is an answer within seconds that says what is wrong, and nothing falls over."""

import threading
import time
import zipfile
from io import BytesIO

import pytest
from brought import (
    LINKS,
    a_docx,
    a_roster_xlsx,
    an_ods,
    an_ole,
    an_xlsx,
    cell,
    far_apart,
    links,
    p,
    tbl,
    tc,
    with_part,
    word_part,
    xlsx_of,
    zipped,
)

from kiosk.documents.opening import open_file, open_pasted
from kiosk.documents.opening.limits import MEMORY_BYTES, SIZE_LIMIT
from kiosk.errors import Refused

SECONDS = 5
MILLION = 1_000_000


def sheet(inside: str) -> bytes:
    return xlsx_of(f"<sheetData>{inside}</sheetData>")


def in_row(inside: str, row: int = 1) -> str:
    return f'<row r="{row}">{inside}</row>'


def with_entities(inside: str) -> str:
    levels = "".join(f"<!ENTITY e{at} '{before * 10}'>" for at, before in enumerate((f"&e{at};" for at in range(9)), 1))
    return f"<!DOCTYPE x [<!ENTITY e0 '张三'>{levels}]>{inside}"


def locked_zip() -> bytes:
    data = bytearray(a_roster_xlsx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    return bytes(data)


def lying_zip() -> bytes:
    """Its sheet says that it is small, and is not."""
    name = b"xl/worksheets/sheet1.xml"
    data = bytearray(sheet(in_row(cell("A1", "长" * 2 * MILLION))))
    for mark, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = data.find(mark)
        while data[at + name_at : at + name_at + len(name)] != name:
            at = data.find(mark, at + 1)
        data[at + size_at : at + size_at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def shared_bomb() -> bytes:
    """One long text that a hundred thousand cells point at."""
    text = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"长" * 30_000}</t></si></sst>'
    rows = (in_row("".join(f'<c r="{at}{row}" t="s"><v>0</v></c>' for at in "ABCDEFGHIJ"), row) for row in range(1, 10_001))
    data = with_part(sheet("".join(rows)), "xl/sharedStrings.xml", text)
    known = zipfile.ZipFile(BytesIO(data)).read("xl/_rels/workbook.xml.rels").decode()
    to_texts = f'<Relationship Id="r2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    return with_part(data, "xl/_rels/workbook.xml.rels", known.replace("</Relationships>", f"{to_texts}</Relationships>"))


def repeated_ods() -> bytes:
    said = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{said}</table:table-row>'
    return an_ods(f'<table:table table:name="表">{row}</table:table>')


HOSTILE = {
    "empty": (lambda: b"", "opening.empty_file"),
    "zeros": (lambda: b"\x00" * 5000, "opening.empty_file"),
    "blank": (lambda: b" \r\n\t ", "opening.empty_file"),
    "too large": (lambda: b"a" * (SIZE_LIMIT + 1), "opening.too_large"),
    "junk": (lambda: bytes(range(256)) * 40, "opening.no_text"),
    "truncated": (lambda: a_roster_xlsx()[:3000], "opening.damaged"),
    "cut at the start": (lambda: b"PK\x03\x04" + b"\x07" * 500, "opening.damaged"),
    "empty zip": (lambda: zipped({}), "opening.packed"),
    "broken inside": (lambda: a_roster_xlsx().replace(b"\x01\x02\x03", b"")[:-600] + b"\x00" * 600, "opening.damaged"),
    "not xml": (lambda: with_part(a_roster_xlsx(), "xl/workbook.xml", "<<<"), "opening.damaged"),
    "no sheets": (lambda: with_part(a_roster_xlsx(), "xl/workbook.xml", "<workbook/>"), "opening.nothing_inside"),
    "empty sheet": (lambda: an_xlsx(lambda book, page: None), "opening.nothing_inside"),
    "far apart": (far_apart, "opening.far_cell"),
    "many rows": (
        lambda: sheet("".join(in_row(f'<c r="A{at}"><v>1</v></c>', at) for at in range(1, 60_100))),
        "opening.too_many_rows",
    ),
    "many columns": (lambda: sheet(in_row("<c><v>1</v></c>" * 300)), "opening.too_many_columns"),
    "zip bomb": (lambda: with_part(a_roster_xlsx(), "xl/worksheets/sheet1.xml", b" " * 90 * MILLION), "opening.bomb"),
    "pictures without end": (
        lambda: zipped({**dict.fromkeys((f"xl/media/{at}.png" for at in range(3500)), b""), "xl/workbook.xml": ""}),
        "opening.bomb",
    ),
    "lying zip": (lying_zip, "opening.damaged"),
    "huge cell": (lambda: sheet(in_row(cell("A1", "a" * 150 * MILLION))), "opening.bomb"),
    "large cell": (lambda: sheet(in_row(cell("A1", "".join(f"张三{at}" for at in range(3 * MILLION))))), "opening.too_much"),
    "one text for all": (shared_bomb, "opening.too_much"),
    "repeated": (repeated_ods, "opening.damaged"),
    "entities": (lambda: with_part(a_roster_xlsx(), "xl/worksheets/sheet1.xml", with_entities("<worksheet/>")), "opening.bomb"),
    "entities in Word": (lambda: with_part(a_docx(p("张三")), "word/document.xml", with_entities("<w/>")), "opening.bomb"),
    "entities in styles": (lambda: a_docx(p("张三"), styles=with_entities("<w/>")), "opening.bomb"),
    "entities in UTF-16": (
        lambda: with_part(
            a_docx(p("张三")),
            "word/document.xml",
            ('<?xml version="1.0" encoding="UTF-16"?>' + with_entities("<w>&e9;</w>")).encode("utf-16"),
        ),
        "opening.bomb",
    ),
    "deep Word": (lambda: a_docx("<w:tbl><w:tr><w:tc>" * 5000), "opening.too_much"),
    "tables in tables": (
        lambda: a_docx("<w:tbl><w:tr><w:tc>" * 30 + p("张三") + "</w:tc></w:tr></w:tbl>" * 30),
        "opening.too_much",
    ),
    "endless Word": (lambda: a_docx(p("张三") * 70_000), "opening.too_much"),
    "wide Word": (
        lambda: a_docx(tbl(*[[tc("张三", '<w:gridSpan w:val="999"/>'), tc("李四")] for _ in range(2000)])),
        "opening.too_many_cells",
    ),
    "deep sheet": (lambda: sheet("<row>" * 200_000), "opening.nothing_inside"),
    "locked zip": (locked_zip, "opening.locked"),
    "locked office": (lambda: an_ole("EncryptionInfo", "EncryptedPackage"), "opening.locked"),
    "old Word": (lambda: an_ole("WordDocument", "1Table"), "opening.old_word"),
    "old slides": (lambda: an_ole("PowerPoint Document"), "opening.other_office"),
    "other OLE": (lambda: an_ole("Contents"), "opening.damaged"),
    "empty OLE sheet": (lambda: an_ole("Workbook"), "opening.nothing_inside"),
    "cut OLE": (lambda: an_ole("Workbook")[:600], "opening.damaged"),
    "rtf": (lambda: rb"{\rtf1\ansi hello}", "opening.old_word"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\n", "opening.picture"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "opening.picture"),
    "packed": (lambda: b"Rar!\x1a\x07\x00\xcf\x90", "opening.packed"),
    "zip of files": (lambda: zipped({"名册.xlsx": a_roster_xlsx()}), "opening.packed"),
    "slides": (lambda: zipped({"ppt/presentation.xml": "<a/>"}), "opening.other_office"),
    "spreadsheet in XML": (
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "opening.old_sheet",
    ),
    "rows that reach down": (
        lambda: ("<table>" + "<tr>" + "<td rowspan=65535 colspan=65535>张三</td>" * 2000 + "</tr></table>").encode(),
        "opening.too_many_cells",
    ),
    "open comments": (lambda: b"<html>" + b"<!-" * 3 * MILLION, "opening.nothing_inside"),
    "many open tags": (lambda: b"<html>" + b"<div>" * MILLION + "张三".encode(), None),
    "open quotation mark": (lambda: b'a,"b\n' * 200_000, None),
    "one long line": (lambda: b"1," * 5 * MILLION, None),
    "bars": (lambda: b"|" * 10 * MILLION, None),
    "letters": (lambda: b"a b c " * 3 * MILLION, None),
    "spaced lines": (lambda: b"a b 1\na b 1\na b 1\na b 1 2\n" * 20_000, None),
}
"""What is brought, and the answer; None where it does not matter, so long as there is one."""


@pytest.mark.parametrize("made, code", HOSTILE.values(), ids=HOSTILE)
def test_every_hostile_file_is_answered_in_time_with_a_reason(made, code):
    data = made()
    before = time.monotonic()
    try:
        open_file(data, "名册.xlsx")
        answered = None
    except Refused as refused:
        answered = refused.code
        assert answered.startswith("opening.")
    assert code is None or answered == code
    assert time.monotonic() - before < 12 * SECONDS  # nothing waits for ever; how fast it is, bench.py tells


def test_the_child_has_no_more_memory_than_it_may():
    assert MEMORY_BYTES <= 300 * 1024**2


def test_a_far_cell_is_named():
    with pytest.raises(Refused) as refused:
        open_file(far_apart(), r"C:\文件\两头.xlsx")
    assert refused.value.problems[0].facts == {"name": "两头.xlsx", "sheet": "表", "cell": "XFD1048576"}


def test_reading_stops_when_nobody_waits_for_it():
    stop = threading.Event()
    stop.set()
    with pytest.raises(Refused) as refused:
        open_file(a_roster_xlsx(), "名册.xlsx", stop=stop)
    assert refused.value.code == "opening.stopped"


def test_reading_stops_in_the_middle():
    stop = threading.Event()
    with pytest.raises(Refused) as refused:
        open_file(a_roster_xlsx([["张三", "70"]] * 5000), "名册.xlsx", progress=lambda rows: stop.set(), stop=stop)
    assert refused.value.code == "opening.stopped"


def test_progress_is_told_in_rows_and_never_goes_back():
    told: list[int] = []
    open_file(a_roster_xlsx([["张三", "70"]] * 2000), "名册.xlsx", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 2000


@pytest.mark.parametrize(
    "name, kept", [("../../etc/名册.xlsx", "名册.xlsx"), (r"D:\村务\名册.xlsx", "名册.xlsx"), ("名册.xlsx", "名册.xlsx")]
)
def test_of_a_name_only_the_last_part_is_kept(name, kept):
    assert open_file(a_roster_xlsx(), name).name == kept


def test_too_much_pasted_is_refused():
    with pytest.raises(Refused) as refused:
        open_pasted("", "张" * 6 * MILLION)
    assert refused.value.code == "opening.pasted_too_large"


def test_what_was_pasted_has_no_name_to_be_told_by():
    with pytest.raises(Refused) as refused:
        open_pasted("<table>" + "<tr><td>户主</td><td>金额</td></tr>" * 2 + "</table>" + "<p>张三</p>" * 70_000, "")
    assert refused.value.code == "opening.pasted_too_much"


def test_nothing_pasted_is_refused():
    with pytest.raises(Refused) as refused:
        open_pasted("<p></p>", " ")
    assert refused.value.code == "opening.nothing_inside"


def test_what_a_word_file_points_at_outside_is_not_fetched():
    picture = f'<w:p><w:r><w:drawing><a:blip xmlns:r="{LINKS}" r:link="r1"/></w:drawing></w:r></w:p>'
    outside = links("image", "file:///etc/hostname", ' TargetMode="External"')
    data = with_part(a_docx(picture + p("张三")), "word/_rels/document.xml.rels", outside)
    opened = open_file(data, "通知.docx")
    assert opened.parts == ("张三",)
    assert [each.code for each in opened.remarks] == ["opening.pictures"]


def test_headers_of_a_word_file_are_looked_at_within_bounds():
    data = a_docx(p("张三"), header1=word_part("hdr", p("甲" * 3_000_000)))
    assert open_file(data, "通知.docx").parts == ("张三",)
