"""QR codes: drawn so that a telephone reads the very same address."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from kiosk.documents.qr import QUIET_ZONE, qr_svg

ADDRESS = "http://192.0.2.10:8080/notices/31"


def photographed(svg: str, scale: int = 6) -> Image.Image:
    """The one path of the drawing, as a phone would see it."""
    side = int(float(re.search(r'viewBox="0 0 ([\d.]+) ', svg)[1]))
    picture = Image.new("L", (side * scale, side * scale), 255)
    draw = ImageDraw.Draw(picture)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r'd="(M[^"]+)"[^>]*class="qrline"|stroke="#000"[^>]*d="([^"]+)"', svg)[0]):
        values = [float(each) for each in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            top = (y - 0.5) * scale
            draw.rectangle([x * scale, top, (x + values[0]) * scale - 1, top + scale - 1], fill=0)
            x += values[0]
    return picture


@pytest.mark.parametrize("text", [ADDRESS, "http://[2001:db8::1]:8080/notices/1", ADDRESS + "0" * 40])
def test_a_telephone_reads_the_address(text):
    assert [found.text for found in zxingcpp.read_barcodes(photographed(qr_svg(text)))] == [text]


def test_the_drawing_is_bare_and_has_its_white_border():
    svg = qr_svg(ADDRESS)
    assert svg.startswith("<svg")
    assert not re.search(r"<script|style=|<\?xml|\son\w+=", svg)
    assert re.search(rf"M{QUIET_ZONE} {QUIET_ZONE}\.5", svg)
    assert not re.search(r"<svg[^>]*\s(width|height)=", svg)
