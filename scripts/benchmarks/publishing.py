"""From the clerk's commit to the words on the television."""

import random
import statistics
import time

from benchmarks.asking import poll_seconds
from benchmarks.browser import board_page, chromium, until
from benchmarks.clerk import Publisher, announcement
from benchmarks.figures import Row, p95
from benchmarks.hall import Server

WATCH_TITLES = """() => {
  window.seenAt = {};
  const look = () => {
    const title = document.querySelector("section[data-current] .slide-title")?.textContent;
    if (title) window.seenAt[title] ??= Date.now();
  };
  new MutationObserver(look).observe(document.querySelector("main"), { subtree: true, childList: true, attributes: true });
  look();
}"""


def publish(quick: bool) -> list[Row]:
    count = 5 if quick else 15
    rows = []
    with Server() as server, Publisher(server.data) as publisher, chromium() as browser:
        page = board_page(browser, server)
        page.evaluate(WATCH_TITLES)
        for priority, what in (("normal", "publish → text on the TV"), ("urgent", "urgent → text on the TV")):
            delays = []
            for number in range(count):
                time.sleep(random.uniform(0.2, 0.2 + poll_seconds()))
                title = f"停水通知{priority}{number}"
                committed_at = publisher.publish(announcement(title, priority))
                seen_at = until(page, "title => window.seenAt[title]", title, 20)
                delays.append(seen_at / 1000 - committed_at)
            rows.append(
                Row(
                    f"{what}, p95",
                    "≤ 2 s",
                    f"{p95(delays):.2f} s (p50 {statistics.median(delays):.2f} s)",
                    f"{count} times, from the commit in another process to the title in the current slide in Chromium",
                    p95(delays) <= 2,
                )
            )
    return rows
