import pytest

from kiosk.rules import masks


@pytest.mark.parametrize(
    "written, shown",
    [
        ("340101190002030012", "340***********0012"),
        ("110101 19000101 001x", "110***********001X"),
        ("１１０１０１１９０００１０１００１Ｘ", "110***********001X"),
        ("110101000101001", "110*********001"),
    ],
)
def test_an_identity_number_keeps_three_in_front_and_four_behind_and_an_old_one_three(written, shown):
    assert masks.masked_identity(written) == shown


def test_a_mobile_number_keeps_three_and_four():
    assert masks.masked_mobile("138 0013 8000") == "138****8000"


@pytest.mark.parametrize(
    "written, shown",
    [
        ("0000-1234567", "0000-*****67"),
        ("(010)62345678", "010-******78"),
        ("01012345678", "010-******78"),
        ("6234567", "*****67"),
    ],
)
def test_a_landline_keeps_its_area_and_the_last_two(written, shown):
    assert masks.masked_landline(written) == shown


def test_a_card_keeps_the_last_four():
    assert masks.masked_card("6222 0000 0000 0000 018") == "*" * 15 + "0018"


@pytest.mark.parametrize(
    "name, shown",
    [("张三", "张*"), ("张小明", "张*明"), ("张 三", "张*"), ("欧阳小明", "欧阳*明"), ("欧阳明", "欧阳*"), ("𠮷三", "𠮷*"), ("张", "张")],
)
def test_a_name_keeps_the_surname_and_the_last(name, shown):
    assert masks.masked_name(name) == shown


@pytest.mark.parametrize(
    "address, shown",
    [
        ("安和村二组15号", "安和村二组"),
        ("安和村3组15号", "安和村3组"),
        ("安和村二组", "安和村二组"),
        ("幸福路12号二组", "—"),
        ("幸福路12号3栋", "—"),
    ],
)
def test_an_address_is_shown_to_the_village_group_and_no_farther(address, shown):
    assert masks.masked_address(address) == shown


def test_in_a_body_no_star_begins_an_emphasis():
    assert masks.in_markdown("138****8000") == r"138\*\*\*\*8000"


@pytest.mark.parametrize("digits", ["1", "12", "123", "1234", "12345"])
def test_something_is_hidden_however_short_it_is(digits):
    assert "*" in masks.masked_mobile(digits) and "*" in masks.masked_card(digits)
