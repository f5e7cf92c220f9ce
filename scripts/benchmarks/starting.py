"""How soon a server answers, and what memory it takes."""

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import environment

from benchmarks.asking import Asker, poll_request
from benchmarks.clerk import Publisher, announcement
from benchmarks.figures import Row
from benchmarks.hall import Server, resident_mb


def start(quick: bool) -> list[Row]:
    rounds = 3 if quick else 5
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        data = Path(name) / "data"
        with Server(data):
            pass
        seconds = [first_byte_seconds(data, Server.command) for _ in range(rounds)]
        how = f"from starting the process to the first answer of /screen/hall, sample village there, median of {rounds}"
        first = timed("start to first byte, warm disk", seconds, how)
        return [first, second_start(data, Path(name) / "checkout", rounds)]


def second_start(data: Path, checkout: Path, rounds: int) -> Row:
    what = "scripts/serve.py, second start"
    if environment.read_stamp().get(environment.PINS.name) != environment.digest([environment.PINS]):
        return Row(what, "≤ 1 s", "not measured: run scripts/serve.py once first, .venv is behind the pins", "–")
    copy_checkout(checkout)
    command = (sys.executable, str(checkout / "scripts/serve.py"))
    first_byte_seconds(data, command)
    seconds = [first_byte_seconds(data, command) for _ in range(rounds)]
    return timed(what, seconds, f"likewise, in a copy of this folder where it has run before, median of {rounds}")


def first_byte_seconds(data: Path, command: tuple[str, ...]) -> float:
    with Server(data, command=command) as server:
        return server.first_byte_seconds


def timed(what: str, seconds: list[float], how: str, goal: float = 1) -> Row:
    middle = statistics.median(seconds)
    return Row(what, f"≤ {goal:g} s", f"{middle:.2f} s (worst {max(seconds):.2f} s)", how, middle <= goal)


# Says of the copied .venv what is true: its packages are the pinned ones. That it does not know the project where it
# now stands is left for the first start to find out, which then installs it there; that needs no network.
STAMP = """
from environment import BIRTHPLACE, PINS, digest, write_stamp
write_stamp({"birthplace": BIRTHPLACE, PINS.name: digest([PINS])})
"""


def copy_checkout(checkout: Path) -> None:
    """The project's files and its .venv: what starting writes must not reach the ones in use."""
    shutil.copytree(environment.ROOT, checkout, ignore=shutil.ignore_patterns(".*", "instance"))
    no_browser = shutil.ignore_patterns("playwright", environment.STAMP.name)  # half of .venv, and no part of serving
    shutil.copytree(environment.VENV, checkout / environment.VENV.name, symlinks=True, ignore=no_browser)
    subprocess.run([sys.executable, "-c", STAMP], cwd=checkout / "scripts", check=True)


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
