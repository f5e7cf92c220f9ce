"""A village's own catalogue over the shipped one, and what a newer product ships."""

from dataclasses import replace

import pytest
from cast import an_item

from kiosk.rules.catalogue import Default, DueRule, item_of
from kiosk.rules.catalogue_rows import wrong_with
from kiosk.rules.own_catalogue import (
    News,
    OwnEntry,
    added_since,
    changed_since,
    collisions,
    completed,
    dropped,
    gone_since,
    is_sound,
    overlaid,
    overtaken,
)
from kiosk.shipped import catalogue, catalogue_rows, catalogue_with, least_days

LAW = least_days()
ROW = dict(catalogue_rows()["F01"])
SHIPPED = {"F01": ROW}
TWENTY = OwnEntry("F01", {"display_days": "20"}, {"display_days": "15"})


def of_the_village(**columns: str) -> OwnEntry:
    return OwnEntry("F20", {**ROW, "code": "F20", "title": "本村事项", **columns})


def test_a_change_lies_over_what_is_shipped_and_the_rest_follows_it():
    assert overlaid(SHIPPED, [TWENTY])["F01"] == ROW | {"display_days": "20"}
    newer = {"F01": ROW | {"title": "新名称"}}
    assert overlaid(newer, [TWENTY])["F01"] == ROW | {"display_days": "20", "title": "新名称"}


def test_an_item_of_the_villages_own_stands_beside_the_shipped_ones():
    assert catalogue_with([of_the_village()])["F20"].title == "本村事项"
    assert catalogue_with([]) == catalogue()


def test_an_item_of_the_villages_own_survives_a_column_that_a_newer_product_adds():
    newer = {"F01": ROW | {"remark": "注"}}
    assert overlaid(newer, [of_the_village()])["F20"] == of_the_village().own | {"remark": ""}


def test_a_column_that_a_newer_product_drops_is_left_out():
    newer = {"F01": {column: text for column, text in ROW.items() if column != "evidence"}}
    assert "evidence" not in overlaid(newer, [of_the_village()])["F20"]


def test_a_change_to_what_is_no_longer_shipped_makes_no_item_until_it_holds_what_was_shipped():
    newer = {"F02": ROW | {"code": "F02"}}
    assert "F01" not in overlaid(newer, [TWENTY])
    [whole] = completed([TWENTY], newer, SHIPPED)
    assert overlaid(newer, [whole])["F01"] == ROW | {"display_days": "20"}
    assert completed([whole], newer, SHIPPED) == [] == completed([TWENTY], SHIPPED, SHIPPED)
    assert dropped(newer, [whole, of_the_village()]) == [whole]
    assert gone_since(SHIPPED, newer, []) == ["F01"] and gone_since(SHIPPED, newer, [whole]) == []


def test_what_is_shipped_under_the_code_of_an_own_item_hides_nothing_and_is_asked_about_until_somebody_decides():
    newer = SHIPPED | {"F20": ROW | {"code": "F20", "title": "新事项"}}
    ours = of_the_village()
    assert overlaid(newer, [ours])["F20"] == ours.own
    assert collisions(newer, [ours, TWENTY]) == [ours] and collisions(SHIPPED, [ours]) == []
    assert collisions(newer, [replace(ours, declined=newer["F20"])]) == []
    newest = newer | {"F20": newer["F20"] | {"title": "又改了"}}
    assert len(collisions(newest, [replace(ours, declined=newer["F20"])])) == 1


@pytest.mark.parametrize(
    "entry",
    [
        OwnEntry("J07", {"default": "on", "frequency": "at_once"}, {"default": "banned", "frequency": "never"}),
        OwnEntry("J02", {"default": "on"}, {"default": "policy_only"}),
        OwnEntry("J07", {**ROW, "code": "J07"}),
    ],
)
def test_a_board_that_is_brought_in_switches_nothing_on_that_must_stay_off(entry):
    assert not is_sound(entry, catalogue_rows())


def test_an_entry_that_makes_no_item_leaves_the_shipped_one():
    broken = OwnEntry("F01", {"display_days": "viele"}, {"display_days": "15"})
    assert catalogue_with([broken])["F01"] == catalogue()["F01"]
    assert not is_sound(broken, SHIPPED)
    assert is_sound(TWENTY, SHIPPED) and is_sound(of_the_village(), SHIPPED)


@pytest.mark.parametrize(
    "now, told",
    [
        ("15", []),  # as it was when the village changed it
        ("20", []),  # what the village has anyway
        ("30", [News("F01", "display_days", "15", "30", "20")]),
    ],
)
def test_a_newer_product_that_ships_another_value_overwrites_nothing_and_is_told(now, told):
    newer = {"F01": ROW | {"display_days": now}}
    assert overtaken(newer, [TWENTY]) == told
    assert overlaid(newer, [TWENTY])["F01"]["display_days"] == "20"


def test_what_the_village_follows_is_told_when_it_changes():
    newer = {"F01": ROW | {"title": "新名称", "display_days": "30"}, "F99": ROW | {"code": "F99"}}
    assert changed_since(SHIPPED, newer, [TWENTY]) == [News("F01", "title", ROW["title"], "新名称")]
    assert added_since(SHIPPED, newer) == ["F99"]
    assert changed_since(SHIPPED, SHIPPED, []) == [] == added_since(SHIPPED, SHIPPED)


@pytest.mark.parametrize("row", catalogue_rows().values(), ids=lambda row: row["code"])
def test_every_shipped_row_may_stand_as_it_is(row):
    assert wrong_with(row, row, LAW) == []


@pytest.mark.parametrize(
    "columns, wrong",
    [
        ({"title": ""}, ("title", "catalogue.not_given")),
        ({"title": "长" * 301}, ("title", "catalogue.too_long")),
        ({"title": "a\u200bb"}, ("title", "catalogue.control_character")),
        ({"category": "money"}, ("category", "catalogue.choice")),
        ({"default": "banned"}, ("default", "catalogue.choice")),
        ({"frequency": "weekly"}, ("frequency", "catalogue.choice")),
        ({"display_days": "14"}, ("display_days", "catalogue.display_days")),
        ({"display_days": ""}, ("display_days", "catalogue.number")),
        ({"display_days": "１５"}, ("display_days", "catalogue.number")),
        ({"objection_days": "0"}, ("objection_days", "catalogue.number")),
        ({"objection_days": "-7"}, ("objection_days", "catalogue.number")),
        ({"objection_day_type": "lunar"}, ("objection_day_type", "catalogue.choice")),
        ({"due_working_days": "99"}, ("due_working_days", "catalogue.number")),
        ({"due_month": "4"}, ("due_month", "catalogue.due_month_beyond")),  # a quarter has three
        ({"due_month": ""}, ("due_month", "catalogue.choice")),
        ({"due_day": "32"}, ("due_day", "catalogue.number")),
        ({"frequency": "at_once"}, ("due_month", "catalogue.due_without_period")),
        ({"restarts_on_objection": "perhaps"}, ("restarts_on_objection", "catalogue.choice")),
    ],
)
def test_what_may_not_stand_is_named_with_its_column(columns, wrong):
    assert wrong in [(column, code) for column, code, _facts in wrong_with(ROW | columns, ROW, LAW)]


def test_the_laws_days_are_those_of_the_settings_with_their_basis():
    [(_column, _code, facts)] = wrong_with(ROW | {"display_days": "14"}, ROW, LAW)
    assert facts == {"least": 15, "basis": "《村民委员会组织法》（2025年修正）第三十五条：公布时间不少于十五日"}


@pytest.mark.parametrize("code, wrong", [("J07", "catalogue.banned"), ("J02", "catalogue.policy_only")])
def test_what_must_not_be_posted_cannot_be_switched_on(code, wrong):
    row = catalogue_rows()[code]
    assert [(column, found) for column, found, _facts in wrong_with({**row, "default": "on"}, row, LAW)] == [("default", wrong)]


def test_a_row_becomes_an_item():
    row = ROW | {"due_month": "2", "due_day": "10", "restarts_on_objection": "yes", "due_working_days": "5", "default": "off"}
    item = item_of(row)
    assert (item.due, item.restarts_on_objection, item.due_working_days) == (DueRule(2, is_after=False, day=10), True, 5)
    assert item.default is Default.OFF
    assert an_item().due_working_days is None
