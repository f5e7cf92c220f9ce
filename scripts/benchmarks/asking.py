"""Asking as the board's own page does: how often, with which words, over which connections."""

import re
import socket
from dataclasses import dataclass, field

from environment import ROOT


@dataclass
class Asker:
    """Asks one thing after the other, without waiting in between, over a few connections as a browser holds them: kept
    for the next request and opened again when the server closes."""

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


def poll_seconds() -> float:
    """How often the board's own page asks."""
    found = re.search(r"EVERY_MS = (\d+)", (ROOT / "static/js/screen/polling.js").read_text("utf-8"))
    return int(found[1]) / 1000
