"""What lies in an OLE file, the container of Office before 2007, of WPS, and of everything that a password locks."""

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_FATS = 109
_END = 0xFFFFFFFA
"""From here on, a number is no sector."""
_ENTRY = 128
_SECTORS_LIMIT = 20_000


def top_names(data: bytes) -> frozenset[str]:
    """Names of what lies at the top, not within something else: Workbook, WordDocument, EncryptedPackage. Empty for a
    damaged file."""
    try:
        entries = list(_entries(data))
        return frozenset(_names(entries))
    except (struct.error, IndexError, ValueError):
        return frozenset()


def _entries(data: bytes) -> Iterator[bytes]:
    size = 1 << struct.unpack_from("<H", data, 30)[0] % 16
    if size < 512:
        return
    table = _sectors_table(data, size)
    for sector in _chain(struct.unpack_from("<I", data, 48)[0], table):
        start = (sector + 1) * size
        for at in range(start, start + size, _ENTRY):
            entry = data[at : at + _ENTRY]
            if len(entry) == _ENTRY:
                yield entry


def _sectors_table(data: bytes, size: int) -> list[int]:
    """Which sector follows each. Those of very large files, named elsewhere than in the header, are not looked up."""
    table: list[int] = []
    for sector in struct.unpack_from(f"<{_HEADER_FATS}I", data, 76):
        if sector < _END:
            piece = data[(sector + 1) * size : (sector + 2) * size]
            table += struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4])
    return table


def _chain(sector: int, table: list[int]) -> Iterator[int]:
    for _ in range(_SECTORS_LIMIT):
        if sector >= _END:
            return
        yield sector
        sector = table[sector]


def _names(entries: list[bytes]) -> Iterator[str]:
    """Those of the tree that hangs from the root; each entry names its neighbours and its first child."""
    waiting, seen = [struct.unpack_from("<I", entries[0], 76)[0]], set[int]()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen:
            continue
        seen.add(at)
        length, left, right = struct.unpack_from("<H", entries[at], 64)[0], *struct.unpack_from("<II", entries[at], 68)
        yield entries[at][: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        waiting += [left, right]
