"""Five hundred screens at once, a phone among them, and a notice going up meanwhile."""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from benchmarks.asking import poll_request, poll_seconds
from benchmarks.clerk import Publisher, announcement
from benchmarks.figures import Row, p95
from benchmarks.hall import Server, cpu_seconds, spawn


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
            head, is_kept = await answer(streams, poll_request(tag))
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
        await answer(streams, request)
        watched.pages.append(time.perf_counter() - began)
        streams[1].close()
        await asyncio.sleep(0.15)


async def answer(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes) -> tuple[bytes, bool]:
    reader, writer = streams
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if length and not head.startswith(b"HTTP/1.1 304"):
        await reader.readexactly(int(length[1]))
    return head, b"connection: close" not in head.lower()
