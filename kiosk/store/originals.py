"""The clerk's own files, kept whole under the digest of their contents, and the pictures made of them."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database


@dataclass(frozen=True)
class Original:
    name: str
    digest: str
    size: int


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def path_of(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def keep(folder: Path, data: bytes) -> str:
    """Writes the file and makes sure of it before its digest is handed out; a file already there is left alone."""
    digest = digest_of(data)
    place = path_of(folder, digest)
    if place.exists():
        return digest
    for place_to_be in (folder, place.parent):
        place_to_be.mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest


def read(folder: Path, digest: str) -> bytes:
    return path_of(folder, digest).read_bytes()


def attach(db: Database, notice: int, original: Original) -> None:
    db.table("originals").insert(
        {"notice": notice, "name": original.name, "digest": original.digest, "size": original.size}
    )


def of_notice(db: Database, notice: int) -> list[Original]:
    sql = "SELECT name, digest, size FROM originals WHERE notice = ? ORDER BY rowid"
    return [Original(**row) for row in db.query(sql, [notice])]


def notices_with(db: Database, digest: str) -> list[int]:
    """The newest first; what was thrown away is left out."""
    sql = """SELECT DISTINCT notice FROM originals WHERE digest = ?
             AND EXISTS (SELECT 1 FROM versions WHERE versions.notice = originals.notice AND status <> 'discarded')
             ORDER BY notice DESC"""
    return [row[0] for row in db.execute(sql, [digest]).fetchall()]


@dataclass(frozen=True)
class ShownPicture:
    """How an original is shown: its address is made of digest and extension, its size is in pixels."""

    digest: str
    extension: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return f"/pictures/{self.digest}.{self.extension}"


def show(db: Database, notice: int, name: str, data: bytes, picture: ShownPicture) -> None:
    """Keeps a picture as it is shown; the same one twice in a notice is one."""
    row = {"notice": notice, "digest": picture.digest, "extension": picture.extension}
    db.table("pictures").insert(row | {"data": data}, ignore=True)
    size = {"name": name, "width": picture.width, "height": picture.height}
    db.table("picture_names").insert(row | size, replace=True)


def shown_pictures(db: Database, notice: int) -> dict[str, ShownPicture]:
    """By name of the original."""
    sql = "SELECT name, digest, extension, width, height FROM picture_names WHERE notice = ?"
    return {row[0]: ShownPicture(*row[1:]) for row in db.execute(sql, [notice]).fetchall()}


def shown_picture(db: Database, digest: str, extension: str) -> tuple[bytes, list[int]]:
    """The picture at that address and the numbers of the notices it stands in; no numbers where there is none."""
    sql = "SELECT notice, data FROM pictures WHERE digest = ? AND extension = ?"
    rows = db.execute(sql, [digest, extension]).fetchall()
    return (rows[0][1] if rows else b"", [row[0] for row in rows])


def all_originals(db: Database) -> list[tuple[int, Original]]:
    """With the number of the notice each belongs to."""
    rows = db.query("SELECT notice, name, digest, size FROM originals ORDER BY notice, rowid")
    return [(row.pop("notice"), Original(**row)) for row in rows]
