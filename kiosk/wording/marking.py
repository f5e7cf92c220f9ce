"""Marking words for the translators where they stand."""


def N_(words: str) -> str:
    """Marks words for translation where they stand; they are translated when they are said."""
    return words
