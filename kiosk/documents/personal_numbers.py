"""Tells what a run of digits is: the check digits by python-stdnum, the numbering plan of China by phonenumbers.

Both are loaded when the first number is asked about: only the child that checks a notice needs their tables.
"""

import re
from datetime import date
from functools import cached_property

_NEW = re.compile(r"[0-9]{17}[0-9Xx]")
_OLD = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{13}")
"""The old kind has no check digit: its area must be one of a province, or of what is like one."""
_CARD = re.compile(r"62\d{14,17}|(?:9558|60|68|69)\d{12,17}|[45]\d{15}|35\d{14}|2[2-7]\d{14}")
"""UnionPay and the banks' older debit cards, Visa and Master, JCB."""
_FIRST_YEAR = 1880
_LAST_YEAR = 2099


def _is_day(year: int, month: str, day: str) -> bool:
    try:
        return _FIRST_YEAR <= date(year, int(month), int(day)).year <= _LAST_YEAR
    except ValueError:
        return False


class PersonalNumbers:
    """Fulfils `kiosk.rules.checks.about.Numbers`."""

    def is_resident_id(self, digits: str) -> bool:
        """The area is not looked up: counties are renamed and dissolved, and a slip in it hides nobody."""
        if _NEW.fullmatch(digits):
            from stdnum.cn import ric

            is_right = ric.calc_check_digit(digits) == digits[-1].upper()
            return is_right and _is_day(int(digits[6:10]), digits[10:12], digits[12:14])
        if _OLD.fullmatch(digits):
            return _is_day(1900 + int(digits[6:8]), digits[8:10], digits[10:12])
        return False

    def is_mobile(self, digits: str) -> bool:
        return self._mobile.fullmatch(digits) is not None

    def is_landline(self, digits: str) -> bool:
        bare = re.sub(r"[\s()（）-]", "", digits)
        if bare.startswith("0"):
            return self._landline.fullmatch(bare[1:]) is not None
        return re.fullmatch(r"[2-8][0-9]{6,7}", bare) is not None

    def is_bank_card(self, digits: str) -> bool:
        if _CARD.fullmatch(digits) is None:
            return False
        from stdnum import luhn

        return bool(luhn.is_valid(digits))

    @cached_property
    def _mobile(self) -> re.Pattern[str]:
        return re.compile(self._plan("mobile"))

    @cached_property
    def _landline(self) -> re.Pattern[str]:
        return re.compile(self._plan("fixed_line"))

    def _plan(self, sort: str) -> str:
        """The national numbers of that sort, as a pattern: asked a hundred times faster than whole numbers are parsed."""
        from phonenumbers import PhoneMetadata

        plan = getattr(PhoneMetadata.metadata_for_region("CN"), sort)
        return str(plan.national_number_pattern)


NUMBERS = PersonalNumbers()
