"""The village office of the tests: its people at work on one board, one deed after the other."""

from dataclasses import dataclass
from datetime import datetime

from cast import NOON, STAFF, a_notice

from kiosk.actions import drafts, steps
from kiosk.actions.checker import Checker
from kiosk.actions.drafts import Seen, typed_of
from kiosk.documents.rendering import Renderer
from kiosk.rules.notice import Status
from kiosk.rules.people import By
from kiosk.store import audit, notices, opinions, people
from kiosk.store.audit import Wanted
from kiosk.store.board import Board
from kiosk.store.notices import StoredNotice

NO_PASSWORD = "scrypt:2:1:1$$"
"""Nobody signs in with it."""


def staff_of(board: Board, now: datetime = NOON) -> dict[str, By]:
    """Everybody of the cast put to work on this board, each at an address of their own."""
    for person in STAFF.values():
        number = people.add(board.db, person.name, NO_PASSWORD, person.roles, must_change=False, now=now)
        assert number == person.number
    return {key: By(person.name, f"192.0.2.{person.number}", person) for key, person in STAFF.items()}


@dataclass
class Office:
    board: Board
    renderer: Renderer
    checker: Checker
    staff: dict[str, By]
    now: datetime = NOON

    def begin(self, who: str = "clerk", **fields: object) -> int:
        return drafts.begin(self.board, a_notice(**fields), self.staff[who], "template: test", self.renderer, self.now)

    def save(self, who: str, number: int, seen: Seen | None = None, **typed: str) -> StoredNotice:
        """Types these fields over what stands in the newest version."""
        before = typed_of(self.newest(number))
        saved, _ = drafts.save(self.board, seen or self.seen(number), before | typed, self.staff[who], self.renderer, self.now)
        return saved

    def take(self, who: str, step: str, number: int, words: str = "", seen: Seen | None = None) -> None:
        """With the newest version before their eyes."""
        steps.take_step(self.board, step, seen or self.seen(number), self.staff[who], words, self.now, self.renderer, self.checker)

    def walk(self, number: int, *way: str) -> int:
        """Step by step, each by whoever does it here: `walk(7, "submit", "pass", "publish")`. What is corrected has a
        line more."""
        for step in way:
            self.take(DOES[step], step, number, "说明理由。" if steps.STEPS[step].words else "")
            if step == "correct":
                self.save("clerk", number, body=f"{typed_of(self.newest(number))['body']}\n\n更正：漏了一笔。\n")
        return number

    def post(self, who: str = "clerk", **fields: object) -> int:
        return self.walk(self.begin(who, **fields), "submit", "pass", "publish")

    def newest(self, number: int, version: int | None = None) -> StoredNotice:
        stored = notices.get(self.board.db, number, version)
        assert stored is not None
        return stored

    def seen(self, number: int, version: int | None = None) -> Seen:
        """What somebody who looks now has before them."""
        stored = self.newest(number, version)
        return Seen(number, stored.notice.version, stored.revision)

    def statuses(self, number: int) -> list[Status]:
        return [each.notice.status for each in notices.versions(self.board.db, number)]

    def authors(self, number: int, version: int = 1) -> list[str]:
        return list(opinions.authors(self.board.db, number, version).values())

    def log(self, number: int | None = None) -> list[tuple[str, str]]:
        """Who did what, in order."""
        return [(each.who, each.deed.removeprefix("notice.")) for each in self.entries(number)]

    def entries(self, number: int | None = None) -> list[audit.Entry]:
        return list(audit.entries(self.board.db, Wanted(notice=number)))[::-1]


DOES = {name: step.role.value for name, step in steps.STEPS.items()}


_WITHOUT_ROWID = ("archive_words_idx", "archive_words_config")
"""SQLite's own."""


def everything_in(board: Board) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, to see that nothing has moved."""
    tables = [name for name in board.db.table_names() if not name.startswith("sqlite_")]
    orders = {name: "1, 2" if name in _WITHOUT_ROWID else "rowid" for name in tables}
    return {name: board.db.execute(f"SELECT * FROM [{name}] ORDER BY {orders[name]}").fetchall() for name in tables}
