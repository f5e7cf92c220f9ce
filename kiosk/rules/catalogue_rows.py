"""What may stand in a row of the disclosure catalogue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.rules.catalogue import POSTING_DAY, SWITCHES, YES, Default, Row
from kiosk.rules.days import DayType
from kiosk.rules.notice import Category
from kiosk.rules.period import MONTHS_IN, UNIT_OF

RHYTHMS = ("monthly", "quarterly", "half_yearly", "yearly", "staged", "at_once", "permanent")
_NEVER_ON = {Default.BANNED: "catalogue.banned", Default.POLICY_ONLY: "catalogue.policy_only"}
CODE = re.compile(r"[A-Z][0-9A-Z]{1,7}")
TEXT_LIMIT = 300
DAYS: dict[str, tuple[int, int]] = {
    "due_working_days": (1, 60),
    "objection_days": (1, 365),
    "display_days": (0, 3650),
}
"""The least and the most that can be meant."""
MONTHS_AFTER = ("+1", "+2", "+3")
_HANG_AS_LONG_AS_THEY_LIKE = ("permanent", "never")
_TEXTS = ("title", "due_rule", "drafted_by", "reviewed_by", "approved_by", "may_show", "must_hide", "legal_basis")

Wrong = tuple[str, str, dict[str, object]]
"""The column, the code of what is wrong, and its facts."""


@dataclass(frozen=True)
class LeastDays:
    """For how long everything must stay posted that does not hang for good, and the law that says so."""

    days: int
    basis: str


def wrong_with(row: Row, shipped: Row | None, least: LeastDays) -> list[Wrong]:
    """`shipped` is the item as the product has it; None for one of the village's own."""
    return [*_wrong_choices(row, shipped), *_wrong_texts(row), *_wrong_days(row, least), *_wrong_due(row)]


def wrong_in_reason(reason: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The code of what is wrong, and its facts."""
    if len(reason) > TEXT_LIMIT:
        yield "catalogue.too_long", {"length": len(reason), "limit": TEXT_LIMIT}
    elif reason and not reason.isprintable():
        yield "catalogue.control_character", {}


def _wrong_choices(row: Row, shipped: Row | None) -> Iterator[Wrong]:
    fixed = Default(shipped["default"]) if shipped else Default.OFF
    if fixed not in SWITCHES and row["default"] != fixed.value:
        yield "default", _NEVER_ON[fixed], {"basis": shipped["legal_basis"] if shipped else ""}
    elif fixed in SWITCHES and row["default"] not in [each.value for each in SWITCHES]:
        yield "default", "catalogue.choice", {}
    if row["category"] not in [each.value for each in Category]:
        yield "category", "catalogue.choice", {}
    if row["frequency"] not in RHYTHMS and fixed is not Default.BANNED:
        yield "frequency", "catalogue.choice", {}
    if row["objection_day_type"] not in ("", *(each.value for each in DayType)):
        yield "objection_day_type", "catalogue.choice", {}
    if row["restarts_on_objection"] not in ("", YES):
        yield "restarts_on_objection", "catalogue.choice", {}


def _wrong_texts(row: Row) -> Iterator[Wrong]:
    if not row["title"]:
        yield "title", "catalogue.not_given", {}
    for column in _TEXTS:
        if len(row[column]) > TEXT_LIMIT:
            yield column, "catalogue.too_long", {"length": len(row[column]), "limit": TEXT_LIMIT}
        elif row[column] and not row[column].isprintable():
            yield column, "catalogue.control_character", {}


def _wrong_days(row: Row, least_days: LeastDays) -> Iterator[Wrong]:
    for column, (least, most) in DAYS.items():
        text = row[column]
        may_be_empty = column != "display_days"
        if text == "" and may_be_empty:
            continue
        if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not least <= int(text) <= most:
            yield column, "catalogue.number", {"least": least, "most": most}
        elif column == "display_days" and row["frequency"] not in _HANG_AS_LONG_AS_THEY_LIKE and int(text) < least_days.days:
            yield column, "catalogue.display_days", {"least": least_days.days, "basis": least_days.basis}


def _wrong_due(row: Row) -> Iterator[Wrong]:
    unit = UNIT_OF.get(row["frequency"])
    months = [*MONTHS_AFTER, *map(str, range(1, 13))]
    if unit is None:
        if row["due_month"] or row["due_day"]:
            yield "due_month", "catalogue.due_without_period", {}
        return
    if row["due_month"] not in months:
        yield "due_month", "catalogue.choice", {}
    elif not row["due_month"].startswith("+") and int(row["due_month"]) > MONTHS_IN[unit]:
        yield "due_month", "catalogue.due_month_beyond", {}
    if row["due_day"] != POSTING_DAY and (not re.fullmatch(r"\d{1,2}", row["due_day"], re.ASCII) or not 1 <= int(row["due_day"]) <= 31):
        yield "due_day", "catalogue.number", {"least": 1, "most": 31}
