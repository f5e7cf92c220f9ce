"""Names, passwords, and the last one who can manage people."""

from dataclasses import replace

import pytest
from cast import STAFF

from kiosk.rules.people import (
    NAME_LIMIT,
    PASSWORD_MOST,
    Person,
    Role,
    leaves_no_admin,
    missing_roles,
    name_fault,
    sounds_same,
    weakness,
)
from kiosk.shipped import common_passwords

HERE = ("安和村", "清溪镇", "kiosk", "公开栏", "村务公开", "password", "admin", "sunshine")


@pytest.mark.parametrize(
    "password, code",
    [
        ("", "password.too_short"),
        ("麦穗石桥安静水", "password.too_short"),
        ("abc 123", "password.too_short"),
        ("ﷺ", None),  # counted as it is compared, and that is eighteen letters
        ("麦穗石桥安静水车", None),
        ("石桥 安静 麦穗", None),
        ("አማርኛ ቋንቋ ነው", None),
        ("🌾🐄🐖🐓🛖🌉🚜🌶️", None),
        (" leading and trailing ", None),
        ("no capitals no signs", None),
        ("麦穗石桥" * 16, None),
        ("麦穗石桥" * 32, None),
        ("麦穗石桥" * 32 + "水", "password.too_long"),
        ("麦" * 5000, "password.too_long"),
        ("12345678", "password.too_simple"),
        ("87654321", "password.too_simple"),
        ("45678901", "password.too_simple"),
        ("qwertyui", "password.too_simple"),
        ("QWERTYUI", "password.too_simple"),
        ("1qaz2wsx3edc", "password.too_simple"),
        ("abcdefgh", "password.too_simple"),
        ("aaaaaaaaaaaa", "password.too_simple"),
        ("1212121212", "password.too_simple"),
        ("哈哈哈哈哈哈哈哈", "password.too_simple"),
        ("１２３４５６７８", "password.too_simple"),
        ("19580214", "password.too_simple"),
        ("20101231", "password.too_simple"),
        ("19580214 19610830", None),
        ("79582914", None),
        ("安和村村务公开", "password.too_short"),
        ("安和村村务公开栏", "password.too_common"),
        ("安和村12345", "password.too_common"),
        ("安和村2026!!", "password.too_common"),
        ("kiosk123", "password.too_common"),
        ("Kiosk-2026", "password.too_common"),
        ("ｋｉｏｓｋ２０２６", "password.too_common"),
        ("Sunshine1", "password.too_common"),
        ("安和村 sunshine", "password.too_common"),
        ("sunshine 石桥", "password.too_common"),
        ("sunshine 石桥 麦穗", None),
        ("安和村东头的老石桥", None),
        ("文书甲123456", "password.too_common"),
        ("文书甲文书甲88", "password.too_common"),
        ("监督甲123456", None),  # nobody guesses another's name first
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password, code):
    assert weakness(password, "文书甲", HERE) == code


def test_the_longest_and_the_shortest_password():
    letters = "麦穗石桥安静水车"
    assert weakness((letters * 20)[:PASSWORD_MOST], "文书甲", HERE) is None
    assert weakness((letters * 20)[: PASSWORD_MOST + 1], "文书甲", HERE) == "password.too_long"
    assert weakness(letters[:7], "文书甲", HERE) == "password.too_short"


def test_a_hundred_thousand_accents_are_refused_before_they_are_put_in_order():
    """Their order takes time with the square of their number: minutes, in which nobody else is answered."""
    assert weakness("a" + "\u0301\u0316" * 1_000_000, "文书甲", HERE) == "password.too_long"


@pytest.mark.parametrize("common", sorted(word for word in common_passwords() if len(word) >= 8))
def test_every_common_password_is_refused(common):
    for password in (common, common.upper(), f"{common}1"):
        assert weakness(password, "文书甲", common_passwords()) in ("password.too_common", "password.too_simple")


@pytest.mark.parametrize(
    "name, code",
    [
        ("文书甲", None),
        ("王𠮷", None),
        ("阿卜杜·热合曼", None),
        ("Li Ming", None),
        ("x" * NAME_LIMIT, None),
        ("x" * (NAME_LIMIT + 1), "person.name_form"),
        ("", "person.name_form"),
        (" 文书甲", "person.name_form"),
        ("文书甲 ", "person.name_form"),
        ("文  书", "person.name_form"),
        ("文\n书", "person.name_form"),
        ("文\u202e书", "person.name_form"),
        ("文\u200b书", "person.name_form"),
        ("文\x00书", "person.name_form"),
        ("<b>", "person.name_form"),
        ("a/b", "person.name_form"),
        ("a\\b", "person.name_form"),
        ("O'Neil", "person.name_form"),
        ("a&b", "person.name_form"),
        ("本机", "person.name_of_the_machine"),
        ("本 机", "person.name_of_the_machine"),
        ("This Machine", "person.name_of_the_machine"),
        ("？", "person.name_of_the_machine"),
    ],
)
def test_a_name_that_can_stand_in_the_log(name, code):
    assert name_fault(name) == code


@pytest.mark.parametrize(
    "one, other, same",
    [("李明", "李明", True), ("Li Ming", "liming", True), ("Ｌｉ", "li", True), ("李明", "李鸣", False), ("监督甲", "监督乙", False)],
)
def test_two_names_that_could_be_taken_for_each_other(one, other, same):
    assert sounds_same(one, other) is sounds_same(other, one) is same


ADMIN = STAFF["admin"]
BOTH = frozenset({Role.ADMIN, Role.CLERK})


@pytest.mark.parametrize(
    "person, roles, is_active, admins, is_lost",
    [
        (ADMIN, {Role.ADMIN}, True, 1, False),
        (ADMIN, {Role.ADMIN, Role.CLERK}, True, 1, False),
        (ADMIN, {Role.CLERK}, True, 1, True),
        (ADMIN, set(), True, 1, True),
        (ADMIN, {Role.ADMIN}, False, 1, True),
        (ADMIN, {Role.CLERK}, True, 2, False),
        (ADMIN, {Role.ADMIN}, False, 2, False),
        (replace(ADMIN, roles=BOTH), {Role.CLERK}, True, 1, True),
        (replace(ADMIN, is_active=False), {Role.CLERK}, False, 1, False),  # the one that counts is another
        (STAFF["clerk"], set(), False, 1, False),
        (STAFF["clerk"], {Role.ADMIN}, True, 1, False),
    ],
)
def test_the_last_one_who_can_manage_people_stays(person, roles, is_active, admins, is_lost):
    assert leaves_no_admin(person, frozenset(roles), is_active, admins) is is_lost


@pytest.mark.parametrize(
    "roles, asked, has",
    [
        ({Role.CLERK}, [Role.CLERK], True),
        ({Role.CLERK}, [Role.REVIEWER], False),
        ({Role.CLERK, Role.REVIEWER}, [Role.ADMIN, Role.REVIEWER], True),
        (set(), list(Role), False),
        ({Role.CLERK}, [], False),
    ],
)
def test_who_has_a_role(roles, asked, has):
    assert Person(1, "文书甲", frozenset(roles)).has(*asked) is has


@pytest.mark.parametrize(
    "who, reviews, missing",
    [
        ("", 1, "clerk reviewer approver"),
        ("admin", 1, "clerk reviewer approver"),
        ("clerk reviewer approver", 1, ""),
        ("clerk reviewer", 1, "approver"),
        ("clerk reviewer approver", 2, "reviewer"),
        ("clerk reviewer other_reviewer approver", 2, ""),
        ("all_hands", 1, "reviewer approver"),  # nobody passes their own
        ("all_hands reviewer approver", 1, ""),
        ("all_hands reviewer approver", 2, "reviewer"),
    ],
)
def test_who_is_missing_for_a_notice_to_get_through(who, reviews, missing):
    people = [STAFF[name] for name in who.split()]
    assert missing_roles(people, reviews) == [Role(each) for each in missing.split()]
    assert missing_roles([replace(each, is_active=False) for each in people], reviews) == [Role.CLERK, Role.REVIEWER, Role.APPROVER]
