"""Writing a notice: what is typed is saved, seen as the screen will show it, and never lost."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

from kiosk.rules.people import Role

from .conftest import OpenContext
from .desk import a_draft, enrol, fill_in, sign_in
from .hall import Hall, until
from .made_up import prose

CLERK, COLLEAGUE = "王文书", "李文书"
SAVED = re.compile(r"^已保存 \d\d:\d\d:\d\d$")
LAPTOP = (1366, 768)

PASTE = """(area, [html, plain]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", plain);
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
CARET = "(area, place) => { area.focus(); area.setSelectionRange(place, place); }"
EXCEL = """<table><tr><td>项目</td><td>金额（元）</td></tr><tr><td>路灯电费</td><td align=right>1,286.40</td></tr>
<tr><td>清淤</td><td align=right>9,600.00</td></tr></table>"""
TABLE = "| 项目 | 金额（元） |\n| --- | ---: |\n| 路灯电费 | 1,286.40 |\n| 清淤 | 9,600.00 |"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A hall with two clerks."""
    hall = Hall(tmp_path_factory.mktemp("office"))
    hall.start()
    for name in (CLERK, COLLEAGUE):
        enrol(hall, name, Role.CLERK)
    yield hall
    hall.kill()


@pytest.fixture
def laptop(office: Hall, open_context: OpenContext) -> BrowserContext:
    return open_context(*LAPTOP)


@pytest.fixture
def page(office: Hall, laptop: BrowserContext) -> Page:
    """The clerk's, signed in."""
    return sign_in(laptop, office, CLERK)


def edit(page: Page, hall: Hall, number: int) -> Locator:
    """Opens the editor; its text area, the caret at the end."""
    page.goto(f"{hall.address}/desk/notices/{number}/edit")
    area = page.locator("#body")
    area.evaluate(CARET, 1_000_000)
    return area


def screen_of(page: Page) -> FrameLocator:
    return page.frame_locator("[data-stage] iframe")


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(SAVED)


def test_what_is_typed_is_seen_at_once_and_saved_by_itself(office: Hall, page: Page) -> None:
    area = edit(page, office, a_draft(office, "停水通知", "今晚停水。"))
    shown = screen_of(page).locator("[data-current]")
    expect(shown).to_contain_text("今晚停水。")
    page.keyboard.insert_text("请提前接水。")
    expect(page.locator("#saved")).to_have_text("有改动，还没保存")
    expect(shown).to_contain_text("请提前接水。")
    saved(page)
    page.reload()
    expect(area).to_have_value(re.compile("请提前接水。"))
    assert page.evaluate("() => violations") == []


def test_leaving_the_page_saves_what_was_just_typed(office: Hall, page: Page) -> None:
    number = a_draft(office, "停水通知", "今晚停水。")
    area = edit(page, office, number)
    page.keyboard.insert_text("明早来水。")
    page.goto(f"{office.address}/desk/")
    edit(page, office, number)
    expect(area).to_have_value(re.compile("明早来水。"))
    expect(page.locator("[data-kept]")).to_be_hidden()


def test_the_preview_follows_the_caret_and_can_be_turned(office: Hall, page: Page) -> None:
    body = "\n\n---\n\n".join(prose(200, place) for place in range(3)) + "\n\n---\n\n最后一页。"
    area = edit(page, office, a_draft(office, "长公告", body))
    said = page.locator("[data-page]")
    expect(said).to_have_text(re.compile(r"第 (\d+) / \1 页"))
    expect(screen_of(page).locator("[data-current]")).to_contain_text("最后一页。")
    page.get_by_role("button", name="上一页").click()
    expect(screen_of(page).locator("[data-current]")).not_to_contain_text("最后一页。")
    area.evaluate(CARET, 0)
    expect(said).to_have_text(re.compile(r"第 1 / \d+ 页"))


@pytest.mark.parametrize("html", [EXCEL, ""], ids=["Excel", "tabs"])
def test_a_pasted_table_becomes_one_of_the_notice_and_can_be_had_as_it_was(office: Hall, page: Page, html: str) -> None:
    plain = "项目\t金额（元）\n路灯电费\t1,286.40\n清淤\t9,600.00"
    area = edit(page, office, a_draft(office, "支出", "本月支出："))
    area.evaluate(PASTE, [html, plain])
    expect(area).to_have_value(f"本月支出：\n\n{TABLE}")
    note = page.locator("[data-paste-note]")
    expect(note).to_contain_text("已把表格整理好（2列×2行）")
    expect(screen_of(page).locator("[data-current] td").first).to_have_text("路灯电费")
    page.keyboard.press("Control+z")
    expect(area).to_have_value("本月支出：")
    expect(note).to_be_hidden()
    page.keyboard.press("Control+y")
    expect(area).to_have_value(f"本月支出：\n\n{TABLE}")
    area.evaluate(CARET, 0)
    area.evaluate(PASTE, ["", "一\t二\n三\t四"])
    note.get_by_role("button").click()
    expect(area).to_have_value(f"一\t二\n三\t四本月支出：\n\n{TABLE}")


def test_a_roster_of_thousands_is_pasted_at_once_and_taken_back_at_once(office: Hall, page: Page) -> None:
    area = edit(page, office, a_draft(office, "清册", "名单："))
    rows = "\n".join(f"{place}\t户主{place}\t{place}.00" for place in range(1, 3001))
    area.evaluate(PASTE, ["", f"序号\t户主\t金额（元）\n{rows}"])
    expect(page.locator("[data-paste-note]")).to_contain_text("3列×3000行", timeout=3_000)
    page.keyboard.press("Control+z")
    expect(area).to_have_value("名单：")


def test_tab_goes_from_cell_to_cell_and_escape_lets_it_out(office: Hall, page: Page) -> None:
    area = edit(page, office, a_draft(office, "支出", TABLE))
    area.evaluate(CARET, TABLE.index("清淤"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("修路")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("5.00")
    expect(area).to_have_value(f"{TABLE}\n| 修路 | 5.00 |")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(area).not_to_be_focused()


def test_the_buttons_write_the_marks(office: Hall, page: Page) -> None:
    area = edit(page, office, a_draft(office, "办事", "如何办理"))
    page.get_by_role("button", name="小标题").click()
    expect(area).to_have_value("## 如何办理")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("带身份证")
    page.get_by_role("button", name="编号").click()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("带户口簿")
    expect(area).to_have_value("## 如何办理\n1. 带身份证\n2. 带户口簿")
    page.keyboard.press("Shift+Home")
    page.keyboard.press("Control+b")
    page.get_by_role("button", name="撤销").click()
    expect(area).to_have_value("## 如何办理\n1. 带身份证\n2. 带户口簿")


def test_a_session_that_ends_while_typing_loses_nothing(office: Hall, laptop: BrowserContext, page: Page) -> None:
    area = edit(page, office, a_draft(office, "停水通知", "今晚停水。"))
    laptop.clear_cookies(name="kiosk_session")
    page.keyboard.insert_text("请提前接水。")
    trouble = page.locator("[data-trouble]")
    expect(trouble).to_contain_text("登录已过期")
    with laptop.expect_page() as opened:
        trouble.get_by_role("link").click()
    fill_in(opened.value, CLERK)
    opened.value.close()
    saved(page)
    expect(trouble).to_be_hidden()
    page.reload()
    expect(area).to_have_value("今晚停水。请提前接水。")


def test_cookies_that_are_deleted_while_typing_lose_nothing(office: Hall, laptop: BrowserContext, page: Page) -> None:
    area = edit(page, office, a_draft(office, "停水通知", "今晚停水。"))
    laptop.clear_cookies()
    page.keyboard.insert_text("请提前接水。")
    trouble = page.locator("[data-trouble]")
    expect(trouble).to_contain_text("服务器不认得这个页面了")
    trouble.get_by_role("link", name="重新打开").click()
    fill_in(page, CLERK)
    expect(area).to_have_value("今晚停水。请提前接水。")
    saved(page)
    page.reload()
    expect(area).to_have_value("今晚停水。请提前接水。")


def test_a_server_that_is_gone_for_a_while_loses_nothing(office: Hall, page: Page) -> None:
    area = edit(page, office, a_draft(office, "停水通知", "今晚停水。"))
    office.kill()
    page.keyboard.insert_text("请提前接水。")
    expect(page.locator("[data-trouble]")).to_contain_text("连不上服务器")
    page.keyboard.insert_text("明早来水。")
    office.start()
    expect(page.locator("#saved")).to_have_text(SAVED, timeout=30_000)
    page.reload()
    expect(area).to_have_value("今晚停水。请提前接水。明早来水。")


def test_what_no_server_has_is_gone_on_from_when_the_page_is_opened_again(office: Hall, laptop: BrowserContext, page: Page) -> None:
    number = a_draft(office, "停水通知", "今晚停水。")
    page = typed_to_nobody(office, laptop, page, number)
    area = edit(page, office, number)
    expect(area).to_have_value("今晚停水。请提前接水。")
    saved(page)
    page.reload()
    expect(area).to_have_value("今晚停水。请提前接水。")
    expect(page.locator("[data-kept]")).to_be_hidden()


def test_what_no_server_has_is_offered_where_somebody_else_has_saved(
    office: Hall, laptop: BrowserContext, open_context: OpenContext, page: Page
) -> None:
    number = a_draft(office, "停水通知", "今晚停水。")
    page = typed_to_nobody(office, laptop, page, number)
    colleague = sign_in(open_context(*LAPTOP), office, COLLEAGUE)
    edit(colleague, office, number)
    colleague.locator("#title").fill("停水通知（改）")
    saved(colleague)
    area = edit(page, office, number)
    expect(area).to_have_value("今晚停水。")
    kept = page.locator("[data-kept]")
    expect(kept).to_contain_text("这台电脑上有未保存的文字")
    kept.get_by_role("button", name="恢复").click()
    expect(area).to_have_value("今晚停水。请提前接水。")
    saved(page)
    expect(kept).to_be_hidden()


def typed_to_nobody(office: Hall, laptop: BrowserContext, page: Page, number: int) -> Page:
    """A further page of the same browser, after one in which something was typed while there was no server.

    A network that is only cut may come back for the last save, which a page sends while it closes.
    """
    edit(page, office, number)
    office.kill()
    page.keyboard.insert_text("请提前接水。")
    expect(page.locator("[data-trouble]")).to_be_visible()
    page.close()
    other = laptop.new_page()
    other.wait_for_timeout(1_000)  # by then the last save has been refused
    office.start()
    return other


@pytest.mark.parametrize("choice, title", [("mine", "停水通知"), ("theirs", "停水通知（改）")])
def test_of_two_clerks_at_once_one_chooses_and_both_texts_stay(
    office: Hall, open_context: OpenContext, page: Page, choice: str, title: str
) -> None:
    number = a_draft(office, "停水通知", "今晚停水。")
    area = edit(page, office, number)
    colleague = sign_in(open_context(*LAPTOP), office, COLLEAGUE)
    edit(colleague, office, number)
    colleague.locator("#title").fill("停水通知（改）")
    saved(colleague)
    page.keyboard.insert_text("请提前接水。")
    conflict = page.locator("#conflict")
    expect(conflict).to_contain_text(f"{COLLEAGUE} 也改了这份公告")
    conflict.locator(f"[data-choice={choice}]").click()
    saved(page)
    page.reload()
    expect(page.locator("#title")).to_have_value(title)
    expect(area).to_have_value("今晚停水。请提前接水。" if choice == "mine" else "今晚停水。")
    aside = [json_of["title"] + json_of["body"] for json_of in page.locator("[data-put-back]").evaluate_all(TYPED)]
    assert any("请提前接水" in text for text in aside) or choice == "mine"
    assert any("（改）" in text for text in aside) or choice == "theirs"


TYPED = "(buttons) => buttons.map((button) => JSON.parse(button.dataset.typed))"


def test_a_picture_is_attached_and_shown(office: Hall, page: Page) -> None:
    area = edit(page, office, a_draft(office, "路灯安装", "已装好。"))
    picture = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(picture, "PNG")
    page.locator("#file").set_input_files({"name": "路灯.png", "mimeType": "image/png", "buffer": picture.getvalue()})
    page.locator("#originals").get_by_role("button", name="放进公告").click()
    expect(area).to_have_value("已装好。\n\n![路灯](路灯.png)")
    expect(screen_of(page).locator("[data-current] .slide-body figcaption")).to_have_text("路灯")
    saved(page)


def test_saving_by_hand_stays_on_the_page(office: Hall, page: Page) -> None:
    edit(page, office, a_draft(office, "停水通知", "今晚停水。"))
    page.evaluate("() => { window.isSamePage = true; }")
    page.locator("#title").fill("来水通知")
    page.get_by_role("button", name="保存").click()
    saved(page)
    assert page.evaluate("() => window.isSamePage")


def test_going_back_to_a_refusal_opens_the_draft_and_asks_nothing(office: Hall, page: Page) -> None:
    number = a_draft(office, "停水通知", "今晚停水。")
    edit(page, office, number)
    page.locator("#issued_on").fill("下周三")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.goto(f"{office.address}/desk/")
    page.go_back()
    expect(page).to_have_url(re.compile(rf"/desk/notices/{number}/edit$"))
    expect(page.locator("#issued_on")).to_have_value("下周三")


def test_it_works_without_javascript(office: Hall, open_context: OpenContext) -> None:
    page = sign_in(open_context(*LAPTOP, java_script_enabled=False), office, CLERK)
    number = a_draft(office, "停水通知", "今晚停水。")
    page.goto(f"{office.address}/desk/notices/{number}/edit")
    page.locator("#title").fill("来水通知")
    page.locator("#body").fill("今早来水。")
    page.get_by_role("button", name="保存").click()
    expect(page).to_have_url(re.compile("/edit$"))
    expect(page.locator("#title")).to_have_value("来水通知")
    expect(page.locator("#body")).to_have_value("今早来水。")


def test_handing_in_saves_first_and_a_refusal_names_every_field(office: Hall, page: Page) -> None:
    number = a_draft(office, "停水通知", "今晚停水。")
    edit(page, office, number)
    page.locator("#issued_on").fill("下周三")
    page.get_by_role("button", name="提交审核").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^错误："))
    words = summary.get_by_role("link").first.text_content() or ""
    expect(page.locator("#issued_on-fault")).to_have_text(words.strip())
    page.locator("#issued_on").fill("2026年10月8日")
    expect(page.locator("#issued_on-fault")).to_be_hidden()
    page.get_by_role("button", name="提交审核").click()
    expect(page).to_have_url(re.compile(rf"/desk/notices/{number}(\?|$)"))


@pytest.mark.parametrize("width, height", [LAPTOP, (1024, 768)])
def test_the_buttons_are_in_sight_and_nothing_scrolls_sideways(office: Hall, open_context: OpenContext, width: int, height: int) -> None:
    page = sign_in(open_context(width, height), office, CLERK)
    edit(page, office, a_draft(office, "停水通知", prose(600)))
    assert page.evaluate("() => document.documentElement.scrollWidth") == width
    for place in (0, 1_000_000):
        page.evaluate("(place) => scrollTo(0, place)", place)
        for name in ("保存", "提交审核"):
            expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    if width <= 1024:
        page.get_by_role("button", name="屏幕上的样子").click()
    expect(page.locator("[data-stage]")).to_be_in_viewport(ratio=0.99)
    until(lambda: screen_of(page).locator("[data-current]").count() == 1, "the screen is shown")
