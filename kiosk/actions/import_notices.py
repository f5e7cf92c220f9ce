"""Bringing notices in from files: everything is looked at first, then all of it comes in, or none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.actions.publish import put_up
from kiosk.documents import bundle, front_matter
from kiosk.documents.pictures import ScreenPicture, for_screen
from kiosk.documents.rendering import Renderer
from kiosk.documents.safe_html import Picture
from kiosk.documents.shipped import catalogue, setting_kinds
from kiosk.errors import KioskError, Problem, Refused
from kiosk.rules.notice import Kind, Notice
from kiosk.rules.posting import contradictions, start_of
from kiosk.rules.village import Settings
from kiosk.store import audit, notices, originals, screens, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board, is_empty
from kiosk.store.connection import faults, transaction
from kiosk.store.originals import Original, digest_of

ORIGINAL_LIMIT = 20 * 1024 * 1024
"""Bytes of one original."""
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")

Progress = Callable[[list[Path]], Iterator[Path]]


@dataclass(frozen=True)
class Candidate:
    """A file that was found good, with all that goes in with it."""

    path: Path
    notice: Notice
    html: str
    fingerprint: str
    originals: dict[str, bytes]
    pictures: dict[str, ScreenPicture]
    entry: bundle.Entry | None = None
    """What the folder's manifest says of it, on an empty board."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file. `number` is None while nothing went in; `same_as` names a notice already there."""

    path: Path
    title: str = ""
    number: int | None = None
    same_as: int | None = None
    is_published: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Import:
    outcomes: list[Outcome]
    went_in: bool


@dataclass(frozen=True)
class Posting:
    """How what comes in is put up: at once by `who`, or from the day each notice was issued on."""

    who: str
    now: datetime
    publish: bool = False
    from_issue: bool = False

    def posted_at(self, notice: Notice, zone: ZoneInfo) -> datetime:
        if self.from_issue and notice.issued_on is not None:
            return min(self.now, start_of(notice.issued_on, zone))
        return self.now


def import_paths(board: Board, paths: list[Path], posting: Posting, progress: Progress = iter) -> Import:
    """Nothing goes in when one file is wrong; every file is told about all the same."""
    files, manifests = _files(paths, restores=is_empty(board))
    village = _settings(board, manifests)
    names = {screen.name for screen in screens.all_screens(board.db)}
    names |= {screen.name for manifest in manifests.values() for screen in manifest.screens}
    examined: list[Candidate | Outcome] = []
    with Renderer() as renderer:
        examiner = _Examiner(board, renderer, village, names, manifests)
        for path in progress(files):
            try:
                examined.append(examiner.examine(path))
            except KioskError as wrong:
                examined.append(Outcome(path, problems=tuple(replace(each, file=str(path)) for each in wrong.problems)))
    if any(isinstance(each, Outcome) for each in examined):
        told = [each if isinstance(each, Outcome) else Outcome(each.path, each.notice.title) for each in examined]
        return Import(told, went_in=False)
    candidates = [each for each in examined if isinstance(each, Candidate)]
    return Import(_take_in(board, candidates, manifests, posting), went_in=True)


def _files(paths: list[Path], restores: bool) -> tuple[list[Path], dict[Path, bundle.Manifest]]:
    files: list[Path] = []
    manifests: dict[Path, bundle.Manifest] = {}
    for path in paths:
        if path.is_dir():
            manifest = bundle.read_manifest(path) if restores else None
            if manifest is not None:
                manifests[path] = manifest
            files += sorted(each for each in path.rglob("*.md") if each.is_file() and not _is_hidden(each, path))
        elif path.is_file():
            files.append(path)
        else:
            raise Refused.because([Problem("file.absent", file=str(path))])
    if not files and not manifests:
        raise Refused("import.nothing_found", paths="、".join(map(str, paths)))
    return files, manifests


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _settings(board: Board, manifests: dict[Path, bundle.Manifest]) -> Settings:
    """The board's settings with those the folders bring along. Raises Refused for unknown or ill-shaped ones."""
    values = {kind.name: kind.value for kind in setting_kinds().values()} | settings.own_values(board.db)
    for folder, manifest in manifests.items():
        place = str(folder / bundle.MANIFEST)
        unknown = sorted(set(manifest.settings) - set(values))
        if unknown:
            facts = {"key": unknown[0], "allowed": "、".join(setting_kinds())}
            raise Refused.because([Problem("settings.unknown", facts, file=place)])
        values |= manifest.settings
        try:
            settings.from_values(values)
        except (ValueError, TypeError, KeyError) as wrong:
            raise Refused.because([Problem("bundle.manifest", {"reason": wrong}, file=place)]) from wrong
    return settings.from_values(values)


@dataclass(frozen=True)
class _Examiner:
    board: Board
    renderer: Renderer
    settings: Settings
    screens: set[str]
    manifests: dict[Path, bundle.Manifest]

    def examine(self, path: Path) -> Candidate:
        """Raises Refused with everything that is wrong with the file."""
        file = front_matter.read(front_matter.decode(_bytes_of(path)))
        notice = self._with_objection_days(file.notice)
        problems = list(self._problems(notice, file))
        files, pictures, faults_of_sources = _sources(path.parent, file)
        problems += faults_of_sources
        html = ""
        try:
            html = self.renderer.html(notice.body, _addresses(pictures))
        except Refused as wrong:
            problems += (replace(each, line=_in_file(each.line, file)) for each in wrong.problems)
        if problems:
            raise Refused.because(sorted(problems, key=lambda problem: problem.line))
        fingerprint = digest_of(front_matter.write(replace(notice, index_number=None)).encode("utf-8"))
        return Candidate(path, notice, html, fingerprint, files, pictures, self._entry(path))

    def _with_objection_days(self, notice: Notice) -> Notice:
        if notice.kind is not Kind.PUBLICITY or notice.objection_days is not None:
            return notice
        item = catalogue().get(notice.item or "")
        own = item.objection_days if item is not None else None
        return replace(notice, objection_days=own or self.settings.terms.objection_days)

    def _problems(self, notice: Notice, file: front_matter.NoticeFile) -> Iterator[Problem]:
        item = catalogue().get(notice.item or "")
        if notice.item is not None and item is None:
            yield Problem("notice.unknown_item", {"value": notice.item}, line=file.lines["item"])
        for each in contradictions(notice, item, self.settings.terms):
            yield Problem(each.code, each.facts, line=file.lines.get(each.key, 1))
        for name in notice.screens:
            if name not in self.screens:
                facts = {"value": name, "allowed": "、".join(sorted(self.screens))}
                yield Problem("notice.unknown_screen", facts, line=file.lines["screens"])

    def _entry(self, path: Path) -> bundle.Entry | None:
        for folder, manifest in self.manifests.items():
            if path.is_relative_to(folder):
                return manifest.entries.get(path.relative_to(folder).as_posix())
        return None


def _bytes_of(path: Path) -> bytes:
    if path.suffix.lower() not in (".md", ".markdown"):
        raise Refused("file.not_markdown", ending=path.suffix)
    try:
        if path.stat().st_size > front_matter.FILE_LIMIT:
            size = -(-path.stat().st_size // 1024)
            raise Refused("file.too_long", limit=front_matter.FILE_LIMIT // 1024, size=size)
        return path.read_bytes()
    except OSError as unreadable:
        raise Refused("file.unreadable", reason=unreadable.strerror or "") from unreadable


def _sources(
    folder: Path, file: front_matter.NoticeFile
) -> tuple[dict[str, bytes], dict[str, ScreenPicture], list[Problem]]:
    files: dict[str, bytes] = {}
    pictures: dict[str, ScreenPicture] = {}
    problems: list[Problem] = []
    for name in file.notice.sources:
        try:
            files[name] = _original(folder / name)
            if name.lower().endswith(PICTURE_ENDINGS):
                pictures[name] = for_screen(files[name], name)
        except Refused as wrong:
            problems += (replace(each, line=file.lines["sources"]) for each in wrong.problems)
    return files, pictures, problems


def html_of_file(path: Path, renderer: Renderer) -> str:
    """Safe HTML of a file that is not taken in; one without front matter is a bare body. Raises Refused with file
    and lines."""
    try:
        text = front_matter.decode(_bytes_of(path))
        if not text.startswith("---"):
            return renderer.html(text)
        file = front_matter.read(text)
        _, pictures, problems = _sources(path.parent, file)
        if problems:
            raise Refused.because(problems)
        try:
            return renderer.html(file.notice.body, _addresses(pictures))
        except Refused as wrong:
            raise Refused.because(replace(each, line=_in_file(each.line, file)) for each in wrong.problems) from wrong
    except Refused as wrong:
        raise Refused.because(replace(each, file=str(path)) for each in wrong.problems) from wrong


def _original(path: Path) -> bytes:
    if not path.is_file():
        raise Refused("original.absent", name=path.name)
    if path.stat().st_size > ORIGINAL_LIMIT:
        raise Refused("original.too_large", name=path.name, limit=ORIGINAL_LIMIT // 1024 // 1024)
    return path.read_bytes()


def _addresses(pictures: dict[str, ScreenPicture]) -> dict[str, Picture]:
    return {
        name: Picture(f"/pictures/{digest_of(each.data)}.{each.extension}", each.width, each.height)
        for name, each in pictures.items()
    }


def _in_file(line: int, file: front_matter.NoticeFile) -> int:
    return line + file.body_line - 1 if line else 0


def _take_in(
    board: Board, candidates: list[Candidate], manifests: dict[Path, bundle.Manifest], posting: Posting
) -> list[Outcome]:
    with faults(board.originals):
        for candidate in candidates:
            for data in candidate.originals.values():
                originals.keep(board.originals, data)
    with transaction(board.db):
        for folder, manifest in manifests.items():
            _restore_village(board, folder, manifest, posting)
        village = settings.settings(board.db)
        return [_take(board, candidate, village, posting) for candidate in candidates]


def _restore_village(board: Board, folder: Path, manifest: bundle.Manifest, posting: Posting) -> None:
    for name, value in manifest.settings.items():
        settings.put(board.db, name, value)
    for screen in manifest.screens:
        screens.put(board.db, screen)
    facts = {"folder": folder.name, "settings": sorted(manifest.settings)}
    audit.record(board.db, Deed(posting.who, "board.restored", facts), posting.now)


def _take(board: Board, candidate: Candidate, village: Settings, posting: Posting) -> Outcome:
    notice = candidate.notice
    if candidate.entry is None:
        same = notices.same_and_not_over(board.db, candidate.fingerprint, posting.now)
        if same is not None:
            return Outcome(candidate.path, notice.title, same_as=same)
    if notice.index_number is not None:
        holder = notices.number_with_index(board.db, notice.index_number)
        if holder is not None:
            facts = {"value": notice.index_number, "number": holder}
            raise Refused.because([Problem("notice.index_taken", facts, file=str(candidate.path))])
    notice = _as_it_was(candidate)
    number = notices.insert(board.db, notice, candidate.html, candidate.fingerprint, posting.now)
    for name, data in candidate.originals.items():
        originals.attach(board.db, number, Original(name, digest_of(data), len(data)))
    for picture in candidate.pictures.values():
        originals.show(board.db, number, digest_of(picture.data), picture)
    facts = {"file": candidate.path.name, "title": notice.title, "status": notice.status.value}
    audit.record(board.db, Deed(posting.who, "notice.imported", facts, number), posting.now)
    stored = replace(notice, number=number)
    if posting.publish and notice.published_at is None:
        posted_at = posting.posted_at(notice, board.zone)
        stored = put_up(board, stored, village, posting.who, posting.now, posted_at)
    return Outcome(candidate.path, notice.title, number, is_published=stored.published_at is not None)


def _as_it_was(candidate: Candidate) -> Notice:
    """With number and state from the manifest, unless the file was mended since it was written."""
    entry = candidate.entry
    if entry is None:
        return candidate.notice
    numbered = replace(candidate.notice, number=entry.number)
    if digest_of(candidate.path.read_bytes()) != entry.digest:
        return numbered
    return replace(
        numbered,
        status=entry.status,
        published_at=entry.published_at,
        shows_from=entry.shows_from,
        shows_until=entry.shows_until,
    )
