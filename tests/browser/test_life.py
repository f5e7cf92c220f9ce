"""The board lives: it follows what is published, and goes on when server, clock, network or a notice fail it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserType, Locator, Page, Route, expect

from kiosk.rules.people import Role

from .conftest import CHROMIUM_ARGUMENTS, OpenContext, laid_out, show
from .desk import enrol, sign_in
from .hall import Hall, a_notice, until
from .made_up import prose

QUICK = {"seconds": 2}
SLOW = {"seconds": 600}
YEAR_MS = 365 * 86400_000
VILLAGE_ZONE = ZoneInfo("Asia/Shanghai")


def board_of(page: Page) -> Locator:
    return page.locator("main[data-screen]")


def title_of(page: Page) -> Locator:
    return page.locator("[data-current] .slide-title")


def titles_on(page: Page) -> set[str]:
    return set(page.locator(".stage .slide-title").all_text_contents())


def turns(page: Page, times: int) -> None:
    """Waits until the board has turned that often."""
    for _ in range(times):
        shown = title_of(page).text_content()
        expect(title_of(page)).not_to_have_text(shown or "")


def is_kept(page: Page) -> bool:
    """The page and all it is made of lie in the browser."""
    return page.evaluate(
        """async () => {
          const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
          const needed = [location.href, ...loaded.filter((name) => /\\.(css|js)$/.test(name))];
          const kept = await Promise.all(needed.map((address) => caches.match(address)));
          return kept.every(Boolean);
        }"""
    )


def keeps_all(page: Page) -> None:
    until(lambda: is_kept(page), "the browser keeps the page", 15)


def is_offline(page: Page) -> None:
    expect(board_of(page)).to_have_attribute("data-connected", "false", timeout=20_000)
    expect(page.locator(".foot-offline")).to_be_visible()
    expect(page.locator(".foot-offline")).to_contain_text("离线显示")


@pytest.fixture
def two_notices(hall: Hall) -> Hall:
    hall.post(a_notice("甲", "甲文。", **QUICK), a_notice("乙", "乙文。", **QUICK))
    return hall


def test_what_is_published_comes_on_screen_by_itself(hall: Hall, tv: Page) -> None:
    hall.post(a_notice("甲", prose(900), **SLOW))
    show(tv, hall)
    expect(title_of(tv)).to_have_text("甲")
    tv.keyboard.press("ArrowRight")
    hall.post(a_notice("乙", "乙文。", **SLOW))
    expect(title_of(tv)).to_have_text("乙", timeout=5_000)


def test_an_urgent_notice_breaks_in_and_turns_the_band(hall: Hall, tv: Page) -> None:
    hall.post(a_notice("甲", "甲文。", **SLOW))
    show(tv, hall)
    ground = "() => getComputedStyle(document.querySelector('.band')).backgroundColor"
    calm = tv.evaluate(ground)
    expect(tv.locator(".band-urgent")).to_be_hidden()
    hall.post(a_notice("今晚停水", "今晚八点到十二点停水。", priority="urgent", **SLOW))
    expect(title_of(tv)).to_have_text("今晚停水", timeout=5_000)
    expect(tv.locator(".band-urgent")).to_have_text("紧急")
    assert tv.evaluate(ground) != calm
    tv.keyboard.press("ArrowRight")
    expect(title_of(tv)).to_have_text("甲")
    assert tv.evaluate(ground) == calm


def test_a_notice_whose_time_is_up_leaves_though_the_server_is_dead(hall: Hall, tv: Page) -> None:
    hall.post(a_notice("甲", "甲文。", **SLOW), a_notice("乙", "乙文。", **SLOW))
    number = hall.numbers()["甲"]
    show(tv, hall)
    ends_at = datetime.now(UTC) + timedelta(seconds=6)
    hall.write("UPDATE versions SET shows_until = ? WHERE notice = ?", (f"{ends_at:%Y-%m-%dT%H:%M:%S.%fZ}", number))
    ending = tv.locator(f".stage .slide[data-notice='{number}'][data-until^='{ends_at:%Y-%m-%dT%H:%M:%S}']")
    expect(ending).to_have_count(1)
    hall.kill()
    expect(tv.locator(f".stage .slide[data-notice='{number}']")).to_have_count(0, timeout=12_000)
    assert datetime.now(UTC) >= ends_at
    expect(title_of(tv)).to_have_text("乙")


def test_the_last_notice_leaves_a_calm_page_behind(hall: Hall, tv: Page) -> None:
    hall.post(a_notice("甲", "甲文。"))
    show(tv, hall)
    hall.write("UPDATE versions SET shows_until = ? WHERE title = ?", (f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}", "甲"))
    expect(tv.locator(".calm-village")).to_be_visible()
    expect(tv.locator("[data-current]")).to_have_count(0)


def test_the_board_goes_on_without_its_server_and_finds_back_to_it(two_notices: Hall, tv: Page) -> None:
    show(tv, two_notices)
    keeps_all(tv)
    two_notices.kill()
    is_offline(tv)
    turns(tv, 3)
    tv.reload()
    laid_out(tv)
    assert titles_on(tv) == {"甲", "乙"}
    is_offline(tv)
    turns(tv, 2)
    two_notices.start()
    expect(board_of(tv)).to_have_attribute("data-connected", "true", timeout=30_000)
    expect(tv.locator(".foot-offline")).to_be_hidden()


def test_a_rebooted_box_shows_the_board_though_the_server_is_dead(
    two_notices: Hall, chromium: BrowserType, chromium_path: str, tmp_path: Path
) -> None:
    def boot() -> Iterator[Page]:
        context = chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium_path, args=CHROMIUM_ARGUMENTS
        )
        yield context.pages[0]
        context.close()

    for page in boot():
        show(page, two_notices)
        keeps_all(page)
    two_notices.kill()
    for page in boot():
        show(page, two_notices)
        assert titles_on(page) == {"甲", "乙"}
        turns(page, 2)


@pytest.mark.parametrize("shift", ["-Date.now()", str(YEAR_MS)], ids=["1970", "a year ahead"])
def test_a_clock_that_jumps_neither_empties_the_board_nor_is_shown(two_notices: Hall, tv: Page, shift: str) -> None:
    show(tv, two_notices)
    keeps_all(tv)
    two_notices.kill()
    is_offline(tv)
    tv.evaluate(f"() => {{ clockShift = {shift}; }}")
    turns(tv, 2)
    assert titles_on(tv) == {"甲", "乙"}
    assert is_now(tv)
    tv.evaluate("() => sessionStorage.setItem('clockShift', clockShift)")
    tv.reload()
    laid_out(tv)
    turns(tv, 2)
    assert titles_on(tv) == {"甲", "乙"}
    assert is_now(tv)


def is_now(page: Page) -> bool:
    said = page.locator(".band .says-date").text_content() or ""
    now = datetime.now(VILLAGE_ZONE)
    days = [now - timedelta(minutes=5), now, now + timedelta(minutes=5)]
    times = {f"{now + timedelta(minutes=minutes):%H:%M}" for minutes in range(-3, 4)}
    is_day = any(said.startswith(f"{day.year}年{day.month}月{day.day}日") for day in days)
    return is_day and page.locator(".band-clock").text_content() in times


def test_a_clock_that_leaps_while_the_server_answers_is_put_right(two_notices: Hall, tv: Page) -> None:
    show(tv, two_notices)
    tv.evaluate(f"() => {{ clockShift = {YEAR_MS}; }}")
    turns(tv, 2)
    assert titles_on(tv) == {"甲", "乙"}
    assert is_now(tv)


BREAKS_WHEN_CLONED = """
const clone = Node.prototype.cloneNode;
Node.prototype.cloneNode = function (deep) {
  if (this.nodeType === 1 && this.closest('.slide[data-notice="NUMBER"]')) throw new Error("this one cannot be laid out");
  return clone.call(this, deep);
};
"""


def test_a_notice_that_cannot_be_laid_out_is_passed_over_and_named_at_the_desk(hall: Hall, tv: Page, open_context: OpenContext) -> None:
    hall.post(a_notice("甲", "甲文。", **QUICK), a_notice("坏了的公告", "文。", **QUICK), a_notice("乙", "乙文。", **QUICK))
    tv.add_init_script(BREAKS_WHEN_CLONED.replace("NUMBER", str(hall.numbers()["坏了的公告"])))
    show(tv, hall)
    assert titles_on(tv) == {"甲", "乙"}
    turns(tv, 2)
    desk = desk_of(hall, open_context)
    until(lambda: "“坏了的公告”" in desk(), "the desk names the notice")


def test_a_damaged_row_is_passed_over_and_named_at_the_desk(hall: Hall, tv: Page, open_context: OpenContext) -> None:
    hall.post(a_notice("甲", "甲文。", **QUICK), a_notice("坏了的公告", "文。", **QUICK), a_notice("乙", "乙文。", **QUICK))
    number = hall.numbers()["坏了的公告"]
    show(tv, hall)
    hall.write("UPDATE versions SET category = 'nothing we know' WHERE notice = ?", (number,))
    expect(tv.locator(f".stage .slide[data-notice='{number}']")).to_have_count(0)
    assert titles_on(tv) == {"甲", "乙"}
    turns(tv, 2)
    desk = desk_of(hall, open_context)
    until(lambda: f"第 {number} 号" in desk(), "the desk names the notice")


HTML_OF_ANOTHER_PROGRAM = (
    "<table><tbody><tr><td>没有表头</td></tr></table>",
    "<table><thead></thead><tbody></tbody></table>",
    "<table></table>",
    "<table><thead><tr><th>一</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
    "<ol><li><ul><li></li></ul></li></ol><p></p><blockquote></blockquote>",
    "<img src='x'>",
    "</div></section></div></main>" + "<b>" * 200,
)


def test_html_no_notice_would_have_stops_no_other_notice(hall: Hall, tv: Page) -> None:
    titles = [f"怪{number}" for number in range(len(HTML_OF_ANOTHER_PROGRAM))]
    hall.post(a_notice("甲", "甲文。", **QUICK), a_notice("乙", "乙文。", **QUICK), *(a_notice(each, each) for each in titles))
    for title, html in zip(titles, HTML_OF_ANOTHER_PROGRAM, strict=True):
        hall.write("UPDATE versions SET html = ? WHERE title = ?", (html, title))
    show(tv, hall)
    assert {"甲", "乙"} <= titles_on(tv)
    for _ in range(len(titles) + 2):
        expect(tv.locator("[data-current]")).to_have_count(1)
        tv.keyboard.press("ArrowRight")


def desk_of(hall: Hall, open_context: OpenContext) -> Callable[[], str]:
    """What the first page of the desk says to somebody who has signed in."""
    enrol(hall, "管理丁", Role.ADMIN)
    page = sign_in(open_context(1366, 768), hall, "管理丁")

    def look() -> str:
        page.goto(f"{hall.address}/desk/")
        return page.content()

    return look


def phone_of(hall: Hall) -> str:
    with urlopen(f"{hall.address}/", timeout=5) as answer:
        return answer.read().decode("utf-8")


def test_an_empty_board_is_a_calm_page(hall: Hall, tv: Page) -> None:
    hall.kiosk("settings", "village", "安和村")
    hall.kiosk("settings", "telephones", '[{"name": "村委会值班室", "number": "0000-1234501"}]')
    until(lambda: "安和村" in phone_of(hall), "the server has seen the settings")
    show(tv, hall)
    expect(tv.locator(".calm-village")).to_have_text("安和村")
    expect(tv.locator(".calm-village")).to_be_in_viewport(ratio=1)
    expect(tv.locator(".calm-clock")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(tv.locator(".calm-telephones li")).to_have_text("村委会值班室 0000-1234501")
    expect(tv.locator(".calm-telephones li")).to_be_in_viewport(ratio=1)
    assert tv.locator(".foot-next").text_content() == ""


# Keys


@pytest.fixture
def stopped_tv(two_notices: Hall, tv: Page) -> Page:
    """A television whose timers a test can put forward; its notices stay for 12 seconds and more."""
    two_notices.post(a_notice("丙", f"{prose(150)}\n\n---\n\n{prose(150, 1)}\n\n---\n\n{prose(150, 2)}"))
    tv.clock.install()
    show(tv, two_notices)
    return tv


def place_of(page: Page) -> tuple[str, str, str]:
    shown = page.locator("[data-current]")
    return tuple(shown.get_attribute(f"data-{name}") or "" for name in ("notice", "page", "pages"))


def test_the_arrows_turn_both_ways_over_the_borders_of_notices(hall: Hall, tv: Page) -> None:
    for title in "甲乙丙":
        hall.post(a_notice(title, f"{prose(100)}\n\n---\n\n{prose(100, 1)}", **SLOW))
    show(tv, hall)
    visited = [place_of(tv)]
    for _ in range(6):
        tv.keyboard.press("ArrowRight")
        visited.append(place_of(tv))
    assert visited[0] == visited[6]
    assert len(set(visited)) == 6
    back = [place_of(tv)]
    for _ in range(6):
        tv.keyboard.press("ArrowLeft")
        back.append(place_of(tv))
    assert back == visited[::-1]


def test_space_pauses_and_goes_on(stopped_tv: Page) -> None:
    paused = stopped_tv.locator(".foot-paused")
    stopped_tv.keyboard.press("Space")
    expect(paused).to_be_visible()
    before = place_of(stopped_tv)
    stopped_tv.clock.run_for(90_000)
    assert place_of(stopped_tv) == before
    stopped_tv.keyboard.press("Space")
    expect(paused).to_be_hidden()
    stopped_tv.clock.run_for(90_000)
    until(lambda: place_of(stopped_tv) != before, "the board turns again")


def test_a_pause_ends_by_itself_after_two_minutes(stopped_tv: Page) -> None:
    paused = stopped_tv.locator(".foot-paused")
    stopped_tv.keyboard.press("Space")
    before = place_of(stopped_tv)
    stopped_tv.clock.run_for(100_000)
    expect(paused).to_be_visible()
    assert place_of(stopped_tv) == before
    stopped_tv.clock.run_for(21_000)
    expect(paused).to_be_hidden()
    stopped_tv.clock.run_for(90_000)
    until(lambda: place_of(stopped_tv) != before, "the board turns again")


def test_escape_ends_a_pause_and_leaves_full_screen(stopped_tv: Page) -> None:
    stopped_tv.evaluate("() => document.documentElement.requestFullscreen()")
    stopped_tv.keyboard.press("Space")
    expect(stopped_tv.locator(".foot-paused")).to_be_visible()
    stopped_tv.keyboard.press("Escape")
    expect(stopped_tv.locator(".foot-paused")).to_be_hidden()
    until(lambda: stopped_tv.evaluate("() => !document.fullscreenElement"), "full screen is left")


# A new version of the page


def test_a_new_page_is_opened_only_once_it_has_been_fetched_whole(hall: Hall, open_context: OpenContext) -> None:
    hall.post(a_notice("甲", "甲文。", **SLOW))
    page = open_context(service_workers="block").new_page()
    answers = {"status": 500}
    fetched: list[int] = []
    polled: list[int] = []
    opened: list[str] = []

    def slides(route: Route) -> None:
        answer = route.fetch()
        polled.append(answer.status)
        route.fulfill(response=answer, headers=answer.headers | {"x-kiosk-page": "a-newer-one"})

    def itself(route: Route) -> None:
        if route.request.resource_type == "document":
            opened.append(route.request.url)
            route.continue_()
        elif answers["status"] == 200:
            route.continue_()
        else:
            fetched.append(answers["status"])
            route.fulfill(status=answers["status"], body="")

    page.route("**/screen/hall/slides", slides)
    page.route("**/screen/hall", itself)
    show(page, hall)
    until(lambda: page.evaluate("() => 1") and len(fetched) >= 2, "the page asks for its newer self")
    assert len(opened) == 1
    expect(title_of(page)).to_have_text("甲")
    with page.expect_navigation(timeout=15_000):
        answers["status"] = 200
    laid_out(page)
    asked = len(polled)
    until(lambda: page.evaluate("() => 1") and len(polled) >= asked + 3, "the new page polls", 15)
    assert len(opened) == 2, "it must not open itself again and again"
