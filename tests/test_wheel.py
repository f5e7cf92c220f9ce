"""The built wheel holds all that is needed, and works where there is no checkout."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kiosk.config import CHECKOUT

CARRIED = ("templates", "static", "content")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    done = subprocess.run(build, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def outside(unpacked: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run in an empty folder, with the wheel's package before any other."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    env |= {"PYTHONPATH": str(unpacked), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"} | environment
    place = unpacked.parent / "elsewhere"
    place.mkdir(exist_ok=True)
    return subprocess.run([sys.executable, *words], cwd=place, env=env, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("name", CARRIED)
def test_everything_beside_the_package_is_in_the_wheel(unpacked, name):
    shipped = {file.relative_to(CHECKOUT / name): file.read_bytes() for file in (CHECKOUT / name).rglob("*") if file.is_file()}
    packed = {file.relative_to(unpacked / "kiosk" / name): file.read_bytes() for file in (unpacked / "kiosk" / name).rglob("*") if file.is_file()}
    assert packed == shipped
    assert packed


def test_the_words_are_in_the_wheel(unpacked):
    assert (unpacked / "kiosk/translations/zh/LC_MESSAGES/kiosk.mo").stat().st_size > 1000


def test_nothing_else_is_in_the_wheel(unpacked):
    assert {each.name for each in unpacked.iterdir() if not each.name.endswith(".dist-info")} == {"kiosk"}
    assert [file for file in unpacked.rglob("*") if file.suffix in (".db", ".pyc") or file.name.startswith(".")] == []


SERVE = """
from datetime import UTC, datetime
from pathlib import Path
from kiosk.actions.sample_village import fill
from kiosk.config import PACKAGE, read_config, resource
from kiosk.store.board import open_board
from kiosk.web.application import create_app
config = read_config()
board = open_board(config)
assert fill(board, "x", datetime.now(UTC)).went_in
client = create_app(config).test_client()
assert resource("static") == PACKAGE / "static"
page = client.get("/screen/hall").text
print(PACKAGE, client.get("/").status_code, client.get(page.split('src="')[1].split('"')[0]).status_code, client.get("/screen/hall/slides").text.count("<section"))
"""


def test_the_wheel_serves_the_sample_village_without_a_checkout(unpacked, tmp_path):
    done = outside(unpacked, "-c", SERVE, KIOSK_DATA=str(tmp_path / "data"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(unpacked / "kiosk"), "200", "200", "22"]


def test_the_wheel_speaks_chinese_and_keeps_its_data_with_the_user(unpacked, tmp_path):
    places = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share"), "LOCALAPPDATA": str(tmp_path / "share")}
    done = outside(unpacked, "-m", "kiosk", "playlist", "--json", **places)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert [file.name for file in tmp_path.rglob("kiosk.db")] == ["kiosk.db"]
    assert "没有" in outside(unpacked, "-m", "kiosk", "import", "gone.md", **places).stderr
