"""The hall: a server in a process of its own with data of its own, and what that process takes."""

import http.client
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.config import Config, read_config

spawn = multiprocessing.get_context("spawn")
"""Begins further processes that hold nothing of this one."""


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
