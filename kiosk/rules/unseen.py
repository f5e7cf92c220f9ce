"""Characters that nobody sees, some of which turn the direction of what residents read."""

import unicodedata

_UNSEEN = ("Cc", "Cf", "Cs")


def without_unseen(words: str) -> str:
    """Of what somebody typed; it keeps its lines and tabs."""
    return "".join(each for each in words if each in "\r\n\t" or unicodedata.category(each) not in _UNSEEN)


def plain_lines(words: str) -> str:
    """Of what somebody typed, as it is kept: lines end as everywhere, and nothing unseen stands in it or around it."""
    return without_unseen(words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()
