"""The television: Chromium, and the board open in it."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.hall import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def chromium() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright  # only for what needs a browser

    path = os.environ.get("KIOSK_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    arguments = ["--disable-gpu", "--disable-background-networking"] + ["--no-sandbox"] * (os.geteuid() == 0)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def board_page(browser: "Browser", server: Server, has_slides: bool = True) -> "Page":
    """The board, open on a television's screen, with every notice cut into pages."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{server.address}/screen/hall")
    ready = "document.querySelector('section[data-current]') !== null" if has_slides else "true"
    until(page, f"document.querySelector('main').dataset.revision && {ready}")
    return page


def until(page: "Page", expression: str, argument: object = None, seconds: float = 60) -> object:
    """What the expression is once it is true. (Playwright's own waiting is stopped by our content security policy.)"""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = page.evaluate(expression, argument)
        if value:
            return value
        time.sleep(0.02)
    raise RuntimeError(f"never came true: {expression}")
