"""The code under which a publicity record can be checked: 80 bits that somebody reads off paper and types into a phone."""

import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 and O, 1 and I."""
LENGTH = 16
GROUP = 4


def grouped(letters: str) -> str:
    """ABCD-EFGH-JKLM-NPQR; a digest too is read in groups."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def typed(text: str) -> str | None:
    """As it is kept, however it was typed: small, full-width, without its dashes or with others. None for what can be no
    code."""
    plain = unicodedata.normalize("NFKC", text[: 4 * LENGTH]).upper()
    letters = "".join(each for each in plain if each.isalnum())
    return grouped(letters) if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None
