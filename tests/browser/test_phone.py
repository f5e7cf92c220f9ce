"""Residents' phones: everything readable on a narrow screen, without JavaScript, with a thumb."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import OpenContext
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


FIRST_PAGE_BYTES = 60 * 1024
SEEN = "kiosk seen"
SHIFTED = """() => new Promise((told) => {
  const sum = (list) => list.getEntries().reduce((sum, each) => sum + each.value, 0);
  new PerformanceObserver((list) => told(sum(list))).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(0), 300);
})"""


@pytest.fixture
def scripted(open_context: OpenContext) -> Page:
    """A phone that runs our scripts, and has never been here."""
    return open_context(360, 640, is_mobile=True, has_touch=True).new_page()


def test_the_first_page_is_light_and_tells_what_is_new_since_the_last_visit(scripted: Page, sample_hall: Hall) -> None:
    session, sizes = scripted.context.new_cdp_session(scripted), []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    scripted.goto(sample_hall.address, wait_until="networkidle")
    assert 0 < sum(sizes) <= FIRST_PAGE_BYTES
    assert scripted.evaluate(SHIFTED) == 0
    expect(scripted.locator(".news")).to_be_hidden()

    yesterday = """(name) => { const kept = JSON.parse(localStorage.getItem(name));
      localStorage.setItem(name, JSON.stringify({ known: kept.known.slice(2), fresh: [], at: kept.at - 86400e3 })); }"""
    scripted.evaluate(yesterday, SEEN)
    scripted.reload()
    expect(scripted.locator(".news h2")).to_have_text("2条新公开")
    expect(scripted.locator(".category:not(.news) .new-chip")).to_have_text(["新", "新"])
    assert scripted.evaluate(SHIFTED) == 0
    scripted.locator(".news a").first.click()
    expect(scripted.locator("article h1")).to_be_visible()
    scripted.goto(sample_hall.address)
    expect(scripted.locator(".news h2")).to_have_text("1条新公开")
    assert scripted.evaluate("() => violations") == []


LIKENESS = [
    ("张小明", "张小明（五保）", 2),
    ("张 小明", "李四、张小明", 2),
    ("张小明", "张*明", 1),
    ("张小明", "张**", 1),
    ("张小明", "张某", 1),
    ("张明", "张*", 1),
    ("欧阳小明", "欧阳*明", 1),
    ("𠮷小明", "𠮷*明", 1),
    ("张小明", "张*", 0),
    ("张小明", "李*明", 0),
    ("张小明", "***", 0),
    ("张小明", "", 0),
]


def test_a_household_is_found_and_its_name_never_leaves_the_page(scripted: Page, sample_hall: Hall) -> None:
    asked: list[str] = []
    scripted.on("request", lambda request: asked.append(f"{request.url} {request.post_data} {request.headers}"))
    scripted.goto(f"{sample_hall.address}/find")
    field = scripted.locator("#whom")
    field.fill("罗小涛")
    field.press("Enter")
    found = scripted.locator("[data-answer] .household")
    expect(found).to_have_count(1)
    expect(found.locator(".name")).to_have_text("罗*涛")
    expect(found).to_contain_text("181.22元")
    expect(scripted.locator("[data-said]")).to_contain_text("可能是别人家")
    scripted.get_by_role("button", name="字大一些").click()
    expect(scripted.locator("html")).to_have_attribute("data-letters", "150")
    expect(field, "larger letters keep what was typed").to_have_value("罗小涛")
    expect(scripted.get_by_role("button", name="字小一些")).to_be_focused()
    before = len(asked)
    for name, said in [("欧阳无此人", "没有查到"), ("罗", "至少两个字"), ("罗小涛", "查到1条")]:
        field.fill(name)
        field.press("Enter")
        expect(scripted.locator("[data-said]")).to_contain_text(said)
    assert len(asked) == before, "what is asked for must not tell for whom somebody looks"
    kept = "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    told = [*asked, scripted.url, scripted.evaluate(kept)]
    assert not [each for each in told if "罗" in each or "%E7%BD%97" in each]
    likeness = """async (pairs) => { const { likeness } = await import("/static/x/js/phone/matching.js");
      return pairs.map(([name, shown]) => likeness(name, shown)); }"""
    assert scripted.evaluate(likeness, [each[:2] for each in LIKENESS]) == [each[2] for each in LIKENESS]


VOICE = """
globalThis.said = [];
Object.defineProperty(globalThis, "speechSynthesis", { value: {
  getVoices: () => globalThis.voices ?? [{ lang: "zh-CN" }],
  addEventListener() {},
  cancel() { said.push("—"); },
  speak(one) { globalThis.speaking = one; said.push(one.text); },
} });
globalThis.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
AS_SAID = {
    "1,200.00元": "1200元",
    "-34,618.70": "负34618.7",
    "2026-10-08": "2026年10月8日",
    "2026-Q3，2026-09": "2026年第3季度，2026年9月",
    "8:30—11:05": "8点30分到11点5分",
    "7-9月，10月8日—15日": "7到9月，10月8日到15日",
    "张*明、李**、王某": "张某明、李某某、王某",
    "138****1234": "一三八某一二三四",
    "电话0000-1234567": "电话零零零零，一二三四五六七",
    "安政发〔2026〕12号": "安政发2026年12号",
    "82.00元/亩": "82元每亩",
    "CW-2026-0031": "CW-2026-0031",
    "合计３户": "合计3户",
}


def test_a_notice_is_read_aloud_line_by_line(scripted: Page, sample_hall: Hall) -> None:
    scripted.add_init_script(VOICE)
    roster = sample_hall.numbers()["2026年耕地地力保护补贴清册"]
    scripted.goto(f"{sample_hall.address}/notices/{roster}")
    spoken = """async (texts) => { const { spoken, pieces } = await import("/static/x/js/phone/spoken.js");
      return [texts.map(spoken), pieces("一二三四五，六七。".repeat(60) + "长".repeat(300))]; }"""
    texts, pieces = scripted.evaluate(spoken, list(AS_SAID))
    assert dict(zip(AS_SAID, texts, strict=True)) == AS_SAID
    assert max(map(len, pieces)) <= 120 and "".join(pieces) == "一二三四五，六七。" * 60 + "长" * 300
    lines = """async () => { const { linesOf } = await import("/static/x/js/phone/saying.js");
      const words = document.querySelector("[data-aloud]").dataset;
      return linesOf(document.querySelector("article"), words).map((line) => line.text); }"""
    said = scripted.evaluate(lines)
    assert "序号：1；村民小组：一组；户主姓名：罗某涛；面积：2.21亩；标准：82元每亩；金额：181.22元。" in said
    assert "下面是一张表，共87行。" in said
    assert not [line for line in said if "Excel" in line or "朗读" in line]

    def button(name: str) -> Locator:
        return scripted.get_by_role("button", name=name, exact=True)

    def ends() -> str:
        return scripted.evaluate("() => { speaking.onend(); return said.at(-1); }")

    button("朗读").click()
    assert scripted.evaluate("() => said.at(-1)") == said[0]
    assert ends() == said[1]
    expect(scripted.locator("article [data-said]")).to_have_count(1)
    expect(scripted.locator("article [data-said]")).to_be_in_viewport()
    button("暂停").click()
    scripted.evaluate("() => speaking.onend()")
    assert scripted.evaluate("() => said.at(-1)") == "—"
    button("继续").click()
    assert scripted.evaluate("() => said.at(-1)") == said[1]
    button("停止").click()
    expect(scripted.locator("article [data-said]")).to_have_count(0)
    button("朗读").click()
    scripted.evaluate("() => dispatchEvent(new Event('pagehide'))")
    assert scripted.evaluate("() => said.at(-1)") == "—"
    scripted.add_init_script("globalThis.voices = [{ lang: 'en-US' }];")
    scripted.reload()
    expect(scripted.locator(".aloud p")).to_have_text("这部手机没有中文语音，不能朗读。")
    expect(button("朗读")).to_be_hidden()
