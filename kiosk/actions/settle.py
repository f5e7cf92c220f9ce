"""Changing settings and screens. What was there before stays in the log."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from kiosk.errors import KioskError, Misuse, NotFound, Problem, Refused
from kiosk.rules.people import By
from kiosk.rules.village import Screen
from kiosk.shipped import SettingKind, Value, setting_kinds
from kiosk.store import audit, screens, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction


STAYS = {"overdue_on_screen": "yes"}
"""What the desk can only turn on: who is overdue shall not be able to have it unsaid. At the machine itself it can be
turned off, and the log tells."""


class ChangedMeanwhile(KioskError):
    """Somebody else was first; what they changed is not overwritten unseen."""


def kind_of_setting(name: str) -> SettingKind:
    """Raises Misuse for a name that is no setting."""
    if name not in setting_kinds():
        raise Misuse("settings.unknown", key=name, allowed="、".join(setting_kinds()))
    return setting_kinds()[name]


def values(board: Board, names: Iterable[str]) -> dict[str, Value]:
    """As they hold now: the village's own, or what is shipped."""
    own = settings.own_values(board.db)
    return {name: own.get(name, kind_of_setting(name).value) for name in names}


def mark_of(held: Mapping[str, object]) -> str:
    """Tells whether what a form was made for still holds when the form comes back."""
    return hashlib.sha256(json.dumps(held, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()[:16]


def change_setting(board: Board, name: str, value: Value, by: By, now: datetime) -> None:
    """Raises Misuse for a name that is no setting or a value of the wrong shape."""
    kind = kind_of_setting(name)
    try:
        settings.with_own({name: value})
    except ValueError as wrong:
        example = json.dumps(kind.example or kind.value, ensure_ascii=False)
        raise Misuse("settings.wrong_value", key=name, example=example) from wrong
    with transaction(board.db):
        _put(board, {name: value}, by, now)


def change_settings(board: Board, wanted: Mapping[str, Value], mark: str, by: By, now: datetime) -> None:
    """Those that are another value now; `mark` is of what the form was made for. Raises Refused for values of the wrong
    shape, ChangedMeanwhile when the mark does not fit any more."""
    problems = [problem for name, value in wanted.items() for problem in wrong_with(name, value)]
    if problems:
        raise Refused.because(problems)
    with transaction(board.db):
        held = values(board, wanted)
        if mark_of(held) != mark:
            raise ChangedMeanwhile("settings.changed_meanwhile")
        if turned_off := [name for name, value in wanted.items() if stays(name, held[name]) and value != held[name]]:
            labels = {name: kind_of_setting(name).label for name in turned_off}
            raise Refused.because([Problem("settings.stays_on", {"key": label}, key=name) for name, label in labels.items()])
        _put(board, {name: value for name, value in wanted.items() if value != held[name]}, by, now)


def stays(name: str, held: Value) -> bool:
    return STAYS.get(name) == held


def wrong_with(name: str, value: Value) -> list[Problem]:
    try:
        settings.with_own({name: value})
    except ValueError:
        return [Problem("settings.cannot_be", {"key": kind_of_setting(name).label}, key=name)]
    return []


def _put(board: Board, changed: Mapping[str, Value], by: By, now: datetime) -> None:
    held = values(board, changed)
    for name, value in changed.items():
        settings.put(board.db, name, value)
        _record(board, name, held[name], value, by, now)


def ship_settings(board: Board, names: Iterable[str], by: By, now: datetime) -> None:
    """Back to what the product ships with, but for what the desk cannot turn off."""
    with transaction(board.db):
        for name in names:
            own = settings.own_values(board.db)
            if name in own and not stays(name, own[name]):
                settings.forget(board.db, name)
                _record(board, name, own[name], kind_of_setting(name).value, by, now)


def _record(board: Board, name: str, old: Value, value: Value, by: By, now: datetime) -> None:
    facts = {"name": name, "old": old, "value": value, "from": by.address}
    audit.record(board.db, Deed(by.name, "setting.changed", facts), now)


def change_screen(board: Board, screen: Screen, by: By, now: datetime, mark: str | None = None) -> None:
    """Sets one up, or changes one. `mark` is of what the form was made for, "" for a new one. Raises ChangedMeanwhile
    when that does not hold any more."""
    with transaction(board.db):
        before = screens.get(board.db, screen.name)
        if mark is not None and mark != mark_of_screen(before):
            raise ChangedMeanwhile("settings.changed_meanwhile")
        changed = {key: value for key, value in vars(screen).items() if before is None or vars(before)[key] != value}
        if not changed:
            return
        screens.put(board.db, screen)
        old = {key: vars(before)[key] for key in changed} if before else {}
        facts = {"name": screen.name, "old": old, "value": changed, "from": by.address}
        audit.record(board.db, Deed(by.name, "screen.changed", facts), now)


def take_screen_away(board: Board, name: str, by: By, now: datetime) -> None:
    """What it has shown stays told. Raises NotFound for a screen there is not, Refused for the last one."""
    with transaction(board.db):
        hanging = [each.name for each in screens.all_screens(board.db)]
        if name not in hanging:
            raise NotFound("screen.unknown", value=name, allowed="、".join(hanging))
        if len(hanging) == 1:
            raise Refused("screen.last")
        screens.take_away(board.db, name, now)
        audit.record(board.db, Deed(by.name, "screen.taken_away", {"screen": name, "from": by.address}), now)


def mark_of_screen(screen: Screen | None) -> str:
    return mark_of(vars(screen)) if screen else ""
