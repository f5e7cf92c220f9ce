"""Pictures for the screen: decoded, scaled, and written anew without anything a camera or a program put in beside them."""

import io
from dataclasses import dataclass

from kiosk.errors import Refused

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
JPEGS = ("JPEG", "MPO")
"""Several phones write a photograph as the first of several in one file."""
PIXELS_LIMIT = 50_000_000
PALETTE = 256
SIDE_LIMIT = 1920
"""Pixels of the longer side on the screen."""


@dataclass(frozen=True)
class ScreenPicture:
    data: bytes
    extension: str
    width: int
    height: int


def for_screen(data: bytes, name: str) -> ScreenPicture:
    """Raises Refused for what is not a picture, not a kind that is shown, or too large to unpack."""
    from PIL import Image, ImageOps  # slow to import, and few notices have pictures

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > PIXELS_LIMIT:
                raise Refused("picture.too_large", name=name, limit=PIXELS_LIMIT // 1_000_000)
            kind = "jpg" if opened.format in JPEGS else "png"
            if kind == "jpg":
                opened.draft("RGB", (SIDE_LIMIT * 2, SIDE_LIMIT * 2))  # never unpacked larger than it is needed
            opened.thumbnail((SIDE_LIMIT, SIDE_LIMIT))
            picture = ImageOps.exif_transpose(opened)
            has_alpha = kind == "png" and (picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info)
            picture = picture.convert("RGBA" if has_alpha else "RGB")
    except Refused:
        raise
    except Image.DecompressionBombError as bomb:
        raise Refused("picture.too_large", name=name, limit=PIXELS_LIMIT // 1_000_000) from bomb
    except (OSError, ValueError, SyntaxError) as broken:
        raise Refused("picture.unreadable", name=name) from broken
    written = io.BytesIO()
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if kind == "png" and not has_alpha and clean.getcolors(PALETTE) is not None:
        clean = clean.quantize(PALETTE)  # a drawing of few colours takes a third of the room so, and loses nothing
    clean.save(written, "JPEG" if kind == "jpg" else "PNG", quality=88, optimize=True)
    return ScreenPicture(written.getvalue(), kind, *clean.size)
