"""Instants as text: UTC, always with six decimals, so that the order of the text is the order of time."""

from datetime import UTC, datetime


def to_text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str | None) -> datetime | None:
    """Raises ValueError for what is no instant, or one without a zone."""
    if text is None:
        return None
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} names no zone")
    return instant
