"""A disk that says it could not keep what it was given: fsync itself fails, in SQLite and everywhere else."""

import os
import shutil
import subprocess
import sys

import pytest
from cast import NOON

from kiosk.actions.safekeeping import make_portable
from kiosk.actions.verify import verify
from kiosk.store import audit, settings
from kiosk.store.audit import Deed
from kiosk.store.board import open_board
from kiosk.store.connection import transaction

SHIM = """
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
static int outcome(void) {
    if (access(getenv("FSYNC_FAILS"), F_OK) != 0) return 0;
    errno = EIO;
    return -1;
}
int fsync(int handle) { (void)handle; return outcome(); }
int fdatasync(int handle) { (void)handle; return outcome(); }
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux" or not shutil.which("cc"), reason="needs a C compiler on Linux")


@pytest.fixture
def environment(tmp_path, config):
    """Of a process in which every fsync fails while the file `fails` is there."""
    (tmp_path / "shim.c").write_text(SHIM)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "shim.so", tmp_path / "shim.c"], check=True)
    (tmp_path / "fails").touch()
    bare = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    ours = {"KIOSK_DATA": config.data, "KIOSK_LANGUAGE": "en", "LD_PRELOAD": tmp_path / "shim.so", "FSYNC_FAILS": tmp_path / "fails"}
    return bare | {name: str(value) for name, value in ours.items()}


def test_nothing_is_acknowledged_that_the_disk_did_not_keep(board, config, environment, tmp_path):
    with transaction(board.db):
        settings.put(board.db, "village", "甲村")
        audit.record(board.db, Deed("文书甲", "setting.changed", {}), NOON)
    make_portable(config, tmp_path / "good.zip", NOON)
    board.close()
    deeds = [
        ["settings", "village", "乙村"],
        ["backup", tmp_path / "bad.zip"],
        ["restore", tmp_path / "good.zip", "--yes"],
    ]
    for words in deeds:
        done = subprocess.run([sys.executable, "-m", "kiosk", *map(str, words)], env=environment, capture_output=True, encoding="utf-8")
        assert done.returncode == 1, (words, done.stdout)
        assert "Nothing was changed" in done.stderr and "Traceback" not in done.stderr
        assert "damaged" not in done.stderr
    assert not (tmp_path / "bad.zip").exists()
    again = open_board(config)
    assert settings.settings(again.db).village.name == "甲村"
    assert verify(again) == []
    again.close()
