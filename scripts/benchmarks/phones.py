"""Two hundred phones reading at once, a board among them, and a clerk at work."""

import asyncio
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from benchmarks.asking import poll_request, poll_seconds
from benchmarks.clerk import Publisher, announcement
from benchmarks.figures import Row, p95
from benchmarks.hall import Server, spawn
from benchmarks.screens import answer

PAGES = ("/", "/notices/1", "/notices/6", "/find", "/find/6.json", "/archive?words=%E4%BD%8E%E4%BF%9D", "/ask", "/notices/1/tables/1.csv")
READS_SECONDS = (3, 9)
"""That somebody looks at a page before the next; two hundred who look for six seconds ask for thirty pages a second."""
PUBLISHES_EVERY = 5
"""Seconds: a clerk in a hurry."""


def phones(quick: bool, count: int = 200) -> list[Row]:
    seconds = 15 if quick else 60
    mine, theirs = spawn.Pipe()
    with Server() as server, Publisher(server.data) as publisher:
        load = spawn.Process(target=simulate, args=(server.port, count, seconds, theirs), daemon=True)
        load.start()
        try:
            mine.recv()
            until = time.monotonic() + seconds - PUBLISHES_EVERY
            committed = []
            while time.monotonic() < until:
                committed.append(publisher.publish(announcement(f"停水通知{len(committed)}")))
                time.sleep(PUBLISHES_EVERY)
            read: Read = mine.recv()
        finally:
            load.terminate()
            load.join()
    pages = [each for of_one in read.pages.values() for each in of_one]
    slowest = max(read.pages, key=lambda path: p95(read.pages[path]))
    waits = [min((at for at in read.renewed if at > moment), default=float("inf")) - moment for moment in committed]
    how = f"{len(pages)} pages in {seconds} s, a notice published every {PUBLISHES_EVERY} s, each phone looking {READS_SECONDS[0]}–{READS_SECONDS[1]} s at a page"
    return [
        Row(f"{count} phones reading at once: a page, p95", "< 2 s", f"{p95(pages) * 1000:.0f} ms", how, p95(pages) < 2),
        Row("the slowest of their pages, p95", "< 2 s", f"{p95(read.pages[slowest]) * 1000:.0f} ms ({slowest})", how, None),
        Row("answers among them that were no page", "0", f"{sum(read.failures.values())} {dict(read.failures) or ''}".strip(), how, not read.failures),
        Row("the board meanwhile: a poll, p95", "–", f"{p95(read.polls) * 1000:.0f} ms", f"{len(read.polls)} polls", None),
        Row("the board meanwhile: publish → new slides, last", "≤ 2 s", f"{max(waits):.2f} s", f"{len(waits)} notices", max(waits) <= 2),
    ]


@dataclass
class Read:
    pages: dict[str, list[float]] = field(default_factory=lambda: {path: [] for path in PAGES})
    """Seconds, of a new connection each."""
    failures: Counter[str] = field(default_factory=Counter)
    polls: list[float] = field(default_factory=list)
    renewed: list[float] = field(default_factory=list)
    """Instants of time.time() at which the board had new slides whole."""


def simulate(port: int, count: int, seconds: float, pipe: Connection) -> None:
    asyncio.run(_simulate(port, count, seconds, pipe))


async def _simulate(port: int, count: int, seconds: float, pipe: Connection) -> None:
    read = Read()
    tasks = [asyncio.create_task(_phone(port, read)) for _ in range(count)]
    tasks.append(asyncio.create_task(_board(port, read)))
    pipe.send("up")
    await asyncio.sleep(seconds)
    pipe.send(read)
    for task in tasks:
        task.cancel()


async def _phone(port: int, read: Read) -> None:
    await asyncio.sleep(random.uniform(0, READS_SECONDS[1]))
    while True:
        path = random.choice(PAGES)
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        began = time.perf_counter()
        head = await _once(port, request.encode("ascii"))
        read.pages[path].append(time.perf_counter() - began)
        if not head.startswith(b"HTTP/1.1 200"):
            read.failures[f"{path} {head[9:12].decode('ascii')}"] += 1
        await asyncio.sleep(random.uniform(*READS_SECONDS))


async def _board(port: int, read: Read) -> None:
    tag, every = '""', poll_seconds()
    while True:
        began = time.perf_counter()
        head = await _once(port, poll_request(tag))
        read.polls.append(time.perf_counter() - began)
        if head.startswith(b"HTTP/1.1 200"):
            tag = re.search(rb"(?i)\r\netag: (\S+)", head)[1].decode("ascii")
            read.renewed.append(time.time())
        await asyncio.sleep(every)


async def _once(port: int, request: bytes) -> bytes:
    """The head of the answer, once all of it is there; empty where there was none."""
    try:
        streams = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        head, _ = await answer(streams, request)
    except (OSError, asyncio.IncompleteReadError):
        return b""
    streams[1].close()
    return head
