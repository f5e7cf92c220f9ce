"""A process of our own that answers line by line and can be stopped: what might take for ever, or all memory, is done
there, and holds no lock of the server's."""

import gc
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Self

from kiosk.errors import Refused, Unavailable

IDLE_SECONDS = 600
WAITING_SECONDS = 20
"""Until a child is up, or answers, on a machine that is busy or cannot count a child's time."""
_GONE = ""

Answers = dict[str, object]


@dataclass
class Child:
    """Started when it is first asked, and again after it was stopped; one question after the other, whoever asks. Close
    it (or use `with`) to end it."""

    module: str
    """Its `main` calls `answer_lines`."""
    waiting_seconds: float = WAITING_SECONDS
    patience: float = -1
    """Seconds that whoever asks waits for their turn; below nothing, for as long as it takes."""
    process: subprocess.Popen[str] | None = None
    _answers: "Queue[str] | None" = None
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _asked_at: float = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._end()

    def rest(self) -> None:
        """Ends it when nobody has asked anything for a while."""
        with self._lock:
            if time.monotonic() - self._asked_at > IDLE_SECONDS:
                self._end()

    def _end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def ask(self, question: Answers) -> Answers | None:
        """None when it was stopped over this question. Raises Unavailable when none can be started, Refused when it is
        still busy with what others have asked."""
        if not self._lock.acquire(timeout=self.patience):
            raise Refused("child.busy")
        try:
            self._asked_at = time.monotonic()
            return self._answer_to(question)
        finally:
            self._lock.release()

    def _answer_to(self, question: Answers) -> Answers | None:
        process, answers = self._started()
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            answer = answers.get(timeout=self.waiting_seconds)
        except (Empty, OSError):
            answer = _GONE
        if answer == _GONE:
            self._end()
            return None
        return json.loads(answer)

    def _started(self) -> "tuple[subprocess.Popen[str], Queue[str]]":
        if self.process is not None and self.process.poll() is not None:
            self._end()  # killed from outside while nobody asked anything: no fault of this question
        if self.process is not None and self._answers is not None:
            return self.process, self._answers
        command = [sys.executable, "-m", self.module]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        answers: Queue[str] = Queue()
        threading.Thread(target=_listen, args=(process, answers), daemon=True).start()
        self.process, self._answers = process, answers
        try:
            is_up = answers.get(timeout=WAITING_SECONDS) != _GONE
        except Empty:
            is_up = False
        if not is_up:
            self._end()
            raise Unavailable("markdown.no_renderer")
        return process, answers


def _listen(process: "subprocess.Popen[str]", answers: "Queue[str]") -> None:
    for line in process.stdout:
        answers.put(line)
    answers.put(_GONE)


def answer_lines(answer: Callable[[Answers], Answers], cpu_seconds: float, memory_bytes: int) -> None:
    """The child: one question a line, one answer a line, in JSON; the first line says that it is up. The kernel ends it
    after so much of its own time for one question, and gives it no more memory than that."""
    bounded(memory_bytes)
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    print("{}", flush=True)
    for line in iter(sys.stdin.readline, ""):
        question = json.loads(line)
        _limit_time(cpu_seconds)
        gc.disable()  # thousands of rows are no garbage, and looking for any among them takes a quarter of the time
        answered = answer(question)
        gc.enable()
        _limit_time(0)
        print(json.dumps(answered), flush=True)


def bounded(memory_bytes: int, cpu_seconds: int | None = None) -> None:
    """From now on the kernel gives this process no more than that; Windows knows no such bounds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    if cpu_seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """From now on the kernel ends this process after so much of its time; 0 lifts the limit."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
