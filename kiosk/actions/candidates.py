"""Looking at a notice file before it is taken in: everything that is wrong with it, or everything that goes in with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kiosk.actions.checker import Checker
from kiosk.actions.reading import NOTICE_ENDINGS, Choice, kept_name, read_opened
from kiosk.documents import bundle, front_matter
from kiosk.documents.holidays import work_calendar
from kiosk.documents.notice_fields import is_file_name
from kiosk.documents.opening import open_file
from kiosk.documents.pictures import ScreenPicture, for_screen
from kiosk.documents.rendering import Renderer
from kiosk.documents.safe_html import Picture
from kiosk.errors import KioskError, Misuse, Problem, Refused
from kiosk.rules.findings import Finding
from kiosk.rules.notice import Kind, Notice
from kiosk.rules.posting import contradictions
from kiosk.rules.village import Settings
from kiosk.store.originals import ShownPicture, digest_of

ORIGINAL_LIMIT = 20 * 1024 * 1024
"""Bytes of one original."""
_BLANK = re.compile(r"【填写[^】]{0,60}】?")
_BLANK_IN_TITLE = re.compile(r"【(?:填写|年份|年度|季度|月份|事项|项目|会议|补贴|名称|对象|村民)[^】]*】")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(([^)\s]+)\)")
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")


@dataclass(frozen=True)
class Candidate:
    """A file that was found good, with all that goes in with it."""

    path: Path
    notice: Notice
    html: str
    digest: str
    """SHA-256 of the file as it was read."""
    fingerprint: str
    """Of the notice, see `fingerprint`."""
    originals: dict[str, bytes]
    pictures: dict[str, ScreenPicture]
    entry: bundle.Entry | None = None
    """What the folder's manifest says of it, on an empty board."""
    remarks: tuple[Problem, ...] = ()
    """What of a file that is no notice file was not taken over, or not understood."""
    findings: tuple[Finding, ...] = ()
    body_line: int = 0
    """On which line of the file the body begins, from 1; 0 for a file that is no notice file."""
    part: int = 0
    parts: int = 1
    """Of a roster too long for one notice, which of how many this is, from 0."""


@dataclass(frozen=True)
class Examiner:
    renderer: Renderer
    settings: Settings
    screens: set[str]
    manifests: dict[Path, bundle.Manifest]
    today: date
    checker: Checker | None = None
    """To understand files that are no notice files."""
    publishes: bool = False
    """What is found good goes up at once; a draft may still have faults that somebody mends at the desk."""

    def examine(self, path: Path) -> list[Candidate]:
        """Most files make one; a roster too long for one makes several. Raises Refused with everything that is wrong with
        the file."""
        if self.checker is not None and path.is_file() and not is_notice_file(path):
            return self._from_outside(path, self.checker)
        data = _bytes_of(path)
        file = _read(data, path)
        notice = with_objection_days(file.notice, self.settings)
        problems = [_in_file(each, file) for each in misgivings(notice, self.settings, self.screens)]
        files, pictures, faults_of_sources = _sources(path.parent, file)
        problems += faults_of_sources
        html = ""
        try:
            html = _html(self.renderer, file, pictures)
        except Refused as wrong:
            problems += wrong.problems
        if problems:
            raise Refused.because(sorted(problems, key=lambda problem: problem.line))
        return [
            Candidate(path, notice, html, digest_of(data), fingerprint(notice), files, pictures, self._entry(path), body_line=file.body_line)
        ]

    def _from_outside(self, path: Path, checker: Checker) -> list[Candidate]:
        """A spreadsheet, a Word file or a text becomes a notice, and is kept beside it."""
        data = read_original(path)
        if not is_file_name(kept_name(path.name)):
            raise Refused("field.file_name", key="sources", value=path.name)
        read = read_opened(open_file(data, path.name), Choice(), checker, self.today)
        made = [self._made(path, notice, data) for notice in (read.notice, *read.further)]
        made[0] = replace(made[0], remarks=(*read.remarks, *made[0].remarks))
        return [replace(each, part=part, parts=len(made)) for part, each in enumerate(made)]

    def _made(self, path: Path, notice: Notice, data: bytes) -> Candidate:
        name = kept_name(path.name)
        notice = with_objection_days(replace(notice, sources=(name,)), self.settings)
        problems = list(misgivings(notice, self.settings, self.screens))
        problems += [] if notice.title else [Problem("front_matter.missing", {"key": "title"})]
        if problems and self.publishes:
            raise Refused.because(problems)
        html = self.renderer.html(notice.body)
        return Candidate(path, notice, html, digest_of(data), fingerprint(notice), {name: data}, {}, remarks=tuple(problems))

    def _entry(self, path: Path) -> bundle.Entry | None:
        for folder, manifest in self.manifests.items():
            if path.is_relative_to(folder):
                return manifest.entries.get(path.relative_to(folder).as_posix())
        return None


def is_notice_file(path: Path) -> bool:
    """Markdown with the fields of a notice at its head, or meant to have them; anything else is read as from outside."""
    if path.suffix.lower() not in NOTICE_ENDINGS:
        return False
    try:
        return front_matter.is_meant_as_notice(front_matter.decode(_bytes_of(path)))
    except Refused:
        return True


def read_notice_file(path: Path) -> front_matter.NoticeFile:
    """Raises Refused with everything that is wrong with its fields."""
    return _read(_bytes_of(path), path)


def _read(data: bytes, path: Path) -> front_matter.NoticeFile:
    return _with_pictures_beside(front_matter.read(front_matter.decode(data)), path.parent)


def fingerprint(notice: Notice) -> str:
    """SHA-256 of the notice, whatever index number it bears."""
    return digest_of(front_matter.write(replace(notice, index_number=None)).encode("utf-8"))


def with_objection_days(notice: Notice, settings: Settings) -> Notice:
    """With the catalogue's or the village's days, where a publicity notice names none itself."""
    if notice.kind is not Kind.PUBLICITY or notice.objection_days is not None:
        return notice
    item = settings.catalogue.get(notice.item or "")
    own = item.objection_days if item is not None else None
    return replace(notice, objection_days=own or settings.terms.objection_days)


def misgivings(notice: Notice, settings: Settings, screens: set[str]) -> Iterator[Problem]:
    """What keeps a notice from going on: each with its field's key, and for the body ("body") with a line of it."""
    item = settings.catalogue.get(notice.item or "")
    if notice.item is not None and item is None:
        yield Problem("notice.unknown_item", {"value": notice.item}, key="item")
    yield from _blanks(notice)
    for each in contradictions(notice, item, settings.terms, work_calendar()):
        yield Problem(each.code, each.facts, key=each.key)
    for name in notice.screens:
        if name not in screens:
            facts = {"value": name, "allowed": "、".join(sorted(screens))}
            yield Problem("notice.unknown_screen", facts, key="screens")
    for name in notice.public_sources:
        if name not in notice.sources:
            yield Problem("notice.unknown_source", {"name": name}, key="public_sources")


def _blanks(notice: Notice) -> Iterator[Problem]:
    """What a template wants filled in and nobody has."""
    if _BLANK_IN_TITLE.search(notice.title):
        yield Problem("notice.blank_in_title", {"title": notice.title}, key="title")
    for number, line in enumerate(notice.body.split("\n"), 1):
        found = _BLANK.search(line)
        if found:
            yield Problem("notice.blank", {"blank": found[0]}, line=number, key="body")


def _in_file(problem: Problem, file: front_matter.NoticeFile) -> Problem:
    if problem.key == "body":
        return _on_line(problem, problem.line + file.body_line - 1)
    return _on_line(problem, file.lines.get(problem.key, 1))


def _with_pictures_beside(file: front_matter.NoticeFile, folder: Path) -> front_matter.NoticeFile:
    """A picture that the body shows and that stands beside the file is an original, listed or not."""
    named = dict.fromkeys(_PICTURE.findall(file.notice.body))
    beside = [
        name
        for name in named
        if name not in file.notice.sources and is_file_name(name) and name.lower().endswith(PICTURE_ENDINGS)
        if (folder / name).is_file()
    ]
    return replace(file, notice=replace(file.notice, sources=(*file.notice.sources, *beside)))


def _bytes_of(path: Path) -> bytes:
    if not path.exists():
        raise Misuse("file.absent")
    if path.suffix.lower() not in NOTICE_ENDINGS:
        raise Refused("file.not_markdown", ending=path.suffix)
    try:
        with path.open("rb") as file:
            return file.read(front_matter.FILE_LIMIT + 1)
    except OSError as unreadable:
        raise Refused("file.unreadable", reason=unreadable.strerror or "") from unreadable


def _sources(
    folder: Path, file: front_matter.NoticeFile
) -> tuple[dict[str, bytes], dict[str, ScreenPicture], list[Problem]]:
    files: dict[str, bytes] = {}
    pictures: dict[str, ScreenPicture] = {}
    problems: list[Problem] = []
    line = file.lines.get("sources", 0)
    for name in file.notice.sources:
        try:
            files[name] = read_original(folder / name)
            if name.lower().endswith(PICTURE_ENDINGS):
                pictures[name] = for_screen(files[name], name)
        except Refused as wrong:
            problems += (_on_line(each, line) for each in wrong.problems)
    return files, pictures, problems


def html_of_file(path: Path, renderer: Renderer) -> str:
    """Safe HTML of a file that is not taken in; one without front matter is a bare body. Raises Refused with file
    and lines."""
    try:
        text = front_matter.decode(_bytes_of(path))
        if not front_matter.has_front_matter(text):
            return renderer.html(text)
        file = _with_pictures_beside(front_matter.read(text), path.parent)
        _, pictures, problems = _sources(path.parent, file)
        if problems:
            raise Refused.because(problems)
        return _html(renderer, file, pictures)
    except KioskError as wrong:
        raise type(wrong).because(replace(each, file=str(path)) for each in wrong.problems) from wrong


def read_original(path: Path) -> bytes:
    """A link out of the notice's folder is no original: it would carry a foreign file onto the board."""
    try:
        if not path.is_file() or not path.resolve().is_relative_to(path.parent.resolve()):
            raise Refused("original.absent", name=path.name)
        with path.open("rb") as file:
            data = file.read(ORIGINAL_LIMIT + 1)
    except OSError as unreadable:
        raise Refused("original.unreadable", name=path.name, reason=unreadable.strerror or "") from unreadable
    if len(data) > ORIGINAL_LIMIT:
        raise Refused("original.too_large", name=path.name, limit=ORIGINAL_LIMIT // 1024 // 1024)
    return data


def _html(renderer: Renderer, file: front_matter.NoticeFile, pictures: dict[str, ScreenPicture]) -> str:
    """Raises Refused with lines of the file, where the renderer told lines of the body."""
    addresses = {name: in_text(as_shown(each)) for name, each in pictures.items()}
    try:
        return renderer.html(file.notice.body, addresses)
    except Refused as wrong:
        lines = (each.line + file.body_line - 1 if each.line else 0 for each in wrong.problems)
        raise Refused.because(map(_on_line, wrong.problems, lines)) from wrong


def as_shown(picture: ScreenPicture) -> ShownPicture:
    return ShownPicture(digest_of(picture.data), picture.extension, picture.width, picture.height)


def in_text(shown: ShownPicture) -> Picture:
    return Picture(shown.url, shown.width, shown.height)


def _on_line(problem: Problem, line: int) -> Problem:
    return replace(problem, line=line)
