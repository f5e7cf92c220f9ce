"""Pictures for the screen: decoded, made smaller, and written anew with nothing beside them."""

import io
import struct
import zlib

import pytest
from PIL import Image

from kiosk.documents.pictures import SIDE_LIMIT, for_screen
from kiosk.errors import Refused


def a_picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **extras: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, (200, 30, 30) if mode == "RGB" else None).save(written, kind, **extras)
    return written.getvalue()


def with_metadata() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-DESCRIPTION"
    exif[0x013B] = "SECRET-AUTHOR"
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture("JPEG", exif=exif, comment=b"SECRET-COMMENT", icc_profile=b"SECRET-PROFILE")


@pytest.mark.parametrize("kind, extension", [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "png"), ("GIF", "png"), ("BMP", "png")])
def test_pictures_of_the_usual_kinds_are_taken(kind, extension):
    shown = for_screen(a_picture(kind), "x")
    assert (shown.extension, shown.width, shown.height) == (extension, 40, 20)
    with Image.open(io.BytesIO(shown.data)) as again:
        assert again.size == (40, 20)


def test_a_photograph_that_holds_several_is_shown_as_its_first():
    data = a_picture("MPO", save_all=True, append_images=[Image.new("RGB", (30, 30))])
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.format == "MPO"
    shown = for_screen(data, "IMG_1.jpg")
    assert (shown.extension, shown.width, shown.height) == ("jpg", 40, 20)
    with Image.open(io.BytesIO(shown.data)) as again:
        assert again.format == "JPEG"


def test_nothing_a_camera_wrote_beside_the_picture_is_left():
    data = with_metadata()
    assert b"SECRET" in data
    shown = for_screen(data, "x.jpg")
    assert b"SECRET" not in shown.data
    assert b"Exif" not in shown.data
    with Image.open(io.BytesIO(shown.data)) as again:
        assert not again.getexif()
        assert not {"icc_profile", "comment", "exif", "xmp"} & set(again.info)


def test_texts_inside_a_png_are_not_left():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "SECRET")
    assert b"SECRET" not in for_screen(a_picture(pnginfo=info), "x.png").data


def test_what_hangs_behind_the_picture_is_not_left():
    assert b"SECRET" not in for_screen(a_picture("JPEG") + b"<script>SECRET</script>", "x.jpg").data


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    shown = for_screen(a_picture("JPEG", exif=exif), "x.jpg")
    assert (shown.width, shown.height) == (20, 40)


@pytest.mark.parametrize("size, shown_size", [((3840, 2160), (1920, 1080)), ((1000, 4000), (480, 1920)), ((1920, 10), (1920, 10)), ((5000, 1), (1920, 1))])
def test_a_large_picture_is_made_to_fit_the_screen(size, shown_size):
    shown = for_screen(a_picture(size=size), "x")
    assert (shown.width, shown.height) == shown_size
    assert max(shown.width, shown.height) <= SIDE_LIMIT


@pytest.mark.parametrize("kind, mode", [("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"), ("PNG", "RGBA"), ("JPEG", "L"), ("JPEG", "CMYK"), ("GIF", "P")])
def test_pictures_of_every_colour_are_taken(kind, mode):
    assert for_screen(a_picture(kind, mode=mode), "x").width == 40


def a_png_that_claims(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = [struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in (head, body, b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html></html>",
        b"%PDF-1.7",
        a_picture()[:60],
        a_picture("JPEG")[:200],
        a_picture("TIFF"),
        a_picture("PPM"),
        a_png_that_claims(0, 0),
    ],
)
def test_what_is_no_picture_we_show_is_refused(data):
    with pytest.raises(Refused) as refused:
        for_screen(data, "x.png")
    assert refused.value.code == "picture.unreadable"


@pytest.mark.parametrize("width, height", [(10_000, 10_000), (60_001, 1_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_unpacks_too_large_is_refused(width, height):
    with pytest.raises(Refused) as refused:
        for_screen(a_png_that_claims(width, height), "bomb.png")
    assert refused.value.code == "picture.too_large"
