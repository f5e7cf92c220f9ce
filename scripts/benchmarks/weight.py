"""What a first visit fetches, in bytes."""

from typing import TYPE_CHECKING

from benchmarks.browser import chromium, until
from benchmarks.figures import Row
from benchmarks.hall import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SETTLING_MS = 1500


def weight(quick: bool) -> list[Row]:
    del quick
    with Server() as server, chromium() as browser:
        board = Load(browser, server, "/screen/hall", (1920, 1080))
        phone = Load(browser, server, "/", (390, 844))
        notice = Load(browser, server, "/notices/1", (390, 844))
    how = "Chromium with an empty cache; bytes of heads and bodies as they came (CDP encodedDataLength)"
    return [
        Row("first load of the board", "≤ 150 KB, nothing from outside", board.said, how, board.is_light(150)),
        Row("first load of the residents' page", "–", phone.said, how),
        Row("first load of a notice on a phone", "–", notice.said, "the sample's longest, otherwise likewise"),
    ]


class Load:
    """What a first visit fetches."""

    def __init__(self, browser: "Browser", server: Server, path: str, size: tuple[int, int]) -> None:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        self.bytes: list[float] = []
        self.outside: list[str] = []
        cdp = context.new_cdp_session(page)
        cdp.on("Network.loadingFinished", lambda event: self.bytes.append(event["encodedDataLength"]))
        cdp.on("Network.requestWillBeSent", lambda event: self._asked(event["request"]["url"], server.address))
        cdp.send("Network.enable")
        page.goto(server.address + path)
        if path.startswith("/screen/"):
            until(page, "document.querySelector('section[data-current]') !== null")
        until(page, "[...document.images].every((image) => image.complete)")
        page.wait_for_timeout(SETTLING_MS)
        context.close()

    def _asked(self, url: str, home: str) -> None:
        if not url.startswith((home + "/", "data:")):
            self.outside.append(url)

    def is_light(self, limit_kb: float) -> bool:
        return sum(self.bytes) <= limit_kb * 1024 and not self.outside

    @property
    def said(self) -> str:
        outside = f", {len(self.outside)} from outside" if self.outside else ""
        return f"{sum(self.bytes) / 1024:.0f} KB in {len(self.bytes)} answers{outside}"
