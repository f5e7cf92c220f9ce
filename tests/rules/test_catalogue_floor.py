"""Where a village asks for less than the shipped catalogue does."""

import pytest

from kiosk.rules.catalogue_floor import shortfalls
from kiosk.shipped import catalogue_rows, name_words

ROWS = catalogue_rows()


def short(code, **columns):
    return [(each.column, each.code) for each in shortfalls({**ROWS[code], **columns}, ROWS[code], name_words())]


@pytest.mark.parametrize("code", ROWS)
def test_what_is_shipped_falls_short_of_nothing(code):
    assert short(code) == []


@pytest.mark.parametrize(
    "code, columns, found",
    [
        ("L02", {"display_days": "29"}, [("display_days", "catalogue.fewer_days")]),
        ("L02", {"display_days": "31"}, []),
        ("L02", {"display_days": "0", "frequency": "permanent"}, [("display_days", "catalogue.fewer_days")]),
        ("S01", {"objection_days": "6"}, [("objection_days", "catalogue.fewer_days")]),
        ("S01", {"objection_days": "8"}, []),
        ("S01", {"objection_days": "", "objection_day_type": ""}, [("objection_days", "catalogue.fewer_days")]),
        ("S01", {"restarts_on_objection": ""}, [("restarts_on_objection", "catalogue.no_restart")]),
        ("L01", {"objection_day_type": "calendar"}, [("objection_day_type", "catalogue.not_working_days")]),
        ("F01", {"objection_days": "7", "objection_day_type": "calendar"}, []),
        ("F01", {"must_hide": ""}, [("must_hide", "catalogue.less_hidden")]),
        ("F01", {"must_hide": "个人账号、个人电话"}, [("must_hide", "catalogue.less_hidden")]),
        ("F01", {"must_hide": "个人电话,个人账号；身份证号、住址"}, []),
        ("F01", {"may_show": "金额、经手人身份证号"}, [("may_show", "catalogue.shows_hidden")]),
        ("F01", {"may_show": "金额、经手人姓名"}, []),
        ("J02", {"may_show": "政策、户主姓名"}, [("may_show", "catalogue.shows_hidden")]),
        ("J02", {"may_show": "政策、对象名单"}, [("may_show", "catalogue.shows_hidden")]),
        ("J02", {"may_show": "政策、申报材料"}, []),
        ("J02", {"must_hide": "子女伤残情况、子女死亡情况"}, [("must_hide", "catalogue.less_hidden")]),
    ],
)
def test_less_is_found_and_more_is_not(code, columns, found):
    assert short(code, **columns) == found


def test_it_names_what_is_missing_and_the_law():
    [found] = shortfalls({**ROWS["F01"], "must_hide": "个人电话"}, ROWS["F01"], name_words())
    assert found.facts == {"phrases": "个人账号、身份证号", "basis": ROWS["F01"]["legal_basis"]}


def test_an_item_of_the_villages_own_has_no_floor_but_the_laws_days():
    assert shortfalls({**ROWS["F01"], "must_hide": ""}, None, name_words()) == []
