"""Pictures and PDF sheets for the tests."""

import io
from functools import cache

import pypdfium2
from PIL import Image


def a_picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), colour: int = 200, **extras: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (colour, 30, 30)).save(written, kind, **extras)
    return written.getvalue()


@cache
def a_pdf(*sizes: tuple[float, float]) -> bytes:
    """Empty pages of these sizes in points, one of them if none is given. Each writing bears another identifier, so it is
    written once."""
    document, written = pypdfium2.PdfDocument.new(), io.BytesIO()
    for size in sizes or [(20, 10)]:
        document.new_page(*size)
    document.save(written)
    return written.getvalue()
