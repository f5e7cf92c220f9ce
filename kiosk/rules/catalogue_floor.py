"""Where a village's row of the catalogue asks for less than the shipped one: fewer days, less hidden, names where only the
policy is posted. The law behind it is the shipped row's `legal_basis`; county and province may differ from it, in writing."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kiosk.rules.catalogue import Default, Row
from kiosk.rules.days import DayType

_BETWEEN = re.compile(r"[、，,；;]")


@dataclass(frozen=True)
class Shortfall:
    """`code` names what falls short in that column, `facts` fill its sentence."""

    column: str
    code: str
    facts: dict[str, object]


def shortfalls(row: Row, shipped: Row | None, name_words: Collection[str]) -> list[Shortfall]:
    """Nothing for an item of the village's own (`shipped` is None). `name_words` are those by which people are named.
    Days that are no numbers are not looked at."""
    if shipped is None:
        return []
    found = [*_fewer_days(row, shipped), *_less_hidden(row, shipped), *_names_shown(row, shipped, name_words)]
    return [Shortfall(each.column, each.code, {**each.facts, "basis": shipped["legal_basis"]}) for each in found]


def phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in _BETWEEN.split(text) if phrase.strip()]


def _fewer_days(row: Row, shipped: Row) -> Iterator[Shortfall]:
    for column in ("display_days", "objection_days"):
        least, days = shipped[column], row[column] or "0"
        if least and days.isdecimal() and int(days) < int(least):
            yield Shortfall(column, "catalogue.fewer_days", {"least": least})
    working = DayType.WORKING.value
    if shipped["objection_day_type"] == working and row["objection_days"] and row["objection_day_type"] != working:
        yield Shortfall("objection_day_type", "catalogue.not_working_days", {})
    if shipped["restarts_on_objection"] and not row["restarts_on_objection"]:
        yield Shortfall("restarts_on_objection", "catalogue.no_restart", {})


def _less_hidden(row: Row, shipped: Row) -> Iterator[Shortfall]:
    hidden = phrases(row["must_hide"])
    missing = [phrase for phrase in phrases(shipped["must_hide"]) if phrase not in hidden]
    if missing:
        yield Shortfall("must_hide", "catalogue.less_hidden", {"phrases": "、".join(missing)})


def _names_shown(row: Row, shipped: Row, name_words: Collection[str]) -> Iterator[Shortfall]:
    """What must be hidden may not be shown; of a policy, nobody's name by whatever word."""
    words = set(phrases(shipped["must_hide"]))
    if shipped["default"] == Default.POLICY_ONLY.value:
        words |= set(name_words)
    as_shipped = phrases(shipped["may_show"])
    shown = [each for each in phrases(row["may_show"]) if each not in as_shipped and any(word in each for word in words)]
    if shown:
        yield Shortfall("may_show", "catalogue.shows_hidden", {"phrases": "、".join(shown)})
