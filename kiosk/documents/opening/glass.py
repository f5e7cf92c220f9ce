"""Opening what a clerk brings, behind glass: a child process reads it, and is ended when it takes too long, takes too much
memory, or is not wanted any more."""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import PureWindowsPath
from queue import Empty, Queue

from kiosk.documents.opening.kinds import Kind, is_misnamed
from kiosk.documents.opening.limits import PASTED_LIMIT, SIZE_LIMIT, WAITING_SECONDS
from kiosk.documents.opening.opened import Opened
from kiosk.documents.opening.telling import FILE, PASTED, Listener
from kiosk.errors import Problem, Refused, Unavailable

_LOOKING_SECONDS = 0.1
"""From one look at whether it is still wanted to the next."""
_GONE = b""
_OF_PASTED = {"opening.too_much": "opening.pasted_too_much", "opening.damaged": "opening.pasted_unreadable"}
"""What cannot be said of something without a name."""

Progress = Callable[[int], None]


def open_file(data: bytes, name: str, progress: Progress | None = None, stop: threading.Event | None = None) -> Opened:
    """`progress` is told the rows read so far; setting `stop` ends the reading. Raises Refused for what cannot be read,
    with the reason and with what can be done about it."""
    name = PureWindowsPath(name).name
    if len(data) > SIZE_LIMIT:
        raise Refused("opening.too_large", name=name, limit=SIZE_LIMIT // 1024**2)
    heard = _read(FILE, data, name, progress, stop)
    opened = _whole(heard, name)
    if is_misnamed(Kind(heard.kind), name):
        really = Problem("opening.other_ending", {"name": name, "really": heard.kind})
        opened = replace(opened, remarks=(really, *opened.remarks))
    return opened


def open_pasted(html: str, text: str) -> Opened:
    """What the clipboard holds, as text/html and as plain text. Raises Refused where there is nothing."""
    if len(html) + len(text) > PASTED_LIMIT:
        raise Refused("opening.pasted_too_large", limit=PASTED_LIMIT)
    try:
        return _whole(_read(PASTED, json.dumps({"html": html, "text": text}).encode(), "", None, None), "")
    except Refused as wrong:
        raise Refused(_OF_PASTED.get(wrong.code, wrong.code), **wrong.problems[0].facts) from wrong


def _whole(heard: Listener, name: str) -> Opened:
    opened = heard.opened(name)
    if not opened.sheets and not opened.parts:
        raise Refused("opening.only_hidden" if opened.hidden else "opening.nothing_inside", name=name)
    return opened


def _read(what: str, data: bytes, name: str, progress: Progress | None, stop: threading.Event | None) -> Listener:
    command = [sys.executable, "-m", "kiosk.documents.opening.child", what]
    try:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError as broken:
        raise Unavailable("opening.not_now") from broken
    lines: Queue[bytes] = Queue()
    threads = (threading.Thread(target=_hand_in, args=(child, data)), threading.Thread(target=_listen, args=(child, lines)))
    for thread in threads:
        thread.start()
    try:
        heard = _hear(lines, name, progress, stop)
    finally:
        child.kill()
        child.wait()
        for thread in threads:
            thread.join()
    if heard.refused is not None:
        raise Refused(heard.refused.code, **{"name": name, **heard.refused.facts})
    if not heard.is_whole:
        # Ended from outside, by the kernel or by itself when no memory was left; or it stumbled over the file.
        raise Refused("opening.damaged" if child.returncode == 1 else "opening.too_much", name=name)
    return heard


def _hear(lines: "Queue[bytes]", name: str, progress: Progress | None, stop: threading.Event | None) -> Listener:
    heard = Listener()
    until = time.monotonic() + WAITING_SECONDS
    told = 0
    while True:
        if stop is not None and stop.is_set():
            raise Refused("opening.stopped", name=name)
        if time.monotonic() > until:
            raise Refused("opening.too_much", name=name)
        try:
            line = lines.get(timeout=_LOOKING_SECONDS)
        except Empty:
            continue
        if line == _GONE:
            return heard
        heard.hear(line)
        if progress is not None and heard.rows > told:
            told = heard.rows
            progress(told)


def _hand_in(child: "subprocess.Popen[bytes]", data: bytes) -> None:
    """A child that has ended reads no more."""
    with contextlib.suppress(OSError):
        child.stdin.write(data)
    with contextlib.suppress(OSError):
        child.stdin.close()


def _listen(child: "subprocess.Popen[bytes]", lines: "Queue[bytes]") -> None:
    for line in child.stdout:
        lines.put(line)
    child.stdout.close()
    lines.put(_GONE)
