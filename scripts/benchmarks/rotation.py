"""Three days of turning pages: what Chromium keeps of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.browser import board_page, chromium
from benchmarks.figures import Row
from benchmarks.hall import Server, resident_mb

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession

# Every turn is laid out, every `painted`th also painted: three days of turns in a minute.
TURN = """async ([times, painted]) => {
  for (let turn = 0; turn < times; turn += 1) {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    document.body.offsetHeight;
    if (turn % painted === 0) await new Promise(requestAnimationFrame);
  }
}"""
HOUR = 200
"""Turns, at 18 s a page."""


@dataclass(frozen=True)
class BrowserMemory:
    turns: int
    nodes: int
    listeners: int
    heap_mb: float
    resident_mb: float
    """Without shared memory: frames on their way to the screen, 8 MB each, that come and go."""
    own_mb: float
    """What it allocated itself: no program text, no fonts."""


def rotation(quick: bool) -> list[Row]:
    hours = (1, 10) if quick else (1, 10, 30, 72)
    taken: list[BrowserMemory] = []
    with Server() as server, chromium() as browser:
        page = board_page(browser, server)
        cdp = page.context.new_cdp_session(page)
        cdp.send("Performance.enable")
        page.evaluate(TURN, [hours[0] * HOUR, 1])
        taken.append(browser_memory(cdp, renderer_pid(browser), hours[0] * HOUR))
        for until_hour, since_hour in zip(hours[1:], hours, strict=False):
            for _ in range(since_hour, until_hour):
                page.evaluate(TURN, [HOUR, 20])
            taken.append(browser_memory(cdp, renderer_pid(browser), until_hour * HOUR))
    how = f"{' / '.join(f'{each.turns:,}' for each in taken)} turns by keyboard ({hours[-1]} hours), garbage collected"
    growth = taken[-1].resident_mb / taken[0].resident_mb - 1
    grown = taken[-1].own_mb - taken[0].own_mb
    is_flat = taken[-1].nodes <= taken[0].nodes * 1.05 and taken[-1].listeners <= taken[0].listeners * 1.05
    return [
        Row(
            "browser memory over rotations (renderer's RSS without frames)",
            "within 5 %",
            f"{growth:+.1%} ({' / '.join(f'{each.resident_mb:.0f}' for each in taken)} MB; its own {grown:+.0f} MB)",
            how,
            growth <= 0.05,
        ),
        Row(
            "DOM nodes, listeners, JS heap over rotations",
            "level",
            f"{' / '.join(f'{each.nodes:,}' for each in taken)} nodes; "
            f"{' / '.join(str(each.listeners) for each in taken)} listeners; "
            f"{' / '.join(f'{each.heap_mb:.1f}' for each in taken)} MB",
            how,
            is_flat,
        ),
    ]


def renderer_pid(browser: "Browser") -> int:
    """The renderer that shows the page: the largest one."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return max((each["id"] for each in told["processInfo"] if each["type"] == "renderer"), key=resident_mb)


def browser_memory(cdp: "CDPSession", pid: int, turns: int) -> BrowserMemory:
    for _ in range(2):
        cdp.send("HeapProfiler.collectGarbage")
    told = {each["name"]: each["value"] for each in cdp.send("Performance.getMetrics")["metrics"]}
    heap = told["JSHeapUsedSize"] / 1024 / 1024
    own = resident_mb(pid, "RssAnon")
    resident = own + resident_mb(pid, "RssFile")
    return BrowserMemory(turns, int(told["Nodes"]), int(told["JSEventListeners"]), heap, resident, own)
