"""What the board looks like: its frame, its code to scan, its colours, its dates, and what it fetches."""

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect

from kiosk.documents.lunar import lunar_months
from kiosk.rules.notice import Category

from .conftest import OpenContext, laid_out, show
from .hall import Hall, a_notice, until

CONTRAST_LEAST = 7
QR_MM = 120
FIRST_LOAD_BYTES = 150 * 1024
VILLAGE_ZONE = ZoneInfo("Asia/Shanghai")

# The contrast of every piece of text that can be seen: [{ratio, text, colours}], the weakest of each pair of colours.
CONTRASTS = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const over = ([r, g, b, alpha = 1], ground) => [r, g, b].map((value, index) => value * alpha + ground[index] * (1 - alpha));
  function groundOf(element) {
    const above = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      above.push(colour);
      if ((colour[3] ?? 1) === 1) break;
    }
    return above.reverse().reduce((ground, colour) => over(colour, ground), [255, 255, 255]);
  }
  function opacityOf(element) {
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    return opacity;
  }
  const found = {};
  function look(element, pseudo, text) {
    const ground = groundOf(element);
    const colour = numbers(getComputedStyle(element, pseudo).color);
    const [one, other] = [light(over([...colour.slice(0, 3), (colour[3] ?? 1) * opacityOf(element)], ground)), light(ground)].sort((a, b) => b - a);
    found[`${colour} on ${ground}`] = { ratio: (one + 0.05) / (other + 0.05), text: text.trim().slice(0, 20) };
  }
  for (const element of document.querySelectorAll(".board *")) {
    if (!element.checkVisibility()) continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.nodeValue.trim());
    if (own.length) look(element, null, own[0].nodeValue);
    if (element.nodeName === "LI") look(element, "::marker", "marker");
    if (/^["“]/.test(getComputedStyle(element, "::before").content)) look(element, "::before", getComputedStyle(element, "::before").content);
  }
  return found;
}"""

# The category of the current page and what it is made of: pages alike in these have the same colours.
LOOK = """() => {
  const slide = document.querySelector("[data-current]");
  const parts = ["th", "li", "strong", "figure", "h2", ".objection", "[data-continues]"];
  return [slide.dataset.category, ...parts.filter((part) => slide.querySelector(part))].join(" ");
}"""


def weak(page: Page) -> dict[str, dict[str, object]]:
    return {pair: each for pair, each in page.evaluate(CONTRASTS).items() if each["ratio"] < CONTRAST_LEAST}


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    return open_context().new_page()


def test_the_frame_names_the_village_the_time_and_what_comes_next(sample_hall: Hall, page: Page) -> None:
    show(page, sample_hall)
    band, foot = page.locator(".band"), page.locator(".foot")
    expect(band.locator(".says-village")).to_have_text("安和村")
    expect(band.locator(".band-village")).to_contain_text("村务公开")
    expect(band.locator(".band-clock")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(foot.locator(".foot-through")).to_contain_text("财务")
    expect(foot.locator(".foot-phone")).to_contain_text("0000-1234567")
    expect(foot.locator(".foot-paused")).to_be_hidden()
    expect(foot.locator(".foot-offline")).to_be_hidden()
    next_said = foot.locator(".foot-next").text_content()
    current = page.locator("[data-current]").get_attribute("data-notice")
    while page.locator("[data-current]").get_attribute("data-notice") == current:
        page.keyboard.press("ArrowRight")
    assert next_said == f"接下来：{page.locator('[data-current]').get_attribute('data-title')}"


@pytest.mark.parametrize("width, height", [(1920, 1080), (1080, 1920), (1280, 720)])
def test_the_code_leads_to_the_notice(sample_hall: Hall, open_context: OpenContext, width: int, height: int) -> None:
    page = open_context(width, height).new_page()
    show(page, sample_hall)
    seen = set()
    for _ in range(4):
        number = page.locator("[data-current]").get_attribute("data-notice")
        read = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
        assert [code.text for code in read] == [f"{sample_hall.address}/notices/{number}"]
        seen.add(number)
        while page.locator("[data-current]").get_attribute("data-notice") == number:
            page.keyboard.press("ArrowRight")
    assert len(seen) >= 3


@pytest.mark.parametrize("width, height", [(1920, 1080), (1080, 1920), (3840, 2160), (1280, 720)])
def test_the_code_is_large_enough_to_scan(sample_hall: Hall, open_context: OpenContext, width: int, height: int) -> None:
    page = open_context(width, height).new_page()
    show(page, sample_hall)
    diagonal_mm = 55 * 25.4
    box = page.locator("[data-current] .qr svg").bounding_box()
    px_per_mm = (width**2 + height**2) ** 0.5 / diagonal_mm
    assert min(box["width"], box["height"]) / px_per_mm >= QR_MM


def test_every_colour_can_be_read_on_its_ground(sample_hall: Hall, page: Page) -> None:
    show(page, sample_hall)
    looks = set()
    faults = {}
    for _ in range(page.locator(".stage .slide").count() * 2):
        look = page.evaluate(LOOK)
        if look not in looks:
            looks.add(look)
            faults |= weak(page)
        page.keyboard.press("ArrowRight")
    categories = {look.split()[0] for look in looks}
    assert categories == set(Category)
    assert faults == {}


def test_urgent_paused_offline_and_calm_can_be_read_too(hall: Hall, page: Page) -> None:
    show(page, hall)
    assert weak(page) == {}
    hall.post(a_notice("今晚停水", "今晚八点到十二点停水。", priority="urgent"))
    expect(page.locator(".band-urgent")).to_be_visible()
    page.keyboard.press("Space")
    hall.kill()
    expect(page.locator(".foot-offline")).to_be_visible(timeout=20_000)
    expect(page.locator(".foot-paused")).to_be_visible()
    assert weak(page) == {}


@pytest.mark.parametrize(
    "day, said, lunar",
    [
        ("2026-02-17", "2026年2月17日 星期二", "农历正月初一"),
        ("2027-02-06", "2027年2月6日 星期六", "农历正月初一"),
        ("2030-02-03", "2030年2月3日 星期日", "农历正月初一"),
        ("2026-02-16", "2026年2月16日 星期一", "农历腊月廿九"),
        ("2026-09-25", "2026年9月25日 星期五", "农历八月十五"),
        ("2025-07-25", "2025年7月25日 星期五", "农历闰六月初一"),
        ("2028-02-29", "2028年2月29日 星期二", "农历二月初五"),
    ],
    ids=lambda value: value if value.isascii() else "",
)
def test_the_band_says_date_weekday_and_lunar_date(
    sample_hall: Hall, open_context: OpenContext, day: str, said: str, lunar: str
) -> None:
    """Just after midnight in the village, when it is still yesterday in Greenwich."""
    instant = datetime.fromisoformat(f"{day}T00:01:00").replace(tzinfo=VILLAGE_ZONE)
    page = open_context(service_workers="block").new_page()
    page.route("**/screen/hall/slides", answering_at(instant))
    page.goto(f"{sample_hall.address}/screen/hall")
    expect(page.locator(".band .says-date")).to_have_text(said)
    expect(page.locator(".band .says-lunar")).to_have_text(lunar)
    expect(page.locator(".band-clock")).to_have_text(re.compile("^00:0"))


@pytest.mark.parametrize(
    "item, days, posted_on, said",
    [
        ("L01", 10, "2025-09-19", {"2025-09-19": "公示期10个工作日", "2025-09-28": "公示中 第6个工作日/共10个工作日", "2025-10-08": "公示中 第8个工作日/共10个工作日", "2025-10-10": "公示中 第10个工作日/共10个工作日", "2025-10-11": "公示期满"}),
        ("B01", 7, "2025-09-24", {"2025-09-24": "公示中 明日起计 共7天", "2025-09-30": "公示中 第6天/共7天", "2025-10-01": "公示期7天，顺延至10月9日", "2025-10-09": "公示期7天，顺延至10月9日", "2025-10-10": "公示期满"}),
        ("L01", 10, "2003-09-19", {"2003-09-22": "公示中 第1个工作日/共10个工作日（节假日安排未公布）"}),
    ],
    ids=["working days", "calendar days", "a year whose holidays are not known"],
)  # fmt: skip
def test_the_days_of_objection_are_counted_on_the_screen(
    hall: Hall, open_context: OpenContext, item: str, days: int, posted_on: str, said: dict[str, str]
) -> None:
    category = "land" if item == "L01" else "subsidy"
    hall.post(a_notice("公示", "全文。", category=category, item=item, kind="publicity", objection_days=days))
    hall.write("UPDATE versions SET shows_from = ?1, hangs_from = ?1", (f"{posted_on}T02:00:00+00:00",))
    until(lambda: f'data-posted-on="{posted_on}"' in hall.slides(), "the board has noticed")
    for day, words in said.items():
        page = open_context(service_workers="block").new_page()
        page.route("**/screen/hall/slides", answering_at(datetime.fromisoformat(f"{day}T00:01:00").replace(tzinfo=VILLAGE_ZONE)))
        page.goto(f"{hall.address}/screen/hall")
        expect(page.locator("[data-current] .objection")).to_have_text(words)


def answering_at(instant: datetime) -> Callable[[Route], None]:
    """A server whose clock says something else."""

    def answer(route: Route) -> None:
        answer = route.fetch()
        said = format_datetime(instant.astimezone(UTC), usegmt=True)
        months = escape(json.dumps(lunar_months(instant.date())))
        body = re.sub(r'data-lunar="[^"]*"', lambda _: f'data-lunar="{months}"', answer.text())
        route.fulfill(status=answer.status, headers={"date": said, "content-type": "text/html"}, body=body)

    return answer


def test_nothing_is_fetched_from_elsewhere_and_nothing_complains(sample_hall: Hall, open_context: OpenContext) -> None:
    context = open_context()
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{sample_hall.address}/screen/hall")
    laid_out(page)
    for _ in range(page.locator(".stage .slide").count()):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("() => violations") == []
    for path in ("/", f"/notices/{next(iter(sample_hall.numbers().values()))}", "/desk/"):
        page.goto(f"{sample_hall.address}{path}")
        assert page.evaluate("() => violations") == []
    elsewhere = {url for url in asked if urlsplit(url).netloc != urlsplit(sample_hall.address).netloc}
    assert elsewhere == set()
    assert complaints == []


def test_the_first_load_is_light(sample_hall: Hall, page: Page) -> None:
    show(page, sample_hall)
    until(lambda: page.evaluate("() => document.readyState") == "complete", "everything has come")
    sizes = page.evaluate(
        """() => Object.fromEntries(
          [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
            .map((entry) => [new URL(entry.name).pathname, entry.transferSize]))"""
    )
    assert sum(sizes.values()) <= FIRST_LOAD_BYTES, sizes


@pytest.mark.parametrize("width, height", [(1920, 1080), (1080, 1920)])
def test_every_slide_invites_to_scan_and_says_when_it_was_posted(
    sample_hall: Hall, open_context: OpenContext, width: int, height: int
) -> None:
    page = open_context(width, height).new_page()
    show(page, sample_hall)
    expect(page.locator("[data-current] .qr figcaption")).to_be_visible()
    expect(page.locator("[data-current] .slide-posted")).to_be_visible()
