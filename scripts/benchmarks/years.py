"""A board that has hung for ten years, beside a new one."""

import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.clerk import WHO, a_notice, post, roster_table
from benchmarks.figures import Row
from benchmarks.hall import config_of
from kiosk.actions import sample_village
from kiosk.config import Config
from kiosk.documents.safe_html import render
from kiosk.rules.notice import Category, Kind, Notice, Status
from kiosk.rules.people import Role
from kiosk.store import notices, passwords, people, settings
from kiosk.store.board import Board, open_board
from kiosk.store.connection import transaction

Deeds = dict[str, Callable[[], object]]


def years(quick: bool) -> list[Row]:
    rounds = 7 if quick else 21
    expired, entries = 9950, 200_000
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        young, old = Path(name) / "young", Path(name) / "old"
        board = open_board(config_of(young))
        sample_village.fill(board, WHO, datetime.now(UTC))
        board.close()
        shutil.copytree(young, old)
        board = open_board(config_of(old))
        age(board, expired, entries)
        board.close()
        seconds = in_turns([deeds(config_of(young)), deeds(config_of(old))], rounds)
    how = f"with {expired:,} expired notices and {entries:,} audit entries, and without; CPU time in turns, medians of {rounds}"
    rows = []
    for what, (new, aged) in seconds.items():
        ratio = aged / new
        measured = f"{ratio:.2f} × ({new * 1000:.1f} → {aged * 1000:.1f} ms)"
        rows.append(Row(f"ten years on the board: {what}", "≤ 1.5 ×", measured, how, ratio <= 1.5))
    return rows


def age(board: Board, expired: int, entries: int) -> None:
    """Ten years of notices that are over, and of the audit log."""
    body = "\n\n".join(["本村财务收支、补贴发放和工程项目的公开内容，已经村务监督委员会审核。" * 6] * 5)
    html = render(body, {})
    numbering = settings.settings(board.db).numbering
    today = datetime.now(UTC)
    with transaction(board.db):
        for number in range(expired):
            category = list(Category)[number % len(Category)]
            begins = today - timedelta(days=3650 - number * 3500 / expired)
            notice = Notice(
                title=f"往年公开第{number}号",
                category=category,
                kind=Kind.RESULT,
                body=body,
                index_number=numbering.index_number(category, begins.year, 5000 + number),
                status=Status.PUBLISHED,
                published_at=begins,
                shows_from=begins,
                shows_until=begins + timedelta(days=60),
            )
            notices.insert(board.db, notice, html, f"old {number}", begins)
        # In one sweep, and without the chain: nothing measured here reads it back.
        facts = json.dumps({"title": "往年公开", "index_number": "CW-2020-0001"}, ensure_ascii=False)
        rows = ((today.isoformat(), WHO, "notice.published", entry, facts, str(entry), f"bench {entry}") for entry in range(entries))
        board.db.conn.executemany(
            "INSERT INTO audit (at, who, deed, notice, facts, previous, digest) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )


def deeds(config: Config) -> Deeds:
    from kiosk.web.application import create_app
    from kiosk.web.on_air import OnAir

    app = create_app(config)
    air = app.extensions["on_air"]
    client = app.test_client()
    board = open_board(config)
    draft = a_notice("补贴发放名册", roster_table(10))
    serial = iter(range(1_000_000))

    desk = signed_in(app, board)

    def fetch(path: str, client: FlaskClient = client) -> Callable[[], object]:
        def get() -> None:
            if client.get(path).status_code != 200:
                raise RuntimeError(f"{path} is not answered")

        return get

    return {
        "rebuilding the slides": lambda: OnAir(lambda: board, air.render, air.zone),
        "/": fetch("/"),
        "/notices/1": fetch("/notices/1"),
        **{f"the desk, {path}": fetch(path, desk) for path in DESK_PAGES},
        "publishing a notice": lambda: post(board, replace(draft, title=f"补贴发放名册{next(serial)}", shows_until=None)),
    }


DESK_PAGES = ("/desk/", "/desk/notices", "/desk/notices/1", "/desk/notices?words=没有这个标题", "/desk/new", "/desk/audit", "/desk/people")


def signed_in(app: Flask, board: Board) -> FlaskClient:
    """Somebody who may open every page."""
    now, token = datetime.now(UTC), "bench"
    with transaction(board.db):
        person = people.named(board.db, WHO)
        number = person.number if person else people.add(board.db, WHO, passwords.NOBODY, list(Role), False, now)
        people.begin_session(board.db, token, number, now, timedelta(hours=12))
    client = app.test_client()
    with client.session_transaction() as session:
        session.permanent = True
        session["token"] = token
    return client


def in_turns(boards: list[Deeds], rounds: int) -> dict[str, list[float]]:
    """The median CPU seconds of each deed, for each of the boards: what else this machine does is left out."""
    medians = {}
    for what in boards[0]:
        taken: list[list[float]] = [[] for _ in boards]
        for _ in range(rounds + 1):
            for place, each in enumerate(boards):
                began = time.process_time()
                each[what]()
                taken[place].append(time.process_time() - began)
        medians[what] = [statistics.median(each[1:]) for each in taken]
    return medians
