"""The audit log: who did what and when, looked through, checked, and taken along as a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from kiosk.documents.spreadsheets_out import inert
from kiosk.errors import Problem, Refused
from kiosk.rules.people import Role
from kiosk.rules.posting import start_of
from kiosk.store import audit, audit_head
from kiosk.store.audit import Entry, Wanted
from kiosk.store.audit_head import Loss
from kiosk.web.desk.door import allowed, pages
from kiosk.web.desk.in_words import facts_in_words
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, config, the_time
from kiosk.web.this_request import gettext as _
from kiosk.wording.labels import DEEDS
from kiosk.wording.marking import N_

PER_PAGE = 100
LOOKED_AT_EACH_TIME = 500
"""The newest entries, whose chain is checked whenever the page is opened: a few milliseconds."""
FIELDS = ("who", "deed", "notice", "since", "until", "words")
WORDS_LIMIT = 100
FIRST_YEAR, LAST_YEAR = 1949, 2999

GROUPS: Mapping[str, tuple[str, ...]] = {
    N_("Notices"): ("notice", "duty", "objection"),
    N_("People and signing in"): ("person", "calendar"),
    N_("Questions of residents"): ("question",),
    N_("Settings and screens"): ("setting", "screen", "catalogue", "clock"),
    N_("Copies and the log itself"): ("board", "audit", "archive"),
}


@dataclass(frozen=True)
class Chain:
    """What was found when the log was looked at: from which entry on, to which, and the first that does not follow."""

    since: int
    last: int
    broken: int | None
    loss: Loss | None

    @property
    def is_whole(self) -> bool:
        return self.since == 1


@pages.get("/audit")
@allowed(Role.ADMIN, Role.AUDITOR)
def audit_log() -> ResponseReturnValue:
    asked = {field: request.args.get(field, "").strip() for field in FIELDS}
    try:
        found, wrong = list(audit.entries(board().db, _wanted(asked), _before(), PER_PAGE + 1)), None
    except Refused as refused:
        found, wrong = [], refused
    page = render_template(
        "desk/audit.html",
        asked=asked,
        given={field: text for field, text in asked.items() if text},
        problems=words_of(wrong) if wrong else [],
        days=list(_by_day(found[:PER_PAGE])),
        earlier=found[PER_PAGE - 1].entry if len(found) > PER_PAGE else None,
        is_later_page=_before() is not None,
        facts=facts_in_words,
        names=audit.names(board().db),
        deeds=[(heading, _deeds_of(kinds)) for heading, kinds in GROUPS.items()],
        chain=_chain(is_whole="check" in request.args),
    )
    return page, 422 if wrong else 200


def _before() -> int | None:
    given = request.args.get("before", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def _wanted(asked: Mapping[str, str]) -> Wanted:
    """Raises Refused with everything that is wrong."""
    problems: list[Problem] = []
    since, until = (_day(field, asked[field], problems) for field in ("since", "until"))
    number = asked["notice"]
    if number and not (number.isascii() and number.isdigit() and len(number) < 10):
        problems.append(Problem("audit.notice_number", {"value": number[:20]}, key="notice"))
    if problems:
        raise Refused.because(problems)
    return Wanted(
        who=asked["who"][:WORDS_LIMIT],
        deed=asked["deed"][:WORDS_LIMIT],
        notice=int(number) if number else None,
        since=start_of(since, config().zone) if since else None,
        until=start_of(until + timedelta(days=1), config().zone) if until else None,
        words=asked["words"][:WORDS_LIMIT],
    )


def _day(field: str, text: str, problems: list[Problem]) -> date | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?", text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        label = _("From day") if field == "since" else _("Until day")
        problems.append(Problem("field.date_form", {"key": label, "value": text[:20]}, key=field))
        return None
    return day


def _by_day(entries: Iterable[Entry]) -> Iterator[tuple[date, list[Entry]]]:
    for day, group in groupby(entries, key=lambda entry: _local(entry).date()):
        yield day, list(group)


def _local(entry: Entry) -> datetime:
    return entry.at.astimezone(config().zone)


def _deeds_of(kinds: tuple[str, ...]) -> list[str]:
    return [deed for deed in DEEDS if deed.partition(".")[0] in kinds]


def _chain(is_whole: bool) -> Chain:
    last = audit.last_entry(board().db)
    after = 0 if is_whole else max(0, last - LOOKED_AT_EACH_TIME)
    broken = audit.first_broken_entry(board().db, after)
    return Chain(after + 1, last, broken, audit_head.loss(board().db, config().data))


@pages.get("/audit.csv")
@allowed(Role.ADMIN, Role.AUDITOR)
def audit_csv() -> Response:
    """With the same filters, however long it is: read and sent line by line."""
    wanted = _wanted({field: request.args.get(field, "").strip() for field in FIELDS})
    response = Response(stream_with_context(_lines(wanted)), content_type="text/csv; charset=utf-8")
    name = f"kiosk-log-{the_time().astimezone(config().zone):%Y%m%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


LINES_AT_ONCE = 200


def _lines(wanted: Wanted) -> Iterator[str]:
    """Begins with the mark by which Excel and WPS know UTF-8, and ends with the head of the chain."""
    text = io.StringIO()
    write = csv.writer(text).writerow
    text.write("\ufeff")
    write([_("Entry"), _("Time"), _("Who"), _("What"), _("Number of the notice"), _("Title"), _("Details"), _("From address"), _("Digest")])
    for count, entry in enumerate(audit.entries(board().db, wanted), 1):
        write(map(inert, _cells(entry)))
        if count % LINES_AT_ONCE == 0:
            yield _taken(text)
    write([_("Head of the chain"), audit.last_entry(board().db), audit.head(board().db)])
    yield _taken(text)


def _taken(text: io.StringIO) -> str:
    taken = text.getvalue()
    text.seek(0)
    text.truncate()
    return taken


def _cells(entry: Entry) -> list[str]:
    shown = [fact for fact in facts_in_words(entry) if fact.key not in ("title", "from")]
    return [
        str(entry.entry),
        f"{_local(entry):%Y-%m-%d %H:%M:%S}",
        entry.who,
        _(DEEDS.get(entry.deed, entry.deed)),
        str(entry.notice or ""),
        str(entry.facts.get("title", "")),
        _("; ").join(f"{fact.label}{_(': ')}{fact.words}" for fact in shown),
        str(entry.facts.get("from", "")),
        entry.digest,
    ]
