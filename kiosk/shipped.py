"""The product's own data files in `content/`: the disclosure catalogue and the settings a village starts with."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from kiosk.config import resource
from kiosk.rules.catalogue import Catalogue, DayType, Default, DisclosureItem
from kiosk.rules.notice import Category


@cache
def catalogue() -> Catalogue:
    with (resource("content") / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: _item(row) for row in csv.DictReader(file)}


def _item(row: dict[str, str]) -> DisclosureItem:
    objection_days = row["objection_days"]
    return DisclosureItem(
        **{
            **row,
            "category": Category(row["category"]),
            "default": Default(row["default"]),
            "objection_days": int(objection_days) if objection_days else None,
            "objection_day_type": DayType(row["objection_day_type"] or DayType.CALENDAR),
            "display_days": int(row["display_days"]),
        }
    )


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
    entries = yaml.safe_load((resource("content") / "settings.yaml").read_text("utf-8"))
    return {entry["name"]: SettingKind(**entry) for entry in entries}


@cache
def common_passwords() -> frozenset[str]:
    """What guessing begins with, in lower case."""
    lines = (resource("content") / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def sample_village() -> Path:
    return resource("content") / "sample"
