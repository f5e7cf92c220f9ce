"""Looking something up among all that was posted in ten years."""

import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.clerk import WHO
from benchmarks.figures import Row
from benchmarks.hall import config_of
from benchmarks.years import age, signed_in
from kiosk.actions import sample_village
from kiosk.store.board import open_board

GOAL_MS = 50
ENTRIES = 1000
QUERIES = {
    "one character in every notice": "村",
    "one character in a few": "𠮷",
    "two characters in every notice": "公开",
    "two characters in one": "第9876号",
    "a long phrase in every notice": "本村财务收支、补贴发放和工程项目的公开内容，已经村务监督委员会审核",
    "nothing": "没有这个标题",
    "an index number": "CW-2020",
}
DOORS = {"the desk": "/desk/notices", "residents": "/archive"}


def archive(quick: bool) -> list[Row]:
    """As whoever asks waits for it: the whole answer of the application, by the clock on the wall."""
    from kiosk.web.application import create_app

    notices, rounds = 10_000, 9 if quick else 41
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        config = config_of(Path(name) / "old")
        board = open_board(config)
        sample_village.fill(board, WHO, datetime.now(UTC))
        age(board, notices, ENTRIES)
        app = create_app(config)
        desk, anybody = signed_in(app, board), app.test_client()
        how = f"among {notices:,} notices of 3 KB; medians of {rounds}, and of a hundred answers the five slowest begin at p95"
        return [
            _row(door, what, words, desk if door == "the desk" else anybody, rounds, how)
            for door in DOORS
            for what, words in QUERIES.items()
        ]


def _row(door: str, what: str, words: str, client: FlaskClient, rounds: int, how: str) -> Row:
    seconds = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        answer = client.get(DOORS[door], query_string={"words": words})
        seconds.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{door}: {words} is not answered")
    median, late = (each * 1000 for each in (statistics.median(seconds[1:]), statistics.quantiles(seconds[1:], n=20)[-1]))
    return Row(f"the archive, {door}: {what}", f"≤ {GOAL_MS} ms", f"{median:.1f} ms, p95 {late:.1f} ms", how, median <= GOAL_MS)
