"""The worst that can be typed into a form, each of which once held everybody up for minutes."""

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.clerk import WHO, a_notice
from benchmarks.figures import Row, p95
from benchmarks.hall import config_of
from benchmarks.years import signed_in
from kiosk.actions import sample_village
from kiosk.documents.safe_html import render
from kiosk.rules.notice import Notice
from kiosk.store import notices
from kiosk.store.board import open_board
from kiosk.store.connection import transaction

GOAL_SECONDS = 1
ACCENTS = "1" + "\u0301\u0316" * 100_000


def inputs(quick: bool) -> list[Row]:
    from kiosk.web.application import create_app

    rounds = 3 if quick else 9
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        config = config_of(Path(name) / "data")
        board = open_board(config)
        now = datetime.now(UTC)
        sample_village.fill(board, WHO, now)
        draft: Notice = replace(a_notice("草稿", "文\n"), shows_until=None)
        with transaction(board.db):
            number = notices.insert(board.db, draft, render(draft.body, {}), "bench draft", now)
        app = create_app(config)
        client = signed_in(app, board)
        page = client.get("/desk/settings/pace").get_data(as_text=True)
        csrf, mark = (re.search(rf'name="{key}" value="([^"]*)"', page)[1] for key in ("csrf", "mark"))
        typed = {"csrf": csrf, "title": "题", "category": "finance", "body": "文"}
        preview, cells = f"/desk/notices/{number}/slides", f"|甲|\n|-|\n|{ACCENTS[:19_000]}|\n" * 20
        asked = {
            "forty thousand screens": _sent(client, preview, typed | {"screens": ",".join(f"s{each}" for each in range(40_000)) + ",s1"}),
            "cells of accents": _sent(client, preview, typed | {"body": cells}),
            "a number of accents": _sent(client, "/desk/settings/pace", {"csrf": csrf, "mark": mark, "base_seconds": ACCENTS}),
            "four hundred thousand fields": _sent(client, preview, f"csrf={csrf}&" + "a&" * 400_000),
        }
        rows = [_row(what, ask, rounds) for what, ask in asked.items()]
        app.extensions["renderer"].close()
    return rows


def _sent(client: FlaskClient, path: str, form: dict[str, str] | str) -> Callable[[], int]:
    return lambda: client.post(path, data=form, content_type="application/x-www-form-urlencoded").status_code


def _row(what: str, ask: Callable[[], int], rounds: int) -> Row:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        status = ask()
        taken.append(time.perf_counter() - began)
        if status not in (200, 413, 422):
            raise RuntimeError(f"{what}: answered with {status}")
    worst = p95(taken)
    return Row(f"the worst that can be typed: {what}", f"≤ {GOAL_SECONDS} s", f"{worst:.2f} s", f"the slowest of {rounds}", worst <= GOAL_SECONDS)
