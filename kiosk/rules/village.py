"""What an admin may set: the village's own words, the law's numbers, the pace of reading."""

from dataclasses import dataclass, field
from pathlib import PurePath

from kiosk.rules.archive import Withheld
from kiosk.rules.catalogue import Catalogue
from kiosk.rules.limits import within
from kiosk.rules.notice import Notice
from kiosk.rules.numbering import Numbering
from kiosk.rules.questions import Terms as QuestionTerms
from kiosk.rules.steps import Chain


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

    def unit_of(self, notice: Notice) -> str:
        """Which is responsible for it: the notice's own, or else the village's."""
        return notice.responsible_unit or self.responsible_unit

    def phone_of(self, notice: Notice) -> str:
        """Of who watches over it."""
        return notice.supervision_phone or self.supervision_phone


@dataclass(frozen=True)
class Terms:
    """The law's numbers, in days."""

    display_days: int = 15
    objection_days: int = 7

    def __post_init__(self) -> None:
        """Raises ValueError for a number of days that cannot be meant."""
        within("display_days", self.display_days)
        within("objection_days", self.objection_days)


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
        within("base_seconds", self.base_seconds)
        within("characters_per_second", self.characters_per_second)
        within("row_seconds", self.row_seconds)
        within("least_seconds", self.least_seconds)
        within("rows_per_page", self.rows_per_page)


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
    objection_answer_days: int = 7
    """Within so many days an objection is answered; then the desk calls it late."""
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
        within("posting_day", self.posting_day)
        within("monthly_posting_day", self.monthly_posting_day)
        within("major_matters", self.major_matters)
        within("absence_days", self.absence_days)
        within("objection_answer_days", self.objection_answer_days)
        within("dark_minutes", self.dark_minutes)
        within("question_days", self.questions.days)
        within("reply_days", self.questions.shown_days)
        within("question_contact_days", self.questions.contact_days)
        within("question_words_days", self.questions.words_days)
        within("questions_waiting", self.questions.waiting_most)
        if self.backup_folder and not PurePath(self.backup_folder).is_absolute():
            raise ValueError("backup_folder /…")
