"""Where originals lie: in folders, or in a portable copy."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zipfile import ZipFile

from sqlite_utils import Database

from kiosk.errors import Problem
from kiosk.store import originals
from kiosk.store.originals import digest_of, path_of


class Shelf(Protocol):
    def size(self, digest: str) -> int | None:
        """Bytes; None when there is no such original."""

    def read(self, digest: str) -> bytes: ...


@dataclass(frozen=True)
class Folders:
    """The first that has it."""

    folders: tuple[Path, ...]

    def size(self, digest: str) -> int | None:
        place = self._place(digest)
        return None if place is None else place.stat().st_size

    def read(self, digest: str) -> bytes:
        place = self._place(digest)
        return b"" if place is None else place.read_bytes()

    def _place(self, digest: str) -> Path | None:
        places = (path_of(folder, digest) for folder in self.folders)
        return next((place for place in places if place.is_file()), None)


PACKED = "originals"


@dataclass(frozen=True)
class Packed:
    archive: ZipFile

    def size(self, digest: str) -> int | None:
        try:
            return self.archive.getinfo(name_of(digest)).file_size
        except KeyError:
            return None

    def read(self, digest: str) -> bytes:
        """Ask for its size first: what is packed small can be large."""
        return self.archive.read(name_of(digest))


def name_of(digest: str) -> str:
    """Within a portable copy."""
    return f"{PACKED}/{digest[:2]}/{digest}"


def fill(db: Database, source: Shelf, folder: Path) -> list[Problem]:
    """Brings every original that the database knows into the folder, where it is not there yet; tells which could not
    be had. Raises OSError when the folder cannot take them."""
    problems = []
    for number, original in originals.all_originals(db):
        place = path_of(folder, original.digest)
        if place.is_file() and place.stat().st_size == original.size:
            continue
        data = source.read(original.digest) if source.size(original.digest) == original.size else b""
        if digest_of(data) != original.digest:
            problems.append(Problem("verify.original_lost", {"number": number, "name": original.name}))
            continue
        place.unlink(missing_ok=True)
        originals.keep(folder, data)
    return problems
