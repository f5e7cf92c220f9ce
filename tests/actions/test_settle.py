"""Settings, screens, and whether all is as it was put there."""

import json

import pytest
from cast import GATE, NOON, a_file

from kiosk.actions.now import playlist_of
from kiosk.actions.settle import change_screen, change_setting
from kiosk.actions.verify import verify
from kiosk.errors import Misuse
from kiosk.rules.people import By
from kiosk.store import originals, screens, settings
from kiosk.store.originals import digest_of


def last_deed(board):
    who, deed, facts = board.db.execute("SELECT who, deed, facts FROM audit ORDER BY entry DESC").fetchone()
    return who, deed, json.loads(facts)


def test_a_changed_setting_is_written_down(board):
    change_setting(board, "display_days", 20, By("甲"), NOON)
    assert settings.settings(board.db).terms.display_days == 20
    assert last_deed(board) == ("甲", "setting.changed", {"name": "display_days", "old": 15, "value": 20, "from": ""})


@pytest.mark.parametrize(
    "name, value",
    [
        ("display_days", "many"),
        ("display_days", []),
        ("display_days", None),
        ("display_days", -1),
        ("display_days", 0),
        ("display_days", 3651),
        ("display_days", 15.5),
        ("display_days", True),
        ("display_days", "15"),
        ("display_days", 10**30),
        ("objection_days", 366),
        ("least_seconds", 0),
        ("least_seconds", float("nan")),
        ("least_seconds", float("inf")),
        ("row_seconds", 61),
        ("rows_per_page", 51),
        ("rows_per_page", 2.5),
        ("characters_per_second", 10**400),
        ("village", "村" * 101),
        ("village", "安和\n村"),
        ("village", "安和\u202e村"),
        ("village", None),
        ("village", ["安和村"]),
        ("village", True),
        ("township", {}),
        ("supervision_phone", "0" * 101),
        ("slogans", ["一"] * 51),
        ("slogans", ["一", None]),
        ("slogans", ["一\t二"]),
        ("slogans", "一"),
        ("telephones", [{"name": "值班室", "number": "1"}] * 51),
        ("telephones", [{"name": "值班室", "number": ["1"]}]),
        ("telephones", [["值班室", "1"]]),
        ("index_number_prefixes", None),
        ("index_number_pattern", "{serial:0999999999}"),
        ("index_number_pattern", "{prefix.__class__}{serial}"),
        ("index_number_pattern", 5),
        ("objection_days", -7),
        ("telephones", "0000-1234567"),
        ("telephones", [{"name": "x"}]),
        ("telephones", 5),
        ("slogans", 5),
        ("characters_per_second", "fast"),
        ("characters_per_second", 0),
        ("base_seconds", -100),
        ("rows_per_page", "eight"),
        ("rows_per_page", 0),
        ("index_number_prefixes", {"finance": "CW"}),
        ("index_number_prefixes", []),
        ("index_number_pattern", "{prefix}-{year}"),
        ("index_number_pattern", "{prefix}-{nobody}-{serial}"),
        ("index_number_pattern", "{prefix"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_changes(board, name, value):
    before = settings.settings(board.db)
    with pytest.raises(Misuse) as wrong:
        change_setting(board, name, value, By("甲"), NOON)
    assert wrong.value.code.startswith("settings.")
    assert settings.settings(board.db) == before
    assert board.db.execute("SELECT count(*) FROM audit").fetchone() == (0,)


@pytest.mark.parametrize(
    "name, value",
    [
        ("display_days", 3650),
        ("least_seconds", 1),
        ("rows_per_page", 50),
        ("characters_per_second", 0.5),
        ("village", "村" * 100),
        ("village", 1958),
        ("township", ""),
        ("slogans", ["一"] * 50),
        ("slogans", []),
        ("telephones", [{"name": "值班室", "number": "0000-1234501"}] * 50),
        ("index_number_pattern", "安公{prefix}〔{year}〕{serial}号"),
    ],
)
def test_a_value_at_its_limits_is_taken(board, name, value):
    change_setting(board, name, value, By("甲"), NOON)
    assert settings.own_values(board.db) == {name: value}
    assert settings.settings(board.db)


def test_a_setting_that_does_not_exist_is_refused(board):
    with pytest.raises(Misuse) as wrong:
        change_setting(board, "colour", "red", By("甲"), NOON)
    assert wrong.value.code == "settings.unknown"


def test_a_changed_screen_is_written_down(board):
    change_screen(board, GATE, By("甲"), NOON)
    assert screens.get(board.db, "gate") == GATE
    who, deed, facts = last_deed(board)
    assert (who, deed, facts["name"]) == ("甲", "screen.changed", "gate")


def test_the_playlist_of_an_unknown_screen_is_misuse(board):
    with pytest.raises(Misuse) as wrong:
        playlist_of(board, "nowhere", NOON)
    assert wrong.value.code == "screen.unknown"


def test_the_playlist_of_a_moment_is_what_was_up_then(board, post):
    post(now=NOON)
    assert [entry.notice.number for entry in playlist_of(board, "hall", NOON)] == [1]
    assert playlist_of(board, "hall", NOON.replace(hour=11)) == []


@pytest.fixture
def furnished(board, bring, tmp_path):
    (tmp_path / "流水.xlsx").write_bytes(b"PK")
    bring(a_file(tmp_path, sources=("流水.xlsx",)), now=NOON, publish=True)
    return board


def test_all_is_as_it_was_put_there(furnished):
    assert verify(furnished) == []


def test_a_lost_original_is_found(furnished):
    originals.path_of(furnished.originals, digest_of(b"PK")).unlink()
    (problem,) = verify(furnished)
    assert (problem.code, problem.facts) == ("verify.original_lost", {"number": 1, "name": "流水.xlsx"})


def test_a_changed_original_is_found(furnished):
    originals.path_of(furnished.originals, digest_of(b"PK")).write_bytes(b"KP")
    assert [problem.code for problem in verify(furnished)] == ["verify.original_changed"]


def test_a_changed_audit_log_is_found(furnished):
    furnished.db.execute("DROP TRIGGER audit_refuses_update")
    furnished.db.execute("UPDATE audit SET who = 'x' WHERE entry = 2")
    (problem,) = verify(furnished)
    assert (problem.code, problem.facts) == ("verify.audit", {"entry": 2})
