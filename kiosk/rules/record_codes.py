"""Codes of 80 bits that somebody reads off paper and types into a phone: of a publicity record to be checked, of a question to be
followed."""

import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 and O, 1 and I."""
LENGTH = 16
GROUP = 4
TYPED_MOST = 64
"""Characters of what somebody has typed for a code; more come to none."""


def grouped(letters: str) -> str:
    """ABCD-EFGH-JKLM-NPQR; a digest too is read in groups."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def made_of(digest: bytes) -> str:
    """The same for the same digest, of which the first 80 bits count."""
    bits = int.from_bytes(digest[: LENGTH * 5 // 8])
    return grouped("".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH)))


def typed(text: str) -> str | None:
    """As it is kept, however it was typed: small, full-width, without its dashes or with others. None for what can be no
    code."""
    plain = unicodedata.normalize("NFKC", text[: 4 * LENGTH]).upper()
    letters = "".join(each for each in plain if each.isalnum())
    return grouped(letters) if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None
