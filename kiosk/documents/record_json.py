"""A publicity record as the canonical JSON that is kept and digested, and back."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

from kiosk.rules.record import PublicityRecord


def record_to_json(record: PublicityRecord) -> str:
    """The same record is the same text, on every machine."""
    return json.dumps(_plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def record_from_json(text: str) -> PublicityRecord:
    record = _read(PublicityRecord, json.loads(text))
    assert isinstance(record, PublicityRecord)
    return record


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _read(kind: object, value: object) -> object:
    """By the types that the dataclasses name, so that a further field needs nothing here; one that has come since the record
    was issued is as it is by default."""
    if isinstance(kind, UnionType):
        kind = next(each for each in get_args(kind) if each is not NoneType)
        return None if value is None else _read(kind, value)
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if is_dataclass(kind) and isinstance(kind, type) and isinstance(value, dict):
        return kind(**{name: _read(each, value[name]) for name, each in get_type_hints(kind).items() if name in value})
    if kind in (date, datetime):
        return kind.fromisoformat(str(value))
    return kind(value) if isinstance(kind, type) and issubclass(kind, StrEnum) else value
