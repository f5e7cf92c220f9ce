"""Replies to residents' questions, as everybody reads them: of what was published alone, and nothing of who asked."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.rules.questions import Reply, Sort
from kiosk.store.instants import from_text, to_text
from kiosk.store.questions import Row, number_of

_REPLIES = """SELECT question, sort, asked, reply, arrived_at, answered_at, notice, answer_notice,
    (SELECT title FROM versions v WHERE v.notice = answer_notice AND published_at IS NOT NULL
     ORDER BY version DESC LIMIT 1) AS title
    FROM questions WHERE state = 'answered'"""


def since(db: Database, instant: datetime, limit: int, zone: ZoneInfo) -> list[Reply]:
    """The newest first."""
    return _replies(db, "answered_at >= ? ORDER BY answered_at DESC, question DESC LIMIT ?", [to_text(instant), limit], zone)


def about(db: Database, notice: int, limit: int, zone: ZoneInfo) -> list[Reply]:
    return _replies(db, "notice = ? ORDER BY answered_at DESC, question DESC LIMIT ?", [notice, limit], zone)


def before(db: Database, instant: datetime | None, limit: int, zone: ZoneInfo) -> list[Reply]:
    """The newest first; all of them where no instant is given."""
    if instant is None:
        return _replies(db, "answered_at IS NOT NULL ORDER BY answered_at DESC, question DESC LIMIT ?", [limit], zone)
    return _replies(db, "answered_at < ? ORDER BY answered_at DESC, question DESC LIMIT ?", [to_text(instant), limit], zone)


def to(db: Database, number: int, zone: ZoneInfo) -> Reply | None:
    return next(iter(_replies(db, "question = ?", [number], zone)), None)


def _replies(db: Database, where: str, values: list[object], zone: ZoneInfo) -> list[Reply]:
    return [_reply(row, zone) for row in db.query(f"{_REPLIES} AND {where}", values)]


def _reply(row: Row, zone: ZoneInfo) -> Reply:
    return Reply(
        question=int(str(row["question"])),
        sort=Sort(row["sort"]),
        asked=str(row["asked"]),
        reply=str(row["reply"]),
        arrived_on=from_text(str(row["arrived_at"])).astimezone(zone).date(),
        answered_at=from_text(str(row["answered_at"])),
        notice=number_of(row["notice"]),
        answer_notice=number_of(row["answer_notice"]),
        answer_title=str(row["title"] or ""),
    )
