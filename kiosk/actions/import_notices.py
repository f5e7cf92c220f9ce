"""Bringing notices in from files: everything is looked at first, then all of it comes in, or none."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.actions.candidates import Candidate, Examiner, as_shown
from kiosk.actions.check import findings_of
from kiosk.actions.checker import Checker
from kiosk.actions.look_at import Looked
from kiosk.actions.publish import put_up
from kiosk.actions.reading import NOTICE_ENDINGS, is_read
from kiosk.documents import bundle
from kiosk.documents.rendering import Renderer
from kiosk.errors import KioskError, Misuse, Problem, Refused
from kiosk.rules.findings import Finding, blocks
from kiosk.rules.long_tables import part_in
from kiosk.rules.notice import WAS_POSTED, Notice, Status
from kiosk.rules.own_catalogue import is_sound
from kiosk.rules.posting import start_of
from kiosk.rules.village import Settings
from kiosk.shipped import catalogue_rows, setting_kinds
from kiosk.store import audit, catalogue, notices, originals, screens, settings
from kiosk.store.audit import Deed
from kiosk.store.board import Board, is_empty
from kiosk.store.connection import faults, transaction
from kiosk.store.originals import Original, digest_of

Progress = Callable[[list[Path]], Iterator[Path]]


@dataclass(frozen=True)
class Outcome:
    """What became of one file. `number` is None while nothing went in; `was_there` that the notice already had it."""

    path: Path
    title: str = ""
    number: int | None = None
    was_there: bool = False
    is_published: bool = False
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    """What of a file that is no notice file was not taken over, or not understood."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Import:
    outcomes: list[Outcome]
    went_in: bool
    passed_over: Mapping[str, int] = field(default_factory=dict)
    """By ending, how many files of the folders are of kinds that nobody reads here."""


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


def import_paths(
    board: Board,
    paths: list[Path],
    posting: Posting,
    progress: Progress = iter,
    checker: Checker | None = None,
    renderer: Renderer | None = None,
) -> Import:
    """Nothing goes in when one file is wrong; every file is told about all the same. Without a checker only notice files
    come in, and nothing is looked over: for what is shipped with the product. Without a renderer one is started for it."""
    files, manifests, passed_over = _files(paths, is_empty(board), reads_others=checker is not None)
    village = _settings(board, manifests)
    names = {screen.name for screen in screens.all_screens(board.db)}
    names |= {screen.name for manifest in manifests.values() for screen in manifest.screens}
    examined: list[Candidate | Outcome] = []
    taken: dict[str, Path] = {}
    with nullcontext(renderer) if renderer else Renderer() as running:
        today = posting.now.astimezone(board.zone).date()
        examiner = Examiner(running, village, names, manifests, today, checker, posting.publish)
        for path in progress(files):
            try:
                candidates = examiner.examine(path)
                for candidate in candidates:
                    _make_sure_of_index_number(board, candidate, taken, posting.now)
                if checker is not None:
                    candidates = [_looked_over(board, each, checker, posting) for each in candidates]
                examined += candidates
            except KioskError as wrong:
                examined.append(Outcome(path, problems=tuple(replace(each, file=str(path)) for each in wrong.problems)))
    if any(isinstance(each, Outcome) for each in examined):
        told = [each if isinstance(each, Outcome) else _told(each) for each in examined]
        return Import(told, False, passed_over)
    candidates = [each for each in examined if isinstance(each, Candidate)]
    return Import(_take_in(board, candidates, manifests, posting), True, passed_over)


def _looked_over(board: Board, candidate: Candidate, checker: Checker, posting: Posting) -> Candidate:
    """Raises Refused for what should not go up as it stands, where it is to go up at once."""
    found = tuple(findings_of(board, candidate.notice, checker))
    is_back = candidate.entry is not None and candidate.entry.status in WAS_POSTED
    blocking = [] if is_back or not posting.publish else blocks(found)
    if blocking:
        looked = Looked(candidate.notice, found, body_line=candidate.body_line)
        raise Refused.because(Problem(each.code, each.facts, line=looked.line_of(each)) for each in blocking)
    return replace(candidate, findings=found)


def _told(candidate: Candidate) -> Outcome:
    return Outcome(candidate.path, candidate.notice.title, remarks=candidate.remarks, findings=candidate.findings)


def _make_sure_of_index_number(board: Board, candidate: Candidate, taken: dict[str, Path], now: datetime) -> None:
    """Raises Refused when another notice, or another file of this import, bears the same one."""
    value = candidate.notice.index_number
    if value is None:
        return
    if value in taken:
        raise Refused("notice.index_twice", value=value, other=taken[value])
    holder = notices.number_with_index(board.db, value)
    if holder is not None and _same(board, candidate, now) is None:
        raise Refused("notice.index_taken", value=value, number=holder)
    taken[value] = candidate.path


def _same(board: Board, candidate: Candidate, now: datetime) -> int | None:
    """The number of the same notice, if it is on the board already; an emptied board is restored without asking. A
    spreadsheet or Word file is known again by itself, whatever has been made of it since."""
    if candidate.entry:
        return None
    if candidate.body_line:
        return notices.same_and_not_over(board.db, candidate.fingerprint, now)
    known = originals.notices_with(board.db, candidate.digest)
    return next((number for number in known if _is_that_part(board, number, candidate)), None)


def _is_that_part(board: Board, number: int, candidate: Candidate) -> bool:
    """Of a roster too long for one, by the title that a notice has or came in with: the other parts may be thrown away, and
    a title may be written anew."""
    stored = notices.get(board.db, number)
    titles = (audit.first_title(board.db, number), stored.notice.title if stored else "")
    return candidate.parts == 1 or (candidate.part, candidate.parts) in map(part_in, titles)


def _files(
    paths: list[Path], restores: bool, reads_others: bool
) -> tuple[list[Path], dict[Path, bundle.Manifest], Mapping[str, int]]:
    """The files to be read in, the manifests of their folders, and how many of which ending are passed over."""
    absent = [Problem("file.absent", file=str(path)) for path in paths if not path.exists()]
    if absent:
        raise Misuse.because(absent)
    files: list[Path] = []
    manifests: dict[Path, bundle.Manifest] = {}
    passed_over = Counter[str]()
    for path in paths:
        if path.is_dir():
            manifest = bundle.read_manifest(path) if restores else None
            if manifest is not None:
                manifests[path] = manifest
            taken, left = _within(path, reads_others)
            files += taken
            passed_over.update(each.suffix.lower() for each in left)
        else:
            files.append(path)
    if not files and not manifests:
        raise Misuse("import.nothing_found", paths="、".join(map(str, paths)))
    once: dict[Path, Path] = {}
    for file in files:
        once.setdefault(file.resolve(), file)
    return list(once.values()), manifests, passed_over


def _within(folder: Path, reads_others: bool) -> tuple[list[Path], list[Path]]:
    """Its notice files, and where they are read too, the spreadsheets and Word files that belong to none of them; then the
    other files that belong to none."""
    found = sorted(each for each in folder.rglob("*") if _belongs(each, folder))
    own = [each for each in found if each.suffix.lower() in NOTICE_ENDINGS]
    if not reads_others:
        return own, []
    beside = {each.parent: "" for each in own}
    for each in own:
        beside[each.parent] += each.read_text("utf-8", "replace")
    known = {*own, folder / bundle.MANIFEST}
    others = [each for each in found if each not in known and each.name not in beside.get(each.parent, "")]
    return [*own, *(each for each in others if is_read(each.name))], [each for each in others if not is_read(each.name)]


def _belongs(path: Path, folder: Path) -> bool:
    """A file of the folder itself: not hidden, none that an office program keeps beside what it has open, no link that
    leads out of it, and not what another board says it has shown."""
    is_hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    is_airing = path.parent == folder / bundle.AIRINGS and (folder / bundle.MANIFEST).is_file()
    return path.is_file() and not (is_hidden or is_airing) and path.resolve().is_relative_to(folder.resolve())


def _settings(board: Board, manifests: dict[Path, bundle.Manifest]) -> Settings:
    """The board's settings with those the folders bring along. Raises Refused for unknown or ill-shaped ones."""
    own, entries = settings.own_values(board.db), catalogue.entries(board.db)
    for folder, manifest in manifests.items():
        place = str(folder / bundle.MANIFEST)
        unknown = sorted(set(manifest.settings) - set(setting_kinds()))
        if unknown:
            facts = {"key": unknown[0], "allowed": "、".join(setting_kinds())}
            raise Refused.because([Problem("settings.unknown", facts, file=place)])
        unsound = [entry.code for entry in manifest.catalogue if not is_sound(entry, catalogue_rows())]
        if unsound:
            raise Refused.because([Problem("bundle.manifest", {"reason": f"catalogue {unsound[0]}"}, file=place)])
        own |= manifest.settings
        entries += manifest.catalogue
        try:
            settings.with_own(own, entries)
        except ValueError as wrong:
            raise Refused.because([Problem("bundle.manifest", {"reason": wrong}, file=place)]) from wrong
    return settings.with_own(own, entries)


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
        taken = [_take(board, candidate, posting) for candidate in candidates]
        # Only now, when every index number that the files bring along is known.
        return [_put_up(board, outcome, village, posting) if posting.publish else outcome for outcome in taken]


def _restore_village(board: Board, folder: Path, manifest: bundle.Manifest, posting: Posting) -> None:
    for name, value in manifest.settings.items():
        settings.put(board.db, name, value)
    for entry in manifest.catalogue:
        catalogue.put(board.db, entry)
    for screen in manifest.screens:
        screens.put(board.db, screen)
    facts = {"folder": folder.name, "settings": sorted(manifest.settings)}
    audit.record(board.db, Deed(posting.who, "board.restored", facts), posting.now)


def _take(board: Board, candidate: Candidate, posting: Posting) -> Outcome:
    notice = candidate.notice
    same = _same(board, candidate, posting.now)
    if same is not None:
        stored = notices.get(board.db, same)
        is_published = stored is not None and stored.notice.status is Status.PUBLISHED
        return replace(_told(candidate), number=same, was_there=True, is_published=is_published)
    notice = _as_it_was(candidate)
    holder = notices.number_with_index(board.db, notice.index_number) if notice.index_number else None
    if holder not in (None, notice.number):  # given since the file was looked at
        raise Refused("notice.index_taken", value=notice.index_number, number=holder)
    number = _insert(board, notice, candidate, posting.now)
    held = {original.name for original in originals.of_notice(board.db, number)}
    for name, data in candidate.originals.items():
        if name not in held:
            originals.attach(board.db, number, Original(name, digest_of(data), len(data)))
    for name, picture in candidate.pictures.items():
        originals.show(board.db, number, name, picture.data, as_shown(picture))
    facts = {"file": candidate.path.name, "title": notice.title, "status": notice.status.value}
    audit.record(board.db, Deed(posting.who, "notice.imported", facts, number), posting.now)
    return replace(_told(candidate), number=number, is_published=notice.status is Status.PUBLISHED)


def _insert(board: Board, notice: Notice, candidate: Candidate, now: datetime) -> int:
    """A correction that was on its way comes back beside the text that is posted."""
    known = notices.get(board.db, notice.number) if candidate.entry and notice.number else None
    if known is None:
        return notices.insert(board.db, notice, candidate.html, candidate.fingerprint, now)
    notices.insert_version(board.db, notice, candidate.html, candidate.fingerprint, now)
    return known.notice.number or 0


def _put_up(board: Board, outcome: Outcome, village: Settings, posting: Posting) -> Outcome:
    stored = notices.get(board.db, outcome.number) if outcome.number is not None else None
    if stored is None or outcome.is_published:
        return outcome
    if stored.notice.status is Status.PUBLISHED:  # the same words stood in an earlier file of this import
        return replace(outcome, is_published=True)
    if stored.notice.status is not Status.DRAFT:
        raise Refused("notice.on_its_way", title=stored.notice.title, number=outcome.number)
    posted_at = posting.posted_at(stored.notice, board.zone)
    put_up(board, stored, village, Deed(posting.who, "notice.published", {"imported": True}), posting.now, posted_at)
    return replace(outcome, was_there=False, is_published=True)


def _as_it_was(candidate: Candidate) -> Notice:
    """With number and state from the manifest, unless the file was mended since it was written."""
    entry = candidate.entry
    if entry is None:
        return candidate.notice
    numbered = replace(candidate.notice, number=entry.number, version=entry.version)
    if candidate.digest != entry.digest or entry.status not in WAS_POSTED:
        return numbered
    return replace(
        numbered,
        status=entry.status,
        published_at=entry.published_at,
        shows_from=entry.shows_from,
        shows_until=entry.shows_until,
    )
