"""Long rosters from Markdown to a draft."""

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.clerk import roster, take_in
from benchmarks.figures import Row
from benchmarks.hall import config_of
from kiosk.store.board import open_board


def import_rosters(quick: bool) -> list[Row]:
    rounds = 1 if quick else 3
    rows = []
    for size, goal in ((1000, None), (5000, 3)):
        what = f"a roster of {size:,} rows from Markdown to a draft"
        goal_words = f"≤ {goal} s" if goal else "–"
        how = f"import in a process that is already up, median of {rounds}"
        seconds = []
        try:
            with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
                board = open_board(config_of(Path(name) / "data"))
                for number in range(rounds):
                    began = time.perf_counter()
                    take_in(board, roster(f"补贴发放名册{number}", size), publish=False)
                    seconds.append(time.perf_counter() - began)
                board.close()
        except RuntimeError as refused:
            rows.append(Row(what, goal_words, str(refused), how, False))
            continue
        middle = statistics.median(seconds)
        rows.append(Row(what, goal_words, f"{middle:.2f} s", how, middle <= goal if goal else None))
    return rows
