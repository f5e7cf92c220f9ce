"""A zip file looked at before anybody unpacks it: how many files are in it, how large they say they are, and how large they
really are."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from zlib import error as ZlibError

from kiosk.errors import Refused

ENTRIES_LIMIT = 3000
WHOLE_LIMIT = 400 * 1024 * 1024
"""Bytes of all files in it, as they say; pictures are never unpacked."""
PART_LIMIT = 120 * 1024 * 1024
"""Bytes of one file in it that is read."""
SMALL = 10 * 1024 * 1024
RATIO_LIMIT = 250
"""How often smaller a file may lie in it than it is, if it is not small."""
_CHUNK = 1 << 20
_KEPT_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 1


@dataclass(frozen=True)
class Archive:
    data: bytes

    @cached_property
    def _file(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(BytesIO(self.data))

    @cached_property
    def _infos(self) -> dict[str, zipfile.ZipInfo]:
        return {info.filename: info for info in self._file.infolist()}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._infos)

    def has_folder(self, start: str) -> bool:
        return any(name.startswith(start) for name in self._infos)

    def named(self, start: str, end: str = "") -> list[str]:
        return [name for name in self._infos if name.startswith(start) and name.endswith(end)]

    def size(self, name: str) -> int:
        """As it says of itself; 0 where it is not there."""
        return self._infos[name].file_size if name in self._infos else 0

    def check(self) -> None:
        """Raises Refused for what is locked, or holds more than any office file."""
        infos = self._file.infolist()
        if any(info.flag_bits & _LOCKED for info in infos):
            raise Refused("opening.locked")
        if len(infos) > ENTRIES_LIMIT or sum(info.file_size for info in infos) > WHOLE_LIMIT:
            raise Refused("opening.bomb")

    def chunks(self, name: str) -> Iterator[bytes]:
        """Raises Refused as soon as there is more than there may be, or where it is damaged."""
        info = self._infos[name]
        if info.compress_type not in _KEPT_AS:
            raise Refused("opening.damaged")
        if info.file_size > PART_LIMIT or info.file_size > max(SMALL, info.compress_size * RATIO_LIMIT):
            raise Refused("opening.bomb")
        # The reader stops where the file says that it ends, and finds the check sum wrong if that is not true.
        try:
            with self._file.open(info) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as broken:
            raise Refused("opening.damaged") from broken

    def read(self, name: str, limit: int) -> bytes | None:
        """None for what is not there or is larger than that."""
        if name not in self._infos or self._infos[name].file_size > limit:
            return None
        return b"".join(self.chunks(name))

    def start_of(self, name: str, size: int) -> bytes:
        return next(self.chunks(name), b"")[:size] if name in self._infos else b""

    def check_xml(self, name: str) -> None:
        """Raises Refused for a part that declares entities, which no office program writes, or is not as large as it
        says."""
        before = b""
        for chunk in self.chunks(name):
            if b"<!DOCTYPE" in before + chunk or b"<!ENTITY" in before + chunk:
                raise Refused("opening.bomb")
            before = chunk[-16:]


def archive_of(data: bytes) -> Archive | None:
    """None for what is no zip. Raises Refused for one that is damaged."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    archive = Archive(data)
    try:
        archive.check()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
        raise Refused("opening.damaged") from broken
    return archive
