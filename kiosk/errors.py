"""One small tree of errors. Each carries a reason code; the doors (web, command line) find the words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class Problem:
    """One thing wrong, and where: `line` counts from 1 and is 0 where no line can be named, `key` is the field or ""."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    key: str = ""


class KioskError(Exception):
    """What a person can be told. `code` names a sentence in `kiosk.wording`, `facts` fill its blanks."""

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code, facts)
        self.problems: tuple[Problem, ...] = (Problem(code, facts),)

    @classmethod
    def because(cls, problems: Iterable[Problem]) -> Self:
        """With everything that is wrong, at least one problem."""
        found = tuple(problems)
        error = cls(found[0].code, **found[0].facts)
        error.problems = found
        return error

    @property
    def code(self) -> str:
        return self.problems[0].code


class Refused(KioskError):
    """What was handed in cannot be taken, with everything that is wrong about it."""


class Misuse(KioskError):
    """The call itself was off: an argument, a variable, a name that does not exist."""


class Forbidden(KioskError):
    """This person may not do this, whatever is sent."""


class NotFound(KioskError):
    """There is nothing, or nothing public, at that place."""


class TakenAway(NotFound):
    """What was there is there no longer, for good as far as anybody knows."""


class Unavailable(KioskError):
    """The data cannot be read or written just now: a damaged file, a full disk, another program's lock."""
