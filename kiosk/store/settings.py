"""The village's settings: what it set itself, over what the product ships with."""

import json
from collections.abc import Sequence

from sqlite_utils import Database

from kiosk.rules.archive import Withheld
from kiosk.rules.catalogue import Catalogue
from kiosk.rules.days import DayType
from kiosk.rules.notice import Category
from kiosk.rules.numbering import Numbering
from kiosk.rules.own_catalogue import OwnEntry
from kiosk.rules.questions import Terms as QuestionTerms
from kiosk.rules.steps import Chain
from kiosk.rules.village import (
    Duty,
    Pace,
    Settings,
    Telephone,
    Terms,
    Village,
)
from kiosk.shipped import Value, catalogue_with, setting_kinds
from kiosk.store import catalogue


def own_values(db: Database) -> dict[str, Value]:
    return {row["name"]: json.loads(row["value"]) for row in db.query("SELECT name, value FROM settings ORDER BY name")}


def put(db: Database, name: str, value: Value) -> None:
    db.table("settings").upsert({"name": name, "value": json.dumps(value, ensure_ascii=False)}, pk="name")


def forget(db: Database, name: str) -> None:
    """What the product ships with holds again."""
    db.execute("DELETE FROM settings WHERE name = ?", [name])


def settings(db: Database) -> Settings:
    return with_own(own_values(db), catalogue.entries(db))


def with_own(own: dict[str, Value], entries: Sequence[OwnEntry] = ()) -> Settings:
    """A village's own values over the shipped ones. Raises ValueError for values of a wrong shape."""
    try:
        return _settings({kind.name: kind.value for kind in setting_kinds().values()} | own, catalogue_with(entries))
    except (TypeError, LookupError, ArithmeticError) as wrong:
        raise ValueError(str(wrong)) from wrong


def _settings(values: dict[str, Value], items: Catalogue) -> Settings:
    return Settings(
        village=Village(
            name=_text(values["village"]),
            township=_text(values["township"]),
            responsible_unit=_text(values["responsible_unit"]),
            supervision_phone=_text(values["supervision_phone"]),
            telephones=tuple(Telephone(_text(each["name"]), _text(each["number"])) for each in _list(values["telephones"])),
            slogans=tuple(map(_text, _list(values["slogans"]))),
            duty_roster=tuple(
                Duty(_text(each["when"]), _text(each["who"]), _text(each["number"])) for each in _list(values["duty_roster"])
            ),
        ),
        terms=Terms(display_days=_whole(values["display_days"]), objection_days=_whole(values["objection_days"])),
        pace=Pace(
            base_seconds=float(values["base_seconds"]),
            characters_per_second=float(values["characters_per_second"]),
            row_seconds=float(values["row_seconds"]),
            least_seconds=float(values["least_seconds"]),
            rows_per_page=_whole(values["rows_per_page"]),
        ),
        numbering=Numbering(
            pattern=_text(values["index_number_pattern"]),
            prefixes={category: _text(values["index_number_prefixes"][category]) for category in Category},
        ),
        chain=Chain(values["review_chain"]),
        posting_day=_whole(values["posting_day"]),
        monthly_posting_day=_whole(values["monthly_posting_day"]),
        major_matters=_whole(values["major_matters"]),
        tells_overdue=_switch(values["overdue_on_screen"]),
        absence_days=_whole(values["absence_days"]),
        dark_minutes=_whole(values["dark_minutes"]),
        backup_folder=_text(values["backup_folder"]),
        withheld=Withheld(tuple(map(_text, _list(values["archive_withheld"])))),
        questions=QuestionTerms(
            days=_whole(values["question_days"]),
            day_type=DayType(values["question_day_type"]),
            shown_days=_whole(values["reply_days"]),
            contact_days=_whole(values["question_contact_days"]),
            words_days=_whole(values["question_words_days"]),
            waiting_most=_whole(values["questions_waiting"]),
        ),
        catalogue=items,
    )


TEXT_LIMIT = 100
LIST_LIMIT = 50


def _text(value: object) -> str:
    text = value if isinstance(value, str) else str(value) if type(value) in (int, float) else None
    if text is None or len(text) > TEXT_LIMIT or not text.isprintable():
        raise ValueError("text")
    return text


def _switch(value: object) -> bool:
    if value not in ("yes", "no"):
        raise ValueError("yes, no")
    return value == "yes"


def _whole(value: object) -> int:
    if type(value) is not int:
        raise ValueError("number")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > LIST_LIMIT:
        raise ValueError("list")
    return value
