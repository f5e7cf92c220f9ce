"""Every notice on every kind of screen: nothing lost, nothing cut off, nothing too small, nothing torn apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kiosk.rules.reading import page_seconds
from kiosk.rules.village import Pace

from . import made_up
from .conftest import StartBrowser, show
from .hall import Hall, a_notice, until

FACTS = (Path(__file__).parent / "facts.js").read_text("utf-8")
LEAST_SECONDS = 12
LAYING_SECONDS = 90
MOST_ROWS = 8


@dataclass(frozen=True)
class View:
    screen: str
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.screen}-{self.width}x{self.height}"


VIEWS = (
    View("hall", 1920, 1080),
    View("hall", 1080, 1920),
    View("hall", 3840, 2160),
    View("hall", 1280, 720),
    View("turned", 1920, 1080),
    View("far", 1920, 1080),
)
"""`far` is a small set seen from far away: letters as large as they may become."""
WITH_THE_VILLAGE = {View("hall", 1920, 1080), View("hall", 1080, 1920), View("hall", 1280, 720)}
"""These lay out the sample village too. Twice the pixels, and a picture hung turned, give its pages the same shapes again."""


@pytest.fixture(scope="module")
def full_hall(sample_hall: Hall) -> Hall:
    sample_hall.kiosk("screen", "turned", "--rotation", "90")
    sample_hall.post(*made_up.notices(), originals=made_up.originals())
    until(lambda: "turned" in sample_hall.health()["screens"], "the server has seen the screens")
    return sample_hall


@pytest.fixture(scope="module")
def far_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """What is hard to cut, without the sample village: the largest letters make ten pages of one."""
    hall = Hall(tmp_path_factory.mktemp("far"))
    hall.start()
    hall.kiosk("screen", "far", "--diagonal", "40", "--distance", "5")
    hall.kiosk("screen", "turned", "--rotation", "90")  # one of the notices names it
    hall.post(*made_up.notices()[1:], originals=made_up.originals())  # three hundred rows, three on a page, prove no more than sixteen
    until(lambda: "far" in hall.health()["screens"], "the server has seen the screen")
    yield hall
    hall.kill()


Page = dict[str, object]


@dataclass(frozen=True)
class Shown:
    """What facts.js saw during one round."""

    minimum: int
    order: list[int]
    round: list[str]
    currents: list[int]
    isRoundClosed: bool
    standing: list[str]
    pages: dict[str, Page]
    sources: dict[str, dict]

    def of(self, notice: str) -> list[Page]:
        pages = [page for page in self.pages.values() if page["notice"] == notice]
        return sorted(pages, key=lambda page: int(page["page"]))

    def by_notice(self) -> Iterator[tuple[str, dict, list[Page]]]:
        for notice, source in self.sources.items():
            yield source["title"], source, self.of(notice)

    def where(self, fact: str) -> dict[str, object]:
        """The pages of which a fact is true, and what it says."""
        return {f"{page['title'][:12]} {page['page']}": page[fact] for page in self.pages.values() if page[fact]}


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def shown(request: pytest.FixtureRequest, start_browser: StartBrowser) -> Shown:
    view: View = request.param
    hall: Hall = request.getfixturevalue("full_hall" if view in WITH_THE_VILLAGE else "far_hall")
    browser = start_browser(LAYING_SECONDS)
    page = browser.new_page(viewport={"width": view.width, "height": view.height})
    show(page, hall, view.screen)
    facts = page.evaluate(FACTS, f"/screen/{view.screen}/slides")
    browser.close()
    return Shown(**facts)


def test_exactly_one_page_is_current_at_every_turn(shown: Shown) -> None:
    assert set(shown.currents) == {1}


def test_a_round_visits_every_page_in_the_order_of_the_playlist(shown: Shown) -> None:
    expected = [f"{notice}/{page['page']}" for notice in shown.order for page in shown.of(str(notice))]
    begins = [place for place, name in enumerate(expected) if name == shown.round[0]]
    assert shown.round in [expected[place:] + expected[:place] for place in begins]
    assert shown.isRoundClosed
    assert sorted(shown.standing) == sorted(shown.pages)


def test_pages_are_counted_from_one_to_the_last(shown: Shown) -> None:
    for title, _, pages in shown.by_notice():
        assert [(page["page"], page["pages"]) for page in pages] == [
            (str(number), str(len(pages))) for number in range(1, len(pages) + 1)
        ], title


def test_nothing_is_clipped_or_runs_out_of_its_page(shown: Shown) -> None:
    assert shown.where("clipped") == {}
    assert shown.where("isOverflowing") == {}


def test_nothing_is_too_small_to_be_read(shown: Shown) -> None:
    assert shown.where("small") == {}


def test_no_words_stand_on_other_words(shown: Shown) -> None:
    assert shown.where("overlapping") == {}


def test_the_title_stands_whole_on_every_page(shown: Shown) -> None:
    for title, _, pages in shown.by_notice():
        assert {page["title"] for page in pages} == {title}


def test_all_words_stand_on_the_pages_once_and_in_order(shown: Shown) -> None:
    faults: dict[str, str] = {}
    for title, source, pages in shown.by_notice():
        try:
            said = Reading(tables_of(source["stream"])).of_pages(page["stream"] for page in pages)
        except AssertionError as fault:
            faults[title] = str(fault)[:300]
            continue
        if said != in_one_line(source["stream"]):
            faults[title] = first_difference(said, in_one_line(source["stream"]))
    assert faults == {}


def tables_of(stream: list[dict]) -> list[dict]:
    return [part["table"] for part in stream if "table" in part]


def in_one_line(stream: list[dict]) -> str:
    """The words, with a mark in the place of each table."""
    tables = 0
    said = ""
    for part in stream:
        said += part.get("words", f"⟦{tables}⟧")
        tables += "table" in part
    return said


def first_difference(said: str, meant: str) -> str:
    at = next((place for place, (one, other) in enumerate(zip(said, meant)) if one != other), min(len(said), len(meant)))
    return f"at {at}: {said[max(0, at - 20) : at + 20]!r} instead of {meant[max(0, at - 20) : at + 20]!r}"


class Reading:
    """Reads the pages of one notice as a resident would, and puts its tables together again."""

    def __init__(self, tables: list[dict]) -> None:
        self.tables = tables
        self.at = -1
        self.parts: dict[tuple[str, ...], Part] = {}

    def of_pages(self, streams: Iterator[list[dict]]) -> str:
        said = ""
        for stream in streams:
            for part in stream:
                if "words" in part:
                    said += part["words"]
                elif self._read(part["table"]):
                    said += f"⟦{self.at}⟧"
        self._end_table()
        return said

    def _read(self, page: dict) -> bool:
        """Whether another table began."""
        heads = tuple(cell["again"] or cell["text"] for cell in page["heads"])
        begins = self.at < 0 or (self._is_whole() and self.at + 1 < len(self.tables))
        if begins:
            self._end_table()
            self.at += 1
            self.parts = {}
        meant = self.tables[self.at]
        if heads not in self.parts:
            self.parts[heads] = Part(meant, heads)
        self.parts[heads].read(page)
        return begins

    def _is_whole(self) -> bool:
        return all(part.is_whole for part in self.parts.values()) and self._columns() == set(self._all_columns())

    def _columns(self) -> set[int]:
        return {column for part in self.parts.values() for column in part.columns}

    def _all_columns(self) -> range:
        return range(len(self.tables[self.at]["heads"]))

    def _end_table(self) -> None:
        if self.at < 0:
            return
        assert self._is_whole(), f"table {self.at} is not whole"
        told = [column for part in self.parts.values() for column in part.columns if column not in part.again]
        twice = {column for column in told if told.count(column) > 1} - {0}
        assert not twice, f"columns {twice} of table {self.at} stand twice"


class Part:
    """Some columns of a table, read page by page."""

    def __init__(self, meant: dict, heads: tuple[str, ...]) -> None:
        self.meant = [[cell["text"] for cell in row] for row in meant["rows"]]
        self.columns = self._find(heads, [cell["text"] for cell in meant["heads"]])
        self.again: set[int] = set()
        self.row = 0
        self.begun = [""] * len(self.columns)

    @staticmethod
    def _find(heads: tuple[str, ...], all_heads: list[str]) -> list[int]:
        columns: list[int] = []
        for head in heads:
            start = columns[-1] + 1 if columns else 0
            assert head in all_heads[start:], f"head {head!r} is not that of a column"
            columns.append(all_heads.index(head, start))
        assert columns[:1] == [0], "the first column is missing"
        return columns

    @property
    def is_whole(self) -> bool:
        return self.row == len(self.meant)

    def read(self, page: dict) -> None:
        self.again |= {column for column, cell in zip(self.columns, page["heads"]) if cell["again"] is not None}
        for row in page["rows"]:
            assert not self.is_whole, f"a row too many: {row}"
            meant = [self.meant[self.row][column] for column in self.columns]
            self.begun = [said + (cell["again"] or cell["text"]) for said, cell in zip(self.begun, row, strict=True)]
            assert all(whole.startswith(said) for whole, said in zip(meant, self.begun)), f"{self.begun} instead of {meant}"
            if self.begun == meant:
                self.row += 1
                self.begun = [""] * len(self.columns)


def test_every_page_of_a_table_shows_its_heads(shown: Shown) -> None:
    bare = {}
    for title, source, pages in shown.by_notice():
        known = {cell["text"] for table in tables_of(source["stream"]) for cell in table["heads"]}
        for page in pages:
            for table in tables_of(page["stream"]):
                if not table["headsShown"] or not set(table["headsShown"]) <= known:
                    bare[f"{title[:12]} {page['page']}"] = table["headsShown"]
    assert bare == {}


def test_a_total_is_never_alone_on_its_page(shown: Shown) -> None:
    """But where the letters are so large that no page holds two rows, or where a table begins with its totals."""
    alone = []
    for title, source, pages in shown.by_notice():
        beginnings = [table["rows"][0] for table in tables_of(source["stream"]) if table["rows"]]
        for before, page in pairwise(pages):
            later = [table for table in tables_of(page["stream"]) if table["rows"][0] not in beginnings]
            is_alone = any(all(table["totals"]) for table in later)
            if is_alone and rows_on(before) > 1:
                alone.append(f"{title} {page['page']}")
    assert alone == []


def test_a_page_has_no_more_rows_than_are_taken_in_at_a_glance(shown: Shown) -> None:
    counts = {name: rows_on(page) for name, page in shown.pages.items()}
    assert {name: rows for name, rows in counts.items() if rows > MOST_ROWS} == {}


def rows_on(page: Page) -> int:
    return sum(len(table["rows"]) for table in tables_of(page["stream"]))


def test_text_goes_over_the_page_only_between_sentences(shown: Shown) -> None:
    torn = {}
    for title, source, pages in shown.by_notice():
        ends = set(source["ends"])
        offset, began = 0, 0
        for page, following in pairwise(pages):
            began, offset = offset, offset + words_on(page)
            sentence_began = max((end for end in ends if end < offset), default=0)
            fills_the_page = sentence_began <= began + len(page["headings"])
            if offset not in ends and offset and not fills_the_page:
                said = "".join(part.get("words", "") for part in page["stream"])
                torn[f"{title[:12]} {page['page']}"] = said[-20:]
    assert torn == {}


def words_on(page: Page) -> int:
    return sum(len(part.get("words", "")) for part in page["stream"])


def test_a_unit_stands_over_its_table_not_on_a_page_of_its_own(shown: Shown) -> None:
    (pages,) = (pages for title, _, pages in shown.by_notice() if title == made_up.UNIT_OVER_A_TABLE)
    assert [any("table" in part for part in page["stream"]) for page in pages] == [True] * len(pages)


def test_a_heading_never_stays_behind_alone(shown: Shown) -> None:
    assert shown.where("endsWithHeading") == {}


def test_points_keep_their_numbers_over_pages(shown: Shown) -> None:
    wrong = []
    counted = 0
    for page in shown.pages.values():
        for point in page["numbered"]:
            said = point["text"].partition("〕")[0].removeprefix("〔")
            if point["number"] is None:
                wrong += [point] if point["isMarked"] else []
            elif point["text"].startswith("〔"):
                counted += 1
                wrong += [point] if said != str(point["number"]) else []
    assert wrong == []
    assert counted == 40 + 8 + 5


def test_a_page_stays_long_enough_to_be_read(shown: Shown) -> None:
    wrong = {}
    for title, source, pages in shown.by_notice():
        for page in pages:
            seconds = float(page["seconds"])
            if source["seconds"] is not None:
                is_right = page["seconds"] == source["seconds"]
            else:
                needed = page_seconds(words_on(page) - page["chart"]["words"], rows_on(page) + page["chart"]["rows"], Pace())
                is_right = seconds >= LEAST_SECONDS and abs(seconds - needed) <= 1
            if not is_right:
                wrong[f"{title[:12]} {page['page']}"] = page["seconds"]
    assert wrong == {}


def test_the_seconds_a_clerk_asked_for_are_kept(shown: Shown) -> None:
    asked = [source for source in shown.sources.values() if source["title"] == "三个二级标题"]
    assert [source["seconds"] for source in asked] == [str(made_up.SECONDS_GIVEN)]


def test_a_title_as_long_as_may_be_stops_no_screen(hall: Hall, start_browser: StartBrowser) -> None:
    """Where letters are as large as they may become, it must leave room for what stands under it."""
    hall.kiosk("screen", "hall", "--diagonal", "40", "--distance", "5")
    title = made_up.unbroken(120)
    hall.post(a_notice("甲", "甲文。", issued_on="2026-01-01"), a_notice(title, made_up.prose(300)))
    tv = start_browser(15).new_page(viewport={"width": 1920, "height": 1080})
    tv.goto(f"{hall.address}/screen/hall")
    expect(tv.locator("main")).not_to_have_attribute("data-revision", "", timeout=10_000)
    expect(tv.locator("[data-current]")).to_have_count(1)
    expect(tv.locator(".stage .slide-title", has_text=title).first).to_be_attached()


def test_the_facts_over_a_title_are_not_cut_short(shown: Shown) -> None:
    assert shown.where("ellipsized") == {}
