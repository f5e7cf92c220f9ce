"""A village hall for a test: a board of its own behind a real server, which the test may kill and start again."""

import json
import multiprocessing
import os
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import yaml

import kiosk.cli

Answer = TypeVar("Answer")

PROCESSES = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
PROCESSES.set_forkserver_preload(["kiosk.cli", "kiosk.web.serving", "kiosk.documents.rendering"])
"""Each command runs in a process of its own, forked from one that has read the program in already: Python takes a second of
the processor's time for that, and these tests start some two hundred."""
COMMAND_SECONDS = 60
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


def run(words: tuple[str, ...], environment: dict[str, str], log: str) -> None:
    """`kiosk` with these words, in a process of its own."""
    os.environ.clear()
    os.environ.update(environment)
    with open(log, "ab", buffering=0) as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
            stream.reconfigure(encoding="utf-8", line_buffering=True)
    kiosk.cli.main(words, prog_name="kiosk")


class Hall:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._server: BaseProcess | None = None
        self._imports = 0
        self._commands = 0

    def start(self, *, sample: bool = False) -> "Hall":
        self._server = self._run("server.log", "serve", "--port", str(self.port), *([] if sample else ["--empty"]))
        until(self._is_up, "the server answers /healthz", STARTING_SECONDS)
        return self

    def kill(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.join()
            self._server = None

    def kiosk(self, *arguments: str) -> str:
        self._commands += 1
        log = f"command-{self._commands}.log"
        command = self._run(log, *arguments)
        command.join(COMMAND_SECONDS)
        said = (self.folder / log).read_text("utf-8")
        assert command.exitcode == 0, said
        return said

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

    def _run(self, log: str, *words: str) -> BaseProcess:
        process = PROCESSES.Process(target=run, args=(words, self._environment(), str(self.folder / log)), daemon=True)
        process.start()
        return process

    def _environment(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
        return env | {"KIOSK_DATA": str(self.data), "KIOSK_LANGUAGE": "zh", "PYTHONUTF8": "1"}

    def _is_up(self) -> bool:
        assert self._server is not None
        log = self.folder / "server.log"
        assert self._server.is_alive(), f"the server ended:\n{log.read_text('utf-8')}"
        try:
            return bool(self.health())
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
