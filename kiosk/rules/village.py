"""What an admin may set: the village's own words, the law's numbers, the pace of reading, the screens."""

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import time
from pathlib import PurePath

from kiosk.rules.archive import Withheld
from kiosk.rules.catalogue import Catalogue
from kiosk.rules.notice import Category
from kiosk.rules.numbering import Numbering
from kiosk.rules.questions import Terms as QuestionTerms
from kiosk.rules.steps import Chain

LIMITS: Mapping[str, tuple[float, float]] = {
    "display_days": (1, 3650),
    "objection_days": (1, 365),
    "posting_day": (1, 28),
    "monthly_posting_day": (1, 28),
    "major_matters": (1, 52),
    "absence_days": (1, 365),
    "base_seconds": (0, 60),
    "characters_per_second": (0.5, 20),
    "row_seconds": (0, 60),
    "least_seconds": (1, 600),
    "rows_per_page": (1, 50),
    "dark_minutes": (2, 1440),
    "question_days": (1, 365),
    "reply_days": (1, 365),
    "question_contact_days": (1, 3650),
    "question_words_days": (1, 3650),
    "questions_waiting": (1, 1000),
    "diagonal_inch": (10, 200),
    "distance_m": (0.5, 20),
}
"""The least and the most that can be meant."""


def _within(name: str, value: float) -> None:
    least, most = LIMITS[name]
    if not least <= value <= most:
        raise ValueError(f"{name} {least}–{most}")


@dataclass(frozen=True)
class Telephone:
    name: str
    number: str


@dataclass(frozen=True)
class Duty:
    """Who is on duty (值班) when, and under which telephone number."""

    when: str
    who: str
    number: str


@dataclass(frozen=True)
class Village:
    name: str
    township: str
    responsible_unit: str
    supervision_phone: str
    telephones: tuple[Telephone, ...] = ()
    slogans: tuple[str, ...] = ()
    duty_roster: tuple[Duty, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for a village without a name."""
        if not self.name.strip():
            raise ValueError("village")


@dataclass(frozen=True)
class Terms:
    """The law's numbers, in days."""

    display_days: int = 15
    objection_days: int = 7

    def __post_init__(self) -> None:
        """Raises ValueError for a number of days that cannot be meant."""
        _within("display_days", self.display_days)
        _within("objection_days", self.objection_days)


@dataclass(frozen=True)
class Pace:
    """How long a page stays: seconds, characters a second, rows a page."""

    base_seconds: float = 5
    characters_per_second: float = 2.5
    row_seconds: float = 3
    least_seconds: float = 12
    rows_per_page: int = 8

    def __post_init__(self) -> None:
        """Raises ValueError for a pace nobody could read at."""
        _within("base_seconds", self.base_seconds)
        _within("characters_per_second", self.characters_per_second)
        _within("row_seconds", self.row_seconds)
        _within("least_seconds", self.least_seconds)
        _within("rows_per_page", self.rows_per_page)


@dataclass(frozen=True)
class Settings:
    village: Village
    terms: Terms
    pace: Pace
    numbering: Numbering
    chain: Chain = Chain.TWO_TIER
    posting_day: int = 15
    """Of the first month of a quarter: when last quarter's notices are due."""
    monthly_posting_day: int = 28
    """Of every month: when last month's are."""
    major_matters: int = 4
    """How many notices on decided major matters a year must have at least."""
    tells_overdue: bool = False
    """The screens say for how many days a pillar is overdue."""
    absence_days: int = 30
    """For how long the machine may be off before somebody is asked whether its clock is right."""
    dark_minutes: int = 10
    """For so long a screen may be dark while it is open, before the desk warns and it counts as an outage."""
    backup_folder: str = ""
    """On a second disk, for the copies; "" for any disk that was prepared for them."""
    withheld: Withheld = field(default_factory=Withheld)
    """Of what residents no longer read the text when its time is over."""
    questions: QuestionTerms = field(default_factory=QuestionTerms)
    catalogue: Catalogue = field(default_factory=dict)
    """The village's own over the shipped one."""

    def __post_init__(self) -> None:
        """Raises ValueError for a day that some month has not, and for a folder that is not named whole."""
        _within("posting_day", self.posting_day)
        _within("monthly_posting_day", self.monthly_posting_day)
        _within("major_matters", self.major_matters)
        _within("absence_days", self.absence_days)
        _within("dark_minutes", self.dark_minutes)
        _within("question_days", self.questions.days)
        _within("reply_days", self.questions.shown_days)
        _within("question_contact_days", self.questions.contact_days)
        _within("question_words_days", self.questions.words_days)
        _within("questions_waiting", self.questions.waiting_most)
        if self.backup_folder and not PurePath(self.backup_folder).is_absolute():
            raise ValueError("backup_folder /…")


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
        _within("diagonal_inch", self.diagonal_inch)
        _within("distance_m", self.distance_m)
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
