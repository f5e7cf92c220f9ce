"""Questions of residents: as they came in, and what was done about them."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from kiosk.rules.people import By
from kiosk.rules.questions import CLOSED, OPEN, Question, Refusal, Satisfaction, Sort, State, Way
from kiosk.store.instants import from_text, to_text

Row = dict[str, object]
_COLUMNS = """question, sort, way, arrived_at, due_on, state, revision, notice, words, name, telephone, assigned_to, asked,
    reply, answered_at, answer_notice, refusal, refusal_words, joined_to, closed_at, satisfaction, words_purged_at"""
_ALL = f"SELECT {_COLUMNS} FROM questions"


def _in(states: Container[State]) -> str:
    """In the order of the index on those that are open: SQLite uses it for the very same words only."""
    return ", ".join(f"'{state.value}'" for state in State if state in states)


_OPEN = f"state IN ({_in(OPEN)})"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def add(db: Database, question: Question, code: str, likeness: str) -> int:
    """Its number. `code` is what the asker follows it by, which is not kept itself."""
    row = {
        "sort": question.sort.value,
        "way": question.way.value,
        "arrived_at": to_text(question.arrived_at),
        "due_on": question.due_on.isoformat(),
        "state": question.state.value,
        "code_digest": digest(code),
        "likeness": digest(likeness),
        "notice": question.notice,
        "words": question.words,
        "name": question.name,
        "telephone": question.telephone,
        "joined_to": question.joined_to,
        "closed_at": to_text(question.closed_at),
        "assigned_to": question.assigned_to,
    }
    return db.table("questions").insert(row, pk="question").last_pk


def get(db: Database, number: int) -> Question | None:
    return _first(db, "question = ?", number)


def with_code(db: Database, code: str) -> Question | None:
    return _first(db, "code_digest = ?", digest(code))


def alike(db: Database, likeness: str, notice: int | None, since: datetime) -> Question | None:
    """One that asks the same about the same, and is open or was answered since then."""
    where = f"likeness = ? AND notice IS ? AND ({_OPEN} OR state = 'answered' AND answered_at >= ?) ORDER BY question DESC"
    return _first(db, where, digest(likeness), notice, to_text(since))


def count_received(db: Database) -> int:
    return db.execute(f"SELECT count(*) FROM questions WHERE {_OPEN} AND state = 'received'").fetchone()[0]


def all_open(db: Database) -> list[Question]:
    """The one that is due first, first."""
    return _found(db, f"{_OPEN} ORDER BY due_on, question")


def closed(db: Database, below: int, limit: int) -> list[Question]:
    """The newest first, with smaller numbers than that."""
    return _found(db, f"state IN ({_in(CLOSED)}) AND question < ? ORDER BY question DESC LIMIT ?", below, limit)


def joined(db: Database, number: int) -> list[Question]:
    return _found(db, "joined_to = ? ORDER BY question", number)


def arrived_between(db: Database, since: datetime, until: datetime) -> list[Question]:
    return _found(db, "arrived_at >= ? AND arrived_at < ? ORDER BY question", to_text(since), to_text(until))


def save(db: Database, before: Question, after: Question) -> bool:
    """False when somebody else was first."""
    values = [
        after.sort.value,
        after.state.value,
        after.assigned_to,
        after.asked,
        after.reply,
        to_text(after.answered_at),
        after.answer_notice,
        after.refusal.value if after.refusal else None,
        after.refusal_words,
        after.joined_to,
        to_text(after.closed_at),
    ]
    sql = """UPDATE questions SET sort = ?, state = ?, assigned_to = ?, asked = ?, reply = ?, answered_at = ?, answer_notice = ?,
             refusal = ?, refusal_words = ?, joined_to = ?, closed_at = ?, revision = revision + 1
             WHERE question = ? AND revision = ?"""
    return db.execute(sql, [*values, before.number, before.revision]).rowcount == 1


def close_joined(db: Database, number: int, closed_at: datetime | None) -> None:
    """Those who asked the same wait for the same."""
    db.execute("UPDATE questions SET closed_at = ? WHERE joined_to = ?", [to_text(closed_at), number])


def rejoin(db: Database, number: int, to: int) -> None:
    """What was joined to one goes along with it to another."""
    db.execute("UPDATE questions SET joined_to = ? WHERE joined_to = ?", [to, number])


def rate(db: Database, number: int, satisfaction: Satisfaction, now: datetime) -> bool:
    """False once the words are deleted."""
    sql = "UPDATE questions SET satisfaction = ?, rated_at = ? WHERE question = ? AND words_purged_at IS NULL"
    return db.execute(sql, [satisfaction.value, to_text(now), number]).rowcount == 1


@dataclass(frozen=True)
class Purged:
    contacts: int
    words: int


def count_to_purge(db: Database, contacts_before: datetime, words_before: datetime) -> Purged:
    contacts = "SELECT count(*) FROM questions WHERE contact_purged_at IS NULL AND words_purged_at IS NULL AND closed_at < ?"
    words = "SELECT count(*) FROM questions WHERE words_purged_at IS NULL AND closed_at < ?"
    return Purged(
        db.execute(contacts, [to_text(contacts_before)]).fetchone()[0], db.execute(words, [to_text(words_before)]).fetchone()[0]
    )


def purge(db: Database, contacts_before: datetime, words_before: datetime, now: datetime) -> None:
    """What is deleted is overwritten, on the disk too."""
    db.execute(
        """UPDATE questions SET name = '', telephone = '', contact_purged_at = ?
           WHERE contact_purged_at IS NULL AND words_purged_at IS NULL AND closed_at < ?""",
        [to_text(now), to_text(contacts_before)],
    )
    db.execute(  # whoever returned or refused it may have repeated what was asked, or by whom
        """UPDATE question_steps SET words = '' WHERE words <> '' AND question IN
           (SELECT question FROM questions WHERE words_purged_at IS NULL AND closed_at < ?)""",
        [to_text(words_before)],
    )
    db.execute(
        """UPDATE questions SET words = '', name = '', telephone = '', refusal_words = '', code_digest = NULL, likeness = '',
               words_purged_at = ?, contact_purged_at = coalesce(contact_purged_at, ?)
           WHERE words_purged_at IS NULL AND closed_at < ?""",
        [to_text(now), to_text(now), to_text(words_before)],
    )


def overwrite_what_is_deleted(db: Database) -> None:
    """From now on over this connection; outside a transaction."""
    db.execute("PRAGMA secure_delete = ON")


def delete_contacts(db: Database) -> None:
    """Of all of them: in a copy that is kept for years."""
    if "questions" in db.table_names():
        db.execute("UPDATE questions SET name = '', telephone = '' WHERE name <> '' OR telephone <> ''")


@dataclass(frozen=True)
class Said:
    deed: str
    person: int | None
    name: str
    words: str
    at: datetime


def say(db: Database, number: int, by: By, deed: str, words: str, now: datetime) -> None:
    person = by.person.number if by.person else None
    row = {"question": number, "deed": deed, "person": person, "name": by.name, "words": words, "at": to_text(now)}
    db.table("question_steps").insert(row)


def said(db: Database, number: int) -> list[Said]:
    """In the order in which it was done."""
    sql = "SELECT deed, person, name, words, at FROM question_steps WHERE question = ? ORDER BY step"
    return [Said(**row | {"at": from_text(row["at"])}) for row in db.query(sql, [number])]


def said_of_open(db: Database) -> dict[int, list[Said]]:
    """Of all that are still open, at once."""
    sql = f"""SELECT question, deed, person, name, words, at FROM question_steps
              WHERE question IN (SELECT question FROM questions WHERE {_OPEN}) ORDER BY step"""
    found: dict[int, list[Said]] = {}
    for row in db.query(sql):
        number = row.pop("question")
        found.setdefault(number, []).append(Said(**row | {"at": from_text(row["at"])}))
    return found


def _found(db: Database, where: str, *values: object) -> list[Question]:
    return [_question(row) for row in db.query(f"{_ALL} WHERE {where}", list(values))]


def _first(db: Database, where: str, *values: object) -> Question | None:
    return next(iter(_found(db, f"{where} LIMIT 1", *values)), None)


def number_of(value: object) -> int | None:
    return None if value is None else int(str(value))


def _at(value: object) -> datetime | None:
    return None if value is None else from_text(str(value))


def _question(row: Row) -> Question:
    return Question(
        number=int(str(row["question"])),
        sort=Sort(row["sort"]),
        way=Way(row["way"]),
        arrived_at=from_text(str(row["arrived_at"])),
        due_on=date.fromisoformat(str(row["due_on"])),
        state=State(row["state"]),
        revision=int(str(row["revision"])),
        notice=number_of(row["notice"]),
        words=str(row["words"]),
        name=str(row["name"]),
        telephone=str(row["telephone"]),
        assigned_to=number_of(row["assigned_to"]),
        asked=str(row["asked"]),
        reply=str(row["reply"]),
        answered_at=_at(row["answered_at"]),
        answer_notice=number_of(row["answer_notice"]),
        refusal=Refusal(row["refusal"]) if row["refusal"] else None,
        refusal_words=str(row["refusal_words"]),
        joined_to=number_of(row["joined_to"]),
        closed_at=_at(row["closed_at"]),
        satisfaction=Satisfaction(row["satisfaction"]) if row["satisfaction"] else None,
        is_purged=row["words_purged_at"] is not None,
    )
