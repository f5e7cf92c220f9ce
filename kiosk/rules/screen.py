"""A screen: where it hangs, how large its letters are, when it shows what."""

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import time

from kiosk.rules.limits import within
from kiosk.rules.notice import Category
from kiosk.rules.village import Village

SCREEN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
TITLE_LIMIT = 100
SLOGANS_MOST = 50
MINUTES_LEAST = 25
MINUTES_READING = 40


def _is_time(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


def _is_slogan(text: object) -> bool:
    return isinstance(text, str) and 1 <= len(text) <= TITLE_LIMIT and text.isprintable()


@dataclass(frozen=True)
class Screen:
    name: str
    title: str
    diagonal_inch: float = 55
    distance_m: float = 4
    rotation: int = 0
    """Degrees the picture is turned clockwise for a TV hung on its side: 0, 90, 180 or 270."""
    slogans: bool = False
    """Whether it has a strip of them at its foot."""
    shape: str = "landscape"
    """landscape or portrait, as people see it; the page itself measures, this is for the preview at the desk."""
    opens_at: str | None = None
    """08:00, in the village's time; None, with `closes_at`, means at all hours."""
    closes_at: str | None = None
    categories: tuple[Category, ...] = ()
    """What it shows; empty means everything."""
    own_slogans: tuple[str, ...] = ()
    """Of its strip; empty means the village's."""

    def __post_init__(self) -> None:
        """Raises ValueError naming the field and what is allowed."""
        within("diagonal_inch", self.diagonal_inch)
        within("distance_m", self.distance_m)
        if self.rotation not in (0, 90, 180, 270):
            raise ValueError("rotation 0, 90, 180, 270")
        if not SCREEN_NAME.fullmatch(self.name):
            raise ValueError("name a–z 0–9 - _")
        if not isinstance(self.title, str) or not 1 <= len(self.title) <= TITLE_LIMIT or not self.title.isprintable():
            raise ValueError(f"title 1–{TITLE_LIMIT}")
        if not isinstance(self.slogans, bool):
            raise ValueError("slogans true, false")
        if self.shape not in ("landscape", "portrait"):
            raise ValueError("shape landscape, portrait")
        hours = (self.opens_at, self.closes_at)
        if hours != (None, None) and (self.opens_at == self.closes_at or not all(map(_is_time, hours))):
            raise ValueError("opens_at, closes_at 08:00")
        if not all(isinstance(each, Category) for each in self.categories):
            raise ValueError(f"categories {', '.join(Category)}")
        if len(self.own_slogans) > SLOGANS_MOST or not all(map(_is_slogan, self.own_slogans)):
            raise ValueError(f"own_slogans 1–{TITLE_LIMIT}, {SLOGANS_MOST}")

    @property
    def diagonal_mm(self) -> float:
        return self.diagonal_inch * 25.4

    @property
    def minimum_mm(self) -> float:
        """The least height of a letter on the glass: 25 minutes of arc from where people stand."""
        return self._height_mm(MINUTES_LEAST)

    @property
    def reading_mm(self) -> float:
        """The height aimed at for running text: 40 minutes of arc."""
        return self._height_mm(MINUTES_READING)

    def slogans_of(self, village: Village) -> tuple[str, ...]:
        """Those of its strip, none where it has no strip."""
        return (self.own_slogans or village.slogans) if self.slogans else ()

    def is_open(self, at: time) -> bool:
        """Whether it shows notices at that time of the village's day; over midnight too (18:00 to 02:00)."""
        if self.opens_at is None or self.closes_at is None:
            return True
        now = f"{at:%H:%M}"
        if self.opens_at < self.closes_at:
            return self.opens_at <= now < self.closes_at
        return now >= self.opens_at or now < self.closes_at

    def minimum_px(self, width: int = 1920, height: int = 1080) -> int:
        """CSS pixels of `minimum_mm` on a picture of that many pixels."""
        return math.ceil(self.minimum_mm * math.hypot(width, height) / self.diagonal_mm - 0.01)

    def _height_mm(self, minutes: float) -> float:
        return self.distance_m * 1000 * math.tan(math.radians(minutes / 60))


def screen_of(row: Mapping[str, object]) -> Screen:
    """Of a row or a file, in which lists are lists and categories words. Raises ValueError or TypeError."""
    lists: dict[str, object] = {}
    for name, made in (("categories", Category), ("own_slogans", str)):
        given = row.get(name) or []
        if not isinstance(given, list | tuple):
            raise ValueError(f"{name} [ ]")
        lists[name] = tuple(map(made, given))
    return Screen(**dict(row) | lists)


def row_of(screen: Screen) -> dict[str, object]:
    """`screen_of` makes it again what it was."""
    return asdict(screen) | {"categories": [each.value for each in screen.categories], "own_slogans": list(screen.own_slogans)}
