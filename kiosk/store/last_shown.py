"""The last good pages, on disk: what the screens go on with when the database cannot be read at a start."""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TypeVar

from kiosk.store.instants import from_text
from kiosk.store.whole_files import replace_whole

FILE = "shown.json"
PICTURES = "pictures"
PICTURES_LIMIT = 256 * 1024 * 1024
"""Bytes of all pictures together; those beyond are not kept."""

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class LastShown:
    folder: Path

    def keep(self, shown: object, pictures: Mapping[str, Callable[[], bytes]]) -> None:
        """A dataclass of plain values, and the pictures it shows by file name. Raises OSError."""
        there = self.folder / PICTURES
        for folder in (self.folder, there):
            folder.mkdir(mode=0o700, exist_ok=True)
        for old in there.iterdir():
            if old.name not in pictures:
                old.unlink(missing_ok=True)
        room = PICTURES_LIMIT - sum(each.stat().st_size for each in there.iterdir())
        for name, data in pictures.items():
            if not (there / name).exists() and len(taken := data()) <= room:
                replace_whole(there / name, taken)
                room -= len(taken)
        replace_whole(self.folder / FILE, json.dumps(as_plain(shown), ensure_ascii=False).encode("utf-8"))

    def last(self, kind: type[Kind]) -> Kind | None:
        """None where there is nothing, or nothing that can be made out."""
        try:
            return as_kind(kind, json.loads((self.folder / FILE).read_bytes()))
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None

    def kept_at(self) -> datetime | None:
        """The `now` of what was kept."""
        try:
            return from_text(json.loads((self.folder / FILE).read_bytes())["now"])
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None

    def picture(self, name: str) -> bytes | None:
        """`name` must be a digest and an ending: it comes from outside."""
        try:
            return (self.folder / PICTURES / name).read_bytes()
        except OSError:
            return None


def as_plain(value: object) -> object:
    """In terms of JSON; `as_kind` makes it again what it was."""
    if dataclasses.is_dataclass(value):
        return {each.name: as_plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(as_plain(key)): as_plain(each) for key, each in value.items()}
    return [as_plain(each) for each in value] if isinstance(value, tuple) else value


def as_kind(kind: typing.Any, plain: typing.Any) -> typing.Any:
    """Raises what a value of another shape raises."""
    outer, inner = typing.get_origin(kind), typing.get_args(kind)
    if outer in (typing.Union, types.UnionType):
        return None if plain is None else as_kind(inner[0], plain)
    if outer is tuple:
        return tuple(as_kind(inner[0], each) for each in plain)
    if outer in (dict, Mapping):
        return {as_kind(inner[0], key): as_kind(inner[1], each) for key, each in plain.items()}
    if dataclasses.is_dataclass(kind):
        kinds = typing.get_type_hints(kind)
        # What another release kept besides is left out: better most of the board than nothing of it.
        return kind(**{name: as_kind(kinds[name], each) for name, each in plain.items() if name in kinds})
    if issubclass(kind, date):
        return kind.fromisoformat(plain)
    if issubclass(kind, Enum):
        return kind(plain)
    if not isinstance(plain, kind) and not (kind is float and isinstance(plain, int)):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain
