"""The archive for residents: what was posted before, by year, category and words."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, make_response, render_template, request

from kiosk.rules.archive import Withheld
from kiosk.rules.notice import CATEGORY_ORDER, Category
from kiosk.rules.posting import start_of
from kiosk.rules.searching import WORDS_LIMIT, Piece, excerpt, is_cut, marked, phrases
from kiosk.store import archive, settings
from kiosk.store.archive import Found, Posted, Wanted
from kiosk.web.this_request import board, config, number_in, the_time

pages = Blueprint("archive", __name__)

PER_PAGE = 30


@dataclass(frozen=True)
class Line:
    """What was posted, with what was looked for marked in it."""

    posted: Posted
    title: list[Piece]
    excerpt: list[Piece]
    is_live: bool


@pages.get("/archive")
def past() -> Response:
    words = request.args.get("words", "").strip()
    years = archive.years_posted(board().db, the_time(), config().zone)
    year = number_in(request.args.get("year", ""))
    year = year if year in years else None
    category = next((each for each in Category if each.value == request.args.get("category")), None)
    looked_for = phrases(words)
    wanted = Wanted(
        phrases=looked_for,
        category=category,
        since=start_of(date(year, 1, 1), config().zone) if year else None,
        until=start_of(date(year + 1, 1, 1), config().zone) if year else None,
    )
    held = settings.settings(board().db)
    found = _found(wanted, held.withheld) if looked_for or not words else Found([])
    numbers = _from_here(found.numbers) if looked_for else found.numbers
    page = render_template(
        "residents/archive.html",
        village=held.village,
        words=words[:WORDS_LIMIT],
        is_cut=is_cut(words),
        is_empty=bool(words) and not looked_for,
        looked_for=looked_for,
        year=year,
        years=years,
        category=category,
        categories=CATEGORY_ORDER,
        count=len(found.numbers),
        is_all=found.is_all,
        lines=_lines(numbers[:PER_PAGE], looked_for, held.withheld),
        below=numbers[PER_PAGE - 1] if len(numbers) > PER_PAGE else None,
    )
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex"  # a machine far away would keep the lists for longer than they are shown here
    return answer


def _found(wanted: Wanted, withheld: Withheld) -> Found:
    """What words are found in is counted; without words only what this page shows is fetched."""
    if wanted.phrases:
        return archive.for_residents(board().db, wanted, withheld, the_time())
    return archive.for_residents(board().db, wanted, withheld, the_time(), _below(), PER_PAGE + 1)


def _from_here(numbers: list[int]) -> list[int]:
    below = _below()
    return numbers[numbers.index(below) + 1 :] if below in numbers else numbers


def _below() -> int | None:
    return number_in(request.args.get("below", ""))


def _lines(numbers: list[int], looked_for: tuple[str, ...], withheld: Withheld) -> list[Line]:
    now = the_time()
    found = archive.posted(board().db, numbers, withheld, now, with_texts=bool(looked_for))
    return [
        Line(
            posted=each,
            title=marked(each.title, looked_for),
            excerpt=excerpt(each.body, looked_for),
            is_live=each.hangs(now),
        )
        for each in found
    ]
