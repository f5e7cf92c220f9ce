"""What residents object to in what is posted (异议), as it was received and answered."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Objection:
    objection: int
    """Given by the board, counted from 1 over all notices."""
    notice: int
    version: int
    """The text that hung when it was received."""
    received_at: datetime
    words: str
    registered_by: str
    answer: str = ""
    """"" as long as it waits for one."""
    answered_at: datetime | None = None
    answered_by: str = ""

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
