"""`.venv/bin/python scripts/bench.py [NAME…] [--quick] [--json]`: measures speed and size on this machine.

Every figure comes from the run that prints it; what is compared is measured in turns in that same run. The servers
have their own temporary data and listen on 127.0.0.1 only. Linux only: CPU time and memory are read from /proc.
"""

import argparse
import asyncio
import http.client
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import environment
from kiosk.actions import sample_village
from kiosk.actions.import_notices import Posting, import_paths
from kiosk.actions.publish import put_up
from kiosk.config import Config, read_config
from kiosk.documents.safe_html import render
from kiosk.rules.notice import Category, Kind, Notice, Status
from kiosk.store import notices, settings
from kiosk.store.board import Board, open_board
from kiosk.store.connection import transaction

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

SECONDS_IN_ALL = 360
WHO = "bench"
ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Row:
    """One line of the table. `is_met` is None where there is no goal."""

    what: str
    goal: str
    measured: str
    how: str
    is_met: bool | None = None


# What is measured: a server, a browser, the load.


@dataclass
class Server:
    """`kiosk serve` in a process of its own; `with` ends it and throws its data away unless a folder was given."""

    data: Path | None = None
    options: tuple[str, ...] = ()
    command: tuple[str, ...] = (sys.executable, "-P", "-m", "kiosk", "serve")
    public_address: str = ""
    """What the QR codes lead to, if not to this machine."""
    port: int = 0
    first_byte_seconds: float = 0.0
    _folder: tempfile.TemporaryDirectory | None = None
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        if self.data is None:
            self._folder = tempfile.TemporaryDirectory(prefix="kiosk-bench-")
            self.data = Path(self._folder.name) / "data"
        self.port = free_port()
        env = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
        env |= environment_of(self.data) | {"KIOSK_PORT": str(self.port), "KIOSK_ADDRESS": self.public_address}
        began = time.perf_counter()
        self._process = subprocess.Popen(
            [*self.command, *self.options], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            self._wait_for_first_byte()
        except BaseException:
            self.__exit__()
            raise
        self.first_byte_seconds = time.perf_counter() - began
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def _wait_for_first_byte(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with exit code {self._process.returncode}")
            try:
                status, _, _ = self.get("/screen/hall")
            except OSError:
                time.sleep(0.002)
                continue
            if status != 200:
                raise RuntimeError(f"/screen/hall answers {status}")
            return
        raise RuntimeError("the server did not answer")


def environment_of(data: Path) -> dict[str, str]:
    return {"KIOSK_DATA": str(data), "KIOSK_HOST": "127.0.0.1", "KIOSK_LANGUAGE": "zh", "KIOSK_TIMEZONE": "Asia/Shanghai"}


def config_of(data: Path) -> Config:
    return replace(read_config(environment_of(data)), address="http://127.0.0.1")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def cpu_seconds(pid: int) -> float:
    """User and system time of the process and all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int, kind: str = "VmRSS") -> float:
    """`kind` as /proc/<pid>/status calls it: VmRSS is RssAnon and RssFile and RssShmem together."""
    found = re.search(rf"{kind}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def chromium() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright  # only for what needs a browser

    path = os.environ.get("KIOSK_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    arguments = ["--disable-gpu", "--disable-background-networking"] + ["--no-sandbox"] * (os.geteuid() == 0)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def board_page(browser: "Browser", server: Server, has_slides: bool = True) -> "Page":
    """The board, open on a television's screen, with every notice cut into pages."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{server.address}/screen/hall")
    ready = "document.querySelector('section[data-current]') !== null" if has_slides else "true"
    until(page, f"document.querySelector('main').dataset.revision && {ready}")
    return page


def until(page: "Page", expression: str, argument: object = None, seconds: float = 60) -> object:
    """What the expression is once it is true. (Playwright's own waiting is stopped by our content security policy.)"""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = page.evaluate(expression, argument)
        if value:
            return value
        time.sleep(0.02)
    raise RuntimeError(f"never came true: {expression}")


# The publisher: a second process, as `kiosk import --publish` is, but with its start not counted.


class Publisher:
    def __init__(self, data: Path) -> None:
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=publish_as_told, args=(str(data), theirs), daemon=True)

    def __enter__(self) -> "Publisher":
        self._process.start()
        self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.send(None)
        self._process.join()

    def publish(self, text: str) -> float:
        """Seconds of time.time() at which the commit returned."""
        self._pipe.send(text)
        return self._pipe.recv()


spawn = multiprocessing.get_context("spawn")


def publish_as_told(data: str, pipe: Connection) -> None:
    board = open_board(config_of(Path(data)))
    pipe.send("ready")
    while (text := pipe.recv()) is not None:
        take_in(board, text, publish=True)
        pipe.send(time.time())
    board.close()


def take_in(board: Board, text: str, publish: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        file = Path(folder) / "notice.md"
        file.write_text(text, "utf-8")
        done = import_paths(board, [file], Posting(WHO, datetime.now(UTC), publish))
    if not done.went_in:
        raise RuntimeError(f"refused: {[problem.code for outcome in done.outcomes for problem in outcome.problems]}")


def announcement(title: str, priority: str = "normal") -> str:
    body = f"{title}：明天上午八点至十点，全村停水检修，请各户提前储水。"
    return f"---\ntitle: {title}\ncategory: announcement\npriority: {priority}\n---\n\n{body}\n"


def roster(title: str, rows: int) -> str:
    return f"---\ntitle: {title}\ncategory: subsidy\n---\n\n{roster_table(rows)}"


def roster_table(rows: int) -> str:
    lines = ["| 序号 | 户主 | 组别 | 面积（亩） | 金额（元） |", "|---|---|---|---:|---:|"]
    for row in range(1, rows + 1):
        acres = row % 9 + row % 7 / 10
        lines.append(f"| {row} | 农户{row:05} | 第{row % 12 + 1}村民小组 | {acres:.2f} | {acres * 129:,.2f} |")
    return "\n".join(lines) + "\n"


# The load: connections as a browser holds them, kept for the next request and opened again when the server closes.


@dataclass
class Asker:
    """Asks one thing after the other over a few connections, without waiting in between."""

    port: int
    request: bytes
    connections: int = 4
    _open: list[socket.socket] = field(default_factory=list)

    def ask(self, count: int, expected: bytes) -> None:
        for _ in range(count):
            if len(self._open) < self.connections:
                self._open.insert(0, socket.create_connection(("127.0.0.1", self.port)))
            connection = self._open.pop()
            connection.sendall(self.request)
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(65536)
                if not more:
                    raise RuntimeError("closed in the middle of an answer")
                head += more
            if not head.startswith(b"HTTP/1.1 " + expected):
                raise RuntimeError(f"not {expected!r}: {head[:80]!r}")
            if b"connection: close" in head.lower():
                connection.close()
            else:
                self._open.insert(0, connection)

    def close(self) -> None:
        for connection in self._open:
            connection.close()


def poll_request(tag: str) -> bytes:
    lines = (
        "GET /screen/hall/slides HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: keep-alive",
        f"If-None-Match: {tag}",
        "Accept: */*",
        "Accept-Encoding: gzip, deflate",
        "Accept-Language: zh-CN",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def serve_floor(port: int) -> None:
    """The least that waitress can do: an application that knows nothing but 304, under the board's own settings."""
    import waitress

    from kiosk.web import serving

    def nothing_new(_: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        start_response("304 Not Modified", [("ETag", '"0123456789abcdef"'), ("Cache-Control", "no-cache")])
        return []

    waitress.serve(
        nothing_new,
        host="127.0.0.1",
        port=port,
        threads=serving.THREADS,
        connection_limit=serving.CONNECTIONS,
        channel_timeout=serving.IDLE_SECONDS,
        cleanup_interval=serving.IDLE_SECONDS,
        asyncore_use_poll=True,
        ident=None,
        _quiet=True,
    )


@contextmanager
def floor() -> Iterator[tuple[int, int]]:
    """Port and process id of the raw application."""
    port = free_port()
    process = spawn.Process(target=serve_floor, args=(port,), daemon=True)
    process.start()
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.02)
        yield port, process.pid
    finally:
        process.terminate()
        process.join()


def poll(quick: bool) -> list[Row]:
    rounds, count = (3, 1000) if quick else (7, 2500)
    with Server() as server, floor() as (floor_port, floor_pid):
        request = poll_request(server.get("/screen/hall/slides")[1]["etag"])
        ours, bare = Asker(server.port, request), Asker(floor_port, request)
        for asker in (ours, bare):
            asker.ask(300, b"304")
        per_poll: list[tuple[float, float]] = []
        for _ in range(rounds):
            per_poll.append((cpu_of(server.pid, ours, count), cpu_of(floor_pid, bare, count)))
        for asker in (ours, bare):
            asker.close()
    own, least = (statistics.median(column) for column in zip(*per_poll, strict=True))
    ratio = statistics.median(mine / theirs for mine, theirs in per_poll)
    return [
        Row(
            "CPU of a poll that finds nothing new",
            "≤ 1.25 × waitress's floor",
            f"{own * 1000:.2f} ms = {ratio:.2f} × {least * 1000:.2f} ms",
            f"{rounds} × {count} conditional requests in turns to the board and to a raw application answering 304",
            ratio <= 1.25,
        )
    ]


def cpu_of(pid: int, asker: Asker, count: int) -> float:
    before = cpu_seconds(pid)
    asker.ask(count, b"304")
    return (cpu_seconds(pid) - before) / count


@dataclass
class Watched:
    """What the simulated screens and the phone saw; seconds, instants of time.time()."""

    polls: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    seen: dict[int, list[tuple[str, float]]] = field(default_factory=dict)
    """By screen: each revision when it first had it whole."""
    opened: int = 0
    failures: int = 0


def simulate(port: int, screens: int, every: float, seconds: float, pipe: Connection) -> None:
    asyncio.run(_simulate(port, screens, every, seconds, pipe))


async def _simulate(port: int, screens: int, every: float, seconds: float, pipe: Connection) -> None:
    watched = Watched()
    tasks = [asyncio.create_task(_screen(port, number, every, watched)) for number in range(screens)]
    while len(watched.seen) < screens:
        await asyncio.sleep(0.05)
    await asyncio.sleep(2 * every)
    watched.polls.clear()
    watched.opened = watched.failures = 0
    tasks.append(asyncio.create_task(_phone(port, watched)))
    pipe.send("up")
    await asyncio.sleep(seconds)
    pipe.send(watched)
    for task in tasks:
        task.cancel()


async def _screen(port: int, number: int, every: float, watched: Watched) -> None:
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    tag = '""'
    await asyncio.sleep(random.uniform(0, every * 2))
    while True:
        began = time.perf_counter()
        was_kept = streams is not None
        try:
            if streams is None:
                streams = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
                watched.opened += 1
            head, is_kept = await _answer(streams, poll_request(tag))
        except (OSError, asyncio.IncompleteReadError):
            streams = None
            watched.failures += not was_kept  # a kept connection may close at any time: a browser asks again at once
            continue
        watched.polls.append(time.perf_counter() - began)
        if head.startswith(b"HTTP/1.1 200"):
            tag = re.search(rb"(?i)\r\netag: (\S+)", head)[1].decode("ascii")
            watched.seen.setdefault(number, []).append((tag, time.time()))
        if not is_kept:
            streams[1].close()
            streams = None
        await asyncio.sleep(every)


async def _phone(port: int, watched: Watched) -> None:
    request = b"GET /notices/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    while True:
        began = time.perf_counter()
        streams = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        await _answer(streams, request)
        watched.pages.append(time.perf_counter() - began)
        streams[1].close()
        await asyncio.sleep(0.15)


async def _answer(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes) -> tuple[bytes, bool]:
    reader, writer = streams
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if length and not head.startswith(b"HTTP/1.1 304"):
        await reader.readexactly(int(length[1]))
    return head, b"connection: close" not in head.lower()


def screens(quick: bool, count: int = 500) -> list[Row]:
    seconds = 10 if quick else 20
    every = poll_seconds()
    mine, theirs = spawn.Pipe()
    with Server() as server, Publisher(server.data) as publisher:
        load = spawn.Process(target=simulate, args=(server.port, count, every, seconds, theirs), daemon=True)
        load.start()
        try:
            mine.recv()
            began, before = time.perf_counter(), cpu_seconds(server.pid)
            time.sleep(seconds / 2)
            quiet = (cpu_seconds(server.pid) - before) / (time.perf_counter() - began)
            committed_at = publisher.publish(announcement("停水通知"))
            time.sleep(seconds / 2 - 2)
            share = (cpu_seconds(server.pid) - before) / (time.perf_counter() - began)
            watched: Watched = mine.recv()
        finally:
            load.terminate()
            load.join()
    seen = [at - committed_at for each in watched.seen.values() for _, at in each if at > committed_at]
    rate = len(watched.polls) / seconds
    how = f"each asks {every:g} s after its last answer, for {seconds} s; {rate:.0f} polls a second were answered"
    share_words = f"{quiet:.0%}; {share:.0%} with the publish in it"
    is_loaded = rate > 0.9 * count / every  # else this machine was too busy to play that many screens
    is_clean = watched.failures == 0 and len(seen) == count
    return [
        Row(f"server with {count} screens, share of one core", "< 60 %", share_words, how, is_loaded and share < 0.6),
        Row(
            f"a poll among {count} screens, p95",
            "–",
            f"{p95(watched.polls) * 1000:.0f} ms",
            f"{len(watched.polls)} polls, {watched.opened} connections opened, {watched.failures} failed",
            None if watched.failures == 0 else False,
        ),
        Row(
            f"an ordinary page among {count} screens, p95",
            "< 200 ms",
            f"{p95(watched.pages) * 1000:.0f} ms",
            f"/notices/1 on a new connection, {len(watched.pages)} times",
            p95(watched.pages) < 0.2,
        ),
        Row(
            f"publish → all of {count} screens have it",
            "≤ 2 s",
            f"p95 {p95(seen):.2f} s, last {max(seen):.2f} s ({len(seen)} screens)" if seen else "never",
            "from the return of the commit to the last byte of the new slides",
            is_clean and max(seen) <= 2,
        ),
    ]


def poll_seconds() -> float:
    """How often the board's own page asks."""
    found = re.search(r"EVERY_MS = (\d+)", (ROOT / "static/js/screen/polling.js").read_text("utf-8"))
    return int(found[1]) / 1000


def p95(values: list[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


# On the television.

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


def start(quick: bool) -> list[Row]:
    rounds = 3 if quick else 5
    rows = []
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        data = Path(name) / "data"
        with Server(data):
            pass
        seconds = [first_byte_seconds(data, Server.command) for _ in range(rounds)]
        how = f"from starting the process to the first answer of /screen/hall, sample village there, median of {rounds}"
        rows.append(timed("start to first byte, warm disk", seconds, how))
        if environment.holds(environment.read_stamp(), environment.PINS):
            command = (sys.executable, str(ROOT / "scripts/serve.py"))
            seconds = [first_byte_seconds(data, command) for _ in range(rounds)]
            rows.append(timed("scripts/serve.py, second start", seconds, f"likewise, median of {rounds}"))
        else:
            words = "not measured: run scripts/serve.py once first"
            rows.append(Row("scripts/serve.py, second start", "≤ 1 s", words, "–"))
    return rows


def first_byte_seconds(data: Path, command: tuple[str, ...]) -> float:
    with Server(data, command=command) as server:
        return server.first_byte_seconds


def timed(what: str, seconds: list[float], how: str, goal: float = 1) -> Row:
    middle = statistics.median(seconds)
    return Row(what, f"≤ {goal:g} s", f"{middle:.2f} s (worst {max(seconds):.2f} s)", how, middle <= goal)


def memory(quick: bool) -> list[Row]:
    polls, pages, published = (1000, 100, 10) if quick else (5000, 500, 50)
    with Server() as server:
        at_start = resident_mb(server.pid)
        asker = Asker(server.port, poll_request(server.get("/screen/hall/slides")[1]["etag"]))
        asker.ask(polls, b"304")
        asker.close()
        for number in range(pages):
            server.get("/" if number % 2 else f"/notices/{number % 20 + 1}")
        with Publisher(server.data) as publisher:
            for number in range(published):
                publisher.publish(announcement(f"停水通知{number}"))
                server.get("/screen/hall/slides")
        at_end = resident_mb(server.pid)
    return [
        Row(
            "server memory (RSS)",
            "≤ 60 MB after a day",
            f"{at_end:.0f} MB ({at_start:.0f} MB after the start)",
            f"after {polls} polls, {pages} pages and {published} publishes",
            at_end <= 60,
        )
    ]


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


SETTLING_MS = 1500


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


def a_notice(title: str, body: str) -> Notice:
    return Notice(title=title, category=Category.SUBSIDY, kind=Kind.RESULT, body=body)


def post(board: Board, draft: Notice) -> None:
    """Publishes without the front door, so that what follows can be measured whatever that lets in."""
    now = datetime.now(UTC)
    html = render(draft.body, {})
    with transaction(board.db):
        number = notices.insert(board.db, draft, html, draft.title, now)
        put_up(board, replace(draft, number=number), settings.settings(board.db), WHO, now)


# In the office.


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


Deeds = dict[str, Callable[[], object]]


def deeds(config: Config) -> Deeds:
    from kiosk.web.application import create_app
    from kiosk.web.on_air import OnAir

    app = create_app(config)
    air = app.extensions["on_air"]
    client = app.test_client()
    board = open_board(config)
    draft = a_notice("补贴发放名册", roster_table(10))
    serial = iter(range(1_000_000))

    def fetch(path: str) -> Callable[[], object]:
        def get() -> None:
            if client.get(path).status_code != 200:
                raise RuntimeError(f"{path} is not answered")

        return get

    return {
        "rebuilding the slides": lambda: OnAir(air.board, air.render).look(),
        "/": fetch("/"),
        "/notices/1": fetch("/notices/1"),
        "publishing a notice": lambda: post(board, replace(draft, title=f"补贴发放名册{next(serial)}", shows_until=None)),
    }


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


BENCHES: dict[str, Callable[[bool], list[Row]]] = {
    "poll": poll,
    "screens": screens,
    "publish": publish,
    "start": start,
    "memory": memory,
    "weight": weight,
    "rotation": rotation,
    "pagination": pagination,
    "years": years,
    "import": import_rosters,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures speed and size on this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHES)}; all if left out")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a look, not a figure to publish")
    parser.add_argument("--json", action="store_true", dest="as_json", help="as JSON")
    wanted = parser.parse_args()
    unknown = [name for name in wanted.names if name not in BENCHES]
    if unknown:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(BENCHES)}")
    signal.signal(signal.SIGALRM, out_of_time)
    signal.alarm(SECONDS_IN_ALL)
    rows: list[Row] = []
    failed = False
    for name in wanted.names or BENCHES:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            rows += BENCHES[name](wanted.quick)
        except TimeoutError:
            print(f"stopped after {SECONDS_IN_ALL} s, in {name}", file=sys.stderr)
            failed = True
            break
        except Exception as fault:  # the other figures are worth having all the same
            print(f"{name} could not be measured: {type(fault).__name__}: {fault}", file=sys.stderr)
            failed = True
    print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) if wanted.as_json else table(rows))
    sys.exit(1 if failed else 0)


def out_of_time(*_: object) -> None:
    raise TimeoutError


def table(rows: list[Row]) -> str:
    lines = ["| what | goal | measured | how |", "|---|---|---|---|"]
    for row in rows:
        missed = " ✗" if row.is_met is False else ""
        lines.append(f"| {row.what} | {row.goal} | {row.measured}{missed} | {row.how} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
