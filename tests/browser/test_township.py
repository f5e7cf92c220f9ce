"""From the township's file to review: dropped in, masked with one click, a wrong sum mended, handed in."""

import base64
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect
from xlsxwriter import Workbook

from kiosk.rules.people import Role

from .conftest import OpenContext
from .desk import a_draft, enrol, sign_in
from .hall import Hall
from .test_axe import WHAT_IS_ASKED, WIDER_THAN_ITS_WINDOW

CLERK = "王文书"
ID = "11010119000101001X"
SAVED = re.compile(r"^已保存")
DROP = """(target, [names, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  for (const name of names) dataTransfer.items.add(new File([bytes], name));
  for (const deed of ["dragover", "drop"]) target.dispatchEvent(new DragEvent(deed, { dataTransfer, bubbles: true, cancelable: true }));
}"""
PASTE = """(area, [html, plain]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", plain);
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def a_roster(title: str, rows: int = 3, wrong: float = 0) -> bytes:
    """With everybody's ID number, and a total that may be wrong by so much."""
    written = BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        page = book.add_worksheet("清册")
        page.write_row(0, 0, [title])
        page.write_row(1, 0, ["序号", "村民小组", "户主姓名", "身份证号", "面积（亩）", "标准（元/亩）", "金额（元）"])
        for at in range(1, rows + 1):
            page.write_row(1 + at, 0, [at, "一组", f"张三{at}", ID, 2, 82, 164])
        page.write_row(2 + rows, 0, ["合计", "", "", "", 2 * rows, "", 164 * rows + wrong])
        book.add_worksheet("说明").write_column(0, 0, ["填表说明", "请逐户核对面积。"])
    return written.getvalue()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    hall = Hall(tmp_path_factory.mktemp("office"))
    hall.start()
    enrol(hall, CLERK, Role.CLERK)
    yield hall
    hall.kill()


@pytest.fixture
def laptop(office: Hall, open_context: OpenContext) -> BrowserContext:
    return open_context(1366, 768)


@pytest.fixture
def page(office: Hall, laptop: BrowserContext) -> Page:
    signed_in = sign_in(laptop, office, CLERK)
    signed_in.goto(f"{office.address}/desk/new")
    return signed_in


def drop(page: Page, name: str, data: bytes, *others: str) -> None:
    """`others` are names of files with the same contents that are dropped together with it."""
    page.locator(".from-file").evaluate(DROP, [[name, *others], base64.b64encode(data).decode()])


def findings(page: Page, level: str) -> Locator:
    return page.locator(f"#findings li[data-level={level}]")


def test_a_roster_is_dropped_masked_mended_and_handed_in(page: Page) -> None:
    drop(page, "清册.xlsx", a_roster("安和村2026年耕地地力保护补贴清册公示", wrong=10))
    expect(page.get_by_role("heading", name="看看读得对不对")).to_be_visible()
    expect(page.locator(".remarks")).to_contain_text("没有读的有：说明")
    assert [page.evaluate("() => violations"), Axe().run(page, options=WHAT_IS_ASKED).response["violations"]] == [[], []]
    page.get_by_role("link", name="接着写").click()
    page.wait_for_url("**/edit")  # with its scripts: pressed before them, the page's own form mends, and nothing is to be undone
    area = page.locator("#body")
    expect(area).to_have_value(re.compile(ID))
    expect(findings(page, "block")).to_have_count(2)
    page.get_by_role("button", name="个人信息一键遮盖").click()
    expect(area).not_to_have_value(re.compile(ID))
    expect(findings(page, "block")).to_have_count(1)
    page.get_by_role("button", name="撤销").click()
    expect(area).to_have_value(re.compile(ID))
    page.get_by_role("button", name="重做").click()
    expect(area).not_to_have_value(re.compile(ID))
    expect(findings(page, "block")).to_have_count(1)
    wrong_sum = findings(page, "block").first
    expect(wrong_sum).to_contain_text("502")
    wrong_sum.get_by_role("link", name="看原处").click()
    assert area.evaluate("(area) => area.value.slice(area.selectionStart, area.selectionEnd)") == "502"
    wrong_sum.get_by_role("button").click()
    expect(findings(page, "block")).to_have_count(0)
    expect(area).to_have_value(re.compile(r"\| 合计 .*\| 492 \|"))
    assert page.evaluate("() => violations") == []
    page.locator("#responsible_unit").fill("安和村村民委员会")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".told.done")).to_contain_text("等待审核")


def test_what_is_found_follows_the_typing(office: Hall, page: Page) -> None:
    page.goto(f"{office.address}/desk/notices/{a_draft(office, '停水通知', '今晚停水。')}/edit")
    expect(findings(page, "block")).to_have_count(0)
    page.locator("#body").fill("今晚停水，请找张三，手机 13800138000。")
    expect(findings(page, "block")).to_contain_text("手机号")
    page.locator("#body").fill("今晚停水。")
    expect(findings(page, "block")).to_have_count(0)


def test_what_is_pasted_from_excel_becomes_a_draft(page: Page) -> None:
    cells = "<table><tr><td>项目</td><td>金额（元）</td></tr><tr><td>路灯</td><td>100</td></tr><tr><td>合计</td><td>100</td></tr></table>"
    area = page.locator("#township-text")
    area.evaluate(PASTE, [cells, "项目\t金额（元）\n路灯\t100\n合计\t100"])
    page.get_by_role("button", name="做成草稿").click()
    expect(page.locator(".read-text td").first).to_have_text("路灯")


def test_the_same_file_is_asked_about(page: Page, office: Hall) -> None:
    data = a_roster("某村2026年补贴清册")
    drop(page, "某村.xlsx", data)
    expect(page.get_by_role("heading", name="看看读得对不对")).to_be_visible()
    page.goto(f"{office.address}/desk/new")
    drop(page, "某村.xlsx", data)
    expect(page.get_by_role("heading", name="这份文件已经读入过")).to_be_visible()
    assert Axe().run(page, options=WHAT_IS_ASKED).response["violations"] == []
    page.get_by_role("button", name="再读入一次").click()
    expect(page.get_by_role("heading", name="看看读得对不对")).to_be_visible()


def test_of_several_files_dropped_at_once_one_is_read_and_the_others_are_named(page: Page, office: Hall) -> None:
    data = a_roster("同放村2026年补贴清册")
    drop(page, "甲.xlsx", data, "乙.xlsx", "丙.docx")
    expect(page.locator(".remarks li").first).to_have_text("一次只读一份文件，这次读的是“甲.xlsx”。其余的请一份一份地交：乙.xlsx、丙.docx")
    page.goto(f"{office.address}/desk/new")
    drop(page, "甲.xlsx", data, "乙.xlsx")
    expect(page.get_by_role("heading", name="这份文件已经读入过")).to_be_visible()
    expect(page.locator("main")).to_contain_text("一份一份地交：乙.xlsx")
    page.get_by_role("button", name="再读入一次").click()
    expect(page.locator(".remarks li").first).to_contain_text("乙.xlsx")


def test_what_cannot_be_read_says_why_and_nothing_is_left(page: Page) -> None:
    drop(page, "坏了.xlsx", b"PK\x03\x04 and no more")
    expect(page.locator(".error-summary")).to_contain_text("坏了.xlsx")
    expect(page.locator(".from-file")).to_be_visible()


def test_another_sheet_is_chosen(page: Page) -> None:
    drop(page, "两张表.xlsx", a_roster("另一村2026年补贴清册"))
    page.get_by_label("说明").check()
    page.get_by_role("button", name="改读这一块").click()
    expect(page.locator(".read-text")).to_contain_text("请逐户核对面积。")


@pytest.mark.parametrize("width, height", [(1366, 768), (820, 1180), (360, 740)])
def test_nothing_is_wider_than_its_window(office: Hall, open_context: OpenContext, width: int, height: int) -> None:
    page = sign_in(open_context(width, height), office, CLERK)
    page.goto(f"{office.address}/desk/new")
    assert page.evaluate(WIDER_THAN_ITS_WINDOW) <= 0
    drop(page, f"窗口{width}.xlsx", a_roster(f"窗口{width}村2026年补贴清册"))
    expect(page.get_by_role("heading", name="看看读得对不对")).to_be_visible()
    assert page.evaluate(WIDER_THAN_ITS_WINDOW) <= 0


def test_without_scripts_all_of_it_works(office: Hall, open_context: OpenContext) -> None:
    page = sign_in(open_context(1366, 768, java_script_enabled=False), office, CLERK)
    page.goto(f"{office.address}/desk/new")
    roster = {"name": "无脚本.xlsx", "mimeType": "application/octet-stream", "buffer": a_roster("无脚本村2026年补贴清册")}
    page.locator("#township-file").set_input_files(roster)
    page.get_by_role("button", name="读入").first.click()
    page.get_by_role("link", name="接着写").click()
    page.get_by_role("button", name="个人信息一键遮盖").click()
    expect(page.locator("#body")).not_to_have_value(re.compile(ID))
    expect(page.locator("#body")).to_have_value(re.compile(r"110\\\*"))
