"""The whole life of a question: from the phone over the desk to the board, back to the phone, and into the yearly report."""

from datetime import datetime
from time import monotonic

from cast import SHANGHAI
from playwright.sync_api import Page, expect

from kiosk.rules.people import Role

from .conftest import OpenContext, show
from .desk import enrol, sign_in
from .hall import Hall

WORDS = "路灯电费为什么多了一千多元？我的手机13800138000"
SLOWER_THAN_A_ROBOT = 3.2
"""Seconds."""


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_from_the_phone_to_the_board_and_into_the_report(hall: Hall, open_context: OpenContext) -> None:
    for name, role in (("文书甲", Role.CLERK), ("监督甲", Role.REVIEWER), ("主任", Role.APPROVER)):
        enrol(hall, name, role)
    tv = open_context(1920, 1080).new_page()
    show(tv, hall)

    phone = open_context(360, 640, java_script_enabled=False, is_mobile=True, has_touch=True).new_page()
    phone.goto(f"{hall.address}/")
    phone.get_by_role("link", name="向村里提问").click()
    opened_at = monotonic()
    clerk, reviewer, head = (sign_in(open_context(1366, 768), hall, name) for name in ("文书甲", "监督甲", "主任"))
    phone.locator("#words").fill(WORDS)
    phone.wait_for_timeout(max(0, 1000 * (SLOWER_THAN_A_ROBOT - (monotonic() - opened_at))))
    press(phone, "提交")
    expect(phone.locator(".code b")).to_have_text(phone.url.rpartition("/")[2].partition("?")[0])
    expect(phone.locator(".own .said")).to_contain_text("138****8000")

    clerk.goto(f"{hall.address}/desk/")
    clerk.get_by_role("link", name="路灯电费").click()
    press(clerk, "登记")
    clerk.locator("#asked").fill("路灯电费为什么多了？")
    clerk.locator("#reply-words").fill("新装了38盏灯。")
    press(clerk, "提交审核")
    reviewer.goto(clerk.url)
    press(reviewer, "审核通过")
    head.goto(clerk.url)
    press(head, "现在发布")

    wall = tv.locator("section.slide[data-notice='0']")
    expect(wall).to_have_attribute("data-current", "")
    expect(wall).to_contain_text("路灯电费为什么多了？")
    expect(wall).to_contain_text("新装了38盏灯。")
    assert "138" not in tv.content()
    assert tv.evaluate("() => violations") == []

    phone.reload()
    expect(phone.locator(".answer")).to_contain_text("新装了38盏灯。")
    phone.get_by_label("基本满意").check()
    press(phone, "提交评价")
    expect(phone.locator("#rate [role=status]")).to_be_visible()
    head.goto(f"{hall.address}/desk/report/{datetime.now(SHANGHAI).year}")
    expect(head.locator("#table-asked tbody tr")).to_have_text("11100000.0")
    expect(head.locator("#table-satisfaction tbody tr")).to_contain_text("100.0%")
