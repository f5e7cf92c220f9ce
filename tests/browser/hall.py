"""A village hall for a test: a board of its own behind a real server, which the test may kill and start again."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import yaml

Answer = TypeVar("Answer")

STARTING_SECONDS = 30
POLL_SECONDS = 0.05


def until(ask: Callable[[], Answer], what: str, seconds: float = 8) -> Answer:
    """The first answer that is true. CSP forbids Playwright's own waiting inside the page, so it is asked from outside."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"did not happen within {seconds} s: {what}"
        time.sleep(POLL_SECONDS)


def a_notice(title: str, body: str, **front: object) -> str:
    """A notice as a file."""
    given = {"title": title, "category": "announcement"} | front
    return f"---\n{yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=10_000)}---\n\n{body}\n"


class Hall:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._server: subprocess.Popen[bytes] | None = None
        self._imports = 0

    def start(self, *, sample: bool = False) -> "Hall":
        command = ["serve", "--port", str(self.port)] + ([] if sample else ["--empty"])
        with (self.folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(self._command(*command), env=self._environment(), stdout=log, stderr=log)
        until(self._is_up, "the server answers /healthz", STARTING_SECONDS)
        return self

    def kill(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def kiosk(self, *arguments: str) -> str:
        done = subprocess.run(
            self._command(*arguments), env=self._environment(), capture_output=True, encoding="utf-8", timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def post(self, *notices: str, originals: Mapping[str, bytes] | None = None) -> None:
        """Puts notices up, each given as a file's text, in one import."""
        self._imports += 1
        folder = self.folder / f"import-{self._imports}"
        folder.mkdir()
        for place, text in enumerate(notices, 1):
            (folder / f"{place:03}.md").write_text(text, "utf-8", newline="\n")
        for name, content in (originals or {}).items():
            (folder / name).write_bytes(content)
        posted_before = self.health()["notices"]
        self.kiosk("import", "--publish", str(folder))
        until(lambda: self.health()["notices"] == posted_before + len(notices), "the server has seen what was posted")

    def health(self) -> dict[str, object]:
        with urlopen(f"{self.address}/healthz", timeout=5) as answer:
            return json.load(answer)

    def slides(self, screen: str = "hall") -> str:
        with urlopen(f"{self.address}/screen/{screen}/slides", timeout=5) as answer:
            return answer.read().decode("utf-8")

    def numbers(self, screen: str = "hall") -> dict[str, int]:
        """What is on a screen now: number by title."""
        entries = json.loads(self.kiosk("playlist", "--screen", screen, "--json"))
        return {entry["title"]: entry["notice"] for entry in entries}

    def write(self, sql: str, values: tuple[object, ...]) -> None:
        """Straight into the database, as only some other program would."""
        database = sqlite3.connect(self.data / "kiosk.db")
        with database:
            assert database.execute(sql, values).rowcount == 1
        database.close()

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "kiosk", *arguments]

    def _environment(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
        return env | {"KIOSK_DATA": str(self.data), "KIOSK_LANGUAGE": "zh", "PYTHONUTF8": "1"}

    def _is_up(self) -> bool:
        assert self._server is not None
        log = (self.folder / "server.log").read_text("utf-8")
        assert self._server.poll() is None, f"the server ended:\n{log}"
        try:
            return bool(self.health())
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
