"""Residents' phones: everything readable on a narrow screen, without JavaScript, with a thumb."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .hall import Hall

WIDTHS = (320, 360)
TARGET_PX = 44
BODY_PX = 18

# What is wrong with the page at its width.
FAULTS = """() => {
  const page = document.documentElement;
  const hidden = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.nodeValue.trim() || !parent.checkVisibility()) continue;
    const scrolls = (at) => at && (/auto|scroll/.test(getComputedStyle(at).overflowX) || scrolls(at.parentElement));
    range.selectNodeContents(node);
    const isOutside = [...range.getClientRects()].some((box) => box.right > innerWidth + 1 || box.left < -1);
    if (isOutside && !scrolls(parent)) hidden.push(node.nodeValue.trim().slice(0, 20));
  }
  return { width: page.scrollWidth, hidden };
}"""


@pytest.fixture(scope="module", params=WIDTHS)
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """One that runs no JavaScript at all."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 640}, java_script_enabled=False, is_mobile=True, has_touch=True
    )
    yield context.new_page()
    context.close()


def open_on(phone: Page, hall: Hall, path: str) -> int:
    """Returns the width of the phone."""
    answer = phone.goto(f"{hall.address}{path}")
    assert answer is not None and answer.status == 200, path
    return phone.viewport_size["width"]


def test_no_page_is_wider_than_the_phone(phone: Page, sample_hall: Hall) -> None:
    faults = {}
    for path in ["/", "/archive?words=村", "/ask", "/ask?about=1", "/ask/answered", *(f"/notices/{number}" for number in sample_hall.numbers().values())]:
        width = open_on(phone, sample_hall, path)
        found = phone.evaluate(FAULTS)
        if found["width"] > width or found["hidden"]:
            faults[path] = found
    assert faults == {}


def test_a_notice_is_read_without_javascript(phone: Page, sample_hall: Hall) -> None:
    for title, number in sample_hall.numbers().items():
        open_on(phone, sample_hall, f"/notices/{number}")
        assert phone.locator("h1").text_content() == title
        assert phone.locator(".body").is_visible()
        size = phone.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.body')).fontSize)")
        assert size >= BODY_PX


def test_links_can_be_hit_with_a_thumb(phone: Page, sample_hall: Hall) -> None:
    open_on(phone, sample_hall, "/")
    links = phone.locator("main a")
    assert links.count() >= len(sample_hall.numbers())
    small = {}
    for link in links.all():
        box = link.bounding_box()
        if box is None or min(box["width"], box["height"]) < TARGET_PX:
            small[link.text_content()] = box
    assert small == {}


def test_the_list_leads_to_every_notice_on_the_board(phone: Page, sample_hall: Hall) -> None:
    open_on(phone, sample_hall, "/")
    listed = {link.get_attribute("href") for link in phone.locator("main a[href^='/notices/']").all()}
    assert listed == {f"/notices/{number}" for number in sample_hall.numbers().values()}
