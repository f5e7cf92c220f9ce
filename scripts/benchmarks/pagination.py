"""Laying out long rosters in Chromium."""

import statistics

from benchmarks.browser import board_page, chromium, until
from benchmarks.clerk import a_notice, post, roster_table
from benchmarks.figures import Row
from benchmarks.hall import Server, config_of
from kiosk.store.board import open_board

# From the last byte of the fragment to the notice's pages standing in the document.
WATCH_PAGES = """() => {
  window.laidOut = {};
  new MutationObserver((records) => {
    for (const record of records) for (const node of record.addedNodes) {
      const title = node.querySelector?.(".slide-title")?.textContent;
      if (!title || window.laidOut[title]) continue;
      const arrivals = performance.getEntriesByType("resource")
        .filter((entry) => entry.name.endsWith("/slides") && entry.responseStatus === 200);
      window.laidOut[title] = { ms: performance.now() - arrivals.at(-1).responseEnd, pages: Number(node.dataset.pages) };
    }
  }).observe(document.querySelector(".stage"), { childList: true });
}"""


def pagination(quick: bool) -> list[Row]:
    rounds = 1 if quick else 3
    rows = []
    for size in (200, 1000, 5000):
        with Server(options=("--empty",)) as server, chromium() as browser:
            board = open_board(config_of(server.data))
            page = board_page(browser, server, has_slides=False)
            page.evaluate(WATCH_PAGES)
            seconds, pages = [], 0
            for number in range(rounds):
                title = f"补贴发放名册{number}"
                post(board, a_notice(title, roster_table(size)))
                laid = until(page, "title => window.laidOut[title]", title)
                seconds.append(laid["ms"] / 1000)
                pages = laid["pages"]
            board.close()
        rows.append(
            Row(
                f"laying out a roster of {size:,} rows in Chromium",
                "–",
                f"{statistics.median(seconds):.2f} s ({pages} pages)",
                f"from the arrival of the slides to the pages in the document, median of {rounds}",
            )
        )
    return rows
