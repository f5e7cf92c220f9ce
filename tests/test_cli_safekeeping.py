"""The command line's part in safekeeping: backup, restore, verify, and a server that starts whatever the database is."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest
from cast import a_file
from click.testing import CliRunner
from test_cli import is_clean, said

from kiosk.cli import main
from kiosk.config import CHECKOUT
from kiosk.store import audit_head, copies


@pytest.fixture
def village(kiosk, config, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "流水.xlsx").write_bytes(b"PK")
    assert is_clean(kiosk("import", a_file(tmp_path / "in", title="停水通知", sources=("流水.xlsx",)), "--publish"), 0)
    assert is_clean(kiosk("settings", "village", "甲村"), 0)
    return config


def name_of(kiosk):
    return kiosk("settings", "village").stdout.splitlines()[0].split('"')[1]


def test_the_board_goes_into_one_file_and_comes_back(kiosk, village, tmp_path):
    target = tmp_path / "out.zip"
    result = kiosk("backup", target)
    assert is_clean(result, 0)
    assert str(target) in result.stdout
    assert is_clean(kiosk("verify", target), 0)
    kiosk("settings", "village", "乙村")
    result = kiosk("restore", target, "--yes", "--as", "管理员")
    assert is_clean(result, 0)
    assert "before-restore-" in result.stdout
    assert name_of(kiosk) == "甲村"
    assert is_clean(kiosk("verify"), 0)


def test_it_comes_back_on_another_machine(kiosk, village, tmp_path):
    kiosk("backup", tmp_path / "out.zip")
    other = {"KIOSK_DATA": str(tmp_path / "other")}
    assert is_clean(kiosk("restore", tmp_path / "out.zip", "--yes", **other), 0)
    assert is_clean(kiosk("verify", **other), 0)
    assert json.loads(kiosk("playlist", "--json", **other).stdout) == json.loads(kiosk("playlist", "--json").stdout)


def test_into_a_folder_it_gets_a_name_of_its_own(kiosk, village, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    assert is_clean(kiosk("backup", folder), 0)
    (made,) = folder.iterdir()
    assert made.name.startswith("kiosk-") and made.suffix == ".zip"


def test_a_file_that_is_there_is_not_written_over(kiosk, village, tmp_path):
    (tmp_path / "mine.zip").write_bytes(b"mine")
    result = kiosk("backup", tmp_path / "mine.zip")
    assert is_clean(result, 1)
    assert "mine.zip" in result.stderr
    assert (tmp_path / "mine.zip").read_bytes() == b"mine"


@pytest.mark.parametrize("answer, name", [("n\n", "乙村"), ("\n", "乙村"), ("", "乙村"), ("y\n", "甲村")])
def test_before_it_is_put_back_it_is_asked_once_more(kiosk, village, tmp_path, answer, name):
    kiosk("backup", tmp_path / "out.zip")
    kiosk("settings", "village", "乙村")
    CliRunner().invoke(main, ["restore", str(tmp_path / "out.zip")], input=answer, env={"KIOSK_DATA": str(village.data)})
    assert name_of(kiosk) == name


@pytest.mark.parametrize("data", [b"", b"garbage" * 100, b"PK\x03\x04garbage", b"SQLite format 3\x00" + b"\xff" * 4096])
@pytest.mark.parametrize("words", [["restore", "{file}", "--yes"], ["verify", "{file}"]])
def test_what_is_no_copy_is_a_finding_and_changes_nothing(kiosk, village, tmp_path, data, words):
    (tmp_path / "no.zip").write_bytes(data)
    result = kiosk(*[word.format(file=tmp_path / "no.zip") for word in words])
    assert is_clean(result, 1)
    assert "no.zip" in said(result)
    assert name_of(kiosk) == "甲村"


def test_a_damaged_board_is_put_right(kiosk, village, tmp_path):
    kiosk("backup", tmp_path / "out.zip")
    village.database.write_bytes(b"garbage" * 1000)
    assert is_clean(kiosk("settings"), 1)
    assert is_clean(kiosk("restore", tmp_path / "out.zip", "--yes"), 0)
    assert name_of(kiosk) == "甲村"
    (aside,) = [copy for copy in copies.listed(village.backups) if copy.series == copies.BEFORE_RESTORE]
    assert (aside.path / "kiosk.db").read_bytes() == b"garbage" * 1000


def test_entries_that_are_gone_are_told_first_by_verify_then_by_whoever_opens(kiosk, village):
    known = audit_head.written(village.data)
    (village.data / audit_head.NAME).write_text(f"{known.entry + 7} {'0' * 64}\n")
    for _ in range(2):
        result = kiosk("verify")
        assert is_clean(result, 1)
        assert " 7 " in result.stderr
    assert " 7 " in kiosk("settings").stderr
    assert kiosk("settings").stderr == ""
    assert is_clean(kiosk("verify"), 0)


@contextmanager
def serving(config, *words):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    environment |= {"KIOSK_DATA": str(config.data), "KIOSK_PORT": str(port), "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    server = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "serve", *words], env=environment, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


def fetched(address):
    until = time.monotonic() + 15
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            assert time.monotonic() < until, address
            time.sleep(0.05)


def test_killed_and_started_with_a_damaged_database_the_board_is_back(kiosk, village):
    with serving(village) as (server, address):
        assert "停水通知" in fetched(f"{address}/screen/hall/slides")
        server.send_signal(signal.SIGKILL)
    village.database.write_bytes(village.database.read_bytes()[:5000])
    with serving(village) as (server, address):
        assert "停水通知" in fetched(f"{address}/screen/hall/slides")
        assert json.loads(fetched(f"{address}/healthz"))["status"] == "degraded"
        assert server.poll() is None
        server.kill()
        told = server.stdout.read().decode()
    assert "大屏继续显示最后的内容" in told
    assert "首次启动" not in told


def test_put_back_from_the_command_line_while_it_serves(kiosk, village, tmp_path):
    kiosk("backup", tmp_path / "out.zip")
    with serving(village) as (_server, address):
        fetched(f"{address}/screen/hall/slides")
        village.database.write_bytes(b"garbage" * 1000)
        assert is_clean(kiosk("restore", tmp_path / "out.zip", "--yes"), 0)
        until = time.monotonic() + 30
        while json.loads(fetched(f"{address}/healthz"))["status"] != "ok":
            assert time.monotonic() < until
            time.sleep(0.1)
        assert "停水通知" in fetched(f"{address}/")


def test_a_first_start_that_cannot_be_is_refused(tmp_path, config):
    config.data.parent.mkdir(parents=True, exist_ok=True)
    config.data.write_text("I am a file")
    with serving(config) as (server, _address):
        assert server.wait(timeout=20) == 1
        assert "Traceback" not in server.stdout.read().decode()
