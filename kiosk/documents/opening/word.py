"""Word files (.docx): paragraphs, headings, numbers that Word sets by itself, and tables, read in one pass without keeping
the document in memory. Pictures, text boxes, notes and comments are told of, not taken over."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

from kiosk.documents.opening.archives import Archive
from kiosk.documents.opening.flow import Flow
from kiosk.documents.opening.opened import Text
from kiosk.documents.opening.values import small_number
from kiosk.documents.opening.word_numbering import Numbering
from kiosk.documents.opening.word_styles import Style, numbering_of, styles_of
from kiosk.errors import Problem, Refused

DEPTH_LIMIT = 300
"""Elements within elements."""
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
    "http://schemas.openxmlformats.org/markup-compatibility/2006 ",
    "http://schemas.openxmlformats.org/officeDocument/2006/math ",
)
_PICTURE = ("http://schemas.openxmlformats.org/drawingml/2006/main blip", "urn:schemas-microsoft-com:vml imagedata")
_OF_BEFORE = {"pPrChange", "rPrChange", "tcPrChange", "trPrChange", "tblPrChange", "sectPrChange"}
_SKIPPED = {"del", "moveFrom", "Fallback", "txbxContent", "rt", *_OF_BEFORE}
_TOLD = {
    "del": "opening.tracked_changes",
    "ins": "opening.tracked_changes",
    "moveFrom": "opening.tracked_changes",
    "footnoteReference": "opening.footnotes",
    "endnoteReference": "opening.footnotes",
    "commentReference": "opening.comments",
}
_SIGNS = {"tab": " ", "noBreakHyphen": "-", "ptab": " "}


@dataclass
class _Paragraph:
    style: str = ""
    outline: int | None = None
    list_name: str = ""
    list_level: int = 0
    is_begun: bool = False


@dataclass
class _Cell:
    """What is known of a cell before its contents begin."""

    across: int = 1
    continues: bool = False
    is_open: bool = False


class _Reader:
    def __init__(self, styles: Mapping[str, Style], numbering: Numbering) -> None:
        self.flow = Flow()
        self.noticed = Counter[str]()
        self._styles = styles
        self._numbering = numbering
        self._open: list[str] = []
        self._skipped = 0
        """Elements that are open within what is left out, itself included."""
        self._paragraphs: list[_Paragraph] = []
        self._cells: list[_Cell] = []
        self._placeholders: list[bool] = []
        """Of each field that is open, whether it shows what Word puts where nothing has been filled in."""
        self._is_hidden = False
        self._takes = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _PICTURE and not self._skipped:
            self.noticed["opening.pictures"] += 1
        name = _local(tag)
        self._open.append(name)
        if len(self._open) > DEPTH_LIMIT:
            raise Refused("opening.too_much")
        if name in _TOLD:
            self.noticed[_TOLD[name]] += 1
        if self._skipped or name in _SKIPPED or self._is_placeholder(name):
            self._skipped += 1
            self._takes = name == "t" and "txbxContent" in self._open and "Fallback" not in self._open
            return
        self._begin(name, {_local(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        name = _local(tag)
        self._open.pop()
        self._takes = False
        if self._skipped:
            self._skipped -= 1
            return
        if name == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif name == "tbl":
            self.flow.end_table()
        elif name == "tc" and self._cells:
            self._open_cell()
            self._cells.pop()
        elif name == "sdt":
            self._placeholders.pop()

    def text(self, text: str) -> None:
        if not self._takes:
            return
        if self._skipped:
            self.noticed["opening.text_boxes"] += bool(text.strip())
        elif self._is_hidden:
            self.noticed["opening.hidden_text"] += bool(text.strip())
        else:
            self._say(text)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "t":
            self._takes = bool(self._paragraphs)
        elif name == "p":
            self._open_cell()
            self._paragraphs.append(_Paragraph())
        elif name == "r":
            self._is_hidden = False
        elif name == "sdt":
            self._placeholders.append(False)
        elif name == "showingPlcHdr" and self._placeholders:
            self._placeholders[-1] = True
        elif name in _SIGNS and self._is_in_run():
            self._say(_SIGNS[name])
        elif name in ("br", "cr") and self._is_in_run() and attributes.get("type", "") not in ("page", "column"):
            self.flow.break_line()
        elif name == "vanish" and "r" in self._open[-3:] and value not in ("0", "false"):
            self._is_hidden = True
        elif name in ("tbl", "tr", "tc", "gridSpan", "vMerge", "gridBefore"):
            self._begin_of_table(name, value)
        elif self._paragraphs:
            self._note(self._paragraphs[-1], name, value)

    def _begin_of_table(self, name: str, value: str) -> None:
        if name == "tbl":
            self._open_cell()
            self.flow.begin_table()
        elif name == "tr":
            self.flow.begin_row()
        elif name == "gridBefore":
            self.flow.begin_cell(small_number(value, 1))
        elif name == "tc":
            self._cells.append(_Cell())
        elif name == "gridSpan" and self._cells:
            self._cells[-1].across = small_number(value, 1)
        elif name == "vMerge" and self._cells:
            self._cells[-1].continues = value != "restart"

    def _note(self, paragraph: _Paragraph, name: str, value: str) -> None:
        if name == "pStyle":
            paragraph.style = value
        elif name == "outlineLvl":
            paragraph.outline = small_number(value, 9)
        elif name == "numId":
            paragraph.list_name = value
        elif name == "ilvl":
            paragraph.list_level = small_number(value, 0)

    def _open_cell(self) -> None:
        """Its properties are known once its contents begin."""
        if self._cells and not self._cells[-1].is_open:
            cell = self._cells[-1]
            cell.is_open = True
            self.flow.begin_cell(cell.across, continues=cell.continues)

    def _say(self, text: str) -> None:
        paragraph = self._paragraphs[-1]
        if not paragraph.is_begun:
            paragraph.is_begun = True
            style = self._styles.get(paragraph.style, Style())
            in_list = paragraph.list_name or style.list_name
            self.flow.say(self._numbering.mark(in_list, paragraph.list_level if paragraph.list_name else style.list_level))
        self.flow.say(text)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        outline = paragraph.outline if paragraph.outline is not None else self._styles.get(paragraph.style, Style()).outline
        self.flow.end_block(outline + 1 if outline is not None and outline < 6 else 0)

    def _is_in_run(self) -> bool:
        return len(self._open) > 1 and self._open[-2] == "r" and bool(self._paragraphs)

    def _is_placeholder(self, name: str) -> bool:
        return name == "sdtContent" and any(self._placeholders[-1:])


def read_word(archive: Archive) -> Text:
    """Raises Refused for what is damaged."""
    reader = _Reader(styles_of(archive), numbering_of(archive))
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = _refuse_entity
    parser.buffer_text = True
    if "word/document.xml" not in archive.names:
        raise Refused("opening.damaged")
    archive.check_xml("word/document.xml")
    try:
        for chunk in archive.chunks("word/document.xml"):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as broken:
        raise Refused("opening.damaged") from broken
    parts = tuple(reader.flow.finished())
    return Text(parts, tuple(_remarks(archive, reader)))


def _refuse_entity(*_: object) -> None:
    raise Refused("opening.bomb")


def _remarks(archive: Archive, reader: _Reader) -> Iterator[Problem]:
    yield from (Problem(code) for code in sorted(reader.noticed) if reader.noticed[code])
    yield from reader.flow.remarks()
    margins = (*archive.named("word/header", ".xml"), *archive.named("word/footer", ".xml"))
    if any(_has_text(archive, name) for name in margins):
        yield Problem("opening.page_margins")
    if "word/vbaProject.bin" in archive.names:
        yield Problem("opening.macros")


def _has_text(archive: Archive, name: str) -> bool:
    """More than a page number."""
    written = archive.read(name, 2_000_000) or b""
    said = b"".join(
        piece.partition(b">")[2].partition(b"<")[0] for piece in written.split(b"<w:t")[1:] if piece[:1] in (b">", b" ")
    )
    return len(said.decode("utf-8", "replace").strip(" -—0123456789第页共")) > 0


@lru_cache(1024)
def _local(name: str) -> str:
    """Of another vocabulary than Word's own, the whole name."""
    for start in _WORD:
        if name.startswith(start):
            return name[len(start) :]
    return name
