"""Characters that nobody sees, some of which turn the direction of what residents read."""

import unicodedata

_UNSEEN = ("Cc", "Cf", "Cs")


def without_unseen(words: str) -> str:
    """Of what somebody typed; it keeps its lines and tabs."""
    return "".join(each for each in words if each in "\r\n\t" or unicodedata.category(each) not in _UNSEEN)
