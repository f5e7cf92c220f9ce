"""One Chromium for all tests; a hall for each module, or for a test that breaks it."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect, sync_playwright

from .hall import Hall

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SPARED = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "HttpsUpgrades", "MediaRouter", "OptimizationHints", "PaintHolding")
"""The lists under Chromium's line for addresses cost each window more of the processor than most of what is tested in it. The
others are among those that Playwright turns off by itself, and the last list given holds alone."""
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", f"--disable-features={','.join(SPARED)}"]
LAYING_MS = 45_000

# What went wrong in a page, for every page of every test; and a clock that a test can move, as a box without a battery does.
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
const now = Date.now.bind(Date);
window.clockShift = Number(sessionStorage.getItem("clockShift") ?? 0);
Date.now = () => now() + window.clockShift;
"""

expect.set_options(timeout=8_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    named = os.environ.get("KIOSK_CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else CHROMIUM_NAMES)), None)
    assert found, "no Chromium: install one, name it in KIOSK_CHROMIUM, or leave these tests out with -m 'not browser'"
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType, chromium_path: str) -> Iterator[Browser]:
    browser = chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """An empty board, its server running."""
    hall = Hall(tmp_path)
    hall.start()
    yield hall
    hall.kill()


@pytest.fixture(scope="module")
def sample_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The sample village, for tests that only look."""
    hall = Hall(tmp_path_factory.mktemp("sample"))
    hall.start(sample=True)
    yield hall
    hall.kill()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(browser: Browser) -> Iterator[OpenContext]:
    """Contexts of the browser, closed when the test is done. Arguments go to Playwright."""
    opened: list[BrowserContext] = []

    def open_one(width: int = 1920, height: int = 1080, **options: object) -> BrowserContext:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.add_init_script(WATCH)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")
        context.close()


@pytest.fixture
def tv(browser: Browser) -> Iterator[Page]:
    """A television of 1920 × 1080, its browser never used before."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


StartBrowser = Callable[[float], Browser]


@pytest.fixture(scope="module")
def start_browser(chromium: BrowserType, chromium_path: str) -> Iterator[StartBrowser]:
    """Browsers of their own for pages that might never come to an end: nothing but killing helps against those,
    and it is done after so many seconds."""
    started: list[tuple[Browser, Timer]] = []

    def start_one(seconds: float) -> Browser:
        browser = chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGUMENTS)
        processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        number = next(process["id"] for process in processes if process["type"] == "browser")
        watchdog = Timer(seconds, os.kill, (number, signal.SIGKILL))
        watchdog.daemon = True
        watchdog.start()
        started.append((browser, watchdog))
        browser.on("disconnected", lambda _: watchdog.cancel())
        return browser

    yield start_one
    for browser, watchdog in started:
        watchdog.cancel()
        browser.close()


def show(page: Page, hall: Hall, screen: str = "hall") -> None:
    """Opens the screen and waits until its pages are laid out."""
    page.goto(f"{hall.address}/screen/{screen}")
    laid_out(page)


def laid_out(page: Page) -> None:
    expect(page.locator("main[data-screen]")).not_to_have_attribute("data-revision", "", timeout=LAYING_MS)
