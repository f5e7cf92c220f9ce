"""The people who work at the desk, and the sessions they have open."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlite_utils import Database

from kiosk.rules.people import Person, Role
from kiosk.store import passwords
from kiosk.store.instants import to_text

Row = dict[str, object]
_PUBLIC = "person, name, roles, is_active, must_change_password"


def all_people(db: Database) -> list[Person]:
    return [_person(row) for row in db.query(f"SELECT {_PUBLIC} FROM people ORDER BY is_active DESC, person")]


def get(db: Database, number: int) -> Person | None:
    return _first(db, f"SELECT {_PUBLIC} FROM people WHERE person = ?", number)


def named(db: Database, name: str) -> Person | None:
    return _first(db, f"SELECT {_PUBLIC} FROM people WHERE name = ?", name)


def nobody_yet(db: Database) -> bool:
    return db.execute("SELECT 1 FROM people LIMIT 1").fetchone() is None


def active_admins(db: Database) -> int:
    return sum(person.is_active and Role.ADMIN in person.roles for person in all_people(db))


def add(db: Database, name: str, password: str, roles: Iterable[Role], must_change: bool, now: datetime) -> int:
    """`password` as `passwords.hashed` made it. Raises sqlite's IntegrityError for a name there is already."""
    row = {
        "name": name,
        "password": password,
        "roles": _roles(roles),
        "is_active": True,
        "must_change_password": must_change,
        "created_at": to_text(now),
    }
    return db.table("people").insert(row, pk="person").last_pk


def change(db: Database, number: int, roles: Iterable[Role], is_active: bool) -> None:
    db.execute("UPDATE people SET roles = ?, is_active = ? WHERE person = ?", [_roles(roles), is_active, number])


def give_password(db: Database, number: int, password: str, must_change: bool) -> None:
    """`password` as `passwords.hashed` made it."""
    sql = "UPDATE people SET password = ?, must_change_password = ? WHERE person = ?"
    db.execute(sql, [password, must_change, number])


def who_is(db: Database, name: str, password: str) -> Person | None:
    """The active person of that name and password. It takes as long for a name there is not."""
    row = db.execute("SELECT person, password FROM people WHERE name = ? AND is_active", [name]).fetchone()
    is_right = passwords.matches(password, row[1] if row else passwords.NOBODY)
    return get(db, row[0]) if row and is_right else None


def begin_session(db: Database, token: str, number: int, now: datetime, lasts: timedelta) -> None:
    """Sessions that have outlived `lasts` are swept out on the way."""
    db.execute("DELETE FROM sessions WHERE started_at < ?", [to_text(now - lasts)])
    db.table("sessions").insert({"digest": _digest(token), "person": number, "started_at": to_text(now)})


def of_session(db: Database, token: str, now: datetime, lasts: timedelta) -> Person | None:
    sql = f"""SELECT {_PUBLIC} FROM people JOIN sessions USING (person)
              WHERE digest = ? AND started_at > ? AND is_active"""
    return _first(db, sql, _digest(token), to_text(now - lasts))


def end_sessions(db: Database, number: int) -> None:
    db.execute("DELETE FROM sessions WHERE person = ?", [number])


def _first(db: Database, sql: str, *values: object) -> Person | None:
    rows = list(db.query(sql, list(values)))
    return _person(rows[0]) if rows else None


def _person(row: Row) -> Person:
    return Person(
        number=int(str(row["person"])),
        name=str(row["name"]),
        roles=frozenset(map(Role, json.loads(str(row["roles"])))),
        is_active=bool(row["is_active"]),
        must_change_password=bool(row["must_change_password"]),
    )


def _roles(roles: Iterable[Role]) -> str:
    return json.dumps(sorted(role.value for role in roles))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
