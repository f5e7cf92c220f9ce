"""Numbers of nobody: right by their check digits, with birth dates of 1900 and accounts full of noughts."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def an_identity_number(area: str = "110101", born: str = "19000101", serial: int = 1) -> str:
    digits = f"{area}{born}{serial:03}"
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11]


def a_wrong_identity_number(serial: int = 1) -> str:
    right = an_identity_number(serial=serial)
    return right[:-1] + ("0" if right[-1] != "0" else "1")


def a_card(start: str = "622200000000000", serial: int = 1) -> str:
    digits = f"{start}{serial:03}"
    doubled = [int(digit) * (2 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(digits))]
    return digits + str(-sum(each - 9 if each > 9 else each for each in doubled) % 10)


MOBILE = "13800138000"
OTHER_MOBILE = "13900000000"
