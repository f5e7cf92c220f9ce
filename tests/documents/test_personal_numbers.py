import subprocess
import sys

import pytest

from kiosk.documents.personal_numbers import NUMBERS
from tests.rules.checks.people import a_card, a_wrong_identity_number, an_identity_number


@pytest.mark.parametrize(
    "digits, is_one",
    [
        (an_identity_number(), True),
        (an_identity_number(serial=12).lower(), True),
        (an_identity_number(area="000000"), True),
        (an_identity_number(area="990000"), True),
        (a_wrong_identity_number(), False),
        (an_identity_number(born="19000230"), False),
        (an_identity_number(born="00000101"), False),
        ("110101000101001", True),
        ("110101001301001", False),
        ("990101000101001", False),
        ("11010119000101", False),
        ("", False),
    ],
)
def test_an_identity_number_has_a_birth_date_and_a_right_check_digit_wherever_it_is_from(digits, is_one):
    assert NUMBERS.is_resident_id(digits) is is_one


@pytest.mark.parametrize(
    "digits, is_one", [("13800138000", True), ("19900000000", True), ("12800000000", False), ("1380013800", False)]
)
def test_a_mobile_number_is_in_the_numbering_plan(digits, is_one):
    assert NUMBERS.is_mobile(digits) is is_one


@pytest.mark.parametrize(
    "digits, is_one",
    [
        ("010-62345678", True),
        ("(010)62345678", True),
        ("62345678", True),
        ("00001234567", False),
        ("20261008", True),
        ("1234567", False),
    ],
)
def test_a_landline_is_known_with_its_area_code_or_without(digits, is_one):
    assert NUMBERS.is_landline(digits) is is_one


@pytest.mark.parametrize(
    "digits, is_one",
    [
        (a_card(), True),
        (a_card("622800000000"), True),
        (a_card("400000000000"), True),
        (a_card()[:-1] + "x", False),
        (a_card("992200000000000"), False),
        ("6222000000000000000", False),
    ],
)
def test_a_card_has_a_banks_prefix_and_a_right_check_digit(digits, is_one):
    assert NUMBERS.is_bank_card(digits) is is_one


def test_the_libraries_are_not_loaded_before_they_are_asked():
    script = "import sys, kiosk.documents.personal_numbers; print({'phonenumbers', 'stdnum'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
