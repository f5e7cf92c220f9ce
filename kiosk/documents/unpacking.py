"""Opening what comes from outside behind glass: pictures and PDF pages are decoded by a child process with little memory
and little time, for a damaged file can bring a decoder down, and whatever runs it."""

import contextlib
import json
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from kiosk.documents.child import bounded
from kiosk.documents.pictures import SIDE_LIMIT, ScreenPicture, for_screen
from kiosk.documents.sheets import UPRIGHT, in_parts
from kiosk.errors import Problem, Refused

CPU_SECONDS = 20
WAITING_SECONDS = 40
MEMORY_BYTES = 1024 * 1024 * 1024
PAGES_LIMIT = 20
AT_ONCE = 2
"""Fewer than the server's threads: however many files come, the screens are answered."""
_LENGTH = struct.Struct(">I")
_turns = threading.BoundedSemaphore(AT_ONCE)


@contextlib.contextmanager
def one_of_few(code: str, **facts: object) -> Iterator[None]:
    """For all files that come at once. Raises Refused with that code while others are at it, rather than to keep the
    screens waiting with whoever waits."""
    if not _turns.acquire(blocking=False):
        raise Refused(code, **facts)
    try:
        yield
    finally:
        _turns.release()


def picture_of(data: bytes, name: str) -> ScreenPicture:
    """The picture as it is shown. Raises Refused for what is none."""
    return _unpack("picture", data, name)[0]


def pages_of(data: bytes, name: str) -> list[ScreenPicture]:
    """The pages of a PDF as pictures, an upright sheet in `PARTS` from top to bottom. Raises Refused for what is no PDF,
    is locked, or has too many pages."""
    return _unpack("pdf", data, name)


def _unpack(kind: str, data: bytes, name: str) -> list[ScreenPicture]:
    command = [sys.executable, "-m", "kiosk.documents.unpacking", kind, name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WAITING_SECONDS, check=True)
    except (subprocess.SubprocessError, OSError) as broken:
        raise Refused("pdf.unreadable" if kind == "pdf" else "picture.unreadable", name=name) from broken
    answer = BytesIO(done.stdout)
    head = json.loads(answer.readline())
    if "code" in head:
        raise Refused(head["code"], **head["facts"])
    return [ScreenPicture(_frame(answer), **each) for each in head["pictures"]]


def _frame(answer: BinaryIO) -> bytes:
    (length,) = _LENGTH.unpack(answer.read(_LENGTH.size))
    return answer.read(length)


def _pages(data: bytes, name: str) -> Iterator[ScreenPicture]:
    import pypdfium2  # only here: it loads a library of some megabytes

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as broken:
        code = "pdf.locked" if "password" in str(broken).lower() else "pdf.unreadable"
        raise Refused.because([Problem(code, {"name": name})]) from broken
    if len(document) > PAGES_LIMIT:
        raise Refused("pdf.too_long", name=name, pages=len(document), limit=PAGES_LIMIT)
    for page in document:
        width, height = page.get_size()
        is_sheet = UPRIGHT[0] <= height / max(width, 1) <= UPRIGHT[1]
        scale = SIDE_LIMIT / max(width, 1 if is_sheet else height, 1)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        for part in in_parts(picture) if is_sheet else [picture]:
            written = BytesIO()
            part.save(written, "JPEG", quality=90)
            yield for_screen(written.getvalue(), name)


def main(kind: str, name: str) -> None:
    """The child: the file on standard input; on standard output one line of JSON, then each picture after its length."""
    bounded(MEMORY_BYTES, CPU_SECONDS)
    data = sys.stdin.buffer.read()
    name = PurePath(name).name
    try:
        pictures = [for_screen(data, name)] if kind == "picture" else list(_pages(data, name))
    except Refused as wrong:
        problem = wrong.problems[0]
        sys.stdout.buffer.write(json.dumps({"code": problem.code, "facts": dict(problem.facts)}).encode() + b"\n")
        return
    heads = [{key: value for key, value in asdict(each).items() if key != "data"} for each in pictures]
    sys.stdout.buffer.write(json.dumps({"pictures": heads}).encode() + b"\n")
    for each in pictures:
        sys.stdout.buffer.write(_LENGTH.pack(len(each.data)) + each.data)


if __name__ == "__main__":
    main(*sys.argv[1:3])
