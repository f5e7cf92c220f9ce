"""The product's own data files in `content/`: the disclosure catalogue, the settings a village starts with, and the words
of township tables."""

import contextlib
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from kiosk.config import resource
from kiosk.rules.accounts_by_head import Glossary, Meaning, Side
from kiosk.rules.catalogue import Catalogue, Row, item_of
from kiosk.rules.catalogue_rows import LeastDays
from kiosk.rules.checks.about import Yardstick
from kiosk.rules.checks.limits import Limits, words
from kiosk.rules.findings import Level
from kiosk.rules.notice import Category
from kiosk.rules.own_catalogue import OwnEntry, overlaid
from kiosk.rules.table_kinds import TableKind, Vocabulary
from kiosk.rules.understanding.words import NoticeWords

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with libyaml, as its wheels are."""


@cache
def catalogue_rows() -> dict[str, Row]:
    """Of each item, by its code, what stands in the catalogue's columns."""
    with (resource("content") / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def catalogue() -> Catalogue:
    """As it is shipped; a village's own is `Settings.catalogue`."""
    return {code: item_of(row) for code, row in catalogue_rows().items()}


def catalogue_with(own: Sequence[OwnEntry]) -> Catalogue:
    """An entry that makes no item (some other program's doing) leaves the shipped one."""
    if not own:
        return catalogue()
    found = dict(catalogue())
    merged = overlaid(catalogue_rows(), own)
    for entry in own:
        with contextlib.suppress(ValueError, TypeError, LookupError):
            found[entry.code] = item_of(merged[entry.code])
    return found


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


def least_days() -> LeastDays:
    """The law's, whatever the village has set for itself."""
    kind = setting_kinds()["display_days"]
    return LeastDays(int(str(kind.value)), kind.basis)


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


def name_words() -> tuple[str, ...]:
    """By which what may be shown of a policy would name people."""
    return words(yardsticks().limits, "banned.name_words")


@cache
def glossary() -> Glossary:
    """The heads of village accounts in plain words."""
    data = yaml.load((resource("content") / "heads_of_account.yaml").read_text("utf-8"), LOADER)
    meanings = {side: tuple(_meaning(data["bases"], **each) for each in data["heads"][side]) for side in Side}
    return Glossary({side: re.compile(data["titles"][side]) for side in Side}, meanings)


def _meaning(
    bases: dict[str, str], name: str, means: str, basis: str = "", also: Sequence[str] = (), words: Sequence[str] = ()
) -> Meaning:
    return Meaning(name, means, bases[basis] if basis else "", tuple(also), tuple(words))


@cache
def common_passwords() -> frozenset[str]:
    """What guessing begins with, in lower case."""
    lines = (resource("content") / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def sample_village() -> Path:
    return resource("content") / "sample"
