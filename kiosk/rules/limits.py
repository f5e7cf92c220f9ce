"""The least and the most of what can be set."""

from collections.abc import Mapping

LIMITS: Mapping[str, tuple[float, float]] = {
    "display_days": (1, 3650),
    "objection_days": (1, 365),
    "objection_answer_days": (1, 60),
    "posting_day": (1, 28),
    "monthly_posting_day": (1, 28),
    "major_matters": (1, 52),
    "absence_days": (1, 365),
    "base_seconds": (0, 60),
    "characters_per_second": (0.5, 20),
    "row_seconds": (0, 60),
    "least_seconds": (1, 600),
    "rows_per_page": (1, 50),
    "dark_minutes": (2, 1440),
    "question_days": (1, 365),
    "reply_days": (1, 365),
    "question_contact_days": (1, 3650),
    "question_words_days": (1, 3650),
    "questions_waiting": (1, 1000),
    "diagonal_inch": (10, 200),
    "distance_m": (0.5, 20),
}
"""The least and the most that can be meant."""


def within(name: str, value: float) -> None:
    """Raises ValueError naming what is set and what is allowed."""
    least, most = LIMITS[name]
    if not least <= value <= most:
        raise ValueError(f"{name} {least}–{most}")
