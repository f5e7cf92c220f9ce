"""Pictures for the screen: decoded, scaled, and written anew without anything a camera or a program put in beside them."""

import io
from dataclasses import dataclass

from kiosk.errors import Refused

KINDS = {"PNG": "png", "JPEG": "jpg", "WEBP": "png", "GIF": "png", "BMP": "png"}
PIXELS_LIMIT = 60_000_000
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
        with Image.open(io.BytesIO(data), formats=list(KINDS)) as opened:
            if opened.width * opened.height > PIXELS_LIMIT:
                raise Refused("picture.too_large", name=name, limit=PIXELS_LIMIT // 1_000_000)
            kind = KINDS[opened.format or "PNG"]
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((SIDE_LIMIT, SIDE_LIMIT))
            picture = picture.convert("RGB" if kind == "jpg" else "RGBA")
    except Refused:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise Refused("picture.unreadable", name=name) from broken
    written = io.BytesIO()
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    clean.save(written, "JPEG" if kind == "jpg" else "PNG", quality=88, optimize=True)
    return ScreenPicture(written.getvalue(), kind, *clean.size)
