"""How soon a page can be read on a cheap phone in a bad network, by the measures, curves and weights of Lighthouse 12."""

import math
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.browser import chromium
from benchmarks.figures import Row
from benchmarks.hall import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = ("/", "/notices/1", "/notices/6", "/find", "/ask", "/archive?words=低保", "/data")
SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8}
"""Milliseconds, bytes a second: what Lighthouse calls slow 4G. Here it is really so slow, there it is reckoned."""
SETTLING_MS = 4000
CURVES = {"fcp": (0.10, 1800, 3000), "si": (0.10, 3387, 5800), "lcp": (0.25, 2500, 4000), "tbt": (0.30, 200, 600), "cls": (0.25, 0.1, 0.25)}
"""Weight, the value that scores 90, the value that scores 50: milliseconds, and a share of the screen for what leaps about."""
WATCH = """
window.seen = { fcp: 0, lcp: 0, tbt: 0, cls: 0 };
const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
watch("paint", (each) => { if (each.name === "first-contentful-paint") seen.fcp = each.startTime; });
watch("largest-contentful-paint", (each) => { seen.lcp = each.startTime; });
watch("longtask", (each) => { seen.tbt += Math.max(0, each.duration - 50); });
watch("layout-shift", (each) => { if (!each.hadRecentInput) seen.cls += each.value; });
"""


def glances(quick: bool) -> list[Row]:
    rounds = 1 if quick else 3
    with Server() as server, chromium() as browser:
        found = {path: [_seen(browser, server.address + path) for _ in range(rounds)] for path in PAGES}
    how = f"processor {SLOWER} × slower, 1.6 Mbit/s, 150 ms there and back, 360 × 640, empty cache; median of {rounds}"
    rows = []
    for path, each in found.items():
        middle = Seen(**{name: statistics.median(getattr(one, name) for one in each) for name in ("fcp", "lcp", "tbt", "cls")})
        rows.append(Row(f"a cheap phone opens {path}, of 100", "≥ 95", middle.said, how, middle.score >= 95))
    return rows


@dataclass(frozen=True)
class Seen:
    fcp: float
    lcp: float
    tbt: float
    cls: float

    @property
    def score(self) -> float:
        """The speed index is taken for the largest paint, which is never sooner than it would be."""
        values = {"fcp": self.fcp, "si": self.lcp, "lcp": self.lcp, "tbt": self.tbt, "cls": self.cls}
        return 100 * sum(weight * _on_curve(values[name], good, middle) for name, (weight, good, middle) in CURVES.items())

    @property
    def said(self) -> str:
        times = f"first words {self.fcp / 1000:.2f} s, all of the largest {self.lcp / 1000:.2f} s"
        return f"{self.score:.0f} ({times}, blocked {self.tbt:.0f} ms, leaping {self.cls:.3f})"


def _on_curve(value: float, good: float, middle: float) -> float:
    """1 for nothing, 0.9 for `good`, 0.5 for `middle`: the upper tail of a log-normal distribution."""
    if value <= 0:
        return 1.0
    tenth = 0.9061938024368232  # erf of it is 0.8
    return (1 - math.erf(tenth * math.log(value / middle) / math.log(middle / good))) / 2


def _seen(browser: "Browser", address: str) -> Seen:
    context = browser.new_context(viewport={"width": 360, "height": 640}, device_scale_factor=2, is_mobile=True, has_touch=True)
    context.add_init_script(WATCH)
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", NETWORK)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_timeout(SETTLING_MS)
    seen = Seen(**page.evaluate("() => seen"))
    context.close()
    if not seen.fcp or not seen.lcp:
        raise RuntimeError(f"nothing was painted of {address}")
    return seen
