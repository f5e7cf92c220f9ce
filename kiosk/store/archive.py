"""What was posted, looked through: by words, year and category, for residents; and by more, for the desk."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from sqlite_utils import Database

from kiosk.rules.archive import Withheld
from kiosk.rules.notice import OPEN, Category, Status
from kiosk.rules.period import Period, parse_period
from kiosk.rules.searching import segmented, stands_in
from kiosk.store import archive_index, lists
from kiosk.store.instants import from_text, to_text


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty does not matter."""

    phrases: Sequence[str] = ()
    number: int | None = None
    """A notice's own number, which what was typed may be."""
    category: Category | None = None
    status: Status | None = None
    item: str = ""
    period: Period | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Posted before then."""


@dataclass(frozen=True)
class Found:
    """Numbers of notices in order; of each, the version in which the words stand, where the desk asked for words."""

    numbers: list[int]
    versions: Mapping[int, int] = field(default_factory=dict)
    is_all: bool = True
    """Otherwise there are more, with lower numbers, that nobody has gone through."""


HITS_AT_MOST = 500
"""Of what words are found in: they are to be narrowed before anybody turns so many pages."""
_ALL_COLUMNS = "title body numbers files"


def at_desk(db: Database, wanted: Wanted, below: int | None = None, limit: int | None = None) -> Found:
    """By the newest version of each notice, the words in any that was ever posted or is on its way; what was thrown away
    only when it is asked for."""
    conditions = {
        "v.status = :status": wanted.status and wanted.status.value,
        "v.category = :category": wanted.category and wanted.category.value,
        "v.item = :item": wanted.item,
        "v.period = :period": wanted.period and wanted.period.code,
        "v.notice < :below": below,
        _POSTED_WITHIN: to_text(wanted.since),
    }
    given = [condition for condition, value in conditions.items() if value not in (None, "")]
    given += [] if wanted.status else ["v.status <> 'discarded'"]
    values = {condition.split(":")[1].split()[0]: value for condition, value in conditions.items()}
    values |= {"until": to_text(wanted.until), "limit": -1 if limit is None else limit}
    if not wanted.phrases:
        sql = f"""SELECT v.notice FROM versions v INDEXED BY versions_in_lists
                  WHERE v.version = {lists.NEWEST} AND {" AND ".join(given)} ORDER BY v.notice DESC LIMIT :limit"""
        return Found([row[0] for row in db.execute(sql, values).fetchall()])
    where = f"v.version = {lists.NEWEST} AND {' AND '.join(given)}"
    indexed = f"""SELECT v.notice, {archive_index.VERSION} FROM archive_words CROSS JOIN versions v INDEXED BY versions_in_lists
                  WHERE archive_words MATCH :match AND v.notice = {archive_index.NOTICE} AND {where}
                  ORDER BY archive_words.rowid DESC LIMIT :most"""
    others = f"""SELECT v.notice, asked.value FROM json_each(:others) AS asked
                 CROSS JOIN versions v INDEXED BY versions_in_lists WHERE v.notice = asked.key + 0 AND {where}"""
    values |= {"match": archive_index.matching(wanted.phrases, _ALL_COLUMNS), "most": HITS_AT_MOST + 1}
    values |= {"others": json.dumps(_on_their_way(db, wanted))}
    hits = db.execute(indexed, values).fetchall() + db.execute(others, values).fetchall()
    versions: dict[int, int] = {}
    for number, version in sorted(hits, reverse=True):
        versions.setdefault(number, version)
    numbers = list(versions)[:HITS_AT_MOST]
    return Found(numbers, versions, is_all=len(hits) <= HITS_AT_MOST)


_POSTED_WITHIN = """EXISTS (SELECT 1 FROM versions p INDEXED BY versions_in_lists
    WHERE p.notice = v.notice AND p.published_at >= :since AND p.published_at < :until)"""


def _on_their_way(db: Database, wanted: Wanted) -> dict[int, int]:
    """The version, by notice, of those that are not in the index and in which all the phrases stand: what is on its way, what
    was thrown away if that is looked for, and the notice with the number that was typed."""
    statuses = [Status.DISCARDED] if wanted.status is Status.DISCARDED else list(OPEN)
    sql = """
        SELECT v.notice, v.version, v.title, v.body, v.document_number, v.sources, notices.index_number
        FROM versions v JOIN notices ON notices.number = v.notice WHERE v.status IN (SELECT value FROM json_each(?))
    """
    own = db.execute("SELECT notice, max(version) FROM versions WHERE notice = ? GROUP BY notice", [wanted.number])
    found = dict(own.fetchall())
    for number, version, *texts in db.execute(sql, [json.dumps(statuses)]):
        text = segmented("|".join(str(each or "") for each in texts))
        if all(stands_in(phrase, text) for phrase in wanted.phrases):
            found[number] = version
    return found


@dataclass(frozen=True)
class Posted:
    """A notice as it stands in a list of what was posted, with its text where that may be read and was asked for."""

    number: int
    title: str
    category: Category
    period: Period | None
    responsible_unit: str
    status: Status
    shows_from: datetime
    shows_until: datetime | None
    was_withdrawn: bool
    is_withheld: bool
    body: str

    def hangs(self, now: datetime) -> bool:
        return self.status is Status.PUBLISHED and (self.shows_until is None or self.shows_until > now)


_WAS_WITHDRAWN = """(v.status = 'withdrawn' OR v.status = 'archived' AND EXISTS (
    SELECT 1 FROM opinions o WHERE o.notice = v.notice AND o.version = v.version AND o.step = 'withdraw'))"""
_IS_WITHHELD = "(v.category IN (SELECT value FROM json_each(:withheld)) OR v.kind IN (SELECT value FROM json_each(:withheld)))"
# Where the words stand in a text that names people, or that was withdrawn, the notice must not be found by it: else a search
# for a name would tell who once stood on a roster.
_MAY_BE_SEARCHED = f"(NOT {_IS_WITHHELD} AND NOT {_WAS_WITHDRAWN})"
_IS_SEEN = """
    v.published_at IS NOT NULL AND v.status <> 'replaced' AND v.shows_from <= :now
    AND NOT EXISTS (SELECT 1 FROM versions n WHERE n.notice = v.notice AND n.version > v.version AND n.published_at IS NOT NULL)
"""


def for_residents(
    db: Database, wanted: Wanted, withheld: Withheld, now: datetime, below: int | None = None, limit: int | None = None
) -> Found:
    """What was ever posted, the last posted first; without words from after the notice `below` on."""
    last = db.execute(_LAST_SEEN, [below]).fetchone()
    conditions = {
        "v.category = :category": wanted.category and wanted.category.value,
        "v.shows_from >= :since": to_text(wanted.since),
        "v.shows_from < :until": to_text(wanted.until),
        "(v.shows_from, v.notice) < (:last_from, :last)": last,
    }
    where = " AND ".join([_IS_SEEN, *(condition for condition, value in conditions.items() if value is not None)])
    values = {condition.split(":")[-1]: value for condition, value in conditions.items()}
    values |= {"last_from": last and last[0], "last": below, "limit": -1 if limit is None else limit}
    values |= {"now": to_text(now), "withheld": _withheld(withheld)}
    if not wanted.phrases:
        sql = f"""SELECT v.notice FROM versions v INDEXED BY versions_posted WHERE {where}
                  ORDER BY v.shows_from DESC, v.notice DESC LIMIT :limit"""
        return Found([row[0] for row in db.execute(sql, values).fetchall()])
    values |= {"match": archive_index.matching(wanted.phrases, "title numbers body"), "most": HITS_AT_MOST + 1}
    values |= {"frames": archive_index.matching(wanted.phrases, "title numbers")}
    sql = f"""
        WITH frames AS MATERIALIZED (SELECT rowid AS place FROM archive_words WHERE archive_words MATCH :frames)
        SELECT v.shows_from, v.notice FROM archive_words CROSS JOIN versions v INDEXED BY versions_in_lists
        WHERE archive_words MATCH :match AND v.notice = {archive_index.NOTICE} AND v.version = {archive_index.VERSION}
            AND {where} AND ({_MAY_BE_SEARCHED} OR archive_words.rowid IN (SELECT place FROM frames))
        ORDER BY archive_words.rowid DESC LIMIT :most
    """
    hits = db.execute(sql, values).fetchall()
    return Found([number for _at, number in sorted(hits[:HITS_AT_MOST], reverse=True)], is_all=len(hits) <= HITS_AT_MOST)


_LAST_SEEN = "SELECT shows_from FROM versions WHERE notice = ? AND published_at IS NOT NULL ORDER BY version DESC LIMIT 1"


def _withheld(withheld: Withheld) -> str:
    return json.dumps(withheld.codes)


def posted(db: Database, numbers: Sequence[int], withheld: Withheld, now: datetime, with_texts: bool) -> list[Posted]:
    """In the order of the numbers."""
    sql = f"""
        SELECT v.notice AS number, v.title, v.category, v.period, v.responsible_unit, v.status, v.shows_from, v.shows_until,
            {_WAS_WITHDRAWN} AS was_withdrawn, {_IS_WITHHELD} AS is_withheld,
            CASE WHEN :with_texts AND {_MAY_BE_SEARCHED} THEN v.body ELSE '' END AS body
        FROM versions v WHERE {_IS_SEEN} AND v.notice IN (SELECT value FROM json_each(:numbers))
    """
    values = {"now": to_text(now), "withheld": _withheld(withheld)}
    values |= {"with_texts": with_texts, "numbers": json.dumps(list(numbers))}
    rows = {row["number"]: row for row in db.query(sql, values)}
    return [_posted(rows[number]) for number in numbers if number in rows]


def _posted(row: dict[str, object]) -> Posted:
    known = dict(row) | {"category": Category(row["category"]), "status": Status(row["status"])}
    known |= {"period": parse_period(str(row["period"])) if row["period"] else None}
    known |= {"responsible_unit": str(row["responsible_unit"] or "")}
    known |= {"shows_from": from_text(str(row["shows_from"]))}
    known |= {"shows_until": from_text(str(row["shows_until"])) if row["shows_until"] else None}
    known |= {name: bool(row[name]) for name in ("was_withdrawn", "is_withheld")}
    return Posted(**known)


def bodies(db: Database, versions: Mapping[int, int]) -> dict[int, str]:
    """Of these notices, in those versions."""
    sql = """SELECT v.notice, v.body FROM json_each(:versions) AS asked
             JOIN versions v ON v.notice = asked.key + 0 AND v.version = asked.value"""
    return dict(db.execute(sql, {"versions": json.dumps(versions)}).fetchall())


def years_posted(db: Database, now: datetime, zone: tzinfo) -> list[int]:
    """The newest first: every one from the first posting to the last, for none of them is left out in a village's life."""
    sql = """SELECT (SELECT min(shows_from) FROM versions WHERE published_at IS NOT NULL AND shows_from <= :now),
                    (SELECT max(shows_from) FROM versions WHERE published_at IS NOT NULL AND shows_from <= :now)"""
    known = db.execute(sql, {"now": to_text(now)}).fetchone()
    if None in known:
        return []
    first, last = (from_text(each).astimezone(zone).year for each in known)
    return list(range(last, first - 1, -1))
