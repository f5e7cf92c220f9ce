"""Ten years of duties kept: 10,000 notices for items of the catalogue, and five million lines of what the screens have shown."""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.clerk import WHO, a_notice, post
from benchmarks.figures import Row
from benchmarks.hall import config_of
from benchmarks.years import signed_in
from kiosk.actions import sample_village
from kiosk.actions.begin_duties import to_be_prepared
from kiosk.actions.duties import duties_of
from kiosk.documents.safe_html import render
from kiosk.rules.catalogue import DisclosureItem
from kiosk.rules.notice import Kind, Notice, Status
from kiosk.rules.period import Period, periods_of
from kiosk.store import notices, settings
from kiosk.store.board import Board, open_board
from kiosk.store.connection import transaction

NOTICES = 10_000
YEARS = 10
YEARS_LOOKED_BACK = 2
SCREENS = ("hall", "gate", "clinic", "shop")
ITEMS = ("F01", "F02", "F03", "F04", "F09", "F05")
"""Posted for every month, several times."""


def decade(quick: bool) -> list[Row]:
    """A board of two years beside one of ten on which as much is posted in a year, for duties look back over two: what the desk
    and the screens ask for, by the clock on the wall."""
    lines, rounds = (500_000 if quick else 5_000_000), (5 if quick else 15)
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        young, old = Path(name) / "young", Path(name) / "old"
        for place in (young, old):
            board = open_board(config_of(place))
            sample_village.fill(board, WHO, datetime.now(UTC))
            post(board, replace(a_notice("补贴发放名册", "文\n"), shows_until=None))
            years = YEARS if place == old else YEARS_LOOKED_BACK
            _live_through(board, years)
            notices_take = _bytes(board)
            _show(board, lines * years // YEARS, years)
            in_all = _bytes(board)
            board.close()
        how = f"{NOTICES:,} notices and {lines:,} lines of airings, beside a fifth of both; medians of {rounds}, by the clock on the wall"
        new, aged = _measured(young, rounds), _measured(old, rounds)
    size = f"{in_all / 1e6:,.0f} MB"
    parts = f"of it {notices_take / 1e6:,.0f} MB notices with their index of words, {(in_all - notices_take) / lines:,.0f} bytes a line of airings"
    return [
        *(_row(what, new[what], seconds, how) for what, seconds in aged.items()),
        Row("ten years of duties: the database", "–", size, parts),
    ]


def _row(what: str, new: float, aged: float, how: str) -> Row:
    measured = f"{aged / new:.2f} × ({new * 1000:.1f} → {aged * 1000:.1f} ms)"
    if what.startswith("search"):
        return Row(f"ten years of duties: {what}", "≤ 50 ms", measured, how, aged <= 0.05)
    if what.startswith("report"):
        return Row(f"ten years of duties: {what}", "–", measured, how)
    return Row(f"ten years of duties: {what}", "≤ 1.5 ×", measured, how, aged / new <= 1.5)


def _live_through(board: Board, years: int) -> None:
    """The same items month by month, each with as many notices a month as makes ten thousand of them in ten years."""
    body = "\n\n".join(["本村财务收支、补贴发放和工程项目的公开内容，已经村务监督委员会审核。" * 6] * 5)
    html = render(body, {})
    held = settings.settings(board.db)
    today = datetime.now(UTC).date()
    months = [each for year in range(today.year - YEARS, today.year + 1) for each in periods_of(year, "month")]
    past = [each for each in months if each.following().last_on < today - timedelta(days=90)][-12 * years :]
    items = [held.catalogue[code] for code in ITEMS]
    shares = NOTICES // (12 * YEARS * len(items)) + 1
    told = ((period, item, one) for period in past for item in items for one in range(shares))
    with transaction(board.db):
        for serial, (period, item, one) in zip(range(NOTICES * years // YEARS), told, strict=False):
            notice = _posted(item, period, one, body)
            index = held.numbering.index_number(item.category, period.last_on.year, 5000 + serial)
            notices.insert(board.db, replace(notice, index_number=index), html, f"old {serial}", notice.published_at)


def _posted(item: DisclosureItem, period: Period, one: int, body: str) -> Notice:
    begins = datetime.combine(period.last_on + timedelta(days=10 + one), datetime.min.time(), UTC)
    return Notice(
        title=f"{period.title}{item.title}（{one + 1}）",
        category=item.category,
        kind=Kind.RESULT,
        body=body,
        item=item.code,
        period=period,
        status=Status.CLOSED,
        published_at=begins,
        shows_from=begins,
        shows_until=begins + timedelta(days=60),
        clock_begun_at=begins,
    )


_SHOWN = """
    WITH RECURSIVE days (day) AS (SELECT 0 UNION ALL SELECT day + 1 FROM days WHERE day + 1 < :days),
        screens (screen) AS (SELECT value FROM json_each(:screens))
    INSERT INTO airing_days (notice, version, screen, day, seconds, first_at, last_at, hours, pages)
    SELECT v.notice, v.version, screen, date(v.shows_from, '+' || day || ' days'), 1200 + v.notice % 600,
        date(v.shows_from, '+' || day || ' days') || 'T00:00:00.000000+00:00',
        date(v.shows_from, '+' || day || ' days') || 'T09:58:00.000000+00:00', '[8, 9, 10, 11, 12, 13, 14, 15, 16, 17]', '[1, 2, 3]'
    FROM versions v CROSS JOIN days CROSS JOIN screens WHERE v.status = 'closed' ORDER BY v.notice, day, screen LIMIT :lines
"""


def _show(board: Board, lines: int, years: int) -> None:
    """Each notice on four screens for as many days as makes that many lines; in one sweep, past the front door."""
    with transaction(board.db):
        days = -(-lines // (NOTICES * years // YEARS * len(SCREENS)))
        wanted = {"days": days, "screens": '["hall", "gate", "clinic", "shop"]', "lines": lines}
        board.db.execute(_SHOWN, wanted)


def _bytes(board: Board) -> int:
    board.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return board.db.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").fetchone()[0]


def _measured(data: Path, rounds: int) -> dict[str, float]:
    from kiosk.web.application import create_app
    from kiosk.web.on_air import OnAir

    config = config_of(data)
    board, app = open_board(config), create_app(config)
    air, desk, anybody = app.extensions["on_air"], signed_in(app, board), app.test_client()
    today = date.today()
    last = board.db.execute("SELECT max(number) FROM notices").fetchone()[0]
    asked: dict[str, Callable[[], object]] = {
        "the playlist, read and painted anew": lambda: OnAir(lambda: board, air.render, air.zone),
        "what is due": lambda: duties_of(board, today),
        "what is to be prepared": lambda: to_be_prepared(board, today),
        "the desk's first page": lambda: desk.get("/desk/"),
        "the matrix of duties": lambda: desk.get("/desk/duties"),
        "a notice with its days": lambda: desk.get(f"/desk/notices/{last}"),
        "search of the archive, two characters": lambda: anybody.get("/archive?words=公开"),
        "search of the archive, one rare word": lambda: anybody.get("/archive?words=没有这个"),
        "report of the year": lambda: desk.get(f"/desk/report/{today.year}"),
    }
    seconds = {what: _median(ask, rounds) for what, ask in asked.items()}
    board.close()
    return seconds


def _median(ask: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken[1:])
