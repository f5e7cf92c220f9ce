"""Screens, settings, and the notices a screen had to pass over."""

import pytest
from cast import GATE, HOUR, NOON, a_notice, a_posted_notice

from kiosk.rules.notice import Category
from kiosk.rules.village import Pace, Screen, Telephone, Terms
from kiosk.shipped import catalogue, setting_kinds
from kiosk.store import notices, screens, settings
from kiosk.store.board import is_empty, is_untouched, open_board


def test_a_first_start_has_one_screen_and_no_notices(board):
    assert screens.all_screens(board.db) == [Screen("hall", "村民大厅")]
    assert is_empty(board)
    assert is_untouched(board)


def test_a_second_start_makes_no_second_screen(board, config):
    again = open_board(config)
    assert len(screens.all_screens(again.db)) == 1
    again.close()


def test_a_screen_is_read_back_as_it_was_set_up(board):
    upright = Screen("gate", "村口", 43.5, 2.5, 90, True)
    screens.put(board.db, GATE)
    screens.put(board.db, upright)
    assert screens.get(board.db, "gate") == upright
    assert [each.name for each in screens.all_screens(board.db)] == ["gate", "hall"]
    assert screens.get(board.db, "nowhere") is None


def test_a_village_starts_with_what_is_shipped(board):
    start = settings.settings(board.db)
    assert start.terms == Terms(15, 7)
    assert start.pace == Pace()
    assert start.numbering.index_number(Category.FINANCE, 2026, 1) == "CW-2026-0001"
    assert set(start.numbering.prefixes) == set(Category)


def test_the_villages_own_values_win(board):
    settings.put(board.db, "display_days", 20)
    settings.put(board.db, "display_days", 30)
    settings.put(board.db, "telephones", [{"name": "值班室", "number": "0000-1234501"}])
    now = settings.settings(board.db)
    assert now.terms.display_days == 30
    assert now.village.telephones == (Telephone("值班室", "0000-1234501"),)
    assert settings.own_values(board.db).keys() == {"display_days", "telephones"}


@pytest.mark.parametrize("name", sorted(setting_kinds()))
def test_every_setting_says_what_it_means(name):
    assert setting_kinds()[name].means


@pytest.mark.parametrize("name", ["display_days", "objection_days"])
def test_the_laws_numbers_name_the_law(name):
    assert setting_kinds()[name].basis


@pytest.mark.parametrize("item", catalogue().values(), ids=lambda item: item.code)
def test_every_item_of_the_catalogue_makes_sense(item):
    assert item.code and item.title and item.category in Category
    assert item.frequency in {"permanent", "monthly", "quarterly", "half_yearly", "yearly", "at_once", "staged", "never"}
    assert item.legal_basis or item.default.value in ("banned", "off")
    assert item.display_days >= 15 or item.frequency in ("permanent", "never")
    assert item.objection_days is None or 1 <= item.objection_days <= 30
    assert item.display_days >= (item.objection_days or 0)


def test_what_a_screen_passed_over_is_remembered_once(board):
    notices.insert(board.db, a_posted_notice(1, title="停水"), "", "", NOON)
    notices.insert(board.db, a_notice(number=2), "", "", NOON)
    screens.skip(board.db, "hall", 1, "first", NOON)
    screens.skip(board.db, "hall", 1, "again", NOON + HOUR)
    screens.skip(board.db, "hall", 2, "a draft", NOON)
    (skipped,) = screens.skipped(board.db)
    assert (skipped.notice, skipped.title, skipped.reason, skipped.last_at) == (1, "停水", "again", NOON + HOUR)
