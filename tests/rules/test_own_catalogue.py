"""A village's own catalogue over the shipped one, and what a newer product ships."""

import pytest
from cast import an_item

from kiosk.rules.catalogue import Default, DueRule, item_of
from kiosk.rules.catalogue_rows import wrong_with
from kiosk.rules.own_catalogue import News, OwnEntry, added_since, changed_since, is_sound, overlaid, overtaken
from kiosk.shipped import catalogue, catalogue_rows, catalogue_with

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


def test_a_change_to_what_is_no_longer_shipped_makes_no_item():
    assert "F01" not in overlaid({"F02": ROW}, [TWENTY])


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
    assert wrong_with(row, row) == []


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
    assert wrong in [(column, code) for column, code, _facts in wrong_with(ROW | columns, ROW)]


@pytest.mark.parametrize("code, wrong", [("J07", "catalogue.banned"), ("J02", "catalogue.policy_only")])
def test_what_must_not_be_posted_cannot_be_switched_on(code, wrong):
    row = catalogue_rows()[code]
    assert [(column, found) for column, found, _facts in wrong_with({**row, "default": "on"}, row)] == [("default", wrong)]


def test_a_row_becomes_an_item():
    row = ROW | {"due_month": "2", "due_day": "10", "restarts_on_objection": "yes", "due_working_days": "5", "default": "off"}
    item = item_of(row)
    assert (item.due, item.restarts_on_objection, item.due_working_days) == (DueRule(2, is_after=False, day=10), True, 5)
    assert item.default is Default.OFF
    assert an_item().due_working_days is None
