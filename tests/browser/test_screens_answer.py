"""What only a browser can tell of itself: whether it can be seen, how large it is, and that it is the same one as before."""

import json

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from kiosk.rules.people import Role
from kiosk.web.static_files import assets_version

from .conftest import OpenContext, show
from .desk import enrol, sign_in
from .hall import Hall, a_notice, until
from .test_airings import HIDDEN


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = Hall(tmp_path_factory.mktemp("answering"))
    hall.start()
    hall.post(a_notice("停水通知", "今晚停水。", seconds=600))
    hall.kiosk("screen", "gate", "--title", "村口")
    yield hall
    hall.kill()


@pytest.fixture
def heard(tv: Page) -> list[dict[str, object]]:
    """What the page tells of its health from now on; the server hears it too."""
    said: list[dict[str, object]] = []

    def listen(request: Request) -> None:
        if request.url.endswith("/health"):
            said.append(json.loads(request.post_data or ""))

    tv.on("request", listen)
    return said


def told(tv: Page, heard: list[dict[str, object]]) -> dict[str, object]:
    """The next word from it. The page's seconds go by in a moment, but the server's answers take what they take."""
    before = len(heard)

    def is_told() -> bool:
        tv.clock.run_for(1000)
        return len(heard) > before

    until(is_told, "the page tells how it is doing")
    return heard[-1]


def test_a_page_tells_how_it_is_doing(tv: Page, hall: Hall, heard):
    answers: list[int] = []
    tv.on("response", lambda answer: answers.append(answer.status) if answer.url.endswith("/health") else None)
    tv.clock.install()
    show(tv, hall)
    tv.evaluate("() => { addEventListener('breaks', () => { throw new Error('坏了'); }); dispatchEvent(new Event('breaks')); }")
    first = told(tv, heard)
    assert (first["width"], first["height"], first["fonts"], first["seen"], first["closed"]) == (1920, 1080, True, True, False)
    assert (first["page"], first["notice"], first["offline"]) == (assets_version(), hall.numbers()["停水通知"], [])
    assert abs(first["clock"]) < 120_000 and first["nodes"] > 50
    assert "坏了" in first["fault"]["text"]
    until(lambda: tv.evaluate("true") and answers and set(answers) == {204}, "the server has understood")
    tv.reload()
    again = told(tv, heard)
    assert again["device"] == first["device"] and again["fault"] is None


def test_a_window_that_nobody_can_see_says_so(tv: Page, hall: Hall, heard):
    tv.add_init_script(HIDDEN)
    tv.clock.install()
    show(tv, hall)
    assert told(tv, heard)["seen"] is False


def test_a_page_without_its_server_tells_afterwards_from_when_until_when(tv: Page, hall: Hall, heard):
    tv.clock.install()
    show(tv, hall)
    told(tv, heard)
    board = tv.locator("main[data-screen]")
    tv.route("**/slides", lambda route: route.abort())
    tv.clock.run_for(10_000)
    expect(board).to_have_attribute("data-connected", "false")
    tv.unroute("**/slides")
    back = told(tv, heard)
    ((began, ended),) = back["offline"]
    assert ended is not None and began <= ended


def test_another_browser_is_another_device(browser: Browser, hall: Hall, tv: Page, heard):
    tv.clock.install()
    show(tv, hall)
    one = told(tv, heard)["device"]
    other = browser.new_context()
    page = other.new_page()
    show(page, hall)
    kept = page.evaluate("localStorage.getItem('kiosk device')")
    other.close()
    assert len(kept) == 32 and kept != one


def test_a_screen_that_is_taken_away_says_so_until_it_hangs_again(tv: Page, hall: Hall):
    show(tv, hall, "gate")
    hall.kiosk("screen", "gate", "--take-away")
    expect(tv.locator("main")).to_contain_text("这块大屏已在后台拆除")
    hall.kiosk("screen", "gate", "--title", "村口")
    expect(tv.locator("main[data-screen]")).to_have_attribute("data-connected", "true")


def test_the_desk_tells_of_the_screens_anew_as_long_as_somebody_looks(hall: Hall, open_context: OpenContext):
    enrol(hall, "文书甲", Role.CLERK)
    context = open_context()
    context.add_init_script(HIDDEN.replace("isHidden = true", "isHidden = false"))
    desk = sign_in(context, hall, "文书甲")
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url) if request.url.endswith("/now") else None)
    desk.clock.install()
    desk.goto(f"{hall.address}/desk/screens")
    summary, link = desk.locator("#hall summary").first, desk.locator("#open-hall")
    link.focus()
    desk.evaluate("() => (document.querySelector('#hall .screen-now').isOld = true)")
    desk.evaluate("() => (document.isHidden = true)")
    desk.clock.run_for(60_000)
    assert asked == []
    desk.evaluate("() => (document.isHidden = false)")
    desk.clock.run_for(2000)
    desk.wait_for_function("() => !document.querySelector('#hall .screen-now').isOld")
    assert len(asked) == 2, "of two screens each once"
    expect(link).to_be_focused()
    expect(summary).to_be_visible()
