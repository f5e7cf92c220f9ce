"""A portable copy: one .zip with the database, every original under its digest, and a few lines that say what it is."""

import hashlib
import json
import shutil
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, is_zipfile

from kiosk.errors import Refused, Unavailable
from kiosk.store.audit_head import Head
from kiosk.store.instants import from_text, to_text
from kiosk.store.shelves import Shelf, name_of

DATABASE = "kiosk.db"
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 64 * 1024
"""Bytes."""
CHUNK = 1024 * 1024
DAMAGE = (BadZipFile, zlib.error, KeyError, EOFError, RuntimeError)
_MISFITS = (*DAMAGE, OSError, ValueError, LookupError, TypeError, AttributeError)
"""What a file that only looks like a portable copy can raise while it is read."""


@dataclass(frozen=True)
class Manifest:
    version: str
    """Of the program that made it."""
    made_at: datetime
    head: Head
    origin: str
    database: str
    """SHA-256."""


def is_portable(path: Path) -> bool:
    return path.is_file() and is_zipfile(path)


def manifest_of(path: Path) -> Manifest:
    """Raises Refused when it is no portable copy."""
    try:
        with ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > MANIFEST_LIMIT:
                raise ValueError(MANIFEST)
            told = json.loads(archive.read(MANIFEST))
        head = Head(int(told["head"]["entry"]), str(told["head"]["digest"]))
        made_at = from_text(told["made_at"])
        if made_at is None:
            raise ValueError("made_at")
        return Manifest(str(told["version"]), made_at, head, str(told["origin"]), str(told["database"]))
    except _MISFITS as wrong:
        raise Refused("copy.unreadable", name=path.name) from wrong


def pack(database: Path, shelf: Shelf, digests: list[str], manifest: Manifest, file: IO[bytes]) -> None:
    """What the shelf does not have is left out."""
    told = asdict(manifest) | {"made_at": to_text(manifest.made_at)}
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        archive.write(database, DATABASE)
        for digest in digests:
            if shelf.size(digest) is not None:
                archive.writestr(name_of(digest), shelf.read(digest), ZIP_STORED)  # photographs and PDF are packed already


def unpack_database(path: Path, to: Path) -> None:
    """Raises Refused for one that is damaged, Unavailable when there is no room for it."""
    wanted = manifest_of(path).database
    with ZipFile(path) as archive:
        try:
            size = archive.getinfo(DATABASE).file_size
            if size > shutil.disk_usage(to.parent).free:
                raise Unavailable("store.disk_full")
            with archive.open(DATABASE) as packed, to.open("wb") as file:
                shutil.copyfileobj(packed, file, CHUNK)
        except DAMAGE as wrong:
            raise Refused("copy.damaged", name=path.name, reason=wrong) from wrong
    if file_digest(to) != wanted:
        raise Refused("copy.damaged", name=path.name, reason="SHA-256")


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
