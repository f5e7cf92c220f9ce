"""Files that are being read just now: how far it has got, and stopping it. What came of one is kept for the page that
shows it; in memory, for after a restart the file is read again."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace

from flask import current_app

from kiosk.actions.reading import Read
from kiosk.web.desk.door import me

KEPT = 8
UNDER_WAY = 100
KEY_LIMIT = 64


@dataclass
class Reading:
    rows: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def progress(self, rows: int) -> None:
        self.rows = rows


@dataclass
class Readings:
    _under_way: OrderedDict[tuple[int, str], Reading] = field(default_factory=OrderedDict)
    _kept: OrderedDict[tuple[int, str], Read] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, person: int, key: str) -> Reading:
        with self._lock:
            reading = self._under_way[person, key] = Reading()
            while len(self._under_way) > UNDER_WAY:
                self._under_way.popitem(last=False)
            return reading

    def end(self, person: int, key: str) -> None:
        with self._lock:
            self._under_way.pop((person, key), None)

    def of(self, person: int, key: str) -> Reading | None:
        with self._lock:
            return self._under_way.get((person, key))

    def keep(self, number: int, digest: str, read: Read) -> None:
        """But for its further parts, which are drafts of their own, and where its rows stood: no page shows them, and they
        may be long."""
        with self._lock:
            self._kept[number, digest] = replace(read, further=(), sheet_rows=())
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def kept(self, number: int, digest: str) -> Read | None:
        with self._lock:
            return self._kept.get((number, digest))


def readings() -> Readings:
    return current_app.extensions["readings"]


def mine(key: str) -> Reading | None:
    return readings().of(me().number, key[:KEY_LIMIT])
