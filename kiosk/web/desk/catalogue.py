"""The disclosure catalogue (公开目录) of this village: what it must post, looked through and taken along."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Response, render_template, request, url_for

from kiosk.actions import catalogue as deeds
from kiosk.actions import catalogue_news as news
from kiosk.documents.spreadsheets_out import csv_of
from kiosk.errors import KioskError
from kiosk.rules.catalogue import Row
from kiosk.rules.notice import Category
from kiosk.rules.own_catalogue import News, OwnEntry
from kiosk.rules.people import Role
from kiosk.shipped import notice_words
from kiosk.store import catalogue
from kiosk.web.desk.catalogue_words import said
from kiosk.web.desk.door import allowed, me, pages
from kiosk.web.faults import words_of
from kiosk.web.this_request import board, config, the_time
from kiosk.web.this_request import gettext as _
from kiosk.wording.of_catalogue import COLUMNS, REASON, RHYTHMS, SWITCHES

FIELDS = ("words", "category", "default")
WORDS_LIMIT = 100
LOOKED_THROUGH = ("code", "title", "due_rule", "may_show", "must_hide", "legal_basis")


@dataclass(frozen=True)
class Told:
    """Something shipped otherwise, in words."""

    news: News
    title: str
    column: str
    was: str
    now: str
    own: str
    mark: str


@dataclass(frozen=True)
class Collided:
    """An item of the village's own, and what is shipped under its code now."""

    code: str
    own: str
    shipped: str
    mark: str


@dataclass(frozen=True)
class Dropped:
    """Something the village has changed and the product ships no longer."""

    code: str
    title: str
    changed: str
    is_known: bool
    """Enough of it to be kept."""
    mark: str


@pages.get("/catalogue")
@allowed()
def disclosure_catalogue() -> str:
    return list_page()


def list_page(wrong: KioskError | None = None) -> str:
    rows, asked = catalogue.rows(board().db), _asked()
    found = _looked_for(rows, asked)
    added, changed, gone = news.news_here(board())
    return render_template(
        "desk/catalogue.html",
        groups=list(_by_category(found)),
        asked=asked,
        given={field: text for field, text in asked.items() if text},
        count=len(found),
        categories=list(Category),
        own=_own(),
        short=deeds.falling_short(board()),
        overtaken=list(_told(news.overtaken_here(board()), rows)),
        collided=[_collided(entry, row) for entry, row in news.collisions_here(board())],
        dropped=[_dropped(entry) for entry in news.dropped_here(board())],
        added=[rows[code] for code in added],
        changed=list(_told(changed, rows)),
        gone=gone,
        rhythms=RHYTHMS,
        switches=SWITCHES,
        problems=[replace(told, key="") for told in words_of(wrong)] if wrong else [],  # their fields are on other pages
        may_change=me().has(Role.ADMIN),
    )


def _by_category(rows: Sequence[Row]) -> Iterator[tuple[Category, list[Row]]]:
    for category in Category:
        here = [row for row in rows if row["category"] == category.value]
        if here:
            yield category, here


def _asked() -> dict[str, str]:
    return {field: " ".join(request.args.get(field, "")[:WORDS_LIMIT].split()) for field in FIELDS}


def _looked_for(rows: Mapping[str, Row], asked: Mapping[str, str]) -> list[Row]:
    """Every word must stand somewhere in what a clerk would remember of the item, or be one by which the township calls it."""
    words = asked["words"].casefold().split()
    fits = {field: text for field, text in asked.items() if field != "words" and text}
    return [
        row
        for row in rows.values()
        if all(row[field] == text for field, text in fits.items())
        and all(word in _remembered(row) for word in words)
    ]


def _remembered(row: Row) -> str:
    return "\n".join([*(row[column] for column in LOOKED_THROUGH), *_called(row["code"])]).casefold()


def _called(code: str) -> list[str]:
    """低保 and the like; what is posted by the month, or before a decision, goes by the same words."""
    known = notice_words()
    same = [one for kin in (known.monthly, known.before_decision) for one, other in kin.items() if other == code]
    return [word for each in (code, *same) for word in known.items.get(each, ())]


def _told(those: Iterable[News], rows: Mapping[str, Row]) -> Iterator[Told]:
    for each in those:
        texts = [said(each.column, text) for text in (each.was, each.now, each.own or "")]
        mark = news.mark_of_entry(deeds.entry_of(board(), each.code))
        yield Told(each, rows[each.code]["title"], _(COLUMNS.get(each.column, each.column)), *texts, mark)


def _collided(entry: OwnEntry, shipped: Row) -> Collided:
    return Collided(entry.code, entry.own["title"], shipped["title"], news.mark_of_entry(entry))


def _dropped(entry: OwnEntry) -> Dropped:
    changed = (f"{_(COLUMNS.get(column, column))}{_(': ')}{said(column, entry.own.get(column, ''))}" for column in entry.shipped)
    return Dropped(entry.code, entry.own.get("title", ""), "；".join(changed), entry.makes_an_item, news.mark_of_entry(entry))


@pages.get("/catalogue.csv")
@allowed()
def catalogue_csv() -> Response:
    """With the same filters as the page."""
    found, short = _looked_for(catalogue.rows(board().db), _asked()), deeds.falling_short(board())
    own = _own()
    head = (*(_(words) for words in COLUMNS.values()), _("Whose it is"), _(REASON))
    response = Response(csv_of(head, (_cells(row, own, short) for row in found)), content_type="text/csv; charset=utf-8")
    name = f"kiosk-catalogue-{the_time().astimezone(config().zone):%Y%m%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(row: Row, own: Mapping[str, str], short: Mapping[str, str]) -> tuple[str, ...]:
    code = row["code"]
    return (*(_cell(column, row[column]) for column in COLUMNS), own.get(code, _("as shipped")), short.get(code, ""))


def _cell(column: str, text: str) -> str:
    return said(column, text) if text else ""


def _own() -> dict[str, str]:
    """Of each item that is not as it is shipped, by its code: whose it is."""
    entries = catalogue.entries(board().db)
    return {entry.code: _("the village's own") if entry.is_whole else _("changed here") for entry in entries}


def to_the_list(code: str) -> str:
    return url_for("desk.disclosure_catalogue", saved=code, _anchor=code)
