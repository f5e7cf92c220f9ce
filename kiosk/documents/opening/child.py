"""The process that opens a file, with little memory and little time: a hostile one can bring nothing else down."""

import json
import sys

from kiosk.documents.child import bounded
from kiosk.documents.opening.archives import archive_of
from kiosk.documents.opening.encodings import Decoded, decode
from kiosk.documents.opening.kinds import Kind, kind_of
from kiosk.documents.opening.limits import CPU_SECONDS, MEMORY_BYTES
from kiosk.documents.opening.opened import Text
from kiosk.documents.opening.plain_text import read_text
from kiosk.documents.opening.telling import PASTED, Teller
from kiosk.errors import Problem, Refused
from kiosk.rules.grids import Grid


def main(what: str) -> None:
    """What is read stands on standard input; what is told of it goes to standard output, as the parent reads it."""
    bounded(MEMORY_BYTES, CPU_SECONDS)
    data = sys.stdin.buffer.read()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    teller = Teller(sys.stdout.write)
    try:
        if what == PASTED:
            _read_pasted(**json.loads(data), teller=teller)
        else:
            _read_file(data, teller)
        teller.whole()
    except Refused as wrong:
        teller.refused(wrong.problems[0])
    except MemoryError:
        teller.refused(Problem("opening.too_much"))


def _read_file(data: bytes, teller: Teller) -> None:
    """Each reader is loaded only where it is needed: starting takes longer than reading a small file."""
    archive = archive_of(data)
    kind = kind_of(data, archive)
    teller.kind(kind)
    if kind is Kind.TEXT:
        decoded = decode(data)
        _tell_encoding(decoded, teller)
        _tell(read_text(decoded.text), teller)
    elif kind in (Kind.HTML, Kind.MHTML):
        _read_pages(data, kind, teller)
    elif kind is Kind.DOCX and archive is not None:
        from kiosk.documents.opening.word import read_word

        _tell(read_word(archive), teller)
    else:
        from kiosk.documents.opening.workbooks import read_workbook

        read_workbook(data, kind, archive, teller)


def _read_pages(data: bytes, kind: Kind, teller: Teller) -> None:
    from kiosk.documents.opening.web_pages import decode_html, pages_in, read_html

    for page in pages_in(data) if kind is Kind.MHTML else [decode_html(data)]:
        _tell_encoding(page, teller)
        _tell(read_html(page.text), teller)


def _read_pasted(html: str, text: str, teller: Teller) -> None:
    """A table on the clipboard is best as a table; all else is clearest as plain text."""
    from kiosk.documents.opening.web_pages import read_html

    read = read_html(html) if "<table" in html.lower() else None
    has_table = read is not None and any(isinstance(part, Grid) for part in read.parts)
    _tell(read if read is not None and has_table else read_text(text), teller)


def _tell(text: Text, teller: Teller) -> None:
    for part in text.parts:
        teller.part(part)
    for remark in text.remarks:
        teller.remark(remark)


def _tell_encoding(decoded: Decoded, teller: Teller) -> None:
    if decoded.damaged:
        teller.remark(Problem("opening.damaged_characters", {"count": decoded.damaged, "encoding": decoded.encoding}))
    elif decoded.is_guessed:
        teller.remark(Problem("opening.guessed_encoding", {"encoding": decoded.encoding}))


if __name__ == "__main__":
    main(sys.argv[1])
