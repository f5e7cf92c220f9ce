"""Pages are measured again when the room they were measured for has changed."""

from playwright.sync_api import Page

from .conftest import show
from .hall import Hall, a_notice, until

ROSTER = "| 户主 | 金额（元） |\n|---|---|\n" + "".join(f"| 户{place} | {place}.00 |\n" for place in range(1, 41))

# What runs out of its page: no words, but pixels, over all pages.
OVERFLOW = """() => [...document.querySelectorAll("section.slide .slide-body")]
  .reduce((most, body) => Math.max(most, body.scrollHeight - body.clientHeight), -1)"""
ROOM = """() => document.querySelector("section.slide .slide-body").clientHeight"""
ROWS = """() => Math.max(...[...document.querySelectorAll("section.slide")].map((page) => page.querySelectorAll("tbody tr").length))"""


def with_a_roster(hall: Hall, page: Page) -> None:
    hall.post(a_notice("清册", ROSTER))
    show(page, hall)


def test_another_size_of_window_has_pages_of_its_own(hall: Hall, tv: Page) -> None:
    with_a_roster(hall, tv)
    tv.set_viewport_size({"width": 1280, "height": 720})
    until(lambda: tv.locator("main").get_attribute("data-minimum-px") == "31", "the letters of a smaller window")
    until(lambda: tv.locator("section.slide").count() > 0 and tv.evaluate(OVERFLOW) in (0, 1), "pages that fit it")


def test_a_strip_of_slogans_takes_its_room_from_every_page(hall: Hall, tv: Page) -> None:
    hall.kiosk("settings", "slogans", '["有疑问就提，有提问就答"]')
    with_a_roster(hall, tv)
    before = tv.evaluate(ROOM)
    hall.kiosk("screen", "hall", "--slogans")
    tv.locator(".slogans").wait_for(state="visible")
    until(lambda: tv.locator("section.slide").count() > 0 and tv.evaluate(ROOM) < before, "less room")
    until(lambda: tv.evaluate(OVERFLOW) in (0, 1), "pages that fit it")


def test_another_number_of_rows_a_page_is_seen_at_once(hall: Hall, tv: Page) -> None:
    with_a_roster(hall, tv)
    assert tv.evaluate(ROWS) == 8
    hall.kiosk("settings", "rows_per_page", "5")
    until(lambda: tv.locator("section.slide").count() > 0 and tv.evaluate(ROWS) == 5, "five rows a page")
