"""Screens, settings, and the catalogue a village starts with."""

import csv
import re
from dataclasses import fields

import pytest
from cast import GATE

from kiosk.config import resource
from kiosk.rules.catalogue import Default, DisclosureItem, DueRule
from kiosk.rules.days import DayType
from kiosk.rules.notice import PILLARS, Category
from kiosk.rules.period import UNIT_OF
from kiosk.rules.screen import Screen
from kiosk.rules.village import Pace, Telephone, Terms
from kiosk.shipped import catalogue, setting_kinds
from kiosk.store import screens, settings
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
    assert item.default in Default and item.objection_day_type in DayType
    assert re.fullmatch(r"[A-Z]\d{2}[A-Z]?", item.code)
    assert item.drafted_by and item.approved_by and item.due_rule or item.default is Default.BANNED
    assert item.may_show or item.default is Default.BANNED


def test_the_catalogue_names_every_duty_once_and_every_category_has_some():
    with (resource("content") / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(catalogue()) == [row["code"] for row in rows]
    assert set(rows[0]) == {field.name for field in fields(DisclosureItem)} - {"due"} | {"due_month", "due_day"}
    assert {item.category for item in catalogue().values()} == set(Category) - {Category.ANNOUNCEMENT}
    starts_with = {item.category for item in catalogue().values() if item.default is Default.ON}
    assert starts_with >= {*PILLARS, Category.LAND, Category.GOVERNANCE}


@pytest.mark.parametrize("item", catalogue().values(), ids=lambda item: item.code)
def test_what_comes_round_with_a_period_has_a_day_on_which_it_is_due_and_nothing_else_has(item):
    assert (item.due is not None) is (item.frequency in UNIT_OF)
    assert item.due is None or 1 <= item.due.month <= 12 and (item.due.day is None or 1 <= item.due.day <= 31)


@pytest.mark.parametrize(
    "code, due",
    [
        ("F01", DueRule(1, is_after=True, day=None)),
        ("F02", DueRule(1, is_after=False, day=31)),
        ("F03", DueRule(1, is_after=True, day=31)),
        ("S08", DueRule(8, is_after=False, day=31)),
    ],
)
def test_a_due_rule_is_read_as_it_is_written(code, due):
    assert catalogue()[code].due == due


def test_only_what_may_no_longer_be_posted_is_banned():
    banned = [item for item in catalogue().values() if item.default is Default.BANNED]
    assert banned
    assert {item.frequency for item in banned} == {"never"}
