"""A scanned sheet for the screen: whole, its letters are too small to be read from afar; a third of it fills the width."""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

UPRIGHT = (1.2, 1.8)
"""Height over width of what is taken for an upright sheet of paper; A4 has 1.41."""
PARTS = 3
"""Of A4, a third is twice as wide as it is high, as the room for a notice on the screen is."""
ASIDE = 0.05
"""How far from the third a cut may be, in heights of the sheet: it goes between two lines."""
OVERLAP = 0.03
"""What both parts show where no empty line was found, such as through a photograph."""
PAPER = 170
"""How light the darkest point of an empty line is, from 0 to 255; scans are grey."""
LOOKED_AT = 96
"""Points across by which a line is judged."""


def in_parts(sheet: "Image") -> "list[Image]":
    """From top to bottom, cut between the lines."""
    from PIL import Image

    across = sheet.convert("L").resize((LOOKED_AT, sheet.height), Image.Resampling.BOX).tobytes()
    lightness = [min(across[at : at + LOOKED_AT]) for at in range(0, len(across), LOOKED_AT)]
    cuts = [_cut(lightness, sheet.height * place // PARTS) for place in range(1, PARTS)]
    edges = [(0, 0), *cuts, (sheet.height, sheet.height)]
    return [sheet.crop((0, start, sheet.width, end)) for (start, _), (_, end) in pairwise(edges)]


def _cut(lightness: list[int], target: int) -> tuple[int, int]:
    """Where the part below begins, and where the one above ends: the same, in the middle of the empty lines nearest to
    the target, or one above the other where there are none."""
    height = len(lightness)
    near = range(target - int(height * ASIDE), target + int(height * ASIDE))
    empty = [row for row in near if lightness[row] >= PAPER]
    if not empty:
        half = int(height * OVERLAP / 2)
        return target - half, target + half
    best = min(empty, key=lambda row: abs(row - target))
    first = next((row + 1 for row in range(best, near.start - 1, -1) if lightness[row] < PAPER), near.start)
    last = next((row for row in range(best, near.stop) if lightness[row] < PAPER), near.stop)
    middle = (first + last) // 2
    return middle, middle
