"""What was shown last comes back from the disk as it was, or not at all."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from cast import GATE, HALL, NOON, a_posted_notice

from kiosk.rules.notice import Notice
from kiosk.rules.period import parse_period
from kiosk.rules.village import Screen, Settings
from kiosk.store import last_shown, settings
from kiosk.store.last_shown import FILE, LastShown, as_kind, as_plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Thing:
    name: str
    colour: Colour
    number: int | None = None
    on: date | None = None
    at: datetime | None = None
    parts: tuple["Thing", ...] = ()
    words: dict[Colour, str] | None = None
    weight: float = 1


THING = Thing("甲", Colour.RED, 3, date(2026, 10, 8), NOON.astimezone(UTC), (Thing("乙", Colour.RED),), {Colour.RED: "红"}, 2.5)


@pytest.fixture
def kept(tmp_path):
    return LastShown(tmp_path / "last-shown")


@pytest.mark.parametrize(
    "kind, value",
    [
        (Thing, THING),
        (Screen, GATE),
        (Screen, replace(HALL, opens_at="08:00", closes_at="20:00")),
        (Settings, settings.with_own({"telephones": [{"name": "值班室", "number": "1"}], "slogans": ["一", "二"]})),
        (Notice, a_posted_notice(7, period=parse_period("2026-Q3"), issued_on=date(2026, 10, 8), screens=("hall",), objection_days=7)),
    ],
)
def test_it_comes_back_as_it_was(kept, kind, value):
    assert as_kind(kind, as_plain(value)) == value
    kept.keep(value, {})
    assert kept.last(kind) == value


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null", '{"name": 1}', '{"name": "x", "colour": "blue"}', '{"name": "x", "colour": "red", "at": "soon"}', "[" * 100_000])
def test_what_cannot_be_made_out_is_nothing(kept, text):
    kept.keep(THING, {})
    (kept.folder / FILE).write_text(text)
    assert kept.last(Thing) is None


def test_what_another_release_kept_besides_is_left_out(kept):
    kept.keep(THING, {})
    (kept.folder / FILE).write_text('{"name": "x", "colour": "red", "else": 1}')
    assert kept.last(Thing) == Thing(name="x", colour=Colour.RED)


def test_before_anything_was_shown_there_is_nothing(kept):
    assert kept.last(Thing) is None
    assert kept.picture("x.png") is None


def test_pictures_come_and_go_with_what_shows_them(kept):
    kept.keep(THING, {"a.png": lambda: b"a", "b.png": lambda: b"b"})
    assert (kept.picture("a.png"), kept.picture("b.png")) == (b"a", b"b")

    def unwanted():
        raise AssertionError("it is there already")

    kept.keep(THING, {"b.png": unwanted, "c.png": lambda: b"c"})
    assert (kept.picture("a.png"), kept.picture("b.png"), kept.picture("c.png")) == (None, b"b", b"c")


def test_more_pictures_than_there_is_room_for_are_left_out(kept, monkeypatch):
    monkeypatch.setattr(last_shown, "PICTURES_LIMIT", 10)
    kept.keep(THING, {name: lambda: b"123456" for name in ("a.png", "b.png")})
    assert [kept.picture(name) for name in ("a.png", "b.png")] == [b"123456", None]


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_on_a_full_disk_what_was_kept_before_stays(kept, monkeypatch, broken):
    kept.keep(THING, {})

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, broken, refuse)
    with pytest.raises(OSError):
        kept.keep(replace(THING, name="丙"), {})
    monkeypatch.undo()
    assert kept.last(Thing) == THING
    assert [each.name for each in kept.folder.iterdir() if each.is_file()] == [FILE]
