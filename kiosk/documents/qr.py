"""QR codes as inline SVG."""

import io
from functools import lru_cache

import segno

QUIET_ZONE = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""


@lru_cache(maxsize=256)
def qr_svg(text: str, name: str | None = None) -> str:
    """One black path on white, without a size of its own: the page gives it. By its name a page may show it again."""
    written = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        written, kind="svg", svgid=name, xmldecl=False, svgns=False, omitsize=True, border=QUIET_ZONE, light="#fff", nl=False
    )
    return written.getvalue().decode("utf-8")
