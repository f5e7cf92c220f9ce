"""All notices of the village, looked through: by words, and by where, what, when and which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from kiosk.errors import Problem, Refused
from kiosk.rules.notice import Category, Status
from kiosk.rules.people import Role
from kiosk.rules.period import parse_period
from kiosk.rules.posting import start_of
from kiosk.rules.searching import WORDS_LIMIT, Piece, excerpt, is_cut, marked, phrases
from kiosk.store import archive, lists, settings
from kiosk.store.archive import Found, Wanted
from kiosk.store.lists import Line
from kiosk.web.desk.door import allowed, me, pages
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, config, number_in, the_time

PER_PAGE = 50
FIELDS = ("words", "category", "status", "item", "year", "period")
PERIOD_LIMIT = 30


@dataclass(frozen=True)
class Hit:
    """A notice with what was looked for marked in it, and an earlier version if only that has the words."""

    line: Line
    title: list[Piece]
    excerpt: list[Piece]
    version: int | None


@pages.get("/notices")
@allowed()
def all_notices() -> ResponseReturnValue:
    asked = {field: request.args.get(field, "").strip() for field in FIELDS}
    given = {field: text[:WORDS_LIMIT] for field, text in asked.items() if text}
    below = number_in(request.args.get("below", ""))
    wanted, problems = _wanted(asked)
    looks_for_nothing = bool(asked["words"]) and not wanted.phrases
    found = Found([]) if problems or looks_for_nothing else _found(wanted, bool(given), below)
    here = [number for number in found.numbers if below is None or number < below]
    page = render_template(
        "desk/notices.html",
        asked=asked,
        given=given,
        problems=words_of(Refused.because(problems)) if problems else [],
        hits=_hits(here[:PER_PAGE], wanted, found),
        count=len(found.numbers) if given else None,
        is_all=found.is_all,
        first=len(found.numbers) - len(here) + 1,
        below=here[PER_PAGE - 1] if len(here) > PER_PAGE else None,
        is_later_page=below is not None,
        is_cut=is_cut(asked["words"]),
        is_empty=looks_for_nothing,
        status=wanted.status,
        category=wanted.category,
        statuses=[each for each in Status if each not in (Status.RETURNED, Status.REPLACED)],
        categories=list(Category),
        items=_items(),
        years=archive.years_posted(board().db, the_time(), config().zone),
        can_write=me().has(Role.CLERK),
    )
    return page, 422 if problems else 200


def _wanted(asked: Mapping[str, str]) -> tuple[Wanted, list[Problem]]:
    year = number_in(asked["year"])
    year = year if year is not None and 1949 <= year <= 2999 else None
    period = parse_period(asked["period"][:PERIOD_LIMIT]) if asked["period"] else None
    problems = []
    if asked["period"] and period is None:
        problems.append(Problem("field.period_form", {"key": "period", "value": asked["period"][:PERIOD_LIMIT]}, key="period"))
    words = asked["words"]
    wanted = Wanted(
        phrases=phrases(words),
        number=number_in(words.lstrip("#№").strip()),
        category=next((each for each in Category if each.value == asked["category"]), None),
        status=next((each for each in Status if each.value == asked["status"]), None),
        item=asked["item"][:WORDS_LIMIT],
        period=period,
        since=start_of(date(year, 1, 1), config().zone) if year else None,
        until=start_of(date(year + 1, 1, 1), config().zone) if year else None,
    )
    return wanted, problems


def _found(wanted: Wanted, is_narrowed: bool, below: int | None) -> Found:
    """All of them where they are counted; without any filter only what this page shows."""
    if is_narrowed:
        return archive.at_desk(board().db, wanted)
    return archive.at_desk(board().db, wanted, below, PER_PAGE + 1)


def _hits(numbers: list[int], wanted: Wanted, found: Found) -> list[Hit]:
    lines = lists.newest_of(board().db, numbers)
    versions = {number: found.versions[number] for number in numbers if number in found.versions}
    texts = archive.bodies(board().db, versions)
    return [
        Hit(
            line=line,
            title=marked(line.title, wanted.phrases),
            excerpt=excerpt(texts.get(line.number, ""), wanted.phrases) if wanted.phrases else [],
            version=versions[line.number] if versions.get(line.number, line.version) < line.version else None,
        )
        for line in lines
    ]


def _items() -> list[tuple[str, list[tuple[str, str]]]]:
    """Of the village's catalogue, by category: code and title."""
    items = settings.settings(board().db).catalogue.values()
    grouped = [(each, [(item.code, item.title) for item in items if item.category is each]) for each in Category]
    return [(each.value, members) for each, members in grouped if members]
