"""Copies of a database: whole, or not there at all."""

import os
import shutil
import sqlite3
import stat
import zipfile
from contextlib import closing
from datetime import UTC, datetime

import pytest
from cast import DAY, NOON, SECOND, SHANGHAI

from kiosk.errors import KioskError, Refused, Unavailable
from kiosk.store import audit, audit_head, copies, originals, portable, settings
from kiosk.store.audit import Deed
from kiosk.store.connection import open_database, transaction
from kiosk.store.copies import BEFORE_RESTORE, KEPT
from kiosk.store.migrations import migrations
from kiosk.store.originals import Original
from kiosk.store.shelves import Folders

AT = NOON.astimezone(UTC)


@pytest.fixture
def live(tmp_path):
    """A database in use: what was written last is still in its log."""
    path = tmp_path / "data" / "kiosk.db"
    db = open_database(path)
    db.execute("PRAGMA wal_autocheckpoint = 0")
    for number in range(5):
        with transaction(db):
            settings.put(db, f"s{number}", "值" * 400)
            audit.record(db, Deed("文书甲", "setting.changed", {"n": number}), NOON)
    yield path
    db.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "backups"
    made.mkdir()
    return made


def make(live, folder, at=AT, series=KEPT):
    place = folder / f"{series}-{copies.stamp(at)}.db"
    copies.make(live, place)
    return place


def rows(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT name, value FROM settings ORDER BY name").fetchall()


def test_a_copy_has_everything_that_was_acknowledged(live, folder):
    copy = make(live, folder)
    assert rows(copy) == rows(live)
    assert copies.findings(copy, Folders(()), None) == []


def test_a_copy_is_one_file_that_is_nobody_elses(live, folder):
    copy = make(live, folder)
    assert [each.name for each in folder.iterdir()] == [copy.name]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert copy.read_bytes()[18:20] == b"\x01\x01", "it wants no log beside it"


def test_looking_at_a_copy_leaves_it_and_its_folder_as_they_were(live, folder):
    copy = make(live, folder)
    before = copy.read_bytes()
    copies.listed(folder)
    copies.findings(copy, Folders(()), None)
    assert copy.read_bytes() == before
    assert [each.name for each in folder.iterdir()] == [copy.name]


def test_the_newest_is_listed_first_with_what_it_holds(live, folder):
    older, newer = make(live, folder), make(live, folder, AT + DAY)
    found = copies.listed(folder)
    assert [copy.path for copy in found] == [newer, older]
    assert found[0].made_at == AT + DAY
    assert found[0].size == newer.stat().st_size
    assert found[0].head.entry == 5
    assert len({copy.origin for copy in found}) == 1 and found[0].origin


@pytest.mark.parametrize("name", ["notes.txt", "kiosk.db", "kiosk-20261010.db", "kiosk-20261310T040000Z.db", "kiosk-20261010T040000Z.db.part", "kiosk-20261010T040000Z", ".kiosk-20261010T040000Z.db", "akiosk-20261010T040000Z.db", "kiosk-20261010T040000Z.txt"])
def test_what_somebody_put_there_is_no_copy_and_stays(live, folder, name):
    (folder / name).write_bytes(b"mine")
    make(live, folder)
    assert len(copies.listed(folder)) == 1
    copies.thin_out(copies.listed(folder), SHANGHAI)
    assert (folder / name).read_bytes() == b"mine"


def test_a_folder_that_is_not_there_holds_none(tmp_path):
    assert copies.listed(tmp_path / "none") == []
    assert copies.names(tmp_path / "none") == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"garbage" * 1000,
        lambda data: data[: len(data) // 2],
        lambda data: data[:4096],
        lambda data: data[:-1],
    ],
    ids=["emptied", "garbage", "half", "one page", "a byte short"],
)
def test_a_damaged_copy_is_listed_as_one_that_cannot_be_read(live, folder, damage):
    copy = make(live, folder)
    copy.write_bytes(damage(copy.read_bytes()))
    (found,) = copies.listed(folder)
    assert not found.can_be_read
    assert copies.findings(copy, Folders(()), None)
    with pytest.raises(Refused):
        copies.copy_at(copy)


def test_a_page_of_rubbish_is_found_when_it_is_looked_at_closely(live, folder):
    copy = make(live, folder)
    data = bytearray(copy.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = os.urandom(200)
    copy.write_bytes(data)
    assert copies.findings(copy, Folders(()), None)


def test_a_changed_log_is_found(live, folder):
    copy = make(live, folder)
    with closing(sqlite3.connect(copy)) as db:
        db.execute("DROP TRIGGER audit_refuses_update")
        db.execute("UPDATE audit SET who = '乙' WHERE entry = 3")
        db.commit()
    assert [problem.code for problem in copies.findings(copy, Folders(()), None)] == ["verify.audit"]


def test_a_damaged_database_gives_no_copy(live, folder):
    with closing(open_database(live)) as db:
        db.execute("DROP TRIGGER audit_refuses_update")
        db.execute("UPDATE audit SET who = '乙' WHERE entry = 3")
    with pytest.raises(Refused) as refused:
        make(live, folder)
    assert refused.value.code == "verify.audit"
    assert list(folder.iterdir()) == []


def test_what_is_kept_before_a_restore_may_be_anything(live, folder):
    with closing(open_database(live)) as db:
        db.execute("DROP TRIGGER audit_refuses_update")
        db.execute("UPDATE audit SET who = '乙' WHERE entry = 3")
    place = folder / "before-restore-20261010T040000Z.db"
    copies.make(live, place, must_be_whole=False)
    assert rows(place) == rows(live)


def test_another_programs_database_is_no_copy(folder):
    place = folder / "kiosk-20261010T040000Z.db"
    with closing(sqlite3.connect(place)) as db:
        db.execute("CREATE TABLE audit (entry, digest)")
        db.commit()
    (found,) = copies.listed(folder)
    assert not found.can_be_read
    assert [problem.code for problem in copies.findings(place, Folders(()), None)] == ["copy.unreadable"]


def test_a_copy_of_an_older_program_is_brought_up_to_date_in_memory(folder):
    older = folder / "kiosk-20261010T040000Z.db"
    with closing(sqlite3.connect(older)) as plain:
        db = copies.Database(plain)
        migrations.apply(db, stop_before="m003_versions")
        plain.commit()
    before = older.read_bytes()
    with copies.opened(older) as db:
        assert "versions" in db.table_names()
    assert older.read_bytes() == before
    assert copies.findings(older, Folders(()), None) == []


def test_a_copy_of_a_newer_program_is_told(live, folder):
    copy = make(live, folder)
    with closing(sqlite3.connect(copy)) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('kiosk', 'm999_later', '')")
        db.commit()
    assert [problem.code for problem in copies.findings(copy, Folders(()), None)] == ["store.newer"]


@pytest.mark.parametrize("number, code", [(28, "store.disk_full"), (5, "store.not_writable")])
def test_a_disk_that_does_not_keep_what_it_is_given_has_no_copy(live, folder, monkeypatch, number, code):
    older = make(live, folder)

    def refuse(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Unavailable) as told:
        make(live, folder, AT + DAY)
    monkeypatch.undo()
    assert told.value.code == code
    assert list(folder.iterdir()) == [older]


def test_what_a_power_cut_left_half_made_is_swept_away(live, folder):
    for name in (".kiosk-20261009T040000Z.db.part", ".kiosk-20261009T040000Z.db.part-journal", ".before-restore-20261009T040000Z.db.part"):
        (folder / name).write_bytes(b"half")
    (folder / ".kiosk-notes.part").write_bytes(b"mine")
    copy = make(live, folder)
    assert {each.name for each in folder.iterdir()} == {copy.name, ".kiosk-notes.part"}


def test_two_within_a_second_have_two_names(live, folder):
    first = copies.free_place(folder, KEPT, AT)
    copies.make(live, first.with_name(f"{first.name}.db"))
    second = copies.free_place(folder, KEPT, AT)
    assert second.name == f"kiosk-{copies.stamp(AT + SECOND)}"
    second.with_name(f"{second.name}.zip").touch()
    assert copies.free_place(folder, KEPT, AT).name == f"kiosk-{copies.stamp(AT + 2 * SECOND)}"


def test_the_oldest_are_thinned_out_each_series_by_itself(live, folder):
    template = make(live, folder)
    for night in range(1, 60):
        shutil.copy(template, folder / f"kiosk-{copies.stamp(AT - night * DAY)}.db")
        (folder / f"before-restore-{copies.stamp(AT - night * DAY)}").mkdir()
    shutil.copy(template, folder / "kiosk-19990101T000000Z.zip")
    gone = copies.thin_out(copies.listed(folder), SHANGHAI)
    assert not any(path.exists() for path in gone)
    left = copies.listed(folder)
    assert template in [copy.path for copy in left]
    assert 10 <= len([copy for copy in left if copy.series == KEPT]) <= 20
    assert 10 <= len([copy for copy in left if copy.series == BEFORE_RESTORE]) <= 20
    assert (folder / "kiosk-19990101T000000Z.zip").exists(), "what somebody carried here"


def test_copies_that_cannot_be_read_push_no_good_one_out(live, folder):
    good = [make(live, folder, AT - 40 * DAY - n * SECOND) for n in range(5)]
    for night in range(30):
        (folder / f"kiosk-{copies.stamp(AT - night * DAY)}.db").write_bytes(b"garbage")
    assert copies.thin_out(copies.listed(folder), SHANGHAI) == []
    assert all(path.exists() for path in good)


def test_one_at_a_time(tmp_path):
    with copies.one_at_a_time(tmp_path):
        with pytest.raises(Unavailable) as busy, copies.one_at_a_time(tmp_path):
            pass
        assert busy.value.code == "copies.busy"
    with copies.one_at_a_time(tmp_path):
        pass


@pytest.fixture
def packed(live, folder, tmp_path):
    """A portable copy with one original."""
    store = tmp_path / "data" / "originals"
    digest = originals.keep(store, b"PK\x03\x04")
    with closing(open_database(live)) as db:
        db.execute("INSERT INTO notices (number, created_at) VALUES (1, '')")
        originals.attach(db, 1, Original("流水.xlsx", digest, 4))
    copy = make(live, folder)
    place = folder / "carried.zip"
    with copies.opened(copy) as db, place.open("wb") as file:
        head = audit_head.in_log(db)
        manifest = portable.Manifest("0.1.0", AT, head, audit_head.origin(db), portable.file_digest(copy))
        portable.pack(copy, Folders((store,)), [digest], manifest, file)
    return place


def test_a_portable_copy_is_whole_by_itself(packed):
    assert copies.findings(packed, Folders(()), None) == []
    found = copies.copy_at(packed)
    assert (found.made_at, found.head.entry, found.can_be_read) == (AT, 5, True)
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 3


def changed(packed, name, data):
    """The same zip with another member in one's place, or without it."""
    with zipfile.ZipFile(packed) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    key = next(each for each in members if each.startswith(name))
    members.pop(key)
    if data is not None:
        members[key] = data
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in members.items():
            archive.writestr(each, content)


@pytest.mark.parametrize(
    "name, data, code",
    [
        ("originals/", None, "verify.original_lost"),
        ("originals/", b"XXXX", "verify.original_changed"),
        ("originals/", b"\x00" * 50_000_000, "verify.original_changed"),
        ("kiosk.db", None, "copy.damaged"),
        ("kiosk.db", b"", "copy.damaged"),
        ("kiosk.db", b"garbage", "copy.damaged"),
        ("manifest.json", None, "copy.unreadable"),
        ("manifest.json", b"{}", "copy.unreadable"),
        ("manifest.json", b"[" * 60_000, "copy.unreadable"),
        ("manifest.json", b" " * 70_000, "copy.unreadable"),
        ("manifest.json", b'{"version": 1, "made_at": "soon", "head": {"entry": 1, "digest": ""}, "origin": "", "database": ""}', "copy.unreadable"),
    ],
)
def test_a_portable_copy_somebody_changed_is_found_out(packed, name, data, code):
    changed(packed, name, data)
    assert [problem.code for problem in copies.findings(packed, Folders(()), None)] == [code]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_portable_copy_cut_short_is_found_out(packed, share):
    data = packed.read_bytes()
    packed.write_bytes(data[: int(len(data) * share)])
    assert copies.findings(packed, Folders(()), None)
    with pytest.raises(KioskError):
        copies.copy_at(packed)


def test_a_byte_that_turned_over_is_found(packed):
    data = bytearray(packed.read_bytes())
    data[len(data) // 2] ^= 0x40
    packed.write_bytes(data)
    assert copies.findings(packed, Folders(()), None)


def test_names_tell_the_time_without_opening(folder):
    (folder / "kiosk-20261010T040000Z.db").write_bytes(b"")
    (folder / "kiosk-20261399T040000Z.db").write_bytes(b"")
    assert copies.names(folder) == [(KEPT, datetime(2026, 10, 10, 4, tzinfo=UTC))]
