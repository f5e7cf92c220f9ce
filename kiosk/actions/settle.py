"""Changing a setting or a screen."""

import json
from datetime import datetime

from kiosk.errors import Misuse
from kiosk.rules.village import Screen
from kiosk.shipped import SettingKind, Value, setting_kinds
from kiosk.store import audit, screens, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board
from kiosk.store.connection import transaction


def kind_of_setting(name: str) -> SettingKind:
    """Raises Misuse for a name that is no setting."""
    if name not in setting_kinds():
        raise Misuse("settings.unknown", key=name, allowed="、".join(setting_kinds()))
    return setting_kinds()[name]


def change_setting(board: Board, name: str, value: Value, who: str, now: datetime) -> None:
    """Raises Misuse for a name that is no setting or a value of the wrong shape."""
    kind = kind_of_setting(name)
    try:
        settings.with_own({name: value})
    except ValueError as wrong:
        example = json.dumps(kind.example or kind.value, ensure_ascii=False)
        raise Misuse("settings.wrong_value", key=name, example=example) from wrong
    with transaction(board.db):
        settings.put(board.db, name, value)
        audit.record(board.db, Deed(who, "setting.changed", {"name": name, "value": value}), now)


def change_screen(board: Board, screen: Screen, who: str, now: datetime) -> None:
    with transaction(board.db):
        screens.put(board.db, screen)
        audit.record(board.db, Deed(who, "screen.changed", vars(screen)), now)
