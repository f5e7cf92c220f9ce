"""A disk that is really full, and one that is really read-only: small ones, made for the test and mounted."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.actions.safekeeping import make_copies, make_portable, put_back
from kiosk.actions.verify import verify
from kiosk.errors import Unavailable
from kiosk.rules.people import By, Role
from kiosk.store import audit, audit_head, copies, settings
from kiosk.store.audit import Deed
from kiosk.store.connection import transaction
from kiosk.web.application import create_app

NOW = datetime.now(UTC)


def can_mount() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and subprocess.run(["mount", "--version"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not can_mount(), reason="only root may mount a disk")


@pytest.fixture
def disk(tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def config(config, disk, furnished):
    shutil.copytree(furnished.data, disk / "data")
    return replace(config, data=disk / "data")


@pytest.fixture
def village(furnished):
    return furnished


@pytest.fixture
def fill(disk):
    """Leaves `room` bytes of the disk."""

    def write(room: int = 0) -> None:
        with open(disk / "fill", "wb", buffering=0) as file:
            for size in (65536, 4096):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    continue
            file.truncate(file.tell() - room)

    return write


@pytest.fixture
def make_room(disk):
    return lambda: (disk / "fill").unlink()


def note(board, number):
    with transaction(board.db):
        audit.record(board.db, Deed("文书甲", "x", {"n": number, "words": "字" * 1000}), NOW)


def test_what_was_acknowledged_before_the_disk_was_full_is_there(board, config, fill, make_room):
    fill(room=200 * 1024)
    acknowledged = 0
    with pytest.raises(Unavailable) as full:
        for number in range(2000):
            note(board, number)
            acknowledged += 1
    assert full.value.code == "store.disk_full"
    assert acknowledged
    with pytest.raises(Unavailable):
        note(board, "again")
    count = board.db.execute("SELECT count(*) FROM audit WHERE deed = 'x'").fetchone()[0]
    assert count == acknowledged
    assert audit_head.loss(board.db, config.data) is None
    make_room()
    note(board, "room again")
    assert audit_head.written(config.data) == audit_head.in_log(board.db)
    assert verify(board) == []


def test_the_desk_says_so_and_the_board_goes_on(app, config, village, board, sign_in, fill, make_room, look):
    admin = sign_in("管理员", Role.ADMIN)
    fill()
    answer = admin.post("/desk/people", {"name": "文书乙", "roles": ["clerk"], "new_password": "4827-1935-6082-7741"})
    assert answer.status_code == 503
    assert "满" in answer.text and "文书乙" in answer.text
    look()
    client = app.test_client()
    assert f'data-notice="{village.live}"' in client.get("/screen/hall/slides").text
    assert client.get("/").status_code == 200
    assert admin.get("/desk/").status_code == 200
    make_room()
    assert admin.post("/desk/people", {"name": "文书乙", "roles": ["clerk"], "new_password": "4827-1935-6082-7741"}).status_code == 200


def test_a_copy_that_finds_no_room_leaves_nothing_and_the_old_ones_stay(app, config, village, board, sign_in, fill, tmp_path):
    admin = sign_in("管理员", Role.ADMIN)
    second = tmp_path / "second"
    second.mkdir()
    settings.put(board.db, "backup_folder", str(second))
    near, far = make_copies(config, NOW)
    fill(room=64 * 1024)
    answer = admin.post("/desk/copies")
    assert answer.status_code in (303, 503)
    assert "满" in admin.get("/desk/copies").text
    assert [each.path for each in copies.listed(config.backups)] == [near.copy]
    assert [each.name for each in config.backups.iterdir()] == [near.copy.name]
    assert len(copies.listed(second)) == 2, "the second disk has room"
    for deed in (
        lambda: make_portable(config, config.data / "a.zip", NOW),
        lambda: put_back(config, near.copy, By("管理员"), NOW),
        lambda: put_back(config, far.copy, By("管理员"), NOW),
    ):
        with pytest.raises(Unavailable) as full:
            deed()
        assert full.value.code == "store.disk_full"
    assert not (config.data / "restoring").exists()
    fill()
    key = re.search(r"/desk/copies/(\w+)/download", admin.get("/desk/copies").text)[1]
    assert admin.post(f"/desk/copies/{key}/download").status_code == 503
    assert verify(board) == []


def test_a_start_on_a_full_disk_shows_the_board(config, village, fill):
    create_app(config).extensions["on_air"]._board.close()
    fill()
    client = create_app(config).test_client()
    assert f'data-notice="{village.live}"' in client.get("/screen/hall/slides").text
    assert client.get("/healthz").json["status"] == "degraded"
    assert client.get("/").status_code == 503
    page = client.get("/desk/lost").text
    assert "硬盘满了" in page and "/desk/lost?copy=" not in page


@pytest.fixture
def read_only(app, config, disk, board, look):
    """The disk is found read-only at a start, as after a fault of its own."""
    look()
    board.close()
    app.extensions["on_air"]._board.close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    yield disk
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


def test_a_start_on_a_read_only_disk_shows_the_board_and_says_so(village, read_only, config):
    app = create_app(config)
    client = app.test_client()
    assert f'data-notice="{village.live}"' in client.get("/screen/hall/slides").text
    assert client.get("/healthz").json["status"] == "degraded"
    assert client.get(village.pictures[village.seen]).status_code == 200
    assert client.get("/").status_code == 503
    page = client.get("/desk/lost")
    assert "写不进去" in page.text
    assert not re.search(r"/desk/lost\?copy=", page.text)
    subprocess.run(["mount", "-o", "remount,rw", read_only], check=True)
    app.extensions["on_air"].look_at_once()
    assert client.get("/").status_code == 200
    app.extensions["on_air"]._board.close()


def test_every_command_says_that_it_is_read_only(kiosk, village, read_only, config, tmp_path):
    for words in (["settings", "village", "x"], ["verify"], ["backup", tmp_path / "a.zip"]):
        result = kiosk(*words)
        assert result.exit_code == 1
        assert "Traceback" not in result.output + result.stderr
        assert "不能写入" in result.stderr
