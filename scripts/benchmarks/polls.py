"""A poll that finds nothing new, beside the least that waitress itself can do."""

import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.asking import Asker, poll_request
from benchmarks.figures import Row
from benchmarks.hall import Server, cpu_seconds, free_port, spawn


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


def serve_floor(port: int) -> None:
    """The least that our waitress can do: an application that knows nothing but 304, under the board's own settings."""
    from kiosk.web.patience import serve_patiently
    from kiosk.web.serving import waitress_settings

    def nothing_new(_: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        start_response("304 Not Modified", [("ETag", '"0123456789abcdef"'), ("Cache-Control", "no-cache")])
        return []

    serve_patiently(nothing_new, sockets=[socket.create_server(("127.0.0.1", port))], **waitress_settings())
