"""The clerk's own files, under the digest of what is in them."""

import hashlib
import stat

from cast import NOON, a_notice

from kiosk.store import notices, originals
from kiosk.store.originals import Original, ShownPicture


def test_a_file_is_kept_whole_under_its_digest(tmp_path):
    digest = originals.keep(tmp_path, b"PK\x03\x04")
    assert digest == hashlib.sha256(b"PK\x03\x04").hexdigest()
    assert originals.read(tmp_path, digest) == b"PK\x03\x04"
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [tmp_path / digest[:2] / digest]


def test_what_is_kept_is_nobody_elses(tmp_path):
    folder = tmp_path / "originals"
    kept = originals.path_of(folder, originals.keep(folder, b"PK"))
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, kept.parent, kept)] == [0o700, 0o700, 0o600]


def test_the_same_file_twice_is_kept_once(tmp_path):
    first = originals.keep(tmp_path, b"a")
    written = originals.path_of(tmp_path, first).stat()
    assert originals.keep(tmp_path, b"a") == first
    assert originals.path_of(tmp_path, first).stat().st_mtime_ns == written.st_mtime_ns


def test_the_originals_of_a_notice_stay_in_order(board):
    number = notices.insert(board.db, a_notice(), "", "", NOON)
    for name in ("丙.xlsx", "甲.png", "乙.pdf"):
        originals.attach(board.db, number, Original(name, "0" * 64, 3))
    assert [each.name for each in originals.of_notice(board.db, number)] == ["丙.xlsx", "甲.png", "乙.pdf"]
    assert [(n, each.name) for n, each in originals.all_originals(board.db)] == [(1, "丙.xlsx"), (1, "甲.png"), (1, "乙.pdf")]


def test_a_picture_knows_the_notices_it_stands_in(board):
    digest = originals.digest_of(b"picture")
    picture = ShownPicture(digest, "png", 8, 6)
    for _ in range(2):
        number = notices.insert(board.db, a_notice(), "", "", NOON)
        for name in ("甲.png", "乙.png"):
            originals.show(board.db, number, name, b"picture", picture)
    assert originals.shown_pictures(board.db, 2) == {"甲.png": picture, "乙.png": picture}
    assert originals.shown_picture(board.db, digest, "png") == (b"picture", [1, 2])
    assert originals.shown_picture(board.db, digest, "jpg") == (b"", [])
    assert originals.shown_picture(board.db, "0" * 64, "png") == (b"", [])
