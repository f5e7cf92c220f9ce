"""Files from outside are opened behind glass: what is whole is shown, and what is not brings nothing down."""

import io
import struct
import subprocess
import sys
import zlib

import pytest
from cast import codes
from paper import a_pdf, a_picture
from PIL import Image

from kiosk.documents import unpacking
from kiosk.documents.pictures import SIDE_LIMIT, for_screen
from kiosk.documents.unpacking import PAGES_LIMIT, pages_of, picture_of
from kiosk.errors import Refused

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def by_hand(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF no program would write: objects numbered from 1, the first of them its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def drawing(content: bytes, resources: bytes, *objects: bytes) -> bytes:
    """One page of two hundred by one hundred points; `objects` are numbered from 5."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /XObject << %s >> >> >>" % resources
    return by_hand(CATALOG, ONE_PAGE, page, stream(content), *objects)


def locked() -> bytes:
    key = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"00" * 32, b"11" * 32)
    return by_hand(CATALOG, ONE_PAGE, PAGE, key, trailer=b"/Encrypt 4 0 R /ID [<00><00>]")


def picture_of_a_gigabyte() -> bytes:
    """Twenty thousand pixels each way, all of them black."""
    squeezed = zlib.compress(b"\x81\x00" * (20_000 * 20_000 * 3 // 128), 9)
    entries = b"/Subtype /Image /Width 20000 /Height 20000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter [/FlateDecode /RunLengthDecode]"
    return drawing(b"200 0 0 100 0 0 cm /I Do", b"/I 5 0 R", stream(squeezed, entries))


def drawing_of_two_gigabytes() -> bytes:
    """Nothing but spaces."""
    squeezed = zlib.compress(b"\x81 " * (2 * 10**9 // 128), 9)
    return by_hand(CATALOG, ONE_PAGE, PAGE[:-2] + b"/Contents 4 0 R >>", stream(squeezed, b"/Filter [/FlateDecode /RunLengthDecode]"))


def a_billion_drawings() -> bytes:
    """A drawing that draws twenty drawings, each of which draws twenty …"""
    depth = 9
    inner = b"0 0 10 10 re f " * 20
    nested = [
        stream(b"/F Do " * 20, b"/Subtype /Form /BBox [0 0 200 100] /Resources << /XObject << /F %d 0 R >> >>" % number)
        for number in range(6, 6 + depth)
    ]
    return drawing(b"/F Do", b"/F 5 0 R", *nested, stream(inner, b"/Subtype /Form /BBox [0 0 200 100]"))


def a_huge_picture() -> bytes:
    """Sixty thousand pixels each way, in a hundred bytes."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_behind_glass_a_picture_is_the_same(kind):
    data = a_picture(kind, (3000, 1500))
    assert picture_of(data, "照片.png") == for_screen(data, "照片.png")


def test_what_a_camera_wrote_beside_it_does_not_come_through():
    exif = Image.Exif()
    exif[0x013B] = "SECRET-AUTHOR"
    written = io.BytesIO()
    Image.new("RGB", (40, 20)).save(written, "JPEG", exif=exif, comment=b"SECRET-COMMENT")
    assert b"SECRET" in written.getvalue()
    assert b"SECRET" not in picture_of(written.getvalue(), "照片.jpg").data


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", "picture.unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.unreadable"),
        (a_picture()[:60], "picture.unreadable"),
        (a_pdf(), "picture.unreadable"),
        (a_huge_picture(), "picture.too_large"),
    ],
    ids=["empty", "svg", "half", "pdf", "huge"],
)
def test_what_is_no_picture_is_told_by_its_name(data, code):
    with pytest.raises(Refused) as wrong:
        picture_of(data, "某图.png")
    assert wrong.value.code == code
    assert wrong.value.problems[0].facts["name"] == "某图.png"


@pytest.mark.parametrize(
    "size, shape",
    [((842, 595), "lying"), ((14_000, 14_000), "square"), ((1, 10_000), "upright"), ((0.1, 0.1), "square")],
)
def test_a_page_fills_the_screen_whatever_its_size(size, shape):
    (page,) = pages_of(a_pdf(size), "单.pdf")
    assert page.extension == "jpg"
    assert max(page.width, page.height) <= SIDE_LIMIT
    assert {"upright": page.width < page.height, "lying": page.width > page.height, "square": page.width == page.height}[shape]
    with Image.open(io.BytesIO(page.data)) as again:
        assert again.size == (page.width, page.height)


def test_an_upright_sheet_comes_in_three_parts_as_wide_as_the_screen():
    parts = pages_of(a_pdf((595, 842)), "单.pdf")
    assert [part.width for part in parts] == [SIDE_LIMIT] * 3
    assert all(part.width > part.height * 1.8 for part in parts)


def test_the_pages_come_in_their_order():
    black = stream(b"0 0 200 100 re f")
    content = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 5 0 R >>"
    pages = pages_of(by_hand(CATALOG, b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", PAGE, content, black), "单.pdf")
    middles = [Image.open(io.BytesIO(page.data)).convert("L").getpixel((page.width // 2, page.height // 2)) for page in pages]
    assert middles == [255, 0]


def test_twenty_pages_are_shown_and_twenty_one_are_not():
    assert len(pages_of(a_pdf(*[(20, 10)] * PAGES_LIMIT), "单.pdf")) == 20
    with pytest.raises(Refused) as long:
        pages_of(a_pdf(*[(20, 10)] * (PAGES_LIMIT + 1)), "单.pdf")
    assert long.value.code == "pdf.too_long"
    assert long.value.problems[0].facts == {"name": "单.pdf", "pages": 21, "limit": 20}


@pytest.mark.parametrize(
    "data, code",
    [
        (locked(), "pdf.locked"),
        (b"", "pdf.unreadable"),
        (b"%PDF-1.7" + b"x" * 1000, "pdf.unreadable"),
        (a_pdf()[:200], "pdf.unreadable"),
        (a_picture(), "pdf.unreadable"),
        (by_hand(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"), "pdf.unreadable"),
        (by_hand(CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"), "pdf.unreadable"),
    ],
    ids=["locked", "empty", "garbage", "half", "picture", "pages in a circle", "no page"],
)
def test_what_is_no_pdf_that_can_be_opened_is_told_by_its_name(data, code):
    with pytest.raises(Refused) as wrong:
        pages_of(data, "某单.pdf")
    assert wrong.value.code == code
    assert wrong.value.problems[0].facts["name"] == "某单.pdf"


def test_a_pdf_that_would_draw_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr(unpacking, "WAITING_SECONDS", 1)
    with pytest.raises(Refused) as bomb:
        pages_of(a_billion_drawings(), "单.pdf")
    assert codes(bomb.value.problems) == ["pdf.unreadable"]


def test_a_picture_of_a_gigabyte_in_a_small_pdf_does_no_harm():
    data = picture_of_a_gigabyte()
    assert len(data) < 50_000
    try:
        assert len(pages_of(data, "单.pdf")) == 1
    except Refused as refused:
        assert refused.code == "pdf.unreadable"


def test_a_page_of_two_gigabytes_of_nothing_does_no_harm():
    try:
        assert len(pages_of(drawing_of_two_gigabytes(), "单.pdf")) == 1
    except Refused as refused:
        assert refused.code == "pdf.unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts otherwise")
def test_whatever_is_unpacked_has_little_memory_and_little_time():
    asked = "import resource; from kiosk.documents.unpacking import main; main('picture', 'x'); print(); print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    told = subprocess.run([sys.executable, "-c", asked], input=b"no picture", capture_output=True, check=True).stdout.split(b"\n")
    assert told[-2].split() == [str(unpacking.MEMORY_BYTES).encode(), str(unpacking.CPU_SECONDS).encode()]
