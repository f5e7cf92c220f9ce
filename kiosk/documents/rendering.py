"""Rendering behind glass: Markdown is turned into HTML by a child process that is stopped when it takes too long.

Python-Markdown needs seconds for a few kilobytes of `[`, and holds the interpreter's lock meanwhile; the board must not.
"""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from queue import Empty, Queue

from kiosk.documents.safe_html import (
    BLOCK_LIMIT,
    BODY_LIMIT,
    DEPTH_LIMIT,
    BadMarkdown,
    Picture,
    line_of_excess,
    line_of_long_block,
    render,
)
from kiosk.errors import Problem, Refused, Unavailable

CPU_SECONDS = 0.8
"""For one body. Counted in the child's own time, so that a busy machine refuses no honest notice."""
MEMORY_BYTES = 1024 * 1024 * 1024
WAITING_SECONDS = 20
"""Until the child is up, or answers, on a machine that is busy or cannot count a child's time."""
_GONE = ""


@dataclass
class Renderer:
    """Renders bodies one after the other; close it (or use `with`) to end its child."""

    _child: subprocess.Popen[str] | None = None
    _answers: "Queue[str] | None" = None

    def __enter__(self) -> "Renderer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def html(self, body: str, pictures: dict[str, Picture] | None = None) -> str:
        """Raises Refused with the line in the body where it can be told."""
        if len(body) > BODY_LIMIT:
            raise Refused("markdown.too_long", limit=BODY_LIMIT, length=len(body))
        long = line_of_long_block(body)
        if long is not None:
            raise Refused.because([Problem("markdown.block_too_long", {"limit": BLOCK_LIMIT}, line=long)])
        deep = line_of_excess(body)
        if deep is not None:
            raise Refused.because([Problem("markdown.too_deep", {"limit": DEPTH_LIMIT}, line=deep)])
        question = {"body": body, "pictures": {name: asdict(each) for name, each in (pictures or {}).items()}}
        answer = json.loads(self._ask(json.dumps(question)))
        if "html" in answer:
            return answer["html"]
        raise Refused.because([Problem(answer["code"], answer["facts"], line=_line_of(answer["excerpt"], answer["within"], body))])

    def _ask(self, question: str) -> str:
        child, answers = self._started()
        try:
            child.stdin.write(question + "\n")
            child.stdin.flush()
            answer = answers.get(timeout=WAITING_SECONDS)
        except (Empty, OSError) as stopped:
            self.close()
            raise Refused("markdown.too_complicated") from stopped
        if answer == _GONE:
            self.close()
            raise Refused("markdown.too_complicated")
        return answer

    def _started(self) -> "tuple[subprocess.Popen[str], Queue[str]]":
        if self._child is not None and self._answers is not None:
            return self._child, self._answers
        child = subprocess.Popen(
            [sys.executable, "-m", "kiosk.documents.rendering"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        answers: Queue[str] = Queue()
        threading.Thread(target=_listen, args=(child, answers), daemon=True).start()
        self._child, self._answers = child, answers
        try:
            is_up = answers.get(timeout=WAITING_SECONDS) != _GONE
        except Empty:
            is_up = False
        if not is_up:
            self.close()
            raise Unavailable("markdown.no_renderer")
        return child, answers


def _listen(child: "subprocess.Popen[str]", answers: "Queue[str]") -> None:
    for line in child.stdout:
        answers.put(line)
    answers.put(_GONE)


def _line_of(excerpt: str, within: str, body: str) -> int:
    if not excerpt:
        return 0
    at = body.find(excerpt, max(0, body.find(within)))
    return 0 if at < 0 else body.count("\n", 0, at) + 1


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _limit(seconds: float) -> None:
    """From now on the kernel ends this process after so much of its time; 0 lifts the limit."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _answers(questions: Iterator[str]) -> Iterator[dict[str, object]]:
    for line in questions:
        question = json.loads(line)
        pictures = {name: Picture(**each) for name, each in question["pictures"].items()}
        _limit(CPU_SECONDS)
        try:
            answer = {"html": render(question["body"], pictures)}
        except BadMarkdown as wrong:
            answer = {"code": wrong.code, "facts": wrong.facts, "excerpt": wrong.excerpt, "within": wrong.within}
        _limit(0)
        yield answer


def main() -> None:
    """The child: one question a line, one answer a line, in JSON; the first line says that it is up."""
    _limit_memory()
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    print("{}", flush=True)
    for answer in _answers(iter(sys.stdin.readline, "")):
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
