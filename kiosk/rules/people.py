"""Who may do what at the desk, and which passwords are too easily guessed."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    CLERK = "clerk"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMIN = "admin"


WORKS = frozenset(Role) - {Role.AUDITOR}
"""Who puts up what is due, and may have it in a calendar of their own; an auditor looks it up at the desk."""


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    """What they sign in with; it stands in the audit log, so it is never changed and never given again."""
    roles: frozenset[Role]
    is_active: bool = True
    must_change_password: bool = False
    """Somebody else has given the password they have."""

    def has(self, *roles: Role) -> bool:
        return bool(self.roles & set(roles))


@dataclass(frozen=True)
class By:
    """Who does a deed, and from which address; `person` is None for the machine's own command line and clock."""

    name: str
    address: str = ""
    person: Person | None = None


NAME_LIMIT = 30
NOT_A_PERSON = ("本机", "this machine", "村民", "a resident", "首次启动", "first start", "系统时钟", "the clock", "?")
"""Who stands in the audit log where nobody had signed in."""
PASSWORD_LEAST = 8
PASSWORD_MOST = 128
_BIRTHDAY = re.compile(r"(?:19|20)\d\d(?:0\d|1[012])(?:[012]\d|3[01])")
_KEYS = "1234567890 0987654321 qwertyuiop asdfghjkl zxcvbnm abcdefghijklmnopqrstuvwxyz 1qaz2wsx3edc4rfv".split()


def weakness(password: str, name: str, words: Iterable[str]) -> str | None:
    """The code of what makes a password too easily guessed, or None. `words` are what everybody here thinks of first
    (the village's and the product's names), each in lower case. No rule asks for capitals or signs: they make
    passwords that are written on the screen's edge."""
    if len(password) > PASSWORD_MOST:
        return "password.too_long"
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(plain) < PASSWORD_LEAST:
        return "password.too_short"
    is_run = len(set(plain)) < 4 or any(plain in run * 4 for run in _KEYS)
    if is_run or _BIRTHDAY.fullmatch(plain):
        return "password.too_simple"
    rest = plain
    for word in sorted(filter(None, {name.casefold(), *words}), key=len, reverse=True):
        rest = rest.replace(word, "")
    if rest != plain and len(rest.strip("0123456789 .-_@!#")) < 3:
        return "password.too_common"
    return None


def name_fault(name: str) -> str | None:
    """The code of what is wrong with a name to sign in with, or None."""
    is_plain = name.isprintable() and name == " ".join(name.split()) and not set(name) & set("<>\"'`&/\\")
    if not name or len(name) > NAME_LIMIT or not is_plain:
        return "person.name_form"
    if any(sounds_same(name, taken) for taken in NOT_A_PERSON):
        return "person.name_of_the_machine"
    return None


def sounds_same(one: str, other: str) -> bool:
    """Whether two names could be taken for each other where they stand in the audit log: full width, small letters."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "")


def missing_roles(people: Iterable[Person], reviews: int) -> list[Role]:
    """The roles that no notice gets past: held by nobody, or by too few besides the one who writes. `reviews` is how
    many people review one after the other."""
    active = [person for person in people if person.is_active]
    writers = {person.number for person in active if person.has(Role.CLERK)}
    needed = {Role.CLERK: 0, Role.REVIEWER: reviews, Role.APPROVER: 1}
    missing = []
    for role, others in needed.items():
        holders = {person.number for person in active if person.has(role)}
        if not holders or any(len(holders - {writer}) < others for writer in writers) or len(holders) < others:
            missing.append(role)
    return missing


def leaves_no_admin(person: Person, roles: frozenset[Role], is_active: bool, active_admins: int) -> bool:
    """Whether this change to `person` would lose the last one who can manage people."""
    is_admin = person.is_active and Role.ADMIN in person.roles
    stays_admin = is_active and Role.ADMIN in roles
    return is_admin and not stays_admin and active_admins <= 1
