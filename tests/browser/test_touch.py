"""Whoever touches the board looks for themselves, and a minute later it turns again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenContext, show
from .hall import Hall, a_notice

# The page's even clock, which a test can move on; by it alone the board knows how long nobody has touched it.
STEADY = """
const steady = performance.now.bind(performance);
window.steadyShift = 0;
performance.now = () => steady() + window.steadyShift;
"""
TARGETS = """() => [...document.querySelectorAll(".browse button")].filter((each) => each.checkVisibility())
  .map((each) => each.getBoundingClientRect()).map(({ width, height, top, bottom }) => ({ width, height, top, bottom }))"""
LEAST_TARGET = 60
REACH = 0.2
"""Of an upright screen's height: nothing that is to be touched stands above."""


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    hall = Hall(tmp_path_factory.mktemp("touched")).start()
    long = "\n\n".join(f"第{number}段，说明路灯、水渠和道路的维修情况。" * 6 for number in range(1, 7))
    hall.post(
        a_notice("停水检修通知", "今晚停水。", priority="pinned"),
        a_notice("路灯维修公告", long),
        a_notice("财务收支明细", "收入和支出。", category="finance", item="F01", kind="result", period="2026-Q3"),
    )
    yield hall
    hall.kill()


def touchable(open_context: OpenContext, hall: Hall, width: int, height: int) -> Page:
    context = open_context(width, height, has_touch=True)
    context.add_init_script(STEADY)
    page = context.new_page()
    show(page, hall)
    return page


def is_within_reach(page: Page, height: int) -> None:
    targets = page.evaluate(TARGETS)
    assert targets
    assert all(each["height"] >= LEAST_TARGET and each["width"] >= LEAST_TARGET for each in targets)
    assert all(each["bottom"] <= height for each in targets)
    if height > 1500:
        assert all(each["top"] >= height * REACH for each in targets)


@pytest.mark.parametrize("width, height", [(1920, 1080), (1080, 1920)], ids=["landscape", "portrait"])
def test_a_touch_leads_from_category_to_notice_to_page_and_back(
    posted: Hall, open_context: OpenContext, width: int, height: int
) -> None:
    page = touchable(open_context, posted, width, height)
    current, browse = page.locator("[data-current]"), page.get_by_role("dialog")
    expect(page.get_by_text("点一下屏幕，自己挑着看")).to_be_visible()
    turned = current.get_attribute("data-title")
    page.touchscreen.tap(width / 2, height / 2)
    expect(browse).to_have_accessible_name("想看哪一类？")
    is_within_reach(page, height)
    page.get_by_role("button", name="通知").tap()
    is_within_reach(page, height)
    page.get_by_role("button", name="路灯维修公告").tap()
    expect(current).to_have_attribute("data-title", "路灯维修公告")
    is_within_reach(page, height)
    page.get_by_role("button", name="下一页").tap()
    expect(current).to_have_attribute("data-page", "2")
    assert current.count() == 1
    page.get_by_role("button", name="返回上一级").tap()
    page.get_by_role("button", name="拼音查找").tap()
    is_within_reach(page, height)
    for key in "CW":
        page.get_by_role("button", name=key, exact=True).tap()
    expect(page.locator(".found [data-notice]")).to_have_count(1)
    expect(page.locator(".found [data-notice] b")).to_have_text("财务收支明细")
    page.get_by_role("button", name="返回轮播").tap()
    expect(browse).to_be_hidden()
    assert current.get_attribute("data-title") == turned, "it goes on where it was"
    assert page.evaluate("() => violations") == []


def test_a_minute_without_a_touch_and_it_turns_again(posted: Hall, open_context: OpenContext) -> None:
    page = touchable(open_context, posted, 1920, 1080)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("() => { steadyShift += 52_000; }")
    expect(page.get_by_role("button", name="秒后返回")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="返回轮播", exact=True)).to_be_visible()
    page.evaluate("() => { steadyShift += 61_000; }")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_is_urgent_is_offered_at_once_and_comes_on_when_the_reader_is_done(hall: Hall, open_context: OpenContext) -> None:
    hall.post(a_notice("路灯维修公告", "修路灯。"))
    page = touchable(open_context, hall, 1920, 1080)
    page.touchscreen.tap(900, 500)
    hall.post(a_notice("今晚停水", "八点起。", priority="urgent"))
    expect(page.get_by_role("button", name="今晚停水")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="返回轮播").tap()
    expect(page.locator("[data-current]")).to_have_attribute("data-title", "今晚停水")
