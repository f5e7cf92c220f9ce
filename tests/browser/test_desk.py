"""The three lawful steps, from the clerk's laptop to the television, in real browsers."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from kiosk.rules.people import Role

from .conftest import OpenContext, show
from .desk import enrol, sign_in
from .hall import Hall

CLERK, REVIEWER, HEAD = "文书甲", "监督乙", "主任丙"
LAPTOP = (1366, 768)
PASTE = """(area) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", "项目\\t金额（元）\\n清淤\\t9,600.00\\n合计\\t9,600.00");
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    hall = Hall(tmp_path_factory.mktemp("office"))
    hall.start()
    enrol(hall, CLERK, Role.CLERK)
    enrol(hall, REVIEWER, Role.REVIEWER)
    enrol(hall, HEAD, Role.APPROVER)
    yield hall
    hall.kill()


def a_photograph() -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), (20, 90, 40)).save(written, "JPEG")
    return written.getvalue()


def write(page: Page, title: str, body: str) -> None:
    page.locator("#title").fill(title)
    page.locator("#body").fill(body)


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="提交审核").click()
    page.wait_for_url(re.compile(r"/notices/\d+\?done=submit"))


def open_from_inbox(page: Page, hall: Hall, title: str) -> None:
    page.goto(f"{hall.address}/desk/")
    page.get_by_role("link", name=title).first.click()


def take(page: Page, step: str, words: str = "") -> None:
    """A step from the notice's page, with its words."""
    form = page.locator(f"form#{step}")
    if words:
        if not form.locator("textarea").is_visible():
            form.locator("summary").click()
        form.locator("textarea").fill(words)
    form.locator("button").click()
    page.wait_for_url(re.compile(r"done="))


def test_a_notice_goes_through_its_three_steps_is_corrected_and_withdrawn(office: Hall, open_context: OpenContext) -> None:
    clerk, reviewer, head = (sign_in(open_context(*LAPTOP), office, name) for name in (CLERK, REVIEWER, HEAD))
    tv = open_context().new_page()
    show(tv, office)
    title = "清理河道的通知"

    # The clerk drafts from a template, pastes a table, attaches a photograph of the signed sheet, and hands it in.
    clerk.goto(f"{office.address}/desk/new")
    clerk.get_by_role("button", name="关于……的通知").click()
    clerk.wait_for_url("**/edit")
    write(clerk, title, "周六上午八点清理河道。\n\n")
    clerk.locator("#body").evaluate(PASTE)
    clerk.locator("input[type=file]").set_input_files({"name": "签字单.jpg", "mimeType": "image/jpeg", "buffer": a_photograph()})
    expect(clerk.locator("#originals")).to_contain_text("签字单.jpg")
    hand_in(clerk)
    assert clerk.evaluate("() => violations") == []

    # The reviewer returns it with an opinion.
    open_from_inbox(reviewer, office, title)
    expect(reviewer.locator(".paper table")).to_contain_text("9,600.00")
    expect(reviewer.locator(".aside .files")).to_contain_text("签字单.jpg")
    take(reviewer, "return", "请写明集合地点。")

    # The clerk reads it, mends, and hands it in again.
    clerk.goto(f"{office.address}/desk/")
    expect(clerk.locator(".waiting[data-task=mend]")).to_contain_text("请写明集合地点。")
    clerk.get_by_role("link", name=title).click()
    body = clerk.locator("#body")
    body.fill(body.input_value().replace("清理河道", "在村委会门口集合，清理河道"))
    hand_in(clerk)

    # Three clicks from the inbox: the notice, what has changed in it, passed.
    open_from_inbox(reviewer, office, title)
    expect(reviewer.locator(".comparison ins").first).to_contain_text("在村委会门口集合")
    take(reviewer, "pass")
    open_from_inbox(head, office, title)
    take(head, "publish")
    expect(tv.locator("section[data-current]")).to_contain_text("在村委会门口集合")
    expect(head.locator("#shown")).to_contain_text(re.compile(r"大屏已显示 \d\d:\d\d"))
    number = int(re.search(r"/notices/(\d+)", head.url)[1])

    # A correction: the old text stays up until the new one is published.
    open_from_inbox(clerk, office, title)
    take(clerk, "correct", "时间写错了。")
    clerk.goto(f"{office.address}/desk/notices/{number}/edit")
    body.fill(body.input_value().replace("周六", "周日"))
    hand_in(clerk)
    expect(tv.locator("section[data-current]")).to_contain_text("周六上午")
    open_from_inbox(reviewer, office, title)
    take(reviewer, "pass")
    open_from_inbox(head, office, title)
    take(head, "publish")
    expect(tv.locator("section[data-current]")).to_contain_text("周日上午")
    phone = open_context(360, 640).new_page()
    phone.goto(f"{office.address}/notices/{number}")
    expect(phone.locator(".corrected")).to_contain_text("时间写错了。")

    # A withdrawal, with its reason.
    head.goto(f"{office.address}/desk/notices/{number}")
    take(head, "withdraw", "改为下周进行。")
    expect(tv.locator("main[data-screen]")).to_have_attribute("data-empty", "")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("改为下周进行。")
    expect(phone.locator("main")).not_to_contain_text("集合")


def test_the_whole_path_without_javascript(office: Hall, open_context: OpenContext) -> None:
    clerk, reviewer, head = (
        sign_in(open_context(*LAPTOP, java_script_enabled=False), office, name) for name in (CLERK, REVIEWER, HEAD)
    )
    title = "没有脚本的通知"
    clerk.goto(f"{office.address}/desk/new")
    clerk.get_by_role("button", name="关于……的通知").click()
    write(clerk, title, "各户知悉。")
    clerk.locator("input[type=file]").set_input_files({"name": "签字单.jpg", "mimeType": "image/jpeg", "buffer": a_photograph()})
    clerk.get_by_role("button", name="保存").click()
    expect(clerk.locator("#title")).to_have_value(title)
    hand_in(clerk)
    open_from_inbox(reviewer, office, title)
    take(reviewer, "return", "请写明日期。")
    open_from_inbox(clerk, office, title)
    clerk.locator("#body").fill("各户知悉，十月一日。")
    hand_in(clerk)
    open_from_inbox(reviewer, office, title)
    take(reviewer, "pass")
    open_from_inbox(head, office, title)
    take(head, "publish")
    assert title in office.numbers()
