"""The product's own data files in `content/`: the disclosure catalogue, the settings a village starts with, and the words
of township tables."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from kiosk.config import resource
from kiosk.rules.catalogue import Catalogue, Default, DisclosureItem, DueRule
from kiosk.rules.checks.about import Yardstick
from kiosk.rules.checks.limits import Limits
from kiosk.rules.days import DayType
from kiosk.rules.findings import Level
from kiosk.rules.notice import Category
from kiosk.rules.table_kinds import TableKind, Vocabulary
from kiosk.rules.understanding.words import NoticeWords

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with libyaml, as its wheels are."""


@cache
def catalogue() -> Catalogue:
    with (resource("content") / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: _item(row) for row in csv.DictReader(file)}


def _item(row: dict[str, str]) -> DisclosureItem:
    due_month, due_day = row.pop("due_month"), row.pop("due_day")
    objection_days = row["objection_days"]
    return DisclosureItem(
        **{
            **row,
            "due": _due_rule(due_month, due_day) if due_month else None,
            "category": Category(row["category"]),
            "default": Default(row["default"]),
            "objection_days": int(objection_days) if objection_days else None,
            "objection_day_type": DayType(row["objection_day_type"] or DayType.CALENDAR),
            "display_days": int(row["display_days"]),
        }
    )


def _due_rule(month: str, day: str) -> DueRule:
    """+1 is the month after the period, 1 the first of the period itself; `posting` is the village's posting day."""
    return DueRule(int(month), month.startswith("+"), None if day == "posting" else int(day))


Value = str | int | float | list[str] | list[dict[str, str]] | dict[str, str]


@dataclass(frozen=True)
class SettingKind:
    """A setting with what it means and the law or standard it comes from, in the village's words."""

    name: str
    label: str
    value: Value
    means: str
    basis: str = ""
    example: Value = ""
    """Where the value itself would not show its form."""


@cache
def setting_kinds() -> dict[str, SettingKind]:
    entries = yaml.load((resource("content") / "settings.yaml").read_text("utf-8"), LOADER)
    return {entry["name"]: SettingKind(**entry) for entry in entries}


@cache
def vocabulary() -> Vocabulary:
    """What the heads of township tables mean."""
    data = yaml.load((resource("content") / "table_kinds.yaml").read_text("utf-8"), LOADER)
    kinds = {name: _table_kind(name, **entry) for name, entry in data["kinds"].items()}
    return Vocabulary({role: tuple(heads) for role, heads in data["columns"].items()}, kinds)


def _table_kind(name: str, needs: list[str], helps: list[str], category: str, **others: str | bool) -> TableKind:
    return TableKind(name=name, needs=tuple(needs), helps=tuple(helps), category=Category(category), **others)


@cache
def notice_words() -> NoticeWords:
    """By which a notice from the township tells what it is about."""
    data = yaml.load((resource("content") / "notice_words.yaml").read_text("utf-8"), LOADER)
    return NoticeWords(
        items={code: tuple(words) for code, words in data["items"].items()},
        categories={Category(name): tuple(words) for name, words in data["categories"].items()},
        monthly=data["monthly"],
        before_decision=data["before_decision"],
        website_begins=tuple(data["website"]["begins"]),
        website_whole=frozenset(data["website"]["whole"]),
    )


@dataclass(frozen=True)
class Yardsticks:
    """What notices are measured by: how grave each finding is, and the limits and words that it goes by."""

    of_findings: dict[str, Yardstick]
    limits: Limits


@cache
def yardsticks() -> Yardsticks:
    """One file of `content/findings/` for each family of findings: its codes, and below `limits` what they go by."""
    of_findings: dict[str, Yardstick] = {}
    limits: dict[str, object] = {}
    for file in sorted((resource("content") / "findings").glob("*.yaml")):
        entries = yaml.load(file.read_text("utf-8"), LOADER)
        limits |= {f"{file.stem}.{name}": value for name, value in entries.pop("limits", {}).items()}
        of_findings |= {code: Yardstick(Level(each["level"]), each.get("basis", "")) for code, each in entries.items()}
    return Yardsticks(of_findings, Limits(limits))


@cache
def common_passwords() -> frozenset[str]:
    """What guessing begins with, in lower case."""
    lines = (resource("content") / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def sample_village() -> Path:
    return resource("content") / "sample"
